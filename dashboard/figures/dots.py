"""Towns side by side: dots on one scale, dots within the size class, two indicators crossed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, floor, log10
from typing import Any, TypeAlias

from dashboard.figures import theme
from dashboard.figures.theme import wrapped
from dashboard.wording import numbers

MARKER = 15  # pixels
ALL = {"fillcolor": theme.BAND, "line": {"width": 1, "color": theme.BAND_EDGE}}
HALF = {"fillcolor": theme.BAND_EDGE, "line": {"width": 0}}
MIDDLE_HALF = 0.025  # of the height of a plot: the strip of the middle half
MARKER_LINE = {"width": 1.5, "color": theme.PAPER}
PHONE = 350  # pixels: the width of a chart on a phone
NARROWEST_PLOT = 330  # pixels: of a chart on the smallest phone
WIDE_PLOT = 600  # pixels between the axes on a large screen
NARROWEST = 100  # pixels between the axes at the smallest screen
RIGHT = 14  # pixels right of the axis, more where its last tick needs them
MOST_TICKS = 5
UPRIGHT_WIDTH = 40  # letters of a line of an upright axis title
LONG_NUMBER = 100_000  # from here on ticks are few
LETTER = 8.2  # pixels of a letter of a label
NAME_LETTER = 7.2  # pixels of a letter of a name at the axis, half a pixel more where it is bold
TITLE_WIDTH, LABEL_WIDTH = 28, 21  # letters of a line of an axis title, of a place's name
Bar: TypeAlias = tuple[float, float, float]
LANE = 0.16  # of a row: the step by which neighbours on a strip evade each other
TOO_NEAR = 5.0  # percent of the strip
# pixels between the axes of a scatter plot on a phone and on a large screen
SCREENS = ((205, 440), (820, 515))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One place's value; `key` links it with the place's other marks on the page."""

    key: str
    label: str
    colour: str
    symbol: str
    value: float | None
    text: str
    hover: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the dots are set against: a median, and how all are spread where that is known.

    `bars` are from, to and height, the highest being 1.
    """

    median: float
    text: str
    low: float | None = None
    high: float | None = None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row of a profile, in percent of the strip: all as bars, quartiles, the places' dots."""

    label: str
    bars: tuple[Bar, ...]
    low: float
    median: float
    high: float
    dots: tuple[Dot, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One place in a scatter plot."""

    dot: Dot
    x: float
    y: float


def name_of(dot: Dot) -> str:
    """Return the dot's label in short lines, bold where the dot stands out."""
    text = wrapped(dot.label, LABEL_WIDTH, at_hyphens=True)
    return f"<b>{text}</b>" if dot.strong else text


def dot_plot(
    dots: Sequence[Dot],
    *,
    unit: str,
    decimals: int,
    context: Context | None = None,
    ticks: Mapping[float, str] | None = None,
) -> theme.Figure:
    """Return one row a place on one scale; places without a value keep their row and say so."""
    valued = [(row, dot, dot.value) for row, dot in enumerate(dots) if dot.value is not None]
    low, high = _reach([value for _row, _dot, value in valued], context)
    median = (context.median - low) / (high - low) if context else None
    notes = [_absence(dot, row) for row, dot in enumerate(dots) if dot.value is None]
    if context and median is not None:
        notes.append(_context_label(context, median))
    # known sizes spare plotly a second drawing to find out how much room the labels take
    names = [
        len(line) * (NAME_LETTER + (0.5 if dot.strong else 0))
        for dot in dots
        for line in wrapped(dot.label, LABEL_WIDTH, at_hyphens=True).split("<br>")
    ]
    left = 16 + round(max(names, default=0))
    most, last, words = _ticks(low, high, decimals, PHONE - left - RIGHT)
    if ticks:
        last, words = max(
            ((at, name) for at, name in ticks.items() if at <= high), default=(high, "")
        )
    beyond = len(words) * NAME_LETTER / 2 - NARROWEST * (high - last) / (high - low)
    title = wrapped(unit, TITLE_WIDTH, at_hyphens=True)
    margin = {
        "t": 52 if context else 12,
        "r": max(RIGHT, ceil(beyond)),
        "l": left,
        "b": 62 + 18 * title.count("<br>"),
        "autoexpand": False,
    }
    x_axis: dict[str, Any] = {
        "range": [low, high],
        "tickangle": 0,
        "title": {"text": title, "standoff": 10},
        "nticks": most,
        "tickformat": f",.{decimals}~f",
        "automargin": False,
        **theme.named_ticks(ticks),
    }
    y_axis = {
        "range": [len(dots) - 0.4, -0.6],
        "tickvals": list(range(len(dots))),
        "ticktext": [name_of(dot) for dot in dots],
        "tickfont": {"size": 14, "color": theme.INK},
        "automargin": False,
    }
    room = NARROWEST_PLOT - left - margin["r"]
    notes += [
        _label(row, dot, on_the_right=_label_right(dot, (value - low) / (high - low), median, room))
        for row, dot, value in valued
    ]
    return theme.figure(
        [_row_dots(valued)] if valued else [],
        margin=margin,
        notes=notes,
        shapes=_context_shapes(context) if context else [],
        xaxis=x_axis,
        yaxis=y_axis,
    )


def _reach(values: Sequence[float], context: Context | None) -> tuple[float, float]:
    every = [*values]
    if context:
        every += [x for x in (context.low, context.median, context.high) if x is not None]
        every += [edge for bar in context.bars for edge in bar[:2]]
    low, high = min(every, default=0.0), max(every, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.07
    return low - room, high + room


def _ticks(low: float, high: float, decimals: int, room: float) -> tuple[int, float, str]:
    """Return how many ticks fit into so many pixels, and the last of them: number and words.

    Plotly steps by 1, 2 or 5 times a power of ten and leaves out needless noughts.
    """

    def words(one: float) -> str:
        return numbers.number(one, 0 if one == round(one) else decimals)

    for most in range(MOST_TICKS, 0, -1):
        rough = (high - low) / most
        power = 10.0 ** floor(log10(rough))
        step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
        first, last = ceil(low / step) * step, floor(high / step) * step
        widest = max(len(words(first)), len(words(last))) * NAME_LETTER + 2
        if widest <= room * step / (high - low) or most == 1:
            break
    return most, last, words(last)


def _label_right(dot: Dot, position: float, median: float | None, narrowest: float) -> bool:
    """Return the side of a label: where there is room at any width, and away from the median.

    A label may cover the median's line, where it must; it may not leave the drawing.
    """
    width = len(dot.text) * LETTER + MARKER + 2

    def faults(*, right: bool) -> tuple[int, int]:
        cut = met = 0
        for room in (narrowest, WIDE_PLOT):
            start = position * room + (0 if right else -width)
            cut += start < 0 or start + width > room
            met += median is not None and start - 2 < median * room < start + width + 2
        return cut, met

    sides = [(faults(right=right), right) for right in (True, False)]
    if sides[0][0] == sides[1][0]:
        return (
            position < 0.5 if median is None or not 0.35 < position < 0.65 else position >= median
        )
    return min(sides)[1]


def _row_dots(valued: Sequence[tuple[int, Dot, float]]) -> theme.Part:
    """Return all dots as one trace, which plotly draws quicker than one a place."""
    dots = [dot for _row, dot, _value in valued]
    markers = [_marker(dot) for dot in dots]
    return {
        "type": "scatter",
        "x": [value for _row, _dot, value in valued],
        "y": [row for row, _dot, _value in valued],
        "mode": "markers",
        "marker": {
            **{key: [one[key] for one in markers] for key in ("size", "color", "symbol")},
            "line": MARKER_LINE,
            "opacity": 1,  # where sizes are many, plotly takes marks for bubbles and lets them fade
        },
        "meta": [dot.key for dot in dots],
        "cliponaxis": False,
        "hovertemplate": [f"{dot.hover}<extra></extra>" for dot in dots],
    }


def _label(row: int, dot: Dot, *, on_the_right: bool) -> theme.Part:
    """Return a value beside its dot."""
    side = 1 if on_the_right else -1
    words = theme.note(
        dot.value, row, f"<b>{dot.text}</b>" if dot.strong else dot.text, size=15,
        colour=theme.MUTED if dot.quiet else theme.INK, name=dot.key,
        xanchor="left" if on_the_right else "right", xshift=side * (MARKER // 2 + 6),
    )  # fmt: skip
    return theme.on_plate(words)


def _absence(dot: Dot, row: int) -> theme.Part:
    """Return the words that stand in a row without a value."""
    words = theme.note(
        0, row, f"<i>{dot.text}</i>", size=14, colour=theme.MUTED,
        xref="paper", xanchor="left", xshift=4, name=dot.key,
    )  # fmt: skip
    return theme.on_plate(words)


def _marker(dot: Dot) -> dict[str, Any]:
    return {
        "size": MARKER - 4 if dot.quiet else MARKER + (3 if dot.strong else 0),
        "color": dot.colour,
        "symbol": dot.symbol,
        "line": MARKER_LINE,
    }


def _context_shapes(context: Context) -> list[theme.Part]:
    """Return all as an outline, the middle half at its foot, and the median as a line."""
    tall = {"yref": "y domain", "layer": "below"}
    shapes: list[theme.Part] = [
        {
            **tall, "type": "line", "x0": context.median, "x1": context.median, "y0": 0, "y1": 1,
            "line": {"width": 2, "color": theme.INK},
        }
    ]  # fmt: skip
    if context.low is not None and context.high is not None:
        half = {"x0": context.low, "x1": context.high, "y0": 0, "y1": MIDDLE_HALF}
        shapes.insert(0, {**tall, **half, "type": "rect", **HALF})
    if context.bars:
        shapes.insert(0, {**tall, "type": "path", "path": _outline(context.bars, 0, 1), **ALL})
    return shapes


def _outline(bars: Sequence[Bar], foot: float, top: float) -> str:
    """Return the path around bars that stand on `foot`, the highest reaching `top`."""
    corners = [f"M{bars[0][0]:.6g},{foot:.4g}"]
    for start, end, height in bars:
        y = foot + height * (top - foot)
        corners.append(f"L{start:.6g},{y:.4g}L{end:.6g},{y:.4g}")
    return "".join([*corners, f"L{bars[-1][1]:.6g},{foot:.4g}Z"])


def _context_label(context: Context, position: float) -> theme.Part:
    # above the names there is room to the left, beyond the scale's end there is none
    side = "center" if position < 0.55 else "right"
    return theme.note(
        context.median, 1, context.text, colour=theme.MUTED, yref="paper", xanchor=side,
        yanchor="bottom", align=side, yshift=2, xshift=4 if side == "right" else 0,
    )  # fmt: skip


# ------------------------------------------------------------------------------------- profile


def strips(rows: Sequence[Strip], *, heading: str = "") -> theme.Figure:
    """Return one strip an indicator, each from the lowest to the highest value that is drawn.

    `heading` says whose values the rows' texts are.
    """
    ends = [(0.0, "left", "◂ niedriger"), (1.0, "right", "höher ▸")]
    return theme.figure(
        [_strip_dots(key, rows) for key in dict.fromkeys(d.key for row in rows for d in row.dots)],
        shapes=[shape for number, row in enumerate(rows) for shape in _strip_shapes(number, row)],
        notes=[
            *(
                _strip_words(x, number - 0.34, text, side, "bottom")
                for number, row in enumerate(rows)
                for x, side, text in ((0.0, "left", row.label), (1.0, "right", row.text))
            ),
            *([_strip_words(1, -0.6, f"<b>{heading}</b>", "right", "bottom")] if heading else []),
            *(_strip_words(x, len(rows) - 0.45, text, side, "top") for x, side, text in ends),
        ],
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"range": [-3, 103], "visible": False},
        yaxis={"range": [len(rows) - 0.1, -0.9 if heading else -0.62], "visible": False},
    )


def _strip_shapes(number: int, row: Strip) -> Iterator[theme.Part]:
    """Yield all as an outline, the middle half at its foot, and the line of the median."""
    foot = number + 0.26
    path = _outline(row.bars, foot, number - 0.26)
    yield {"type": "path", "path": path, "layer": "below", **ALL}
    yield {
        "type": "rect", "x0": row.low, "x1": row.high, "y0": foot, "y1": foot - 0.07,
        "layer": "below", **HALF,
    }  # fmt: skip
    yield {
        "type": "line", "x0": row.median, "x1": row.median, "y0": foot + 0.04, "y1": foot - 0.14,
        "line": {"width": 2, "color": theme.INK}, "layer": "below",
    }  # fmt: skip


def _strip_words(x: float, y: float, text: str, side: str, above: str) -> theme.Part:
    return theme.note(x, y, text, size=14, xref="paper", xanchor=side, yanchor=above)


def _strip_dots(key: str, rows: Sequence[Strip]) -> theme.Part:
    """Return one place's dots on all strips."""
    marks = [
        (dot, dot.value, number + shift)
        for number, row in enumerate(rows)
        for dot, shift in _evading(row.dots)
        if dot.key == key and dot.value is not None
    ]
    first = marks[0][0]
    return {
        "type": "scatter",
        "x": [value for _dot, value, _y in marks],
        "y": [y for _dot, _value, y in marks],
        "mode": "markers",
        "marker": {**_marker(first), "symbol": [dot.symbol for dot, _value, _y in marks]},
        "text": [dot.hover for dot, _value, _y in marks],
        "name": first.label,
        "meta": key,
        "cliponaxis": False,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _evading(dots: Sequence[Dot]) -> Iterator[tuple[Dot, float]]:
    """Yield the dots with the lane each takes: the nearest to the middle that is free."""
    lanes = (0.0, LANE, -0.8 * LANE, 2 * LANE, -1.4 * LANE, 2.7 * LANE)
    taken: list[tuple[float, float]] = []
    for dot in dots:
        if dot.value is None:
            continue
        at = dot.value
        free = (
            lane
            for lane in lanes
            if not any(abs(at - x) < TOO_NEAR and abs(lane - y) < LANE * 0.55 for x, y in taken)
        )
        lane = next(free, lanes[len(taken) % len(lanes)])
        taken.append((at, lane))
        yield dot, lane


# ------------------------------------------------------------------------------------- scatter


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in pixels, from its middle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: _Box) -> bool:
        across = abs(self.x - other.x) * 2 < self.width + other.width
        return across and abs(self.y - other.y) * 2 < self.height + other.height

    def within(self, width: float, height: float) -> bool:
        across = self.width / 2 <= self.x <= width - self.width / 2
        return across and self.height / 2 <= self.y <= height - self.height / 2


def crossings(
    points: Sequence[Crossing],
    *,
    x_title: str,
    y_title: str,
    decimals: tuple[int, int],
    medians: tuple[float | None, float | None] = (None, None),
    median_text: str = "Median",
) -> theme.Figure:
    """Return places by two indicators, each with its name; the medians as crossing lines."""
    x_range = _span([point.x for point in points], medians[0])
    y_range = _span([point.y for point in points], medians[1])
    lines = {"line": {"width": 1.5, "color": theme.MUTED, "dash": "dot"}, "layer": "below"}
    words = partial(theme.note, text=median_text, size=13, colour=theme.MUTED)
    shapes, notes = [], []
    if medians[0] is not None:
        shapes.append(theme.through("x", medians[0], **lines))
        notes.append(words(medians[0], 1, yref="paper", yanchor="bottom"))
    if medians[1] is not None:
        shapes.append(theme.through("y", medians[1], **lines))
        beside = words(1, medians[1], xref="paper", xanchor="left", xshift=3, textangle=90)
        notes.append(beside)
    places = _label_places(points, x_range, y_range)
    return theme.figure(
        [_crossing_dot(point) for point in points],
        shapes=shapes,
        notes=[
            *notes,
            *(_name_at(point, *place) for point, place in zip(points, places, strict=True)),
        ],
        margin={"l": 8, "r": 24, "t": 24, "b": 8},
        xaxis={
            "range": list(x_range), "tickangle": 0, "tickformat": f",.{decimals[0]}~f",
            "nticks": 3 if x_range[1] >= LONG_NUMBER else 4,
            "title": {"text": wrapped(x_title, TITLE_WIDTH, at_hyphens=True), "standoff": 10},
        },
        yaxis={
            "range": list(y_range), "nticks": 5, "tickformat": f",.{decimals[1]}~f",
            "title": {"text": wrapped(y_title, UPRIGHT_WIDTH, at_hyphens=True), "standoff": 10},
        },
    )  # fmt: skip


def _crossing_dot(point: Crossing) -> theme.Part:
    return {
        "type": "scatter",
        "x": [point.x],
        "y": [point.y],
        "mode": "markers",
        "marker": _marker(point.dot),
        "name": point.dot.label,
        "meta": point.dot.key,
        "cliponaxis": False,
        "hovertemplate": f"{point.dot.hover}<extra></extra>",
    }


def _name_at(point: Crossing, right: float, down: float) -> theme.Part:
    """Return a place's name, joined with its point by a line where it stands far away."""
    far = _is_far(point, right, down)
    words = theme.note(
        point.x, point.y, name_of(point.dot), size=14, colour=point.dot.colour,
        ax=right, ay=down, name=point.dot.key, showarrow=True,
        arrowhead=0, arrowwidth=1, standoff=9,
        arrowcolor=theme.MUTED if far else "rgba(0,0,0,0)",
    )  # fmt: skip
    return theme.on_plate(words)


def _span(values: Sequence[float], median: float | None) -> tuple[float, float]:
    every = [*values, *([median] if median is not None else [])]
    low, high = min(every, default=0.0), max(every, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.16
    return low - room, high + room


def _label_places(
    points: Sequence[Crossing], x_range: tuple[float, float], y_range: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return how far right and down of its point each name stands, in pixels.

    A place must be free on the smallest and on a large screen; in between it is, too.
    """
    shares = [
        (
            (point.x - x_range[0]) / (x_range[1] - x_range[0]),
            1 - (point.y - y_range[0]) / (y_range[1] - y_range[0]),
        )
        for point in points
    ]
    taken = [[_Box(x * w, y * h, MARKER, MARKER) for x, y in shares] for w, h in SCREENS]
    found = []
    for point, (x, y) in zip(points, shares, strict=True):
        lines = name_of(point.dot).replace("<b>", "").replace("</b>", "").split("<br>")
        sizes = (max(map(len, lines)) * LETTER + 4, len(lines) * 19 + 2)
        for right, down in _around(_Box(0, 0, *sizes)):
            boxes = [_Box(x * w + right, y * h + down, *sizes) for w, h in SCREENS]
            if all(
                box.within(*screen) and not any(map(box.meets, others))
                for box, screen, others in zip(boxes, SCREENS, taken, strict=True)
            ):
                break
        for box, others in zip(boxes, taken, strict=True):
            others.append(box)
        found.append((right, down))
    return found


def _is_far(point: Crossing, right: float, down: float) -> bool:
    """Return whether a name stands so far from its point that a line must join them."""
    width = max(map(len, name_of(point.dot).split("<br>"))) * LETTER
    return abs(down) > 45 or (abs(down) > 12 and abs(right) > width / 2 + 20)


def _around(box: _Box) -> Iterator[tuple[float, float]]:
    """Yield places for a name: beside, above and below its point, then ever farther away."""
    for far in (0, 22, 44, 66, 88, 110, 140, 170, 200):
        side = box.width / 2 + 12 + far / 4
        above = box.height / 2 + 10 + far
        yield from ((side, 0), (-side, 0)) if not far else ((side, far), (-side, far))
        yield from ((0, -above), (0, above), (side, -above), (-side, -above))
        yield from ((side, above), (-side, above))
