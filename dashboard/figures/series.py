"""Values over time: only dates that exist, breaks as gaps, labels at the line ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from dashboard.facts.model import Break
from dashboard.figures import theme

LABEL_LETTER = 0.54  # width of a letter of a label, in its size
LABEL_LINE = 19  # pixels of the height that a line of a label takes
TICKS = 3  # years named on the axis, at most
UNIT_LINE = 19  # pixels of a line of the unit above the axis
LEADER = 6  # pixels between the edge of the drawing and a label
NUMBERS = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series: `points` are ISO date (coarse allowed), value, hover text.

    `breaks` cut this line alone. `level` is a value without a date, drawn from edge to edge.
    `key` links the line with the other marks of the same place on the page. Points of the dates
    `alone` are hollow, and no line leads to them.
    """

    label: str
    colour: str
    points: tuple[tuple[str, float, str], ...]
    symbol: str = "circle"
    dash: str = "solid"
    quiet: bool = False
    strong: bool = False
    breaks: tuple[Break, ...] = ()
    alone: frozenset[str] = frozenset()
    level: float | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A point whose value stands at it, above or below."""

    date: str
    value: float
    text: str
    below: bool = False


def day_of(date: str) -> str:
    """Return the day at which a coarse ISO date is drawn: the middle of its year or month."""
    return {4: f"{date}-07-01", 7: f"{date}-15"}.get(len(date), date)


def segments(
    points: Sequence[tuple[str, float, str]],
    breaks: Iterable[Break],
    alone: frozenset[str] = frozenset(),
) -> list[list[tuple[str, float, str]]]:
    """Return the points cut at the breaks, by the rule of `Break.side`, those `alone` by one."""
    cuts = list(breaks)
    parts: dict[tuple[object, ...], list[tuple[str, float, str]]] = {}
    for point in points:
        apart = point[0] if point[0] in alone else ""
        parts.setdefault((*(cut.side(point[0]) for cut in cuts), apart), []).append(point)
    return list(parts.values())


def time_lines(
    lines: Sequence[Line],
    *,
    unit: str,
    decimals: int,
    breaks: Sequence[Break] = (),
    period: tuple[str, str, str] | None = None,
    from_zero: bool = False,
    named: Sequence[Named] = (),
    ticks: Mapping[float, str] | None = None,
    height: int = 300,
) -> theme.Figure:
    """Return lines over time.

    Args:
        lines: one series each.
        unit: what stands above the axis.
        decimals: of its numbers.
        breaks: cut every line.
        period: start, end and label of a shaded span.
        from_zero: whether the axis begins at zero.
        named: the points whose values stand at them.
        ticks: the values on the axis that have names, and no others.
        height: of the drawing between its axes at least, in pixels.
    """
    low, high = _extent(lines, from_zero)
    start, end = _span(lines)
    title = theme.wrapped(unit, theme.LABEL_LETTERS, at_hyphens=True)
    years = _tick_years(start, end)
    parts = [
        (line, part)
        for line in lines
        for part in segments(line.points, [*breaks, *line.breaks], line.alone)
    ]
    shade, its_name = _shade(period, start, end) if period else ([], [])
    cuts = [(mark, one, _middle(one)) for mark, one in numbered(visible_breaks(lines, breaks))]
    ends = _ends([one for one in lines if one.label], low, high, LABEL_LINE / height)
    cut_line = {"color": theme.MUTED, "width": 1.5, "dash": "dot"}
    return theme.figure(
        [_trace(line, part) for line, part in parts],
        shapes=[
            *(
                theme.through(
                    "y", one.level, line={"color": one.colour, "width": 2, "dash": one.dash}
                )
                for one in lines
                if one.level is not None
            ),
            *shade,
            *(theme.through("x", day, line=cut_line) for _mark, _one, day in cuts),
            *(_leader(one, low, high, end) for one in ends),
        ],
        notes=[
            _unit(title),
            *its_name,
            *(_cut_mark(mark, one, day) for mark, one, day in cuts),
            *(_end_label(one) for one in ends),
            *(_value_at(one) for one in named),
        ],
        margin={
            **theme.LAYOUT["margin"],
            "t": 28 + UNIT_LINE * (title.count("<br>") + 1),
            "r": 8 + LEADER + max(map(_label_width, lines)),
        },
        xaxis={
            "type": "date",
            "range": [start.isoformat(), end.isoformat()],
            "tickvals": [f"{year}-01-01" for year in years],
            "ticktext": [str(year) for year in years],
            "tickangle": 0,
            "hoverformat": "%d.%m.%Y",
        },
        yaxis={
            "range": [low, high],
            "tickformat": f",.{decimals}~f",
            "nticks": 6,
            **theme.named_ticks(ticks),
        },
    )


def numbered(breaks: Sequence[Break]) -> list[tuple[str, Break]]:
    """Return the breaks with the figure that marks each in the chart."""
    return list(zip(NUMBERS, breaks, strict=False))


def visible_breaks(lines: Sequence[Line], breaks: Sequence[Break]) -> tuple[Break, ...]:
    """Return the breaks that lie within the drawn dates."""
    return tuple(one for one in breaks if _is_visible(one, lines))


def _is_visible(one: Break, lines: Sequence[Line]) -> bool:
    days = [day_of(date) for line in lines for date, _value, _text in line.points]
    return bool(days) and min(days) <= day_of(one.after) and day_of(one.before) <= max(days)


def _trace(line: Line, part: Sequence[tuple[str, float, str]]) -> theme.Part:
    symbol = f"{line.symbol}-open" if part[0][0] in line.alone else line.symbol
    return {
        "type": "scatter",
        "x": [day_of(date) for date, _value, _text in part],
        "y": [value for _date, value, _text in part],
        "text": [text for _date, _value, text in part],
        "name": line.label.replace("<br>", " "),
        "meta": line.key,
        "mode": "lines+markers",
        "line": {"color": line.colour, "width": 4 if line.strong else 2.5, "dash": line.dash},
        "marker": {"color": line.colour, "size": 6 if line.quiet else 9, "symbol": symbol},
        "opacity": 0.8 if line.quiet else 1,
        "hovertemplate": "<b>%{fullData.name}</b><br>%{text}<extra></extra>",
    }


def _extent(lines: Sequence[Line], from_zero: bool) -> tuple[float, float]:
    values = [value for line in lines for _date, value, _text in line.points]
    values += [line.level for line in lines if line.level is not None]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.12
    return (0 if from_zero else low - room), high + room


def _span(lines: Sequence[Line]) -> tuple[date, date]:
    """Return the days from edge to edge of the chart, with a little room at both ends."""
    days = [date.fromisoformat(day_of(day)) for line in lines for day, _value, _text in line.points]
    first, last = min(days), max(days)
    room = max((last - first) * 0.05, timedelta(days=60))
    return first - room, last + room


def _tick_years(start: date, end: date) -> list[int]:
    """Return at most so many round years that they fit on the smallest screen."""
    years = range(start.year + 1, end.year + 1)
    step = next(n for n in (1, 2, 4, 5, 10, 20, 50, 100) if len(years) / n <= TICKS)
    return [year for year in years if year % step == 0]


def _shade(
    period: tuple[str, str, str], start: date, end: date
) -> tuple[list[theme.Part], list[theme.Part]]:
    """Return what of the period lies within the chart as a band, and its name at its foot."""
    first, last = max(period[0], start.isoformat()), min(period[1], end.isoformat())
    if first >= last:
        return [], []
    band = theme.through("x", first, last, fillcolor=theme.PERIOD, line={"width": 0}, layer="below")
    # towards the middle of the chart: beyond its edges the name would be cut
    is_late = (date.fromisoformat(first) - start) * 2 > end - start
    name = theme.note(
        last if is_late else first, 0, period[2], colour=theme.MUTED,
        yref="paper", yanchor="bottom", xanchor="right" if is_late else "left",
    )  # fmt: skip
    return [band], [theme.on_plate(name, theme.PERIOD)]


def _middle(one: Break) -> str:
    first, last = (date.fromisoformat(day_of(day)) for day in (one.after, one.before))
    return (first + (last - first) / 2).isoformat()


def _unit(text: str) -> theme.Part:
    """Return the unit above the marks of breaks; upright beside the axis it would cost width."""
    return theme.note(
        0, 1, text, size=14, colour=theme.MUTED, xref="paper", yref="paper",
        xanchor="left", yanchor="bottom", xshift=-16, yshift=22, align="left",
    )  # fmt: skip


def _cut_mark(mark: str, one: Break, day: str) -> theme.Part:
    more = {"yref": "paper", "yanchor": "bottom", "hovertext": one.label}
    return theme.note(day, 1, f"<b>{mark}</b>", size=16, **more)


def _value_at(one: Named) -> theme.Part:
    words = theme.note(
        day_of(one.date), one.value, f"<b>{one.text}</b>", size=15, yshift=-17 if one.below else 17
    )
    return theme.on_plate(words)


@dataclass(frozen=True, slots=True)
class _End:
    """Where a line ends and its label stands, both in shares of the drawn height."""

    line: Line
    day: str
    wanted: float
    height: float


def _ends(lines: Sequence[Line], low: float, high: float, room: float) -> list[_End]:
    ends = sorted(
        ((end, line) for line in lines if (end := _end(line)) is not None), key=lambda one: one[0]
    )
    wanted = [(value - low) / (high - low) for value, _line in ends]
    sizes = [room * (line.label.count("<br>") + 1) for _value, line in ends]
    return [
        _End(line, day_of(line.points[-1][0]) if line.points else "", at, height)
        for (_value, line), at, height in zip(ends, wanted, apart(wanted, sizes), strict=True)
    ]


def _end_label(end: _End) -> theme.Part:
    line = end.line
    return theme.note(
        1, end.height, f"<b>{line.label}</b>" if line.strong else line.label,
        size=_label_size(line), colour=line.colour, name=line.key, xref="paper",
        xanchor="left", xshift=LEADER + 2, yref="paper", yanchor="middle", align="left",
    )  # fmt: skip


def _leader(end: _End, low: float, high: float, last: date) -> theme.Part:
    """Return the thin line from a line's last point to its label, wherever that had to go."""
    span = high - low
    return {
        "type": "line", "xref": "x", "yref": "y", "layer": "below",
        "x0": end.day or last.isoformat(), "y0": low + end.wanted * span,
        "x1": last.isoformat(), "y1": low + end.height * span,
        "line": {"color": end.line.colour, "width": 1, "dash": "dot"},
    }  # fmt: skip


def _label_size(line: Line) -> int:
    return 13 if line.quiet or "<br>" in line.label else 14


def _label_width(line: Line) -> int:
    """Return what the line's label takes, in pixels."""
    letters = max(map(len, line.label.split("<br>")))
    return round(letters * _label_size(line) * LABEL_LETTER)


def _end(line: Line) -> float | None:
    return line.points[-1][1] if line.points else line.level


def apart(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return heights as near as possible to the wanted ones at which labels do not meet.

    Both in shares of the height, ascending; the labels stay within it as long as they fit.
    """
    # without the room the labels below take, neighbours that meet want one and the same height
    below = [sum(sizes[:position]) + size / 2 for position, size in enumerate(sizes)]
    groups: list[list[float]] = []
    for height, room in zip(wanted, below, strict=True):
        groups.append([height - room])
        while len(groups) > 1 and fmean(groups[-2]) > fmean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    ceiling = max(0.0, 1 - sum(sizes))
    heights = [min(max(fmean(group), 0), ceiling) for group in groups for _member in group]
    return [height + room for height, room in zip(heights, below, strict=True)]
