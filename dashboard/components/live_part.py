"""The part of a page that is drawn anew after each choice."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

VIEW = "ansicht"
# Of a region whose new words are read out. It has no role: readers would name one without words.
# It is empty as the page comes, for what stands in it then is said at once, over what is read.
ANNOUNCED = MappingProxyType({"aria-live": "polite", "aria-atomic": "true"})
# Of a heading that has the focus once a choice has led to it, or to what it is the heading of.
REACHED = MappingProxyType({"data-reached": ""})


def live_part(children: Sequence[Component], *, css_class: str = "") -> Component:
    """Return the part of a page that is drawn anew after each choice, its controls included."""
    return html.Div(list(children), id=VIEW, className=css_class or None)


def notices(sentences: Sequence[str]) -> Component:
    """Return what was replaced in a misspelt address; empty where nothing was."""
    return html.Div([html.P(one) for one in sentences], className="notices", **ANNOUNCED)
