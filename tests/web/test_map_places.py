"""A press on the map opens the town next to it; a press on nothing opens none."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from dashboard.components.comparison.points import WIDTHS
from dashboard.facts.dataset import Dataset
from dashboard.figures.points import on_map


@pytest.mark.parametrize("width", WIDTHS)
def test_a_press_on_a_town_opens_it(draft: FlaskClient, shipped: Dataset, width: int) -> None:
    germany = shipped.geometry["germany"]
    _left, _top, wide, high = germany["viewBox"]
    town = shipped.towns["wittenberge"]
    left, top = on_map(germany, town.longitude, town.latitude)
    x, y = round(left * width / 100), round(top * width / 100 * high / wide)
    answer = draft.get(f"/karte?punkt-{width}.x={x}&punkt-{width}.y={y}")
    assert answer.status_code == 303
    assert answer.location == "/stadt/wittenberge"


@pytest.mark.parametrize(
    "query",
    ["", "punkt-560.x=0&punkt-560.y=0", "punkt-560.x=5", "punkt-0.x=5&punkt-0.y=5",
     "punkt-a.x=5&punkt-a.y=5", "punkt-560.x=-5&punkt-560.y=5", "punkt-560.x=²&punkt-560.y=5"],
)  # fmt: skip
def test_a_press_on_nothing_opens_none(draft: FlaskClient, query: str) -> None:
    assert draft.get(f"/karte?{query}").status_code == 404


def test_the_map_has_a_press_for_each_width_of_its_sheet(draft: FlaskClient) -> None:
    html = draft.get("/vergleich?ansicht=karte").text
    assert {int(one) for one in re.findall(r'name="punkt-(\d+)"', html)} == set(WIDTHS)
    for width in WIDTHS:
        assert re.search(rf"\.germany-map--points\s*{{\s*width:\s*{width}px", html), width
        assert f".press--{width}" in html
