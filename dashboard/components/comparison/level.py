"""The view „Stand“: every place on one scale, against the quartiles of its size class."""

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
    place_name,
    short_value,
    tier_names,
    title_of,
    value_row,
    value_table,
    warnings,
)
from dashboard.components.figure_card import FigureCard
from dashboard.components.town_style import place_symbol
from dashboard.facts.model import Observation
from dashboard.figures.dots import Context, Dot, dot_plot
from dashboard.figures.theme import MUTED
from dashboard.findings import comparison
from dashboard.findings.band import SIZE, WITHIN, Quarter, quarter
from dashboard.findings.comparison import GERMANY, Place, PlaceValue, Reference
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import listed, number


def level_card(scene: Scene) -> FigureCard:
    """Return every place's value at one date on one scale."""
    indicator = scene.indicator
    rows = scene.rows(indicator, scene.date)
    date = scene.shown_date
    against = comparison.reference(scene.data, indicator.id, date)
    title = title_of(scene, indicator, date_text(date) if date else "")
    found = [row.observation for row in rows if row.observation]
    benchmarks = _benchmarks(scene, against)
    lines = [value_row(scene, r.place, indicator, r.observation, r.reason) for r in rows]
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
        observations=[*found, *(one for _name, one in benchmarks)],
        notes=[
            *_band_words(against),
            *_left_out(scene, rows, against),
            *warnings(scene, indicator),
        ],
        rows=len(rows) + 1,
    )


def _benchmarks(scene: Scene, against: Reference) -> list[tuple[str, Observation]]:
    """Return what the values are set against, as table lines."""
    found = (against.low, against.median, against.high)
    named = [(scene.data.place_label(one.town), one) for one in found if one is not None]
    return [*named, *([("Deutschland", against.germany)] if against.germany else [])]


def _level_figure(scene: Scene, rows: Sequence[PlaceValue], against: Reference) -> Drawing:
    indicator = scene.indicator
    dots = [dot_of(scene, row, indicator, date=against.date) for row in rows]
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
    quartiles = against.quartiles
    median = short_value(scene, against.median, indicator)
    if quartiles is None:
        label = scene.data.benchmarks[against.median.town].short_label
        return Context(median=against.median.value, text=f"{label}: {median}")
    low, _median, high = quartiles
    between = f"{number(low, indicator.decimals)} bis {number(high, indicator.decimals)}"
    return Context(
        median=against.median.value,
        text=f"mittlere Hälfte {between}<br>Median {median}",
        low=low,
        high=high,
    )


def _band_words(against: Reference) -> list[str]:
    if against.quartiles:
        return [
            f"Band: mittlere Hälfte der Gemeinden mit {SIZE}; der Strich darin ist ihr Median "
            "(ungewichtet, eigene Berechnung)."
        ]
    if against.median:
        return [f"Strich: {against.label}."]
    return ["Für diesen Stichtag gibt es keinen Vergleichswert der Größenklasse."]


def _left_out(scene: Scene, rows: Sequence[PlaceValue], against: Reference) -> list[str]:
    one = against.germany
    if one is None or _germany_fits(rows, against):
        return []
    return [f"Deutschland ({scene.text(one, scene.indicator)}) passt nicht auf diese Skala."]


def level_finding(scene: Scene, rows: Sequence[PlaceValue], against: Reference) -> str:
    """Return the spread of the values and where they lie; ties name every town."""
    indicator = scene.indicator
    known = [(row.place, row.observation) for row in rows if row.observation]
    missing = [row.place.called(indicator.level) for row in rows if not row.observation]
    end = f" Ohne Angabe: {listed(missing)}." if missing else ""
    values = [(place, one.value) for place, one in known if one.value is not None]
    if not values:
        return f"Die Quelle nennt Klassen, keine Zahlen.{end}" if known else f"Keine Angabe.{end}"
    texts = {place.id: scene.text(one, indicator) for place, one in known}
    low, high = min(v for _p, v in values), max(v for _p, v in values)
    if len(values) == 1:
        place = values[0][0]
        start = f"{place.called(indicator.level)}: {texts[place.id]}."
    elif low == high:
        start = f"Überall derselbe Wert: {texts[values[0][0].id]}."
    else:
        ends = [
            (listed([p.called(indicator.level) for p, v in values if v == end_value]),
             next(texts[p.id] for p, v in values if v == end_value))
            for end_value in (low, high)
        ]  # fmt: skip
        start = (
            f"Die Werte reichen von {ends[0][1]} ({ends[0][0]}) bis {ends[1][1]} ({ends[1][0]})."
        )
    return f"{start} {_quarters(values, against)}".rstrip() + end


def _quarters(values: Sequence[tuple[Place, float]], against: Reference) -> str:
    if against.quartiles is None:
        return ""
    low, _median, high = against.quartiles
    found: dict[Quarter, list[str]] = {}
    for place, value in values:
        found.setdefault(quarter(value, low, high), []).append(place.name)
    parts = [
        f"{listed(found[part])} {WITHIN[part]}"
        for part in (Quarter.LOWER, Quarter.UPPER)
        if part in found
    ]
    if not parts:
        return "Alle liegen in der mittleren Hälfte der Größenklasse."
    middle = found.get(Quarter.MIDDLE)
    if middle:
        parts.insert(0, f"{listed(middle)} {WITHIN[Quarter.MIDDLE]}")
    verb = "liegt" if len(values) == 1 or len(next(iter(_first(found)))) == 1 else "liegen"
    return f"Innerhalb der Größenklasse {verb} {', '.join(parts)}."


def _first(found: dict[Quarter, list[str]]) -> list[list[str]]:
    order = (Quarter.MIDDLE, Quarter.LOWER, Quarter.UPPER)
    return [found[part] for part in order if part in found]


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
                        else row.reason
                    ),
                ],
                **{"data-town": row.place.id},
            )
            for row in rows
        ],
        className="fact-list class-list",
    )
