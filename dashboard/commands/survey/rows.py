"""The rows of aggregates.csv: counts, shares and quartiles, each withheld where it must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from dashboard.commands.survey.codebook import Codebook
from dashboard.commands.survey.coding import Coded
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.linked import Publication
from dashboard.commands.survey.quantiles import QUARTILES, Classes
from dashboard.commands.survey.tables import BASE, QUARTILE, Members, Subgroup, Table, columns
from dashboard.commands.survey.weighting import effective_size
from dashboard.commands.survey.worlds import Key, rounded
from dashboard.facts.survey_model import (
    AggregatePrecision,
    AggregateUnit,
    Provenance,
    QuestionType,
    SamplingType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
)

COMPUTED_BY = "survey import 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What all rows of one import share."""

    delivery: Delivery
    codebook: Codebook
    survey: Survey
    checksum: str
    members: Mapping[str, Members]
    weights: NDArray[np.float64] | None
    publication: Publication
    numbers: Mapping[str, Classes]


def rows_of(one: Coded, around: Around) -> Iterator[SurveyAggregate]:
    """Yield the rows of a question: all persons, then each group that is named."""
    question = one.declared.question
    whole = question_table(one, around.codebook)
    named = list(columns(whole, around.members, around.codebook.rule))
    outside = _outside(one, around, whole)
    for column, inside in named:
        who = inside & one.valid
        if question.type is QuestionType.NUMERIC:
            yield from _numeric(one, column, who, around)
            continue
        for option in one.options:
            if question.multiple:
                chose = one.ticked[option.code]
            elif option.kind.in_base:
                chose = one.chosen == option.code
            else:
                if (option.code, column) in outside:
                    yield _row(one, option.code, column, Statistic.COUNT,
                               outside[option.code, column], int(who.sum()),
                               Suppression.NONE, around)  # fmt: skip
                continue
            yield from _answer(one, option.code, column, chose, who, around)


def question_table(one: Coded, codebook: Codebook) -> Table:
    """Return a table that has the columns of the question, whatever its answers."""
    question = one.declared.question
    groups = codebook.groups_of(question.id)
    return Table(id=question.id, codes=("",), answers=np.where(one.valid, 0, -1),
                 asked=one.asked, groups=groups)  # fmt: skip


def _outside(one: Coded, around: Around, table: Table) -> dict[tuple[str, Subgroup], int]:
    """Return the counts of answers that say nothing, where none of them is small.

    They stand in all columns of a dimension or in none, those in no column counted with them: else
    a small one were what is left.
    """
    rule = around.codebook.rule
    codes = [
        o.code for o in one.options if not o.kind.in_base and not one.declared.question.multiple
    ]
    codes = [code for code in codes if code in set(one.chosen.tolist())]
    if not codes:
        return {}
    few = range(0 if one.declared.sensitive else 1, rule.smallest_cell)
    blank = one.asked & (one.chosen == "")
    each = {code: one.chosen == code for code in codes}
    found: dict[tuple[str, Subgroup], int] = {}

    def fits(inside: NDArray[np.bool_]) -> bool:
        return not any(int((of & inside).sum()) in few for of in (*each.values(), blank))

    named = list(columns(table, around.members, rule))
    for dimension in ("", *table.groups):
        parts = [(column, inside) for column, inside in named if column[0] == dimension]
        rest = ~np.any([inside for _, inside in parts], axis=0)
        if all(fits(inside) for _, inside in parts) and fits(rest):
            if dimension and ("", "") not in {column for _, column in found}:
                break
            for column, inside in parts:
                if (table.id, BASE, *column) in around.publication.shown:
                    found |= {(c, column): int((of & inside).sum()) for c, of in each.items()}
        elif not dimension:
            break
    return found


def _answer(
    one: Coded,
    code: str,
    column: Subgroup,
    chose: NDArray[np.bool_],
    who: NDArray[np.bool_],
    around: Around,
) -> Iterator[SurveyAggregate]:
    """Yield count and share of one answer, withheld together, or its weighted share alone."""
    id_ = one.declared.question.id
    base, count = int(who.sum()), int((chose & who).sum())
    why = _why(around, (id_, code, *column))
    if around.weights is None:
        share = 100 * count / base if base else 0.0
        yield _row(one, code, column, Statistic.COUNT, count, base, why, around)
        yield _row(one, code, column, Statistic.SHARE, share, base, why, around)
        return
    weights = around.weights[who]
    total = float(weights.sum())
    share = rounded(100 * float(around.weights[who & chose].sum()) / total) if total else 0
    counted = int((weights > 0).sum())
    if counted < around.codebook.rule.smallest_base and why is Suppression.NONE:
        why = Suppression.LOW_BASE
    yield _row(one, code, column, Statistic.SHARE, share, counted, why, around,
               effective_size(weights))  # fmt: skip


def _numeric(
    one: Coded, column: Subgroup, who: NDArray[np.bool_], around: Around
) -> Iterator[SurveyAggregate]:
    """Yield the quartiles, each as the middle of the class in which it lies."""
    id_ = one.declared.question.id
    of = around.numbers[id_]
    base, effective = int(who.sum()), None
    if around.weights is not None:
        weights = around.weights[who]
        base, effective = int((weights > 0).sum()), effective_size(weights)
    for place, stat in enumerate(QUARTILES):
        why = Suppression.PROTECTED
        value = 0.0
        if (id_, QUARTILE, *column) in around.publication.shown:
            why, value = Suppression.NONE, of.told[column][place].value
        elif base < around.codebook.rule.smallest_base:
            why = Suppression.LOW_BASE
        row = _row(one, "", column, stat, value, base, why, around, effective)
        if of.step:
            step = f"{of.step:g}".replace(".", ",")
            row = replace(row, precision=AggregatePrecision.ROUNDED,
                          source_locator=f"{row.source_locator}, auf {step} gerundet")  # fmt: skip
        yield row


def _why(around: Around, key: Key) -> Suppression:
    if key in around.publication.shown:
        return Suppression.NONE
    return Suppression.LOW_BASE if key in around.publication.low else Suppression.PROTECTED


def _row(
    one: Coded,
    code: str,
    column: Subgroup,
    stat: Statistic,
    value: float,
    base: int,
    why: Suppression,
    around: Around,
    effective: float | None = None,
) -> SurveyAggregate:
    declared = one.declared
    told = (declared.question.id, BASE, *column) in around.publication.shown
    low, high = interval(stat, value, effective or base, why, around.survey.sampling)
    if stat is Statistic.COUNT:
        unit = AggregateUnit.PERSONS
    elif stat is Statistic.SHARE:
        unit = AggregateUnit.PERCENT
    else:
        unit = declared.unit
    method = "Wilson 95 %, n_eff" if effective is not None else "Wilson 95 %"
    answer = declared.answers.get(code)
    where = (answer.column if answer else "") or declared.column or next(iter(declared.columns))
    return SurveyAggregate(
        question_id=declared.question.id,
        option_code=code,
        group_dim=column[0],
        group_value=column[1],
        stat=stat,
        value=round(value, 4) if why is Suppression.NONE else None,
        unit=unit,
        precision=AggregatePrecision.EXACT if effective is None else AggregatePrecision.ROUNDED,
        n_base=base if told else None,
        n_eff=round(effective) if effective is not None and told else None,
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
