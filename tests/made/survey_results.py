"""A small survey with results, as an import would write it, and how invented ones are told."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go

from dashboard.facts.survey_model import (
    AggregatePrecision,
    AggregateUnit,
    Grade,
    OptionKind,
    Provenance,
    PublicationStatus,
    QuestionType,
    SamplingType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyOption,
    SurveyQuestion,
    SurveyResult,
    SurveyRole,
    WordingStatus,
)
from dashboard.figures.answers import WATERMARK

SCALE = (
    SurveyOption(code="1", label="nein", polarity=-1),
    SurveyOption(code="2", label="teils", kind=OptionKind.NEUTRAL, polarity=0),
    SurveyOption(code="3", label="ja", polarity=1),
    SurveyOption(code="9", label="weiß nicht", kind=OptionKind.DONT_KNOW),
)


def survey(id_: str = "B1", *, sampling: SamplingType = SamplingType.SELF_SELECTED) -> Survey:
    return Survey(
        id=id_,
        role=SurveyRole.LOCAL_OTHER,
        town="diessen",
        place=f"Ort {id_}",
        title=f"Befragung {id_}",
        sampling=sampling,
        published="",
        status=PublicationStatus.VALUES,
        source_url="https://ort.example/befragung",
        field_start="2022-05",
        n="200",
    )


def question(id_: str = "f1", kind: QuestionType = QuestionType.SELECT_ONE) -> SurveyQuestion:
    return SurveyQuestion(
        id=id_,
        survey="B1",
        position=1,
        type=kind,
        wording_status=WordingStatus.VERBATIM,
        base="alle, die geantwortet haben",
        wording="Stimmt das?",
        options=() if kind is QuestionType.NUMERIC else SCALE,
        concept="zustimmung",
        grade=Grade.A,
    )


def aggregate(
    code: str,
    value: float | None,
    *,
    stat: Statistic = Statistic.SHARE,
    n: int | None = 200,
    group: str = "",
    suppression: Suppression = Suppression.NONE,
    provenance: Provenance = Provenance.DELIVERED,
    question_id: str = "f1",
    interval: tuple[float, float] | None = None,
    weighted: bool = False,
) -> SurveyAggregate:
    units = {Statistic.SHARE: AggregateUnit.PERCENT, Statistic.COUNT: AggregateUnit.PERSONS}
    return SurveyAggregate(
        question_id=question_id,
        option_code=code,
        group_dim="Alter" if group else "",
        group_value=group,
        stat=stat,
        value=value,
        unit=units.get(stat, AggregateUnit.MINUTES),
        precision=AggregatePrecision.EXACT,
        n_base=n,
        n_eff=None,
        weighted=weighted,
        ci_low=interval[0] if interval else None,
        ci_high=interval[1] if interval else None,
        ci_method="wilson" if interval else "",
        suppression=suppression,
        source_id="B1",
        source_locator="Datei",
        computed_by="Test",
        provenance=provenance,
    )


def result(
    *rows: SurveyAggregate,
    of: Survey | None = None,
    questions: tuple[SurveyQuestion, ...] = (),
) -> SurveyResult:
    of = of or survey()
    return SurveyResult(
        survey=of,
        questions=questions or (question(),),
        aggregates=tuple(replace(row, source_id=of.id) for row in rows),
    )


SHARES = (aggregate("1", 20.0), aggregate("2", 30.0), aggregate("3", 50.0))


def is_marked(figure: go.Figure) -> bool:
    """Return whether a figure says that it is synthetic: watermark, and every bar hatched."""
    written = any(
        str(one.text).replace("<br>", " – ") == WATERMARK for one in figure.layout.annotations
    )
    hatched = all(trace.marker.pattern.shape == "/" for trace in figure.data if trace.type == "bar")
    return written and hatched
