"""One indicator: the towns as marks on the outline of all small towns, and their values."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import (
    Scene,
    observations_of,
    short_value,
    value_row,
    value_table,
    warnings,
)
from dashboard.components.silhouette import Mark, silhouette
from dashboard.components.town_style import place_symbol
from dashboard.figures.theme import INK
from dashboard.findings.band import quarter, quarter_words
from dashboard.findings.comparison import PlaceValue, places
from dashboard.findings.distribution import Distribution, quartiles_of, refusal
from dashboard.pages.start.choices import Chosen
from dashboard.pages.start.drawing import Drawing, value_rows
from dashboard.pages.start.form import tick
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number

WIDTH, TOP = 440, 42  # pixels of the outline


def indicator_drawing(chosen: Chosen) -> Drawing:
    """Draw the indicator at its one date; towns that are not chosen are dimmed."""
    data = chosen.data
    indicator = data.indicators[chosen.choices.indicator]
    scene = Scene(
        data=data,
        places=places(data, tuple(data.towns), own=chosen.own, own_colour=INK),
        indicator=indicator,
        other=indicator,
        own=chosen.own,
    )
    rows, date = scene.rows(indicator), scene.at(indicator)
    found = scene.against(indicator).spread
    kind = " (Modellschätzung)" if indicator.estimate else ""
    title = f"{indicator.label}{kind}, {date_text(date)}"
    drawn = silhouette(found, _marks(chosen, rows), width=WIDTH, top=TOP) if found else None
    values = value_rows("values", title, 3, [_row(chosen, scene, row, found) for row in rows])
    return Drawing(
        title=title,
        finding=f"In {scene.unit(indicator).label}. "
        + (_outline_words(scene, found) or refusal(data, indicator.id, date)),
        body=html.Div([drawn, values], className="indicator"),
        table=lambda: value_table(
            title,
            [value_row(scene, row, indicator) for row in rows],
            [row.place.id for row in rows],
        ),
        note=" ".join(warnings(scene, indicator)),
        sources=data.named_sources(
            one.source
            for one in (*observations_of(rows), *(quartiles_of(data, found) if found else ()))
            if one.source
        ),
    )


def _outline_words(scene: Scene, found: Distribution | None) -> str:
    if found is None:
        return ""
    decimals = scene.indicator.decimals
    low, median, high = (number(value, decimals) for value in found.quartiles)
    return (
        f"Grau: {found.whom} {found.of}; Balken: ihre mittlere Hälfte, {low} bis {high}, mit dem "
        f"Median {median}."
    )


def _marks(chosen: Chosen, rows: tuple[PlaceValue, ...]) -> list[Mark]:
    return [
        Mark(
            key=row.place.id,
            symbol=row.place.symbol,
            value=row.observation.value,
            dimmed=_is_dimmed(chosen, row),
        )
        for row in rows
        if row.observation and row.observation.value is not None
    ]


def _is_dimmed(chosen: Chosen, row: PlaceValue) -> bool:
    return row.place.id in chosen.data.towns and chosen.is_dimmed(row.place.id)


def _row(chosen: Chosen, scene: Scene, row: PlaceValue, found: Distribution | None) -> Component:
    place, one = row.place, row.observation
    name = [place_symbol(place.id, place.symbol), place.called(scene.indicator.level)]
    # what a label says is read at its tick; the own town has none
    head = (
        html.Label(name, htmlFor=tick(place.id))
        if place.id in chosen.data.towns
        else html.Span(name)
    )
    value = (
        html.B(short_value(scene, one, scene.indicator))
        if one
        else html.Span(scene.reason(row, scene.indicator), className="missing")
    )
    part = ""
    if found and one and one.value is not None:
        low, _median, high = found.quartiles
        part = quarter_words(quarter(one.value, low, high), scene.indicator)
    return html.Tr(
        [
            html.Th(head, scope="row"),
            html.Td(value),
            html.Td(part, className="small"),
        ],
        className="dimmed" if _is_dimmed(chosen, row) else None,
        **{
            "data-town": place.id,
            "data-chosen": "true" if place.id in chosen.choices.towns else None,
        },
    )
