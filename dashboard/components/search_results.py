"""What a search has found: rows of a list, the letters that fit marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.wording.search import Hit, marked


def result_list(rows: Sequence[Component]) -> Component:
    """Return rows as they are made by `result_row`."""
    return html.Ul(list(rows), className="search-results")


def result_row(name: Component | Sequence[str | Component], about: Iterable[str]) -> Component:
    """Return what was found and what is said beside it."""
    return html.Li(
        [
            html.Span(name, className="search-results__name"),
            html.Div(", ".join(filter(None, about)), className="search-results__about"),
        ]
    )


def marked_name(hit: Hit[Any]) -> list[str | Component]:
    """Return the name of a hit, the letters that fit marked."""
    parts = marked(hit.name, hit.marks)
    return [html.B(text) if is_marked else text for text, is_marked in parts]
