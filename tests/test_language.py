"""I18N-4, 6, 7 and 8: keys from German names, one language, words that include, names in full."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.components.figure_card import GRAPH_CONFIG
from dashboard.config import ROOT, settings_from
from dashboard.dataset import Dataset

LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})
GENDER_SIGN = re.compile(r"\w[*:_]innen\b|[a-zß]Innen\b")
# short forms that the pages use, and how they are written out
SHORT = {
    "BBSR": "Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR)",
    "WCAG": "Web Content Accessibility Guidelines (WCAG)",
    "BITV": "Barrierefreie-Informationstechnik-Verordnung (BITV",
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(settings_from({})).server.test_client()


def pages(client: FlaskClient) -> Iterator[tuple[str, str]]:
    for path in client.application.extensions["readiness"].paths:
        yield path, client.get(path).text


def key(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower().translate(LETTERS)


def test_i18n_01_charts_speak_german() -> None:
    assert GRAPH_CONFIG["locale"] == "de"
    script = (ROOT / "assets/vendor/plotly/plotly-locale-de.js").read_text(encoding="utf-8")
    assert "Dezember" in script
    assert "typeof Plotly" in script, "not the form that a browser can load"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_i18n_04_a_town_is_known_by_its_name_in_plain_letters(shipped: Dataset, form: str) -> None:
    for town in shipped.towns.values():
        assert key(unicodedata.normalize(form, town.short_name)) == town.slug
    assert key(unicodedata.normalize(form, "Döbeln")) == "doebeln"


def test_i18n_04_the_official_key_is_text_of_eight_digits(shipped: Dataset) -> None:
    assert all(re.fullmatch(r"\d{8}", town.ags) for town in shipped.towns.values())
    assert any(town.ags.startswith("0") for town in shipped.towns.values())


def test_i18n_06_there_is_one_language_and_each_page_says_which(client: FlaskClient) -> None:
    for path, text in pages(client):
        assert text.startswith('<!doctype html><html lang="de"'), path
        assert "hreflang" not in text
        assert 'href="/en' not in text


def test_i18n_07_pages_use_no_gender_signs(client: FlaskClient) -> None:
    for path, text in pages(client):
        shown = text.replace("KleinstadtakademikerInnen", "")  # the title of a source
        assert not GENDER_SIGN.search(shown), path


def test_i18n_08_a_text_writes_a_short_form_out_where_it_first_stands(shipped: Dataset) -> None:
    found = 0
    for name, text in shipped.texts.items():
        plain = " ".join(text.split())
        for short, full in SHORT.items():
            if short in plain:
                found += 1
                assert plain.index(full) <= plain.index(short), (name, short)
    assert found >= 3


def test_i18n_08_the_glossary_explains_the_institute_of_which_every_page_speaks(
    shipped: Dataset,
) -> None:
    assert shipped.glossary["bbsr"].meaning.startswith("Bundesinstitut für Bau-, Stadt-")
