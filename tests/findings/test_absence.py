"""Why a small town has no value: what the tables tell, and where they tell nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator

from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import TownColumn
from dashboard.facts.model import POPULATION, Flag
from dashboard.findings.absence import gaps, reason
from dashboard.wording.numbers import number


def told(data: Dataset) -> Iterator[tuple[int, str, TownColumn]]:
    """Yield every empty cell of some towns: position, reason, column."""
    towns = range(len(data.gemeinden.towns))
    odd = [at for one in data.gemeinden.columns.values() for at in one.flags if at in towns]
    for at in {*random.Random(5).sample(towns, 150), *odd[:50], *impossible(data)}:
        for why, columns in gaps(data, at, data.gemeinden.columns.values()):
            for column in columns:
                yield at, why, column


def impossible(data: Dataset) -> Iterator[int]:
    for column in data.gemeinden.columns.values():
        yield from (at for at, flag in column.flags.items() if flag is Flag.IMPOSSIBLE)


def people(data: Dataset, at: int) -> dict[str, float]:
    found = data.series(data.gemeinden.towns[at].ags, POPULATION)
    return {one.date: one.value or 0 for one in found}


def test_a_reason_is_only_told_where_the_tables_show_it(shipped: Dataset) -> None:
    seen = set()
    for at, why, column in told(shipped):
        known = people(shipped, at)
        small = f"erst für Gemeinden ab {number(column.since)} Personen" in why
        young = "erst zum" in why
        if min(known.values()) >= column.since:
            assert not small, (at, column.indicator)
        elif max(known.values()) < column.since and not young:
            assert small, (at, column.indicator)
        assert young == (min(known) > column.date and "unmöglich" not in why)
        assert ("unmöglich" in why) == (column.flags.get(at) is Flag.IMPOSSIBLE)
        seen.add((small, young, "unmöglich" in why))
    assert len(seen) == 4


def test_every_empty_cell_has_one_reason_and_no_other_has_any(shipped: Dataset) -> None:
    columns = tuple(shipped.gemeinden.columns.values())
    for at in random.Random(6).sample(range(len(shipped.gemeinden.towns)), 60):
        found = [id(one) for _why, group in gaps(shipped, at, columns) for one in group]
        assert sorted(found) == sorted(id(one) for one in columns if one.of(at) is None)


def test_a_page_says_the_same_as_a_file(shipped: Dataset) -> None:
    tables = shipped.gemeinden
    for at, why, column in told(shipped):
        if column.date == tables.dates(column.indicator)[-1]:
            indicator = shipped.indicators[column.indicator]
            assert reason(shipped, tables.towns[at], indicator) == why
