"""The timeline: what the towns did and when, as lanes, list and matrices that always agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import counted_words
from dashboard.components.figure_card import FigureCard, figure_card
from dashboard.components.layout import ways
from dashboard.components.live_part import live_part, notices
from dashboard.components.take_away import take_away
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Activity
from dashboard.findings.activities import all_years, count_of, parts, visible
from dashboard.pages.choices import UrlState
from dashboard.pages.contract import Address, AskedCards, Live, Page, View
from dashboard.pages.timeline.cards import (
    ALIKE,
    PARTNERS,
    PICTURE,
    alike_card,
    events,
    network_card,
    picture_card,
)
from dashboard.pages.timeline.choices import Choices, Shown, default_choices, link, url_state
from dashboard.pages.timeline.drawn import lanes_section
from dashboard.pages.timeline.entries import before, card, card_link, entries
from dashboard.pages.timeline.filters import PAGE_ID, counter, filters
from dashboard.wording import links
from dashboard.wording.dates import span_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, counted

PAGE = Page(id=PAGE_ID, path=links.TIMELINE, name="Zeitleiste")
VIEWS = {
    Shown.LANES: "Bahnen und Liste",
    Shown.ALIKE: "Was Städte ähnlich taten",
    Shown.NETWORK: "Wer mit wem arbeitete",
    Shown.PICTURE: "Bild zum Mitnehmen",
}
SECTIONS = {ALIKE: "gleiches", PARTNERS: "netz", PICTURE: "bild"}  # by the figure in it
# what stood on the page itself, for all years, before there were views: how its ids begin
OF_ALL_YEARS = {
    SECTIONS[ALIKE]: Shown.ALIKE,
    ALIKE: Shown.ALIKE,
    SECTIONS[PARTNERS]: Shown.NETWORK,
    PARTNERS: Shown.NETWORK,
}
FILES = "mitnehmen"
OF_AN_ACTIVITY = re.compile(r"(aktivitaet|teile|zeichen)-(.+)")


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path; every activity has its own query on it."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the timeline for the choices in the address."""
    state = url_state(data)
    choices, sentences = state.read(address.query)
    shown = _live(data, state, choices, sentences)
    chosen = _chosen(data, choices)
    months = span_text(data.project.start[:7], data.project.end[:7])
    towns = count_text(len(data.in_project))
    head = html.Div(
        [
            html.H1("Zeitleiste"),
            html.P(
                f"Was {towns} Städte von {months} gemeinsam und einzeln "
                "taten, was vorausging und was blieb.",
                className="lead",
            ),
        ],
        className="page-head page-head--short",
    )
    return View(
        title=shown.title,
        description=chosen.description
        if chosen
        else f"Aktivitäten der {towns} Städte in der Zeit.",
        content=(head, shown.part),
        address=shown.address,
        charts=choices.view == Shown.PICTURE,
        anchored=True,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return filters, counter and what is shown of the choices in the address."""
    state = url_state(data)
    return _live(data, state, *state.read(address.query))


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return the figures for the choices in the address; matrices without months are of all years.

    So they were before they followed the choices, and so other sites frame them.
    """
    state = url_state(data)
    choices, sentences = state.read(address.query)
    counted = choices
    if not {Key.FROM, Key.UNTIL} & set(address.query):
        counted = _of_all_years(data, choices)
    found = {
        PICTURE: partial(picture_card, data, choices, state),
        ALIKE: partial(alike_card, data, counted, state),
        PARTNERS: partial(network_card, data, counted, state),
    }
    return found, sentences


def query_of(data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
    """Return the choices at which the page shows the anchor; None where it never does."""
    state = url_state(data)
    choices, _sentences = state.read(address.query)
    if found := OF_AN_ACTIVITY.fullmatch(anchor):
        wanted = _with_activity(data, choices, found[1], found[2])
    else:
        wanted = _with_part(data, choices, anchor)
    return dict(state.query(wanted)) if wanted else None


def _of_all_years(data: Dataset, choices: Choices) -> Choices:
    first, last = all_years(data)
    return replace(choices, start=first, end=last)


def _with_activity(data: Dataset, choices: Choices, what: str, id_: str) -> Choices | None:
    """Return the choices that show an activity in list and lanes: these, or all there is."""
    one = next((one for one in data.activities if one.id == id_), None)
    if one is None:
        return None
    everything = _of_all_years(data, default_choices(data))
    for wanted in (choices, default_choices(data), everything):
        shown = visible(data, wanted)
        if one not in shown:
            continue
        held = any(one in group for group in parts(shown).values())
        if what == "zeichen":  # a part is drawn while it is open
            return replace(wanted, view=Shown.LANES, chosen=id_ if held else wanted.chosen)
        after = before(shown, id_) or 0
        return replace(wanted, view=Shown.LANES, chosen="", after=after)
    return None


def _with_part(data: Dataset, choices: Choices, anchor: str) -> Choices | None:
    """Return the choices that show a section, or a part of one."""
    whole = next((view for id_, view in OF_ALL_YEARS.items() if _is_of(anchor, id_)), None)
    if whole:
        return replace(_of_all_years(data, default_choices(data)), view=whole)
    if _is_of(anchor, PICTURE) or _is_of(anchor, SECTIONS[PICTURE]):
        return replace(choices, view=Shown.PICTURE)
    if _is_of(anchor, "liste") or anchor == FILES:
        return replace(choices, view=Shown.LANES, chosen="")
    return replace(choices, view=Shown.LANES) if _is_of(anchor, "bahnen") else None


def _is_of(anchor: str, id_: str) -> bool:
    return anchor == id_ or anchor.startswith(f"{id_}-")


def _live(
    data: Dataset, state: UrlState[Choices], choices: Choices, sentences: Sequence[str]
) -> Live:
    chosen, shown = _chosen(data, choices), visible(data, choices)
    found = counted_words(count_of(shown))
    return Live(
        title=f"{chosen.title} – Zeitleiste" if chosen else f"Zeitleiste: {found}",
        address=link(state, choices, after=choices.after),
        part=live_part([*_parts(data, state, choices, shown, sentences)]),
    )


def _chosen(data: Dataset, choices: Choices) -> Activity | None:
    return next((one for one in data.activities if one.id == choices.chosen), None)


def _parts(
    data: Dataset,
    state: UrlState[Choices],
    choices: Choices,
    shown: Sequence[Activity],
    sentences: Sequence[str],
) -> Iterator[Component]:
    """Yield everything that depends on the choices, drawn from the same activities.

    An open card stands first, where a link to it is followed, and in the place of the list and
    its files.
    """
    chosen = _chosen(data, choices)
    yield notices(sentences)
    if chosen:
        yield card(data, state, choices, shown, chosen)
    yield filters(data, state, choices, shown)
    yield counter(data, state, choices, shown)
    yield _switch(state, choices)
    if choices.is_long or choices.view == Shown.LANES:
        yield lanes_section(data, choices, shown, partial(card_link, state, choices))
    is_list = choices.is_long or (choices.view == Shown.LANES and not chosen)
    if is_list:
        yield entries(data, state, choices, shown)
    figures = [one() for one in _figures(data, state, choices)]
    if choices.is_long or choices.view != Shown.LANES:
        yield from (_figure(choices, one) for one in figures)
    if is_list or figures:
        yield _take_away(data, state, choices, shown, figures)


def _switch(state: UrlState[Choices], choices: Choices) -> Component:
    """Return the ways to the views; the picture needs the code of the charts, so it is loaded."""
    if choices.is_long:
        short = html.A(
            "Zurück zur kurzen Seite", href=link(state, choices, scope=""), **{"data-view": "true"}
        )
        return html.P(["Alles auf einer Seite. ", short], className="no-print")
    found = {one: link(state, choices, view=one) for one in VIEWS}
    drawn_here = () if choices.view == Shown.PICTURE else [*found.values()]
    return ways(
        [(href, VIEWS[one]) for one, href in found.items()],
        found[Shown(choices.view)],
        "Ansicht",
        [href for href in drawn_here if href != found[Shown.PICTURE]],
    )


def _figures(
    data: Dataset, state: UrlState[Choices], choices: Choices
) -> Iterator[partial[FigureCard]]:
    if choices.is_long or choices.view == Shown.ALIKE:
        yield partial(alike_card, data, choices, state)
    if choices.is_long or choices.view == Shown.NETWORK:
        yield partial(network_card, data, choices, state)
    if not choices.is_long and choices.view == Shown.PICTURE:
        yield partial(picture_card, data, choices, state)


def _figure(choices: Choices, figure: FigureCard) -> Component:
    """Return a figure of the view, its files in the block for all."""
    drawn = figure_card(figure, heading=html.H2, tools=False)
    id_ = SECTIONS[figure.id]
    return html.Div(html.Div(drawn, id=f"{id_}-titel"), id=id_, className="timeline-figure")


def _take_away(
    data: Dataset,
    state: UrlState[Choices],
    choices: Choices,
    shown: Sequence[Activity],
    figures: Sequence[FigureCard],
) -> Component:
    """Return the files of the figures shown, or of the list."""
    if not figures:
        # its rows are those of the list; as a picture it is saved where it is drawn
        figures = [picture_card(data, choices, state, is_drawn=False)]
    count = len(events(data, shown))
    dated = counted(count, "Eintrag", "Einträgen")
    calendar = links.to(links.CALENDAR, state.query(replace(choices, chosen="", after=0)))
    return html.Div(
        [
            take_away(figures),
            html.P(
                [
                    html.A("Kalender (ICS)", href=calendar, download=""),
                    f" mit {dated}: nur was auf den Tag genau bekannt ist.",
                ]
                if count  # programs take a calendar without entries for a broken file
                else "Kein Kalender: Nichts davon ist auf den Tag genau bekannt.",
                className="small no-print",
            ),
        ],
        id=FILES,
    )
