"""Maps: a town among its neighbours and waters, drawn as polygons in metres."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.facts.model import Town
from dashboard.figures import theme

NARROWEST = 320  # pixels; at this width the names must not run into each other
NAME_SIZE, TOWN_SIZE = 12, 16
SCALE_BAR = 5_000  # metres

WATERS = ("lake", "river")

Feature = Mapping[str, Any]


def local_map(
    town: Town,
    features: Sequence[Feature],
    *,
    names: bool = True,
    neighbour: str = "#e8ecf2",
    border: str = "#ffffff",
    water: str = "#a9cbe5",
    ink: str = "#3d4a5c",
    water_ink: str = "#24587f",
) -> theme.Figure:
    """Draw a town, its neighbours and waters, all at the scale shared by every town."""
    own = _of(town, features)
    width, height = next(p["window"] for p in map(_properties, own) if p["kind"] == "town")
    # In the order of drawing: a river runs over the border that follows its middle.
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
    drawn = sorted(own, key=lambda feature: list(styles).index(_kind(feature)))
    bar = _scale_bar_box(width, height)
    return theme.figure(
        [_area(feature, styles[_kind(feature)]) for feature in drawn],
        shapes=_scale_bar(bar, ink=ink, ground=neighbour),
        notes=[
            *(
                _name(label, inks[label.kind], neighbour)
                for label in (_labels(own, width, height) if names else ())
            ),
            theme.note(
                bar.x, bar.y - 600, f"{SCALE_BAR // 1000} km",
                size=NAME_SIZE, colour=ink, yanchor="bottom",
            ),
        ],
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-width / 2, width / 2], "constrain": "domain", "visible": False},
        yaxis={
            "range": [-height / 2, height / 2], "constrain": "domain", "visible": False,
            "scaleanchor": "x",
        },
    )  # fmt: skip


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


def _area(feature: Feature, style: Mapping[str, Any]) -> theme.Part:
    """Return one municipality or water as a filled outline that names itself on hover."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in _rings(feature["geometry"]):
        gap = [None] if xs else []
        xs += [*gap, *(point[0] for point in ring)]
        ys += [*gap, *(point[1] for point in ring)]
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "fill": "toself",
        "text": _properties(feature)["name"],
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
class _Label:
    """A name on the map and the box it covers, in metres, at the narrowest width."""

    text: str
    kind: str
    size: int
    x: float
    y: float
    half_width: float
    half_height: float

    def overlaps(self, other: _Label) -> bool:
        apart_x = abs(self.x - other.x) >= self.half_width + other.half_width
        return not (apart_x or abs(self.y - other.y) >= self.half_height + other.half_height)

    def inside(self, width: float, height: float) -> bool:
        fits_x = abs(self.x) + self.half_width <= width / 2
        return fits_x and abs(self.y) + self.half_height <= height / 2


def _labels(features: Sequence[Feature], width: float, height: float) -> list[_Label]:
    """Return the names that fit: the town's first, then waters, then the nearer neighbours."""
    order = ("town", *WATERS, "neighbour")
    ranked = sorted(features, key=lambda feature: order.index(_kind(feature)))
    taken = [_scale_bar_box(width, height)]
    for feature in ranked:
        for label in _possible_labels(feature, width / NARROWEST):
            if label.inside(width, height) and not any(map(label.overlaps, taken)):
                taken.append(label)
                break
    return taken[1:]


def _possible_labels(feature: Feature, metres_per_pixel: float) -> Iterator[_Label]:
    """Yield the feature's name at each place the file offers, the best one first."""
    properties = _properties(feature)
    size = TOWN_SIZE if properties["kind"] == "town" else NAME_SIZE
    # Long names get a second line: "Eltville / am Rhein", "Hartmannsdorf- / Reichenau".
    text = re.sub(r"(?<=-)(?=[A-ZÄÖÜ])| (?=am |bei |an |\()", "<br>", properties["name"])
    lines = text.split("<br>")
    for x, y in properties["labels"]:
        yield _Label(
            text=text,
            kind=_kind(feature),
            size=size,
            x=x,
            y=y,
            half_width=max(map(len, lines)) * size * 0.28 * metres_per_pixel,
            half_height=len(lines) * size * 0.62 * metres_per_pixel,
        )


def _name(label: _Label, ink: str, ground: str) -> theme.Part:
    """Return a name as it stands on the map; a river's covers the river."""
    return theme.note(
        label.x,
        label.y,
        f"<b>{label.text}</b>" if label.kind == "town" else label.text,
        size=label.size,
        colour=ink,
        font={"shadow": theme.halo(ground)},
        borderpad=0,
        **({"bgcolor": ground} if label.kind == "river" else {}),
    )


# ------------------------------------------------------------------------------------ scale bar


def _scale_bar_box(width: float, height: float) -> _Label:
    return _Label(
        text="",
        kind="",
        size=0,
        x=-width / 2 + 800 + SCALE_BAR / 2,
        y=-height / 2 + 1200,
        half_width=SCALE_BAR / 2 + 400,
        half_height=900,
    )


def _scale_bar(box: _Label, *, ink: str, ground: str) -> list[theme.Part]:
    """Return the bar and the ground that keeps it legible."""
    left, right, base = box.x - SCALE_BAR / 2, box.x + SCALE_BAR / 2, box.y - 600
    return [
        {
            "type": "rect",
            "x0": box.x - box.half_width,
            "x1": box.x + box.half_width,
            "y0": box.y - box.half_height,
            "y1": box.y + box.half_height,
            "fillcolor": ground,
            "opacity": 0.85,
            "line": {"width": 0},
        },
        {
            "type": "path",
            "path": f"M{left},{base + 400}V{base}H{right}V{base + 400}",
            "line": {"color": ink, "width": 2},
        },
    ]
