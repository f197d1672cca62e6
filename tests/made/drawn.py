"""Every page and figure as the site draws it on the shipped data, once a process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from dashboard.components.figure_card import FigureCard
from dashboard.pages import PAGES
from dashboard.pages.contract import Address, PageModule, View
from dashboard.wording.links import ALL_OF_IT, Key
from tests.made.figures import figures_of
from tests.made.shipped import shipped_data

WHOLE = {Key.SCOPE: ALL_OF_IT}


@cache
def drawn_pages() -> Mapping[str, View]:
    """Return the view of every page as first seen, by its path."""
    return {address.path: page.view(shipped_data(), address) for page, address in _pages()}


@cache
def drawn_whole() -> Mapping[str, View]:
    """Return the view of every page with all that it holds, by its path."""
    return {
        address.path: page.view(shipped_data(), replace(address, query=WHOLE))
        for page, address in _pages()
    }


@cache
def drawn_figures() -> Mapping[str, Sequence[FigureCard]]:
    """Return every figure that a page has as first seen, by the path of the page."""
    return {address.path: figures_of(page, shipped_data(), address) for page, address in _pages()}


def view_of(path: str, query: Mapping[str, str]) -> View:
    """Return the view of one page with these choices."""
    page, address = next(one for one in _pages() if one[1].path == path)
    return page.view(shipped_data(), replace(address, query=query))


def _pages() -> Iterator[tuple[PageModule, Address]]:
    for page in PAGES:
        for path in page.addresses(shipped_data()):
            yield page, Address(path=path, values=_values(page.PAGE.path, path))


def _values(rule: str, path: str) -> dict[str, str]:
    """Return what a path holds in the places of its rule."""
    names = re.findall(r"<(\w+)>", rule)
    found = re.fullmatch(re.sub(r"<\w+>", "([^/]+)", rule), path)
    return dict(zip(names, found.groups() if found else (), strict=True))
