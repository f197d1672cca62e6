"""Answers as bars, matrices and quartiles, and single published values on axes of their own.

Labels stand above their bars, so that long answers fit a phone; what is withheld is a sentence
in its row, never a bar of length zero. Every figure of invented answers is hatched and says so.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import plotly.graph_objects as go

from dashboard.figures import theme
from dashboard.findings.survey_answers import Answer, Quartiles, Ratings, Reliability
from dashboard.wording.numbers import number

WATERMARK = "SYNTHETISCHE DEMODATEN – keine Umfrageergebnisse"
LABEL_LETTERS = 44  # fit 350 px, the width of a chart on a phone
FACT_LETTERS = 52  # the same in small type
SMALLEST_LABELLED = 6  # percent of a bar that a number fits into
OUTSIDE_GAP = 8  # percent between a full bar and what stands outside it
AGAINST = (theme.TOKENS["answer-against"], theme.TOKENS["answer-rather-against"])
FOR = (theme.TOKENS["answer-for"], theme.TOKENS["answer-rather-for"])
NEUTRAL = theme.TOKENS["answer-neutral"]
OUTSIDE = theme.TOKENS["answer-outside"]
ACCENT = theme.TOKENS["accent"]
PALE = theme.TOKENS["answer-rather-for"]
SERIES = (theme.TOKENS["answer-for"], theme.TOKENS["answer-against"], theme.MUTED)
UNIT_WORDS = {"minutes": "Minuten", "km": "Kilometer", "days": "Tage"}


class Arrangement(StrEnum):
    """How rated items are drawn; the words stand in the address."""

    STACKED = "gestapelt"
    DIVERGING = "divergierend"
    ASIDE = "mitte-abseits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One published value: `title` and `detail` say who was asked what."""

    title: str
    detail: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One bar of a ranking, or a named gap where `value` is None."""

    label: str
    value: float | None
    text: str
    strong: bool = False


def share_text(answer: Answer) -> str:
    """Return a share as it may be shown: „33 %“, „(33 %)“ on a small base, or why it is not."""
    if answer.value is None:
        return answer.reason
    text = f"{number(answer.value, answer.decimals)}\u00a0%"
    return f"({text})" if answer.reliability is Reliability.BRACKETED else text


def base_text(base: int | None) -> str:
    """Return „n = 440“, or that it is not known."""
    return "n unbekannt" if base is None else f"n\u00a0=\u00a0{number(base)}"


# ------------------------------------------------------------------------------------ figures


def answer_bars(answers: Sequence[Answer], *, ordered: bool, synthetic: bool) -> go.Figure:
    """Return a bar an answer; `ordered` keeps the order of the questionnaire."""
    rows = list(answers) if ordered else sorted(answers, key=lambda one: -(one.value or -1))
    figure = theme.blank_figure()
    places = _places(len(rows))
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=[one.value for one in rows],
            y=places,
            width=0.34,
            marker={"color": [_fill(one) for one in rows], "line": _edge()},
            error_x=_whiskers(rows),
            hoverinfo="skip",
        )
    )
    for place, one in zip(places, rows, strict=True):
        _row_label(figure, place, [one.label])
        if one.value is None:
            _sentence(figure, place, one.reason)
        else:
            end = max(one.value, one.interval[1] if one.interval else 0)
            _value_at(figure, place, end, share_text(one), one.reliability)
    highest = max((one.interval[1] if one.interval else one.value or 0) for one in rows)
    _percent_axis(figure, min(100, max(20, highest * 1.22)))
    _finish(figure, len(rows), synthetic)
    return figure


def stacked_rows(
    rows: Sequence[Ratings], arrangement: Arrangement, *, synthetic: bool
) -> go.Figure:
    """Return rated items, groups or towns as stacked bars, or diverging from the middle."""
    figure = theme.blank_figure()
    places = _places(len(rows))
    options = _options(rows)
    colours = _colours(options)
    reach = [0.0, 100.0] if arrangement is Arrangement.STACKED else [0.0, 0.0]
    aside: list[tuple[float, Answer, str]] = []
    segments: dict[str, list[tuple[float, float, float, Answer]]] = {code: [] for code in colours}
    for place, row in zip(places, rows, strict=True):
        _row_label(figure, place, [row.label, _row_facts(row)])
        if not row.shown or not row.answers:
            _sentence(figure, place, next(one.reason for one in row.answers if one.reason))
            continue
        middle = [one for one in row.answers if _polarity(one) == 0]
        inside = list(row.answers)
        if arrangement is Arrangement.ASIDE:
            inside = [one for one in inside if one not in middle]
            aside += [(place, one, one.label) for one in middle]
        start = _start(row, arrangement)
        for one in inside:
            width = one.value or 0.0
            segments[_code(one)].append((place, start, width, one))
            reach = [min(reach[0], start), max(reach[1], start + width)]
            start += width
    for code, found in segments.items():
        if found:
            label = next(one.label for one in options if _code(one) == code)
            figure.add_trace(_segments(label, colours[code], found))
    _aside(figure, aside, reach)
    _outside(figure, rows, places, reach)
    _signed_axis(figure, reach, arrangement)
    if arrangement is not Arrangement.STACKED:
        _middle_line(figure, [place for place, row in zip(places, rows, strict=True) if row.shown])
    _finish(figure, len(rows), synthetic, legend=True)
    return figure


def quartile_rows(rows: Sequence[Quartiles], *, synthetic: bool) -> go.Figure:
    """Return the middle half of the answers as a bar and the median as a mark in it."""
    figure = theme.blank_figure()
    places = _places(len(rows))
    shown = [(place, row) for place, row in zip(places, rows, strict=True) if row.shown]
    figure.add_trace(
        go.Bar(
            orientation="h",
            base=[row.low.value for _, row in shown],
            x=[(row.high.value or 0) - (row.low.value or 0) for _, row in shown],
            y=[place for place, _ in shown],
            width=0.34,
            marker={
                "color": [_fill(row.median) for _, row in shown],
                "opacity": 0.55,
                "line": _edge(),
            },
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[row.median.value for _, row in shown],
            y=[place for place, _ in shown],
            mode="markers",
            marker={"symbol": "line-ns", "size": 26, "line": {"width": 4, "color": theme.INK}},
            hoverinfo="skip",
        )
    )
    for place, row in zip(places, rows, strict=True):
        if row.shown:
            values = (
                f"Median {number(row.median.value)}, mittlere Hälfte {number(row.low.value)} bis "
                f"{number(row.high.value)}"
            )
            if row.median.reliability is Reliability.BRACKETED:
                values = f"({values})"
            _row_label(figure, place, [row.label, f"{values} · {base_text(row.base)}"])
        else:
            _row_label(figure, place, [row.label, base_text(row.base)])
            _sentence(figure, place, row.median.reason or row.low.reason or row.high.reason)
    highest = max((row.high.value or 0 for _, row in shown), default=1)
    unit = UNIT_WORDS.get(rows[0].unit, rows[0].unit) if rows else ""
    figure.update_xaxes(range=[0, highest * 1.1], nticks=6, title={"text": unit, "standoff": 8})
    _finish(figure, len(rows), synthetic)
    return figure


def compared_bars(series: Sequence[tuple[str, Sequence[Answer]]], *, synthetic: bool) -> go.Figure:
    """Return the same answers of several towns: a group of bars an answer, a colour a town."""
    figure = theme.blank_figure()
    labels = list(dict.fromkeys(one.label for _, given in series for one in given))
    places = _places(len(labels))
    thickness = 0.52 / len(series)
    highest = 20.0
    for number_, (name, given) in enumerate(series):
        by_label = {one.label: one for one in given}
        shift = 0.26 - thickness * (number_ + 0.5)
        rows = [
            (place + shift, by_label.get(label))
            for place, label in zip(places, labels, strict=True)
        ]
        figure.add_trace(
            go.Bar(
                orientation="h",
                name=f"{name} ({base_text(given[0].base if given else None)})",
                x=[one.value if one else None for _, one in rows],
                y=[place for place, _ in rows],
                width=thickness * 0.86,
                marker={"color": SERIES[number_ % len(SERIES)], "line": _edge()},
                hoverinfo="skip",
            )
        )
        for place, one in rows:
            if one is None:
                _sentence(figure, place, "hier nicht gefragt")
            elif one.value is None:
                _sentence(figure, place, one.reason)
            else:
                _value_at(figure, place, one.value, share_text(one), one.reliability)
                highest = max(highest, one.value)
    for place, label in zip(places, labels, strict=True):
        _row_label(figure, place, [label], lift=0.3)
    _percent_axis(figure, min(100, highest * 1.22))
    _finish(figure, len(labels), synthetic, legend=True)
    return figure


def separate_dots(dots: Sequence[Dot]) -> go.Figure:
    """Return each value on an axis of its own: the same span, but nothing shared to compare on."""
    figure = theme.blank_figure()
    height = 1 / len(dots)
    for number_, dot in enumerate(dots):
        name = "" if number_ == 0 else str(number_ + 1)
        top = 1 - number_ * height
        figure.add_trace(
            go.Scatter(
                x=[dot.value],
                y=[0],
                mode="markers+text",
                text=[f"<b>{dot.text}</b>"],
                textposition="middle right" if dot.value < 80 else "middle left",
                textfont={"size": 20, "color": theme.INK},
                marker={"size": 18, "color": ACCENT, "line": {"width": 2, "color": theme.PAPER}},
                xaxis=f"x{name}",
                yaxis=f"y{name}",
                hovertemplate=f"<b>{dot.text}</b><br>{dot.title}<br>{dot.detail}<extra></extra>",
                cliponaxis=False,
            )
        )
        last = number_ == len(dots) - 1
        figure.layout[f"xaxis{name}"] = {
            "range": [0, 100],
            "anchor": f"y{name}",
            "domain": [0, 1],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showline": False,
            "showticklabels": last,
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": [f"{tick}\u00a0%" for tick in (0, 25, 50, 75, 100)],
            "tickfont": {"size": 14, "color": theme.MUTED},
            "ticks": "",
        }
        figure.layout[f"yaxis{name}"] = {
            "range": [-1, 1],
            "anchor": f"x{name}",
            "domain": [top - height * 0.98, top - height * 0.58],
            "visible": False,
            "fixedrange": True,
        }
        figure.add_shape(
            type="line", x0=0, x1=100, y0=0, y1=0, xref=f"x{name}", yref=f"y{name}",
            line={"color": theme.BAND, "width": 10}, layer="below",
        )  # fmt: skip
        figure.add_annotation(
            x=0, y=top, xref="paper", yref="paper", xanchor="left", yanchor="top", align="left",
            showarrow=False, borderpad=0,
            text=f"<b>{_wrapped(dot.title)}</b><br>"
            f"<span style='color:{theme.MUTED}'>{_wrapped(dot.detail)}</span>",
            font={"size": 15, "color": theme.INK},
        )  # fmt: skip
    figure.update_layout(margin={"l": 16, "r": 28, "t": 8, "b": 28})
    return figure


def ranked_bars(rows: Sequence[Ranked], *, unit: str) -> go.Figure:
    """Return bars from high to low and, below them, the named gaps."""
    ordered = sorted(rows, key=lambda one: (one.value is None, -(one.value or 0), one.label))
    figure = theme.blank_figure()
    places = [float(len(ordered) - position) for position in range(len(ordered))]
    highest = max(one.value or 0 for one in ordered)
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=[one.value for one in ordered],
            y=places,
            width=0.62,
            marker={"color": [ACCENT if one.strong else theme.BAND_EDGE for one in ordered]},
            text=[one.text if one.value is not None else "" for one in ordered],
            textposition="outside",
            textfont={"size": 15, "color": theme.INK},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    for place, one in zip(places, ordered, strict=True):
        if one.value is None:
            _dashed(figure, place, highest, 0.62)
            _sentence(figure, place, one.text)
    figure.update_yaxes(
        tickvals=places,
        ticktext=[f"<b>{one.label}</b>" if one.strong else one.label for one in ordered],
        tickfont={"size": 15, "color": theme.INK},
        showgrid=False,
        range=[0.4, len(ordered) + 0.6],
    )
    figure.update_xaxes(
        range=[0, highest * 1.42], visible=False, title={"text": unit, "standoff": 8}
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 8})
    return figure


# ------------------------------------------------------------------------------------- parts


def _places(count: int) -> list[float]:
    """Return the heights of the rows, first row on top."""
    return [float(count - position) for position in range(count)]


def _wrapped(text: str, letters: int = LABEL_LETTERS) -> str:
    return "<br>".join(textwrap.wrap(text, letters, break_on_hyphens=False)) or text


def _edge() -> dict[str, object]:
    return {"color": theme.PAPER, "width": 1}


def _fill(answer: Answer) -> str:
    return PALE if answer.reliability is Reliability.BRACKETED else ACCENT


def _row_label(
    figure: go.Figure, place: float, lines: Sequence[str], *, lift: float = 0.22
) -> None:
    first, *rest = lines
    text = _wrapped(first)
    if rest:
        text += "".join(
            f"<br><span style='color:{theme.MUTED};font-size:14px'>{line}</span>"
            for line in (_wrapped(one, FACT_LETTERS) for one in rest)
        )
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=place + lift, yref="y", yanchor="bottom",
        align="left", showarrow=False, text=text, borderpad=0,
        font={"size": 15, "color": theme.INK},
    )  # fmt: skip


def _sentence(figure: go.Figure, place: float, text: str) -> None:
    """Say in the row why there is no bar."""
    figure.add_annotation(
        x=0, xref="x", xanchor="left", xshift=6, y=place, yref="y", yanchor="middle",
        showarrow=False, text=text, font={"size": 14, "color": theme.MUTED, "style": "italic"},
    )  # fmt: skip


def _dashed(figure: go.Figure, place: float, width: float, height: float) -> None:
    figure.add_shape(
        type="rect", x0=0, x1=width, y0=place - height / 2, y1=place + height / 2,
        line={"color": theme.BAND_EDGE, "width": 1.5, "dash": "dash"}, layer="below",
    )  # fmt: skip


def _value_at(
    figure: go.Figure, place: float, x: float, text: str, reliability: Reliability
) -> None:
    colour = theme.MUTED if reliability is Reliability.BRACKETED else theme.INK
    figure.add_annotation(
        x=x, xref="x", xanchor="left", xshift=6, y=place, yref="y", yanchor="middle",
        showarrow=False, text=text, font={"size": 15, "color": colour},
    )  # fmt: skip


def _whiskers(rows: Sequence[Answer]) -> dict[str, object]:
    if not any(one.interval for one in rows):
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": [one.interval[1] - (one.value or 0) if one.interval else 0 for one in rows],
        "arrayminus": [(one.value or 0) - one.interval[0] if one.interval else 0 for one in rows],
        "color": theme.INK,
        "thickness": 1.5,
        "width": 5,
    }


def _percent_axis(figure: go.Figure, highest: float) -> None:
    figure.update_xaxes(range=[0, highest], visible=False)


def _options(rows: Sequence[Ratings]) -> list[Answer]:
    """Return one answer an option, in the order of the first row that has them."""
    found: dict[str, Answer] = {}
    for row in rows:
        for one in row.answers:
            found.setdefault(_code(one), one)
    return list(found.values())


def _code(answer: Answer) -> str:
    return answer.option.code if answer.option else answer.label


def _polarity(answer: Answer) -> int | None:
    return answer.option.polarity if answer.option else None


def _colours(options: Sequence[Answer]) -> dict[str, str]:
    """Return a colour an option: outer answers darkest, the middle grey."""
    against = [one for one in options if _polarity(one) == -1]
    favour = [one for one in options if _polarity(one) == 1]
    if not against and not favour:
        return dict(zip(map(_code, options), _steps(len(options)), strict=True))
    outer_against = against[:1] if options[0] in against else against[-1:]
    outer_for = favour[:1] if options[0] in favour else favour[-1:]
    colours = {}
    for one in options:
        if one in against:
            colours[_code(one)] = AGAINST[0] if one in outer_against else AGAINST[1]
        elif one in favour:
            colours[_code(one)] = FOR[0] if one in outer_for else FOR[1]
        else:
            colours[_code(one)] = NEUTRAL
    return colours


def _steps(count: int) -> list[str]:
    """Return that many steps from the dark blue towards the paper, for answers without a scale."""
    start, end = (_channels(colour) for colour in (FOR[0], theme.BAND))
    shares = [position / max(count - 1, 1) for position in range(count)]
    return [
        "#"
        + "".join(
            f"{round(low + (high - low) * share):02x}" for low, high in zip(start, end, strict=True)
        )
        for share in shares
    ]


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _is_dark(colour: str) -> bool:
    red, green, blue = _channels(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _start(row: Ratings, arrangement: Arrangement) -> float:
    """Return where the first segment begins: at zero, or left of it by what rejects."""
    if arrangement is Arrangement.STACKED:
        return 0.0
    first = next((_polarity(one) for one in row.answers if _polarity(one)), -1)
    left = sum(one.value or 0 for one in row.answers if _polarity(one) == first)
    middle = sum(one.value or 0 for one in row.answers if _polarity(one) == 0)
    return -left if arrangement is Arrangement.ASIDE else -left - middle / 2


def _row_facts(row: Ratings) -> str:
    facts = [base_text(row.base)]
    if row.balance is not None:
        sign = "+" if round(row.balance) > 0 else ""
        facts.append(f"Saldo {sign}{number(row.balance)}")
    facts += [
        f"{label}: {'nicht gezeigt' if count is None else number(count)}"
        for label, count in row.outside
    ]
    return " · ".join(facts)


def _segments(
    label: str, colour: str, found: Sequence[tuple[float, float, float, Answer]]
) -> go.Bar:
    return go.Bar(
        orientation="h",
        name=label,
        base=[start for _, start, _, _ in found],
        x=[width for _, _, width, _ in found],
        y=[place for place, _, _, _ in found],
        width=0.4,
        marker={"color": colour, "line": _edge()},
        text=[
            share_text(one).replace("\u00a0%", "") if width >= _smallest(one) else ""
            for _, _, width, one in found
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 15, "color": theme.PAPER if _is_dark(colour) else theme.INK},
        constraintext="none",
        hovertemplate=f"{label}: %{{customdata}}<extra></extra>",
        customdata=[share_text(one) for _, _, _, one in found],
    )


def _smallest(answer: Answer) -> int:
    """Return from which width on a segment has room for its number, with brackets or without."""
    brackets = answer.reliability is Reliability.BRACKETED
    return SMALLEST_LABELLED + (4 if brackets else 0)


def _aside(
    figure: go.Figure, found: Sequence[tuple[float, Answer, str]], reach: list[float]
) -> None:
    """Draw the middle answers right of the diverging bars, as their own strip."""
    if not found:
        return
    start = reach[1] + OUTSIDE_GAP
    figure.add_trace(
        _segments(
            f"{found[0][2]} (abseits)",
            NEUTRAL,
            [(place, start, one.value or 0, one) for place, one, _ in found],
        )
    )
    reach[1] = start + max(one.value or 0 for _, one, _ in found)


def _outside(
    figure: go.Figure, rows: Sequence[Ratings], places: Sequence[float], reach: list[float]
) -> None:
    """Draw „weiß nicht“ outside the hundred percent, measured on the same base."""
    found = [
        (place, 100 * count / row.base, label)
        for place, row in zip(places, rows, strict=True)
        for label, count in row.outside[:1]
        if count is not None and row.base and row.shown
    ]
    if not found:
        return
    start = reach[1] + OUTSIDE_GAP
    figure.add_trace(
        go.Bar(
            orientation="h",
            name=f"{found[0][2]} (außerhalb der 100 %)",
            base=[start] * len(found),
            x=[share for _, share, _ in found],
            y=[place for place, _, _ in found],
            width=0.4,
            marker={"color": OUTSIDE, "line": _edge()},
            hoverinfo="skip",
        )
    )
    reach[1] = start + max(share for _, share, _ in found)


def _signed_axis(figure: go.Figure, reach: Sequence[float], arrangement: Arrangement) -> None:
    ticks = [0, 25, 50, 75, 100]
    if arrangement is not Arrangement.STACKED:
        ticks = [-75, -50, -25, 0, 25, 50, 75]
    ticks = [tick for tick in ticks if reach[0] <= tick <= reach[1]]
    figure.update_xaxes(
        range=[reach[0] - 1, reach[1] + 1],
        tickvals=ticks,
        ticktext=[f"{abs(tick)}\u00a0%" for tick in ticks],
        showline=False,
    )


def _middle_line(figure: go.Figure, places: Sequence[float]) -> None:
    """Mark the middle at each bar; one line through all would cross the labels."""
    for place in places:
        figure.add_shape(
            type="line", x0=0, x1=0, y0=place - 0.24, y1=place + 0.24,
            line={"color": theme.INK, "width": 2},
        )  # fmt: skip


def _finish(figure: go.Figure, rows: int, synthetic: bool, *, legend: bool = False) -> None:
    figure.update_yaxes(visible=False, range=[0.55, rows + 0.95])
    figure.update_layout(
        barmode="overlay",
        bargap=0,
        margin={"l": 16, "r": 22, "t": 8, "b": 8},
        showlegend=legend,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "yref": "paper",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 14, "color": theme.INK},
        },
    )
    if synthetic:
        mark_synthetic(figure)


def mark_synthetic(figure: go.Figure) -> None:
    """Hatch every bar and write across the figure that its answers are invented."""
    figure.update_traces(
        marker_pattern={
            "shape": "/",
            "size": 7,
            "solidity": 0.18,
            "fillmode": "overlay",
            "fgcolor": theme.PAPER,
        },
        selector={"type": "bar"},
    )
    figure.add_annotation(
        name="watermark", x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False,
        text=WATERMARK.replace(" – ", "<br>"), textangle=-16, opacity=0.3,
        font={"size": 22, "color": theme.TOKENS["answer-against"], "weight": 700},
    )  # fmt: skip
