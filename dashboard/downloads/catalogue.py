"""The data as a catalogue in DCAT-AP.de 3.0, written as Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.downloads.forms import Form
from dashboard.downloads.package import LICENCE, DataTable, data_tables, file_address
from dashboard.facts.dataset import Dataset
from dashboard.wording import links

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority/"
LICENCE_URI = "http://dcat-ap.de/def/licenses/other-open"
MUNICIPALITY = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/"
UNNAMED = "nicht eingetragen"

Pairs = Iterable[tuple[str, str]]


def catalogue(data: Dataset, operator: Mapping[str, str], base: str) -> str:
    """Return the catalogue; every address in it begins with `base`."""
    tables = data_tables(data)
    home = base + links.to(links.START)
    publisher, contact = f"<{home}#betreiber>", f"<{home}#kontakt>"
    name = operator.get("betreiber_name") or UNNAMED
    email = operator.get("betreiber_email")
    parts = [
        *(f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()),
        _node(
            f"<{base}{links.to(links.CATALOGUE)}>",
            [
                ("a", "dcat:Catalog"),
                ("dcterms:title", _text(data.project.title)),
                ("dcterms:description", _text(data.project.summary)),
                ("dcterms:publisher", publisher),
                ("dcterms:language", f"<{EU}language/DEU>"),
                ("dcterms:modified", _day(data.stand)),
                ("foaf:homepage", f"<{home}>"),
                *(("dcat:dataset", _dataset_node(base, table)) for table in tables),
            ],
        ),
        _node(publisher, [("a", "foaf:Agent"), ("foaf:name", _text(name))]),
        _node(
            contact,
            [
                ("a", "vcard:Kind, vcard:Organization"),
                ("vcard:fn", _text(name)),
                *([("vcard:hasEmail", f"<mailto:{email}>")] if email else []),
            ],
        ),
    ]
    for table in tables:
        parts.append(_dataset(data, table, base, publisher, contact))
        parts += [_distribution(data, table, base, form) for form in Form]
    return "\n\n".join(parts) + "\n"


def _dataset(data: Dataset, table: DataTable, base: str, publisher: str, contact: str) -> str:
    return _node(
        _dataset_node(base, table),
        [
            ("a", "dcat:Dataset"),
            ("dcterms:identifier", _text(table.id)),
            ("dcterms:title", _text(f"{data.project.title}: {table.title}")),
            ("dcterms:description", _text(f"{table.description} {table.source_line}")),
            ("dcterms:publisher", publisher),
            ("dcat:contactPoint", contact),
            ("dcat:theme", f"<{EU}data-theme/REGI>, <{EU}data-theme/SOCI>"),
            ("dcterms:modified", _day(data.stand)),
            ("dcterms:accessRights", f"<{EU}access-right/PUBLIC>"),
            *(("dcterms:spatial", f"<{MUNICIPALITY}{town.ags}>") for town in data.towns.values()),
            *(("dcat:distribution", _distribution_node(base, table, one)) for one in Form),
        ],
    )


def _distribution(data: Dataset, table: DataTable, base: str, form: Form) -> str:
    address = f"<{base}{file_address(table.id, form)}>"
    return _node(
        _distribution_node(base, table, form),
        [
            ("a", "dcat:Distribution"),
            ("dcterms:title", _text(f"{table.title} ({form.label})")),
            ("dcat:accessURL", address),
            ("dcat:downloadURL", address),
            ("dcterms:format", f"<{EU}file-type/{form.suffix.upper()}>"),
            ("dcat:mediaType", f"<https://www.iana.org/assignments/media-types/{form.media_type}>"),
            ("dcterms:license", f"<{LICENCE_URI}>"),
            ("dcatde:licenseAttributionByText", _text(LICENCE["title"])),
            ("dcterms:modified", _day(data.stand)),
        ],
    )


def _dataset_node(base: str, table: DataTable) -> str:
    return f"<{base}{links.table(table.id)}>"


def _distribution_node(base: str, table: DataTable, form: Form) -> str:
    return f"<{base}{links.table(table.id)}-{form.value}>"


def _node(subject: str, pairs: Pairs) -> str:
    return f"{subject}\n    " + " ;\n    ".join(f"{name} {value}" for name, value in pairs) + " ."


def _text(text: str) -> str:
    clean = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{clean}"@de'


def _day(iso: str) -> str:
    return f'"{iso}"^^xsd:date'
