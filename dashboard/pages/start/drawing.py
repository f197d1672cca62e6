"""What each of the overview's three charts hands over: to the screen, to a frame, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.downloads.table import Table
from dashboard.facts.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One chart: what it shows, in a sentence what can be seen, and where it comes from.

    `table` is made when it is asked for.
    """

    title: str
    finding: str
    body: Component
    table: Callable[[], Table]
    note: str = ""
    sources: tuple[Source, ...] = ()
    credits: tuple[str, ...] = ()


def value_rows(name: str, title: str, columns: int, rows: Sequence[Component]) -> Component:
    """Return rows, each beginning with its heading, as a table of this class; `title` names it."""
    caption = html.Caption(title, className="visually-hidden")
    # a caption that is not seen counts as a row; so the columns say themselves how wide they are
    widths = html.Colgroup([html.Col() for _ in range(columns)])
    return html.Table([caption, widths, html.Tbody(list(rows))], className=f"rows {name}")
