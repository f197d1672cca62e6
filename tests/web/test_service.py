"""Addresses for machines: SEC-12, SEC-13, and the catalogue of the data (DATA-4)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from dashboard.downloads.forms import Form
from dashboard.downloads.package import data_tables
from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import all_towns
from dashboard.pages import PAGES
from tests.serving import PUBLIC

BASE = PUBLIC["DASHBOARD_BASE_URL"]
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
EU_THEMES = {"AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI"} | {
    "SOCI",
    "TECH",
    "TRAN",
}


@pytest.fixture(scope="module")
def graph(public: FlaskClient) -> Iterator[Graph]:
    read = Graph()
    read.parse(data=public.get("/katalog.ttl").text, format="turtle")
    yield read
    read.close()


def test_sec_12_health_answers_ok(draft: FlaskClient) -> None:
    assert draft.get("/healthz").text == "OK"


def test_sec_12_readiness_names_the_data_served(draft: FlaskClient, shipped: Dataset) -> None:
    assert draft.get("/bereit").json == {
        "bereit": True,
        "fassung": shipped.version,
        "stand": shipped.stand,
        "abgelehnt": None,
    }


def test_sec_13_security_txt_has_a_contact_and_expires_in_the_future(public: FlaskClient) -> None:
    lines = public.get("/.well-known/security.txt").text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    expires = datetime.fromisoformat(fields["Expires"])
    assert fields["Contact"] == "mailto:sicherheit@example.de"
    assert fields["Canonical"] == f"{BASE}/.well-known/security.txt"
    assert 30 < (expires - datetime.now(UTC)).days < 366


def test_sec_13_without_a_contact_there_is_no_security_txt(draft: FlaskClient) -> None:
    assert draft.get("/.well-known/security.txt").status_code == 404


def test_sec_13_search_engines_may_read_the_public_site_but_no_draft(
    public: FlaskClient, draft: FlaskClient
) -> None:
    assert "Disallow: /\n" not in public.get("/robots.txt").text
    assert f"Sitemap: {BASE}/sitemap.xml" in public.get("/robots.txt").text
    assert "Disallow: /\n" in draft.get("/robots.txt").text


def test_sec_13_the_sitemap_names_every_page_and_each_answers(
    public: FlaskClient, shipped: Dataset
) -> None:
    parts = [located(public, part) for part in located(public, "/sitemap.xml")]
    pages, towns = parts
    every = {path for module in PAGES for path in module.addresses(shipped)}
    texts = {f"/{name}" for name in shipped.text_pages}
    assert set(pages) == (every | texts) - {"/suche"} - set(towns)
    assert {path for path in every if re.fullmatch("/stadt/[^/]+", path)} <= set(towns)
    assert towns == [f"/stadt/{town.slug}" for town in all_towns(shipped)]
    for address in pages:
        assert public.get(address).status_code == 200


def located(browser: FlaskClient, path: str) -> list[str]:
    tree = ElementTree.fromstring(browser.get(path).data)
    found = [
        one.text or "" for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert all(one.startswith(BASE) for one in found)
    return [one.removeprefix(BASE) for one in found]


# --- DATA-4: what GovData's shapes call a violation, by hand ---


def datasets(graph: Graph) -> list[URIRef]:
    found = [one for one in graph.subjects(RDF.type, DCAT.Dataset) if isinstance(one, URIRef)]
    assert found
    return found


def test_data_4_the_catalogue_holds_every_table_in_both_forms(
    graph: Graph, shipped: Dataset
) -> None:
    catalogue = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    listed = set(graph.objects(catalogue, DCAT.dataset))
    assert listed == set(datasets(graph))
    assert len(listed) == len(data_tables(shipped))
    for one in datasets(graph):
        assert len(set(graph.objects(one, DCAT.distribution))) == len(Form)


def test_data_4_catalogue_and_datasets_have_title_and_description(graph: Graph) -> None:
    catalogue = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    for one in (catalogue, *datasets(graph)):
        for property_ in (DCTERMS.title, DCTERMS.description):
            text = graph.value(one, property_)
            assert isinstance(text, Literal)
            assert text.language == "de"
            assert len(text) > 3


def test_data_4_every_dataset_has_a_named_publisher(graph: Graph) -> None:
    catalogue = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    for one in (catalogue, *datasets(graph)):
        publisher = graph.value(one, DCTERMS.publisher)
        assert (publisher, RDF.type, FOAF.Agent) in graph
        assert str(graph.value(publisher, FOAF.name)) == "Prüfstelle Musterstadt"


def test_data_4_the_contact_is_a_vcard_kind_with_a_mail(graph: Graph) -> None:
    for one in datasets(graph):
        contact = graph.value(one, DCAT.contactPoint)
        assert (contact, RDF.type, VCARD.Kind) in graph
        assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:post@example.de")


def test_data_4_themes_are_of_the_european_list(graph: Graph) -> None:
    for one in datasets(graph):
        themes = {str(theme).removeprefix(THEMES) for theme in graph.objects(one, DCAT.theme)}
        assert themes
        assert themes <= EU_THEMES


def test_data_4_places_are_municipality_keys_and_nothing_deprecated_is_used(
    graph: Graph, shipped: Dataset
) -> None:
    keys = {town.ags for town in shipped.towns.values()}
    for one in datasets(graph):
        places = {str(place).rsplit("/", 1)[-1] for place in graph.objects(one, DCTERMS.spatial)}
        assert places == keys
    assert not list(graph.triples((None, DCATDE.politicalGeocodingURI, None)))


def test_data_4_every_distribution_has_a_known_licence_and_an_attribution(graph: Graph) -> None:
    found = list(graph.subjects(RDF.type, DCAT.Distribution))
    assert found
    for one in found:
        licence = str(graph.value(one, DCTERMS.license))
        assert licence.startswith("http://dcat-ap.de/def/licenses/")
        assert len(str(graph.value(one, DCATDE.licenseAttributionByText))) > 10


@pytest.mark.parametrize("some", [4, pytest.param(None, marks=pytest.mark.hurts)])
def test_data_4_the_addresses_can_be_downloaded(
    graph: Graph, public: FlaskClient, some: int | None
) -> None:
    every = sorted(graph.subjects(RDF.type, DCAT.Distribution))
    for one in every if some is None else random.Random(17).sample(every, some):
        address = graph.value(one, DCAT.accessURL)
        assert address == graph.value(one, DCAT.downloadURL)
        answer = public.get(str(address).removeprefix(BASE))
        assert answer.status_code == 200
        assert str(graph.value(one, DCAT.mediaType)).endswith(str(answer.mimetype))


def test_data_4_a_draft_says_that_nobody_is_entered(draft: FlaskClient) -> None:
    assert '"nicht eingetragen"@de' in draft.get("/katalog.ttl").text
