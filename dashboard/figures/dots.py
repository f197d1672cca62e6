"""Towns side by side: dots on one scale, dots within the size class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
NARROWEST_PLOT = 272  # pixels: the width of a chart on the smallest phone
WIDE_PLOT = 600  # pixels between the axes on a large screen
NARROWEST = 100  # pixels between the axes at the smallest screen
RIGHT = 14  # pixels right of the axis, more where its last tick needs them
MOST_TICKS = 5
LETTER = 8.2  # pixels of a letter of a label
NAME_LETTER = 7.2  # pixels of a letter of a name at the axis, half a pixel more where it is bold
TITLE_WIDTH, LABEL_WIDTH = 28, 21  # letters of a line of an axis title, of a place's name
SHORT_LABEL = 16  # the same where values would have no room beside their dots
Bar: TypeAlias = tuple[float, float, float]
LANE = 0.16  # of a row: the step by which neighbours on a strip evade each other
TOO_NEAR = 5.0  # percent of the strip


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


def name_of(dot: Dot, letters: int = LABEL_WIDTH) -> str:
    """Return the dot's label in lines of so many letters, bold where the dot stands out."""
    text = wrapped(dot.label, letters, at_hyphens=True)
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
    # known sizes spare plotly a second drawing to find out how much room the labels take
    letters, left = LABEL_WIDTH, _room_of_names(dots, LABEL_WIDTH)
    room = NARROWEST_PLOT - left - RIGHT
    places = [(dot, (value - low) / (high - low)) for _row, dot, value in valued]
    cramped = any(_label_width(dot) > max(at, 1 - at) * room for dot, at in places)
    if cramped and all(name_of(dot, SHORT_LABEL).count("<br>") < 2 for dot in dots):
        letters, left = SHORT_LABEL, _room_of_names(dots, SHORT_LABEL)
    beside_names = floor((NARROWEST_PLOT - left - 8) / NAME_LETTER)
    notes = [_absence(dot, row, beside_names) for row, dot in enumerate(dots) if dot.value is None]
    marked = _ticks(low, high, decimals, NARROWEST_PLOT - left - RIGHT)
    if ticks:
        shown = [(at, name) for at, name in sorted(ticks.items()) if low <= at <= high]
        marked = _Ticks(len(ticks), *(shown or [(low, "")])[0], *(shown or [(high, "")])[-1])
    span = high - low
    beyond = len(marked.last_words) * NAME_LETTER / 2 - NARROWEST * (high - marked.last) / span
    before = len(marked.first_words) * NAME_LETTER / 2 - NARROWEST * (marked.first - low) / span
    # the unit stands below the names, or, where it is too long for that, below the axis
    of_unit = floor((left - 10 - max(0, before)) / NAME_LETTER)
    beside = wrapped(unit, max(of_unit, 1), at_hyphens=True)
    is_beside = beside.count("<br>") < 2 and max(map(len, unit.split()), default=0) <= of_unit
    title = "" if is_beside else wrapped(unit, TITLE_WIDTH, at_hyphens=True)
    foot = 62 + 18 * title.count("<br>")
    if is_beside:
        foot = 30 + 17 * beside.count("<br>")
        notes.append(_unit(beside, max(0, before)))
    margin = {
        "t": 52 if context else 12,
        "r": max(RIGHT, ceil(beyond)),
        "l": left,
        "b": foot,
        "autoexpand": False,
    }
    x_axis: dict[str, Any] = {
        "range": [low, high],
        "tickangle": 0,
        # where there is none, plotly need not measure how far it stands off
        "title": {"text": title, **({"standoff": 10} if title else {})},
        "nticks": marked.most,
        "tickformat": f",.{decimals}~f",
        "automargin": False,
        **theme.named_ticks(ticks),
    }
    y_axis = {
        "range": [len(dots) - 0.4, -0.6],
        "tickvals": list(range(len(dots))),
        "ticktext": [name_of(dot, letters) for dot in dots],
        "tickfont": {"size": 14, "color": theme.INK},
        "automargin": False,
    }
    room = NARROWEST_PLOT - left - margin["r"]
    if context and median is not None:
        above = _context_label(context, left + median * room, median)
        notes.insert(len(dots) - len(valued), above)
    notes += [
        _label(row, dot, on_the_right=_label_right(dot, at, median, room))
        for (row, _dot, _value), (dot, at) in zip(valued, places, strict=True)
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


@dataclass(frozen=True, slots=True)
class _Ticks:
    """How many ticks an axis has at most, and the first and last of them: number and words."""

    most: int
    first: float
    first_words: str
    last: float
    last_words: str


def _ticks(low: float, high: float, decimals: int, room: float) -> _Ticks:
    """Return the ticks that fit into so many pixels.

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
    return _Ticks(most, first, words(first), last, words(last))


def _unit(text: str, beside: float) -> theme.Part:
    """Return the unit left of the ticks, so many pixels from the first one's place."""
    return theme.note(
        0, 0, text, size=14, colour=theme.MUTED, xref="paper", yref="paper",
        xanchor="right", yanchor="top", align="right", xshift=-4 - beside, yshift=-8,
    )  # fmt: skip


def _room_of_names(dots: Sequence[Dot], letters: int) -> int:
    """Return the pixels left of the axis that names in lines of so many letters take."""
    widths = [
        len(line) * (NAME_LETTER + (0.5 if dot.strong else 0))
        for dot in dots
        for line in wrapped(dot.label, letters, at_hyphens=True).split("<br>")
    ]
    return 16 + round(max(widths, default=0))


def _label_width(dot: Dot) -> float:
    """Return the pixels of a value's words and of what keeps them off their dot."""
    return len(dot.text) * LETTER + MARKER + 2


def _label_right(dot: Dot, position: float, median: float | None, narrowest: float) -> bool:
    """Return the side of a label: where there is room at any width, and away from the median.

    A label may cover the median's line, where it must; it leaves the drawing as little as can be.
    """
    width = _label_width(dot)

    def faults(*, right: bool) -> tuple[float, int]:
        cut, met = 0.0, 0
        for room in (narrowest, WIDE_PLOT):
            start = position * room + (0 if right else -width)
            cut += max(0, -start) + max(0, start + width - room)
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
    markers = [marker(dot) for dot in dots]
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


def _absence(dot: Dot, row: int, letters: int) -> theme.Part:
    """Return the words that stand in a row without a value, in lines of so many letters."""
    words = theme.note(
        0, row, f"<i>{wrapped(dot.text, letters)}</i>", size=14, colour=theme.MUTED,
        xref="paper", xanchor="left", align="left", xshift=4, name=dot.key,
    )  # fmt: skip
    return theme.on_plate(words)


def marker(dot: Dot) -> dict[str, Any]:
    """Return the looks of a place's mark: its colour and symbol, larger where it stands out."""
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
    for _start, end, height in bars:
        y = foot + height * (top - foot)
        corners.append(f"V{y:.4g}H{end:.6g}")
    return "".join([*corners, f"V{foot:.4g}Z"])


def _context_label(context: Context, across: float, position: float) -> theme.Part:
    """Return the words over the median, which on the smallest phone is so many pixels across."""
    width = max(map(len, context.text.split("<br>"))) * NAME_LETTER
    # above the names there is room to the left, beyond the scale's end there is none
    if position < 0.55:
        side, start, shift = "center", across - width / 2, 0.0
    else:
        side, start, shift = "right", across - width, 4.0
    shift += max(0, -start - shift) - max(0, start + shift + width - NARROWEST_PLOT)
    return theme.note(
        context.median, 1, context.text, colour=theme.MUTED, yref="paper", xanchor=side,
        yanchor="bottom", align=side, yshift=2, xshift=round(shift),
    )  # fmt: skip


# ------------------------------------------------------------------------------------- profile


def strips(rows: Sequence[Strip], *, heading: str = "") -> theme.Figure:
    """Return one strip an indicator, each from the lowest to the highest value that is drawn.

    `heading` says whose values the rows' texts are.
    """
    ends = [(0.0, "left", "◂ niedriger"), (1.0, "right", "höher ▸")]
    places = {dot.key: dot for row in reversed(rows) for dot in reversed(row.dots)}
    keys = dict.fromkeys(dot.key for row in rows for dot in row.dots)
    return theme.figure(
        [*(_strip_dots(key, rows) for key in keys), *(_sign_of(places[key]) for key in keys)],
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
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 14},
            "itemclick": False, "itemdoubleclick": False,
        },
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"range": [-4, 104], "visible": False},
        yaxis={"range": [len(rows) - 0.1, -0.9 if heading else -0.62], "visible": False},
    )  # fmt: skip


def _sign_of(dot: Dot) -> theme.Part:
    """Return an empty trace that says whose sign it is; far out it would be an open one."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "marker": {**marker(dot), "symbol": dot.symbol.removesuffix("-open")},
        "name": dot.label,
    }


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
        "marker": {**marker(first), "symbol": [dot.symbol for dot, _value, _y in marks]},
        "text": [dot.hover for dot, _value, _y in marks],
        "name": first.label,
        "meta": key,
        "showlegend": False,
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
