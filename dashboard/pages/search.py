"""What was searched for, by kinds: towns, what the site says, and why a Gemeinde has no page.

A kind is a function in `KINDS`: data and query in, sections out, none where nothing fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import contents, section
from dashboard.components.search_results import marked_name, result_list, result_row
from dashboard.components.sources import linked_sources
from dashboard.components.town_search import ADDED, goal, town_search
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import POPULATION, Gemeinde, Source
from dashboard.findings import town_search as index
from dashboard.findings.band import SIZE
from dashboard.findings.site_search import Kind, Place, site
from dashboard.pages.choices import query_of as read_query
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import counted, number
from dashboard.wording.search import Hit, Thing

PAGE = Page(
    id="suche",
    path=links.SEARCH,
    name="Suche",
    menu=Menu.NONE,
    personal=frozenset({Key.WORDS, *ADDED.values()}),
    listed=False,
)
LEAD = (
    f"Alle Gemeinden mit {SIZE}, dazu Themen, Kennzahlen, Aktivitäten, Erkenntnisse, Befragungen, "
    "Fachwörter und Quellen."
)
LABEL = "Suchwort oder Stadt"
# where a found town is added: what the field is called, and what a click does
ADDING: Mapping[str, tuple[str, str]] = {
    links.COMPARISON: (
        "Eine Stadt für den Vergleich suchen",
        "Ein Klick nimmt die Stadt in den Vergleich.",
    ),
    links.START: (
        "Eine Stadt für die Übersicht suchen",
        "Ein Klick zeigt die Stadt in der Übersicht.",
    ),
}
MOST = 50  # towns
FIRST = 10  # of any other kind, until it is asked for alone
WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.THEME: ("Thema", "Themen"),
    Kind.INDICATOR: ("Kennzahl", "Kennzahlen"),
    Kind.ACTIVITY: ("Aktivität", "Aktivitäten"),
    Kind.LESSON: ("Erkenntnis", "Erkenntnisse"),
    Kind.SURVEY: ("Befragung", "Befragungen"),
    Kind.TERM: ("Fachwort", "Fachwörter"),
    Kind.SOURCE: ("Quelle", "Quellen"),
}
LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was typed, the choices a town is for and their page, and the one kind that is wanted."""

    words: str
    choices: Mapping[str, str] | None
    page: str
    only: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of a kind: the id of its section, a title that counts it, and its parts."""

    id: str
    title: str
    parts: Sequence[Component]
    intro: str = ""


Finding = Callable[[Dataset, Search], Iterator[Found]]


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the search."""
    return (PAGE.path,)


def prepare(data: Dataset) -> None:
    """Make the indexes before anyone waits for them; workers share them."""
    for index_of in (index.towns, index.outside, site):
        index_of(data).find("")


def view(data: Dataset, address: Address) -> View:
    """Return what fits the words of the address."""
    page = next((page for page, key in ADDED.items() if key in address.query), "")
    added = address.query[ADDED[page]] if page else None
    search = Search(
        words=" ".join(address.query.get(Key.WORDS, "").split())[:LONGEST],
        choices=None if added is None else read_query(added),
        page=page or links.COMPARISON,
        only=next((kind for kind in Kind if kind == address.query.get(Key.KIND)), ""),
    )
    kinds = (_site,) if search.only else OF_TOWNS if added is not None else KINDS
    found = [one for kind in kinds for one in kind(data, search)] if search.words else []
    where = [(one.id, one.title) for one in found]
    nothing = html.P(
        [
            f"Zu „{search.words}“ wurde nichts gefunden. Oft hilft es, nur den Anfang eines Worts "
            "einzugeben. Alles der Reihe nach: ",
            html.A("alle Städte nach Ländern", href=links.to(links.TOWNS)),
            ", ",
            html.A("alle Kennzahlen und Fachwörter", href=links.to(links.GLOSSARY)),
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
                    town_search(
                        PAGE.id,
                        label=ADDING[page][0] if page else LABEL,
                        value=search.words,
                        choices=search.choices,
                        added_to=search.page,
                    ),
                    None if found or not search.words else nothing,
                    _alone(search) if search.only else None,
                    contents(where) if len(where) > 1 else None,
                ],
                className="page-head",
            ),
            *(section(one.id, one.title, one.parts, intro=one.intro) for one in found),
        ),
        noindex=True,
    )


