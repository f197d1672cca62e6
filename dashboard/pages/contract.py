"""The contract between a page and the app: an address in, a view out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.figure_card import Cards
from dashboard.components.town_search import is_town_search
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import is_ags
from dashboard.findings.town_search import Outside
from dashboard.wording import links
from dashboard.wording.links import Key

Content = tuple[Component, ...]
# figures, none of them drawn yet, and a sentence for each choice of the address that is not to be
# had: a page shows the nearest there is, and says so; a file has nowhere to say it
AskedCards = tuple[Cards, Sequence[str]]
ORDERED = "order"  # class of a list that `assets/js/order.js` orders
SEARCH_SCRIPT = "search.js"  # suggests towns where one is searched for


class UnknownAddressError(LookupError):
    """A path that looks like this page's but has no page; answered with 404.

    `outside` is the Gemeinde it names where that is one without values.
    """

    def __init__(self, path: str, outside: Outside | None = None) -> None:
        """Take the path and the Gemeinde."""
        super().__init__(path)
        self.outside = outside


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
    answer to it is kept nowhere; see `is_personal`. A page that is not `listed` is no business of
    search engines. `lang` is the page's language.
    """

    id: str
    path: str
    name: str
    menu: Menu = Menu.MAIN
    personal: frozenset[str] = frozenset()
    listed: bool = True
    lang: str = links.GERMAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a visitor asked for: the path as typed, the values in it, and the query.

    `origin` is the site's public address, its own path included; empty where it is not known.
    """

    path: str
    origin: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def public(self, path: str) -> str:
        """Return a path of the site as it is found from outside; empty where that is not known."""
        return self.origin + path if self.origin else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page as drawn for one address."""

    title: str
    description: str
    content: Content
    breadcrumb: tuple[tuple[str, str], ...] = ()
    noindex: bool = False
    address: str = ""  # path and query in their usual form; only a page with choices has one
    frame: Frame = Frame.SITE
    oembed: str = ""  # address at which a machine learns how to embed the page
    charts: bool = True  # whether a choice may draw one with plotly
    anchored: bool = False  # whether an anchor may lead to a part that is not shown
    lang: str = links.GERMAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What a choice changes: the title, the address in its usual form, and a part of the page."""

    title: str
    address: str
    part: Component


def is_personal(query: Mapping[str, str], keys: Iterable[str]) -> bool:
    """Return whether a query holds something of the visitor's own under one of the keys.

    A key that ends in „-“ stands for all that begin so. Official keys of towns are public.
    """
    wanted = tuple(keys)
    return any(
        text and not (key == Key.OWN and all(map(is_ags, text.split(","))))
        for key, text in query.items()
        for one in wanted
        if key == one or (one.endswith("-") and key.startswith(one))
    )


class PageModule(Protocol):
    """What every module in `dashboard.pages` offers."""

    @property
    def PAGE(self) -> Page:  # noqa: N802 - a constant of the module
        """How the page is found."""

    def addresses(self, data: Dataset) -> tuple[str, ...]:
        """Return every path of the page; of thousands alike, some that stand for all."""

    def view(self, data: Dataset, address: Address) -> View:
        """Return the page for an address; raise `UnknownAddressError` where there is none."""


@runtime_checkable
class FigurePage(PageModule, Protocol):
    """A page with figures that others may ask for one by one: as a table, in a frame."""

    def cards(self, data: Dataset, address: Address) -> AskedCards:
        """Return the page's figures; raise as `view` does."""


@runtime_checkable
class AnchoredPage(PageModule, Protocol):
    """A page that shows a part of what it holds: what an anchor names may stand in another part."""

    def query_of(self, data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
        """Return the choices at which the page shows the anchor; None where it never does."""


@runtime_checkable
class ChoicePage(FigurePage, Protocol):
    """A page whose choices change a part of it."""

    def live(self, data: Dataset, address: Address) -> Live:
        """Return what the choices in the address change, and draw nothing else."""


def scripts_of(view: View, *, has_charts: bool) -> tuple[str, ...]:
    """Return the script files the view needs, in the order in which they must run.

    A page whose choices may draw a chart later gets the chart code with the first answer; what the
    choices themselves need comes later. The others have links to anchors, buttons that copy, lists
    to be ordered.
    """
    if view.frame is not Frame.SITE:
        return (*(["charts.js"] if has_charts else ["site.js"]), "frames.js")
    components = tuple(_components(view.content))
    search = (SEARCH_SCRIPT,) if any(map(is_town_search, components)) else ()
    if has_charts or (view.address and view.charts):
        return ("charts.js", *search)
    if view.address:
        return ("live.js", *search)
    needed = view.anchored or any(map(_needs_site_script, components))
    return (*(["site.js"] if needed else []), *search)


def _needs_site_script(component: Component) -> bool:
    """Return whether a component has something that copies or orders."""
    words = str(getattr(component, "className", "")).split()
    return isinstance(component, html.Figure) or "needs-script" in words or ORDERED in words


def charts_in(node: Any) -> dict[str, list[Any]]:
    """Return figure, configuration and style of every chart of a tree, by the id of its box."""
    return {
        one.id: [one.figure, one.config, getattr(one, "style", None)]
        for one in _components(node)
        if isinstance(one, dcc.Graph)
    }


def _components(node: Any) -> Iterator[Component]:
    """Yield every component of a tree, in the order of the page."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list | tuple):
            waiting += reversed(one)
        elif isinstance(one, Component):
            yield one
            waiting.append(getattr(one, "children", None))
