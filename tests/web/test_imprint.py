"""PAGE-1 to PAGE-7: what the law wants on every public site."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from babel.dates import get_month_names
from flask.testing import FlaskClient

from dashboard.facts.dataset import DataError, Dataset
from dashboard.web.config import OPERATOR, settings_from
from dashboard.web.imprint import PART, PLACEHOLDER, with_operator
from tests.made.shipped import shipped_data
from tests.serving import PUBLIC

BARE = re.compile(r"^/sitzung/[^/]+$|/steckbrief$|^/einbetten/")
FRAMED = "/einbetten/figur/vergleich/vergleich-stand?indikator=commute_distance"
MONTHS = list(get_month_names(locale="de").values())


@pytest.fixture
def places(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The pages, one that does not exist, and a figure in a frame."""
    return (*paths, "/gibt-es-nicht", FRAMED)


def help_on(client: FlaskClient, path: str) -> dict[str, str]:
    """What the footer links to, or on slides, paper and in frames the line that stands for it."""
    start = 'class="legal-line' if BARE.search(path) else "<footer"
    end = "</p>" if BARE.search(path) else "</footer>"
    text = client.get(path).text
    assert text.count(start) == 1, path
    part = text.split(start, 1)[1].split(end, 1)[0]
    links = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>([^<]+)</a>', part)
    return {label: href for href, label in links}


def content(client: FlaskClient, path: str) -> str:
    return client.get(path).text.split("<main", 1)[1].split("</main>", 1)[0]


def test_page_1_the_declaration_is_linked_from_every_page(
    public: FlaskClient, places: tuple[str, ...]
) -> None:
    for path in places:
        address = help_on(public, path)["Erklärung zur Barrierefreiheit"]
        assert address.removeprefix(PUBLIC["DASHBOARD_BASE_URL"]) == "/barrierefreiheit", path


def test_page_1_the_declaration_has_its_sections_and_the_body_that_enforces(
    public: FlaskClient,
) -> None:
    text = content(public, "/barrierefreiheit")
    for heading in (
        "Wofür diese Erklärung gilt",
        "Stand der Vereinbarkeit",
        "Was noch nicht zugänglich ist",
        "Was geprüft wurde",
        "Barriere melden",
        "Durchsetzung",
    ):
        assert f"<h2>{heading}</h2>" in text
    assert "teilweise vereinbar" in text
    assert "Durchsetzungsstelle Musterland" in text
    assert 'href="https://durchsetzung.example.de"' in text


def test_page_1_the_declaration_is_younger_than_a_year(shipped: Dataset) -> None:
    text = shipped.texts["barrierefreiheit"]
    found = re.search(r"Stand: (\d+)\. (\w+) (\d{4})", text)
    assert found is not None
    written = date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    assert (date.fromisoformat(shipped.stand) - written).days < 365


def test_page_2_a_barrier_can_be_reported_from_every_page(
    public: FlaskClient, places: tuple[str, ...]
) -> None:
    for path in places:
        address = help_on(public, path)["Barriere melden"]
        assert address.startswith("mailto:barriere@example.de?subject="), path


def test_page_2_a_draft_leads_to_the_page_that_says_how(draft: FlaskClient) -> None:
    for path in ("/", "/sitzung/moelln"):
        assert help_on(draft, path)["Barriere melden"] == "/barrierefreiheit"


EASY = [name for name in shipped_data().texts if name.startswith("leichte-sprache")]


@pytest.mark.parametrize("name", EASY)
def test_page_3_a_text_in_easy_language_keeps_its_rules(shipped: Dataset, name: str) -> None:
    text = PART.sub(r"\1", shipped.texts[name])
    lines = [line.strip(" \\-") for line in text.splitlines() if line and line[0] != "#"]
    assert "noch **nicht** geprüft" in text
    for line in lines:
        plain = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", line)
        assert len(plain.split()) <= 12, plain
        assert len(re.findall(r"[.!?](?=\s|$)", plain)) <= 1, plain  # one statement a line
        assert not re.search(r"\b(obwohl|welche[rs]?|dessen|deren|sodass|wobei)\b", plain), plain


def test_page_3_easy_language_is_reached_from_every_page(
    public: FlaskClient, places: tuple[str, ...]
) -> None:
    for path in places:
        address = help_on(public, path)["Leichte Sprache"]
        assert address.removeprefix(PUBLIC["DASHBOARD_BASE_URL"]) == "/leichte-sprache", path


