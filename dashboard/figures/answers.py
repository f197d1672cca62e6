"""Answers of imported surveys as bars, matrices and quartiles.

Labels stand above their bars, so that long answers fit a phone; what is withheld is a sentence
in its row, never a bar of length zero. Every figure of invented answers is hatched and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from dashboard.figures import theme
from dashboard.figures.theme import ACCENT, LABEL_LETTERS, absence, from_top, wrapped
from dashboard.findings.survey_answers import Answer, Quartiles, Ratings, Reliability
from dashboard.wording.numbers import number
from dashboard.wording.survey_words import UNITS

WATERMARK = "SYNTHETISCHE DEMODATEN – keine Umfrageergebnisse"
FACT_LETTERS = 52  # as LABEL_LETTERS, in small type
SMALLEST_LABELLED = 6  # percent of a bar that a number fits into
NOT_ASKED = "hier nicht gefragt"
OUTSIDE_GAP = 8  # percent between a full bar and what stands outside it
AGAINST = (theme.TOKENS["answer-against"], theme.TOKENS["answer-rather-against"])
FOR = (theme.TOKENS["answer-for"], theme.TOKENS["answer-rather-for"])
NEUTRAL = theme.TOKENS["answer-neutral"]
OUTSIDE = theme.TOKENS["answer-outside"]
PALE = theme.TOKENS["answer-rather-for"]
SERIES = (theme.TOKENS["answer-for"], theme.TOKENS["answer-against"], theme.MUTED)
EDGE = {"color": theme.PAPER, "width": 1}
HATCHED = {
    "shape": "/", "size": 7, "solidity": 0.18, "fillmode": "overlay", "fgcolor": theme.PAPER,
}  # fmt: skip


class Arrangement(StrEnum):
    """How rated items are drawn; the words stand in the address."""

    STACKED = "gestapelt"
    DIVERGING = "divergierend"
    ASIDE = "mitte-abseits"


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


def answer_bars(answers: Sequence[Answer], *, ordered: bool, synthetic: bool) -> theme.Figure:
    """Return a bar an answer; `ordered` keeps the order of the questionnaire."""
    rows = list(answers) if ordered else sorted(answers, key=lambda one: -(one.value or -1))
    places = from_top(len(rows))
    bars = _bars(
        [one.value for one in rows],
        places,
        width=0.34,
        marker={"color": [_fill(one) for one in rows], "line": EDGE},
        error_x=_whiskers(rows),
        hoverinfo="skip",
    )
    notes = []
    for place, one in zip(places, rows, strict=True):
        notes += [_row_label(place, [one.label]), _row_value(place, one, _reach(one))]
    highest = max(map(_reach, rows))
    axis = _percent_axis(min(100, max(20, highest * 1.22)))
    return _figure([bars], notes, rows=len(rows), xaxis=axis, synthetic=synthetic)


def stacked_rows(
    rows: Sequence[Ratings], arrangement: Arrangement, *, synthetic: bool
) -> theme.Figure:
    """Return rated items, groups or towns as stacked bars, or diverging from the middle."""
    places = from_top(len(rows))
    options = _options(rows)
    low, high = (0.0, 100.0) if arrangement is Arrangement.STACKED else (0.0, 0.0)
    notes: list[theme.Part] = []
    aside: list[tuple[float, Answer]] = []
    hidden: list[tuple[float, float, float]] = []
    found: dict[str, list[tuple[float, float, Answer]]] = {_code(one): [] for one in options}
    for place, row in zip(places, rows, strict=True):
        notes.append(_row_label(place, [row.label, _row_facts(row)]))
        rest = row.hidden if arrangement is Arrangement.STACKED else None
        if (not row.shown and rest is None) or not row.answers:
            notes.append(absence(place, next(one.reason for one in row.answers if one.reason)))
            continue
        start = _start(row, arrangement)
        for one in row.answers:
            if one.value is None:  # all that is withheld stands where the first of it would
                hidden += [(place, start, rest or 0.0)] if rest is not None else []
                start, rest = start + (rest or 0.0), None
                continue
            if arrangement is Arrangement.ASIDE and _polarity(one) == 0:
                aside.append((place, one))
                continue
            found[_code(one)].append((place, start, one))
            low, high = min(low, start), max(high, start + one.value)
            start += one.value
    colours = _colours(options)
    traces = [
        _segments(one.label, colours[_code(one)], found[_code(one)])
        for one in options
        if found[_code(one)]
    ]
    if hidden:
        traces.append(_hidden(hidden))
    if aside:
        label, start = f"{aside[0][1].label} (abseits)", high + OUTSIDE_GAP
        traces.append(_segments(label, NEUTRAL, [(place, start, one) for place, one in aside]))
        high = _end(traces[-1])
    if outside := _outside(rows, places, high + OUTSIDE_GAP):
        traces.append(outside)
        high = _end(outside)
    shown = [place for place, row in zip(places, rows, strict=True) if row.shown]
    return _figure(
        traces,
        notes,
        rows=len(rows),
        shapes=[] if arrangement is Arrangement.STACKED else map(_middle_line, shown),
        xaxis=_signed_axis(low, high, arrangement),
        synthetic=synthetic,
        legend=True,
    )


def quartile_rows(rows: Sequence[Quartiles], *, synthetic: bool) -> theme.Figure:
    """Return the middle half of the answers as a bar and the median as a mark in it."""
    places = from_top(len(rows))
    shown = [(place, row) for place, row in zip(places, rows, strict=True) if row.shown]
    heights = [place for place, _ in shown]
    halves = _bars(
        [(row.high.value or 0) - (row.low.value or 0) for _, row in shown],
        heights,
        base=[row.low.value for _, row in shown],
        width=0.34,
        marker={
            "color": [_fill(row.median) for _, row in shown],
            "opacity": 0.55,
            "line": EDGE,
        },
        hoverinfo="skip",
    )
    medians = {
        "type": "scatter",
        "x": [row.median.value for _, row in shown],
        "y": heights,
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 26, "line": {"width": 4, "color": theme.INK}},
        "hoverinfo": "skip",
    }
    notes = []
    for place, row in zip(places, rows, strict=True):
        facts = [*([_quartile_words(row)] if row.shown else []), base_text(row.base)]
        notes.append(_row_label(place, [row.label, " · ".join(facts)]))
        if not row.shown:
            notes.append(absence(place, row.median.reason or row.low.reason or row.high.reason))
    highest = max((row.high.value or 0 for _, row in shown), default=1)
    unit = UNITS[rows[0].unit] if rows else ""
    axis = {"range": [0, highest * 1.1], "nticks": 6, "title": {"text": unit, "standoff": 8}}
    return _figure([halves, medians], notes, rows=len(rows), xaxis=axis, synthetic=synthetic)


def compared_bars(
    series: Sequence[tuple[str, Sequence[Answer]]], *, synthetic: bool
) -> theme.Figure:
    """Return the same answers of several towns: a group of bars an answer, a colour a town."""
    labels = list(dict.fromkeys(one.label for _, given in series for one in given))
    places = from_top(len(labels))
    thickness = 0.52 / len(series)
    traces, notes = [], []
    for position, (name, given) in enumerate(series):
        by_label = {one.label: one for one in given}
        rows = [by_label.get(label) for label in labels]
        shift = 0.26 - thickness * (position + 0.5)
        heights = [place + shift for place in places]
        traces.append(
            _bars(
                [one.value if one else None for one in rows],
                heights,
                name=f"{name} ({base_text(given[0].base if given else None)})",
                width=thickness * 0.86,
                marker={"color": SERIES[position % len(SERIES)], "line": EDGE},
                hoverinfo="skip",
            )
        )
        notes += [
            _row_value(height, one, one.value or 0) if one else absence(height, NOT_ASKED)
            for height, one in zip(heights, rows, strict=True)
        ]
    notes += [
        _row_label(place, [label], lift=0.3) for place, label in zip(places, labels, strict=True)
    ]
    highest = max((one.value or 0 for _, given in series for one in given), default=0)
    axis = _percent_axis(min(100, max(20, highest) * 1.22))
    return _figure(traces, notes, rows=len(labels), xaxis=axis, synthetic=synthetic, legend=True)


# ------------------------------------------------------------------------------------- parts


def _bars(x: Sequence[float | None], y: Sequence[float], **more: Any) -> theme.Part:
    return {"type": "bar", "orientation": "h", "x": x, "y": y, **more}


def _fill(answer: Answer) -> str:
    return PALE if answer.reliability is Reliability.BRACKETED else ACCENT


def _reach(answer: Answer) -> float:
    """Return how far a bar reaches, its whisker included."""
    return max(answer.value or 0, answer.interval[1] if answer.interval else 0)


def _row_label(place: float, lines: Sequence[str], *, lift: float = 0.22) -> theme.Part:
    first, *rest = lines
    small = "".join(
        f"<br><span style='color:{theme.MUTED};font-size:14px'>{wrapped(one, FACT_LETTERS)}</span>"
        for one in rest
    )
    return theme.note(
        0, place + lift, wrapped(first, LABEL_LETTERS) + small, size=15, xref="paper", yref="y",
        xanchor="left", yanchor="bottom", align="left", borderpad=0,
    )  # fmt: skip


def _row_value(place: float, answer: Answer, x: float) -> theme.Part:
    """Return a value after its bar, which ends at x, or in words why there is no bar."""
    if answer.value is None:
        return absence(place, answer.reason)
    colour = theme.MUTED if answer.reliability is Reliability.BRACKETED else theme.INK
    return theme.note(
        x, place, share_text(answer), size=15, colour=colour,
        xref="x", yref="y", xanchor="left", yanchor="middle", xshift=6,
    )  # fmt: skip


def _quartile_words(row: Quartiles) -> str:
    values = (
        f"Median {number(row.median.value)}, mittlere Hälfte {number(row.low.value)} bis "
        f"{number(row.high.value)}"
    )
    return f"({values})" if row.median.reliability is Reliability.BRACKETED else values


def _whiskers(rows: Sequence[Answer]) -> dict[str, Any]:
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


def _percent_axis(highest: float) -> dict[str, Any]:
    return {"range": [0, highest], "visible": False}


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


def _segments(label: str, colour: str, found: Sequence[tuple[float, float, Answer]]) -> theme.Part:
    """Return one answer's part of every bar: row, start and answer each."""
    return _bars(
        [one.value or 0.0 for _, _, one in found],
        [place for place, _, _ in found],
        name=label,
        base=[start for _, start, _ in found],
        width=0.4,
        marker={"color": colour, "line": EDGE},
        text=[
            share_text(one).replace("\u00a0%", "") if (one.value or 0.0) >= _smallest(one) else ""
            for _, _, one in found
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 15, "color": theme.PAPER if _is_dark(colour) else theme.INK},
        constraintext="none",
        hovertemplate=f"{label}: %{{customdata}}<extra></extra>",
        customdata=[share_text(one) for _, _, one in found],
    )


