"""Where a town lies: the small towns and the big cities nearest to it, as the crow flies."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from math import acos, atan2, cos, degrees, radians, sin

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.wording.numbers import NO_BREAK_SPACE, number

EARTH = 6371.0088  # km: mean radius
NEAREST = 8  # small towns


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place seen from a town: how many km away, in which direction in degrees from north.

    `slug` is that of a small town, empty for a big city.
    """

    name: str
    km: float
    direction: float
    slug: str = ""

    @property
    def distance(self) -> str:
        """Return how far it is, in words."""
        return f"{number(self.km)}{NO_BREAK_SPACE}km"

    @property
    def east(self) -> float:
        """Return how many km it lies to the east."""
        return self.km * sin(radians(self.direction))

    @property
    def north(self) -> float:
        """Return how many km it lies to the north."""
        return self.km * cos(radians(self.direction))


def near_towns(data: Dataset, town: Gemeinde, most: int = NEAREST) -> tuple[Spot, ...]:
    """Return the small towns whose official points lie nearest to that of a town."""
    shrink = cos(radians(town.latitude))

    def roughly(other: Gemeinde) -> float:
        east = (other.longitude - town.longitude) * shrink
        return east**2 + (other.latitude - town.latitude) ** 2

    others = (one for one in data.gemeinden.towns if one.ags != town.ags)
    found = nsmallest(most, others, key=roughly)
    return tuple(_spot(town, one.name, one.latitude, one.longitude, one.slug) for one in found)


def near_cities(data: Dataset, town: Gemeinde) -> tuple[Spot, ...]:
    """Return the nearest city from 100,000 and the nearest from 500,000, once where it is one."""
    known = data.gemeinden.of(town.ags)
    names = dict.fromkeys((known.large_city, known.metropolis) if known else ())
    return tuple(_spot(town, name, *data.gemeinden.cities[name]) for name in names if name)


def _spot(town: Gemeinde, name: str, latitude: float, longitude: float, slug: str = "") -> Spot:
    here, there = radians(town.latitude), radians(latitude)
    between = radians(longitude - town.longitude)
    arc = sin(here) * sin(there) + cos(here) * cos(there) * cos(between)
    direction = atan2(
        sin(between) * cos(there),
        cos(here) * sin(there) - sin(here) * cos(there) * cos(between),
    )
    return Spot(
        name=name, km=EARTH * acos(min(1.0, arc)), direction=degrees(direction) % 360, slug=slug
    )
