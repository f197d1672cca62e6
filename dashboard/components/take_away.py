"""What a visitor takes away from a page of several figures: one folded block, a row a figure."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import scroll_box
from dashboard.components.figure_card import (
    FigureCard,
    bibtex,
    citation,
    copy_button,
    download_address,
    embedding,
    permalink,
    picture_buttons,
)
from dashboard.components.layout import disclosure
from dashboard.downloads.forms import Form

TITLE = "Herunterladen, zitieren, einbetten"
QUOTE = "Zitieren, einbetten"


def take_away(cards: Iterable[FigureCard], *, title: str = TITLE) -> Component | None:
    """Return files, citation and code of the figures, which then stand on the page without tools.

    Each figure has a row; what is quoted of it unfolds there. Nothing where there is no figure.
    """
    rows = [_row(card) for card in cards]
    if not rows:
        return None
    heads = ("Abbildung", "Dateien", "Zitat, Adresse, Code")
    table = html.Table(
        [
            html.Caption(title, className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="data-table take-away",
    )
    return disclosure(title, [scroll_box(table, title)], alone=True, css_class="no-print")


def _row(card: FigureCard) -> Component:
    files: list[Component | str] = []
    for form in Form:
        spoken = {"aria-label": f"{form.label}: {card.title}"}
        link = html.A(form.label, href=download_address(card, form), download="", **spoken)
        files += [" ", link] if files else [link]
    quoted = html.Details(
        [
            html.Summary(QUOTE, **{"aria-label": f"{QUOTE}: {card.title}"}),
            html.Pre(
                html.Code(
                    f"{citation(card)}\n\n{bibtex(card)}",
                    className="citation",
                    **{"data-address": permalink(card)},
                )
            ),
            *embedding(card),
        ]
    )
    copied = copy_button("Link kopieren", **{"data-copy-address": permalink(card)})
    return html.Tr(
        [
            html.Th(card.title, scope="row"),
            html.Td([*files, *(part for one in picture_buttons(card) for part in (" ", one))]),
            html.Td([copied, quoted]),
        ]
    )
