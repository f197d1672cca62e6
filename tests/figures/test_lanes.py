"""Lanes: marks stand where their dates are, never over each other; no date, no mark."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from dashboard.facts.model import Precision
from dashboard.figures.lanes import (
    HALF,
    LETTER,
    SMALL,
    SYMBOL,
    WIDTH,
    Lane,
    Mark,
    beats,
    lane,
    span,
    ticks,
)
from dashboard.figures.lanes_picture import Labelled, timeline_picture
from dashboard.findings.activities import all_years, counted, days, project_choices, visible
from dashboard.pages.timeline.drawn import drawn_lanes
from tests.made.figures import checked
from tests.made.shipped import shipped_data

DATA = shipped_data()
PROJECT = project_choices(DATA)
ALL = replace(PROJECT, start=all_years(DATA)[0], end=all_years(DATA)[1])
AFTER = replace(PROJECT, start="2023-04", end="2025-12")
BEFORE = replace(PROJECT, start="2013-01", end="2021-04")
PERIODS = (PROJECT, ALL, AFTER, BEFORE)
MOST_WIDTHS = (1.0, 1.4)  # the drawing may be as wide as on 1920 pixels


def box(mark: Mark, width: float) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom as the style sheet places the mark."""
    needed = SYMBOL + LETTER * max(map(len, mark.lines), default=0)
    start, end = mark.start * width / 100, mark.end * width / 100
    if mark.is_point:
        left = start + HALF - needed if mark.turned else start - HALF
        right = left + needed
    elif mark.turned:
        left, right = end - needed, end
    else:
        left = min(start, width - needed)
        right = max(left + needed, end)
    return left, right, mark.row, mark.row + 2 * max(len(mark.lines), 1) + 1


def overlapping(drawn: Lane, width: float) -> list[tuple[str, str]]:
    boxes = [(mark.activity.id, *box(mark, width)) for mark in drawn.marks]
    return [
        (one[0], two[0])
        for one, two in combinations(boxes, 2)
        if one[1] < two[2] - 1e-6 and two[1] < one[2] - 1e-6 and one[3] < two[4] and two[3] < one[4]
    ]


def chosen_everywhere() -> list[object]:
    kinds = [replace(ALL, categories=(id_,)) for id_ in DATA.categories]
    towns = [replace(ALL, towns=(slug,)) for slug in DATA.towns]
    opened = [replace(PROJECT, chosen=id_) for id_ in ("mo-themenwoche-2022", "ow-popup-2022")]
    return [*PERIODS, *kinds, *towns, *opened]


@pytest.mark.parametrize("choices", chosen_everywhere(), ids=str)
@pytest.mark.parametrize("stretch", MOST_WIDTHS)
def test_no_label_runs_over_another(choices: object, stretch: float) -> None:
    shown = visible(DATA, choices)  # type: ignore[arg-type]
    lanes = drawn_lanes(DATA, choices, shown, WIDTH)  # type: ignore[arg-type]
    assert any(one.marks or one.undated for one in lanes) == bool(shown)
    assert [pair for one in lanes for pair in overlapping(one, WIDTH * stretch)] == []


def test_an_undated_activity_stands_in_the_tray_and_never_in_time() -> None:
    for choices in PERIODS:
        lanes = drawn_lanes(DATA, choices, visible(DATA, choices), WIDTH)
        marks = [mark.activity for one in lanes for mark in one.marks]
        assert all(one.precision is not Precision.PROJECT for one in marks)
    whole = drawn_lanes(DATA, PROJECT, visible(DATA, PROJECT), WIDTH)
    undated = [one for one in DATA.activities if one.precision is Precision.PROJECT]
    assert sum(len(one.undated) for one in whole) == len(undated) > 0


def test_a_single_day_is_a_point_and_a_month_is_a_bar() -> None:
    whole = drawn_lanes(DATA, PROJECT, visible(DATA, PROJECT), WIDTH)
    marks = {mark.activity.id: mark for one in whole for mark in one.marks}
    assert marks["de-workshop1-2022"].is_point
    month, days_known = marks["de-befragung-2022"], marks["mo-themenwoche-2022"]
    assert not month.is_point
    assert month.end - month.start == pytest.approx(100 * 31 / 700, abs=0.02)
    assert not days_known.is_point


def test_parts_are_drawn_only_while_their_umbrella_is_open() -> None:
    closed = drawn_lanes(DATA, PROJECT, visible(DATA, PROJECT), WIDTH)
    assert not any(mark.part for one in closed for mark in one.marks)
    asked = replace(PROJECT, chosen="mo-tw-esport")
    opened = drawn_lanes(DATA, asked, visible(DATA, asked), WIDTH)
    parts = [mark.activity.id for one in opened for mark in one.marks if mark.part]
    assert "mo-tw-esport" in parts
    held = {one.id for one in DATA.activities if one.part_of == "mo-themenwoche-2022"}
    assert sorted(parts) == sorted(held)


