"""The overview's map: where the towns lie, and how many activities each would leave."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import activity_noun
from dashboard.components.germany_map import Pin, germany_map
from dashboard.facts.model import NETWORK, OWN_SYMBOL
from dashboard.findings.activities import counts_by_town
from dashboard.pages.start.choices import Chosen
from dashboard.wording import links
from dashboard.wording.numbers import count_text


def draw_map(chosen: Chosen) -> Component:
    """Draw the towns on the map of Germany.

    In: kinds and months narrow the counts; the towns chosen are marked, the others dimmed; the own
    town stands where its point lies. Out: `karte`; a click on a town chooses it, or no longer does.
    """
    data = chosen.data
    found = counts_by_town(data, chosen.activities("towns"))
    pins = [
        Pin(
            town=town,
            href=chosen.with_town(town.slug),
            aside=str(found[town.slug].number),
            spoken=spoken(chosen, town.slug, found[town.slug].number),
            soft=True,
            current=town.slug in chosen.choices.towns,
            dimmed=chosen.is_dimmed(town.slug),
        )
        for town in data.towns.values()
    ]
    own = data.gemeinde(chosen.choices.own)
    if own:
        pins.append(Pin(town=own, href=links.town(own.slug), symbol=OWN_SYMBOL, spoken="zur Seite"))
    label = f"Die {count_text(len(data.towns))} Städte auf der Deutschlandkarte"
    return html.Section(
        [
            html.H2("Wo", className="overview__title"),
            germany_map(data.geometry, pins, label, carried=True),
            html.P(
                f"Verbund, alle gemeinsam: {found[NETWORK].number}, ohne Ort.", className="small"
            ),
        ],
        id="karte",
        className="overview__map",
    )


def spoken(chosen: Chosen, place: str, number: int) -> str:
    """Return what a link that chooses a place says after its number, and what a click does."""
    step = "nicht mehr wählen" if place in chosen.choices.towns else "wählen"
    return f"{activity_noun(number)}, {step}"
