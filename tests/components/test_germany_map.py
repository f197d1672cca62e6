"""The map of Germany: on which side of its point a town's name stands."""

from __future__ import annotations

import pytest

from dashboard.components.germany_map import Pin, germany_map
from dashboard.facts.dataset import Dataset
from tests.made.tree import nodes, prop


@pytest.mark.parametrize(("top", "sides"), [(19.0, ["left", "right"]), (60.0, ["right", "right"])])
def test_the_names_of_two_close_towns_stand_on_two_sides(
    shipped: Dataset, top: float, sides: list[str]
) -> None:
    west, east = list(shipped.towns.values())[:2]
    at = {west.slug: {"left": 50.0, "top": 20.0}, east.slug: {"left": 51.0, "top": top}}
    geometry = {**shipped.geometry, "germany": {**shipped.geometry["germany"], "towns": at}}
    drawn = germany_map(geometry, [Pin(town=one, href="/") for one in (west, east)], "Karte")
    assert [side for node in nodes([drawn]) if (side := prop(node, "data-side"))] == sides


def test_words_that_would_lie_on_others_stand_on_the_other_side(shipped: Dataset) -> None:
    """The one further to the right has no room on its right."""
    west, east = list(shipped.towns.values())[:2]
    at = {west.slug: {"left": 46.0, "top": 47.0}, east.slug: {"left": 83.0, "top": 53.0}}
    geometry = {**shipped.geometry, "germany": {**shipped.geometry["germany"], "towns": at}}
    pins = [
        Pin(town=west, href="/", value="keine Angabe"),
        Pin(town=east, href="/", value="32,6 %", name="Dippoldiswalde"),
    ]
    drawn = germany_map(geometry, pins, "Karte")
    assert [side for node in nodes([drawn]) if (side := prop(node, "data-side"))] == [
        "left",
        "left",
    ]
