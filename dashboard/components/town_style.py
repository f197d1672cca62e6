"""What tells the towns apart everywhere: their colours as CSS, and their symbol."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.facts.model import Town


def town_css(towns: Iterable[Town]) -> str:
    """Return the rules made from data: each town's colour, and marking its twins in `.linked`.

    Hover or focus on anything with a town's `data-town` marks everything with the same one
    within a `.linked` around both: a card its pin on the map, a pin its card. How a marked
    component looks stands in its sheet.
    """
    towns = tuple(towns)
    colours = "".join(f"--town-{town.slug}:{town.colour};" for town in towns)
    return "\n".join([f":root{{{colours}}}", *map(_rules, towns)])


def _rules(town: Town) -> str:
    one = f'[data-town="{town.slug}"]'
    return (
        f"{one}{{--town:var(--town-{town.slug})}}\n"
        f".linked:has({one}:is(:hover,:focus-within)) {one}{{--marked:1}}"
    )


def town_symbol(town: Town) -> Component:
    """Return the town's shape in its colour; only ever beside the town's name."""
    return place_symbol(town.slug, town.symbol)


def place_symbol(key: str, symbol: str) -> Component:
    """Return the shape of a town, or of one a visitor added; only ever beside its name."""
    return html.Span(
        className="town-symbol",
        **{"data-town": key, "data-symbol": symbol, "aria-hidden": "true"},
    )
