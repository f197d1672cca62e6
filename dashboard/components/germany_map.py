"""The map of Germany with a link on each town."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Any, TypeAlias

from dash import html
from dash.development.base_component import Component

from dashboard.components.markup import beyond_dash
from dashboard.components.town_style import place_symbol
from dashboard.facts.model import Gemeinde, Town
from dashboard.figures.points import on_map
from dashboard.figures.theme import BOTH_WAYS, HEX, on_dark
from dashboard.wording import links

Box: TypeAlias = tuple[float, float, float, float]  # left, right, top, bottom
Svg, Symbol, Path, Use = (beyond_dash(name) for name in ("Svg", "Symbol", "Path", "Use"))

POINT = 0.75  # rem: across a point that stands for no value
OUTLINE = "deutschland"  # id of the outline on a page that carries it
WIDE, NARROW = 75, 60  # percent: beyond it words stand left of their point, by the map's width
# percent of a phone's map: from a point to its words, across a letter and a column, high a line
BESIDE, LETTER, COLUMN, LINE = 4, 2.1, 37, 3.6
GRID = 26  # units of the map that are one of the outline, two pixels where it is drawn
CARRIED = ("land", "river")
DRAWN_PATH = re.compile(r'<path class="(\w+)" d="([^"]*)"')
NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A town on the map: where its link leads, and what stands and is said beside the name.

    `symbol` is needed for one that has none of its own.
    `soft` marks a link that changes the same view; `current` a town that is chosen, `dimmed` one
    that is not while others are. A `value`
    stands below the `name` of its territory; `size` is how wide it makes the point, in rem.
    """

    town: Gemeinde
    href: str
    symbol: str = ""
    name: str = ""
    value: str = ""
    size: float = 0.0
    aside: str = ""
    spoken: str = ""
    soft: bool = False
    current: bool = False
    dimmed: bool = False


def germany_picture(geometry: Mapping[str, Any]) -> str:
    """Return the SVG of the map, which turns dark with the page around it.

    The light rules stand last: LibreOffice takes all, whatever the query around them says.
    """
    svg: str = geometry["germany.svg"].replace("#fff;", "#ffffff;")
    rules = svg.partition("<style>")[2].partition("</style>")[0]
    dark = HEX.sub(lambda found: on_dark(found[0]), rules)
    turned = f"@media (prefers-color-scheme:dark){{{BOTH_WAYS}{{{dark}}}}}"
    light = f"@media (prefers-color-scheme:light){{{rules}}}"
    return svg.replace("</style>", f"{turned}{light}</style>", 1)


def germany_outline(geometry: Mapping[str, Any]) -> Component:
    """Return a coarse picture that a page carries, to be shown by a map that is `carried`.

    It stands where no choice redraws it, and saves a request.
    """
    _left, _top, width, height = geometry["germany"]["viewBox"]
    paths = _coarse(geometry["germany.svg"])
    symbol = Symbol(
        [Path(d=d, className=f"map-{kind}") for kind, d in paths],
        id=OUTLINE,
        viewBox=f"0 0 {width // GRID} {height // GRID}",
    )
    return Svg(symbol, className="carried", width="0", height="0", **{"aria-hidden": "true"})


@lru_cache(maxsize=2)
def _coarse(svg: str) -> tuple[tuple[str, str], ...]:
    """Return the kinds of paths of a picture, each as one path whose points lie on a grid.

    Neighbours share their points, so no gap opens between them.
    """
    found: dict[str, list[str]] = {kind: [] for kind in CARRIED}
    for kind, d in DRAWN_PATH.findall(svg):
        if kind in found:
            found[kind] += filter(None, map(_on_grid, d.split("M")[1:]))
    return tuple((kind, "".join(parts)) for kind, parts in found.items())


def _on_grid(part: str) -> str:
    """Return a part of a path, a place and the steps from there, on the grid; empty if too small.

    Lakes and islands of less than a pixel are nothing to see.
    """
    x, y, *steps = map(int, NUMBER.findall(part))
    points = [(round(x / GRID), round(y / GRID))]
    for right, down in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + right, y + down
        point = round(x / GRID), round(y / GRID)
        if point != points[-1]:
            points.append(point)
    if len(points) < 5:
        return ""
    moves: list[tuple[int, int]] = []
    for a, b in pairwise(points):
        step = b[0] - a[0], b[1] - a[1]
        last = moves[-1] if moves else (0, 0)
        # straight on: the same line in one step
        if last[0] * step[1] == last[1] * step[0] and last[0] * step[0] + last[1] * step[1] > 0:
            step = last[0] + step[0], last[1] + step[1]
            moves.pop()
        moves.append(step)
    moved = (f"{right} {down}" for right, down in moves)
    path = f"M{points[0][0]} {points[0][1]}l{' '.join(moved)}".replace(" -", "-")
    return f"{path}z" if part.endswith("z") else path


