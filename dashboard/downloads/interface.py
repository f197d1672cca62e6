"""The files for programs as an OpenAPI description: what there is, how it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.downloads.forms import Form
from dashboard.downloads.package import LICENCE, data_tables
from dashboard.downloads.records import SOURCE_FIELDS
from dashboard.downloads.table import Kind
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import POPULATION
from dashboard.wording import links
from dashboard.wording.links import Key

OPENAPI = "3.1.0"
# address of a file → its form; of the two kinds of CSV the query tells
OF_FIGURES = {
    links.FIGURE_TABLE: Form.MACHINE,
    links.FIGURE_WORKBOOK: Form.WORKBOOK,
    links.FIGURE_RECORDS: Form.RECORDS,
}
OF_DATA = {
    links.TABLE: Form.MACHINE,
    links.TABLE_WORKBOOK: Form.WORKBOOK,
    links.TABLE_RECORDS: Form.RECORDS,
}
INTERFACE_VERSION = "1.0.0"  # grows with what is promised here, not with the data
PROMISE = (
    "Alle Dateien dieser Website, ohne Schlüssel und ohne Anmeldung. Namen von Tabellen und "
    "Spalten bleiben; was dazukommt, kommt hinten dazu, und ändert sich mehr, steigt die erste "
    "Ziffer der Version dieser Beschreibung. Antworten haben ein ETag und dürfen aufbewahrt "
    "werden; fragen Sie mit If-None-Match nach, ob sie noch gelten. Eine feste Grenze für Anfragen "
    "gibt es nicht; holen Sie ganze Tabellen statt vieler einzelner Abbildungen, und nicht mehr "
    "als eine Datei zugleich. Fehlt ein Wert, ist er null (JSON) oder leer (CSV, XLSX), und die "
    "Spalte mit der Endung „_missing“ sagt, warum."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An address that answers a question."""

    question: str
    address: str


def examples(data: Dataset) -> tuple[Example, ...]:
    """Return worked examples: a table of all data, a view of the comparison, a town's figure."""
    town = next(iter(data.towns.values()))
    theme = data.indicators[POPULATION].theme
    return (
        Example(
            question="Alle Werte der Städte, jeder mit Stand, Ebene und Quelle",
            address=links.table_records("beobachtungen"),
        ),
        Example(
            question="Die Bevölkerung der Städte, wie der Vergleich sie zeigt",
            address=links.figure_records(
                links.COMPARISON, "vergleich-stand", ((Key.INDICATOR, POPULATION),)
            ),
        ),
        Example(
            question=f"{data.themes[theme].label} in {town.name}, mit dem Median der Kleinstädte",
            address=links.figure_records(
                links.path(links.TOWN, slug=town.slug), f"{town.slug}-{theme}", ()
            ),
        ),
    )


def interface(data: Dataset, origin: str) -> dict[str, Any]:
    """Return the description; `origin` is the site's public address, its own path included."""
    return {
        "openapi": OPENAPI,
        "info": {
            "title": data.project.title,
            "version": INTERFACE_VERSION,
            "summary": data.project.summary,
            "description": PROMISE,
            "license": {"name": LICENCE["title"], "url": LICENCE["path"]},
        },
        "servers": [{"url": origin, "description": "diese Website"}],
        "externalDocs": {"description": "Alle Tabellen", "url": f"{origin}{links.to(links.DATA)}"},
        "paths": dict(_paths(data)),
        "components": {"schemas": SCHEMAS},
    }


def _paths(data: Dataset) -> Iterator[tuple[str, Any]]:
    table = _in_path("name", "Tabelle", enum=[one.id for one in data_tables(data)])
    for template, form in OF_DATA.items():
        yield _operation(template, f"Eine Tabelle als {form.label}", form, [table])
    figure = _in_path("figure", "Abbildung, wie sie im HTML der Seite heißt (data-figure)")
    slug = _in_path("slug", "Stadt, wie sie in der Adresse ihrer Seite heißt")
    choices = [
        _in_query(Key.INDICATOR, "Kennzahl", enum=list(data.indicators)),
        _in_query(Key.DATE, "Stand, wenn nicht der jüngste"),
        _in_query(Key.TOWNS, "Städte, durch Kommas getrennt; sonst alle"),
        _in_query(Key.OWN, "bis zu drei weitere Kleinstädte: AGS, durch Kommas getrennt"),
    ]
    for template, form in OF_FIGURES.items():
        for page, name, more in (
            (links.COMPARISON, "Vergleich", [figure, *choices]),
            (links.TOWN, "Stadtseite", [slug, figure]),
        ):
            rule = template.replace("<path:page>", page.removeprefix("/"))
            yield _operation(rule, f"Eine Abbildung als {form.label}: {name}", form, more)
    yield (
        links.PACKAGE,
        {"get": {"summary": "Beschreibung aller Tabellen (Data Package)", "responses": _answers()}},
    )


def _operation(
    rule: str, summary: str, form: Form, parameters: list[dict[str, Any]]
) -> tuple[str, Any]:
    if form is Form.MACHINE:
        kinds = [Form.MACHINE.value, Form.OFFICE.value]
        text = "für Programme (Komma, Dezimalpunkt) oder für Excel (Semikolon, Dezimalkomma)"
        parameters = [*parameters, _in_query(Key.FORM, text, enum=kinds)]
    path = links.FIELD.sub(lambda field: f"{{{field[1]}}}", rule)
    operation = {"summary": summary, "parameters": parameters, "responses": _answers(form)}
    return path, {"get": operation}


def _answers(form: Form = Form.RECORDS) -> Mapping[str, Any]:
    schema: dict[str, Any] = {}
    if form is Form.RECORDS:
        schema = {"schema": {"$ref": "#/components/schemas/Records"}}
    return {
        "200": {"description": "Die Datei.", "content": {form.media_type: schema}},
        "404": {"description": "So etwas gibt es nicht."},
    }


def _in_path(name: str, text: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": text,
        "schema": {"type": "string", **schema},
    }


def _in_query(name: str, text: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": str(name),
        "in": "query",
        "description": text,
        "schema": {"type": "string", **schema},
    }


def _object(required: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": {**required, **more}}


TEXT = {"type": "string"}
SCHEMAS = {
    "Records": _object(
        {
            "title": TEXT,
            "address": {"type": "string", "description": "wo ein Mensch dasselbe sieht"},
            "stand": {"type": "string", "format": "date"},
            "version": {"type": "string", "description": "Kennung der Fassung der Daten"},
            "sources": {"type": "array", "items": {"$ref": "#/components/schemas/Source"}},
            "columns": {"type": "array", "items": {"$ref": "#/components/schemas/Column"}},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "description": "je Spalte ein Wert",
                    "additionalProperties": {"type": ["string", "number", "null"]},
                },
            },
        },
        warning={"type": "string", "description": "was vor den Werten zu wissen ist"},
    ),
    "Source": _object(dict.fromkeys(SOURCE_FIELDS, TEXT)),
    "Column": _object(
        {"id": TEXT, "label": TEXT, "kind": {"type": "string", "enum": [one.value for one in Kind]}}
    ),
}
