"""Answers as figures: order, bases, gaps, intervals, and the marks of invented data."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from dashboard.facts.survey_model import QuestionType, SamplingType, Statistic, Suppression
from dashboard.figures.answers import (
    WATERMARK,
    Arrangement,
    answer_bars,
    compared_bars,
    quartile_rows,
    share_text,
    stacked_rows,
)
from dashboard.findings.survey_answers import answers, quartiles, ratings
from tests.made.figures import checked
from tests.made.survey_results import SHARES, aggregate, is_marked, question, result, survey

ROW = ratings(
    result(*SHARES, aggregate("9", 20.0, stat=Statistic.COUNT)), question(), label="Aussage"
)


def texts(figure: go.Figure) -> str:
    return " ".join(str(one.text) for one in figure.layout.annotations)


def extents(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Start and end of each named segment of the first row."""
    return {trace.name: (trace.base[0], trace.base[0] + trace.x[0]) for trace in figure.data}


def test_multiple_choice_is_sorted_and_single_choice_is_not() -> None:
    given = answers(result(*SHARES), question())
    for ordered, lengths in ((False, [50, 30, 20]), (True, [20, 30, 50])):
        (bars,) = checked(answer_bars(given, ordered=ordered, synthetic=False)).data
        assert list(bars.x) == lengths


def test_withheld_answer_is_a_sentence_and_no_bar_of_length_zero() -> None:
    rows = (SHARES[0], aggregate("2", None, suppression=Suppression.PROTECTED))
    figure = checked(answer_bars(answers(result(*rows), question()), ordered=True, synthetic=False))
    assert list(figure.data[0].x) == [20, None]
    assert "zum Schutz Einzelner nicht gezeigt" in texts(figure)


def test_small_base_stands_in_brackets_and_pale() -> None:
    small, firm = (answers(result(aggregate("1", 40.4, n=n)), question())[0] for n in (99, 100))
    assert share_text(small) == "(40\u00a0%)"
    assert share_text(firm) == "40\u00a0%"
    colours = [
        checked(answer_bars([one], ordered=True, synthetic=False)).data[0].marker.color[0]
        for one in (small, firm)
    ]
    assert colours[0] != colours[1]


def test_whiskers_show_the_interval_of_a_random_sample_only() -> None:
    row = aggregate("1", 40.0, interval=(33, 47))
    for sampling, shown in ((SamplingType.PROBABILITY, True), (SamplingType.SELF_SELECTED, False)):
        given = answers(result(row, of=survey(sampling=sampling)), question())
        bars = checked(answer_bars(given, ordered=True, synthetic=False)).data[0].error_x
        assert (bars.array == (7,)) is shown
        assert (bars.visible is not False) is shown


def test_stacked_rows_fill_a_hundred_percent_and_dont_know_stands_outside() -> None:
    found = extents(checked(stacked_rows([ROW], Arrangement.STACKED, synthetic=False)))
    assert found["nein"] == (0, 20)
    assert found["teils"] == (20, 50)
    assert found["ja"] == (50, 100)
    assert found["weiß nicht (außerhalb der 100 %)"] == (108, 118)  # 20 of a base of 200


def test_diverging_rows_split_the_middle_around_zero() -> None:
    found = extents(checked(stacked_rows([ROW], Arrangement.DIVERGING, synthetic=False)))
    assert (found["nein"], found["teils"], found["ja"]) == ((-35, -15), (-15, 15), (15, 65))


def test_middle_can_be_set_aside() -> None:
    found = extents(checked(stacked_rows([ROW], Arrangement.ASIDE, synthetic=False)))
    assert (found["nein"], found["ja"]) == ((-20, 0), (0, 50))
    assert found["teils (abseits)"] == (58, 88)


def test_every_row_says_its_base_and_balance() -> None:
    assert "n\u00a0=\u00a0200 · Saldo +30 · weiß nicht: 20" in texts(
        checked(stacked_rows([ROW], Arrangement.STACKED, synthetic=False))
    )


