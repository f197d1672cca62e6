"""How the small towns are spread, drawn without a script: a silhouette in a row, or 50 dots.

Both are read beside words that say the same, so that a screen reader passes them over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.components.markup import beyond_dash
from dashboard.findings.distribution import DOTS, Distribution
from dashboard.wording.numbers import number

Svg, Path = beyond_dash("Svg"), beyond_dash("Path")

WIDTH = 160  # pixels of one in a row
TOP = 28  # pixels of its highest bar; below it lies the strip of the middle half
STRIP = 8  # pixels: how high that is
HEIGHT = TOP + STRIP
COLUMNS = 40  # of the dots, side by side
MARK = 13  # pixels across one
STEP = 8  # pixels from dot to dot; how wide one is, the style sheet says
# shapes around a point, by the names that plotly and the style sheets use
SHAPES = {
    "circle": "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "square": "m-4.5-4.5h9v9h-9z",
    "diamond": "m0-6.5 6.5 6.5-6.5 6.5-6.5-6.5z",
    "triangle-up": "m0-5.5 5.5 10h-11z",
    "triangle-down": "m0 5.5 5.5-10h-11z",
    "triangle-left": "m-5.5 0 10-5.5v11z",
    "triangle-right": "m5.5 0-10-5.5v11z",
    "cross": "m-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "x": "m0-2 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3-3-3 2-2z",
    "pentagon": "m0-6 6 4.5-2.3 7h-7.4l-2.3-7z",
    "hexagon": "m0-6 5 3v6l-5 3-5-3v-6z",
    "bowtie": "m-6-5 6 4 6-4v10l-6-4-6 4z",
    "star": "m0-7 1.7 4.9h5.2l-4.2 3.1 1.6 5-4.3-3-4.3 3 1.6-5-4.2-3.1h5.2z",
    "hourglass": "m-5-6h10l-4 6 4 6h-10l4-6z",
    "hexagram": "m0-7 2 3.5h4l-2 3.5 2 3.5h-4l-2 3.5-2-3.5h-4l2-3.5-2-3.5h4z",
    "star-diamond": "m0-7 2 5 5 2-5 2-2 5-2-5-5-2 5-2z",
    "star-square": "m-6-6 6 2 6-2-2 6 2 6-6-2-6 2 2-6z",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One place in a drawing: what links it with its other marks, its symbol and its value."""

    key: str
    symbol: str
    value: float
    dimmed: bool = False


def silhouette(
    found: Distribution, marks: Iterable[Mark], *, width: int = WIDTH, top: int = TOP
) -> Component:
    """Return the outline of the values, the strip of the middle half with its median, the marks.

    `width` and `top`, how high the outline is, are pixels; the marks keep their size. A mark
    beyond the ends stands hollow at the end.
    """
    low, median, high = (_x(found, value, width) for value in found.quartiles)
    y = top + STRIP // 2
    half = f"M{low} {y}h{max(1, high - low)}M{median} {top}v{STRIP}"
    return Svg(
        [
            Path(d=_outline(found, width, top)),
            Path(d=half),
            *(_shape(found, mark, width, y) for mark in marks),
        ],
        className="silhouette" if width == WIDTH else "silhouette silhouette--wide",
        viewBox=f"0 0 {width} {top + STRIP}",
        **{"aria-hidden": "true"},
    )


def _x(found: Distribution, value: float, width: int) -> int:
    return round(found.position(value) * width / 100)


def _outline(found: Distribution, width: int, top: int) -> str:
    """Return the bars as one path; where there is a value, there is at least a pixel."""
    counts = [count for _start, _end, count in found.bins()]
    most = max(counts) or 1
    path, last, drawn = f"M0 {top}", 0, 0
    for at, count in enumerate([*counts, 0]):
        height = max(bool(count), round(top * count / most))
        if height != last or at == len(counts):
            x = round(at * width / len(counts))
            path += (f"h{x - drawn}" if x > drawn else "") + f"v{last - height}"
            last, drawn = height, x
    return f"{path}z"


def _shape(found: Distribution, mark: Mark, width: int, y: int) -> Component:
    looks = ["beyond"] * found.is_beyond(mark.value) + ["dimmed"] * mark.dimmed
    named = {"className": " ".join(looks)} if looks else {}
    d = f"M{_inside(found, mark, width)} {y}{SHAPES[mark.symbol]}"
    return Path(d=d, **named, **{"data-town": mark.key})


def _inside(found: Distribution, mark: Mark, width: int) -> int:
    """Return where a mark stands so that no part of it is cut off."""
    return min(width - MARK // 2, max(MARK // 2, _x(found, mark.value, width)))


def fifty_dots(found: Distribution, marks: Sequence[Mark]) -> Component:
    """Return a dot for each fiftieth of the values, piled where they lie, the marks below."""
    at = Counter(min(COLUMNS - 1, int(found.position(v) * COLUMNS / 100)) for v in found.dots())
    width, base = COLUMNS * STEP, max(at.values()) * STEP
    dots = "".join(
        f"M{column * STEP + STEP // 2} {base - row * STEP - STEP // 2}h0"
        for column, count in at.items()
        for row in range(count)
    )
    lanes: list[list[int]] = []  # a mark stands below those it would cover
    shapes = []
    for mark in marks:
        x = _inside(found, mark, width)
        near = [any(abs(x - other) < MARK for other in lane) for lane in lanes]
        lane = near.index(False) if False in near else len(lanes)
        lanes += [[]] if lane == len(lanes) else []
        lanes[lane].append(x)
        shapes.append(_shape(found, mark, width, base + 9 + lane * MARK))
    axis = Path(d=f"M0 {base + 1}h{width}", className="fifty-dots__axis")
    return Svg(
        [Path(d=dots, className="fifty-dots__dots"), axis, *shapes],
        className="fifty-dots",
        viewBox=f"0 0 {width} {base + 6 + MARK * max(1, len(lanes))}",
        **{"aria-hidden": "true"},
    )


def each_dot(found: Distribution) -> str:
    """Return how many towns a dot stands for, in a sentence."""
    count = len(found.values)
    if count < DOTS:
        return f"Auf jeden der {count} Werte kommen etwa {number(DOTS / count, 1)} Punkte."
    about = round(count / DOTS)
    return f"Jeder Punkt steht für etwa {f'{about} Werte' if about > 1 else 'einen Wert'}."
