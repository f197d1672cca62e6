"""From answers to aggregates: counts, shares, quartiles; protected before they leave this module.

The rows of single persons end here. What is returned holds no count that could be a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from dashboard.commands.survey.codebook import Codebook, Declared, class_of, ticks
from dashboard.commands.survey.disclosure import (
    ALL,
    FrequencyTable,
    Range,
    Rule,
    Subgroup,
    audit,
    protect,
    ticked_or_not,
)
from dashboard.commands.survey.readers import NOT_SHOWN, Delivery
from dashboard.commands.survey.weighting import WeightingError, effective_size, raked
from dashboard.facts.survey_model import (
    AggregatePrecision,
    AggregateUnit,
    OptionKind,
    Provenance,
    QuestionType,
    SamplingType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyQuestion,
)

QUARTILES = {
    Statistic.LOWER_QUARTILE: 25,
    Statistic.MEDIAN: 50,
    Statistic.UPPER_QUARTILE: 75,
}
COMPUTED_BY = "survey import 1"
UNKNOWN = "\0unknown"  # a value the codebook does not declare
NOTHING = ""  # no answer, and no declared code for that


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Published shares by group, and where they were published."""

    shares: Mapping[str, Mapping[str, float]]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What may be written, and what a person has to know before releasing it.

    Attributes:
        unknown: column -> value -> persons; must be empty before anything is written.
        ranges: what the audit found for every withheld count, by question.
        effective: Kish's effective number of persons, if weighted.
    """

    questions: tuple[SurveyQuestion, ...]
    aggregates: tuple[SurveyAggregate, ...]
    unknown: Mapping[str, Counter[str]]
    ranges: Mapping[str, tuple[Range, ...]]
    rule: Rule
    effective: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What all rows of one import share."""

    delivery: Delivery
    codebook: Codebook
    survey: Survey
    checksum: str
    members: Mapping[str, tuple[str, ...]]  # group -> class of each person
    weights: NDArray[np.float64] | None


def aggregate(
    delivery: Delivery,
    codebook: Codebook,
    survey: Survey,
    checksum: str,
    margins: Margins | None = None,
) -> Result:
    """Count everything the codebook declares and withhold what must be."""
    members = {
        group.id: tuple(class_of(group, value) for value in delivery.columns[group.column])
        for group in codebook.groups.values()
    }
    weights = _weights(members, margins) if margins else None
    around = _Around(
        delivery=delivery,
        codebook=codebook,
        survey=survey,
        checksum=checksum,
        members=members,
        weights=weights,
    )
    rows: list[SurveyAggregate] = []
    unknown: dict[str, Counter[str]] = {}
    ranges: dict[str, tuple[Range, ...]] = {}
    for declared in codebook.questions.values():
        id_ = declared.question.id
        if declared.question.type is QuestionType.NUMERIC:
            values, found = _numbers(declared, delivery)
            rows += _numeric_rows(declared, values, around)
        elif declared.question.multiple:
            ticked, shown, found = _ticked(declared, delivery)
            new, ranges[id_] = _multiple_rows(declared, ticked, shown, around)
            rows += new
        else:
            codes, found = _codes(declared, delivery)
            new, ranges[id_] = _single_rows(declared, codes, around)
            rows += new
        unknown |= found
    return Result(
        questions=tuple(one.question for one in codebook.questions.values()),
        aggregates=tuple(rows),
        unknown=unknown,
        ranges=ranges,
        rule=codebook.rule,
        effective=effective_size(weights) if weights is not None else None,
    )


# ------------------------------------------------------------------------------------- answers


def _asked(declared: Declared, delivery: Delivery) -> list[bool]:
    if not declared.asked_column:
        return [True] * delivery.complete
    return [value in declared.asked_values for value in delivery.columns[declared.asked_column]]


def _codes(declared: Declared, delivery: Delivery) -> tuple[list[str], dict[str, Counter[str]]]:
    """Return the code each person chose; values nobody declared are counted as unknown."""
    meaning = {value: code for code, answer in declared.answers.items() for value in answer.values}
    kinds = {option.code: option.kind for option in declared.question.options}
    not_shown = next((code for code, kind in kinds.items() if kind is OptionKind.NOT_SHOWN), "")
    missing = delivery.user_missing.get(declared.column, frozenset())
    unknown: Counter[str] = Counter()
    codes = []
    asked = _asked(declared, delivery)
    for value, was_asked in zip(delivery.columns[declared.column], asked, strict=True):
        if value == NOT_SHOWN or not was_asked:
            codes.append(not_shown)
        elif value in meaning:
            codes.append(meaning[value])
        else:
            codes.append(NOTHING)
            if value and value not in missing:
                unknown[value] += 1
    return codes, {declared.column: unknown} if unknown else {}


