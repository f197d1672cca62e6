"""The contract between a page and the app: an address in, a view out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from dash import Dash
from dash.development.base_component import Component

from dashboard.components.figure_card import FigureCard
from dashboard.components.static_part import is_live
from dashboard.dataset import Dataset

Content = tuple[Component, ...]


class UnknownAddressError(LookupError):
    """A path that looks like this page's but names nothing that exists; answered with 404."""


class Menu(StrEnum):
    """Where a page is linked from every other page."""

    MAIN = "main"
    ABOUT = "about"
    NONE = "none"


class Frame(StrEnum):
    """What stands around a page. Only on the site itself does Dash run.

    In the other frames a small script draws the charts: on slides and sheets of paper at a fixed
    size that scales with them, in the frame of another site and in a file as wide as there is room.
    """

    SITE = "seite"
    SLIDES = "folien"
    SHEET = "blatt"
    EMBED = "einbettung"
    FILE = "datei"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a page is found: `path` is a Flask rule; `name` stands in the menu.

    `personal` are the keys of the query under which a visitor enters something of their own: an
    answer to it is kept nowhere.
    """

    id: str
    path: str
    name: str
    menu: Menu = Menu.MAIN
    personal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a visitor asked for: the path as typed, the values in it, and the query.

    `origin` is the site's public address without path, empty where it is not known.
    """

    path: str
    origin: str = ""
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
    noindex: bool = False
    frame: Frame = Frame.SITE
    oembed: str = ""  # address at which a machine learns how to embed the page


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


GRAPH = "dash_core_components.Graph"
LOCATION = "dash_core_components.Location"
CONTROLS = "dash_bootstrap_components"


def scripts_of(view: View) -> tuple[str, ...]:
    """Return the script files the view needs, in the order in which they must run.

    A page with choices may draw a chart later, so it gets the chart code with the first answer.
    """
    kinds = set(_kinds(view.content))
    if view.frame is not Frame.SITE:
        return (*(["plotly.js"] if GRAPH in kinds else []), "frames.js")
    if not any(is_live(part) for part in view.content):
        return ()
    names = ["plotly.js"] if kinds & {GRAPH, LOCATION} else []
    names += ["dash.js"]
    names += ["controls.js"] if any(kind.startswith(CONTROLS) for kind in kinds) else []
    return tuple(names)


def _kinds(node: Any) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _kinds(child)
    elif isinstance(node, Component):
        yield f"{node._namespace}.{node._type}"
        yield from _kinds(getattr(node, "children", None))


def graphs_in(node: Any) -> Iterator[Component]:
    """Yield every chart of a component tree."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from graphs_in(child)
    elif isinstance(node, Component):
        if f"{node._namespace}.{node._type}" == GRAPH:
            yield node
        yield from graphs_in(getattr(node, "children", None))
