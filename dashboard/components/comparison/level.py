"""The view „Ein Stichtag“: every place on one scale, against the quartiles of its size class."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import (
    Drawing,
    Scene,
    card_of,
    dot_of,
    line_of,
    observations_of,
    place_name,
    short_value,
    tier_names,
    title_of,
    value_row,
    value_table,
    warnings,
)
from dashboard.components.comparison.spread import ends_told
from dashboard.components.figure_card import FigureCard
from dashboard.components.town_style import place_symbol
from dashboard.facts.model import Indicator, Observation
from dashboard.figures.dots import Context, Dot, dot_plot
from dashboard.figures.theme import MUTED
from dashboard.findings import comparison
from dashboard.findings.band import WEIGHTS, Quarter, quarter, quarter_words
from dashboard.findings.comparison import GERMANY, NOT_THEN, Place, PlaceValue, Reference
from dashboard.findings.distribution import refusal
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import MISSING, listed, number_of, sentence


def level_card(scene: Scene) -> FigureCard:
    """Return every place's value at one date on one scale."""
    indicator = scene.indicator
    rows = scene.rows(indicator)
    date = scene.shown_date
    against = scene.against(indicator)
    title = title_of(scene, indicator, date_text(date) if date else "")
    benchmarks = _benchmarks(scene, against)
    lines = [value_row(scene, row, indicator) for row in rows]
    lines += [line_of(scene, name, "", indicator, one) for name, one in benchmarks]
    keys = [row.place.id for row in rows] + [""] * len(benchmarks)
    chart: Drawing
    if comparison.can_be_drawn(indicator):
        chart = _level_figure(scene, rows, against)
    else:
        chart = _words(scene, rows)
    return card_of(
        scene,
        title=title,
        finding=level_finding(scene, rows, against),
        chart=chart,
        table=value_table(title, lines, keys),
        observations=[*observations_of(rows), *(one for _name, one in benchmarks)],
        notes=[
            *_band_words(scene, against),
            WEIGHTS if against.median and against.germany else "",
            *_left_out(scene, rows, against),
            *warnings(scene, indicator),
        ],
        rows=len(rows) + 1,
    )


def _benchmarks(scene: Scene, against: Reference) -> list[tuple[str, Observation]]:
    """Return what the values are set against, as table lines."""
    found = (against.low, against.median, against.high)
    named = [(scene.data.place_label(one.town), one) for one in found if one is not None]
    return [*named, *([("Ganz Deutschland", against.germany)] if against.germany else [])]


def _level_figure(scene: Scene, rows: Sequence[PlaceValue], against: Reference) -> Drawing:
    indicator = scene.indicator
    dots = [dot_of(scene, row, indicator) for row in rows]
    germany = against.germany
    if germany and germany.value is not None and _germany_fits(rows, against):
        dots.append(
            Dot(
                key=GERMANY,
                label="Deutschland",
                colour=MUTED,
                symbol="circle-open",
                value=germany.value,
                text=short_value(scene, germany, indicator),
                hover=f"<b>Deutschland</b><br>{date_text(germany.date)}: "
                f"{scene.text(germany, indicator)}",
                quiet=True,
            )
        )
    return dot_plot(
        dots,
        unit=scene.unit(indicator).label,
        decimals=indicator.decimals,
        context=_context(scene, against),
        ticks=tier_names(scene, indicator),
    )


def _germany_fits(rows: Sequence[PlaceValue], against: Reference) -> bool:
    values = [row.observation.value for row in rows if row.observation]
    found = [value for value in values if value is not None]
    germany = against.germany.value if against.germany else None
    return germany is not None and comparison.in_scale(germany, found)


def _context(scene: Scene, against: Reference) -> Context | None:
    if against.median is None or against.median.value is None:
        return None
    indicator = scene.indicator
    median = short_value(scene, against.median, indicator)
    if against.quartiles is None:
        label = scene.data.benchmarks[against.median.town].short_label
        return Context(median=against.median.value, text=f"{label}: {median}")
    low, _median, high = against.quartiles
    between = f"{number_of(against.low, indicator)} bis {number_of(against.high, indicator)}"
    return Context(
        median=against.median.value,
        text=f"mittlere Hälfte {between}<br>Median {median}",
        low=low,
        high=high,
        bars=against.spread.bars() if against.spread else (),
    )