def test_row_with_a_hidden_cell_shows_no_segment() -> None:
    rows = (SHARES[0], aggregate("2", None, suppression=Suppression.PROTECTED), SHARES[2])
    hidden = ratings(result(*rows), question())
    figure = checked(stacked_rows([hidden, ROW], Arrangement.STACKED, synthetic=False))
    assert {len(trace.x) for trace in figure.data} == {1}


def test_two_hidden_cells_leave_the_rest_of_the_row_and_never_a_value_each() -> None:
    cells = [aggregate(code, None, suppression=Suppression.PROTECTED) for code in ("1", "2")]
    partly = ratings(result(*cells, SHARES[2]), question())
    figure = checked(stacked_rows([partly, ROW], Arrangement.STACKED, synthetic=False))
    [gap] = [trace for trace in figure.data if "nicht einzeln gezeigt" in trace.name]
    assert (list(gap.base), list(gap.x)) == ([0], [50])
    assert len(next(trace for trace in figure.data if 50 in trace.base).x) == 2
    aside = checked(stacked_rows([partly, ROW], Arrangement.DIVERGING, synthetic=False))
    assert not any("nicht einzeln gezeigt" in trace.name for trace in aside.data)


def test_outer_answers_are_darkest_and_the_middle_is_grey() -> None:
    colours = {
        trace.name: trace.marker.color
        for trace in checked(stacked_rows([ROW], Arrangement.STACKED, synthetic=False)).data
    }
    assert len({colours["nein"], colours["teils"], colours["ja"]}) == 3
    assert colours["teils"] == "#d3d6e0"


def test_quartiles_are_a_bar_with_the_median_and_never_a_minimum() -> None:
    asked = question(kind=QuestionType.NUMERIC)
    kinds = (Statistic.LOWER_QUARTILE, Statistic.MEDIAN, Statistic.UPPER_QUARTILE)
    rows = [aggregate("", v, stat=s) for s, v in zip(kinds, (10.0, 25.0, 40.0), strict=True)]
    found = quartiles(result(*rows, questions=(asked,)), asked, label="Alle")
    assert found is not None
    bar, mark = checked(quartile_rows([found], synthetic=False)).data
    assert (bar.base[0], bar.x[0], mark.x[0]) == (10, 30, 25)


def test_towns_compared_keep_one_colour_each_and_name_their_base() -> None:
    given = answers(result(*SHARES), question())
    figure = checked(compared_bars([("Hier", given), ("Dort", given[:2])], synthetic=False))
    assert [trace.name for trace in figure.data] == [
        "Hier (n\u00a0=\u00a0200)",
        "Dort (n\u00a0=\u00a0200)",
    ]
    assert "hier nicht gefragt" in texts(figure)
    assert figure.data[0].marker.color != figure.data[1].marker.color


@pytest.mark.parametrize("synthetic", [True, False])
def test_invented_answers_are_hatched_and_say_so_inside_the_picture(synthetic: bool) -> None:
    given = answers(result(*SHARES), question())
    figures = [
        checked(answer_bars(given, ordered=True, synthetic=synthetic)),
        checked(stacked_rows([ROW], Arrangement.DIVERGING, synthetic=synthetic)),
        checked(compared_bars([("Hier", given)], synthetic=synthetic)),
    ]
    assert [is_marked(figure) for figure in figures] == [synthetic] * 3
    assert (WATERMARK.split(" – ")[0] in texts(figures[0])) is synthetic


def test_figure_without_hatching_does_not_count_as_marked() -> None:
    given = answers(result(*SHARES), question())
    figure = checked(answer_bars(given, ordered=True, synthetic=True))
    figure.data[0].marker.pattern.shape = ""
    assert not is_marked(figure)


def test_drawing_changes_nothing_that_was_handed_over() -> None:
    before = replace(ROW)
    stacked_rows([ROW], Arrangement.ASIDE, synthetic=True)
    assert before == ROW
