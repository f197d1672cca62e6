"""Where towns lie: distances are those of the published tables, the nearest are the nearest."""

from __future__ import annotations

import random
from math import hypot

import pytest

from dashboard.facts.gemeinden import SmallTown
from dashboard.findings.location import near_cities, near_towns
from tests.made.shipped import shipped_data

DATA = shipped_data()
TOWNS = random.Random(16).sample(DATA.gemeinden.towns, 40)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
def test_the_big_city_is_as_far_as_the_table_says(town: SmallTown) -> None:
    cities = {one.name: one.km for one in near_cities(DATA, town)}
    assert round(cities[town.metropolis]) == town.metropolis_km
    assert cities[town.large_city] <= cities[town.metropolis]


@pytest.mark.parametrize("town", TOWNS[:10], ids=lambda town: town.slug)
def test_no_small_town_is_nearer_than_those_named(town: SmallTown) -> None:
    every = near_towns(DATA, town, len(DATA.gemeinden.towns))
    nearest = near_towns(DATA, town)
    assert max(one.km for one in nearest) <= min(one.km for one in every[len(nearest) :]) * 1.01
    assert town.slug not in {one.slug for one in every}
    assert hypot(nearest[0].east, nearest[0].north) == pytest.approx(nearest[0].km)