def _band_words(scene: Scene, against: Reference) -> list[str]:
    if against.spread:
        return [
            f"Umriss: {against.spread.whom} {against.spread.of}, je höher, desto mehr; Streifen "
            "am Fuß: ihre mittlere Hälfte; Strich: ihr Median (ungewichtet, eigene Berechnung).",
            *ends_told(scene, against.spread),
        ]
    none = refusal(scene.data, scene.indicator.id, scene.shown_date, scene.group)
    return [f"Strich: {against.label}." if against.median else "", none]


def _left_out(scene: Scene, rows: Sequence[PlaceValue], against: Reference) -> list[str]:
    one = against.germany
    if one is None or _germany_fits(rows, against):
        return []
    return [f"Ganz Deutschland ({scene.text(one, scene.indicator)}) passt nicht auf diese Skala."]


def level_finding(scene: Scene, rows: Sequence[PlaceValue], against: Reference) -> str:
    """Return the spread of the values and where they lie, without a first and a last place."""
    indicator = scene.indicator
    known = [(row.place, row.observation) for row in rows if row.observation]
    end = missing_at(rows, indicator)
    values = [(place, one.value) for place, one in known if one.value is not None]
    if not values:
        return f"Die Quelle nennt Klassen, keine Zahlen.{end}" if known else end.strip()
    texts = {one.value: scene.text(one, indicator) for _p, one in known if one.value is not None}
    low, high = min(texts), max(texts)
    if len(values) == 1:
        start = sentence(f"{values[0][0].called(indicator.level)}: {texts[low]}")
    elif low == high:
        start = sentence(f"Überall derselbe Wert: {texts[low]}")
    else:
        start = sentence(f"Die Werte reichen von {texts[low]} bis {texts[high]}")
    if indicator.estimate:
        return f"{start} Für eine Reihenfolge der Orte sind die Schätzungen zu grob.{end}"
    return f"{start} {_lying(indicator, values, against)}".rstrip() + end


def missing_at(rows: Sequence[PlaceValue], indicator: Indicator) -> str:
    """Return whose value is missing: at this date only, or altogether."""
    groups = (
        (NOT_THEN, [row for row in rows if row.elsewhere]),
        (MISSING, [row for row in rows if not row.observation and not row.elsewhere]),
    )
    return "".join(
        f" {words[0].upper()}{words[1:]}: "
        f"{listed([row.place.called(indicator.level) for row in found])}."
        for words, found in groups
        if found
    )


def _lying(indicator: Indicator, values: Sequence[tuple[Place, float]], against: Reference) -> str:
    """Return who lies in which part of the size class, or on which side of a median alone."""
    found: dict[str, list[str]] = {}
    if against.quartiles:
        low, _median, high = against.quartiles
        parts = {place.name: quarter(value, low, high) for place, value in values}
        if set(parts.values()) == {Quarter.MIDDLE}:
            return f"Alle liegen in der mittleren Hälfte {against.whose}."
        for part in (Quarter.MIDDLE, Quarter.LOWER, Quarter.UPPER):
            found[quarter_words(part, indicator)] = [p for p, of in parts.items() if of is part]
        start = f"Lage {against.whom}"
    elif against.median and (median := against.median.value) is not None:
        sides = {"darunter": -1, "genau darauf": 0, "darüber": 1}
        for words, side in sides.items():
            found[words] = [
                place.called(indicator.level)
                for place, value in values
                if (value > median) - (value < median) == side
            ]
        start = f"{against.label} ({number_of(against.median, indicator)})"
    told = [f"{words}: {listed(names)}" for words, names in found.items() if names]
    return f"{start} – {'; '.join(told)}." if told else ""


def _words(scene: Scene, rows: Sequence[PlaceValue]) -> Component:
    """Return values that are classes, not numbers, as a list."""
    return html.Dl(
        [
            html.Div(
                [
                    html.Dt(
                        [
                            place_symbol(row.place.id, row.place.symbol),
                            place_name(row.place, scene.indicator.level),
                        ]
                    ),
                    html.Dd(
                        scene.text(row.observation, scene.indicator)
                        if row.observation
                        else scene.reason(row, scene.indicator)
                    ),
                ],
                **{"data-town": row.place.id},
            )
            for row in rows
        ],
        className="fact-list class-list",
    )