def _ticked(
    declared: Declared, delivery: Delivery
) -> tuple[dict[str, list[bool]], list[bool], dict[str, Counter[str]]]:
    """Return who ticked what, and who saw the question; only those are its base."""
    yes, no_is_written = ticks(declared, delivery)
    columns = {code: delivery.columns[one.column] for code, one in declared.answers.items()}
    ticked = {
        code: [
            value not in ("", NOT_SHOWN) if answer.filled else value in (answer.values or yes)
            for value in columns[code]
        ]
        for code, answer in declared.answers.items()
    }
    shown = []
    for was_asked, *values in zip(_asked(declared, delivery), *columns.values(), strict=True):
        seen = any(value != NOT_SHOWN for value in values)
        if no_is_written:  # then only who has neither yes nor no anywhere did not see it
            seen = any(value not in ("", NOT_SHOWN) for value in values)
        shown.append(was_asked and seen)
    return ticked, shown, {}


def _numbers(
    declared: Declared, delivery: Delivery
) -> tuple[list[float | None], dict[str, Counter[str]]]:
    missing = delivery.user_missing.get(declared.column, frozenset())
    unknown: Counter[str] = Counter()
    values: list[float | None] = []
    asked = _asked(declared, delivery)
    for text, was_asked in zip(delivery.columns[declared.column], asked, strict=True):
        number: float | None = None
        if was_asked and text not in missing and text not in ("", NOT_SHOWN):
            try:
                number = float(text.replace(",", "."))
            except ValueError:
                unknown[text] += 1
        if number is not None and not declared.valid[0] <= number <= declared.valid[1]:
            unknown[text] += 1
            number = None
        values.append(number)
    return values, {declared.column: unknown} if unknown else {}


def _weights(members: Mapping[str, tuple[str, ...]], margins: Margins) -> NDArray[np.float64]:
    """Return the weights; who is in no class of a margin gets none and is not counted there."""
    if unknown := sorted(margins.shares.keys() - members.keys()):
        raise WeightingError(
            f"Die Randverteilungen nennen „{unknown[0]}“; im Codebuch gibt es [groups.{unknown[0]}]"
            " nicht."
        )
    wanted = [members[dimension] for dimension in margins.shares]
    full = np.array([all(classes) for classes in zip(*wanted, strict=True)], dtype=bool)
    groups = {
        dimension: np.asarray(members[dimension])[full].tolist() for dimension in margins.shares
    }
    weights = np.zeros(len(full))
    weights[full] = raked(groups, margins.shares)
    return weights


# ---------------------------------------------------------------------------------------- rows


def _columns(declared: Declared, around: _Around) -> Iterator[tuple[Subgroup, NDArray[np.bool_]]]:
    """Yield all persons, then each class of the groups that break this question down."""
    yield ALL, np.ones(around.delivery.complete, dtype=bool)
    for group in around.codebook.groups.values():
        if declared.question.id not in group.questions:
            continue
        classes = np.asarray(around.members[group.id])
        for name in group.classes:
            yield (group.id, name), classes == name


def _published(bases: Mapping[Subgroup, int], rule: Rule) -> dict[Subgroup, int]:
    """Return the columns to show: a group of fewer persons than a cell needs is not even named."""
    return {
        column: base
        for column, base in bases.items()
        if column == ALL or base >= rule.smallest_cell
    }


def _single_rows(
    declared: Declared, codes: Sequence[str], around: _Around
) -> tuple[list[SurveyAggregate], tuple[Range, ...]]:
    rule = around.codebook.rule
    chosen = np.asarray(codes)
    options = {option.code: option.kind for option in declared.question.options}
    valid = np.isin(chosen, [code for code, kind in options.items() if kind.in_base])
    members = dict(_columns(declared, around))
    bases = _published({one: int((valid & who).sum()) for one, who in members.items()}, rule)
    table = FrequencyTable(
        bases=bases,
        counts={
            (code, column): int(((chosen == code) & members[column]).sum())
            for code, kind in options.items()
            if kind.in_base
            for column in bases
        },
        withheld={},
        sensitive=declared.sensitive,
    )
    safe = protect(table, rule)
    rows = []
    for column, base in bases.items():
        for code, kind in options.items():
            if kind.in_base:
                why = safe.withheld.get((code, column), Suppression.NONE)
                who = members[column] & valid
                rows += _shares(declared, code, column, chosen == code, who, base, why, around)
            else:  # says nothing about an answer; small counts are withheld all the same
                count = int(((chosen == code) & members[column]).sum())
                why = Suppression.NONE
                if base < rule.smallest_base:
                    why = Suppression.LOW_BASE
                elif 0 < count < rule.smallest_cell:
                    why = Suppression.PRIMARY
                rows.append(_row(declared, code, column, Statistic.COUNT, count, base, why, around))
    return rows, tuple(audit(safe, rule))


