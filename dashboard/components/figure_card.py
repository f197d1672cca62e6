"""The one builder of figure cards: title, finding, chart, numbers, source and downloads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.data_table import html_table, scroll_box
from dashboard.components.provenance import Provenance, provenance_details
from dashboard.components.shell import SITE_NAME
from dashboard.components.sources import licence_of, publishers
from dashboard.downloads.forms import Form, file_name
from dashboard.downloads.table import Table
from dashboard.facts.model import Source
from dashboard.figures.theme import Figure
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number

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

FIXED = "fixed"  # of a chart that keeps its size and scrolls in its box where there is less room

FRAME_HEIGHT = 640  # pixels, until the framed page tells its own

PRINTED_ROWS = 20  # of the table below a figure; longer ones are named on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """All that one figure shows; `chart` is a figure or any other component.

    `query` is the state of the page that leads to exactly these rows again. `rows` gives a chart
    of many rows its height.
    """

    id: str
    title: str
    finding: str
    chart: Figure | Component
    table: Table
    sources: tuple[Source, ...]
    stand: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    note: str = ""
    credits: tuple[str, ...] = ()
    size: str = "medium"
    beside: bool = False  # the chart stands beside its text where there is room
    rows: int = 0
    provenance: tuple[Provenance, ...] = ()


Cards: TypeAlias = Mapping[str, Callable[[], FigureCard]]  # id of a figure → what draws it


@dataclass(frozen=True, slots=True, kw_only=True)
class BareFigure:
    """What a figure shows where table and sources stand elsewhere; the fields are the card's."""

    id: str
    title: str
    finding: str
    chart: Figure | Component
    size: str = "medium"
    rows: int = 0


def figure_card(card: FigureCard, *, heading: type[Any] = html.H3, tools: bool = True) -> Component:
    """Return the card as `<figure data-figure="…">`; `tools` are downloads, citation, embedding."""
    title = f"{card.id}-titel"
    finding = f"{card.id}-befund"
    return html.Figure(
        [
            html.Figcaption(
                [
                    heading(card.title, id=title, className="figure-card__title"),
                    html.P(card.finding, id=finding, className="finding"),
                ]
            ),
            chart_box(card, title, finding),
            html.P(card.note, className="figure-card__note") if card.note else None,
            source_line(card.sources, card.stand, card.credits),
            _actions(card) if tools else None,
            _numbers(card),
            provenance_details(card.provenance) if card.provenance else None,
            _sharing(card) if tools else None,
        ],
        className="figure-card figure-card--beside" if card.beside else "figure-card",
        **{"data-figure": card.id},
    )


def _numbers(card: FigureCard) -> Component:
    """Return the folded table; on paper a long one is named, not printed."""
    count = len(card.table.rows)
    parts: list[Component] = [html.Summary("Zahlen als Tabelle"), html_table(card.table)]
    css_class = "figure-card__table"
    if count > PRINTED_ROWS:
        css_class += " figure-card__table--long"
        where = html.Span(permalink(card), **{"data-address": permalink(card)})
        parts.append(
            html.P(
                [f"Die {number(count)} Zeilen stehen nicht auf Papier, sondern unter ", where, "."],
                className="on-paper",
            )
        )
    return html.Details(parts, className=css_class)


def bare_figure(card: BareFigure | FigureCard, *, title: type[Any] = html.H3) -> Component:
    """Return title, finding and chart alone, for a slide or a sheet that names the sources once.

    The `title` is a heading where readers jump from one to the next.
    """
    heading, finding = f"{card.id}-titel", f"{card.id}-befund"
    return html.Figure(
        [
            html.Figcaption(
                [
                    title(card.title, id=heading, className="figure-card__title"),
                    html.P(card.finding, id=finding, className="finding"),
                ]
            ),
            chart_box(card, heading, finding),
        ],
        className="bare-figure",
        **{"data-figure": card.id},
    )


def chart_box(card: BareFigure | FigureCard, heading: str, finding: str) -> Component:
    """Return the chart, named by the elements with these ids."""
    if isinstance(card.chart, Component):
        return html.Div(card.chart, className="figure-card__chart figure-card__chart--html")
    box = html.Div(
        dcc.Graph(
            id=f"{card.id}-grafik",
            figure=card.chart,
            config=GRAPH_CONFIG,
            className=f"chart chart--{card.size}",
            style={"--chart-rows": card.rows} if card.rows else None,
        ),
        className="figure-card__chart",
        role="img",
        **{"aria-labelledby": heading, "aria-describedby": finding},
    )
    fixed = card.size == FIXED
    return scroll_box(box, f"{card.title}, verschiebbar", "fixed-chart") if fixed else box


def source_line(
    sources: Sequence[Source],
    stand: str,
    credits_: Sequence[str] = (),
    *,
    linked: bool = True,
    licences: bool = True,
) -> Component:
    """Return „Quelle: …“ and the date of the data; names are `linked`, and so are `licences`.

    Editions of one work under one address are named once; the table names each.
    """
    works: dict[tuple[str, str, str], list[Source]] = {}
    for source in sources:
        works.setdefault((source.publisher, source.url, source.licence), []).append(source)
    entries = [
        [*_work(editions, linked=linked, licences=licences and linked)]
        for editions in works.values()
    ]
    entries += [[line] for line in credits_]
    parts: list[Any] = []
    for entry in entries:
        parts += ["; ", *entry] if parts else entry
    word = "Quelle: " if len(works) == 1 else "Quellen: "
    end = f"Stand der Daten: {date_text(stand)}."
    parts = [word if works else "", *parts, ". "] if parts else []
    return html.P([*parts, end], className="source")