def directory(data: Dataset) -> View:
    """Return all that the search can find, by kinds, for a file in which a browser searches."""
    by_kind: defaultdict[str, list[Component]] = defaultdict(list)
    for one in site(data).entries:
        link = html.A(one.name, href=one.thing.href)
        by_kind[one.thing.kind].append(result_row(link, (one.thing.about,)))
    towns = [
        html.Li([html.A(one.name, href=links.town(one.slug)), f" {', '.join(index.place(one))}"])
        for one in index.all_towns(data)
    ]
    parts = [
        (kind.value, counted(len(by_kind[kind]), *WORDS[kind]), result_list(by_kind[kind]))
        for kind in Kind
    ]
    title = counted(len(towns), "Kleinstadt", "Kleinstädte")
    parts.append(("staedte", title, html.Ul(towns, className="town-list")))
    lead = "Alles, was die Suche auf der Website findet. Mit Strg + F suchen Sie darin ohne Netz."
    return View(
        title="Verzeichnis",
        description=lead,
        content=(
            html.Div(
                [
                    html.H1("Verzeichnis"),
                    html.P(lead, className="lead"),
                    contents([(id_, title) for id_, title, _list in parts]),
                ],
                className="page-head",
            ),
            *(section(id_, title, [listed]) for id_, title, listed in parts),
        ),
    )


def _alone(search: Search) -> Component:
    return html.P(html.A("Alles zu diesem Suchwort", href=_address(search)))


def _address(search: Search, only: str = "") -> str:
    kind = ((Key.KIND, only),) if only else ()
    return links.to(PAGE.path, ((Key.WORDS, search.words), *kind))


def _towns(data: Dataset, search: Search) -> Iterator[Found]:
    hits = index.towns(data).find(search.words)
    intro = "" if search.choices is None else ADDING[search.page][1]
    shown = [hit.thing for hit in hits[:MOST]]
    counted = {one.ags: data.latest(one.id, POPULATION) for one in shown}
    sources = data.named_sources(one.source for one in counted.values() if one)

    def row(hit: Hit[Gemeinde]) -> Component:
        town, people = hit.thing, counted[hit.thing.ags]
        where = goal(town.slug if search.choices is None else town.ags, search.choices, search.page)
        size = _people(people.value, people.date) if people else ""
        return result_row(html.A(marked_name(hit), href=where), (*index.place(town), size))

    yield from _results("staedte", ("Stadt", "Städte"), hits, row, intro, sources)


def _outside(data: Dataset, search: Search) -> Iterator[Found]:
    hits = index.outside(data).find(search.words)
    intro = f"Werte gibt es hier nur von Gemeinden mit {SIZE}."

    def row(hit: Hit[index.Outside]) -> Component:
        one = hit.thing
        size = f"{_people(one.population, one.date)}, {one.size}"
        return result_row(marked_name(hit), (*index.place(one), size))

    words = ("Gemeinde ohne Werte", "Gemeinden ohne Werte")
    sources = data.named_sources(hit.thing.source for hit in hits)
    yield from _results("andere", words, hits, row, intro, sources)


def _site(data: Dataset, search: Search) -> Iterator[Found]:
    """Yield what is found apart from towns, the first of each kind or all of the one wanted."""
    by_kind: defaultdict[str, list[Hit[Place]]] = defaultdict(list)
    for hit in site(data).find(search.words):
        by_kind[hit.thing.kind].append(hit)
    for kind in Kind:
        hits = by_kind[kind]
        if not hits or search.only not in ("", kind):
            continue
        shown = hits if search.only else hits[:FIRST]
        rows = [
            result_row(html.A(marked_name(hit), href=hit.thing.href), (hit.thing.about,))
            for hit in shown
        ]
        parts: list[Component] = [result_list(rows)]
        title = counted(len(hits), *WORDS[kind])
        if len(shown) < len(hits):
            parts.append(html.P(html.A(f"Alle {title}", href=_address(search, kind))))
        yield Found(id=kind, title=title, parts=parts)


OF_TOWNS: Sequence[Finding] = (_towns, _outside)
KINDS: Sequence[Finding] = (_towns, _site, _outside)


def _results(
    id_: str,
    words: tuple[str, str],
    hits: Sequence[Hit[Thing]],
    row: Callable[[Hit[Thing]], Component],
    intro: str,
    sources: Sequence[Source],
) -> Iterator[Found]:
    if not hits:
        return
    more = html.P(
        f"Gezeigt sind {MOST} von {number(len(hits), 0)}. Mit mehr Buchstaben werden es weniger.",
        className="small",
    )
    rows = result_list([row(hit) for hit in hits[:MOST]])
    rest = [more] if len(hits) > MOST else []
    named = html.P(["Bevölkerung: ", *linked_sources(sources)], className="source")
    title = counted(len(hits), *words)
    yield Found(id=id_, title=title, parts=[rows, *rest, named], intro=intro)


def _people(count: float | None, date: str) -> str:
    return f"{number(count)} Personen ({date_text(date)})"
