"""What the timeline can be narrowed by, what is chosen, and how many activities that leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import activity_noun
from dashboard.components.activities.list import category_symbol
from dashboard.components.controls import (
    Options,
    check_choice,
    control_form,
    control_id,
    hidden_fields,
    select_choice,
    text_choice,
)
from dashboard.components.folded import folded
from dashboard.components.germany_map import Pin, germany_map
from dashboard.facts.dataset import NETWORK_LABEL, Dataset
from dashboard.facts.model import NETWORK, Activity
from dashboard.findings.activities import (
    ANYONE,
    Count,
    all_years,
    count_of,
    counts_by_town,
    option_counts,
    partners,
    short_name,
    undated_elsewhere,
    visible,
)
from dashboard.pages.choices import UrlState
from dashboard.pages.timeline.choices import (
    Choices,
    Shown,
    default_choices,
    in_words,
    link,
    narrowed,
    period,
    without_choices,
)
from dashboard.wording import links
from dashboard.wording.dates import short_date, span_text
from dashboard.wording.links import Key

PAGE_ID = "zeitleiste"
CONTROLS = {
    "towns": control_id(PAGE_ID, Key.TOWNS),
    "categories": control_id(PAGE_ID, Key.CATEGORIES),
    "words": control_id(PAGE_ID, Key.WORDS),
    "partner": control_id(PAGE_ID, Key.PARTNER),
    "start": control_id(PAGE_ID, Key.FROM),
    "end": control_id(PAGE_ID, Key.UNTIL),
}


def filters(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    """Return all that narrows the choice; on a narrow screen one line that says what is chosen."""
    number = count_of(shown).number
    line = f"{number} {activity_noun(number)}: {in_words(data, choices)}"
    fields = [
        _zoom(data, state, choices),
        control_form(links.TIMELINE, _controls(data, choices)),
        _map(data, state, choices, shown),
    ]
    return folded(
        line,
        [html.Div(fields, className="timeline-filters")],
        id_=control_id(PAGE_ID, "auswahl"),
    )


# ------------------------------------------------------------------------------------- controls


def _controls(data: Dataset, choices: Choices) -> list[Component]:
    return [
        check_choice(
            CONTROLS["towns"],
            "Städte; nichts angekreuzt heißt alle",
            _places(data, choices),
            choices.towns,
        ),
        text_choice(CONTROLS["words"], "Suchen", choices.words, kind="search"),
        select_choice(CONTROLS["partner"], "Beteiligt", _partners(data, choices), choices.partner),
        text_choice(CONTROLS["start"], "Von (Monat)", short_date(choices.start)),
        text_choice(CONTROLS["end"], "Bis (Monat)", short_date(choices.end)),
        html.Div(
            [
                check_choice(
                    CONTROLS["categories"],
                    "Arten; nichts angekreuzt heißt alle",
                    _kinds(data, choices),
                    choices.categories,
                    {id_: one.description for id_, one in data.categories.items()},
                ),
                html.P(
                    "Jede Zahl gilt für diese Art allein. Teile größerer Aktivitäten zählen dann "
                    "für sich; darum ergeben die Zahlen zusammen mehr.",
                    className="small",
                ),
            ],
            className="kinds",
        ),
        *_kept(choices),
    ]


def _places(data: Dataset, choices: Choices) -> Options:
    """Return network and towns, with the number each would leave."""
    found = option_counts(data, choices, "towns", (NETWORK, *data.towns))
    return {place: f"{short_name(data, place)} ({count})" for place, count in found.items()}


def _partners(data: Dataset, choices: Choices) -> Options:
    found = option_counts(data, choices, "partner", partners(data))
    kept = {one: count for one, count in found.items() if count or one == choices.partner}
    return {ANYONE: "alle", **{one: f"{one} ({count})" for one, count in kept.items()}}


def _kinds(data: Dataset, choices: Choices) -> dict[str, Component]:
    """Return every kind that is left to choose, with its number."""
    found = option_counts(data, choices, "categories", data.categories)
    return {
        id_: html.Span(
            [category_symbol(data.categories[id_]), data.categories[id_].label, f" ({count})"]
        )
        for id_, count in found.items()
        if count or id_ in choices.categories
    }


def _kept(choices: Choices) -> list[Component]:
    """Return what is chosen by links, so that the form keeps it where there are no scripts."""
    view = "" if choices.view == Shown.LANES else choices.view
    kept = {Key.VIEW: view, Key.ACTIVITY: choices.chosen, Key.SCOPE: choices.scope}
    return hidden_fields("zeitleiste-fest", {key: text for key, text in kept.items() if text})


# --------------------------------------------------------------------------------------- periods


def _zoom(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component:
    default, (first, last) = default_choices(data), all_years(data)
    before, after = _neighbours(default)
    presets = (
        ("Projektzeit", default.start, default.end),
        ("Vorgeschichte", first, before),
        ("Danach", after, last),
        ("Alles", first, last),
    )
    periods = []
    for label, start, end in presets:
        changed = replace(choices, start=start, end=end)
        found = count_of(visible(data, changed))
        number = (
            f"{found.number}, davon {found.of_project} des Projekts"
            if start == default.start
            else str(found.number)
        )
        current = (choices.start, choices.end) == (start, end)
        years = span_text(start[:4], end[:4])
        periods.append(
            html.Li(
                html.A(
                    [label, html.Small(f" {years}"), f" ({number})"],
                    href=link(state, changed),
                    className="zoom__link",
                    id=f"zeitraum-{label.lower()}",
                    **{
                        "data-view": "true",
                        "aria-current": "true" if current else None,
                        "aria-label": f"{label}, {years}: {number}",
                    },
                )
            )
        )
    return html.Nav(
        html.Ul(periods), className="zoom no-print", **{"aria-label": "Zeitraum wählen"}
    )


def _neighbours(default: Choices) -> tuple[str, str]:
    """Return the month before the project and the month after it."""
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (default.start, default.end))
    before, after = start - 1, end + 1
    return f"{before // 12}-{before % 12 + 1:02}", f"{after // 12}-{after % 12 + 1:02}"


# ------------------------------------------------------------------------------------------- map


def _map(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    """Return the towns with their numbers; one that is not chosen has what it would have."""
    found = counts_by_town(data, shown)
    for place in found if choices.towns else ():
        if place not in choices.towns:
            found[place] = count_of(visible(data, replace(choices, towns=(place,))))
    pins = [
        Pin(
            town=town,
            href=link(state, choices, towns=() if choices.towns == (town.slug,) else (town.slug,)),
            aside=str(found[town.slug]),
            spoken="Aktivitäten dieser Auswahl (davon im Projekt), nur diese Stadt zeigen",
            soft=True,
            current=town.slug in choices.towns,
        )
        for town in data.towns.values()
    ]
    network = html.P(
        [
            html.A(
                NETWORK_LABEL,
                href=link(state, choices, towns=(NETWORK,)),
                **{"data-view": "true"},
            ),
            html.B(f" {found[NETWORK]}", className="pin__aside"),
        ],
        className="timeline-map__network",
        **{"data-network": str(found[NETWORK].number)},
    )
    others = "; auch von Städten, die gerade nicht gewählt sind" if choices.towns else ""
    of_all = in_words(data, replace(choices, towns=()))
    key = f"Aktivitäten, {of_all}{others}; in Klammern die des Projekts."
    label = "Aktivitäten je Stadt auf der Deutschlandkarte"
    return html.Div(
        [germany_map(data.geometry, pins, label), network, html.P(key, className="small")],
        className="timeline-map",
    )


# --------------------------------------------------------------------------------------- counter


def counter(
    data: Dataset, state: UrlState[Choices], choices: Choices, shown: Sequence[Activity]
) -> Component:
    """Return how many activities are shown and of which choice, on paper as well."""
    found = count_of(shown)
    held = len(shown) - found.number
    notes = [f"{period(choices)}.", _of_project(found)]
    if held:
        notes.append(
            f"Dazu {held} Teile größerer Aktivitäten; sie zählen mit diesen und stehen bei ihnen."
            if held > 1
            else "Dazu ein Teil einer größeren Aktivität; er zählt mit ihr und steht bei ihr."
        )
    left_out = undated_elsewhere(data, choices)
    return html.Div(
        [
            html.H2(
                [html.B(str(found.number)), f" {activity_noun(found.number)}"],
                className="counter",
                **{"data-count": str(found.number)},
            ),
            html.Div(
                [
                    html.P(" ".join(notes)),
                    html.P(f"Gezeigt: {in_words(data, choices)}.", className="only-print"),
                    _undated_note(data, state, choices, len(left_out)),
                    _active(data, state, choices),
                ]
            ),
        ],
        className="timeline-summary",
    )


def _of_project(found: Count) -> str:
    """Say how many of the activities in the period are the project's own."""
    if found.number == found.of_project:
        return "Alle gehören zum Projekt." if found.number > 1 else ""
    return (
        f"Zum Projekt gehören davon {found.of_project}; die übrigen geschahen davor, danach oder "
        "am Rande."
    )


