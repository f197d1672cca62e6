"""How an indicator is spread over the small towns: whom it counts, where a town stands in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, sqrt

from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import (
    CLASS_OF,
    QUARTILES,
    Keep,
    SmallTown,
    TownColumn,
    complete,
    computed,
    spread,
)
from dashboard.facts.model import POPULATION, Flag, Level, Observation
from dashboard.wording.numbers import number

FEWEST = 20  # towns: fewer, and a distribution tells of single ones
DOTS = 50  # of a quantile dot plot: laypeople count them
BINS = 24
REACH = 3.0  # interquartile ranges beyond the quartiles that are drawn; what lies further is told
ALL, SMALLER, LARGER = "alle", "5-10", "10-20"
LARGER_SINCE = 10_000
ALL_WORDS = "5.000 bis unter 20.000 Einwohnern"
LARGER_WORDS = "10.000 bis unter 20.000 Einwohnern"
REGIOSTAR_NOTE = (
    "Raumtyp: RegioStaR 7 nach der Gemeindereferenz des BBSR, Gebietsstand 31.12.2019; jüngere "
    "Gemeinden haben dort keinen und zählen nicht mit."
)
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
    """Towns to compare with: `label` follows „Gemeinden“; `count` says how many there are.

    `short` names it in a list of groups; `note` says what must be known of it.
    """

    id: str
    label: str
    short: str
    count: int
    note: str = ""


EXACT = 9  # decimals, as many as values may have: 51.900000000000006 would leave out those of 51.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The values of one indicator at one date that may be counted, the smallest first.

    `towns` and `verbaende` say how many of the values are of Gemeinden and of Gemeindeverbände,
    `quartiles` are rounded as the indicator is shown, with so many `decimals`.
    """

    indicator: str
    date: str
    group: Group
    values: Sequence[float]
    towns: int
    verbaende: int
    quartiles: tuple[float, float, float]
    decimals: int = 9
    since: int = 0  # the smallest population for which there are values

    @property
    def of(self) -> str:
        """Return which Gemeinden these are, in words that follow „Gemeinden“."""
        if self.since < LARGER_SINCE:
            return self.group.label
        larger = f"mit {LARGER_WORDS}"
        return self.group.label.replace("dieser Größe", larger).replace(f"mit {ALL_WORDS}", larger)

    @property
    def whom(self) -> str:
        """Return who is counted, in words."""
        words = f"{number(self.towns)} Gemeinden"
        return f"{words} und {number(self.verbaende)} Gemeindeverbände" if self.verbaende else words

    @property
    def edges(self) -> tuple[float, float]:
        """Return the values at both ends of a drawing; values beyond them are told, not drawn.

        Where the middle half has one value only, nothing is beyond.
        """
        low, _, high = self.quartiles
        first, last = self.values[0], self.values[-1]
        reach = REACH * (high - low) or last - first
        return max(first, round(low - reach, EXACT)), min(last, round(high + reach, EXACT))

    @property
    def beyond(self) -> tuple[int, int]:
        """Return how many values lie beyond the left and the right end of the drawing."""
        low, high = self.edges
        return bisect_left(self.values, low), len(self.values) - bisect_right(self.values, high)

    def bins(self, most: int = BINS) -> tuple[tuple[float, float, int], ...]:
        """Return (from, to, number of values) for at most so many equal steps between the edges.

        A value on an edge belongs to the bin that begins there, the last one to the last bin. Few
        values make few bins, and none is narrower than the last digit of a value.
        """
        low, high = self.edges
        if low == high:
            return ((low, high, len(self.values) - sum(self.beyond)),)
        most = min(most, round(2 * sqrt(len(self.values))))
        digits = max(1, round((high - low) * 10**self.decimals))
        count = max(1, digits // ceil(digits / most))
        inner = (round(low + (high - low) * at / count, EXACT) for at in range(1, count))
        steps = [low, *(min(max(low, step), high) for step in inner), high]
        cuts = [bisect_left(self.values, step) for step in steps[:-1]]
        cuts.append(bisect_right(self.values, high))
        return tuple(
            (start, end, last - first)
            for (start, end), (first, last) in zip(pairwise(steps), pairwise(cuts), strict=True)
        )

    def bars(self) -> tuple[tuple[float, float, float], ...]:
        """Return (from, to, height) of each bin, the highest being 1."""
        found = self.bins()
        most = max(count for *_, count in found)
        return tuple((start, end, round(count / most, 3)) for start, end, count in found)

    def dots(self) -> tuple[float, ...]:
        """Return the middle value of each fiftieth of the values: one dot for about as many."""
        size = len(self.values)
        return tuple(self.values[int((at + 0.5) * size / DOTS)] for at in range(DOTS))

    def lower_than(self, value: float) -> int:
        """Return how many of the dots lie below a value."""
        return sum(one < value for one in self.dots())

    def position(self, value: float) -> float:
        """Return where a value stands between the edges, in percent; beyond them, at the edge."""
        low, high = self.edges
        if low == high:
            return 50.0 if value == low else 0.0 if value < low else 100.0
        return round(100 * (min(high, max(low, value)) - low) / (high - low), 1)

    def is_beyond(self, value: float) -> bool:
        """Return whether a value lies beyond the ends of a drawing."""
        low, high = self.edges
        return not low <= value <= high


def whose(id_: str, label: str) -> str:
    """Return whose middle half it is, given a group's id and the words after „Gemeinden“."""
    return "der Größenklasse" if id_ == ALL else f"der Gemeinden {label}"


def lying(id_: str, label: str) -> str:
    """Return where values lie, given a group's id and the words after „Gemeinden“."""
    return "Lage in der Größenklasse" if id_ == ALL else f"Lage gegenüber den Gemeinden {label}"


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
        Group(id=ALL, label=f"mit {ALL_WORDS}", short="alle Kleinstädte", count=len(towns)),
        Group(
            id=SMALLER,
            label="mit 5.000 bis unter 10.000 Einwohnern",
            short="5.000 bis unter 10.000 Einwohner",
            count=len(towns) - larger,
        ),
        Group(
            id=LARGER,
            label=f"mit {LARGER_WORDS}",
            short="10.000 bis unter 20.000 Einwohner",
            count=larger,
        ),
        *(
            Group(
                id=_land_id(towns, land),
                label=f"dieser Größe {_within(land)}",
                short=land,
                count=count,
            )
            for land in lands
            if (count := sum(one.land == land for one in towns)) >= FEWEST
        ),
        *(
            Group(
                id=f"regiostar-{key}",
                label=f"dieser Größe im Raumtyp „{words}“",
                short=words,
                count=count,
                note=REGIOSTAR_NOTE,
            )
            for key, words in REGIOSTAR.items()
            if (count := sum(one.regiostar7 == key for one in towns)) >= FEWEST
        ),
    )


