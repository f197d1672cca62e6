"""How the small towns are spread, drawn without a script: a silhouette in a row, or 50 dots.

Both are read beside words that say the same, so that a screen reader passes them over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.components.markup import beyond_dash
from dashboard.findings.distribution import DOTS, Distribution
from dashboard.wording.numbers import number

Svg, Path = beyond_dash("Svg"), beyond_dash("Path")

WIDTH, HEIGHT = 160, 36  # pixels
TOP = 28  # pixels of the highest bar; below it lies the strip of the middle half
STRIP = 32
COLUMNS = 40  # of the dots, side by side
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


def silhouette(found: Distribution, marks: Iterable[Mark]) -> Component:
    """Return the outline of the values, the strip of the middle half with its median, the marks.

    A mark beyond the ends stands hollow at the end.
    """
    low, median, high = (_x(found, value) for value in found.quartiles)
    half = f"M{low} {STRIP}h{max(1, high - low)}M{median} {STRIP - 4}v8"
    return Svg(
        [Path(d=_outline(found)), Path(d=half), *_shapes(found, marks, WIDTH, STRIP)],
        className="silhouette",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        **{"aria-hidden": "true"},
    )


def _x(found: Distribution, value: float, width: int = WIDTH) -> int:
    return round(found.position(value) * width / 100)


def _outline(found: Distribution) -> str:
    """Return the bars as one path; where there is a value, there is at least a pixel."""
    counts = [count for _start, _end, count in found.bins()]
    most = max(counts) or 1
    path, last, drawn = f"M0 {TOP}", 0, 0
    for at, count in enumerate([*counts, 0]):
        height = max(bool(count), round(TOP * count / most))
        if height != last or at == len(counts):
            x = round(at * WIDTH / len(counts))
            path += (f"h{x - drawn}" if x > drawn else "") + f"v{last - height}"
            last, drawn = height, x
    return f"{path}z"


def _shapes(found: Distribution, marks: Iterable[Mark], width: int, y: int) -> Iterator[Component]:
    for mark in marks:
        beyond = {"className": "beyond"} if found.is_beyond(mark.value) else {}
        shape = SHAPES[mark.symbol]
        x = min(width - 6, max(6, _x(found, mark.value, width)))
        yield Path(d=f"M{x} {y}{shape}", **beyond, **{"data-town": mark.key})


def fifty_dots(found: Distribution, marks: Sequence[Mark]) -> Component:
    """Return a dot for each fiftieth of the values, piled where they lie, the marks below."""
    at = Counter(min(COLUMNS - 1, int(found.position(v) * COLUMNS / 100)) for v in found.dots())
    width, base = COLUMNS * STEP, max(at.values()) * STEP
    dots = "".join(
        f"M{column * STEP + STEP // 2} {base - row * STEP - STEP // 2}h0"
        for column, count in at.items()
        for row in range(count)
    )
    axis = Path(d=f"M0 {base + 1}h{width}", className="fifty-dots__axis")
    return Svg(
        [
            Path(d=dots, className="fifty-dots__dots"),
            axis,
            *_shapes(found, marks, width, base + 9),
        ],
        className="fifty-dots",
        viewBox=f"0 0 {width} {base + 18}",
        **{"aria-hidden": "true"},
    )


def each_dot(found: Distribution) -> str:
    """Return how many towns a dot stands for, in a sentence."""
    count = len(found.values)
    if count < DOTS:
        return f"Auf jeden der {count} Werte kommen etwa {number(DOTS / count, 1)} Punkte."
    about = round(count / DOTS)
    return f"Jeder Punkt steht für etwa {f'{about} Werte' if about > 1 else 'einen Wert'}."
