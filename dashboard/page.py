"""The contract between a page and the app: an address in, a view out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from dash import Dash
from dash.development.base_component import Component

from dashboard.components.figure_card import FigureCard
from dashboard.dataset import Dataset

Content = tuple[Component, ...]


class UnknownAddressError(LookupError):
    """A path that looks like this page's but names nothing that exists; answered with 404."""


class Menu(StrEnum):
    """Where a page is linked from every other page."""

    MAIN = "main"
    ABOUT = "about"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a page is found: `path` is a Flask rule; `name` stands in the menu."""

    id: str
    path: str
    name: str
    menu: Menu = Menu.MAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a visitor asked for: the path as typed, the values in it, and the query."""

    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page as drawn for one address; `cards` are its figures, for downloads."""

    title: str
    description: str
    content: Content
    cards: tuple[FigureCard, ...] = ()
    breadcrumb: tuple[tuple[str, str], ...] = ()


class PageModule(Protocol):
    """What every module in `dashboard.pages` offers."""

    @property
    def PAGE(self) -> Page:  # noqa: N802 - a constant of the module
        """How the page is found."""

    def addresses(self, data: Dataset) -> tuple[str, ...]:
        """Return every path of the page, for tests, sitemap and export."""

    def view(self, data: Dataset, address: Address) -> View:
        """Return the page for an address; raise `UnknownAddressError` where there is none."""

    def connect(self, app: Dash, data: Dataset) -> None:
        """Register the page's callbacks, if it has any."""


def is_live(node: Any) -> bool:
    """Return whether a component needs Dash in the browser: a chart, a control, a callback."""
    if isinstance(node, list | tuple):
        return any(map(is_live, node))
    if not isinstance(node, Component):
        return False
    return node._namespace != "dash_html_components" or is_live(getattr(node, "children", None))
