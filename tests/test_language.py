"""Rules I18N-1, I18N-4, I18N-6 and I18N-8: German in charts, keys, pages and names."""

from __future__ import annotations

import re
import unicodedata

import pytest
import yaml

from dashboard.app import Site, create_app
from dashboard.components.figure_card import GRAPH_CONFIG
from dashboard.config import ROOT, settings_from
from dashboard.dataset import Dataset
from dashboard.theme import LAYOUT

LOCALE = ROOT / "assets" / "vendor" / "plotly" / "plotly-locale-de.js"
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FULL = {"BBSR": "Bundesinstitut für Bau-, Stadt- und Raumforschung"}


@pytest.fixture(scope="module")
def site() -> Site:
    return create_app(settings_from({}))


def test_i18n_1_charts_speak_german() -> None:
    assert GRAPH_CONFIG["locale"] == "de"
    assert LAYOUT["separators"] == ",."


def test_i18n_1_the_locale_is_a_script_and_runs_after_plotly() -> None:
    text = LOCALE.read_text(encoding="utf-8")
    assert 'name:"de"' in text
    assert "Plotly.register(locale)" in text
    assert not re.search(r"\bmodule\.exports\b|\brequire\(", text), "a browser knows no modules"
    bundled = (ROOT / "dashboard" / "bundles.py").read_text(encoding="utf-8")
    assert 0 < bundled.index("plotly-basic.min.js") < bundled.index("plotly-locale-de.js")


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


def test_i18n_6_every_page_says_that_it_is_german(site: Site) -> None:
    browser = site.server.test_client()
    for path in (*site.server.extensions["readiness"].paths, "/gibt-es-nicht"):
        text = browser.get(path).text
        assert re.search(r'<html\b[^>]*\blang="de"', text), path
        assert "hreflang" not in text, "there is no other language to lead to"
    declared = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert declared["localisation"]["availableLanguages"] == ["de"]


def test_i18n_8_names_of_bodies_are_in_full_at_first(shipped: Dataset) -> None:
    for name, text in {**shipped.texts, "summary": shipped.project.summary}.items():
        for short, full in FULL.items():
            if short in text:
                assert f"{full} ({short})" in " ".join(text[: text.index(short) + 6].split()), name
