"""Contrast of every colour that carries meaning (A11Y-05, A11Y-06, A11Y-08)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest

from dashboard import ROOT
from dashboard.components.figure_card import GRAPH_CONFIG
from dashboard.facts.agreement import DISTINCT
from dashboard.facts.catalog import SYMBOLS
from dashboard.facts.dataset import Dataset
from dashboard.figures.points import CLASSES
from dashboard.figures.theme import LAYOUT, TOKENS, dark_token, on_dark

Colour = Callable[[str], str]


@dataclass(frozen=True)
class Scheme:
    """How a token, and how any other colour, is drawn on the light or on the dark ground."""

    token: Colour
    drawn: Colour


SCHEMES = pytest.mark.parametrize(
    "scheme",
    [
        pytest.param(Scheme(TOKENS.__getitem__, str), id="light"),
        pytest.param(Scheme(dark_token, on_dark), id="dark"),
    ],
)
TEXTS = ("ink", "ink-muted", "accent", "accent-dark", "visited", "missing")
MARKS = ("band-edge", "line-strong")


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@SCHEMES
@pytest.mark.parametrize("ground", ["paper", "surface", "accent-soft"])
@pytest.mark.parametrize("text", TEXTS)
def test_a11y_08_text_stands_out(text: str, ground: str, scheme: Scheme) -> None:
    assert contrast(scheme.token(text), scheme.token(ground)) >= 4.5


@SCHEMES
@pytest.mark.parametrize("mark", MARKS)
def test_a11y_05_lines_that_mean_something_stand_out(mark: str, scheme: Scheme) -> None:
    assert contrast(scheme.token(mark), scheme.token("paper")) >= 3


@SCHEMES
def test_a11y_05_towns_and_categories_stand_out_as_marks_and_as_text(
    shipped: Dataset, scheme: Scheme
) -> None:
    colours = {town.colour for town in shipped.towns.values()}
    for colour in colours | {category.colour for category in shipped.categories.values()}:
        for ground in ("paper", "surface", "band", "period"):
            assert contrast(scheme.drawn(colour), scheme.token(ground)) >= 3, colour
        assert contrast(scheme.drawn(colour), scheme.token("paper")) >= 4.5, colour


def test_a11y_06_towns_differ_without_colour(shipped: Dataset) -> None:
    towns = list(shipped.towns.values())
    if len(towns) <= DISTINCT:
        assert len({town.symbol for town in towns}) == len(towns)
        assert len({town.dash for town in towns}) == len(towns)


def test_every_symbol_that_data_may_name_is_drawn() -> None:
    sheet = (ROOT / "assets" / "css" / "components" / "symbol.css").read_text(encoding="utf-8")
    assert [one for one in SYMBOLS if f'="{one.removesuffix("-open")}"]' not in sheet] == []


@SCHEMES
def test_a11y_05_classes_on_the_map_are_told_apart_by_lightness(
    shipped: Dataset, scheme: Scheme
) -> None:
    classes = [scheme.token(f"class-{number}") for number in range(1, CLASSES + 1)]
    land = re.search(r"\.land\{fill:(#\w{6})", shipped.geometry["germany.svg"])
    assert land
    for ground in (scheme.drawn(land[1]), scheme.token("paper")):
        assert all(contrast(one, ground) >= 3 for one in classes)
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(classes))
    away = sorted(classes, key=lambda one: contrast(one, scheme.token("paper")))
    assert classes == away  # the higher a value, the more its point stands out


def test_a11y_09_charts_need_no_mouse() -> None:
    assert LAYOUT["dragmode"] is False
    assert GRAPH_CONFIG["scrollZoom"] is False
    assert GRAPH_CONFIG["displayModeBar"] is False


def test_priv_2_charts_are_never_sent_anywhere() -> None:
    assert GRAPH_CONFIG["showSendToCloud"] is False
    assert GRAPH_CONFIG["plotlyServerURL"] == ""


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    steps = [contrast("#000000", grey) for grey in ("#777777", "#aaaaaa", "#ffffff")]
    assert all(less < more for less, more in pairwise(steps))
