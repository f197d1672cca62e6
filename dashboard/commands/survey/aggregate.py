"""From answers to aggregates: counts, shares, quartiles; protected before they leave this module.

The rows of single persons end here. What is returned holds no count that could be a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from dashboard.commands.survey.codebook import Codebook, class_of
from dashboard.commands.survey.coding import Coded, Filter, coded
from dashboard.commands.survey.linked import (
    ALL,
    BASE,
    OTHERWISE,
    DisclosureError,
    Members,
    Publication,
    Rule,
    Subgroup,
    Table,
    columns,
    publish,
)
from dashboard.commands.survey.readers import Delivery
from dashboard.commands.survey.weighting import WeightingError, effective_size, raked
from dashboard.commands.survey.worlds import Key, Range, rounded
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
    SurveyOption,
    SurveyQuestion,
)

QUARTILES = {
    Statistic.LOWER_QUARTILE: 25,
    Statistic.MEDIAN: 50,
    Statistic.UPPER_QUARTILE: 75,
}
COMPUTED_BY = "survey import 2"
MOST_MERGES = 6  # ways to put two answers together that are tried for one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Published shares by group, and where they were published."""

    shares: Mapping[str, Mapping[str, float]]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two answers of a question that would show more if they were one."""

    question: str
    answers: tuple[str, str]
    shown_now: int
    shown_then: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What may be written, and what a person has to know before releasing it.

    Attributes:
        unknown: column -> value -> lines of the file; must be empty before anything is written.
        ranges: what the audit found for every withheld count, by question.
        effective: Kish's effective number of persons, if weighted.
        filters: filters that the data show and the codebook does not name.
        rare: question -> answers put together because few gave them in their own words.
        merges: which answers put together would show more.
    """

    questions: tuple[SurveyQuestion, ...]
    aggregates: tuple[SurveyAggregate, ...]
    unknown: Mapping[str, Mapping[str, Sequence[int]]]
    ranges: Mapping[str, Sequence[Range]]
    rule: Rule
    effective: float | None = None
    filters: tuple[Filter, ...] = ()
    rare: Mapping[str, int] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What all rows of one import share."""

    delivery: Delivery
    codebook: Codebook
    survey: Survey
    checksum: str
    members: Mapping[str, Members]
    weights: NDArray[np.float64] | None
    publication: Publication


def aggregate(
    delivery: Delivery,
    codebook: Codebook,
    survey: Survey,
    checksum: str,
    margins: Margins | None = None,
    known: Mapping[Key, int] | None = None,
) -> Result:
    """Count everything the codebook declares and withhold what must be.

    `known` are counts that an earlier version of the same answers has made public.
    """
    coding = coded(codebook, delivery)
    members = {
        group.id: Members(
            names=tuple(group.classes),
            of=np.array(
                [_place(group.classes, class_of(group, v)) for v in delivery.columns[group.column]],
                dtype=np.int64,
            ),
        )
        for group in codebook.groups.values()
    }
    weights = _weights(members, margins) if margins else None
    tables = _tables(coding.questions, codebook, delivery)
    publication = publish(
        tables,
        members,
        codebook.rule,
        weights=weights,
        margins=tuple(margins.shares) if margins else (),
        known=known,
    )
    _refuse_groups_that_tell(coding.questions, codebook, publication)
    around = _Around(
        delivery=delivery,
        codebook=codebook,
        survey=survey,
        checksum=checksum,
        members=members,
        weights=weights,
        publication=publication,
    )
    rows = [row for one in coding.questions for row in _rows(one, around)]
    by_id = {one.declared.question.id: one for one in coding.questions}
    return Result(
        questions=tuple(one.declared.question for one in coding.questions),
        aggregates=tuple(rows),
        unknown=coding.unknown,
        ranges=publication.ranges,
        rule=codebook.rule,
        effective=effective_size(weights) if weights is not None else None,
        filters=coding.filters,
        rare=coding.rare,
        merges=tuple(_merges(tables, by_id, members, codebook.rule, publication))
        if weights is None
        else (),
    )


def _refuse_groups_that_tell(
    questions: Sequence[Coded], codebook: Codebook, publication: Publication
) -> None:
    """Refuse groups whose n give away a withheld answer to the question they are made of."""
    for one in questions:
        id_ = one.declared.question.id
        hidden = [
            option.code
            for option in one.options
            if option.kind.in_base and (id_, option.code, *ALL) not in publication.shown
        ]
        for group in codebook.groups.values():
            if hidden and group.questions and group.column == one.declared.column:
                raise DisclosureError(
                    f"Nach „{group.id}“ wird aufgegliedert, und „{id_}“ zeigt dieselbe Spalte: n "
                    "der Gruppen verriete, wie wenige eine Antwort gaben. Bei der Frage Antworten "
                    "zusammenfassen oder die Aufgliederung weglassen."
                )


def _place(classes: Mapping[str, object], name: str) -> int:
    return list(classes).index(name) if name else -1


def _tables(questions: Sequence[Coded], codebook: Codebook, delivery: Delivery) -> list[Table]:
    """Return what everyone answered as tables that know whose answers decide who was asked."""
    tables: list[Table] = []
    at: dict[str, int] = {}  # column -> its table
    for one in questions:
        question = one.declared.question
        groups = tuple(g.id for g in codebook.groups.values() if question.id in g.questions)
        common = {"id": question.id, "asked": one.asked if one.through is None else one.through,
                  "groups": groups, "sensitive": one.declared.sensitive}  # fmt: skip
        if question.multiple:
            for code, ticked in one.ticked.items():
                answer = one.declared.answers.get(code)
                at[answer.column if answer and answer.column else ""] = len(tables)
                answers = np.where(ticked, 0, 1)
                answers[~one.asked] = -1
                tables.append(Table(codes=(code, OTHERWISE), answers=answers, **common))  # type: ignore[arg-type]
            continue
        at[one.declared.column] = len(tables)
        if question.type is QuestionType.NUMERIC:
            answers = np.where(one.valid, 0, -1)
            tables.append(Table(codes=("\0number",), answers=answers, values=False, **common))  # type: ignore[arg-type]
            continue
        codes = tuple(option.code for option in one.options if option.kind.in_base)
        answers = np.full(delivery.complete, -1, dtype=np.int64)
        for place, code in enumerate(codes):
            answers[one.chosen == code] = place
        tables.append(Table(codes=codes, answers=answers, **common))  # type: ignore[arg-type]
    by_id = {one.declared.question.id: one for one in questions}
    return [_linked(table, by_id, tables, at) for table in tables]


def _linked(
    table: Table, questions: Mapping[str, Coded], tables: Sequence[Table], at: Mapping[str, int]
) -> Table:
    """Return a table that knows whose answers decide who was asked, and which let through."""
    one = questions[table.id]
    if one.source not in at or tables[at[one.source]].id == table.id:
        return table
    place = at[one.source]
    answers = questions[tables[place].id].declared.answers
    passing = {
        code
        for code in tables[place].codes
        if code in answers and answers[code].values & one.declared.asked_values
    }
    return replace(table, source=place, passing=frozenset(passing))


def _weights(members: Mapping[str, Members], margins: Margins) -> NDArray[np.float64]:
    """Return the weights; who is in no class of a margin gets none and is not counted there."""
    if unknown := sorted(margins.shares.keys() - members.keys()):
        raise WeightingError(
            f"Die Randverteilungen nennen „{unknown[0]}“; im Codebuch gibt es [groups.{unknown[0]}]"
            " nicht."
        )
    full = np.all([members[one].of >= 0 for one in margins.shares], axis=0)
    groups = {
        dimension: [members[dimension].names[place] for place in members[dimension].of[full]]
        for dimension in margins.shares
    }
    weights = np.zeros(len(full))
    weights[full] = raked(groups, margins.shares)
    return weights


# ---------------------------------------------------------------------------------------- rows


def _rows(one: Coded, around: _Around) -> Iterator[SurveyAggregate]:
    question = one.declared.question
    whole = _question_table(one, around)
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


def _question_table(one: Coded, around: _Around) -> Table:
    """Return a table that has the columns of the question, whatever its answers."""
    question = one.declared.question
    groups = tuple(g.id for g in around.codebook.groups.values() if question.id in g.questions)
    return Table(id=question.id, codes=("",), answers=np.where(one.valid, 0, -1),
                 asked=one.asked, groups=groups)  # fmt: skip


def _outside(one: Coded, around: _Around, table: Table) -> dict[tuple[str, Subgroup], int]:
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
    around: _Around,
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
    one: Coded, column: Subgroup, who: NDArray[np.bool_], around: _Around
) -> Iterator[SurveyAggregate]:
    numbers = one.numbers[who]
    why = Suppression.NONE
    if len(numbers) < around.codebook.rule.smallest_base:
        why = Suppression.LOW_BASE
    elif (one.declared.question.id, BASE, *column) not in around.publication.shown:
        why = Suppression.PROTECTED
    for stat, percent in QUARTILES.items():
        value = float(np.percentile(numbers, percent)) if why is Suppression.NONE else 0.0
        yield _row(one, "", column, stat, value, len(numbers), why, around)


def _why(around: _Around, key: Key) -> Suppression:
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
    around: _Around,
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


# -------------------------------------------------------------------------------------- advice


def _merges(
    tables: Sequence[Table],
    questions: Mapping[str, Coded],
    members: Mapping[str, Members],
    rule: Rule,
    publication: Publication,
) -> Iterator[Merge]:
    """Yield for each question with gaps the two answers that would show most if they were one."""
    linked = {table.source for table in tables} - {None}
    for place, table in enumerate(tables):
        one = questions[table.id]
        if OTHERWISE in table.codes or not table.values or len(table.codes) < 3:
            continue
        if place in linked:
            continue
        cells = [(table.id, code, *c) for c, _ in columns(table, members, rule) for code in
                 table.codes]  # fmt: skip
        hidden = [key for key in cells if key not in publication.shown | publication.low]
        if not hidden:
            continue
        best: Merge | None = None
        for first, second in _pairs(table, hidden):
            merged = replace(_merged(table, first, second), source=None)
            trial = publish([merged], members, rule, orders=1)
            then = sum(key[1] != BASE for key in trial.shown)
            of = len(cells) // len(table.codes) * len(merged.codes)
            found = Merge(
                question=table.id,
                answers=(_label(one.options, first), _label(one.options, second)),
                shown_now=len(cells) - len(hidden),
                shown_then=then,
                of=of,
            )
            if of - then < len(hidden) and (best is None or of - then < best.of - best.shown_then):
                best = found
                if of == then:
                    break
        if best is not None:
            yield best


def _pairs(table: Table, hidden: Sequence[Key]) -> list[tuple[str, str]]:
    """Return the answers that may be put together: a rare one with its neighbours first."""
    counts = {code: int((table.answers == place).sum()) for place, code in enumerate(table.codes)}
    gaps = dict.fromkeys(key[1] for key in hidden)
    rarest = sorted(gaps, key=lambda code: counts[code])[:2]
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for code in rarest:
        place = table.codes.index(code)
        for other in sorted(table.codes, key=lambda one: abs(table.codes.index(one) - place)):
            if other != code:
                pairs.setdefault(frozenset((code, other)), (code, other))
    return list(pairs.values())[:MOST_MERGES]


def _merged(table: Table, first: str, second: str) -> Table:
    gone, kept = table.codes.index(first), table.codes.index(second)
    codes = tuple(code for code in table.codes if code != first)
    answers = table.answers.copy()
    answers[answers == gone] = kept
    answers[answers > gone] -= 1
    return replace(table, codes=codes, answers=answers)


def _label(options: Sequence[SurveyOption], code: str) -> str:
    return next((option.label for option in options if option.code == code), code)
