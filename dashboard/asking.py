"""What a request asks for: its query, the page of a path, one figure of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import request
from werkzeug.exceptions import NotFound

from dashboard.components.figure_card import FigureCard
from dashboard.facts.dataset import Dataset
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, PageModule, UnknownAddressError

Resolve = Callable[[str, Mapping[str, str]], tuple[PageModule, Address]]


def asked_query() -> dict[str, str]:
    """Return the query; the boxes of a form that share a key are one list."""
    return query_of(request.query_string.decode("utf-8", "replace"))


def asked_card(
    data: Dataset, resolve: Resolve, figure: str, page: str, query: Mapping[str, str]
) -> FigureCard:
    """Return the figure of that id on that page, drawn for the query.

    Raises:
        NotFound: where there is no such page, or no such figure on it.
    """
    module, address = resolve(f"/{page}", query)
    try:
        return next(card for card in module.view(data, address).cards if card.id == figure)
    except (UnknownAddressError, StopIteration) as reason:
        raise NotFound from reason
