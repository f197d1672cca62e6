"""The outline of all small towns, and 50 dots: small, whole, and with every mark in its place."""

from __future__ import annotations

import re

import pytest

from dashboard.components.markup import to_html
from dashboard.components.silhouette import (
    HEIGHT,
    SHAPES,
    WIDTH,
    Mark,
    each_dot,
    fifty_dots,
    silhouette,
)
from dashboard.findings.distribution import DOTS, distribution
from tests.made.shipped import shipped_data

DATA = shipped_data()
COLUMNS = [key for key in DATA.gemeinden.columns if distribution(DATA, *key)]


@pytest.mark.parametrize("key", COLUMNS)
def test_an_outline_is_small_and_ends_where_it_began(key: tuple[str, str]) -> None:
    found = distribution(DATA, *key)
    assert found
    html = to_html(silhouette(found, [Mark("moelln", "circle", found.values[0])]))
    assert len(html) <= 400  # and 0.3 kB beside others, as it is sent
    outline = re.findall(r' d="([^"]+)"', html)[0]
    assert sum(map(int, re.findall(r"v(-?\d+)", outline))) == 0
    assert sum(map(int, re.findall(r"h(-?\d+)", outline))) == WIDTH
    heights = [28]
    for step in re.findall(r"v(-?\d+)", outline):
        heights.append(heights[-1] + int(step))
    assert 0 <= min(heights) <= max(heights) <= HEIGHT
    assert 'aria-hidden="true"' in html


def test_a_mark_beyond_the_ends_is_hollow_and_within_the_drawing() -> None:
    found = distribution(DATA, "tax_capacity_per_capita", "2023")
    assert found
    far, near = found.values[-1], found.quartiles[1]
    html = to_html(silhouette(found, [Mark("a", "circle", far), Mark("b", "star", near)]))
    assert re.findall(r'class="beyond" d="M(\d+)[^"]*" data-town="(\w)"', html) == [("154", "a")]


def test_there_are_fifty_dots_and_each_mark_below_them() -> None:
    found = distribution(DATA, "vacancy_rate", "2022-05-15")
    assert found
    marks = [Mark(symbol, symbol, found.quartiles[1]) for symbol in SHAPES]
    html = to_html(fifty_dots(found, marks))
    assert html.count("h0") >= DOTS
    assert html.count("data-town") == len(SHAPES)
    assert each_dot(found).startswith("Jeder Punkt steht für etwa 45")
