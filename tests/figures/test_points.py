"""Points stand where the map has the towns; classes part the values and lose none."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from dashboard.figures.points import CLASSES, box, fifths, metres, on_map, path, point

GERMANY = json.loads((ROOT / "data" / "geo" / "germany.json").read_text(encoding="utf-8"))
TO_METRES = Transformer.from_crs(4326, 4839, always_xy=True)
VALUES = st.dictionaries(st.integers(0, 3000), st.integers(-50, 50).map(float), max_size=300)


@given(st.floats(5.8, 15.1), st.floats(47.2, 55.1))
def test_places_are_projected_as_proj_does(longitude: float, latitude: float) -> None:
    assert metres(longitude, latitude) == pytest.approx(
        TO_METRES.transform(longitude, latitude), abs=0.01
    )


def test_the_corner_of_the_drawing_is_where_the_towns_were_placed_from() -> None:
    # as the drawing was built: the middle of each boundary in metres
    shapes = gpd.read_file(ROOT / "data" / "geo" / "towns.geojson").set_index("slug").geometry
    middles = shapes.to_crs(4839).representative_point().to_crs(4326)
    for slug, at in GERMANY["towns"].items():
        found = on_map(GERMANY, middles[slug].x, middles[slug].y)
        assert found == pytest.approx((at["left"], at["top"]), abs=0.02)


def test_every_town_stands_on_the_drawing(shipped: Dataset) -> None:
    width, height = box(GERMANY)
    for town in shipped.gemeinden.towns:
        x, y = point(GERMANY, town.longitude, town.latitude)
        assert 0 < x < width, town.name
        assert 0 < y < height, town.name


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 1200)), max_size=200))
def test_a_path_holds_every_point_once(points: list[tuple[int, int]]) -> None:
    x = y = 0
    found = []
    for right, down in re.findall(r"m(-?\d+)\s?(-?\d+)h0", path(points)):
        x, y = x + int(right), y + int(down)
        found.append((x, y))
    assert found == sorted(points)


@given(VALUES)
def test_classes_part_the_values_and_lose_none(values: dict[int, float]) -> None:
    classes = fifths(values)
    assert sorted(place for one in classes for place in one.places) == sorted(values)
    assert len(classes) <= CLASSES
    for one in classes:
        held = [values[place] for place in one.places]
        assert (min(held), max(held)) == (one.low, one.high)
    for lower, higher in pairwise(classes):
        assert lower.high < higher.low


@given(st.integers(1, 400))
def test_different_values_make_five_classes_of_nearly_the_same_size(count: int) -> None:
    sizes = [len(one.places) for one in fifths({at: float(at) for at in range(count)})]
    assert len(sizes) == min(count, CLASSES)
    assert max(sizes) - min(sizes) <= 1