def _multiple_rows(
    declared: Declared, ticked: Mapping[str, list[bool]], shown: Sequence[bool], around: _Around
) -> tuple[list[SurveyAggregate], tuple[Range, ...]]:
    rule = around.codebook.rule
    saw = np.asarray(shown)
    members = dict(_columns(declared, around))
    bases = _published({one: int((saw & who).sum()) for one, who in members.items()}, rule)
    rows: list[SurveyAggregate] = []
    ranges: list[Range] = []
    for option in declared.question.options:
        chose = np.asarray(ticked[option.code])
        counts = {column: int((chose & saw & members[column]).sum()) for column in bases}
        table = ticked_or_not(option.code, counts, bases, sensitive=declared.sensitive)
        safe = protect(table, rule)
        ranges += audit(safe, rule)
        for column, base in bases.items():
            why = safe.withheld.get((option.code, column), Suppression.NONE)
            who = members[column] & saw
            rows += _shares(declared, option.code, column, chose, who, base, why, around)
    rows.sort(key=lambda row: list(bases).index((row.group_dim, row.group_value)))
    return rows, tuple(ranges)


def _numeric_rows(
    declared: Declared, values: Sequence[float | None], around: _Around
) -> list[SurveyAggregate]:
    rule = around.codebook.rule
    numbers = np.array([np.nan if value is None else value for value in values])
    rows = []
    for column, who in _columns(declared, around):
        inside = numbers[who & ~np.isnan(numbers)]
        if column != ALL and len(inside) < rule.smallest_cell:
            continue
        why = Suppression.LOW_BASE if len(inside) < rule.smallest_base else Suppression.NONE
        for stat, percent in QUARTILES.items():
            value = float(np.percentile(inside, percent)) if why is Suppression.NONE else 0.0
            rows.append(_row(declared, "", column, stat, value, len(inside), why, around))
    return rows


def _shares(
    declared: Declared,
    code: str,
    column: Subgroup,
    chose: NDArray[np.bool_],
    who: NDArray[np.bool_],
    base: int,
    why: Suppression,
    around: _Around,
) -> list[SurveyAggregate]:
    """Return count and share of one answer, withheld together: either one gives the other."""
    count = int((chose & who).sum())
    share = 100 * count / base if base else 0.0
    rows = [
        _row(declared, code, column, Statistic.COUNT, count, base, why, around),
        _row(declared, code, column, Statistic.SHARE, share, base, why, around),
    ]
    if around.weights is not None:
        weights = around.weights[who]
        total = float(weights.sum())
        share = 100 * float(around.weights[who & chose].sum()) / total if total else 0.0
        effective = effective_size(weights)
        counted = int((weights > 0).sum())
        if counted < around.codebook.rule.smallest_base:
            why = Suppression.LOW_BASE
        rows.append(
            _row(declared, code, column, Statistic.SHARE, share, counted, why, around, effective)
        )
    return rows


def _row(
    declared: Declared,
    code: str,
    column: Subgroup,
    stat: Statistic,
    value: float,
    base: int,
    why: Suppression,
    around: _Around,
    effective: float | None = None,
) -> SurveyAggregate:
    low, high = interval(stat, value, effective or base, why, around.survey.sampling)
    if stat is Statistic.COUNT:
        unit = AggregateUnit.PERSONS
    elif stat is Statistic.SHARE:
        unit = AggregateUnit.PERCENT
    else:
        unit = declared.unit
    method = "Wilson 95 %, n_eff" if effective is not None else "Wilson 95 %"
    where = next(iter(declared.columns))
    if declared.question.multiple:
        where = declared.answers[code].column
    return SurveyAggregate(
        question_id=declared.question.id,
        option_code=code,
        group_dim=column[0],
        group_value=column[1],
        stat=stat,
        value=round(value, 4) if why is Suppression.NONE else None,
        unit=unit,
        precision=AggregatePrecision.EXACT,
        n_base=base,
        n_eff=round(effective, 2) if effective is not None else None,
        weighted=effective is not None,
        ci_low=low,
        ci_high=high,
        ci_method=method if low is not None else "",
        suppression=why,
        source_id=around.survey.id,
        source_locator=f"gelieferte Datei {around.checksum[:12]}, Spalte {where}",
        computed_by=COMPUTED_BY,
        provenance=Provenance.DELIVERED,
    )


def interval(
    stat: Statistic, value: float, persons: float, why: Suppression, sampling: SamplingType
) -> tuple[float | None, float | None]:
    """Return Wilson's interval in percent, only for shares from a probability sample or census."""
    if (
        stat is not Statistic.SHARE
        or why is not Suppression.NONE
        or not sampling.allows_interval
        or not persons
    ):
        return None, None
    low, high = proportion_confint(value / 100 * persons, persons, method="wilson")
    return round(100 * float(low), 4), round(100 * float(high), 4)
