"""Choices that fold into one line on small screens: the line says what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import pause


def folded(told: str, choices: Sequence[Component], *, id_: str) -> Component:
    """Return choices that stand open beside the answer where there is room for both.

    Elsewhere one line in sight says what is chosen; opened, it leaves the answer in sight.
    """
    words = html.Summary(
        [
            html.Span("Auswahl: ", className="visually-hidden"),
            html.Span(told, className="folded__told"),
            pause(),
            html.Span("ändern", className="folded__change"),
        ]
    )
    return html.Details(
        [words, html.Div(list(choices), className="folded__choices")],
        id=id_,
        className="folded no-print",
    )
