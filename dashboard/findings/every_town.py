"""The values of one indicator at one date, town by town and Land by Land, for all small towns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import TownColumn, spread
from dashboard.facts.model import Flag
from dashboard.findings.distribution import ALL, FEWEST, Group, group_of, keeping
from dashboard.wording.search import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLand:
    """How many towns of a Land have a value of their own, and its quartiles where enough have."""

    land: str
    values: int
    quartiles: tuple[float, float, float] | None
    verband: int
    without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryTown:
    """Every town of a group once: with its own value, that of its Gemeindeverband alone, or none.

    Towns are positions among all small towns. A value of another territory or an impossible one
    is none.
    """

    column: TownColumn
    group: Group
    values: Mapping[int, float]
    verband: tuple[int, ...]
    without: tuple[int, ...]

    def by_land(self, data: Dataset) -> tuple[OfLand, ...]:
        """Return a row a Land that has towns, by name, and one of all of them, under no name."""
        towns = data.gemeinden.towns
        decimals = data.indicators[self.column.indicator].decimals
        values: dict[str, list[float]] = defaultdict(list)
        for at, value in self.values.items():
            for land in (towns[at].land, ""):
                values[land].append(value)
        verband, without = (
            Counter(land for at in some for land in (towns[at].land, ""))
            for some in (self.verband, self.without)
        )
        lands = sorted({*values, *verband, *without} - {""}, key=sort_key)
        return tuple(
            OfLand(
                land=land,
                values=len(values[land]),
                quartiles=spread(values[land], decimals) if len(values[land]) >= FEWEST else None,
                verband=verband[land],
                without=without[land],
            )
            for land in (*lands, "")
        )


def every_town(data: Dataset, indicator: str, date: str, group: str = ALL) -> EveryTown | None:
    """Return what there is of each town of a group; None where there is no table of them."""
    column = data.gemeinden.columns.get((indicator, date))
    if column is None:
        return None
    keep = keeping(data, group)
    values: dict[int, float] = {}
    verband, without = [], []
    for at, value in enumerate(column.values):
        if keep and not keep(at):
            continue
        flag = column.flags.get(at)
        if isnan(value) or flag in (Flag.TERRITORY, Flag.IMPOSSIBLE):
            without.append(at)
        elif flag is Flag.VERBAND:
            verband.append(at)
        else:
            values[at] = value
    return EveryTown(
        column=column,
        group=group_of(data, group),
        values=values,
        verband=tuple(verband),
        without=tuple(without),
    )
