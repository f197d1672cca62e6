"""The local map names what it shows, keeps names apart and draws one scale."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import random
from typing import Any

import pytest

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Town
from dashboard.figures import maps
from dashboard.figures.maps import (
    SMALL,
    Drawing,
    local_drawing,
    local_map,
    neighbours,
    point_drawing,
    point_map,
    waters,
)
from dashboard.findings.location import Spot, near_cities, near_towns
from tests.made.figures import checked

BLANKS: dict[str, Any] = {
    field.name: 0 if field.type in {"int", "float"} else "" for field in dataclasses.fields(Town)
}
TOWN = Town(**{**BLANKS, "slug": "au", "name": "Au am See", "colour": "#23418c"})


def square(x: float, y: float, side: float) -> list[list[float]]:
    right, top = x + side, y + side
    return [[x, y], [right, y], [right, top], [x, top], [x, y]]


def feature(kind: str, name: str, *rings: list[list[float]], **more: Any) -> dict[str, Any]:
    (x, y), (right, top) = rings[0][0], rings[0][2]
    properties = {
        "town": "au",
        "kind": kind,
        "name": name,
        "labels": [[(x + right) / 2, (y + top) / 2]],
    }
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {**properties, **more}, "geometry": geometry}


@pytest.fixture
def features() -> list[dict[str, Any]]:
    outlying = square(9_000, 5_000, 800)
    town = feature("town", "Au am See", square(-3_000, -3_000, 6_000), window=[26_000, 22_000])
    town["geometry"] = {
        "type": "MultiPolygon",
        "coordinates": [town["geometry"]["coordinates"], [outlying]],
    }
    return [
        town,
        feature("neighbour", "Zell", square(3_000, -3_000, 6_000), adjacent=True),
        feature("neighbour", "Übersee", square(-9_000, -3_000, 6_000), adjacent=True),
        feature("neighbour", "Weit", square(-9_000, 4_000, 5_000)),
        feature("neighbour", "Darüber", square(-9_000, 4_100, 5_000)),
        feature("neighbour", "Randlage", square(11_800, 0, 1_200)),
        feature("water", "Strom", square(-13_000, -6_000, 26_000), schematic=True),
        feature("water", "See", square(-2_000, 4_000, 3_000)),
        {**feature("neighbour", "Fremd", square(0, 0, 1)), "properties": {"town": "zu"}},
    ]


def names_on(figure: Any) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def test_every_area_of_the_town_names_itself_on_hover_and_no_other(
    features: list[dict[str, Any]],
) -> None:
    figure = checked(local_map(TOWN, features))
    assert {trace.text for trace in figure.data} == {
        "Au am See", "Zell", "Übersee", "Weit", "Darüber", "Randlage", "Strom", "See",
    }  # fmt: skip
    assert {(trace.fill, trace.hoveron, trace.hoverinfo) for trace in figure.data} == {
        ("toself", "fills", "text")
    }


def test_rivers_lie_over_the_town_and_lakes_under_its_outline(
    features: list[dict[str, Any]],
) -> None:
    order = [trace.text for trace in checked(local_map(TOWN, features)).data]
    assert order[-3:] == ["See", "Au am See", "Strom"]


def test_the_town_wears_its_own_colour(features: list[dict[str, Any]]) -> None:
    areas = checked(local_map(TOWN, features)).data
    (town,) = [area for area in areas if area.text == "Au am See"]
    assert town.line.color == "#23418c"
    assert town.fillcolor == "rgba(35,65,140,0.25)"


def test_separate_parts_stay_separate_outlines(features: list[dict[str, Any]]) -> None:
    areas = checked(local_map(TOWN, features)).data
    (town,) = [area for area in areas if area.text == "Au am See"]
    assert list(town.x) == [-3000, 3000, 3000, -3000, -3000, None, 9000, 9800, 9800, 9000, 9000]
    assert len(town.x) == len(town.y)


def test_a_name_on_a_border_moves_or_stands_on_a_plate(features: list[dict[str, Any]]) -> None:
    zell = next(one for one in features if one["properties"]["name"] == "Zell")
    on_border, free = [9_000, 0], [6_000, 0]
    found = {}
    for name, places in (("moves", [on_border, free]), ("covers", [on_border])):
        zell["properties"]["labels"] = places
        notes = checked(local_map(TOWN, features)).layout.annotations
        found[name] = next(note for note in notes if note.text == "Zell")
    assert (found["moves"].x, found["moves"].bgcolor) == (6_000, None)
    assert (found["covers"].x, found["covers"].bgcolor) == (9_000, "#e8ecf2")


def test_names_that_would_collide_or_be_cut_off_are_left_out(
    features: list[dict[str, Any]],
) -> None:
    names = names_on(checked(local_map(TOWN, features)))
    assert {"Weit", "Zell", "See", "Strom"} <= set(names)
    assert not {"Darüber", "Randlage"} & set(names)
    own = [f for f in features if f["properties"]["town"] == "au"]
    labels = maps._labels(own, 26_000, 22_000, maps.NARROWEST, list(maps._borders(own)))
    assert not any(one.overlaps(other) for one, other in itertools.combinations(labels, 2))


def test_a_name_moves_to_its_next_place_when_the_best_is_taken(
    features: list[dict[str, Any]],
) -> None:
    hidden = next(f for f in features if f["properties"]["name"] == "Darüber")
    hidden["properties"]["labels"].append([-6_500, 9_500])
    (label,) = [
        annotation
        for annotation in checked(local_map(TOWN, features)).layout.annotations
        if annotation.text == "Darüber"
    ]
    assert (label.x, label.y) == (-6_500, 9_500)


def test_the_towns_name_is_bold_and_broken_where_it_reads_well(
    features: list[dict[str, Any]],
) -> None:
    assert "<b>Au<br>am See</b>" in names_on(checked(local_map(TOWN, features)))


def test_the_scale_bar_is_five_kilometres_long(features: list[dict[str, Any]]) -> None:
    figure = checked(local_map(TOWN, features))
    path = figure.layout.shapes[-1].path
    left, right = float(path[1:].split(",")[0]), float(path.split("H")[1].split("V")[0])
    assert right - left == 5_000
    assert "5 km" in names_on(figure)


def test_the_map_shows_the_whole_window_undistorted_and_stands_still(
    features: list[dict[str, Any]],
) -> None:
    layout = checked(local_map(TOWN, features)).layout
    assert (layout.xaxis.range, layout.yaxis.range) == ((-13_000, 13_000), (-11_000, 11_000))
    assert layout.yaxis.scaleanchor == "x"
    assert (layout.dragmode, layout.showlegend) == (False, False)
    assert (layout.xaxis.visible, layout.xaxis.fixedrange) == (False, True)


def test_neighbours_are_those_with_a_common_border_in_alphabetical_order(
    features: list[dict[str, Any]],
) -> None:
    assert neighbours(TOWN, features) == ("Übersee", "Zell")
    assert waters(TOWN, features) == ("Strom", "See")


def test_drawing_changes_nothing_it_was_given(features: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(features)
    local_map(TOWN, features)
    assert features == before


# ------------------------------------------------------------------------------ points, no boundary


def drawn(near: list[Spot], cities: list[Spot]) -> dict[str, Any]:
    return point_map(TOWN, near, cities, symbol="star")


NEAR = [Spot(name=f"Ort {n}", km=4.0 * n, direction=47.0 * n, slug=f"ort-{n}") for n in range(1, 9)]
FAR = Spot(name="Großstadt", km=200, direction=90)


def test_a_town_without_boundary_is_a_point_among_points() -> None:
    figure = checked(drawn(NEAR, [FAR]))
    width, height = figure.layout.xaxis.range, figure.layout.yaxis.range
    towns, own = figure.data
    assert len(towns.x) == len(NEAR)
    assert all(width[0] < x < width[1] for x in towns.x)
    assert all(height[0] < y < height[1] for y in towns.y)
    assert (own.x, own.y) == ((0,), (0,))


def test_a_city_beyond_the_map_is_named_at_its_edge_with_an_arrow() -> None:
    figure = checked(drawn(NEAR, [FAR]))
    (city,) = [one for one in figure.layout.annotations if "Großstadt" in one.text]
    assert city.text == "→ Großstadt<br>200\u00a0km"
    assert city.x > figure.layout.xaxis.range[1] * 0.6


def test_a_city_on_the_map_is_a_square() -> None:
    figure = checked(drawn(NEAR, [Spot(name="Großstadt", km=20, direction=0)]))
    assert [one.marker.symbol for one in figure.data] == ["circle", "square", "star"]


def test_a_town_without_neighbours_has_a_map() -> None:
    assert len(checked(drawn([], [])).data) == 1


def small_map(data: Dataset, town: Gemeinde) -> Drawing:
    """Return the map at the head of a town's page."""
    if isinstance(town, Town):
        return local_drawing(town, data.geometry["local"]["features"], narrowest=SMALL)
    return point_drawing(town, near_towns(data, town), near_cities(data, town), narrowest=SMALL)


@pytest.mark.parametrize("some", [60, pytest.param(None, marks=pytest.mark.hurts)])
def test_small_maps_name_their_town_and_no_two_names_read_as_one(
    shipped: Dataset, some: int | None
) -> None:
    others = shipped.gemeinden.towns
    for town in (*shipped.towns.values(), *random.Random(3).sample(others, some or len(others))):
        drawn = small_map(shipped, town)
        assert [one.kind for one in drawn.labels].count("town") == 1, town.name
        pixel = drawn.width / SMALL
        boxes = [
            (
                (one.x - one.half_width) / pixel,
                (one.x + one.half_width) / pixel,
                (one.y - one.half_height) / pixel,
                (one.y + one.half_height) / pixel,
            )
            for one in drawn.labels
        ]
        for (left, right, foot, top), other in itertools.combinations(boxes, 2):
            in_a_line = foot < other[3] - 1e-6 and other[2] < top - 1e-6
            space = max(left - other[1], other[0] - right)
            assert not in_a_line or space > 4, (town.name, [one.text for one in drawn.labels])
