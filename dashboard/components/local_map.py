"""The map of a town and what lies around it as a small drawing of its own, without a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dash.development.base_component import Component

from dashboard.components.markup import beyond_dash
from dashboard.components.silhouette import SHAPES
from dashboard.figures.maps import BESIDE, NAME_SIZE, Area, Drawing, Label

Svg, Path, Text, Tspan = map(beyond_dash, ("Svg", "Path", "Text", "Tspan"))

WIDTH = 520  # units across; half of what the least window has in decametres
AIR = 0.94  # of the size for which a name has room
MARKS = {"neighbour": "circle", "city": "square"}  # the town has a symbol of its own
LINE = 1.2  # height of a line of a name, in its size


def local_map_drawing(drawn: Drawing, symbol: str, id_: str) -> Component:
    """Return the map; its names grow with it. What it shows stands in words beside it."""
    scale, pixel = WIDTH / drawn.width, AIR * WIDTH / drawn.narrowest
    height = round(drawn.height * scale)
    middle = WIDTH / 2, height / 2
    bar = drawn.bar
    left, base = round(middle[0] + bar.left * scale), round(middle[1] - bar.base * scale)
    length, end = round((bar.right - bar.left) * scale), round(bar.tick * scale)
    return Svg(
        [
            *(_area(one, scale, middle) for one in drawn.areas),
            *(
                _point(kind, (spot.east * 1000, spot.north * 1000) if spot else (0, 0), symbol,
                       scale, middle)
                for kind, spot in drawn.points
            ),
            *(_name(label, scale, pixel, middle) for label in drawn.labels),
            Path(d=f"M{left} {base - end}v{end}h{length}v-{end}", className="local-map__bar"),
            Text(
                bar.text, x=left + length // 2, y=base - 8, className="local-map__name",
                **{"font-size": round(NAME_SIZE * pixel)},
            ),
        ],
        className="local-map",
        id=id_,
        viewBox=f"0 0 {WIDTH} {height}",
        **{"aria-hidden": "true"},
    )  # fmt: skip


def _area(area: Area, scale: float, middle: tuple[float, float]) -> Component:
    d = "".join(_outline(ring, scale, middle) for ring in area.rings)
    return Path(d=d, className=f"local-map__{area.kind}")


def _outline(ring: Sequence[Sequence[float]], scale: float, middle: tuple[float, float]) -> str:
    """Return a ring as whole steps from point to point; what is no step is left out."""
    at = [(round(middle[0] + x * scale), round(middle[1] - y * scale)) for x, y, *_ in ring]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(at)]
    path = " ".join(f"{x} {y}" for x, y in steps[:-1] if x or y)
    return f"M{at[0][0]} {at[0][1]}l{path}z".replace(" -", "-")


def _point(
    kind: str, at: tuple[float, float], symbol: str, scale: float, middle: tuple[float, float]
) -> Component:
    x, y = round(middle[0] + at[0] * scale), round(middle[1] - at[1] * scale)
    size = 2.2 if kind == "town" else 1.4
    return Path(
        d=f"M0 0{SHAPES[MARKS.get(kind, symbol)]}",
        transform=f"translate({x} {y}) scale({size})",
        className=f"local-map__point local-map__point--{kind}",
    )


def _name(label: Label, scale: float, pixel: float, middle: tuple[float, float]) -> Component:
    """Return a name in lines; beside a point it keeps its distance."""
    size = label.size * pixel
    lines = label.text.split("<br>")
    x, y = label.point or (label.x, label.y)
    right, up = label.side if label.point else (0, 0)
    left = middle[0] + x * scale + right * BESIDE * pixel
    top = middle[1] - y * scale - up * (BESIDE * pixel + len(lines) * size * LINE / 2)
    first = top - (len(lines) - 1) * size * LINE / 2 + 0.35 * size
    anchor = {"text-anchor": ("middle", "start", "end")[right]} if right else {}
    return Text(
        list(_lines(lines, round(left), round(size * LINE))),
        x=round(left),
        y=round(first),
        className=f"local-map__name local-map__name--{label.kind}",
        **{"font-size": round(size), **anchor},
    )


def _lines(lines: Sequence[str], x: int, step: int) -> Iterator[str | Component]:
    yield lines[0]
    for line in lines[1:]:
        yield Tspan(line, x=x, dy=step)
