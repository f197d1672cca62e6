"""How the small towns are spread: who counts, where the ends are, what is left out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.model import Flag
from dashboard.findings.distribution import (
    ALL,
    DOTS,
    Distribution,
    Group,
    distribution,
    group_of,
    groups,
    quartiles_of,
    refusal,
)
from tests.made.shipped import shipped_data

DATA = shipped_data()
COLUMNS = tuple(DATA.gemeinden.columns)


def made(values: list[float]) -> Distribution:
    """Return a distribution of values that nobody published."""
    ordered = sorted(values)
    quarter = len(ordered) // 4
    return Distribution(
        indicator="made",
        date="2099",
        group=Group(id=ALL, label="erfunden", short="erfunden", count=len(ordered)),
        values=tuple(ordered),
        towns=len(ordered),
        verbaende=0,
        quartiles=(ordered[quarter], ordered[len(ordered) // 2], ordered[-1 - quarter]),
    )


@given(st.lists(st.floats(-1e6, 1e6), min_size=20, max_size=400))
def test_every_value_is_in_a_bin_or_told_to_lie_beyond(values: list[float]) -> None:
    found = made(values)
    assert sum(count for *_, count in found.bins()) + sum(found.beyond) == len(values)
    assert len(found.dots()) == DOTS
    assert list(found.dots()) == sorted(found.dots())
    assert set(found.dots()) <= set(values)


@given(st.sampled_from(COLUMNS), st.sampled_from([one.id for one in groups(DATA)]))
def test_a_distribution_counts_only_what_may_be_counted(key: tuple[str, str], group: str) -> None:
    found = distribution(DATA, *key, group)
    column = DATA.gemeinden.columns[key]
    if found is None:
        return
    at_of = [at for at in range(len(column.values)) if column.values[at] == column.values[at]]
    sound = [
        column.values[at]
        for at in at_of
        if column.flags.get(at) not in (Flag.TERRITORY, Flag.IMPOSSIBLE)
    ]
    assert len(found.values) == found.towns + found.verbaende <= len(sound)
    assert set(found.values) <= set(sound)
    assert found.towns <= group_of(DATA, group).count
    unit = DATA.units[DATA.indicators[key[0]].unit]
    assert unit.maximum is None or found.values[-1] <= unit.maximum


def test_zero_is_a_value() -> None:
    found = distribution(DATA, "broadband_ftth", "2018-12")
    assert found
    assert found.values[0] == 0
    assert found.edges[0] == 0


def test_a_verband_counts_once() -> None:
    found = distribution(DATA, "commute_distance", "2023")
    column = DATA.gemeinden.columns["commute_distance", "2023"]
    assert found
    keys = {DATA.gemeinden.towns[at].verband_key for at, f in column.flags.items() if f == "V"}
    assert found.verbaende == len(keys)


def test_few_towns_or_many_gaps_make_no_distribution() -> None:
    assert distribution(DATA, "self_employed_share", "2022-05-15") is None
    assert distribution(DATA, "population", "1983-12-31") is None
    assert distribution(DATA, "population", "1900-12-31") is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=20, max_size=400), st.floats(-1e7, 1e7))
def test_positions_are_in_order_and_ends_are_told(values: list[float], value: float) -> None:
    found = made(values)
    low, median, high = map(found.position, found.quartiles)
    assert 0 <= low <= median <= high <= 100
    assert 0 <= found.position(value) <= 100
    first, last = found.edges
    assert found.is_beyond(value) == (value < first or value > last)
    if found.is_beyond(value) and first != last:
        assert found.position(value) in (0, 100)


@given(st.sampled_from(COLUMNS), st.sampled_from([one.id for one in groups(DATA)]))
def test_a_refusal_has_a_reason_and_what_is_drawn_has_its_size(
    key: tuple[str, str], group: str
) -> None:
    found, reason = distribution(DATA, *key, group), refusal(DATA, *key, group)
    assert (found is None) == bool(reason)
    assert reason == "" or reason.endswith(".")
    if found:
        low, median, high = quartiles_of(DATA, found)
        assert (low.value, median.value, high.value) == found.quartiles
        assert f"{found.towns:,}".replace(",", ".") in median.note


@pytest.mark.parametrize("key", COLUMNS)
def test_quartiles_of_all_towns_are_those_of_the_benchmark(key: tuple[str, str]) -> None:
    found = distribution(DATA, *key)
    if found is None:
        return
    for one in quartiles_of(DATA, found):
        assert DATA.benchmark(key[0], one.town, key[1]) == one


@given(st.sampled_from(COLUMNS), st.sampled_from([one.id for one in groups(DATA)]))
def test_a_value_on_an_edge_is_in_the_bin_that_begins_there(
    key: tuple[str, str], group: str
) -> None:
    found = distribution(DATA, *key, group)
    if found is None:
        return
    values, bins = [Fraction(str(one)) for one in found.values], found.bins()
    for start, end, count in bins:
        first, last = Fraction(str(start)), Fraction(str(end))
        is_last = end == bins[-1][1]
        assert count == sum(first <= one < last or (is_last and one == last) for one in values)


def test_a_value_on_the_end_of_a_drawing_is_not_beyond() -> None:
    found = distribution(DATA, "broadband_business_100", "2021-06")
    assert found
    low, high = map(Fraction, map(str, found.edges))
    exact = [Fraction(str(one)) for one in found.values]
    assert found.beyond == (sum(one < low for one in exact), sum(one > high for one in exact))
    assert all(len(str(one).partition(".")[2]) <= found.decimals + 1 for one in found.edges)
