"""Colours on a dark ground: every token and every colour from data has its own."""

from __future__ import annotations

from dashboard.facts.dataset import Dataset
from dashboard.figures.theme import TOKENS, dark_css, on_dark


def test_colours_stay_different_on_a_dark_ground(shipped: Dataset) -> None:
    for kind in (shipped.towns, shipped.categories):
        colours = [one.colour for one in kind.values()]
        assert len({on_dark(one) for one in colours}) == len(set(colours))


def test_dark_rules_name_every_token_town_and_category(shipped: Dataset) -> None:
    css = dark_css(shipped.towns.values(), shipped.categories.values())
    tokens = [name for name in TOKENS if not name.startswith("dark-")]
    own = [f"town-{one}" for one in shipped.towns]
    for name in (*tokens, *own, *(f"category-{one}" for one in shipped.categories)):
        assert f"--{name}:light-dark(#" in css
