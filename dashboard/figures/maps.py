"""Maps in metres: a town among its neighbours and waters, or as a point among points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

from dashboard.facts.model import Gemeinde, Town
from dashboard.figures import theme
from dashboard.figures.scale_bar import WINDOW, ScaleBar, scale_bar
from dashboard.findings.location import Spot

NARROWEST = 320  # pixels; at this width the names must not run into each other
POINTS = 270  # pixels: the same for a map of points, whose names may stand at its edge
SMALL = 240  # pixels: the same for the map at the head of a town's page
NAME_SIZE, TOWN_SIZE = 13, 16
ARROWS = "↑↗→↘↓↙←↖"  # from north, clockwise
BETWEEN = 6  # pixels between names side by side on the small map, whose names grow with it
BESIDE = 13  # pixels from the middle of a point to its name

WATERS = ("lake", "river")

Feature = Mapping[str, Any]
_Side: TypeAlias = tuple[float, float, float, float]  # of an outline: from and to, in metres


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One municipality or water: its kind, its name and its outlines in metres from the middle."""

    kind: str
    name: str
    rings: tuple[Sequence[Sequence[float]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a map shows, in metres from its middle, north up; `labels` have room at `narrowest`.

    `points` are kind („town“, „neighbour“, „city“) and place.
    """

    width: float
    height: float
    areas: tuple[Area, ...] = ()
    points: tuple[tuple[str, Spot | None], ...] = ()
    labels: tuple[Label, ...] = ()
    narrowest: int = NARROWEST

    @property
    def bar(self) -> ScaleBar:
        """The scale bar with its length in words."""
        return scale_bar(self.width, self.height)


# In the order of drawing: a river runs over the border that follows its middle.
KINDS = ("neighbour", "lake", "town", "river")


def local_drawing(
    town: Town, features: Sequence[Feature], *, names: bool = True, narrowest: int = NARROWEST
) -> Drawing:
    """Return a town, its neighbours and waters, all at the scale shared by every town."""
    own = _of(town, features)
    width, height = next(p["window"] for p in map(_properties, own) if p["kind"] == "town")
    return Drawing(
        width=width,
        height=height,
        areas=tuple(
            Area(
                kind=_kind(feature),
                name=_properties(feature)["name"],
                rings=tuple(_rings(feature["geometry"])),
            )
            for feature in sorted(own, key=lambda feature: KINDS.index(_kind(feature)))
        ),
        labels=tuple(_labels(own, width, height, narrowest, list(_borders(own))) if names else ()),
        narrowest=narrowest,
    )


def local_map(
    town: Town,
    features: Sequence[Feature],
    *,
    names: bool = True,
    neighbour: str = theme.TOKENS["map-land"],
    border: str = "#ffffff",
    water: str = theme.TOKENS["map-water"],
    ink: str = "#3d4a5c",
    water_ink: str = "#24587f",
) -> theme.Figure:
    """Draw what `local_drawing` returns."""
    drawn = local_drawing(town, features, names=names)
    styles = {
        "neighbour": {"fillcolor": neighbour, "line": {"color": border, "width": 1.5}},
        "lake": {"fillcolor": water, "line": {"color": water, "width": 0.5}},
        "town": {
            "fillcolor": _translucent(town.colour),
            "line": {"color": town.colour, "width": 3},
        },
        "river": {"fillcolor": water, "line": {"color": water, "width": 0.5}},
    }
    inks = {"neighbour": ink, "lake": water_ink, "town": ink, "river": water_ink}
    grounds = {"lake": water}
    borders = list(_borders(_of(town, features))) if names else []
    named = [
        _name(
            label,
            inks[label.kind],
            grounds.get(label.kind, neighbour),
            on_plate=label.kind == "river" or _is_crossed(label, borders),
        )
        for label in drawn.labels
    ]
    areas = [_area(one, styles[one.kind]) for one in drawn.areas]
    return _map(areas, named, drawn.width, drawn.height, ink=ink, ground=neighbour)


def point_drawing(
    town: Gemeinde, near: Sequence[Spot], cities: Sequence[Spot], *, narrowest: int = POINTS
) -> Drawing:
    """Return a town of which no boundary is known as a point among small towns and big cities.

    The window holds all that are `near`; a city beyond it is named at the edge, with an arrow.
    """
    reach = max((max(abs(one.east) / WINDOW[0], abs(one.north) / WINDOW[1]) for one in near),
                default=0)  # fmt: skip
    scale = max(1.0, 2_400 * reach)
    width, height = WINDOW[0] * scale, WINDOW[1] * scale
    pixel = width / narrowest
    inside = [
        one
        for one in cities
        if abs(one.east) * 2_000 < width * 0.94 and abs(one.north) * 2_000 < height * 0.94
    ]
    outside = [one for one in cities if one not in inside]
    points = _points(pixel, [*near, *inside])
    own = _own_name(town.name, width, height, pixel, points)
    wanted: list[Iterable[Label]] = [[own]]
    wanted += [_at_edge(one, width, height, pixel) for one in outside]
    wanted += [_beside(one.name, "city", one.east, one.north, pixel) for one in inside]
    wanted += [_beside(one.name, "neighbour", one.east, one.north, pixel) for one in near]
    marks = [one for one in points if not own.overlaps(one)]
    labels = _placed(wanted, width, height, narrowest, marks)
    spots = [*(("neighbour", one) for one in near), *(("city", one) for one in inside)]
    return Drawing(
        width=width,
        height=height,
        points=(*spots, ("town", None)),
        labels=tuple(labels),
        narrowest=narrowest,
    )


def point_map(
    town: Gemeinde,
    near: Sequence[Spot],
    cities: Sequence[Spot],
    *,
    symbol: str,
    ink: str = "#3d4a5c",
    ground: str = "#f4f6f9",
) -> theme.Figure:
    """Draw what `point_drawing` returns."""
    drawn = point_drawing(town, near, cities)
    inside = [one for kind, one in drawn.points if kind == "city" and one]
    points = [
        _spots(near, {"symbol": "circle", "size": 9, "color": theme.MUTED}),
        _spots(inside, {"symbol": "square", "size": 11, "color": theme.INK}),
        {
            "type": "scatter", "x": [0], "y": [0], "mode": "markers", "text": [town.name],
            "hoverinfo": "text", "marker": {"symbol": symbol, "size": 18, "color": theme.INK},
        },
    ]  # fmt: skip
    named = [_name(label, ink, ground, on_plate=False) for label in drawn.labels]
    shown = [one for one in points if one["x"]]
    figure = _map(shown, named, drawn.width, drawn.height, ink=ink, ground=ground)
    figure["layout"]["plot_bgcolor"] = ground
    return figure


def _map(
    data: Sequence[theme.Part],
    names: Sequence[theme.Part],
    width: float,
    height: float,
    *,
    ink: str,
    ground: str,
) -> theme.Figure:
    bar = scale_bar(width, height)
    length = theme.note(
        bar.left, bar.base, bar.text,
        size=NAME_SIZE, colour=ink, xanchor="left", yanchor="bottom",
    )  # fmt: skip
    return theme.figure(
        data,
        shapes=_drawn_bar(bar, ink=ink, ground=ground),
        notes=[*names, theme.on_plate(length, ground)],
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-width / 2, width / 2], "constrain": "domain", "visible": False},
        yaxis={
            "range": [-height / 2, height / 2], "constrain": "domain", "visible": False,
            "scaleanchor": "x",
        },
    )  # fmt: skip


def _spots(spots: Sequence[Spot], marker: Mapping[str, Any]) -> theme.Part:
    """Return places as points that say on hover how far they are."""
    return {
        "type": "scatter",
        "x": [one.east * 1000 for one in spots],
        "y": [one.north * 1000 for one in spots],
        "mode": "markers",
        "text": [f"{one.name}, {one.distance}" for one in spots],
        "hoverinfo": "text",
        "marker": marker,
    }


def neighbours(town: Town, features: Sequence[Feature]) -> tuple[str, ...]:
    """Return the names of the municipalities that share a border with the town, sorted."""
    names = [p["name"] for p in map(_properties, _of(town, features)) if p.get("adjacent")]
    return tuple(sorted(names, key=lambda name: unicodedata.normalize("NFD", name)))


def waters(town: Town, features: Sequence[Feature]) -> tuple[str, ...]:
    """Return the names of the lakes and rivers on the town's map, in the order of the file."""
    own = _of(town, features)
    return tuple(_properties(feature)["name"] for feature in own if _kind(feature) in WATERS)


def _of(town: Town, features: Sequence[Feature]) -> list[Feature]:
    return [feature for feature in features if _properties(feature)["town"] == town.slug]


def _properties(feature: Feature) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = feature["properties"]
    return properties


def _kind(feature: Feature) -> str:
    """Return neighbour, lake, town or river; a river is the water that is only schematic."""
    properties = _properties(feature)
    if properties["kind"] == "water":
        return "river" if properties.get("schematic") else "lake"
    return str(properties["kind"])


def _area(area: Area, style: Mapping[str, Any]) -> theme.Part:
    """Return one municipality or water as a filled outline that names itself on hover."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in area.rings:
        gap = [None] if xs else []
        xs += [*gap, *(point[0] for point in ring)]
        ys += [*gap, *(point[1] for point in ring)]
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "fill": "toself",
        "text": area.name,
        "hoverinfo": "text",
        "hoveron": "fills",
        **style,
    }


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    polygons = geometry["coordinates"]
    for rings in [polygons] if geometry["type"] == "Polygon" else polygons:
        yield from rings


def _translucent(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.25)"


# ---------------------------------------------------------------------------------------- names


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name on the map and the box it covers, in metres, at the narrowest width.

    Of a `point` it stands beside, `side` says where: -1 left or below, 1 right or above.
    """

    text: str
    kind: str
    size: int
    x: float
    y: float
    half_width: float
    half_height: float
    point: tuple[float, float] | None = None
    side: tuple[int, int] = (0, 0)

    def overlaps(self, other: Label, air: float = 0) -> bool:
        """Return whether the boxes of two names meet, or have less than `air` between them."""
        apart_x = abs(self.x - other.x) >= self.half_width + other.half_width + air
        return not (apart_x or abs(self.y - other.y) >= self.half_height + other.half_height)

    def inside(self, width: float, height: float) -> bool:
        """Return whether the name fits on a map so wide and high."""
        fits_x = abs(self.x) + self.half_width <= width / 2
        return fits_x and abs(self.y) + self.half_height <= height / 2


def _labels(
    features: Sequence[Feature],
    width: float,
    height: float,
    narrowest: int,
    borders: Sequence[_Side],
) -> list[Label]:
    """Return the names that fit: the town's first, then waters, then the nearer neighbours.

    Of the places for a name one that no border crosses comes first.
    """
    order = ("town", *WATERS, "neighbour")
    ranked = sorted(features, key=lambda feature: order.index(_kind(feature)))
    pixel = width / narrowest
    places = (
        sorted(_possible_labels(feature, pixel), key=lambda one: _is_crossed(one, borders))
        for feature in ranked
    )
    return _placed(places, width, height, narrowest)


def _borders(features: Iterable[Feature]) -> Iterator[_Side]:
    """Yield every side of every outline."""
    for feature in features:
        for ring in _rings(feature["geometry"]):
            yield from ((x, y, right, up) for (x, y), (right, up) in pairwise(ring))


def _is_crossed(label: Label, borders: Iterable[_Side]) -> bool:
    """Return whether a side of an outline runs through the label's box."""
    left, right = label.x - label.half_width, label.x + label.half_width
    foot, top = label.y - label.half_height, label.y + label.half_height
    for x, y, other_x, other_y in borders:
        if max(x, other_x) < left or min(x, other_x) > right:
            continue
        if max(y, other_y) < foot or min(y, other_y) > top:
            continue
        # the box lies on both sides of the line, or is touched, unless all corners are on one
        across, up = other_x - x, other_y - y
        sides = [
            across * (corner_y - y) - up * (corner_x - x)
            for corner_x in (left, right)
            for corner_y in (foot, top)
        ]
        if min(sides) <= 0 <= max(sides):
            return True
    return False


def _placed(
    wanted: Iterable[Iterable[Label]],
    width: float,
    height: float,
    narrowest: int,
    points: Sequence[Label] = (),
) -> list[Label]:
    """Return the first of the places of each name that is free, names without one left out.

    On a larger map names stand apart as soon as it is wider than its narrowest.
    """
    air = BETWEEN * width / narrowest if narrowest == SMALL else 0
    marks = [_covered(scale_bar(width, height)), *points]
    found: list[Label] = []
    for places in wanted:
        for label in places:
            if (
                label.inside(width, height)
                and not any(map(label.overlaps, marks))
                and not any(label.overlaps(one, air) for one in found)
            ):
                found.append(label)
                break
    return found


def _label(
    text: str, kind: str, x: float, y: float, metres_per_pixel: float, size: int = NAME_SIZE
) -> Label:
    """Return a name at a place, with the room it takes there."""
    lines = text.split("<br>")
    return Label(
        text=text,
        kind=kind,
        size=size,
        x=x,
        y=y,
        half_width=max(map(len, lines)) * size * 0.28 * metres_per_pixel,
        half_height=len(lines) * size * 0.62 * metres_per_pixel,
    )


def _in_lines(name: str) -> str:
    """Return a long name in lines: "Eltville / am Rhein", "Hartmannsdorf- / Reichenau"."""
    return re.sub(r"(?<=-)(?=[A-ZÄÖÜ])| (?=am |bei |an |\()", "<br>", name)


def _possible_labels(feature: Feature, metres_per_pixel: float) -> Iterator[Label]:
    """Yield the feature's name at each place the file offers, the best one first."""
    properties = _properties(feature)
    text = _in_lines(properties["name"])
    kind = _kind(feature)
    size = TOWN_SIZE if kind == "town" else NAME_SIZE
    for x, y in properties["labels"]:
        yield _label(text, kind, x, y, metres_per_pixel, size)


def _own_name(
    name: str, width: float, height: float, pixel: float, points: Sequence[Label]
) -> Label:
    """Return the town's own name, which is never left out: where it covers the fewest points.

    Where it would cover one it is smaller, and in more lines.
    """
    taken = [_covered(scale_bar(width, height)), *points]
    places = (
        place
        for text in (name, name.replace(" ", "<br>"))
        for size in (TOWN_SIZE, NAME_SIZE)
        for place in _beside(text, "town", 0, 0, pixel, size)
        if place.inside(width, height)
    )
    return min(places, key=lambda place: sum(map(place.overlaps, taken)))


def _beside(
    name: str, kind: str, east: float, north: float, pixel: float, size: int = NAME_SIZE
) -> Iterator[Label]:
    """Yield the name of a point beside it, below and above; `east` and `north` in km."""
    point = east * 1000, north * 1000
    text = _in_lines(re.sub("(?<= /) ", "<br>", name))
    label = replace(_label(text, kind, *point, pixel, size), point=point)
    gap = BESIDE * pixel
    right, up = label.half_width + gap, label.half_height + gap
    for x, y in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        yield replace(label, x=label.x + x * right, y=label.y + y * up, side=(x, y))


def _at_edge(spot: Spot, width: float, height: float, pixel: float) -> Iterator[Label]:
    """Yield the name of a city beyond the map at the edge that it lies behind."""
    arrow = ARROWS[round(spot.direction / 45) % len(ARROWS)]
    label = _label(f"{arrow} {spot.name}<br>{spot.distance}", "city", 0, 0, pixel)
    right, top = width / 2 - label.half_width, height / 2 - label.half_height
    times = min(right / abs(spot.east or 1e-9), top / abs(spot.north or 1e-9)) * 0.99
    x, y = spot.east * times, spot.north * times
    for step in (0, 1, -1, 2, -2, 3, -3):
        yield replace(label, x=x, y=max(-top, min(top, y + 2.1 * step * label.half_height)))
    for step in (1, -1, 2, -2):
        yield replace(label, x=max(-right, min(right, x + step * label.half_width)), y=y)


def _points(pixel: float, spots: Sequence[Spot]) -> list[Label]:
    """Return what the points take, the town's own in the middle."""
    room = {"text": "", "kind": "", "size": 0, "half_width": 7 * pixel, "half_height": 7 * pixel}
    places = [(0.0, 0.0), *((one.east * 1000, one.north * 1000) for one in spots)]
    return [Label(x=x, y=y, **room) for x, y in places]  # type: ignore[arg-type]


def _name(label: Label, ink: str, ground: str, *, on_plate: bool) -> theme.Part:
    """Return a name as it stands on the map, on a plate where a border or a river would cross it.

    Beside a point it keeps its distance in pixels, however wide the map is.
    """
    beside: dict[str, Any] = {}
    if label.point:
        right, up = label.side
        beside = {
            "xanchor": ("center", "left", "right")[right],
            "yanchor": ("middle", "bottom", "top")[up],
            "xshift": right * BESIDE,
            "yshift": up * BESIDE,
        }
    x, y = label.point or (label.x, label.y)
    words = theme.note(
        x,
        y,
        f"<b>{label.text}</b>" if label.kind == "town" else label.text,
        size=label.size,
        colour=ink,
        font={"shadow": theme.halo(ground)},
        borderpad=0,
        **beside,
    )
    return theme.on_plate(words, ground) if on_plate else words


# ------------------------------------------------------------------------------------ scale bar


def _covered(bar: ScaleBar) -> Label:
    """Return what the bar covers, for names that are to stay clear of it."""
    x, y = bar.middle
    return Label(
        text=bar.text,
        kind="",
        size=0,
        x=x,
        y=y,
        half_width=bar.east - x,
        half_height=bar.north - y,
    )


def _drawn_bar(bar: ScaleBar, *, ink: str, ground: str) -> list[theme.Part]:
    """Return the bar and the ground that keeps it legible."""
    end = bar.base + bar.tick
    return [
        {
            "type": "rect",
            "x0": bar.west,
            "x1": bar.east,
            "y0": bar.south,
            "y1": bar.north,
            "fillcolor": ground,
            "opacity": 0.85,
            "line": {"width": 0},
        },
        {
            "type": "path",
            "path": f"M{bar.left},{end}V{bar.base}H{bar.right}V{end}",
            "line": {"color": ink, "width": 2},
        },
    ]
