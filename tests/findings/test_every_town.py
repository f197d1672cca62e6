"""Each small town of a group is counted once: with its own value, its Verband's alone, or none."""

from __future__ import annotations

from math import isnan

from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.model import Flag
from dashboard.findings.distribution import FEWEST, groups
from dashboard.findings.every_town import every_town
from tests.made.shipped import shipped_data

DATA = shipped_data()
GROUPS = {one.id: one.count for one in groups(DATA)}


@given(st.sampled_from(tuple(DATA.gemeinden.columns)), st.sampled_from(tuple(GROUPS)))
def test_every_town_of_the_group_is_counted_once(key: tuple[str, str], group: str) -> None:
    found = every_town(DATA, *key, group)
    assert found
    towns = [*found.values, *found.verband, *found.without]
    assert len(towns) == len(set(towns)) == GROUPS[group]
    column = DATA.gemeinden.columns[key]
    assert {column.flags.get(at) for at in found.values} <= {None}
    assert {column.flags[at] for at in found.verband} <= {Flag.VERBAND}
    assert all(
        isnan(column.values[at]) or column.flags[at] in (Flag.TERRITORY, Flag.IMPOSSIBLE)
        for at in found.without
    )


@given(st.sampled_from(tuple(DATA.gemeinden.columns)), st.sampled_from(tuple(GROUPS)))
def test_the_laender_add_up_and_few_values_make_no_quartiles(
    key: tuple[str, str], group: str
) -> None:
    found = every_town(DATA, *key, group)
    assert found
    *lands, every = found.by_land(DATA)
    assert every.values + every.verband + every.without == GROUPS[group]
    for name in ("values", "verband", "without"):
        assert sum(getattr(one, name) for one in lands) == getattr(every, name)
    for one in (*lands, every):
        assert (one.quartiles is None) == (one.values < FEWEST)
        assert one.quartiles is None or sorted(one.quartiles) == list(one.quartiles)


def test_what_no_table_has_is_not_on_the_map() -> None:
    assert every_town(DATA, "population", "1900-12-31") is None
