"""Colours on a dark ground: the same hues, still told apart, still legible."""

from __future__ import annotations

import pytest

from dashboard.facts.dataset import Dataset
from dashboard.figures.theme import TOKENS, dark_css, on_dark


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("token", "least"), [("ink", 7), ("ink-muted", 4.5), ("missing", 4.5), ("accent", 4.5)]
)
def test_text_stays_legible_on_a_dark_ground(token: str, least: float) -> None:
    assert contrast(on_dark(TOKENS[token]), on_dark(TOKENS["paper"])) >= least


def test_towns_stay_visible_and_different_on_a_dark_ground(shipped: Dataset) -> None:
    colours = [on_dark(town.colour) for town in shipped.towns.values()]
    assert len(set(colours)) == len(colours)
    for colour in colours:
        assert contrast(colour, on_dark(TOKENS["paper"])) >= 3


def test_dark_rules_name_every_token_and_town(shipped: Dataset) -> None:
    css = dark_css(shipped.towns.values())
    for name in (*TOKENS, *(f"town-{slug}" for slug in shipped.towns)):
        assert f"--{name}:#" in css
