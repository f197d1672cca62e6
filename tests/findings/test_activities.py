"""What is chosen and counted is one truth; dates in words say what the data supports."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from babel.dates import get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Precision
from dashboard.findings.activities import (
    ANYONE,
    Choices,
    all_years,
    changes_of_office,
    counted,
    counts_by_town,
    lessons_from,
    option_counts,
    partners,
    parts,
    project_choices,
    related,
    undated_elsewhere,
    visible,
)
from dashboard.wording.dates import span_text
from dashboard.wording.numbers import LOCALE, NO_BREAK_SPACE
from tests.made.shipped import shipped_data

DATA = shipped_data()
MONTHS = [f"{year}-{month:02}" for year in range(2012, 2027) for month in range(1, 13)]
WORDS = ["", "coworking", "Moelln", "DIESSEN", "rathaus beschäftigte", "nirgends"]
MONTH_NAMES = list(get_month_names("wide", "format", LOCALE).values())


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    places = (NETWORK, *DATA.towns)
    return Choices(
        towns=tuple(draw(st.sets(st.sampled_from(places), max_size=3))),
        categories=tuple(draw(st.sets(st.sampled_from(list(DATA.categories)), max_size=4))),
        start=draw(st.sampled_from(MONTHS)),
        end=draw(st.sampled_from(MONTHS)),
        partner=draw(st.sampled_from((ANYONE, ANYONE, *partners(DATA)))),
        words=draw(st.sampled_from(WORDS)),
        chosen=draw(st.sampled_from(["", *(one.id for one in DATA.activities)])),
    )


def of(data: Dataset, **changes: object) -> Choices:
    return replace(project_choices(data), **changes)  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------- choosing


def test_the_whole_project_holds_every_undated_activity() -> None:
    shown = {one.id for one in visible(DATA, project_choices(DATA))}
    undated = {one.id for one in DATA.activities if one.precision is Precision.PROJECT}
    assert undated
    assert undated <= shown


def test_a_narrower_period_claims_no_undated_activity_but_tells_of_them() -> None:
    narrow = of(DATA, start="2021-06")
    assert all(one.precision is not Precision.PROJECT for one in visible(DATA, narrow))
    undated = [one for one in DATA.activities if one.precision is Precision.PROJECT]
    assert list(undated_elsewhere(DATA, narrow)) == undated
    assert undated_elsewhere(DATA, of(DATA, start="2024-01", end="2024-12")) == ()


def test_all_years_hold_all_activities() -> None:
    first, last = all_years(DATA)
    assert visible(DATA, of(DATA, start=first, end=last)) == DATA.activities


def test_a_kind_in_a_period_is_what_its_dates_say_with_the_undated_told() -> None:
    asked = of(DATA, categories=("coworking",), start="2021-10", end="2022-05")
    shown = {one.id for one in visible(DATA, asked)}
    assert shown >= {"mo-msv-coworking-2021", "ow-stelle-2022"}
    for one in DATA.activities:
        if one.category == "coworking" and one.precision is not Precision.PROJECT:
            assert (one.id in shown) == (one.start <= "2022-05-31" and one.end >= "2021-10-01")
    undated = {one.id for one in undated_elsewhere(DATA, asked)}
    assert "de-feuerwehr" in undated
    assert undated.isdisjoint(shown)


def test_months_in_the_wrong_order_are_the_same_period() -> None:
    asked = of(DATA, start="2022-05", end="2021-10")
    assert visible(DATA, asked) == visible(DATA, of(DATA, start="2021-10", end="2022-05"))


@pytest.mark.parametrize("typed", ["Dießen", "diessen", "DIESSEN", "dießen"])
def test_searching_forgives_sharp_s_and_case(typed: str) -> None:
    found = {one.id for one in visible(DATA, of(DATA, words=typed))}
    assert "de-befragung-2022" in found
    assert "ow-popup-2022" not in found


def test_searching_forgives_umlauts_and_wants_every_word() -> None:
    ways = [
        visible(DATA, of(DATA, words=f"{town} e-sport")) for town in ("Mölln", "Moelln", "molln")
    ]
    assert ways[0] == ways[1] == ways[2] != ()


@settings(deadline=None)
@given(choices())
def test_only_what_matches_is_visible(asked: Choices) -> None:
    for one in visible(DATA, asked):
        assert not asked.towns or one.town in asked.towns
        assert not asked.categories or one.category in asked.categories
        assert asked.partner == ANYONE or asked.partner in one.actors


# --------------------------------------------------------------------------------------- counting


def test_parts_count_with_their_umbrella_and_not_beside_it() -> None:
    shown = visible(DATA, project_choices(DATA))
    held = parts(shown)
    assert {"mo-themenwoche-2022", "ow-popup-2022"} <= held.keys()
    for umbrella, ones in held.items():
        assert {one.part_of for one in ones} == {umbrella}
    inner = {one.id for ones in held.values() for one in ones}
    assert [one for one in shown if one.id not in inner] == list(counted(shown))


def test_parts_count_themselves_where_their_umbrella_is_not_shown() -> None:
    events = visible(DATA, of(DATA, towns=("moelln",), categories=("veranstaltung",)))
    assert any(one.part_of for one in events)
    assert counted(events) == events


@settings(deadline=None)
@given(choices())
def test_nothing_is_counted_twice_or_lost(asked: Choices) -> None:
    shown = visible(DATA, asked)
    top, held = counted(shown), parts(shown)
    assert len(top) + sum(map(len, held.values())) == len(shown)
    assert {one.id for one in top}.isdisjoint(one.id for group in held.values() for one in group)
    assert sum(one.number for one in counts_by_town(DATA, shown).values()) == len(top)


@settings(max_examples=30, deadline=None)
@given(choices())
def test_a_count_beside_an_option_is_what_choosing_it_gives(asked: Choices) -> None:
    for attribute, options in (
        ("towns", (NETWORK, *DATA.towns)),
        ("categories", tuple(DATA.categories)),
        ("partner", partners(DATA)[:8]),
    ):
        for option, count in option_counts(DATA, asked, attribute, options).items():
            value = option if attribute == "partner" else (option,)
            alone = replace(asked, **{attribute: value})
            assert count == len(counted(visible(DATA, alone)))


# ----------------------------------------------------------------------------- dates and relations

# a source that says less, or says it otherwise, than the dates: each looked at by hand
OTHERWISE = {
    "v-aufruf-2020": "Mai bis 15. September 2020",
    "v-digital-2021": "Mai bis Anfang Oktober 2021",
    "de-zwischenstand-2022": "Februar oder März 2022",
    "wi-safari-verein-2021": "Anfang 2021",
}


def date_words(one: Activity) -> str:
    """Return the span that the sources support, in words made from its dates and precision."""
    if one.precision in (Precision.DAY, Precision.PROJECT):
        return span_text(one.start, one.end)
    if one.precision is Precision.YEAR:
        return span_text(one.start[:4], one.end[:4])
    if one.precision is Precision.QUARTER:
        quarter, last = _quarter(one.start), _quarter(one.end)
        return quarter if quarter == last else f"{quarter} bis {last}"
    return span_text(one.start[:7], one.end[:7])


def _quarter(day: str) -> str:
    return f"{(int(day[5:7]) + 2) // 3}. Quartal {day[:4]}"


@pytest.mark.parametrize("one", DATA.activities, ids=lambda one: one.id)
def test_the_words_of_an_activity_agree_with_its_dates(one: object) -> None:
    activity = DATA.activity(one.id)  # type: ignore[attr-defined]
    text = activity.date_text
    if activity.precision is Precision.PROJECT:
        assert not re.match(r"\d", text)
        assert "nicht" in text or "während der Projektlaufzeit" in text
    elif activity.id in OTHERWISE:
        assert text == OTHERWISE[activity.id]
    else:
        assert date_words(activity).replace(NO_BREAK_SPACE, " ") in text


def test_umbrella_and_parts_are_related_both_ways() -> None:
    day, week = DATA.activity("mo-tw-esport"), DATA.activity("mo-themenwoche-2022")
    assert [one.id for one in related(DATA, day)[0].activities] == [week.id]
    assert day in related(DATA, week)[0].activities


@pytest.mark.parametrize("one", DATA.activities, ids=lambda one: one.id)
def test_nothing_is_related_to_itself_or_twice(one: object) -> None:
    activity = DATA.activity(one.id)  # type: ignore[attr-defined]
    ids = [other.id for group in related(DATA, activity) for other in group.activities]
    assert activity.id not in ids
    assert len(ids) == len(set(ids))


def test_lessons_and_evidence_are_linked_both_ways() -> None:
    for lesson in DATA.lessons.values():
        for id_ in lesson.supported_by:
            assert lesson in lessons_from(DATA, DATA.activity(id_))


def test_changes_of_office_are_only_those_the_data_supports() -> None:
    during = [one.title for one in changes_of_office(DATA, project_choices(DATA))]
    assert [title.split(",")[0] for title in during] == ["Ingo Schäper", "Kay Tenge"]
    early = changes_of_office(DATA, of(DATA, start="2019-01", end="2020-12"))
    assert {one.id for one in early} == {"koerner", "perzul", "kratzer"}
    assert not {one.id for one in early} & {one.id for one in DATA.activities}