def test_the_fourth_workshop_is_a_span_between_its_neighbours() -> None:
    workshops = [DATA.activity(id_) for id_ in DATA.project.workshops]
    found = beats(workshops, span(*days(PROJECT)))
    assert [beat.number for beat in found] == [1, 2, 3, 4, 5]
    assert [beat.is_known for beat in found] == [True, True, True, False, True]
    assert found[2].start < found[3].start < found[3].end <= found[4].end


def test_ticks_are_months_quarters_or_years_and_begin_with_a_year() -> None:
    assert [text for _at, text in ticks(span("2021-05-01", "2023-03-31"))][:3] == [
        "Jul 2021", "Okt", "2022",
    ]  # fmt: skip
    assert [text for _at, text in ticks(span("2021-05-01", "2021-07-31"))] == [
        "Mai 2021", "Jun", "Jul",
    ]  # fmt: skip
    assert ticks(span("2013-01-01", "2025-12-31"))[0] == (0.0, "2013")


def test_the_picture_holds_every_counted_activity_once() -> None:
    shown = visible(DATA, PROJECT)
    lanes = drawn_lanes(DATA, PROJECT, shown, WIDTH)
    figure = checked(
        timeline_picture(
            [Labelled(lane=one, name=one.place, colour="#000000") for one in lanes],
            span(*days(PROJECT)),
            DATA.categories,
            project=(DATA.project.start, DATA.project.end),
            workshops=[DATA.activity(id_) for id_ in DATA.project.workshops],
        )
    )
    symbols = [x for trace in figure.data if trace.customdata is not None for x in trace.x]
    assert len(symbols) == len(counted(shown))
    undated = sum(len(one.undated) for one in lanes)
    assert len([x for x in symbols if x > 100]) == undated > 0


def test_too_many_activities_are_drawn_without_labels() -> None:
    drawn = lane("x", DATA.activities, span("2013-01-01", "2025-12-31"), parts={}, labelled=False)
    assert all(mark.lines == () for mark in drawn.marks)
    assert overlapping(drawn, WIDTH) == []


def test_lines_of_workshops_stop_where_a_label_stands() -> None:
    lanes = drawn_lanes(DATA, PROJECT, visible(DATA, PROJECT), WIDTH)
    workshops = [DATA.activity(id_) for id_ in DATA.project.workshops]
    figure = timeline_picture(
        [Labelled(lane=one, name=one.place, colour="#000000") for one in lanes],
        span(*days(PROJECT)),
        DATA.categories,
        project=(DATA.project.start, DATA.project.end),
        workshops=workshops,
    )
    lines = [
        [*map(float, line)]
        for one in figure["layout"]["shapes"]
        for line in re.findall(r"M([\d.]+),([\d.]+)V([\d.]+)", one.get("path", ""))
    ]
    crossed = 0
    for trace in figure["data"]:
        for x, y, words in zip(trace["x"], trace["y"], trace.get("text", ()), strict=False):
            least = 0.5 * max(map(len, words.split("<br>")))  # percent: narrower than any label
            left = x - least if "left" in trace["textposition"] else x
            over = [(top, foot) for at, top, foot in lines if left < at < left + least]
            assert not [(top, foot) for top, foot in over if top < y < foot], words
            crossed += bool(over)
    assert crossed > 5


def test_symbols_alone_never_touch_on_a_phone() -> None:
    for choices in PERIODS:
        for one in drawn_lanes(DATA, choices, visible(DATA, choices), WIDTH):
            boxes = [small_box(mark) for mark in one.marks]
            for (left, right, row), (other, until, beside) in combinations(boxes, 2):
                apart = right <= other + 1e-6 or until <= left + 1e-6
                assert apart or abs(row - beside) >= 3


def small_box(mark: Mark) -> tuple[float, float, int]:
    """Return left, right and row of a symbol as the style sheet places it."""
    start, end = mark.start * SMALL / 100, mark.end * SMALL / 100
    left = start - HALF if mark.is_point else min(start, SMALL - SYMBOL)
    return left, left + SYMBOL if mark.is_point else max(left + SYMBOL, end), mark.small


def test_parts_of_one_day_stand_in_the_order_in_which_they_are_held() -> None:
    one = next(each for each in counted(visible(DATA, PROJECT)) if each.precision is Precision.DAY)
    held = [replace(one, id=letter) for letter in "hgfedcba"]
    drawn = lane(one.town, [one], span(*days(PROJECT)), parts={one.id: held}, opened=one.id)
    assert [mark.activity.id for mark in drawn.marks] == [one.id, *"hgfedcba"]
