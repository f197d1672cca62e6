"""Towns as points on the map of Germany: where they stand, and their values in five classes.

The map is drawn in metres of EPSG:4839 (ETRS89, Lambert conformal conic with two parallels); the
formulas are those of EPSG guidance note 7-2, method 9802, on the ellipsoid GRS80.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, log, pi, radians, sin, sqrt, tan
from typing import Any

CLASSES = 5
STEP = 4  # units of the map in one of the points': 800 m
AXIS = 6_378_137.0  # metres
FLATTENING = 1 / 298.257222101
ECCENTRICITY = sqrt(FLATTENING * (2 - FLATTENING))
ORIGIN = (radians(51), radians(10.5))  # latitude, longitude
PARALLELS = (radians(48 + 2 / 3), radians(53 + 2 / 3))

Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueClass:
    """The towns whose values lie from `low` to `high`, both of them values that a town has."""

    low: float
    high: float
    places: tuple[int, ...]


def _narrowing(latitude: float) -> tuple[float, float]:
    """Return m and t of the projection at a latitude."""
    wave = ECCENTRICITY * sin(latitude)
    return (
        cos(latitude) / sqrt(1 - wave**2),
        tan(pi / 4 - latitude / 2) / ((1 - wave) / (1 + wave)) ** (ECCENTRICITY / 2),
    )


(_M1, _T1), (_M2, _T2) = map(_narrowing, PARALLELS)
_CONE = (log(_M1) - log(_M2)) / (log(_T1) - log(_T2))
_SIZE = _M1 / (_CONE * _T1**_CONE)


def _radius(latitude: float) -> float:
    size: float = AXIS * _SIZE * _narrowing(latitude)[1] ** _CONE
    return size


def metres(longitude: float, latitude: float) -> tuple[float, float]:
    """Return east and north in EPSG:4839 of a place given in degrees."""
    radius = _radius(radians(latitude))
    angle = _CONE * (radians(longitude) - ORIGIN[1])
    return radius * sin(angle), _radius(ORIGIN[0]) - radius * cos(angle)


def on_map(germany: Mapping[str, Any], longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place stands on the map: percent from its left and its top.

    `germany` is `data/geo/germany.json`: size of the drawing, its corner and scale in metres.
    """
    _left, _top, width, height = germany["viewBox"]
    west, north = germany["corner"]
    east, up = metres(longitude, latitude)
    scale = germany["metres"] / 100
    return (east - west) / scale / width, (north - up) / scale / height


def box(germany: Mapping[str, Any]) -> Point:
    """Return width and height of the drawing in the units of the points."""
    _left, _top, width, height = germany["viewBox"]
    return round(width / STEP), round(height / STEP)


def point(germany: Mapping[str, Any], longitude: float, latitude: float) -> Point:
    """Return where a place stands in the units of the points."""
    left, top = on_map(germany, longitude, latitude)
    width, height = box(germany)
    return round(left * width / 100), round(top * height / 100)


def path(points: Iterable[Point]) -> str:
    """Return points as path data: a stroke without length each, for round ends to make a dot."""
    parts, before = [], (0, 0)
    for here in sorted(points):
        x, y = here[0] - before[0], here[1] - before[1]
        parts.append(f"m{x}{y if y < 0 else f' {y}'}h0")
        before = here
    return "".join(parts)


def fifths(values: Mapping[int, float]) -> tuple[ValueClass, ...]:
    """Return the classes that hold a fifth of the values each, the lowest first.

    Equal values are never parted: where many are the same there are fewer classes, and larger ones.
    `values` are those of the places that have one.
    """
    ordered = sorted(values.values())
    cuts = sorted({ordered[at * len(ordered) // CLASSES] for at in range(1, CLASSES) if ordered})
    held: dict[int, list[int]] = {}
    for place, value in values.items():
        held.setdefault(bisect_right(cuts, value), []).append(place)
    return tuple(_class(values, held[number]) for number in sorted(held))


def _class(values: Mapping[int, float], places: Sequence[int]) -> ValueClass:
    found = [values[place] for place in places]
    return ValueClass(low=min(found), high=max(found), places=tuple(places))