def _hidden(found: Sequence[tuple[float, float, float]]) -> theme.Part:
    """Return what the withheld answers of rows make together: row, start and percent each."""
    return _bars(
        [share for _, _, share in found],
        [place for place, _, _ in found],
        name="zusammen, zum Schutz Einzelner nicht einzeln gezeigt",
        base=[start for _, start, _ in found],
        width=0.4,
        marker={"color": theme.PAPER, "line": {"color": theme.MUTED, "width": 1}},
        hoverinfo="skip",
    )


def _end(trace: theme.Part) -> float:
    """Return how far right the bars of a trace reach."""
    ends: list[float] = [
        start + width for start, width in zip(trace["base"], trace["x"], strict=True)
    ]
    return max(ends)


def _smallest(answer: Answer) -> int:
    """Return from which width on a segment has room for its number, with brackets or without."""
    brackets = answer.reliability is Reliability.BRACKETED
    return SMALLEST_LABELLED + (4 if brackets else 0)


def _outside(rows: Sequence[Ratings], places: Sequence[float], start: float) -> theme.Part | None:
    """Return „weiß nicht“ outside the hundred percent, measured on the same base."""
    found = [
        (place, 100 * count / row.base, label)
        for place, row in zip(places, rows, strict=True)
        for label, count in row.outside[:1]
        if count is not None and row.base and row.shown
    ]
    if not found:
        return None
    return _bars(
        [share for _, share, _ in found],
        [place for place, _, _ in found],
        name=f"{found[0][2]} (außerhalb der 100 %)",
        base=[start] * len(found),
        width=0.4,
        marker={"color": OUTSIDE, "line": EDGE},
        hoverinfo="skip",
    )


