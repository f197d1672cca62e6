"""Indicators and sources, to be searched and shown a page of the list at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import (
    control_form,
    control_id,
    hidden_fields,
    select_choice,
    text_choice,
)
from dashboard.components.data_table import scroll_box
from dashboard.components.paging import pager, piece
from dashboard.components.sources import file_link, licence_of
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, Source, SourceKind
from dashboard.findings.site_search import indicator_address, indicators, sources
from dashboard.pages.choices import UrlState, count_before, free_text, one_of, scope
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import counted, number

PAGE = "daten"  # begins the ids of controls
ALL = "alle"
INDICATORS, SOURCES = "kennzahlen", "quellen"
KINDS: Mapping[str, str] = {
    SourceKind.STATISTIK: "Statistische Quellen",
    SourceKind.DOKUMENT: "Veröffentlichungen zu Projekt und Städten",
}
ROWS = 25  # indicators on a page of the directory
ENTRIES = 10  # sources on a page of the list: each takes several lines
MOST_USES = 60  # activities and indicators named under a source


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which part is shown, what of it, and how many entries of its list stand before."""

    view: str
    words: str
    theme: str
    town: str
    kind: str
    source: str
    after: int
    scope: str


def state_of(data: Dataset, views: Sequence[str]) -> UrlState[Choices]:
    """Return how the choices stand in the address; a source stands among the sources."""
    return UrlState(
        Choices,
        {
            "view": one_of(Key.VIEW, "Die Ansicht", views, views[0]),
            "words": free_text(Key.WORDS),
            "theme": one_of(Key.THEME, "Das Thema", (ALL, *data.themes), ALL),
            "town": one_of(Key.TOWN, "Die Stadt", (ALL, *data.towns), ALL),
            "kind": one_of(Key.KIND, "Die Art", (ALL, *KINDS), ALL),
            "source": one_of(Key.SOURCE, "Die Quelle", ("", *data.sources), ""),
            "after": count_before(Key.AFTER),
            "scope": scope(),
        },
        settle=lambda chosen: (replace(chosen, view=SOURCES) if chosen.source else chosen, ()),
    )


def _listed(
    data: Dataset,
    choices: Choices,
    views: Sequence[str],
    count: int,
    size: int,
    what: str,
    shown: Component,
) -> list[Component | None]:
    """Return a page of a list between its count and the links to the pages around it."""
    if not count:
        return [html.P(f"Zu dieser Auswahl gibt es keine {what}.", className="missing")]
    state = state_of(data, views)

    def there(after: int) -> str:
        return links.to(links.DATA, state.query(replace(choices, after=after)))

    counted = html.P(f"{number(count)} {what}", className="small")
    return [counted, shown, pager(count, choices.after, size, there, what)]


# --------------------------------------------------------------------------------- indicators


def found_indicators(
    data: Dataset, choices: Choices, views: Sequence[str]
) -> list[Component | None]:
    """Return the search and a page of the directory; all of it where everything is shown."""
    named = indicators(data).things(choices.words)
    found = [one for one in named if choices.theme in (ALL, one.theme)]
    if choices.scope:
        return [_directory(data, found)]
    themes = {ALL: "alle", **{id_: one.label for id_, one in data.themes.items()}}
    form = control_form(
        links.DATA,
        [
            *hidden_fields(PAGE, {Key.VIEW: INDICATORS}),
            text_choice(control_id(PAGE, Key.WORDS), "Suchwort", choices.words, kind="search"),
            select_choice(control_id(PAGE, Key.THEME), "Thema", themes, choices.theme),
        ],
        button="Suchen",
    )
    shown = _directory(data, piece(found, choices.after, ROWS))
    return [form, *_listed(data, choices, views, len(found), ROWS, "Kennzahlen", shown)]


def page_before(data: Dataset, indicator: str) -> int:
    """Return how many indicators stand before the page of the directory that has this one."""
    return list(data.indicators).index(indicator) // ROWS * ROWS


def _directory(data: Dataset, shown: Sequence[Indicator]) -> Component:
    counts = _counts(data)
    rows = []
    for one in shown:
        name = html.A(one.label, href=indicator_address(data, one))
        about = f"{data.themes[one.theme].label}, {one.level}"
        rows.append(
            html.Tr(
                [
                    html.Th([name, html.Div(about, className="data-table__about")], scope="row"),
                    html.Td(data.units[one.unit].label),
                    html.Td(one.definition),
                    html.Td(number(counts[one.id]), className="number"),
                ],
                id=links.indicator_term(one.id),
            )
        )
    heads = ("Kennzahl", "Einheit", "Was gezählt wird")
    head = [html.Th(one, scope="col") for one in heads]
    head.append(html.Th("Werte", scope="col", className="number"))
    caption = "Verzeichnis der Kennzahlen"
    parts = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr(head)),
        html.Tbody(rows),
    ]
    return scroll_box(html.Table(parts, className="data-table directory"), f"{caption}, Tabelle")