def _undated_note(
    data: Dataset, state: UrlState[Choices], choices: Choices, number: int
) -> Component | None:
    if not number:
        return None
    default = default_choices(data)
    start, end = min(choices.start, default.start), max(choices.end, default.end)
    words = (
        "Von einer weiteren Aktivität des Projekts ist kein Datum bekannt; ob sie in diesen "
        "Zeitraum fiel, ist nicht belegt. Sie ist nicht mitgezählt."
        if number == 1
        else f"Von {number} weiteren Aktivitäten des Projekts ist kein Datum bekannt; ob sie in "
        "diesen Zeitraum fielen, ist nicht belegt. Sie sind nicht mitgezählt."
    )
    widen = html.A(
        "Zeitraum weiten",
        href=link(state, choices, start=start, end=end),
        **{"data-view": "true"},
    )
    return html.P([words, " ", widen], className="missing")


def _active(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component | None:
    """Return each filter with the link that takes it away."""
    items = [
        html.Li(
            html.A(
                [text, html.Span(" ×", **{"aria-hidden": "true"})],
                href=link(state, without),
                className="action",
                **{"data-view": "true", "aria-label": f"{text} nicht mehr auswählen"},
            )
        )
        for text, without in narrowed(data, choices)
    ]
    if reset := without_choices(data, state, choices):
        items.append(html.Li(reset))
    if not items:
        return None
    return html.Ul(items, className="active-filters no-print", **{"aria-label": "Gewählt"})
