"""Lines over time with honest gaps."""

from dataclasses import replace
from itertools import pairwise

import pytest

from dashboard.facts.model import Break
from dashboard.figures.series import Line, day_of, segments, time_lines, visible_breaks
from tests.made.figures import checked

CENSUS = Break(
    id="zensus",
    indicators=("population",),
    towns=(),
    after="2023-12-31",
    before="2024-12-31",
    label="Zensus 2022",
    explanation="Neue Grundlage.",
)
POINTS = tuple((f"{year}-12-31", float(year), str(year)) for year in (2021, 2022, 2023, 2024))
LINE = Line(label="Mölln", colour="#23418c", points=POINTS, strong=True)


@pytest.mark.parametrize(
    ("date", "day"),
    [("2022", "2022-07-01"), ("2022-06", "2022-06-15"), ("2022-05-15", "2022-05-15")],
)
def test_coarse_dates_are_drawn_in_the_middle_of_their_span(date: str, day: str) -> None:
    assert day_of(date) == day


def test_a_break_cuts_the_line() -> None:
    parts = segments(POINTS, [CENSUS])
    assert [len(part) for part in parts] == [3, 1]


def test_a_value_between_the_two_sides_of_a_break_stands_alone() -> None:
    between = replace(CENSUS, after="2021-12-31", before="2023-12-31")
    assert [len(part) for part in segments(POINTS, [between])] == [1, 1, 2]


def test_without_break_the_line_is_whole() -> None:
    assert len(segments(POINTS, [])) == 1


def test_a_value_of_another_territory_is_joined_to_none() -> None:
    alone = POINTS[0][0]
    parts = segments(POINTS, [], {alone})
    assert [date for date, *_ in parts[0]] == [alone]
    assert len(parts) == 2


def test_each_part_is_a_trace_of_existing_points_only() -> None:
    figure = checked(time_lines([LINE], unit="Personen", decimals=0, breaks=[CENSUS]))
    drawn = [value for trace in figure.data for value in trace.y]
    assert drawn == [value for _date, value, _text in POINTS]
    assert len(figure.data) == 2


def test_years_are_not_grouped_and_numbers_are_german() -> None:
    figure = checked(time_lines([LINE], unit="Personen", decimals=0))
    assert all(len(year) == 4 for year in figure.layout.xaxis.ticktext)
    assert figure.layout.separators == ",."


def test_line_ends_are_labelled_apart() -> None:
    lines = [Line(label=f"Stadt {n}", colour="#23418c", points=POINTS) for n in range(5)]
    figure = checked(time_lines(lines, unit="Personen", decimals=0))
    heights = [note.y for note in figure.layout.annotations if note.text.startswith("Stadt")]
    gaps = [later - earlier for earlier, later in pairwise(heights)]
    assert min(gaps) >= 0.0599


def test_a_leader_joins_each_label_with_the_end_of_its_line() -> None:
    ends = (5_000.0, 5_010.0, 9_000.0)
    lines = [
        Line(
            label=f"Stadt {n}", colour="#23418c", points=(("2018", 7_000.0, ""), ("2023", end, ""))
        )
        for n, end in enumerate(ends)
    ]
    layout = checked(time_lines(lines, unit="Personen", decimals=0)).layout
    low, high = layout.yaxis.range
    labels = [note.y for note in layout.annotations if note.text.startswith("Stadt")]
    for end, height, leader in zip(ends, labels, layout.shapes, strict=True):
        assert (leader.x0, leader.y0) == (day_of("2023"), pytest.approx(end))
        assert (leader.y1 - low) / (high - low) == pytest.approx(height)
    assert labels[1] > (ends[1] - low) / (high - low) + 0.02  # it had to move


def test_a_break_outside_the_drawn_span_is_not_marked() -> None:
    early = Line(label="x", colour="#23418c", points=POINTS[:2])
    assert visible_breaks([early], [CENSUS]) == ()
    assert visible_breaks([LINE], [CENSUS]) == (CENSUS,)
