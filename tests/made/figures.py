"""The figures of a page, drawn, and as plotly reads them."""

from __future__ import annotations

import plotly.graph_objects as go
from dash.development.base_component import Component

from dashboard.components.figure_card import FigureCard
from dashboard.facts.dataset import Dataset
from dashboard.figures.theme import Figure
from dashboard.pages.contract import Address, FigurePage, PageModule


def figures_of(page: PageModule, data: Dataset, address: Address) -> list[FigureCard]:
    """Every figure that can be asked for; none of a page that has none."""
    if not isinstance(page, FigurePage):
        return []
    return [draw() for draw in page.cards(data, address)[0].values()]


def checked(figure: Figure | Component) -> go.Figure:
    """Return a figure as plotly reads it; an unknown property or a wrong value is an error."""
    assert isinstance(figure, dict)
    return go.Figure(figure)
