"""What is withheld, how much of it, and the proof in whole numbers."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from dashboard.commands.survey.choosing import protect
from dashboard.commands.survey.linked import Publication, publish
from dashboard.commands.survey.tables import ALL, BASE, OTHERWISE, Members, Rule, Table
from dashboard.commands.survey.worlds import Figure, Key, Model, Secret, audit

RULE = Rule()
CODES = "abcdef"


def table_of(
    *columns: list[int], groups: str = "Alter", sensitive: bool = False
) -> tuple[Table, dict[str, Members]]:
    """Return persons in groups, each a list of how many gave which answer; the last in none."""
    answers, of = [], []
    for place, counts in enumerate(columns):
        for code, count in enumerate(counts):
            answers += [code] * count
            of += [place] * count
    members = {groups: Members(names=tuple(map(str, range(len(columns)))), of=np.array(of))}
    return (
        Table(
            id="q",
            codes=tuple(CODES[: len(columns[0])]),
            answers=np.array(answers),
            asked=np.ones(len(answers), dtype=bool),
            groups=(groups,) if len(columns) > 1 else (),
            sensitive=sensitive,
        ),
        members,
    )


def withheld(found: Publication, table: Table, members: dict[str, Members]) -> set[Key]:
    names = [ALL] + [(dim, name) for dim in table.groups for name in members[dim].names]
    keys = {(table.id, code, *column) for code in table.counted for column in names}
    return keys - found.shown


def test_two_answers_of_all_persons_hide_a_small_one() -> None:
    table, members = table_of([3, 60, 37])
    assert withheld(publish([table], members, RULE), table, members) == {
        ("q", "a", *ALL),
        ("q", "c", *ALL),
    }


def test_a_rectangle_is_the_least_that_protects_one_small_count() -> None:
    table, members = table_of([3, 20, 30], [20, 25, 40])
    found = publish([table], members, RULE)
    gone = withheld(found, table, members)
    assert len(gone) == 4
    assert not [key for key in gone if key[2:] == ALL]
    assert all(one.safe for one in found.ranges["q"])


def test_few_who_did_not_tick_are_protected_like_few_who_did() -> None:
    for ticked, hidden in ((3, True), (97, True), (50, False), (100, True), (0, False)):
        answers = np.array([0] * ticked + [1] * (100 - ticked))
        table = Table(id="q", codes=("x", OTHERWISE), answers=answers, asked=answers >= 0)
        found = publish([table], {}, RULE)
        assert (("q", "x", *ALL) not in found.shown) == hidden, ticked


def test_a_group_that_all_gave_the_same_answer_is_a_statement_on_each_of_them() -> None:
    table, members = table_of([40, 0, 0], [20, 25, 40])
    found = publish([table], members, RULE)
    assert ("q", "a", "Alter", "0") not in found.shown
    assert ("q", "b", "Alter", "0") not in found.shown
    assert all(one.safe for one in found.ranges["q"])


def test_with_a_sensitive_question_zero_is_withheld_too() -> None:
    table, members = table_of([0, 20, 30], [20, 25, 40], sensitive=True)
    assert ("q", "a", "Alter", "0") not in publish([table], members, RULE).shown
    table, members = table_of([0, 20, 30], [20, 25, 40])
    assert not withheld(publish([table], members, RULE), table, members)


def test_small_groups_are_withheld_whole_and_smaller_ones_not_named() -> None:
    table, members = table_of([2, 8, 10], [30, 40, 20], [20, 25, 40], [1, 1, 1])
    found = publish([table], members, RULE)
    for code in "abc":
        assert ("q", code, "Alter", "0") in found.low
    assert ("q", BASE, "Alter", "0") in found.shown
    assert ("q", BASE, "Alter", "3") not in found.shown
    assert all(one.safe for one in found.ranges["q"])


def test_n_of_a_filtered_question_is_the_answer_of_the_filter() -> None:
    ill = np.array([0] * 3 + [1] * 117)
    help_ = np.where(ill == 0, 0, -1)
    work = np.where(ill == 1, np.arange(120) % 2, -1)
    tables = [
        Table(id="ill", codes=("yes", "no"), answers=ill, asked=ill >= 0, sensitive=True),
        Table(id="help", codes=("x", "y"), answers=help_, asked=ill == 0, source=0),
        Table(id="work", codes=("x", "y"), answers=work, asked=ill == 1, source=0),
    ]
    found = publish(tables, {}, RULE)
    assert found.shown == {("ill", BASE, *ALL)}
    # the same where the filter is no question of the publication
    found = publish([Table(id="work", codes=("x", "y"), answers=work, asked=ill == 1)], {}, RULE)
    assert not found.shown


def test_what_a_reader_assumes_of_a_count_can_be_audited() -> None:
    figures = [Figure(key=("n",), parts={0: 1, 1: 1}, low=10, high=10)]
    secrets = [Secret(key=("a",), parts={0: 1}, needed=2), Secret(key=("b",), parts={1: 1},
               needed=2, floor=1)]  # fmt: skip
    model = Model(truth=np.array([3, 7]), known=[], figures=figures, secrets=secrets, whole={})
    assert [(one.low, one.high) for one in audit(model, {("n",)})] == [(0, 9), (1, 10)]
    assert protect(model, {("n",)}).shown == {("n",)}


def brute_force(table: Table, members: dict[str, Members]) -> int:
    """Return the fewest counts of groups that protect, tried out; all persons stay shown.

    Written apart: a set protects if each count of it lies on a cycle of withheld counts along which
    at least two persons can be moved.
    """
    names = members["Alter"].names
    of = members["Alter"].of
    counts = np.array(
        [
            [int(((table.answers == code) & (of == group)).sum()) for group in range(len(names))]
            for code in range(len(table.codes))
        ]
    )
    cells = list(np.ndindex(counts.shape))
    small = {cell for cell in cells if 0 < counts[cell] < RULE.smallest_cell}
    moves = []
    for (r1, r2), (c1, c2) in itertools.product(
        itertools.combinations(range(counts.shape[0]), 2),
        itertools.combinations(range(counts.shape[1]), 2),
    ):
        plus, minus = {(r1, c1), (r2, c2)}, {(r1, c2), (r2, c1)}
        room = min(counts[cell] - 1 for cell in minus) + min(counts[cell] - 1 for cell in plus)
        if room >= RULE.width:
            moves.append(plus | minus)
    for size in range(len(small), len(cells) + 1):
        for more in itertools.combinations([c for c in cells if c not in small and counts[c]],
                                           size - len(small)):  # fmt: skip
            chosen = small | set(more)
            covered = set().union(*(move for move in moves if move <= chosen), set())
            if chosen <= covered:
                return size
    return len(cells)


@pytest.mark.parametrize("seed", range(6))
def test_hardly_more_is_withheld_than_the_least_that_protects(seed: int) -> None:
    chance = random.Random(seed)
    columns = [[chance.choice((4, 2, 9, 15, 22, 31)) for _ in range(4)] for _ in range(3)]
    columns = [[*column[:3], column[3] + 20] for column in columns]
    table, members = table_of(*columns)
    found = publish([table], members, RULE)
    gone = withheld(found, table, members)
    assert len(gone) <= 1.2 * brute_force(table, members) + 1e-9
