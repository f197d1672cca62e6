"""Which small towns are like a town, seen through a lens: structure only, and no judgement.

Towns are as far apart as their traits differ on average: the root of the mean square of the
differences, each in interquartile ranges of all small towns, each counted by its weight. Only a
town's own sound values count; where one is missing nothing stands in for it. A neighbour is told
only where it stays near whichever trait is left out, and then in which traits it is alike.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import compress
from math import isnan, log, nan, sqrt
from statistics import fmean, median, quantiles

from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import Gemeinden
from dashboard.facts.model import Gemeinde, Lens, Trait
from dashboard.wording.search import sort_key

FEWEST = 3  # traits: of fewer, and one of them decides alone
NEAREST = 10  # neighbours that are looked at
AMONG = 30  # which of them stay: those among as many, whichever trait is left out
TIE = 1e-9  # less far apart, and two distances are one: floats differ in their last digits
ALIKE, DIFFERENT = 0.25, 0.5  # interquartile ranges: up to which, and from which on
PER = 1_000
RELATED = 0.7  # rank correlation from which on two traits of a lens count once each, at most

Columns = Sequence[Sequence[float]]


class Likeness(StrEnum):
    """How near a neighbour is; within each nothing is ranked."""

    VERY = "sehr ähnlich"
    NEAR = "ähnlich"
    FAR = "nicht ähnlich"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A town beside the one asked about: how alike it is, in which traits, in which not."""

    town: Gemeinde
    likeness: Likeness
    alike: tuple[Trait, ...]
    different: tuple[Trait, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """What a lens shows of a town.

    `used` are the traits that count, `missing` those that would and that the town has no own value
    for. `compared` is how many other towns have values for all that are used, `others` how many
    have not. `shown` are the neighbours that stay, by likeness and name; `unstable` counts the
    nearest that do not. `pilots` are those of the five that can be compared, each as alike as it
    stays whichever trait is left out. With fewer than `FEWEST` traits nobody is compared.
    """

    lens: Lens
    weights: tuple[int, ...]
    used: tuple[Trait, ...]
    missing: tuple[Trait, ...]
    compared: int = 0
    others: int = 0
    shown: tuple[Neighbour, ...] = ()
    unstable: int = 0
    pilots: tuple[Neighbour, ...] = ()

    @property
    def far(self) -> bool:
        """Whether even the nearest are further away than what is called similar."""
        return bool(self.shown) and self.shown[0].likeness is Likeness.FAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """How far towns are from one: mean squares by all traits used, and by all but each of them.

    `towns` are the positions of the others that have a value for every trait used.
    """

    used: tuple[int, ...]
    towns: tuple[int, ...]
    whole: Sequence[float]
    without: Sequence[Sequence[float]]

    def nearest(self) -> list[tuple[int, bool]]:
        """Return the place within `towns` of each of the nearest, and whether it stays near."""
        limits = [(one, nsmallest(AMONG, one)[-1] + TIE) for one in self.without if one]
        places = nsmallest(NEAREST, range(len(self.towns)), key=self.whole.__getitem__)
        return [(place, all(one[place] <= limit for one, limit in limits)) for place in places]

    def worst(self, place: int) -> float:
        """Return how far a town is at most, whichever trait is left out."""
        return sqrt(max(self.whole[place], *(one[place] for one in self.without)))


def distances(columns: Columns, weights: Sequence[int], at: int) -> Distances | None:
    """Return how far all towns are from the one at a position; None where too little is known.

    Args:
        columns: of each trait the values of all towns, in interquartile ranges; NaN is none.
        weights: of each trait, how many times it counts; 0 leaves it out.
        at: position of the town.
    """
    used = [
        place
        for place, (column, weight) in enumerate(zip(columns, weights, strict=True))
        if weight and not isnan(column[at])
    ]
    if len(used) < FEWEST:
        return None
    squares = []
    for place in used:
        own, weight = columns[place][at], weights[place]
        squares.append([weight * (value - own) ** 2 for value in columns[place]])
    sums = list(map(sum, zip(*squares, strict=True)))  # NaN where a value is missing
    known = [one == one and place != at for place, one in enumerate(sums)]
    sums = list(compress(sums, known))
    every = sum(weights[place] for place in used)
    return Distances(
        used=tuple(used),
        towns=tuple(compress(range(len(known)), known)),
        whole=[one / every for one in sums],
        without=[
            [
                max(0.0, whole - one) / (every - weights[place])
                for whole, one in zip(sums, compress(part, known), strict=True)
            ]
            for place, part in zip(used, squares, strict=True)
        ],
    )


def value_of(gemeinden: Gemeinden, trait: Trait, at: int) -> float:
    """Return a town's own value of a trait; NaN where there is none that may be compared.

    One of a whole Gemeindeverband, of another territory or an impossible one is none.
    """
    found = []
    for key in trait.keys:
        column = gemeinden.columns[key]
        found.append(nan if at in column.flags else column.values[at])
    if not trait.per:
        return found[0]
    return PER * found[0] / found[1] if found[1] else nan


@lru_cache(maxsize=16)
def _scaled(data: Dataset, lens: Lens) -> tuple[array[float], ...]:
    """Return the values of each trait in interquartile ranges of all small towns."""
    columns = []
    for trait in lens.traits:
        values = [value_of(data.gemeinden, trait, at) for at in range(len(data.gemeinden.towns))]
        if trait.ratio:
            values = [log(value) if value > 0 else nan for value in values]
        low, _, high = quantiles(
            (value for value in values if not isnan(value)), n=4, method="inclusive"
        )
        columns.append(array("d", [value / (high - low) for value in values]))
    return tuple(columns)


def default_weights(lens: Lens) -> tuple[int, ...]:
    """Return how many times each trait counts unless a visitor says otherwise."""
    return tuple(trait.weight for trait in lens.traits)


@lru_cache(maxsize=256)
def similar(data: Dataset, ags: str, lens: Lens, weights: tuple[int, ...] = ()) -> Similar:
    """Return which towns are like one of the small towns, through a lens."""
    weights = weights or default_weights(lens)
    columns, at = _scaled(data, lens), data.gemeinden.by_ags[ags]
    wanted = [trait for trait, weight in zip(lens.traits, weights, strict=True) if weight]
    found = distances(columns, weights, at)
    if found is None:
        used = [
            trait
            for trait, column in zip(lens.traits, columns, strict=True)
            if trait in wanted and not isnan(column[at])
        ]
        missing = tuple(trait for trait in wanted if trait not in used)
        return Similar(lens=lens, weights=weights, used=tuple(used), missing=missing)
    used = [lens.traits[place] for place in found.used]

    def neighbour(place: int, distance: float) -> Neighbour:
        position = found.towns[place]
        differences = {
            lens.traits[one]: abs(columns[one][position] - columns[one][at]) for one in found.used
        }
        town = data.gemeinde(data.gemeinden.towns[position].ags)
        assert town is not None  # it is one of them
        return Neighbour(
            town=town,
            likeness=_likeness(lens, distance),
            alike=tuple(one for one, by in differences.items() if by <= ALIKE),
            different=tuple(one for one, by in differences.items() if by >= DIFFERENT),
        )

    nearest = [
        (neighbour(place, sqrt(found.whole[place])), stays) for place, stays in found.nearest()
    ]
    if any(one.likeness is not Likeness.FAR for one, _ in nearest):
        nearest = [pair for pair in nearest if pair[0].likeness is not Likeness.FAR]
    five = {data.gemeinden.by_ags.get(town.ags) for town in data.towns.values()}
    return Similar(
        lens=lens,
        weights=weights,
        used=tuple(used),
        missing=tuple(trait for trait in wanted if trait not in used),
        compared=len(found.towns),
        others=len(columns[0]) - 1 - len(found.towns),
        shown=_in_order(one for one, stays in nearest if stays),
        unstable=sum(not stays for _, stays in nearest),
        pilots=_in_order(
            neighbour(place, found.worst(place))
            for place, position in enumerate(found.towns)
            if position in five
        ),
    )


def _likeness(lens: Lens, distance: float) -> Likeness:
    if distance <= lens.very_near:
        return Likeness.VERY
    return Likeness.NEAR if distance <= lens.near else Likeness.FAR


def _in_order(neighbours: Iterable[Neighbour]) -> tuple[Neighbour, ...]:
    """Return them by likeness, and within it by name: no rank is told."""
    order = list(Likeness)
    return tuple(
        sorted(neighbours, key=lambda one: (order.index(one.likeness), sort_key(one.town.name)))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a lens is like for all small towns that can be compared with its own weights.

    `very_near` is the distance within which half of them have another, `near` that within which
    three quarters have `NEAREST`, `stays` which share of the nearest stay on average, `alone` of
    how many towns none stays, `compared` how many towns these are.
    """

    very_near: float
    near: float
    stays: float
    alone: float
    compared: int


def measured(data: Dataset, lens: Lens) -> Measured:
    """Return what a lens is like, from the distances between all towns: half a minute."""
    columns, weights = _scaled(data, lens), default_weights(lens)
    first, last, stays = [], [], []
    for at in range(len(data.gemeinden.towns)):
        found = distances(columns, weights, at)
        if found and found.towns:
            nearest = found.nearest()
            first.append(sqrt(found.whole[nearest[0][0]]))
            last.append(sqrt(found.whole[nearest[-1][0]]))
            stays.append(fmean(staying for _, staying in nearest))
    return Measured(
        very_near=median(first),
        near=quantiles(last, n=4, method="inclusive")[2],
        stays=fmean(stays),
        alone=fmean(one == 0 for one in stays),
        compared=len(stays),
    )
