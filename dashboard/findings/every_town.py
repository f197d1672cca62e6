"""The values of one indicator at one date, town by town and Land by Land, for all small towns."""

from __future__ import annotations

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
        """Return a row a Land that has towns, by name, and one of all of them."""
        towns = data.gemeinden.towns
        lands = sorted({towns[at].land for at in (*self.values, *self.verband, *self.without)},
                       key=sort_key)  # fmt: skip
        return tuple(self._row(data, land) for land in (*lands, ""))

    def _row(self, data: Dataset, land: str) -> OfLand:
        """Return the row of a Land; of all where none is named."""

        def here(at: int) -> bool:
            return not land or data.gemeinden.towns[at].land == land

        values = sorted(value for at, value in self.values.items() if here(at))
        decimals = data.indicators[self.column.indicator].decimals
        return OfLand(
            land=land,
            values=len(values),
            quartiles=spread(values, decimals) if len(values) >= FEWEST else None,
            verband=sum(map(here, self.verband)),
            without=sum(map(here, self.without)),
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
