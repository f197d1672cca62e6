"""What was searched for, by kinds: towns that have a page, and why a Gemeinde has none.

A kind is a function in `KINDS`: data and query in, a section out, or none where nothing fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import section
from dashboard.components.sources import linked_sources
from dashboard.components.town_search import goal, town_search
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import POPULATION, Gemeinde, Source
from dashboard.findings import town_search as index
from dashboard.findings.band import SIZE
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import number
from dashboard.wording.search import Hit, Thing, marked

PAGE = Page(
    id="suche",
    path=links.SEARCH,
    name="Suche",
    menu=Menu.NONE,
    personal=frozenset({Key.WORDS, Key.ADD_TO}),
    listed=False,
)
LEAD = f"Alle Gemeinden mit {SIZE}, nach Namen."
MOST = 50  # of a kind
LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was typed, and the comparison that a town is for, where it is for one."""

    words: str
    comparison: Mapping[str, str] | None


Kind = Callable[[Dataset, Search], Component | None]


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the search."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return what fits the words of the address."""
    added = address.query.get(Key.ADD_TO)
    search = Search(
        words=" ".join(address.query.get(Key.WORDS, "").split())[:LONGEST],
        comparison=None if added is None else query_of(added),
    )
    found = [part for kind in KINDS if (part := kind(data, search))] if search.words else []
    nothing = html.P(
        [
            f"Zu „{search.words}“ wurde nichts gefunden. Oft hilft es, nur den Anfang des Namens "
            "einzugeben, oder die Liste: ",
            html.A("alle Städte nach Ländern", href=links.to(links.TOWNS)),
            ".",
        ],
        className="missing",
    )
    return View(
        title=PAGE.name,
        description=LEAD,
        content=(
            html.Div(
                [
                    html.H1(PAGE.name),
                    html.P(LEAD, className="lead"),
                    town_search(PAGE.id, value=search.words, comparison=search.comparison),
                    None if found or not search.words else nothing,
                ],
                className="page-head",
            ),
            *found,
        ),
        noindex=True,
    )


def _towns(data: Dataset, search: Search) -> Component | None:
    hits = index.towns(data).find(search.words)
    intro = "Ein Klick nimmt die Stadt in den Vergleich." if search.comparison is not None else ""
    shown = [hit.thing for hit in hits[:MOST]]
    counted = {one.ags: data.latest(one.id, POPULATION) for one in shown}
    sources = data.named_sources(one.source for one in counted.values() if one)

    def row(hit: Hit[Gemeinde]) -> Component:
        town, people = hit.thing, counted[hit.thing.ags]
        where = goal(town.slug if search.comparison is None else town.ags, search.comparison)
        size = _people(people.value, people.date) if people else ""
        return _row(html.A(_name(hit), href=where), (*index.place(town), size))

    return _results("staedte", ("Stadt", "Städte"), hits, row, intro, sources)


def _outside(data: Dataset, search: Search) -> Component | None:
    hits = index.outside(data).find(search.words)
    intro = f"Werte gibt es hier nur von Gemeinden mit {SIZE}."

    def row(hit: Hit[index.Outside]) -> Component:
        one = hit.thing
        size = f"{_people(one.population, one.date)}, {one.size}"
        return _row(_name(hit), (*index.place(one), size))

    words = ("Gemeinde ohne Werte", "Gemeinden ohne Werte")
    sources = data.named_sources(hit.thing.source for hit in hits)
    return _results("andere", words, hits, row, intro, sources)


KINDS: Sequence[Kind] = (_towns, _outside)


def _results(
    id_: str,
    words: tuple[str, str],
    hits: Sequence[Hit[Thing]],
    row: Callable[[Hit[Thing]], Component],
    intro: str,
    sources: Sequence[Source],
) -> Component | None:
    if not hits:
        return None
    one, many = words
    more = html.P(
        f"Gezeigt sind {MOST} von {number(len(hits), 0)}. Mit mehr Buchstaben werden es weniger.",
        className="small",
    )
    rows = html.Ul([row(hit) for hit in hits[:MOST]], className="search-results")
    title = f"{number(len(hits), 0)} {one if len(hits) == 1 else many}"
    rest = [more] if len(hits) > MOST else []
    named = html.P(["Bevölkerung: ", *linked_sources(sources)], className="source")
    return section(id_, title, [rows, *rest, named], intro=intro)


def _row(name: Component | Sequence[str | Component], about: Iterable[str]) -> Component:
    return html.Li(
        [
            html.Span(name, className="search-results__name"),
            html.Span(" · ".join(filter(None, about)), className="search-results__about"),
        ]
    )


def _name(hit: Hit[Thing]) -> list[str | Component]:
    parts = marked(hit.name, hit.marks)
    return [html.Mark(text) if is_marked else text for text, is_marked in parts]


def _people(count: float | None, date: str) -> str:
    return f"{number(count)} Personen ({date_text(date)})"
