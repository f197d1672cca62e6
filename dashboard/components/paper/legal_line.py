"""The line of links that the law wants on every page, for those that have no footer."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.prose import prose
from dashboard.facts.dataset import Dataset

TEXT = "fusszeile"


def legal_line(data: Dataset, *, class_name: str = "", framed_from: str | None = None) -> Component:
    """Return the links of `data/texts/fusszeile.md` in one line.

    Args:
        data: has the text, with the operator's address in it.
        class_name: what the line is besides a `legal-line`.
        framed_from: for the frame of another site: where this site is; the links open beside it.
    """
    paragraphs = [part for part in prose(data.texts[TEXT]) if isinstance(part, Component)]
    parts = [part for paragraph in paragraphs for part in paragraph.children]
    if framed_from is not None:
        for link in (part for part in parts if isinstance(part, html.A)):
            _out_of_the_frame(link, framed_from)
    return html.P(parts, className=f"legal-line {class_name}".strip())


def _out_of_the_frame(link: Component, origin: str) -> None:
    if link.href.startswith("/"):
        link.href = origin + link.href
    link.target, link.rel = "_blank", "noopener"
