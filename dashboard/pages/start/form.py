"""The overview's form: the question first, and the native twin of every mark that chooses."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import (
    check_choice,
    control_form,
    control_id,
    hidden_fields,
    select_choice,
)
from dashboard.components.town_style import town_or_network_symbol
from dashboard.findings.activities import counts_by_town, option_counts, short_name
from dashboard.pages.start.choices import Chosen, months
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import listed

ANY = ""  # every kind


def draw_form(chosen: Chosen) -> Component:
    """Draw ticks for the towns and fields for kind and months, each with what it would leave.

    In: all clauses, a field ignores its own. Out: all clauses.
    """
    choices = chosen.choices
    every = {one: date_text(one) for one in months(chosen.data)}
    controls = [
        check_choice(
            control_id("start", Key.TOWNS),
            "Welche Städte? Nichts angekreuzt heißt alle; die Zahl zählt Aktivitäten",
            _places(chosen),
            choices.towns,
        ),
        select_choice(
            control_id("start", Key.CATEGORIES), "Art", _kinds(chosen), ",".join(choices.categories)
        ),
        select_choice(control_id("start", Key.FROM), "Von", every, choices.start),
        select_choice(control_id("start", Key.UNTIL), "Bis", every, choices.end),
        *kept(chosen, "auswahl", "towns", "categories", "start", "end"),
    ]
    return html.Div(control_form(links.START, controls), className="overview__form")


def tick(place: str) -> str:
    """Return the id of the tick that chooses a place: a label elsewhere is another handle of it."""
    return f"{control_id('start', Key.TOWNS)}-{place}"


def _places(chosen: Chosen) -> dict[str, Component]:
    data = chosen.data
    found = counts_by_town(data, chosen.activities("towns"))
    return {
        place: html.Span(
            [
                town_or_network_symbol(data.towns.get(place)),
                short_name(data, place),
                html.Span(str(found[place].number), className="form-check-count"),
            ],
            **{"data-town": place},
        )
        for place in chosen.places
    }


def _kinds(chosen: Chosen) -> dict[str, str]:
    """Return the kinds; where several are chosen by the chart, these as one entry."""
    data, choices = chosen.data, chosen.choices
    found = option_counts(data, chosen.filters(), "categories", data.categories)
    options = {ANY: "alle Arten"}
    if len(choices.categories) > 1:
        names = [data.categories[one].label for one in choices.categories]
        options[",".join(choices.categories)] = listed(names)
    return options | {
        id_: f"{data.categories[id_].label} ({count})"
        for id_, count in found.items()
        if count or id_ in choices.categories
    }


def kept(chosen: Chosen, form: str, *shown: str) -> list[Component]:
    """Return what a form keeps where there are no scripts: all choices but those that it shows."""
    rest = {name: field for name, field in chosen.state.fields.items() if name not in shown}
    values = {name: getattr(chosen.choices, name) for name in rest}
    changed = {
        field.key: field.text(values[name])
        for name, field in rest.items()
        if values[name] != field.default
    }
    return hidden_fields(f"start-{form}", changed)
