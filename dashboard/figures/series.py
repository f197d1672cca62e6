"""Values over time: only dates that exist, breaks as gaps, labels at the line ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from dashboard import theme
from dashboard.model import Break

LABEL_PIXELS = 8  # width of a letter of a label
LABEL_GAP = 0.06  # of the drawn height; two labels closer than this are pushed apart
NUMBERS = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series: `points` are ISO date (coarse allowed), value, hover text."""

    label: str
    colour: str
    points: tuple[tuple[str, float, str], ...]
    symbol: str = "circle"
    dash: str = "solid"
    quiet: bool = False
    strong: bool = False


def day_of(date: str) -> str:
    """Return the day at which a coarse ISO date is drawn: the middle of its year or month."""
    return {4: f"{date}-07-01", 7: f"{date}-15"}.get(len(date), date)


def segments(
    points: Sequence[tuple[str, float, str]], breaks: Iterable[Break]
) -> list[list[tuple[str, float, str]]]:
    """Return the points cut wherever a break lies between two neighbours."""
    cuts = list(breaks)
    parts: list[list[tuple[str, float, str]]] = []
    for point in points:
        if not parts or _is_cut(parts[-1][-1][0], point[0], cuts):
            parts.append([])
        parts[-1].append(point)
    return parts


def _is_cut(earlier: str, later: str, breaks: Sequence[Break]) -> bool:
    return any(
        day_of(earlier) <= day_of(one.after) and day_of(one.before) <= day_of(later)
        for one in breaks
    )


def time_lines(
    lines: Sequence[Line],
    *,
    unit: str,
    decimals: int,
    breaks: Sequence[Break] = (),
    period: tuple[str, str, str] | None = None,
    from_zero: bool = False,
) -> go.Figure:
    """Return lines over time; `period` is start, end and label of a shaded span."""
    figure = theme.blank_figure()
    for line in lines:
        for part in segments(line.points, breaks):
            figure.add_trace(_trace(line, part))
    low, high = _extent(lines, from_zero)
    figure.update_yaxes(
        range=[low, high],
        tickformat=f",.{decimals}f",
        nticks=6,
        title={"text": unit, "standoff": 12},
    )
    figure.update_xaxes(type="date", tickformat="%Y", nticks=8, hoverformat="%d.%m.%Y")
    if period:
        _shade(figure, period)
    _mark_breaks(figure, [one for one in breaks if _is_visible(one, lines)])
    _label_ends(figure, lines, low, high)
    longest = max(len(line.label) for line in lines)
    figure.update_layout(margin_r=16 + LABEL_PIXELS * longest)
    return figure


def numbered(breaks: Sequence[Break]) -> list[tuple[str, Break]]:
    """Return the breaks with the figure that marks each in the chart."""
    return list(zip(NUMBERS, breaks, strict=False))


def visible_breaks(lines: Sequence[Line], breaks: Sequence[Break]) -> tuple[Break, ...]:
    """Return the breaks that lie within the drawn dates."""
    return tuple(one for one in breaks if _is_visible(one, lines))


def _is_visible(one: Break, lines: Sequence[Line]) -> bool:
    days = [day_of(date) for line in lines for date, _value, _text in line.points]
    return bool(days) and min(days) <= day_of(one.after) and day_of(one.before) <= max(days)


def _trace(line: Line, part: Sequence[tuple[str, float, str]]) -> go.Scatter:
    return go.Scatter(
        x=[day_of(date) for date, _value, _text in part],
        y=[value for _date, value, _text in part],
        text=[text for _date, _value, text in part],
        name=line.label,
        mode="lines+markers",
        line={"color": line.colour, "width": 4 if line.strong else 2.5, "dash": line.dash},
        marker={"color": line.colour, "size": 6 if line.quiet else 9, "symbol": line.symbol},
        opacity=0.8 if line.quiet else 1,
        hovertemplate="<b>%{fullData.name}</b><br>%{text}<extra></extra>",
    )


def _extent(lines: Sequence[Line], from_zero: bool) -> tuple[float, float]:
    values = [value for line in lines for _date, value, _text in line.points]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.12
    return (0 if from_zero else low - room), high + room


def _shade(figure: go.Figure, period: tuple[str, str, str]) -> None:
    start, end, label = period
    figure.add_vrect(x0=start, x1=end, fillcolor=theme.PERIOD, line_width=0, layer="below")
    figure.add_annotation(
        x=start, y=0, yref="paper", xanchor="left", yanchor="bottom", showarrow=False, text=label,
        font={"size": 13, "color": theme.MUTED}, xshift=4,
    )  # fmt: skip


def _mark_breaks(figure: go.Figure, breaks: Sequence[Break]) -> None:
    for mark, one in numbered(breaks):
        after, before = day_of(one.after), day_of(one.before)
        middle = _between(after, before)
        figure.add_vline(x=middle, line={"color": theme.MUTED, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=middle, y=1, yref="paper", yanchor="bottom", showarrow=False, text=f"<b>{mark}</b>",
            font={"size": 16, "color": theme.INK}, hovertext=one.label,
        )  # fmt: skip


def _between(earlier: str, later: str) -> str:
    first, last = date.fromisoformat(earlier), date.fromisoformat(later)
    return (first + (last - first) / 2).isoformat()


def _label_ends(figure: go.Figure, lines: Sequence[Line], low: float, high: float) -> None:
    ends = sorted(
        ((line.points[-1][1], line) for line in lines if line.points), key=lambda end: end[0]
    )
    lowest = -1.0
    for value, line in ends:
        height = max((value - low) / (high - low), lowest + LABEL_GAP)
        lowest = height
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=8, y=height, yref="paper", yanchor="middle",
            showarrow=False, align="left",
            text=f"<b>{line.label}</b>" if line.strong else line.label,
            font={"size": 15, "color": line.colour},
        )  # fmt: skip