def test_page_4_the_imprint_names_the_operator_and_is_one_click_away(
    public: FlaskClient, places: tuple[str, ...]
) -> None:
    text = content(public, "/impressum")
    for value in ("NAME", "ADDRESS", "REPRESENTATIVE", "EMAIL", "EDITOR"):
        assert PUBLIC[f"DASHBOARD_OPERATOR_{value}"] in text
    assert "§ 5 des Digitale-Dienste-Gesetzes" in text
    assert "Entwurf" not in text
    for path in places:
        address = help_on(public, path)["Impressum"]
        assert address.removeprefix(PUBLIC["DASHBOARD_BASE_URL"]) == "/impressum", path


def test_page_4_and_5_from_a_frame_the_links_open_beside_it(public: FlaskClient) -> None:
    line = public.get(FRAMED).text.split('class="legal-line', 1)[1].split("</p>", 1)[0]
    links = re.findall(r"<a [^>]+>", line)
    assert len(links) == 5
    for link in links:
        assert re.search(r'href="(https://kleinstadt\.example\.de/|mailto:)', link)
        assert 'target="_blank"' in link


def test_page_4_a_draft_says_what_is_not_entered(draft: FlaskClient) -> None:
    text = content(draft, "/impressum")
    assert "kein öffentliches Angebot" in text
    assert text.count("<b>Das ist ein Entwurf") == 1
    for path in ("/impressum", "/datenschutz", "/barrierefreiheit", "/leichte-sprache"):
        shown = content(draft, path)
        assert "nicht eingetragen" not in shown, path
        assert "anrufen" not in shown, path


def test_page_5_the_privacy_page_is_linked_from_every_page(
    public: FlaskClient, places: tuple[str, ...]
) -> None:
    for path in places:
        address = help_on(public, path)["Datenschutz"]
        assert address.removeprefix(PUBLIC["DASHBOARD_BASE_URL"]) == "/datenschutz", path


def test_page_5_the_privacy_page_names_who_is_responsible_and_how_long_logs_stay(
    public: FlaskClient,
) -> None:
    text = content(public, "/datenschutz")
    for value in ("Landesbeauftragte Musterland", "datenschutz@example.de", "7 Tage", "Cookies"):
        assert value in text


def test_page_6_the_downloads_are_plain_links(public: FlaskClient) -> None:
    text = content(public, "/daten")
    links = re.findall(r'href="(/daten/[a-z_]+\.csv[^"]*)"', text)
    assert len(links) >= 20
    assert 'href="/katalog.ttl"' in text
    assert public.get(links[0]).mimetype == "text/csv"


def test_page_7_the_glossary_explains_every_word_and_indicator(
    public: FlaskClient, shipped: Dataset
) -> None:
    text = content(public, "/glossar?umfang=alles")
    for word in shipped.glossary:
        assert f'<dt id="{word}">' in text
    for indicator in shipped.indicators:
        assert f'<dt id="kennzahl-{indicator}">' in text
    assert text.count("<dt ") == text.count("<dd>")


def test_page_7_help_stands_in_the_same_place_on_every_page(
    public: FlaskClient, places: tuple[str, ...]
) -> None:
    whole = [path for path in places if not BARE.search(path)]
    texts = [public.get(path).text for path in whole]
    footers = {text.split("<footer", 1)[1].split("</footer>")[0] for text in texts}
    footers = {one.replace(' lang="de"', "") for one in footers}  # said where a page is in English
    assert len(footers) == 1
    lines = [path for path in places if BARE.search(path) and path != FRAMED]
    assert len({tuple(help_on(public, path).items()) for path in lines}) == 1


def test_every_detail_of_the_operator_is_used_in_a_text(shipped: Dataset) -> None:
    used = {match[1] for text in shipped.texts.values() for match in PLACEHOLDER.finditer(text)}
    assert used - {"entwurf_hinweis", "entwurf_hinweis_leicht", "barriere_adresse"} == {
        one.name for one in OPERATOR
    }


def test_no_placeholder_is_left_over(draft: FlaskClient, places: tuple[str, ...]) -> None:
    for path in places:
        assert not re.search(r"\{[a-z_]+\}", content(draft, path).split("<script")[0]), path


def test_an_unknown_placeholder_is_a_fault_with_its_line(tiny: Dataset) -> None:
    broken = replace(tiny, texts={**tiny.texts, "ueber": "# Über\n\nHallo {betreiber_nahme}\n"})
    with pytest.raises(DataError) as caught:
        with_operator(broken, settings_from({}))
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.value) == ("texts/ueber.md", 3, "{betreiber_nahme}")
    assert "betreiber_name" in fault.remedy