@lru_cache(maxsize=2)
def _counts(data: Dataset) -> Counter[str]:
    """Return how many values there are of each indicator."""
    keys = {slug: town.ags for slug, town in data.towns.items()}
    # a value of the five that stands in both files is one value
    counts = Counter(
        one.indicator
        for one in data.observations
        if not data.gemeinden.observation(keys.get(one.town, ""), one.indicator, one.date)
    )
    for column in data.gemeinden.columns.values():
        counts[column.indicator] += sum(not isnan(value) for value in column.values)
    return counts


# ------------------------------------------------------------------------------------ sources


def found_sources(data: Dataset, choices: Choices, views: Sequence[str]) -> list[Component | None]:
    """Return the search and a page of the list of sources."""
    named = sources(data).things(choices.words)
    found = [one for one in named if choices.kind in (ALL, one.kind)]
    form = control_form(
        links.DATA,
        [
            *hidden_fields(PAGE, {Key.VIEW: SOURCES}),
            text_choice(control_id(PAGE, Key.WORDS), "Suchwort", choices.words, kind="search"),
            select_choice(control_id(PAGE, Key.KIND), "Art", {ALL: "alle", **KINDS}, choices.kind),
        ],
        button="Suchen",
    )
    entries = [_source(data, one) for one in piece(found, choices.after, ENTRIES)]
    shown = html.Ul(entries, className="source-list")
    return [form, *_listed(data, choices, views, len(found), ENTRIES, "Quellen", shown)]


def all_sources(data: Dataset, kind: str) -> Component:
    """Return the whole list of a kind."""
    entries = [_source(data, one) for one in data.sources.values() if one.kind == kind]
    return html.Ul(entries, className="source-list")


def one_source(data: Dataset, source: Source) -> list[Component | None]:
    """Return a source alone, with what on this site comes from it."""
    uses = list(_uses(data, source))
    more = len(uses) - MOST_USES
    rest = html.P(f"Und {number(more)} weitere, in den Tabellen.") if more > 0 else None
    return [
        html.Ul([_source(data, source, linked=False)], className="source-list"),
        html.H3("Was hier aus dieser Quelle stammt") if uses else None,
        html.Ul([html.Li(one) for one in uses[:MOST_USES]], className="source-uses"),
        rest,
        html.P(html.A("Alle Quellen", href=links.to(links.DATA, ((Key.VIEW, SOURCES),)))),
    ]


def _uses(data: Dataset, source: Source) -> Iterator[Component]:
    """Yield links to what comes from a source: indicators, activities, lessons."""
    values = Counter(one.indicator for one in data.observations if one.source == source.id)
    columns = {one.indicator for one in data.gemeinden.columns.values() if one.source == source.id}
    for one in data.indicators.values():
        if one.id in columns or one.id in values:
            own = counted(values[one.id], "Wert", "Werte", "ein")
            whose = "alle Kleinstädte" if one.id in columns else own
            where = indicator_address(data, one)
            yield html.A(f"Kennzahl: {one.label} ({whose})", href=where)
    for activity in data.activities:
        if source.id in activity.sources:
            yield html.A(f"Aktivität: {activity.title}", href=links.activity(activity.id))
    for lesson in data.lessons.values():
        if source.id in lesson.sources:
            yield html.A(f"Erkenntnis: {lesson.title}", href=links.lesson(lesson.id, lesson.theme))


def _source(data: Dataset, source: Source, *, linked: bool = True) -> Component:
    """Return an entry of the list; `linked` leads to the source's own address here."""
    about = [f"{source.publisher}. "]
    if source.published:
        about.append(f"Veröffentlicht: {date_text(source.published)}. ")
    about.append(f"Abgerufen: {date_text(source.accessed)}. ")
    licence: list[str | Component] = []
    if source.licence:
        licence = ["Bedingungen: ", licence_of(source), ". "]
    here = html.A(
        "Was daraus stammt",
        href=links.source(source.id),
        **{"aria-label": f"Was daraus stammt: {source.title}"},
    )
    return html.Li(
        [
            html.A(source.title, href=source.url),
            html.Br(),
            *about,
            *licence,
            source.note,
            *([" ", link] if (link := file_link(source)) else []),
            *([" ", here] if linked else []),
        ],
        id=links.source_anchor(source.id),
    )
