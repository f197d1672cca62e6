"""Key figures of one theme: value, place among the Gemeinden of the size class, source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import scroll_box
from dashboard.components.layout import read_as
from dashboard.components.provenance import CONFIDENCE
from dashboard.components.silhouette import Mark, silhouette
from dashboard.downloads.table import (
    AS_THEY_ARE,
    Cell,
    Column,
    Link,
    Missing,
    Number,
    Table,
    value_cell,
)
from dashboard.facts.model import Observation
from dashboard.findings.band import QUARTILES, quarter_words
from dashboard.findings.town import KeyFigure
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import flag_words

NO_COMPARISON = Missing("kein Vergleichswert")
FAR_OUT = "weit außen"  # beyond the ends of the drawing

Opened = Callable[[KeyFigure], str]


def band_table(
    figures: Sequence[KeyFigure], caption: str, opened: Opened | None = None
) -> Component:
    """Return the table with a silhouette a row; it scrolls in its own box where it is too wide.

    `opened` returns the address at which the distribution of a figure is shown in full.
    """
    alone = all(figure.quarter or not figure.other for figure in figures)
    against = "In der Größenklasse" if alone else "Zum Vergleich"
    heads = ("Kennzahl", "Wert", against, "Ganz Deutschland", "Quelle")
    parts = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
        html.Tbody([_row(figure, opened) for figure in figures]),
    ]
    return scroll_box(html.Table(parts, className="band-table"), caption)


def _row(figure: KeyFigure, opened: Opened | None) -> Component:
    indicator, observation = figure.indicator, figure.observation
    when = f"{date_text(observation.date)}, {flag_words(observation) or observation.level}"
    if indicator.estimate:
        when += ", Modellschätzung"
    name = [html.Span(indicator.label), html.Div(when, className="band-table__meta")]
    germany = figure.text(figure.germany) if figure.germany else read_as("–", "kein Wert")
    source = html.A(
        "Quelle",
        href=links.source(figure.source.id),
        **{"aria-label": f"Quelle zu {indicator.label}: {figure.source.title}"},
    )
    cells = [
        html.Td(figure.text(observation), className="number band-table__value"),
        html.Td(_comparison(figure, opened), className="band-table__strip"),
        html.Td(germany, className="number"),
        html.Td(source),
    ]
    return html.Tr([html.Th(name, scope="row"), *cells])


def _comparison(figure: KeyFigure, opened: Opened | None) -> Component:
    if figure.spread is None or figure.quarter is None:
        if figure.other is None:
            return html.Span(NO_COMPARISON.reason, className="missing")
        label, observation = figure.other
        return html.Span(f"{label}: {figure.text(observation)}", className="band-table__words")
    words = standing_words(figure)
    drawn = [standing_outline(figure), html.Span(words, className="band-table__words")]
    if opened is None:
        return html.Div(drawn)
    label = f"{figure.indicator.label}: {words}; alle Gemeinden als Punkte"
    return html.A(drawn, href=opened(figure), **{"aria-label": label})


def standing_outline(figure: KeyFigure) -> Component | None:
    """Return the outline of the size class with the town's mark; None where it has no place."""
    if figure.spread is None or figure.quarter is None:
        return None
    one = figure.observation
    return silhouette(figure.spread, [Mark(one.town, "circle", one.value or 0.0)])


def standing_words(figure: KeyFigure) -> str:
    """Return where the value stands in the size class; empty where that is not known."""
    if figure.spread is None or figure.quarter is None:
        return ""
    far = figure.spread.is_beyond(figure.observation.value or 0.0)
    return quarter_words(figure.quarter, figure.indicator) + (f", {FAR_OUT}" if far else "")


def numbers_of(figures: Sequence[KeyFigure], caption: str) -> Table:
    """Return the same rows with every number, date, level, note and source."""
    columns = (
        Column(id="indicator", label="Kennzahl"),
        Column(id="value", label="Wert", decimals=AS_THEY_ARE),
        Column(id="reference_date", label="Stichtag", date=True),
        Column(id="level", label="Ebene"),
        Column(id="counted", label="Gezählt für die Viertel", decimals=0),
        *(
            Column(id=id_, label=label, decimals=AS_THEY_ARE)
            for id_, label in zip(("p25", "median", "p75"), QUARTILES, strict=True)
        ),
        Column(id="germany", label="Ganz Deutschland", decimals=AS_THEY_ARE),
        Column(id="definition", label="Was gezählt wird"),
        Column(id="confidence", label="Belastbarkeit"),
        Column(id="note", label="Anmerkung"),
        Column(id="source", label="Quelle"),
    )
    return Table(caption=caption, columns=columns, rows=tuple(map(_numbers, figures)))


def _numbers(figure: KeyFigure) -> tuple[Cell, ...]:
    observation = figure.observation
    quartiles: list[Cell] = [NO_COMPARISON] * 4
    if figure.spread:
        counted = figure.spread.towns + figure.spread.verbaende
        quartiles = [
            Number(counted, 0, words=figure.spread.whom),
            *(_cell(figure, one) for one in figure.band),
        ]
    elif figure.other:
        of, other = figure.other
        cell = _cell(figure, other)
        quartiles[2] = replace(cell, words=f"{cell.text} ({of})")
    return (
        figure.indicator.label,
        _cell(figure, observation),
        observation.date,
        observation.level.value,
        *quartiles,
        _cell(figure, figure.germany) if figure.germany else Missing("nicht vorhanden"),
        figure.indicator.definition,
        CONFIDENCE[observation.confidence],
        observation.note,
        Link(figure.source.name, figure.source.url),
    )


def _cell(figure: KeyFigure, observation: Observation) -> Number:
    return value_cell(observation, figure.indicator, figure.unit)
