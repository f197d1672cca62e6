"""The figures of a page, drawn."""

from __future__ import annotations

from dashboard.components.figure_card import FigureCard
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address, FigurePage, PageModule


def figures_of(page: PageModule, data: Dataset, address: Address) -> list[FigureCard]:
    """Every figure that can be asked for; none of a page that has none."""
    if not isinstance(page, FigurePage):
        return []
    return [draw() for draw in page.cards(data, address).values()]
