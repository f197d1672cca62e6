"""Town colours as CSS, linked marking, and the town's symbol."""

import re
from dataclasses import replace

from dashboard import ROOT
from dashboard.components.markup import to_html
from dashboard.components.silhouette import SHAPES
from dashboard.components.town_style import town_css, town_symbol
from dashboard.findings.comparison import OWN_LOOKS
from tests.components.test_shell import TOWNS
from tests.made.shipped import shipped_data


def test_each_town_has_its_colour_as_a_token() -> None:
    css = town_css(TOWNS)
    assert ":root{--town-moelln:#23418c;--town-diessen:#8a1f6b;}" in css
    assert '[data-town="diessen"]{--town:var(--town-diessen)}' in css


def test_a_town_marks_its_own_twins_only() -> None:
    marking = [line for line in town_css(TOWNS).splitlines() if line.startswith(".linked")]
    assert len(marking) == len(TOWNS)
    for line in marking:
        assert len(set(re.findall(r'data-town="([^"]+)"', line))) == 1


def test_a_new_town_needs_no_new_code() -> None:
    town = replace(TOWNS[0], slug="zeitz", colour="#000000")
    assert "--town-zeitz:#000000" in town_css([*TOWNS, town])


def test_symbol_is_silent_for_screen_readers() -> None:
    text = to_html(town_symbol(TOWNS[0]))
    assert 'aria-hidden="true"' in text
    assert 'data-symbol="circle"' in text


def test_drawings_know_every_symbol_that_style_sheets_know() -> None:
    css = (ROOT / "assets/css/components/symbol.css").read_text("utf-8")
    known = set(re.findall(r'data-symbol\|?="([a-z-]+)"', css))
    lines = {"line-ew"}
    assert {name for name in known if not name.endswith("-open")} - lines <= set(SHAPES)
    assert {symbol for symbol, _dash in OWN_LOOKS} <= known
    assert not {symbol for symbol, _dash in OWN_LOOKS} & {
        one.symbol for one in shipped_data().towns.values()
    }
