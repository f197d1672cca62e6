"""What tells the towns apart everywhere: their colours as CSS, and their symbol."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.facts.model import OWN_SYMBOL, Category, Gemeinde, Town
from dashboard.figures.theme import INK


def town_css(towns: Iterable[Town], categories: Iterable[Category] = ()) -> str:
    """Return the rules made from data: each colour, and marking a town's twins in `.linked`.

    Hover or focus on anything with a town's `data-town` marks everything with the same one
    within a `.linked` around both: a card its pin on the map, a pin its card. How a marked
    component looks stands in its sheet.
    """
    towns = tuple(towns)
    colours = "".join(f"--town-{town.slug}:{town.colour};" for town in towns)
    colours += "".join(f"--category-{one.id}:{one.colour};" for one in categories)
    return "\n".join([f":root{{{colours}}}", *map(_rules, towns)])


def _rules(town: Town) -> str:
    one = f'[data-town="{town.slug}"]'
    return (
        f"{one}{{--town:var(--town-{town.slug})}}\n"
        f".linked:has({one}:is(:hover,:focus-within)) {one}{{--marked:1}}"
    )


def category_colour(category: str) -> str:
    """Return the colour of a category, by its id, as a style has it: light or dark."""
    return f"var(--category-{category})"


def town_or_network_symbol(town: Town | None) -> Component:
    """Return the shape of a town, or of the network where there is none."""
    return town_symbol(town) if town else html.Span(className="network-symbol")


def town_symbol(town: Gemeinde) -> Component:
    """Return the town's shape in its colour; only ever beside the town's name."""
    return place_symbol(town.id, town.symbol if isinstance(town, Town) else OWN_SYMBOL)


def town_colour(town: Gemeinde) -> str:
    """Return the colour of the town's marks in charts; without one of its own it is ink."""
    return town.colour if isinstance(town, Town) else INK


def place_symbol(key: str, symbol: str) -> Component:
    """Return the shape of a town, or of one a visitor added; only ever beside its name."""
    return html.Span(
        className="town-symbol",
        **{"data-town": key, "data-symbol": symbol, "aria-hidden": "true"},
    )