def _signed_axis(low: float, high: float, arrangement: Arrangement) -> dict[str, Any]:
    ticks = [0, 25, 50, 75, 100]
    if arrangement is not Arrangement.STACKED:
        ticks = [-75, -50, -25, 0, 25, 50, 75]
    ticks = [tick for tick in ticks if low <= tick <= high]
    return {
        "range": [low - 1, high + 1],
        "tickvals": ticks,
        "ticktext": [f"{abs(tick)}\u00a0%" for tick in ticks],
        "showline": False,
    }


def _middle_line(place: float) -> theme.Part:
    """Return the mark of the middle at one bar; a line through all would cross the labels."""
    return {
        "type": "line", "x0": 0, "x1": 0, "y0": place - 0.24, "y1": place + 0.24,
        "line": {"color": theme.INK, "width": 2},
    }  # fmt: skip


def _figure(
    traces: Sequence[theme.Part],
    notes: Sequence[theme.Part],
    *,
    rows: int,
    xaxis: dict[str, Any],
    synthetic: bool,
    shapes: Iterable[theme.Part] = (),
    legend: bool = False,
) -> theme.Figure:
    """Return so many rows of bars; invented ones are hatched, and words across them say so."""
    if synthetic:
        traces, notes = [*map(_hatched, traces)], [*notes, _watermark()]
    return theme.figure(
        traces,
        notes=notes,
        shapes=shapes,
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
        xaxis=xaxis,
        yaxis={"visible": False, "range": [0.55, rows + 0.95]},
    )


def _hatched(trace: theme.Part) -> theme.Part:
    if trace["type"] != "bar":
        return trace
    return {**trace, "marker": {**trace["marker"], "pattern": HATCHED}}


def _watermark() -> theme.Part:
    return theme.note(
        0.5, 0.5, WATERMARK.replace(" – ", "<br>"), size=22, colour=AGAINST[0],
        font={"weight": 700}, name="watermark", xref="paper", yref="paper", textangle=-16,
        opacity=0.3,
    )  # fmt: skip
