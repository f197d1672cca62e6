"""The small towns that are hardest to show, each by a rule: names, gaps, extremes, flags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from math import cos, hypot, isnan, radians

from dashboard.facts.gemeinden import SmallTown
from dashboard.facts.model import POPULATION, Flag
from tests.made.shipped import shipped_data

TAX = "tax_capacity_per_capita"


@cache
def hardest() -> dict[str, str]:
    """Return slug to what makes it hard, of twenty towns that are none of the five."""
    data = shipped_data()
    tables = data.gemeinden
    newest = [tables.columns[id_, tables.dates(id_)[-1]] for id_ in data.indicators
              if tables.dates(id_)]  # fmt: skip
    people = [tables.columns[POPULATION, date] for date in tables.dates(POPULATION)]
    at = tables.by_ags

    def marked(flag: Flag) -> Counter[int]:
        return Counter(
            town
            for column in tables.columns.values()
            for town, found in column.flags.items()
            if found is flag
        )

    def gaps(one: SmallTown) -> int:
        return sum(isnan(column.values[at[one.ags]]) for column in newest)

    def value(indicator: str) -> Callable[[SmallTown], float]:
        column = tables.columns[indicator, tables.dates(indicator)[-1]]

        def of(one: SmallTown) -> float:
            found = column.values[at[one.ags]]
            return 0.0 if isnan(found) else found

        return of

    def alone(one: SmallTown) -> float:
        shrink = cos(radians(one.latitude))
        return min(
            hypot((one.longitude - other.longitude) * shrink, one.latitude - other.latitude)
            for other in tables.towns
            if other is not one
        )

    size, tax = value(POPULATION), value(TAX)
    v, g, p = marked(Flag.VERBAND), marked(Flag.TERRITORY), marked(Flag.IMPOSSIBLE)
    remote = [one for one in tables.towns if one.lage == "sehr peripher"]
    rules: dict[str, Callable[[SmallTown], float]] = {
        "longest name": lambda one: len(one.name),
        "youngest": lambda one: sum(isnan(column.values[at[one.ags]]) for column in people),
        "most values of a Gemeindeverband, longest Verband": lambda one: (
            100 * v[at[one.ags]] + len(one.verband)
        ),
        "most values of another territory": lambda one: g[at[one.ags]],
        "most impossible values": lambda one: p[at[one.ags]],
        "most gaps": gaps,
        "second youngest": lambda one: sum(isnan(c.values[at[one.ags]]) for c in people),
        "most gaps from 10,000": lambda one: gaps(one) * (size(one) >= 10_000),
        "longest word": lambda one: max(map(len, one.name.replace("-", " ").split())),
        "longest Kreis": lambda one: len(one.kreis_label),
        "smallest": lambda one: -size(one),
        "largest": size,
        "widest": lambda one: one.area_km2,
        "densest": lambda one: size(one) / one.area_km2,
        "most tax": tax,
        "least tax": lambda one: -tax(one) if tax(one) else -1e9,
        "island in the north": lambda one: one.latitude,
        "far from any other": lambda one: alone(one) if one in remote else 0.0,
        "far from a big city": lambda one: one.metropolis_km or 0,
        "island by time": value("car_min_charging_fast"),
    }
    own = {one.ags for one in data.towns.values()}
    left = [one for one in tables.towns if one.ags not in own]
    found: dict[str, str] = {}
    for what, rule in rules.items():
        one = max(left, key=rule)
        left.remove(one)
        found[one.slug] = what
    return found
