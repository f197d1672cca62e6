"""The one builder of figure cards: title, finding, chart, numbers, source and downloads."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.data_table import html_table
from dashboard.exports import Variant
from dashboard.formatting import date_text
from dashboard.model import Source
from dashboard.tabular import Table

# every graph of the site: German, no foreign host, no control that needs a mouse
GRAPH_CONFIG: dict[str, Any] = {
    "locale": "de",
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """All that one figure shows; `chart` is a plotly figure or any other component.

    `query` is the state of the page that leads to exactly these rows again.
    """

    id: str
    title: str
    finding: str
    chart: go.Figure | Component
    table: Table
    sources: tuple[Source, ...]
    stand: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    note: str = ""
    credits: tuple[str, ...] = ()
    size: str = "medium"
    beside: bool = False  # the chart stands beside its text where there is room
    alternative: str = ""


def figure_card(card: FigureCard) -> Component:
    """Return the card as `<figure data-figure="…">`."""
    heading = f"{card.id}-titel"
    finding = f"{card.id}-befund"
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.H3(card.title, id=heading, className="figure-card__title"),
                    html.P(card.finding, id=finding, className="finding"),
                ]
            ),
            _chart(card, heading, finding),
            html.P(card.note, className="figure-card__note") if card.note else None,
            html.Details(
                [html.Summary("Zahlen als Tabelle"), html_table(card.table)],
                className="figure-card__table",
            ),
            source_line(card.sources, card.stand, card.credits),
            _actions(card),
        ],
        className="figure-card figure-card--beside" if card.beside else "figure-card",
        **{"data-figure": card.id, "aria-labelledby": heading},
    )


def _chart(card: FigureCard, heading: str, finding: str) -> Component:
    if not isinstance(card.chart, go.Figure):
        return html.Div(card.chart, className="figure-card__chart figure-card__chart--html")
    return html.Div(
        dcc.Graph(
            id=f"{card.id}-grafik",
            figure=card.chart,
            config=GRAPH_CONFIG,
            className=f"chart chart--{card.size}",
        ),
        className="figure-card__chart",
        role="img",
        **{"aria-labelledby": heading, "aria-describedby": finding},
    )


def source_line(sources: Sequence[Source], stand: str, credits_: Sequence[str] = ()) -> Component:
    """Return „Quelle: …“ with links to sources and licences, and the date of the data.

    Editions of one work under one address are named once; the table names each.
    """
    works: dict[tuple[str, str, str], list[Source]] = {}
    for source in sources:
        works.setdefault((source.publisher, source.url, source.licence), []).append(source)
    entries = [[*_work(editions)] for editions in works.values()]
    entries += [[line] for line in credits_]
    parts: list[Any] = []
    for entry in entries:
        parts += ["; ", *entry] if parts else entry
    word = "Quelle: " if len(works) == 1 else "Quellen: "
    end = f"Stand der Daten: {date_text(stand)}."
    return html.P([word if works else "", *parts, f". {end}"], className="source")


def _work(editions: Sequence[Source]) -> Iterator[Any]:
    first = editions[0]
    title = first.title
    if len(editions) > 1:
        common = os.path.commonprefix([one.title for one in editions])  # noqa: RUF071 - by letter
        title = f"{common.rstrip(' ,(').rsplit(',', 1)[0]} ({len(editions)} Ausgaben)"
    yield html.A(f"{first.publisher}: {title}", href=first.url)
    if first.licence:
        yield from (" (", _licence(first), ")")


def _licence(source: Source) -> str | Component:
    if source.licence_url:
        return html.A(source.licence, href=source.licence_url)
    return source.licence


def _actions(card: FigureCard) -> Component:
    links: list[Component] = [
        html.A(label, href=download_address(card, variant), className="action", download="")
        for label, variant in (("CSV", Variant.MACHINE), ("CSV für Excel", Variant.OFFICE))
    ]
    if isinstance(card.chart, go.Figure):
        links += [
            html.Button(
                kind.upper(),
                type="button",
                className="action needs-script",
                **{"data-picture": kind, "aria-label": f"Grafik als {kind.upper()} speichern"},
            )
            for kind in ("svg", "png")
        ]
    return html.P([html.Span("Herunterladen: "), *links], className="actions no-print")


def download_address(card: FigureCard, variant: Variant) -> str:
    """Return the address of exactly this card's rows as a file."""
    query = urlencode([*card.query, ("form", variant.value)])
    return f"/figur{card.path.rstrip('/')}/{card.id}.csv?{query}"
