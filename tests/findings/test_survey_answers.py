"""What may be shown: small bases, withheld cells, intervals, comparability, provenance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.facts.survey_model import (
    Grade,
    Provenance,
    QuestionType,
    SamplingType,
    Statistic,
    Suppression,
)
from dashboard.findings.survey_answers import (
    CERTAIN,
    ProvenanceMixError,
    Reliability,
    answers,
    harmonised,
    is_synthetic,
    joined,
    matrices,
    quartiles,
    ratings,
    reliability,
    remarks,
    uncertainty,
)
from dashboard.wording.survey_words import HIDDEN, TOO_FEW
from tests.made.survey_results import SHARES, aggregate, question, result, survey


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (0, Reliability.WITHHELD),
        (29, Reliability.WITHHELD),
        (30, Reliability.BRACKETED),
        (99, Reliability.BRACKETED),
        (100, Reliability.FIRM),
        (None, Reliability.BRACKETED),
    ],
)
def test_classes_of_the_base_change_at_30_and_100(base: int | None, expected: Reliability) -> None:
    assert reliability(base) is expected


def test_answers_keep_the_order_of_the_questionnaire_and_leave_out_dont_know() -> None:
    given = answers(result(*reversed(SHARES), aggregate("9", 12.0)), question())
    assert [(one.label, one.value) for one in given] == [("nein", 20), ("teils", 30), ("ja", 50)]


def test_share_on_a_base_below_30_is_withheld_even_if_the_file_gives_it() -> None:
    (answer,) = answers(result(aggregate("1", 40.0, n=29)), question())
    assert (answer.value, answer.reason) == (None, TOO_FEW)


@pytest.mark.parametrize(
    ("suppression", "reason"),
    [
        (Suppression.PROTECTED, HIDDEN),
        (Suppression.LOW_BASE, TOO_FEW),
    ],
)
def test_withheld_share_names_its_reason(suppression: Suppression, reason: str) -> None:
    (answer,) = answers(result(aggregate("1", None, suppression=suppression)), question())
    assert (answer.value, answer.reason) == (None, reason)


@pytest.mark.parametrize(
    ("sampling", "allowed"),
    [(one, one in (SamplingType.PROBABILITY, SamplingType.CENSUS)) for one in SamplingType],
)
def test_only_probability_and_census_may_show_an_interval(
    sampling: SamplingType, allowed: bool
) -> None:
    of = survey(sampling=sampling)
    (answer,) = answers(result(aggregate("1", 40.0, interval=(33, 47)), of=of), question())
    assert of.sampling.allows_interval is allowed
    assert (answer.interval is not None) is allowed
    assert (uncertainty(of) == CERTAIN) is allowed


def test_whole_percent_below_a_thousand_persons() -> None:
    small, large = (
        answers(result(aggregate("1", 40.4, n=n)), question())[0].decimals for n in (999, 1000)
    )
    assert (small, large) == (0, 1)


def test_weighted_rows_stand_for_the_question_where_both_are_given() -> None:
    rows = (aggregate("1", 44.0, weighted=True), aggregate("1", 40.0))
    assert [one.value for one in answers(result(*rows), question())] == [44.0]


def test_row_with_one_hidden_cell_is_not_drawn_in_part() -> None:
    hidden = aggregate("2", None, suppression=Suppression.PROTECTED)
    assert not ratings(result(SHARES[0], hidden, SHARES[2]), question()).shown
    assert ratings(result(*SHARES), question()).shown


def test_balance_is_approval_minus_rejection() -> None:
    assert ratings(result(*SHARES), question()).balance == 30


def test_dont_know_stands_outside_the_base_as_a_count() -> None:
    rows = (*SHARES, aggregate("9", 17.0, stat=Statistic.COUNT))
    assert ratings(result(*rows), question()).outside == (("weiß nicht", 17),)


def test_quartiles_need_thirty_persons() -> None:
    kinds = (Statistic.LOWER_QUARTILE, Statistic.MEDIAN, Statistic.UPPER_QUARTILE)
    asked = question(kind=QuestionType.NUMERIC)
    for n, shown in ((30, True), (29, False)):
        rows = [
            aggregate("", value, stat=stat, n=n)
            for stat, value in zip(kinds, (10.0, 20.0, 30.0), strict=True)
        ]
        found = quartiles(result(*rows, questions=(asked,)), asked)
        assert found is not None
        assert found.shown is shown
    assert quartiles(result(questions=(asked,)), asked) is None


def test_items_of_one_scale_and_wording_make_a_matrix() -> None:
    first = replace(question("m1", QuestionType.LIKERT), scale="s", item="a")
    items = (first, replace(first, id="m2", item="b"), replace(first, id="m3", scale="t"))
    found = matrices(result(questions=items))
    assert [[one.id for one in group] for group in found] == [["m1", "m2"], ["m3"]]


@pytest.mark.parametrize(("grade", "shared"), [(Grade.A, 1), (Grade.B, 1), (Grade.C, 0), (None, 0)])
def test_only_grades_a_and_b_share_an_axis(grade: Grade | None, shared: int) -> None:
    asked = (replace(question(), grade=grade),)
    pair = [result(*SHARES, of=survey(id_), questions=asked) for id_ in ("B1", "B2")]
    assert len(harmonised(pair)) == shared


def test_questions_alike_in_label_but_not_declared_do_not_share_an_axis() -> None:
    asked = (replace(question(), concept=""),)
    pair = [result(*SHARES, of=survey(id_), questions=asked) for id_ in ("B1", "B2")]
    assert harmonised(pair) == {}


def test_surveys_more_than_a_year_apart_are_remarked_upon() -> None:
    later = replace(survey("B2"), field_start="2023-H2")
    assert any("mehr als ein Jahr" in one for one in remarks([survey(), later]))
    assert not any("Jahr" in one for one in remarks([survey(), survey("B2")]))


def test_real_and_synthetic_results_cannot_be_joined() -> None:
    invented = [replace(one, provenance=Provenance.SYNTHETIC) for one in SHARES]
    with pytest.raises(ProvenanceMixError):
        joined([result(*SHARES), result(*invented)])
    with pytest.raises(ProvenanceMixError):
        harmonised([result(*SHARES), result(*invented)])
    with pytest.raises(ProvenanceMixError):
        is_synthetic([*SHARES, *invented])
    assert is_synthetic(invented)
    assert not is_synthetic(SHARES)