def _work(editions: Sequence[Source], *, linked: bool, licences: bool) -> Iterator[Any]:
    first = editions[0]
    name = first.name
    if len(editions) > 1:
        common = os.path.commonprefix([one.name for one in editions])  # noqa: RUF071 - by letter
        name = f"{common.rstrip(' ,(').rsplit(',', 1)[0]} ({len(editions)} Ausgaben)"
    yield html.A(name, href=first.url) if linked else name
    if first.licence:
        yield from (" (", licence_of(first) if licences else first.licence, ")")


def _actions(card: FigureCard) -> Component:
    actions: list[Component] = [
        html.A(form.label, href=download_address(card, form), className="action", download="")
        for form in Form
    ]
    actions += picture_buttons(card)
    actions.append(copy_button("Link kopieren", **{"data-copy-address": permalink(card)}))
    return html.P([html.Span("Herunterladen: "), *actions], className="actions no-print")


def picture_buttons(card: FigureCard) -> list[Component]:
    """Return the buttons that save the figure as a picture, where it has a chart to be saved."""
    if isinstance(card.chart, Component):
        return []
    return [
        html.Button(
            kind.upper(),
            type="button",
            className="action needs-script",
            **{
                "data-picture": kind,
                "data-of": card.id,
                "data-name": stem(card),
                "data-link": permalink(card),
                "aria-label": f"Grafik als {kind.upper()} speichern: {card.title}",
            },
        )
        for kind in ("svg", "png")
    ]


def stem(card: FigureCard, *more: str) -> str:
    """Return how files of a figure are called, without ending: by it and the choices in force."""
    return file_name(card.id, *(text for _key, text in card.query), *more)


def download_address(card: FigureCard, form: Form) -> str:
    """Return the address of exactly this card's rows as a file."""
    if form is Form.WORKBOOK:
        return links.figure_workbook(card.path, card.id, card.query)
    if form is Form.RECORDS:
        return links.figure_records(card.path, card.id, card.query)
    return links.figure_table(card.path, card.id, card.query, form.value)


def permalink(card: FigureCard) -> str:
    """Return the address that shows this figure again, from the site's root."""
    return links.to(card.path, card.query)


def about(card: FigureCard, origin: str) -> tuple[tuple[str, str], ...]:
    """Return what a workbook says about the figure, beginning with the choices in force."""
    entries = (
        ("Titel", card.title),
        ("Befund", card.finding),
        ("Anmerkung", card.note),
        ("Auswahl", "; ".join(f"{name} = {value}" for name, value in card.query)),
        ("Adresse dieser Ansicht", origin + permalink(card)),
        ("Stand der Daten", date_text(card.stand)),
        ("Zitiervorschlag", citation(card, origin)),
    )
    return tuple((name, text) for name, text in entries if text)


def citation(card: FigureCard, origin: str = "") -> str:
    """Return the figure as a text cites it; `origin` is the site's own address."""
    names = "; ".join(publishers(card.sources))
    sources = f" Datenquellen: {names}." if names else ""
    return (
        f"{SITE_NAME}: {card.title}{'' if card.title.endswith('?') else '.'} "
        f"Stand der Daten: {date_text(card.stand)}.{sources} {origin}{permalink(card)}"
    )


def bibtex(card: FigureCard) -> str:
    """Return the figure as a BibTeX entry."""
    names = "; ".join(publishers(card.sources))
    fields = {
        "title": f"{{{_plain(card.title)}}}",
        "organization": f"{{{SITE_NAME}}}",
        "year": card.stand[:4],
        "note": f"Stand der Daten {card.stand}" + (f"; {_plain(names)}" if names else ""),
        "url": permalink(card),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{card.id}-{card.stand[:4]},", *lines, "}"])


def _plain(text: str) -> str:
    """Return the text without the signs that would end a BibTeX field."""
    return (
        text.translate({ord(sign): None for sign in "{}\\"}).replace("%", "\\%").replace("&", "\\&")
    )


def _sharing(card: FigureCard) -> Component:
    """Return permalink, citations and code to embed; a script puts the host in front."""
    address = permalink(card)
    host = {"data-address": address}
    return html.Details(
        [
            html.Summary("Zitieren, verlinken, einbetten"),
            html.P(["Diese Ansicht: ", html.A(address, href=address, **host)]),
            html.P("Als Text:"),
            html.P(html.Code(citation(card), className="citation", **host)),
            html.P("Für BibTeX:"),
            html.Pre(html.Code(bibtex(card), className="citation", **host)),
            *embedding(card),
        ],
        className="disclosure no-print",
    )


def embedding(card: FigureCard) -> list[Component]:
    """Return the code that shows the figure on another site, to be copied."""
    code = f"{card.id}-einbetten"
    return [
        html.P(
            [
                html.Label("In die eigene Seite einfügen:", htmlFor=code),
                " ",
                copy_button("Text kopieren", **{"data-copy": code}),
            ]
        ),
        html.Textarea(
            frame_code(card),
            id=code,
            readOnly=True,
            rows=4,
            className="form-control",
            **{"data-address": escape(embed_address(card))},
        ),
    ]


def embed_address(card: FigureCard) -> str:
    """Return the address of the figure alone, for the frame of another site."""
    return links.framed_figure(card.path, card.id, card.query)


def frame_code(card: FigureCard, origin: str = "", *, height: int = FRAME_HEIGHT) -> str:
    """Return the HTML that shows the figure on another site; `origin` is this site's address."""
    address, title = escape(origin + embed_address(card)), escape(card.title)
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="{height}" loading="lazy" '
        'style="border:0"></iframe>'
    )


def copy_button(label: str, **what: str) -> Component:
    """Return a button that copies an address or the text of a field."""
    return html.Button(label, type="button", className="action needs-script", **what)
