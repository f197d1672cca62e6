"""I18N-1, 4, 6, 7 and 8: German in charts, keys and pages; words that include; names in full."""

from __future__ import annotations

import re
import unicodedata

import pytest
from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.components.figure_card import GRAPH_CONFIG
from dashboard.facts.dataset import Dataset
from dashboard.figures.theme import LAYOUT
from dashboard.web.app import surroundings_of
from dashboard.web.site import Site
from dashboard.wording import links

LOCALE = ROOT / "assets" / "vendor" / "plotly" / "plotly-locale-de.js"
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
GENDER_SIGN = re.compile(r"\w[*:_]innen\b|[a-zß]Innen\b")
# short forms that the pages use, and how they are written out where they first stand
SHORT = {
    "BBSR": "Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR)",
    "WCAG": "Web Content Accessibility Guidelines (WCAG)",
    "BITV": "Barrierefreie-Informationstechnik-Verordnung (BITV",
}


def test_i18n_1_charts_speak_german() -> None:
    assert GRAPH_CONFIG["locale"] == "de"
    assert LAYOUT["separators"] == ",."


def test_i18n_1_the_locale_is_a_script_and_runs_after_plotly(site: Site) -> None:
    text = LOCALE.read_text(encoding="utf-8")
    assert 'name:"de"' in text
    assert "Plotly.register(locale)" in text
    assert not re.search(r"\bmodule\.exports\b|\brequire\(", text), "a browser knows no modules"
    bundle = surroundings_of(site).files.by_name["charts.js"].encodings[""].decode()
    assert bundle.count(text.strip()) == 1
    assert bundle.index(text.strip()) > len(bundle) / 2, "plotly itself is by far the larger part"


def slug_of(name: str) -> str:
    """Return what a town's slug must be: letters spelt out, whichever form the name came in."""
    plain = unicodedata.normalize("NFC", name).casefold().translate(SPELT)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_i18n_4_slugs_spell_letters_out(shipped: Dataset, form: str) -> None:
    for slug, town in shipped.towns.items():
        assert slug == slug_of(unicodedata.normalize(form, town.short_name))


def test_i18n_4_towns_have_a_key_of_eight_digits_as_text(shipped: Dataset) -> None:
    keys = [town.ags for town in shipped.towns.values()]
    assert all(re.fullmatch(r"\d{8}", key) for key in keys), "as a number it loses its nought"
    assert len(set(keys)) == len(keys)


def test_i18n_4_names_in_the_data_are_composed(shipped: Dataset) -> None:
    files = [one for one in (ROOT / "data").rglob("*") if one.suffix in (".csv", ".toml", ".md")]
    assert len(files) > len(shipped.texts)
    for file in files:
        assert unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8")), file.name


def test_i18n_6_every_page_says_its_language_and_leads_to_the_one_in_english(
    draft: FlaskClient, pages: dict[str, str]
) -> None:
    assert links.ENGLISH in pages
    for path, text in {**pages, "/gibt-es-nicht": draft.get("/gibt-es-nicht").text}.items():
        lang = "en" if path == links.ENGLISH else "de"
        assert re.search(rf'<html\b[^>]*\blang="{lang}"', text), path
        if 'data-frame="seite"' in text:
            assert re.search(r'<a href="/en" hreflang="en" lang="en">', text), path


def test_i18n_7_pages_use_no_gender_signs(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        shown = text.replace("KleinstadtakademikerInnen", "")  # a source's title
        assert not GENDER_SIGN.search(shown), path


def test_i18n_8_a_text_writes_a_short_form_out_where_it_first_stands(shipped: Dataset) -> None:
    found = 0
    for name, text in {**shipped.texts, "summary": shipped.project.summary}.items():
        plain = " ".join(text.split())
        for short, full in SHORT.items():
            if short in plain:
                found += 1
                assert plain.index(full) <= plain.index(short), (name, short)
    assert found >= 3


def test_i18n_8_the_glossary_explains_the_institute_of_which_every_page_speaks(
    shipped: Dataset,
) -> None:
    assert shipped.glossary["bbsr"].meaning.startswith("Bundesinstitut für Bau-, Stadt-")
