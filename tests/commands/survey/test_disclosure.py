"""Attacks on protected tables: what adds up, what is left over, what percent and n give away."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.commands.survey.disclosure import (
    ALL,
    REST,
    CellKey,
    DisclosureError,
    FrequencyTable,
    Rule,
    Subgroup,
    audit,
    protect,
    ticked_or_not,
)
from dashboard.facts.survey_model import Suppression

RULE = Rule()
MEN, WOMEN = ("sex", "m"), ("sex", "w")


def table_of(groups: dict[Subgroup, list[int]], unnamed: list[int] | None = None) -> FrequencyTable:
    """Return a table whose column of all persons is the sum of the groups of each dimension."""
    dimensions = sorted({column[0] for column in groups})
    first = [cells for column, cells in groups.items() if column[0] == dimensions[0]]
    totals = [sum(cells) for cells in zip(*first, *([unnamed] if unnamed else []), strict=True)]
    columns = {ALL: totals, **groups}
    return FrequencyTable(
        bases={column: sum(cells) for column, cells in columns.items()},
        counts={
            (str(code), column): count
            for column, cells in columns.items()
            for code, count in enumerate(cells)
        },
        withheld={},
    )


def determined(table: FrequencyTable) -> set[CellKey]:
    """Return what linear algebra alone recovers; written without the audited code."""
    answers = sorted({code for code, _ in [*table.counts, *table.withheld]})
    dimensions = sorted({column[0] for column in table.bases} - {""})
    columns = list(table.bases)
    bases = dict(table.bases)
    for dimension in dimensions:
        rest = bases[ALL] - sum(base for one, base in bases.items() if one[0] == dimension)
        bases[dimension, REST] = rest
        columns.append((dimension, REST))
    unknown = [
        (code, column)
        for code in answers
        for column in columns
        if (code, column) not in table.counts and bases[column]
    ]
    rows = []
    for column in columns:
        rows.append([float(cell[1] == column) for cell in unknown])
    for dimension, code in itertools.product(dimensions, answers):
        rows.append(
            [
                float(cell[0] == code) * ((cell[1][0] == dimension) - (cell[1] == ALL))
                for cell in unknown
            ]
        )
    matrix = np.array(rows)
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    found = set()
    for index, cell in enumerate(unknown):
        unit = np.zeros((1, len(unknown)))
        unit[0, index] = 1
        if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank:
            found.add(cell)
    return found


def test_a_lone_gap_is_rejected() -> None:
    table = table_of({MEN: [3, 20, 30], WOMEN: [20, 25, 40]})
    lone = replace(
        table,
        counts={cell: count for cell, count in table.counts.items() if cell != ("0", MEN)},
        withheld={("0", MEN): Suppression.PRIMARY},
    )
    (found,) = audit(lone, RULE)
    assert (found.low, found.high) == (3, 3)
    assert not found.safe


def test_two_gaps_in_one_row_still_tell_when_each_is_alone_in_its_column() -> None:
    table = table_of({MEN: [3, 20, 30], WOMEN: [20, 25, 40]})
    gaps = {("0", MEN): Suppression.PRIMARY, ("0", WOMEN): Suppression.SECONDARY}
    half = replace(
        table,
        counts={cell: count for cell, count in table.counts.items() if cell not in gaps},
        withheld=gaps,
    )
    assert not any(one.safe for one in audit(half, RULE))


def test_protect_withholds_enough_and_keeps_all_persons() -> None:
    safe = protect(table_of({MEN: [3, 20, 30], WOMEN: [20, 25, 40]}), RULE)
    assert safe.withheld[("0", MEN)] is Suppression.PRIMARY
    assert len(safe.withheld) == 4  # a rectangle is the least that protects
    assert not [cell for cell in safe.withheld if cell[1] == ALL]
    assert all(one.safe for one in audit(safe, RULE))
    assert not determined(safe) & safe.withheld.keys()


def test_a_lone_small_answer_of_all_persons_takes_a_second_one_along() -> None:
    table = FrequencyTable(
        bases={ALL: 100}, counts={("a", ALL): 3, ("b", ALL): 60, ("c", ALL): 37}, withheld={}
    )
    safe = protect(table, RULE)
    assert safe.withheld == {("a", ALL): Suppression.PRIMARY, ("c", ALL): Suppression.SECONDARY}


def test_few_who_did_not_tick_are_protected_like_few_who_did() -> None:
    for ticked in (3, 97):
        table = ticked_or_not("a", {ALL: ticked}, {ALL: 100})
        assert ("a", ALL) in protect(table, RULE).withheld
    assert not protect(ticked_or_not("a", {ALL: 50}, {ALL: 100}), RULE).withheld


def test_persons_without_a_group_are_not_left_over_in_the_difference() -> None:
    table = table_of({MEN: [20, 20, 30], WOMEN: [20, 25, 40]}, unnamed=[1, 0, 0])
    open_ranges = [one for one in audit(table, RULE) if one.cell[1] == ("sex", REST)]
    assert any(not one.safe for one in open_ranges)  # one person, and all know what they said
    safe = protect(table, RULE)
    assert not determined(safe) & {("0", ("sex", REST))}


def test_two_small_counts_that_can_only_be_one_each_are_seen_through() -> None:
    # the rule itself tells a reader that a withheld count is at least one
    gaps = {("0", MEN): Suppression.PRIMARY, ("1", MEN): Suppression.PRIMARY}
    table = FrequencyTable(
        bases={ALL: 100, MEN: 50, WOMEN: 50},
        counts={
            ("0", ALL): 41,
            ("1", ALL): 11,
            ("2", ALL): 48,
            ("2", MEN): 48,
            ("0", WOMEN): 40,
            ("1", WOMEN): 10,
            ("2", WOMEN): 0,
        },
        withheld=gaps,
    )
    assert [(one.low, one.high, one.safe) for one in audit(table, RULE)] == [(1, 1, False)] * 2


def test_priv_7_small_groups_are_withheld_whole_and_cannot_be_subtracted() -> None:
    young, old = ("age", "young"), ("age", "old")
    middle = ("age", "middle")
    table = table_of({young: [2, 8, 10], middle: [30, 40, 20], old: [20, 25, 40]})
    safe = protect(table, RULE)
    for code in "012":
        assert safe.withheld[(code, young)] is Suppression.LOW_BASE
    assert not determined(safe) & safe.withheld.keys()


def test_with_a_sensitive_question_zero_is_withheld_too() -> None:
    table = replace(table_of({MEN: [0, 20, 30], WOMEN: [20, 25, 40]}), sensitive=True)
    assert ("0", MEN) in protect(table, RULE).withheld
    plain = protect(table_of({MEN: [0, 20, 30], WOMEN: [20, 25, 40]}), RULE)
    assert not plain.withheld


def test_numbers_that_contradict_each_other_are_refused() -> None:
    table = FrequencyTable(bases={ALL: 90}, counts={("a", ALL): 50, ("b", ALL): 50}, withheld={})
    with pytest.raises(DisclosureError, match="widersprechen"):
        protect(
            replace(table, bases={ALL: 90, MEN: 45}, counts={**table.counts, ("a", MEN): 3}), RULE
        )
    with pytest.raises(DisclosureError, match="mehr Personen"):
        protect(
            FrequencyTable(
                bases={ALL: 50, MEN: 40, WOMEN: 40}, counts={("a", ALL): 50}, withheld={}
            ),
            RULE,
        )


INVENTED = {"seed": st.integers(0, 10_000), "smallest": st.sampled_from((5, 10))}


@settings(max_examples=6)
@given(**INVENTED)
def test_priv_7_no_protected_table_can_be_worked_out(seed: int, smallest: int) -> None:
    assert_protected(seed, smallest)


@pytest.mark.hurts
@settings(max_examples=100)
@given(**INVENTED)
def test_priv_7_none_of_a_hundred_tables_can_be_worked_out(seed: int, smallest: int) -> None:
    assert_protected(seed, smallest)


def assert_protected(seed: int, smallest: int) -> None:
    """Protect an invented table and attack it."""
    chance = random.Random(seed)
    answers = chance.randint(2, 5)
    people = chance.randint(40, 400)
    sizes = {"sex": chance.randint(2, 3), "age": chance.randint(2, 4)}
    weights = [chance.random() ** 3 + 0.01 for _ in range(answers)]
    rows = [
        (
            chance.choices(range(answers), weights)[0],
            *(
                chance.choices((*range(size), None), (*[8] * size, 0.3))[0]
                for size in sizes.values()
            ),
        )
        for _ in range(people)
    ]
    columns: dict[Subgroup, list[int]] = {ALL: [row[0] for row in rows]}
    for index, (dimension, size) in enumerate(sizes.items(), start=1):
        for group in range(size):
            columns[dimension, str(group)] = [row[0] for row in rows if row[index] == group]
    rule = Rule(smallest_cell=smallest)
    columns = {one: found for one, found in columns.items() if one == ALL or len(found) >= smallest}
    table = FrequencyTable(
        bases={column: len(found) for column, found in columns.items()},
        counts={
            (str(code), column): found.count(code)
            for column, found in columns.items()
            for code in range(answers)
        },
        withheld={},
    )
    try:
        safe = protect(table, rule)
    except DisclosureError:
        return  # a base too small to hide anything in: nothing of the question gets out
    # nothing small is left, and nothing shown was changed
    assert not [count for count in safe.counts.values() if 0 < count < smallest]
    assert safe.counts.items() <= table.counts.items()
    recovered = {cell: table.counts[cell] for cell in determined(safe) & safe.withheld.keys()}
    # what subtraction gives back is only "nobody" for an answer that nobody gave at all
    assert not [cell for cell, count in recovered.items() if count]
    for one in audit(safe, rule):
        if one.cell in table.counts:
            assert one.low - 1e-6 <= table.counts[one.cell] <= one.high + 1e-6
