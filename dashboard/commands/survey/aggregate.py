"""From answers to aggregates: counts, shares, quartiles; protected before they leave this module.

The rows of single persons end here. What is returned holds no count that could be a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.codebook import Codebook, places_of
from dashboard.commands.survey.coding import Coded, Filter, coded
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.linked import Publication, publish, refuse_unsafe
from dashboard.commands.survey.merging import Merge, merges
from dashboard.commands.survey.quantiles import Classes, classes
from dashboard.commands.survey.rows import Around, question_table, rows_of
from dashboard.commands.survey.tables import (
    ALL,
    OTHERWISE,
    DisclosureError,
    Members,
    Rule,
    Table,
    columns,
)
from dashboard.commands.survey.weighting import (
    WeightingError,
    effective_size,
    from_column,
    raked,
)
from dashboard.commands.survey.worlds import Key
from dashboard.facts.survey_model import (
    QuestionType,
    Survey,
    SurveyAggregate,
    SurveyQuestion,
)

WEIGHTS = "\0weights"  # the dimension of persons who weigh alike; nothing is broken down by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Published shares by group, and where they were published."""

    shares: Mapping[str, Mapping[str, float]]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What may be written, and what a person has to know before releasing it.

    Attributes:
        unknown: column -> value -> lines of the file; must be empty before anything is written.
        effective: Kish's effective number of persons, if weighted.
        filters: filters that the data show and the codebook does not name.
        rare: question -> answers put together because few gave them in their own words.
        said: German sentences on how cells were read.
        merges: which answers put together would show more.
    """

    questions: tuple[SurveyQuestion, ...]
    aggregates: tuple[SurveyAggregate, ...]
    unknown: Mapping[str, Mapping[str, Sequence[int]]]
    rule: Rule
    effective: float | None = None
    filters: tuple[Filter, ...] = ()
    rare: Mapping[str, int] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    said: tuple[str, ...] = ()


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
                places_of(group, delivery.columns[group.column]),
                dtype=np.int64,
            ),
        )
        for group in codebook.groups.values()
    }
    weights, dimensions = None, tuple(margins.shares) if margins else ()
    if margins:
        weights = _weights(members, margins)
    if codebook.weight:
        if margins:
            raise WeightingError("Entweder --weight oder die Spalte mit dem Gewicht, nicht beides.")
        weights, written = from_column(delivery.columns[codebook.weight])
        places = {cell: place for place, cell in enumerate(written)}
        of = [places.get(cell, -1) for cell in delivery.columns[codebook.weight]]
        members[WEIGHTS] = Members(names=tuple(written), of=np.array(of, dtype=np.int64))
        dimensions = (WEIGHTS,)
    numbers = _numbers(coding.questions, codebook, members, weights)
    tables = _tables(coding.questions, codebook, delivery, numbers)
    publication = publish(
        tables,
        members,
        codebook.rule,
        weights=weights,
        margins=dimensions,
        known=known,
    )
    by_id = {one.declared.question.id: one for one in coding.questions}
    refuse_unsafe(publication, [one.declared.question for one in coding.questions])
    _refuse_groups_that_tell(coding.questions, codebook, publication)
    around = Around(
        delivery=delivery,
        codebook=codebook,
        survey=survey,
        checksum=checksum,
        members=members,
        weights=weights,
        publication=publication,
        numbers=numbers,
    )
    rows = [row for one in coding.questions for row in rows_of(one, around)]
    return Result(
        questions=tuple(one.declared.question for one in coding.questions),
        aggregates=tuple(rows),
        unknown=coding.unknown,
        rule=codebook.rule,
        effective=effective_size(weights) if weights is not None else None,
        filters=coding.filters,
        rare=coding.rare,
        said=coding.said,
        merges=tuple(merges(tables, by_id, members, codebook.rule, publication))
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


def _numbers(
    questions: Sequence[Coded],
    codebook: Codebook,
    members: Mapping[str, Members],
    weights: NDArray[np.float64] | None,
) -> dict[str, Classes]:
    """Return the questions for a number, each as classes in which its quartiles may be told.

    None are told of a column whose own numbers decide who is in which group or who was asked: their
    n would say how many lie below.
    """
    deciding = {one.source for one in questions}
    deciding |= {group.column for group in codebook.groups.values() if group.questions}
    return {
        one.declared.question.id: classes(
            one.numbers,
            [*columns(question_table(one, codebook), members, codebook.rule)]
            if one.declared.column not in deciding
            else [],
            codebook.rule,
            weights,
        )
        for one in questions
        if one.declared.question.type is QuestionType.NUMERIC
    }


def _tables(
    questions: Sequence[Coded],
    codebook: Codebook,
    delivery: Delivery,
    numbers: Mapping[str, Classes],
) -> list[Table]:
    """Return what everyone answered as tables that know whose answers decide who was asked."""
    tables: list[Table] = []
    at: dict[str, int] = {}  # column -> its table
    for one in questions:
        question = one.declared.question
        groups = codebook.groups_of(question.id)
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
            of = numbers[question.id]
            tables.append(
                Table(codes=of.codes, answers=of.answers, values=False, quartiles=of.told, **common)  # type: ignore[arg-type]
            )
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
