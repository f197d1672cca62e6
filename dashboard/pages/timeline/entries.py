"""The timeline's list of activities, in tens or whole, and the card of one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.card import activity_card
from dashboard.components.activities.lanes import counted_words
from dashboard.components.activities.list import ListStyle, activity_list, activity_rows
from dashboard.components.paging import pager, piece
from dashboard.facts.dataset import NETWORK_LABEL, Dataset
from dashboard.facts.model import Activity, Precision
from dashboard.findings.activities import (
    PRECISION_TEXT,
    all_years,
    count_of,
    counted,
    in_time,
    lessons_from,
    parts,
    place_name,
    related,
)
from dashboard.pages.choices import UrlState
from dashboard.pages.timeline.choices import (
    Choices,
    default_choices,
    in_words,
    link,
    without_choices,
)
from dashboard.wording import links
from dashboard.wording.dates import date_text

SIZE = 10  # entries of the list shown together


def card_link(state: UrlState[Choices], choices: Choices, id_: str) -> str:
    """Return the address that opens an activity's card and keeps all else."""
    return f"{link(state, choices, chosen=id_, after=choices.after)}#{links.CARD}"


def _style(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> ListStyle:
    return ListStyle(
        categories=data.categories,
        sources=data.sources,
        address=partial(card_link, state, choices),
        soft=True,
        towns=data.towns,
        network=NETWORK_LABEL,
        parts=parts(shown),
    )


def before(shown: Sequence[Activity], id_: str) -> int | None:
    """Return how many entries stand before the piece with an activity; None where it has none.

    A part stands with its umbrella.
    """
    held = {one.id: whole for whole, group in parts(shown).items() for one in group}
    order = [one.id for one in in_time(counted(shown))]
    top = held.get(id_, id_)
    return order.index(top) // SIZE * SIZE if top in order else None


def entries(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    """Return the activities as a list: ten rows at once, or all with what is known of each."""
    style = _style(data, state, choices, shown)
    found = count_of(shown)
    reset = without_choices(data, state, choices)
    ordered = in_time(counted(shown))
    if not shown:
        listed = [
            html.P(
                "Zu dieser Auswahl ist keine Aktivität bekannt. Das heißt nicht, dass es keine "
                "gab: Hier steht nur, was eine Quelle belegt.",
                className="missing",
            )
        ]
    elif choices.is_long:
        listed = _by_year(ordered, style)
    else:
        listed = [
            activity_rows(piece(ordered, choices.after, SIZE), style),
            _further(state, choices, len(ordered)),
        ]
    return html.Section(
        [
            html.H2(["Als Liste ", html.Small(f"({counted_words(found)})")], id="liste-titel"),
            html.P([f"{in_words(data, choices)}. ", reset], className="small no-print")
            if reset
            else None,
            *listed,
        ],
        className="timeline-list",
        id="liste",
        **{"data-count": str(found.number)},
    )


def _further(state: UrlState[Choices], choices: Choices, number: int) -> Component:
    """Return the way to the other entries, and to all of them with what is known of each."""
    all_of_it = link(state, choices, scope=links.ALL_OF_IT)
    whole = html.A(
        "Alle mit Beschreibung auf einer Seite, zum Drucken und Durchsuchen",
        href=all_of_it,
        **{"data-view": "true"},
    )
    others = pager(
        number,
        choices.after,
        SIZE,
        lambda after: f"{link(state, choices, after=after)}#liste",
        "Aktivitäten",
        whole=all_of_it,
    )
    return html.Div(
        [others, html.P(whole, className="no-print")],
        className="timeline-further",
    )


def _by_year(ordered: Sequence[Activity], style: ListStyle) -> list[Component]:
    groups: dict[str, list[Activity]] = defaultdict(list)
    for one in ordered:
        undated = one.precision is Precision.PROJECT
        groups["Im Projekt, Datum nicht bekannt" if undated else one.start[:4]].append(one)
    listed: list[Component] = []
    for title, group in groups.items():
        listed += [html.H3(title), activity_list(group, style)]
    return listed


def card(
    data: Dataset,
    state: UrlState[Choices],
    choices: Choices,
    shown: Sequence[Activity],
    chosen: Activity,
) -> Component:
    """Return the card of the activity that is open, whether it is among those shown or not."""
    style = _style(data, state, choices, ())
    back = f"#{links.activity_mark(chosen.id)}" if chosen in shown else ""
    first, last = all_years(data)
    return activity_card(
        chosen,
        style,
        precision=PRECISION_TEXT[chosen.precision],
        related=related(data, chosen),
        lessons=lessons_from(data, chosen),
        partner_address=lambda partner: link(
            state, default_choices(data), start=first, end=last, partner=partner
        ),
        citation=_citation(data, chosen),
        address=links.activity(chosen.id),
        close=link(state, choices, chosen="", after=choices.after) + back,
        id_=links.CARD,
    )


def _citation(data: Dataset, one: Activity) -> str:
    return (
        f"{data.project.title}: {one.title} ({place_name(data, one.town)}, {one.date_text}). "
        f"Stand der Daten: {date_text(data.stand)}. {links.activity(one.id)}"
    )
