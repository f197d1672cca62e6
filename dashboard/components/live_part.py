"""The part of a page that is drawn anew after each choice."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

VIEW = "ansicht"


def live_part(children: Sequence[Component], *, css_class: str = "") -> Component:
    """Return the part of a page that is drawn anew after each choice, its controls included."""
    return html.Div(list(children), id=VIEW, className=css_class or None)


def notices(sentences: Sequence[str]) -> Component:
    """Return what was replaced in a misspelt address; empty where nothing was."""
    return html.Div([html.P(one) for one in sentences], role="status", className="notices")
