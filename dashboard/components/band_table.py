"""Key figures of one theme: value, place among the Gemeinden of the size class, source."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import scroll_box
from dashboard.components.provenance import CONFIDENCE
from dashboard.downloads.table import Cell, Column, Link, Missing, Table
from dashboard.findings.band import QUARTILES, quarter_words
from dashboard.findings.town import KeyFigure
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import flag_words

NO_COMPARISON = Missing("kein Vergleichswert")


def band_table(figures: Sequence[KeyFigure], caption: str) -> Component:
    """Return the table with a strip a row; it scrolls in its own box where it is too wide."""
    alone = all(figure.placement or not figure.other for figure in figures)
    against = "In der Größenklasse" if alone else "Zum Vergleich"
    heads = ("Kennzahl", "Wert", against, "Ganz Deutschland", "Quelle")
    parts = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
        html.Tbody([_row(figure) for figure in figures]),
    ]
    return scroll_box(html.Table(parts, className="band-table"), caption)


def _row(figure: KeyFigure) -> Component:
    indicator, observation = figure.indicator, figure.observation
    when = f"{date_text(observation.date)} · {flag_words(observation) or observation.level}"
    if indicator.estimate:
        when += " · Modellschätzung"
    name = [html.Span(indicator.label), html.Span(when, className="band-table__meta")]
    germany = figure.text(figure.germany) if figure.germany else "–"
    source = html.A(
        "Quelle",
        href=links.source(figure.source.id),
        **{"aria-label": f"Quelle zu {indicator.label}: {figure.source.title}"},
    )
    cells = [
        html.Td(figure.text(observation), className="number band-table__value"),
        html.Td(_comparison(figure), className="band-table__strip"),
        html.Td(germany, className="number"),
        html.Td(source),
    ]
    return html.Tr([html.Th(name, scope="row"), *cells])


def _comparison(figure: KeyFigure) -> list[Component]:
    if figure.placement is None:
        if figure.other is None:
            return [html.Span(NO_COMPARISON.reason, className="missing")]
        label, observation = figure.other
        return [html.Span(f"{label}: {figure.text(observation)}", className="band-table__words")]
    place = figure.placement
    positions = {"low": place.low, "high": place.high, "median": place.median, "value": place.value}
    strip = html.Div(
        [
            html.Span(className="band-strip__band"),
            html.Span(className="band-strip__median"),
            html.Span(className="band-strip__dot"),
        ],
        className="band-strip" + (" band-strip--clipped" if place.clipped else ""),
        style={f"--{name}": f"{position}%" for name, position in positions.items()},
        **{"aria-hidden": "true"},
    )
    return [
        strip,
        html.Span(quarter_words(place.quarter, figure.indicator), className="band-table__words"),
    ]


def numbers_of(figures: Sequence[KeyFigure], caption: str) -> Table:
    """Return the same rows with every number, date, level, note and source."""
    columns = (
        Column(id="indicator", label="Kennzahl"),
        Column(id="value", label="Wert"),
        Column(id="reference_date", label="Stichtag", date=True),
        Column(id="level", label="Ebene"),
        *(
            Column(id=id_, label=label)
            for id_, label in zip(("p25", "median", "p75"), QUARTILES, strict=True)
        ),
        Column(id="germany", label="Ganz Deutschland"),
        Column(id="definition", label="Was gezählt wird"),
        Column(id="confidence", label="Belastbarkeit"),
        Column(id="note", label="Anmerkung"),
        Column(id="source", label="Quelle"),
    )
    return Table(caption=caption, columns=columns, rows=tuple(map(_numbers, figures)))


def _numbers(figure: KeyFigure) -> tuple[Cell, ...]:
    observation = figure.observation
    quartiles: list[Cell] = [NO_COMPARISON] * 3
    if figure.band:
        quartiles = [figure.text(one) for one in figure.band]
    elif figure.other:
        quartiles[1] = f"{figure.text(figure.other[1])} ({figure.other[0]})"
    return (
        figure.indicator.label,
        figure.text(observation),
        observation.date,
        observation.level.value,
        *quartiles,
        figure.text(figure.germany) if figure.germany else Missing("nicht vorhanden"),
        figure.indicator.definition,
        CONFIDENCE[observation.confidence],
        observation.note,
        Link(figure.source.name, figure.source.url),
    )
