"""What may be shown of a survey, and how sure it is: pure rules over aggregates.

Thresholds: below 30 persons one person moves a share by more than three points, so no share is
shown; below 100 by more than one, so it stands in brackets (as NCHS and the Mikrozensus do).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    AggregateUnit,
    Grade,
    OptionKind,
    Provenance,
    QuestionType,
    SamplingType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyOption,
    SurveyQuestion,
    SurveyResult,
)
from dashboard.wording.numbers import MISSING
from dashboard.wording.survey_words import HIDDEN, TOO_FEW

FIRM_BASE = 100
DECIMALS_FROM = 1000  # a tenth of a percent means something only from here on
LONGEST_DISTANCE = 366  # days between field periods of surveys compared without a remark

EVERYONE = ("", "")

CERTAIN = "Die Striche zeigen den Vertrauensbereich (95 Prozent, nach Wilson)."
UNCERTAIN = {
    SamplingType.SELF_SELECTED: (
        "Die Teilnehmenden haben sich selbst gemeldet. Ein Stichprobenfehler lässt sich dafür "
        "nicht berechnen; die Werte gelten für die Teilnehmenden."
    ),
    SamplingType.PANEL: (
        "Gefragt wurde eine feste Gruppe, die sich dazu bereit erklärt hat. Ein Stichprobenfehler "
        "lässt sich dafür nicht berechnen."
    ),
    SamplingType.TALLY: "Gezählt wurden Äußerungen, keine Stichprobe.",
    SamplingType.INTERVIEWS: "Gespräche mit Einzelnen, keine Stichprobe.",
    SamplingType.INVENTORY: "Gezählt wurden Dinge; gefragt wurde niemand.",
    SamplingType.UNKNOWN: (
        "Wie die Befragten ausgewählt wurden, ist nicht bekannt. Ein Stichprobenfehler wird "
        "darum nicht angegeben."
    ),
}


class ProvenanceMixError(ValueError):
    """Real and invented values came together; separate them where they are loaded."""


class Reliability(StrEnum):
    """What the number of persons behind a value allows."""

    WITHHELD = "withheld"
    BRACKETED = "bracketed"
    FIRM = "firm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One aggregate with what may be said of it; `value` is None where it is withheld."""

    label: str
    value: float | None
    base: int | None
    reliability: Reliability
    reason: str = ""
    interval: tuple[float, float] | None = None
    option: SurveyOption | None = None

    @property
    def decimals(self) -> int:
        """How many decimals the base allows."""
        return 1 if self.base is not None and self.base >= DECIMALS_FROM else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """One row of a matrix: the shares of an item, its base, and who said they do not know."""

    label: str
    base: int | None
    answers: tuple[Answer, ...]
    outside: tuple[tuple[str, int | None], ...] = ()

    @property
    def shown(self) -> bool:
        """Whether every share may be shown."""
        return all(one.value is not None for one in self.answers)

    @property
    def hidden(self) -> float | None:
        """What the shares make together that are withheld to protect persons, in percent.

        None where fewer than two are, for what is left of the others would be the one that is
        withheld; and where none of the others may be shown.
        """
        withheld = [one for one in self.answers if one.value is None]
        if len(withheld) < 2 or any(one.reason != HIDDEN for one in withheld):
            return None
        shown = [one.value for one in self.answers if one.value is not None]
        return 100 - sum(shown) if shown else None

    @property
    def balance(self) -> float | None:
        """Approval minus rejection in percentage points, where the scale has both."""
        if not self.shown or not any(one.option and one.option.polarity for one in self.answers):
            return None
        return sum(
            (one.option.polarity or 0) * (one.value or 0) for one in self.answers if one.option
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """The middle of a numeric question for one group."""

    label: str
    base: int | None
    low: Answer
    median: Answer
    high: Answer
    unit: AggregateUnit

    @property
    def shown(self) -> bool:
        """Whether all three values may be shown."""
        return None not in (self.low.value, self.median.value, self.high.value)


def is_synthetic(aggregates: Iterable[SurveyAggregate]) -> bool:
    """Return whether the values are invented; raise `ProvenanceMixError` where only some are."""
    kinds = {one.provenance is Provenance.SYNTHETIC for one in aggregates}
    if len(kinds) > 1:
        raise ProvenanceMixError(
            "Synthetic and real aggregates came together; load demonstration data by "
            "dashboard.facts.demo only and never join it with Dataset.survey_results."
        )
    return kinds == {True}


def joined(results: Iterable[SurveyResult]) -> tuple[SurveyResult, ...]:
    """Return the results as one tuple, all real or all synthetic."""
    together = tuple(results)
    is_synthetic(one for result in together for one in result.aggregates)
    return together


def reliability(base: int | None) -> Reliability:
    """Return the class of an unweighted base; an unknown base counts as small."""
    if base is None:
        return Reliability.BRACKETED
    if base < SMALLEST_BASE:
        return Reliability.WITHHELD
    return Reliability.BRACKETED if base < FIRM_BASE else Reliability.FIRM


def uncertainty(survey: Survey) -> str:
    """Return the sentence on uncertainty that belongs to this kind of sampling."""
    return CERTAIN if survey.sampling.allows_interval else UNCERTAIN[survey.sampling]


def groups(result: SurveyResult, question: SurveyQuestion) -> tuple[tuple[str, str], ...]:
    """Return (dimension, value) of each subgroup with answers, in file order."""
    found = dict.fromkeys(
        (one.group_dim, one.group_value)
        for one in result.aggregates
        if one.question_id == question.id and one.group_dim
    )
    return tuple(found)


def answers(
    result: SurveyResult, question: SurveyQuestion, group: tuple[str, str] = EVERYONE
) -> tuple[Answer, ...]:
    """Return the shares of the options within the base, in questionnaire order."""
    rows = _rows(result, question, Statistic.SHARE, group)
    return tuple(
        _answer(result.survey, rows[option.code], option.label, option)
        for option in question.options
        if option.kind.in_base and option.code in rows
    )


def ratings(
    result: SurveyResult,
    question: SurveyQuestion,
    *,
    label: str = "",
    group: tuple[str, str] = EVERYONE,
) -> Ratings:
    """Return one stacked row of a question: for an item of a matrix, a group or a town."""
    given = answers(result, question, group)
    counts = _rows(result, question, Statistic.COUNT, group)
    outside = tuple(
        (option.label, _count(counts[option.code]))
        for option in question.options
        if option.kind in (OptionKind.DONT_KNOW, OptionKind.NO_ANSWER) and option.code in counts
    )
    bases = [one.base for one in given]
    return Ratings(
        label=label or question.item or question.wording,
        base=bases[0] if bases else None,
        answers=given,
        outside=outside,
    )


def quartiles(
    result: SurveyResult,
    question: SurveyQuestion,
    *,
    label: str = "",
    group: tuple[str, str] = EVERYONE,
) -> Quartiles | None:
    """Return quartiles and median of a numeric question, or None where they are not given."""
    found = [
        _rows(result, question, stat, group).get("")
        for stat in (Statistic.LOWER_QUARTILE, Statistic.MEDIAN, Statistic.UPPER_QUARTILE)
    ]
    if None in found:
        return None
    low, median, high = (_answer(result.survey, one, label) for one in found if one)
    return Quartiles(
        label=label or question.wording,
        base=median.base,
        low=low,
        median=median,
        high=high,
        unit=next(one.unit for one in found if one),
    )


def matrices(result: SurveyResult) -> tuple[tuple[SurveyQuestion, ...], ...]:
    """Return the items of each matrix: rated questions of one scale and wording."""
    found: dict[tuple[str, str], list[SurveyQuestion]] = {}
    for question in result.questions:
        if question.type is QuestionType.LIKERT:
            found.setdefault((question.scale, question.wording), []).append(question)
    return tuple(map(tuple, found.values()))


def harmonised(
    results: Sequence[SurveyResult],
) -> Mapping[str, tuple[tuple[SurveyResult, SurveyQuestion], ...]]:
    """Return the questions of each concept that may share an axis: grade A or B, two at least."""
    found: dict[str, list[tuple[SurveyResult, SurveyQuestion]]] = {}
    for result in joined(results):
        for question in result.questions:
            if question.concept and question.grade in (Grade.A, Grade.B):
                found.setdefault(question.concept, []).append((result, question))
    return {concept: tuple(pairs) for concept, pairs in found.items() if len(pairs) > 1}


def remarks(surveys: Sequence[Survey]) -> tuple[str, ...]:
    """Return what has to be said where these surveys stand on one axis."""
    found = []
    days = [_day(text) for one in surveys for text in (one.field_start, one.field_end) if text]
    if days and (max(days) - min(days)).days > LONGEST_DISTANCE:
        found.append("Die Befragungen liegen mehr als ein Jahr auseinander.")
    modes = dict.fromkeys(one.mode for one in surveys if one.mode)
    if len(modes) > 1:
        found.append(f"Verschieden erhoben: {'; '.join(modes)}.")
    if not all(one.sampling.allows_interval for one in surveys):
        found.append("Ob Unterschiede belastbar sind, ist bei Selbstauswahl nicht prüfbar.")
    return tuple(found)


def _day(text: str) -> date:
    year, month, day = {4: f"{text}-07-01", 7: f"{text}-15"}.get(len(text), text)[:10].split("-")
    if month.startswith("H"):
        month, day = {"H1": "04", "H2": "10"}[month], "01"
    return date(int(year), int(month), int(day))


def _rows(
    result: SurveyResult, question: SurveyQuestion, stat: Statistic, group: tuple[str, str]
) -> dict[str, SurveyAggregate]:
    """Return the rows by option; where weighted ones exist they stand for the question."""
    found = [
        one
        for one in result.aggregates
        if one.question_id == question.id
        and one.stat is stat
        and (one.group_dim, one.group_value) == group
    ]
    return {one.option_code: one for one in sorted(found, key=lambda one: one.weighted)}


def _answer(
    survey: Survey, row: SurveyAggregate, label: str, option: SurveyOption | None = None
) -> Answer:
    kind = reliability(row.n_base)
    reason = ""
    if row.suppression is Suppression.PROTECTED:
        reason = HIDDEN
    elif kind is Reliability.WITHHELD or row.suppression is Suppression.LOW_BASE:
        reason = TOO_FEW
    elif row.value is None:
        reason = MISSING
    interval = None
    if survey.sampling.allows_interval and row.ci_low is not None and row.ci_high is not None:
        interval = (row.ci_low, row.ci_high)
    return Answer(
        label=label,
        value=None if reason else row.value,
        base=row.n_base,
        reliability=Reliability.WITHHELD if reason else kind,
        reason=reason,
        interval=None if reason else interval,
        option=option,
    )


def _count(row: SurveyAggregate) -> int | None:
    return None if row.value is None else round(row.value)