def _within(land: str) -> str:
    return f"{'im' if land == 'Saarland' else 'in'} {land}"


def _land_id(towns: Sequence[SmallTown], land: str) -> str:
    return f"land-{next(one.ags[:2] for one in towns if one.land == land)}"


def group_of(data: Dataset, id_: str) -> Group:
    """Return the group of that id, or that of all towns, of which there may be none."""
    everyone = Group(id=ALL, label=f"mit {ALL_WORDS}", short="alle Kleinstädte", count=0)
    found = groups(data) or (everyone,)
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
    """Return how the towns of a group are spread; None where `refusal` says why there is none."""
    column = data.gemeinden.columns.get((indicator, date))
    if column is None:
        return None
    counted = list(data.gemeinden.counted(column, keeping(data, group)))
    if _refused(data, column, group, len(counted)):
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
        decimals=data.indicators[indicator].decimals,
        since=column.since,
    )


def refusal(data: Dataset, indicator: str, date: str, group: str = ALL) -> str:
    """Return in a sentence why there is no distribution; empty where there is one."""
    column = data.gemeinden.columns.get((indicator, date))
    if column:
        counted = data.gemeinden.counted(column, keeping(data, group))
        return _refused(data, column, group, sum(1 for _ in counted))
    if data.indicators[indicator].level is Level.KREIS:
        return "Die Werte gelten für Kreise; eine Verteilung der Gemeinden gibt es darum nicht."
    return "Zu diesem Stichtag liegen uns die Werte der anderen Gemeinden dieser Größe nicht vor."


def _refused(data: Dataset, column: TownColumn, group: str, count: int) -> str:
    words = f"Gemeinden {group_of(data, group).label}"
    if count < FEWEST:
        return (
            f"Von den {words} haben nur {number(count)} einen Wert, der zählt; unter {FEWEST} "
            "zeigen wir keine Verteilung."
        )
    if not complete(column, data.gemeinden.people(POPULATION), keeping(data, group)):
        return f"Zu vielen der {words} fehlt der Wert; {number(count)} haben einen, der zählt."
    return ""


def quartiles_of(data: Dataset, found: Distribution) -> tuple[Observation, ...]:
    """Return lower quartile, median and upper quartile as what is shown and listed of them."""
    column = data.gemeinden.columns[found.indicator, found.date]
    ids = [f"{CLASS_OF[column.since]}{end}" for end in QUARTILES]
    if found.group.id != ALL:
        whose = f"der Gemeinden {found.of}"
        quarter = f"Ein Viertel {whose} liegt"
        ids = [f"{quarter} darunter", f"Median {whose}", f"{quarter} darüber"]
    return tuple(computed(column, ids, found.quartiles, found.towns, found.verbaende))
