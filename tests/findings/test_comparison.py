"""What is compared: honest index and change, places never lost, states of every year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.facts.model import Confidence, Indicator
from dashboard.findings.comparison import (
    Basis,
    State,
    against_base,
    base_date,
    based,
    change_text,
    common_date,
    dates,
    in_scale,
    offered,
    places,
    reference,
    rows_at,
    signed,
    states,
    stretches,
)
from dashboard.findings.own_town import OwnTown
from tests.made.observed import with_observations
from tests.made.shipped import shipped_data

DATA = shipped_data()
ALL = tuple(DATA.towns)
NUMBERS = st.integers(-(10**9), 10**9).map(lambda n: n / 100)  # as files hold them


@given(NUMBERS, NUMBERS.filter(bool))
def test_an_index_is_the_share_of_the_base(value: float, base: float) -> None:
    index = against_base(value, base, Basis.INDEX)
    assert index is not None
    assert index * base == pytest.approx(100 * value)


@given(NUMBERS, NUMBERS)
def test_a_change_leads_back_to_the_value(value: float, base: float) -> None:
    change = against_base(value, base, Basis.CHANGE)
    assert change is not None
    assert base + change == pytest.approx(value, abs=1e-5)


def test_an_index_on_zero_does_not_exist() -> None:
    assert against_base(5.0, 0.0, Basis.INDEX) is None
    assert against_base(None, 5.0, Basis.CHANGE) is None


def test_values_beyond_a_break_get_no_index_but_a_reason() -> None:
    course = based(DATA, "moelln", "population", "2017-12-31", Basis.INDEX)
    by_date = {step.observation.date: step for step in course}
    assert by_date["2017-12-31"].value == 100
    assert by_date["2023-12-31"].value is not None
    assert by_date["2024-12-31"].value is None
    assert "Bruch" in by_date["2024-12-31"].reason


def test_without_a_value_at_the_base_nothing_is_compared() -> None:
    course = based(DATA, "moelln", "population", "1999", Basis.CHANGE)
    assert course
    assert all(step.value is None and step.reason for step in course)


def test_absolute_values_stay_as_they_are() -> None:
    course = based(DATA, "moelln", "population", "", Basis.ABSOLUTE)
    assert [step.value for step in course] == [step.observation.value for step in course]


@pytest.mark.parametrize("indicator", ["population", "broadband_1000", "kreis_average_age"])
def test_the_default_base_has_a_value_for_every_town(indicator: str) -> None:
    date = base_date(DATA, ALL, indicator)
    for town in ALL:
        if all(len(part) == 1 for part in DATA.segments(town, indicator)):
            continue
        course = based(DATA, town, indicator, date, Basis.CHANGE)
        assert sum(step.value is not None for step in course) > 1


def test_low_confidence_never_enters_a_comparison() -> None:
    for indicator in offered(DATA):
        for row in rows_at(DATA, places(DATA, ALL), indicator):
            if row.observation:
                assert row.observation.confidence is not Confidence.LOW


def test_every_chosen_place_has_a_row_with_value_or_reason() -> None:
    own = OwnTown(name="Probe", values=(("population", 9000.0),))
    keyed = OwnTown(name="Büsum", ags="01051013", values=(("vacancy_rate", 9.0),))
    shown = places(DATA, ALL, "diessen", (own, keyed))
    for indicator in offered(DATA):
        rows = rows_at(DATA, shown, indicator, own=(own, keyed))
        assert [row.place for row in rows] == list(shown)
        assert all(row.observation or row.reason for row in rows)


def test_the_highlighted_place_stands_first() -> None:
    shown = places(DATA, ALL, "diessen")
    assert shown[0].id == "diessen"
    assert [place.first for place in shown] == [True, *[False for _ in ALL[1:]]]
    assert [place.id for place in shown][1:] == [town for town in ALL if town != "diessen"]


def test_what_may_not_be_compared_is_not_offered() -> None:
    ids = {indicator.id for indicator in offered(DATA)}
    assert "overnight_stays" not in ids
    assert "population_million" not in ids
    assert len(ids) > 90


def test_a_reference_is_of_that_very_date() -> None:
    against = reference(DATA, "broadband_1000", "2023-12")
    assert against.quartiles is not None
    assert against.median is not None
    assert against.median.date == "2023-12"
    assert reference(DATA, "broadband_1000", "1999").median is None


def test_the_common_date_is_the_newest_that_more_than_half_have() -> None:
    five = ("moelln", "wittenberge", "dippoldiswalde", "diessen", "oestrich-winkel")
    assert common_date(DATA, five, "tax_rate_property_a") == "2025-06-30"
    few = ("dippoldiswalde", "diessen", "moelln")
    assert common_date(DATA, few, "tax_rate_property_a") == "2022"
    assert common_date(DATA, ("diessen",), "tax_rate_property_b") == "2024-12-31"


def test_a_new_year_for_two_towns_does_not_take_the_others_off_the_screen() -> None:
    newest = common_date(DATA, ALL, "commute_distance")
    newer = [
        replace(one, date=f"{int(newest) + 1}", value=1.0)
        for one in DATA.observations
        if one.indicator == "commute_distance" and one.date == newest
        and one.town in ("moelln", "diessen")
    ]  # fmt: skip
    data = with_observations(DATA, newer)
    rows = rows_at(data, places(data, ALL), data.indicators["commute_distance"])
    assert {row.observation.date for row in rows if row.observation} == {newest}
    known = {one.town for one in DATA.observations if one.indicator == "commute_distance"}
    assert [row.place.id for row in rows if not row.observation and row.place.id in known] == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(offered(DATA)),
    st.lists(st.sampled_from(ALL), min_size=1, unique=True),
    st.data(),
)
def test_rows_hold_one_date_and_tell_others_apart(
    indicator: Indicator, towns: list[str], drawn: st.DataObject
) -> None:
    known = dates(DATA, towns, indicator.id)
    date = drawn.draw(st.sampled_from(["", *known]))
    rows = rows_at(DATA, places(DATA, towns), indicator, date)
    asked = date or common_date(DATA, towns, indicator.id)
    assert {row.observation.date for row in rows if row.observation} <= {asked}
    for row in rows:
        assert (row.observation is None) == bool(row.reason)
        if row.elsewhere:
            assert row.observation is None
            assert row.elsewhere.date != asked


def test_a_total_of_germany_is_out_of_scale() -> None:
    assert not in_scale(83_000_000, [10_000, 19_000])
    assert in_scale(62.0, [32.6, 98.0])
    assert in_scale(0.0, [0.0])


def test_years_without_value_say_whether_others_have_one() -> None:
    found = states(DATA, ALL, "population", ("1983", "2011", "2010", "2023", "2024"))
    assert found["wittenberge"][2] is State.VALUE
    assert found["moelln"][2] is State.NOT_FOUND
    assert found["moelln"][3] is State.VALUE
    assert found["moelln"][4] is State.BREAK


@pytest.mark.parametrize(
    ("value", "text"), [(1.25, "+1,3"), (-0.5, "−0,5"), (0.0, "0,0"), (0.04, "0,0")]
)
def test_changes_carry_their_sign(value: float, text: str) -> None:
    assert signed(value, 1) == text


@pytest.mark.parametrize(
    ("change", "decimals", "rounded_to", "text"),
    [
        (9.0, 0, 10, "kleiner als die Rundung"),
        (-126.0, 0, 10, "etwa −130"),
        (3.2, 1, 1, "etwa +3"),
        (3.2, 1, 0, "+3,2"),
        (12.0, 0, 1, "+12"),
    ],
)
def test_a_change_is_no_more_exact_than_the_coarser_value(
    change: float, decimals: int, rounded_to: float, text: str
) -> None:
    assert change_text(change, decimals, rounded_to) == text


@pytest.mark.parametrize("indicator", offered(DATA), ids=lambda one: one.id)
def test_a_stretch_crosses_no_break_and_is_common_where_it_can_be(indicator: Indicator) -> None:
    found = stretches(DATA, ALL, indicator.id)
    for town, (first, last) in found.items():
        assert first.date < last.date
        assert DATA.break_between(town, indicator.id, first.date, last.date) is None
    if indicator.id in ("population", "broadband_1000"):
        assert len({(first.date, last.date) for first, last in found.values()}) == 1
