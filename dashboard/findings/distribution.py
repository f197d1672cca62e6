"""How an indicator is spread over the small towns: whom it counts, where a town stands in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import Keep, SmallTown, complete, spread
from dashboard.facts.model import POPULATION, Flag
from dashboard.wording.numbers import number

FEWEST = 20  # towns: fewer, and a distribution tells of single ones
DOTS = 50  # of a quantile dot plot: laypeople count them
BINS = 40
REACH = 3.0  # interquartile ranges beyond the quartiles that are drawn; what lies further is told
ALL, SMALLER, LARGER = "alle", "5-10", "10-20"
LARGER_SINCE = 10_000
# the RegioStaR 7 types that small towns are of, by their official names
REGIOSTAR = {
    "73": "Stadtregion – Mittelstadt, städtischer Raum",
    "74": "Stadtregion – kleinstädtischer, dörflicher Raum",
    "75": "Ländliche Region – zentrale Stadt",
    "76": "Ländliche Region – Mittelstadt, städtischer Raum",
    "77": "Ländliche Region – kleinstädtischer, dörflicher Raum",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Towns to compare with: `label` follows „Gemeinden“; `count` says how many there are."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The values of one indicator at one date that may be counted, the smallest first.

    `towns` and `verbaende` say how many of the values are of Gemeinden and of Gemeindeverbände,
    `quartiles` are rounded as the indicator is shown.
    """

    indicator: str
    date: str
    group: Group
    values: Sequence[float]
    towns: int
    verbaende: int
    quartiles: tuple[float, float, float]

    @property
    def whom(self) -> str:
        """Return who is counted, in words."""
        words = f"{number(self.towns)} Gemeinden"
        return f"{words} und {number(self.verbaende)} Gemeindeverbände" if self.verbaende else words

    @property
    def edges(self) -> tuple[float, float]:
        """Return the values at both ends of a drawing; values beyond them are told, not drawn."""
        low, _, high = self.quartiles
        reach = REACH * (high - low)
        first, last = self.values[0], self.values[-1]
        return max(first, low - reach), min(last, high + reach)

    @property
    def beyond(self) -> tuple[int, int]:
        """Return how many values lie beyond the left and the right end of the drawing."""
        low, high = self.edges
        return bisect_left(self.values, low), len(self.values) - bisect_right(self.values, high)

    def bins(self, count: int = BINS) -> tuple[tuple[float, float, int], ...]:
        """Return (from, to, number of values) for equal steps between the edges.

        A value on an edge belongs to the bin that begins there, the last one to the last bin.
        """
        low, high = self.edges
        if low == high:
            return ((low, high, len(self.values) - sum(self.beyond)),)
        steps = [low + (high - low) * at / count for at in range(count)] + [high]
        cuts = [bisect_left(self.values, step) for step in steps[:-1]]
        cuts.append(bisect_right(self.values, high))
        return tuple(
            (start, end, last - first)
            for (start, end), (first, last) in zip(pairwise(steps), pairwise(cuts), strict=True)
        )

    def dots(self) -> tuple[float, ...]:
        """Return the middle value of each fiftieth of the values: one dot for about as many."""
        size = len(self.values)
        return tuple(self.values[int((at + 0.5) * size / DOTS)] for at in range(DOTS))

    def lower_than(self, value: float) -> int:
        """Return how many of the dots lie below a value."""
        return sum(one < value for one in self.dots())


@lru_cache(maxsize=2)
def groups(data: Dataset) -> tuple[Group, ...]:
    """Return whom one may compare with: all, by size, by Land, by RegioStaR type."""
    towns = data.gemeinden.towns
    if not towns:
        return ()
    people = data.gemeinden.people(POPULATION)
    larger = sum(one >= LARGER_SINCE for one in people)
    lands = sorted({one.land for one in towns})
    return (
        Group(id=ALL, label="mit 5.000 bis unter 20.000 Einwohnern", count=len(towns)),
        Group(
            id=SMALLER,
            label="mit 5.000 bis unter 10.000 Einwohnern",
            count=len(towns) - larger,
        ),
        Group(id=LARGER, label="mit 10.000 bis unter 20.000 Einwohnern", count=larger),
        *(
            Group(id=_land_id(towns, land), label=f"dieser Größe in {land}", count=count)
            for land in lands
            if (count := sum(one.land == land for one in towns)) >= FEWEST
        ),
        *(
            Group(id=f"regiostar-{key}", label=f"dieser Größe im Raumtyp „{words}“", count=count)
            for key, words in REGIOSTAR.items()
            if (count := sum(one.regiostar7 == key for one in towns)) >= FEWEST
        ),
    )


def _land_id(towns: Sequence[SmallTown], land: str) -> str:
    return f"land-{next(one.ags[:2] for one in towns if one.land == land)}"


def group_of(data: Dataset, id_: str) -> Group:
    """Return the group of that id, or that of all towns."""
    found = groups(data)
    return next((one for one in found if one.id == id_), found[0])


def keeping(data: Dataset, id_: str) -> Keep | None:
    """Return which positions belong to a group; None where all do."""
    towns, people = data.gemeinden.towns, data.gemeinden.people(POPULATION)
    kind, _, key = id_.partition("-")
    if id_ == SMALLER:
        return lambda at: people[at] < LARGER_SINCE
    if id_ == LARGER:
        return lambda at: people[at] >= LARGER_SINCE
    if kind == "land":
        return lambda at: towns[at].ags.startswith(key)
    if kind == "regiostar":
        return lambda at: towns[at].regiostar7 == key
    return None


@lru_cache(maxsize=1000)
def distribution(data: Dataset, indicator: str, date: str, group: str = ALL) -> Distribution | None:
    """Return how the towns of a group are spread; None where too few of them have a value."""
    column = data.gemeinden.columns.get((indicator, date))
    if column is None:
        return None
    keep = keeping(data, group)
    if not complete(column, data.gemeinden.people(POPULATION), keep):
        return None
    counted = list(data.gemeinden.counted(column, keep))
    if len(counted) < FEWEST:
        return None
    values = sorted(value for _, value in counted)
    quartiles = spread(values, data.indicators[indicator].decimals)
    verbaende = sum(column.flags.get(at) is Flag.VERBAND for at, _ in counted)
    return quartiles and Distribution(
        indicator=indicator,
        date=date,
        group=group_of(data, group),
        values=tuple(values),
        towns=len(counted) - verbaende,
        verbaende=verbaende,
        quartiles=quartiles,
    )