def germany_map(
    geometry: Mapping[str, Any],
    pins: Sequence[Pin],
    label: str,
    over: Sequence[Component] = (),
    *,
    carried: bool = False,
) -> Component:
    """Return the map as a navigation; `label` names it for those who do not see it.

    What lies `over` the picture lies below the towns. `carried` is the picture where the page
    has its `germany_outline`.
    """
    _left, _top, width, height = geometry["germany"]["viewBox"]
    picture: Component = html.Img(
        src=links.static_file("deutschland.svg", germany_picture(geometry).encode()),
        alt="",
        width=str(width),
        height=str(height),
    )
    if carried:
        picture = Svg(
            Use(href=f"#{OUTLINE}"),
            viewBox=f"0 0 {width // GRID} {height // GRID}",
            className="germany-map__outline",
            **{"aria-hidden": "true"},
        )
    values = any(pin.value for pin in pins)
    right = NARROW if carried else WIDE
    places = [_place(geometry["germany"], pin.town) for pin in pins]
    lefts = _sides(
        pins,
        places,
        [
            left > right or _is_crowded((left, top), places, 9 if values else 4)
            for left, top in places
        ],
    )
    css = ["germany-map", *(["germany-map--values"] if values else [])]
    return html.Nav(
        [
            picture,
            *over,
            *(
                _pin(pin, at, on_the_left, values)
                for pin, at, on_the_left in zip(pins, places, lefts, strict=True)
            ),
        ],
        className=" ".join([*css, *(["germany-map--points"] if over else [])]),
        **{"aria-label": label},
    )


def _place(germany: Mapping[str, Any], town: Gemeinde) -> tuple[float, float]:
    """Return where a town stands: percent from the left and the top of the picture."""
    if at := germany["towns"].get(town.slug):
        return at["left"], at["top"]
    left, top = on_map(germany, town.longitude, town.latitude)
    return round(left, 2), round(top, 2)


def _pin(pin: Pin, at: tuple[float, float], on_the_left: bool, values: bool) -> Component:
    left, top = at
    text: list[Any] = [pin.name or pin.town.short_name]
    if pin.value:
        text.append(html.Span(pin.value, className="pin__value"))
    if pin.aside:
        text += [" ", html.B(pin.aside, className="pin__aside")]
    told = " ".join(filter(None, (pin.value, pin.aside, pin.spoken)))
    plain = " pin__point--plain" if values and not pin.size else ""
    size = {"--size": f"{pin.size or POINT:.2f}rem"} if values else {}
    symbol = pin.town.symbol if isinstance(pin.town, Town) else pin.symbol
    return html.A(
        [
            html.Span(place_symbol(pin.town.id, symbol), className=f"pin__point{plain}"),
            html.Span(text, className="pin__label"),
        ],
        href=pin.href,
        className="pin dimmed" if pin.dimmed else "pin",
        id=f"pin-{pin.town.id}",
        style={"--x": f"{left}%", "--y": f"{top}%", **size},
        **{
            "data-town": pin.town.id,
            "data-side": "left" if on_the_left else "right",
            "data-view": "true" if pin.soft else None,
            "aria-current": "true" if pin.current else None,
            "aria-label": f"{text[0]}: {told}" if told else None,
        },
    )


def _sides(
    pins: Sequence[Pin], places: Sequence[tuple[float, float]], wanted: Sequence[bool]
) -> list[bool]:
    """Return which words stand left of their point: where wanted, else on the side that is free."""
    lefts = list(wanted)

    def is_free(number: int, box: Box | None) -> bool:
        others = (
            _box(pin, at, on_the_left)
            for other, (pin, at, on_the_left) in enumerate(zip(pins, places, lefts, strict=True))
            if other != number
        )
        return box is not None and not any(other and _meet(box, other) for other in others)

    for number, (pin, at) in enumerate(zip(pins, places, strict=True)):
        here, there = (_box(pin, at, side) for side in (lefts[number], not lefts[number]))
        if not is_free(number, here) and is_free(number, there):
            lefts[number] = not lefts[number]
    return lefts


def _box(pin: Pin, at: tuple[float, float], on_the_left: bool) -> Box | None:
    """Return what the words of a pin take on the map of a phone; None where they have no room."""
    left, top = at
    room = min((left if on_the_left else 100 - left) - BESIDE, COLUMN)
    texts = [f"{pin.name or pin.town.short_name} {pin.aside}".strip(), pin.value]
    if max(len(word) for text in texts for word in text.split()) * LETTER > room:
        return None
    wide = min(room, max(map(len, texts)) * LETTER)
    half = sum(ceil(len(text) * LETTER / room) for text in texts) * LINE / 2
    near = left - BESIDE - wide if on_the_left else left + BESIDE
    return near, near + wide, top - half, top + half


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _is_crowded(
    at: tuple[float, float], places: Iterable[tuple[float, float]], height: float
) -> bool:
    """Return whether a neighbour is so close that words this high (%) would run into it."""
    return any(0 < left - at[0] < 20 and abs(top - at[1]) < height for left, top in places)
