"""The words of this site in plain German, a page of the list at a time: terms, indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, hidden_fields, text_choice
from dashboard.components.layout import section, ways
from dashboard.components.live_part import notices
from dashboard.components.paging import pager, piece
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Term
from dashboard.findings.site_search import indicators, terms
from dashboard.pages.choices import UrlState, count_before, free_text, one_of, scope
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import number
from dashboard.wording.search import sort_key, stem_of, words_of

PAGE = Page(
    id="glossar",
    path=links.GLOSSARY,
    name="Glossar",
    menu=Menu.ABOUT,
    personal=frozenset({Key.WORDS}),
)
LEAD = "Was Fachwörter und Kennzahlen auf diesen Seiten bedeuten, von A bis Z."
WORDS, INDICATORS = "woerter", "kennzahlen"
VIEWS: Mapping[str, str] = {WORDS: "Fachwörter", INDICATORS: "Kennzahlen"}
ENTRIES = 20  # on a page of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which list is shown, what of it, and how many entries stand before."""

    view: str
    words: str
    after: int
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A word and what it means; its id is its anchor."""

    id: str
    word: str
    meaning: str


STATE = UrlState(
    Choices,
    {
        "view": one_of(Key.VIEW, "Die Ansicht", tuple(VIEWS), WORDS),
        "words": free_text(Key.WORDS),
        "after": count_before(Key.AFTER),
        "scope": scope(),
    },
)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the glossary."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return a page of the glossary, by an entry of it or by choices; all where they say so."""
    entry = address.query.get(Key.ENTRY, "")
    choices, sentences = STATE.read((entry and _at(data, entry)) or address.query)
    lists = VIEWS if choices.scope else [choices.view]
    return View(
        title=PAGE.name,
        description=LEAD,
        content=(
            html.Div(
                [
                    html.H1(PAGE.name),
                    html.P(LEAD, className="lead"),
                ],
                className="page-head",
            ),
            _ways(choices),
            notices(sentences),
            *(section(id_, VIEWS[id_], _shown(data, replace(choices, view=id_))) for id_ in lists),
        ),
        anchored=not choices.scope,
    )


def query_of(data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
    """Return the choices at which an entry or list is shown; None where it never is."""
    name = anchor.removesuffix("-titel")
    if name in VIEWS:
        return {} if name == WORDS else {Key.VIEW: name}
    return {Key.ENTRY: anchor} if _at(data, anchor) is not None else None


def _ways(choices: Choices) -> Component:
    entries = [(_list(id_), label) for id_, label in VIEWS.items()]
    everything = links.whole(PAGE.path)
    entries.append((everything, "Alles auf einer Seite"))
    return ways(entries, everything if choices.scope else _list(choices.view), "Teile des Glossars")


def _list(id_: str) -> str:
    return _address(Choices(view=id_, words="", after=0, scope=""))


def _address(choices: Choices) -> str:
    return links.to(PAGE.path, STATE.query(choices))


def _at(data: Dataset, id_: str) -> Mapping[str, str] | None:
    """Return the choices of the page of a list on which an entry is; None where there is none."""
    for name in VIEWS:
        ids = [one.id for one in _entries(data, name)]
        if id_ in ids:
            after = ids.index(id_) // ENTRIES * ENTRIES
            start, _ = STATE.read({})
            return dict(STATE.query(replace(start, view=name, after=after)))
    return None


def _names(term: Term) -> list[str]:
    """Return the word and what else is said for it; of forms of one word the first.

    What the meaning begins with is read there.
    """
    once: dict[tuple[str, ...], str] = {}
    for name in (term.word, *term.also):
        stems = tuple(stem_of(one.letters) for one in words_of(name))
        if not term.meaning.startswith(name):
            once.setdefault(stems, name)
    return list(once.values())


def _entries(data: Dataset, name: str, words: str = "") -> list[Entry]:
    """Return the entries of a list from A to Z, or those that fit the words, best first."""
    if name == WORDS:
        entries = [
            Entry(id=one.id, word=", ".join(_names(one)), meaning=one.meaning)
            for one in terms(data).things(words)
        ]
    else:
        entries = [
            Entry(id=links.indicator_term(one.id), word=one.label, meaning=one.definition)
            for one in indicators(data).things(words)
        ]
    return entries if words else sorted(entries, key=lambda entry: sort_key(entry.word))


def _shown(data: Dataset, choices: Choices) -> list[Component | None]:
    entries = _entries(data, choices.view, choices.words)
    if choices.scope:
        return [_glossary(entries)]
    what = VIEWS[choices.view]
    form = control_form(
        PAGE.path,
        [
            *hidden_fields(PAGE.id, {Key.VIEW: choices.view}),
            text_choice(
                control_id(PAGE.id, Key.WORDS), f"{what} suchen", choices.words, kind="search"
            ),
        ],
        button="Suchen",
    )
    if not entries:
        sentence = f"Zu „{choices.words}“ steht hier nichts."
        return [form, html.P(sentence, className="missing")]
    pages = pager(
        len(entries),
        choices.after,
        ENTRIES,
        lambda after: _address(replace(choices, after=after)),
        what,
    )
    return [
        form,
        _letters(entries, choices) if not choices.words else None,
        html.P(f"{number(len(entries))} {what}", className="small"),
        _glossary(piece(entries, choices.after, ENTRIES)),
        pages,
    ]


def _letters(entries: Sequence[Entry], choices: Choices) -> Component:
    """Return links to the first entry of each letter."""
    first: dict[str, tuple[int, str]] = {}
    for at, entry in enumerate(entries):
        first.setdefault(sort_key(entry.word)[:1].upper(), (at // ENTRIES * ENTRIES, entry.id))
    items = [
        html.Li(
            html.A(
                letter,
                href=links.to(PAGE.path, STATE.query(replace(choices, after=after)), anchor),
            )
        )
        for letter, (after, anchor) in first.items()
    ]
    return html.Nav(
        html.Ul(items),
        className="letters no-print",
        **{"aria-label": f"{VIEWS[choices.view]} nach Anfangsbuchstaben"},
    )


def _glossary(entries: Sequence[Entry]) -> Component:
    parts = []
    for one in entries:
        parts += [html.Dt(one.word, id=one.id), html.Dd(one.meaning)]
    return html.Dl(parts, className="glossary")
