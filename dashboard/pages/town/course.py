"""The values of a town over time: one indicator at a time, or all of broadband together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from dashboard.components.figure_card import Cards, FigureCard
from dashboard.components.provenance import provenance
from dashboard.components.town_style import town_colour
from dashboard.downloads.table import Column, Link, Missing, Number, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import (
    POPULATION,
    Break,
    Flag,
    Gemeinde,
    Indicator,
    Level,
    Observation,
    Unit,
)
from dashboard.figures.series import Line, numbered, time_lines, visible_breaks
from dashboard.findings.comparison import can_be_drawn, sound, stretches
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import decimals_of, flag_words, listed, number, value_text

# one figure of three lines; its finding says the last of them in words: „Mindestens 1.000 Mbit/s“
BROADBAND = ("broadband_50", "broadband_100", "broadband_1000")
FASTEST = BROADBAND[-1]
NAMES = {POPULATION: "bevoelkerung", FASTEST: "breitband"}  # of figures with an address of old
FEW = 4  # so many dates are named, more are counted
COARSE = 10  # where the drawn values span more, the axis needs no decimals


def courses(data: Dataset, town: Gemeinde) -> tuple[str, ...]:
    """Return the indicators with sound values of more than one date, broadband as its fastest."""
    found = [
        one.id
        for one in data.indicators.values()
        if one.comparable and can_be_drawn(one) and len(_numbers(data, town, one.id)) > 1
    ]
    together = set(BROADBAND[:-1]) if FASTEST in found else set()
    first = [id_ for id_ in NAMES if id_ in found]
    rest = [id_ for id_ in found if id_ not in together and id_ not in first]
    return (*first, *rest)


def course_label(data: Dataset, id_: str) -> str:
    """Return what a course is called among others."""
    if id_ == FASTEST:
        return "Breitband, drei Geschwindigkeiten"
    return data.indicators[id_].label


def course_id(town: Gemeinde, id_: str) -> str:
    """Return the id of the figure of an indicator over time."""
    return f"{town.slug}-{NAMES.get(id_, id_)}-verlauf"


def course_cards(data: Dataset, town: Gemeinde, ids: Iterable[str]) -> Cards:
    """Return the figures over time of these indicators."""
    return {course_id(town, id_): partial(course_card, data, town, id_) for id_ in ids}


def course_card(data: Dataset, town: Gemeinde, id_: str) -> FigureCard:
    """Return one indicator over time."""
    if id_ == POPULATION:
        return _population_card(data, town)
    if id_ == FASTEST:
        return _broadband_card(data, town)
    indicator, unit = _entries(data, id_)
    place = town.kreis_label if indicator.level is Level.KREIS else town.name
    when, value = _newest(sound(data, town.id, id_)[-1], indicator, unit)
    return _series_card(
        data,
        town,
        course=id_,
        title=f"{indicator.label}: {place}",
        finding=f"{when}: {value.rstrip('.')}.{_comparable(data, town, id_)}",
        indicators=(id_,),
    )


def _newest(last: Observation, indicator: Indicator, unit: Unit) -> tuple[str, str]:
    """Return date and value as a sentence begins with them."""
    when = when_text(last.date)
    return f"{when[0].upper()}{when[1:]}", value_text(last, indicator, unit)


def years_table(data: Dataset, caption: str, observations: Sequence[Observation]) -> Table:
    """Return values of one indicator over the years, each with its note and source."""
    whole = _series_table(data, caption, observations)
    kept = [at for at, column in enumerate(whole.columns) if column.id != "indicator"]
    return replace(
        whole,
        columns=tuple(whole.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in whole.rows),
    )


def _series_table(data: Dataset, caption: str, observations: Sequence[Observation]) -> Table:
    indicator, unit = _entries(data, observations[0].indicator)
    return Table(
        caption=caption,
        columns=(
            Column(id="reference_date", label="Stichtag", date=True),
            Column(id="indicator", label="Kennzahl"),
            Column(id="value", label=unit.label, decimals=indicator.decimals, unit=unit.label),
            Column(id="level", label="Ebene"),
            Column(id="note", label="Anmerkung"),
            Column(id="source", label="Quelle"),
        ),
        rows=tuple(
            (
                one.date,
                data.indicators[one.indicator].label,
                Missing()
                if one.value is None
                else Number(one.value, decimals_of(one, data.indicators[one.indicator])),
                one.level.value,
                one.note,
                Link(data.sources[one.source].name, data.sources[one.source].url),
            )
            for one in observations
        ),
    )


def _entries(data: Dataset, indicator: str) -> tuple[Indicator, Unit]:
    entry = data.indicators[indicator]
    return entry, data.units[entry.unit]


def _numbers(data: Dataset, town: Gemeinde, id_: str) -> list[Observation]:
    return [one for one in sound(data, town.id, id_) if one.value is not None]


def _population_card(data: Dataset, town: Gemeinde) -> FigureCard:
    series = sound(data, town.id, POPULATION)
    first, last = series[0], series[-1]
    indicator, unit = _entries(data, POPULATION)
    finding = (
        f"{value_text(last, indicator, unit)} lebten {when_text(last.date)} in {town.name}."
        f"{_comparable(data, town, POPULATION)}"
    )
    return _series_card(
        data,
        town,
        course=POPULATION,
        title=f"Bevölkerung von {town.name} seit {first.date[:4]}",
        finding=finding,
        indicators=(POPULATION,),
    )


def _broadband_card(data: Dataset, town: Gemeinde) -> FigureCard:
    fastest = sound(data, town.id, FASTEST)
    indicator, unit = _entries(data, FASTEST)
    last = fastest[-1]
    return _series_card(
        data,
        town,
        course=FASTEST,
        title=f"Breitband in {town.name}: für wie viele Haushalte es verfügbar ist",
        finding=(
            f"Mindestens 1.000 Mbit/s waren {when_text(last.date)} für "
            f"{value_text(last, indicator, unit)} verfügbar.{_comparable(data, town, FASTEST)} "
            "Verfügbar heißt nicht genutzt."
        ),
        indicators=[one for one in BROADBAND if sound(data, town.id, one)],
        from_zero=True,
    )


def _comparable(data: Dataset, town: Gemeinde, id_: str) -> str:
    """Return the sentence on the newest stretch without a break, or nothing."""
    stretch = stretches(data, [town.id], id_).get(town.id)
    if stretch is None:
        return ""
    indicator, unit = _entries(data, id_)
    told = [f"{when_text(one.date)} ({value_text(one, indicator, unit)})" for one in stretch]
    return f" Vergleichen lassen sich zuletzt die Werte {' und '.join(told)}."


def _line(data: Dataset, town: Gemeinde, indicator_id: str, position: int = 0) -> Line:
    indicator, unit = _entries(data, indicator_id)
    series = _numbers(data, town, indicator_id)
    return Line(
        label=indicator.short_label,
        colour=town_colour(town),
        symbol=("circle", "square", "diamond")[position],
        dash=("solid", "dash", "dot")[position],
        points=tuple(
            (one.date, one.value, _said(one, indicator, unit))
            for one in series
            if one.value is not None
        ),
        alone=frozenset(one.date for one in series if one.flag is Flag.TERRITORY),
    )


def _said(one: Observation, indicator: Indicator, unit: Unit) -> str:
    """Return date and value, and what it may not be taken for."""
    words = [f"{date_text(one.date)}: {value_text(one, indicator, unit)}", flag_words(one)]
    return ", ".join(filter(None, words))


def _told_apart(lines: Iterable[Line]) -> list[Line]:
    """Return the lines labelled by what they do not share: one alone needs no label."""
    lines = list(lines)
    shared = len(os.path.commonprefix([line.label for line in lines]))  # noqa: RUF071 - by letter
    return [replace(line, label=line.label[shared:]) for line in lines]


def _only(data: Dataset, cut: Break, drawn: Sequence[str]) -> str:
    """Return which of the series drawn a break is about, where it is not about all."""
    names = [data.indicators[id_].short_label for id_ in drawn if id_ in cut.indicators]
    return "" if len(names) == len(drawn) else f" ({', '.join(names)})"


def _series_card(
    data: Dataset,
    town: Gemeinde,
    *,
    course: str,
    title: str,
    finding: str,
    indicators: Sequence[str],
    from_zero: bool = False,
) -> FigureCard:
    lines = _told_apart(_line(data, town, one, at) for at, one in enumerate(indicators))
    indicator, unit = _entries(data, indicators[0])
    cuts = {one.id: one for id_cut in indicators for one in data.breaks_in(town.id, id_cut)}
    breaks = visible_breaks(lines, sorted(cuts.values(), key=lambda one: one.before))
    rows = [one for id_ in indicators for one in sound(data, town.id, id_)]
    notes = [
        f"{mark} {one.label}{_only(data, one, indicators)}: {one.explanation}"
        for mark, one in numbered(breaks)
    ]
    if elsewhere := [one for one in rows if one.flag is Flag.TERRITORY]:
        dates = listed([date_text(one.date) for one in elsewhere])
        if len(elsewhere) > FEW:
            first, last = date_text(elsewhere[0].date), date_text(elsewhere[-1].date)
            dates = f"{number(len(elsewhere))} Stichtage von {first} bis {last}"
        notes.append(f"Hohle Zeichen: {flag_words(elsewhere[0])} ({dates}).")
    first_course = next(iter(courses(data, town)), "")
    return FigureCard(
        id=course_id(town, course),
        title=title,
        finding=finding,
        chart=time_lines(
            lines,
            unit=unit.label,
            decimals=_decimals(lines, indicator, from_zero=from_zero),
            breaks=breaks,
            period=(data.project.start, data.project.end, "Projekt"),
            from_zero=from_zero,
        ),
        note=" ".join(notes),
        table=_series_table(data, title, rows),
        sources=data.named_sources(one.source for one in rows),
        stand=data.stand,
        path=links.path(links.TOWN, slug=town.slug),
        query=() if course == first_course else ((Key.COURSE, course),),
        provenance=provenance(data, rows),
    )


def _decimals(lines: Sequence[Line], indicator: Indicator, *, from_zero: bool) -> int:
    """Return how many decimals the axis needs: none where the values lie far apart."""
    values = [value for line in lines for _date, value, _text in line.points]
    low = 0 if from_zero else min(values)
    return 0 if max(values) - low > COARSE else indicator.decimals
