"""What is withheld, how much of it, and the proof in whole numbers."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest

from dashboard.commands.survey import aggregate as aggregating
from dashboard.commands.survey import codebook, linked, readers
from dashboard.commands.survey.aggregate import Margins, Result, aggregate
from dashboard.commands.survey.choosing import ORDERS, Protected, protect
from dashboard.commands.survey.detection import suggestion
from dashboard.commands.survey.linked import Publication, publish, refuse_unsafe
from dashboard.commands.survey.tables import (
    ALL,
    BASE,
    OTHERWISE,
    DisclosureError,
    Members,
    Rule,
    Table,
)
from dashboard.commands.survey.worlds import Figure, Key, Model, Secret, Worlds, audit
from dashboard.facts.survey_model import (
    QuestionType,
    SurveyOption,
    SurveyQuestion,
    WordingStatus,
)
from tests.commands.survey.attacker import SURVEY

RULE = Rule()
CASES = Path(__file__).parents[2] / "made" / "survey"
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


def test_what_cannot_be_protected_is_refused_by_name() -> None:
    # each of thirty answers was given by one or two: whoever knows that none is zero knows them all
    answers = np.array([*range(30), 0])
    table = Table(id="q", codes=tuple(f"a{n}" for n in range(30)), answers=answers,
                  asked=answers >= 0)  # fmt: skip
    found = publish([table], {}, RULE)
    assert not [key for key in found.shown if key[1]]
    options = tuple(SurveyOption(code=f"a{n}", label=f"Antwort {n}") for n in range(30))
    question = SurveyQuestion(id="q", survey="S", position=1, type=QuestionType.SELECT_ONE,
                              wording_status=WordingStatus.VERBATIM, base="alle",
                              wording="Womit kommen Sie?", options=options)  # fmt: skip
    with pytest.raises(DisclosureError) as said:
        refuse_unsafe(found, [question])
    assert "„Womit kommen Sie?“: „Antwort 0“, „Antwort 1“" in str(said.value)
    assert "25 andere mit anderen Antworten zusammenfassen oder die Frage weglassen" in str(
        said.value
    )
    table, members = table_of([3, 60, 37])
    refuse_unsafe(publish([table], members, RULE), [question])


@pytest.mark.parametrize(
    ("name", "book", "margins"),
    [
        ("01-nbsp", "01-nbsp", ""),
        ("06-filter", "06-filter", ""),
        ("16-outlier", "16-outlier", ""),
        ("21-two-groupings", "21-book1", ""),
        ("07-weights", "07-weights", "07-margins"),
        ("20-over", "20-over", ""),
    ],
)
def test_of_the_cases_hardly_more_is_withheld_than_must_be(
    name: str, book: str, margins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Model, frozenset[Key], frozenset[Key]]] = []

    def noted(model: Model, shown: Collection[Key], orders: int = ORDERS) -> Protected:
        found = protect(model, shown, orders)
        seen.append((model, frozenset(shown), found.shown))
        return found

    monkeypatch.setattr(linked, "protect", noted)
    monkeypatch.setattr(aggregating, "merges", lambda *_: ())  # trials are not published
    counted(name, book, margins, tmp_path)
    withheld = least = of = 0
    for model, start, shown in seen:
        figures = {one.key for one in model.figures if one.cost}
        withheld += len(figures - shown)
        least += len(figures - fewest_withheld(model, start, shown))
        of += len(figures)
    print(f"{name}: {withheld} of {of} withheld, {least} must be")
    assert withheld <= 1.2 * least + 1e-9


def counted(name: str, book: str, margins: str, folder: Path) -> Result:
    """Return a case as it is counted."""
    file = CASES / f"{name}.csv"
    delivery = readers.read(file, suggestion(file))
    text = (CASES / f"{book}.toml").read_text("utf-8")
    path = folder / "book.toml"
    path.write_text(text.replace("TST-1", SURVEY.id).replace("TST-2", SURVEY.id), "utf-8")
    weights = None
    if margins:
        shares: dict[str, dict[str, float]] = {}
        for line in (CASES / f"{margins}.csv").read_text("utf-8-sig").splitlines()[1:]:
            group, class_, share, *_ = line.split(",")
            shares.setdefault(group, {})[class_] = float(share)
        weights = Margins(shares=shares, source="Zensus")
    read = codebook.read(path, SURVEY.id, delivery)
    return aggregate(delivery, read, SURVEY, "0" * 64, weights)


def fewest_withheld(model: Model, start: frozenset[Key], found: frozenset[Key]) -> frozenset[Key]:
    """Return a largest choice of figures that is safe, by trying all that are larger than one."""
    worlds = Worlds(model)
    needs = {one.key: one.needs for one in model.figures}
    loose = [one.key for one in model.figures if one.key in start and one.cost]
    tried = set()
    for size in range(len(start - found)):
        for some in itertools.combinations(loose, size):
            left = start - set(some)
            whole = frozenset(key for key in left if left.issuperset(needs[key]))
            if len(whole) > len(found) and whole not in tried:
                tried.add(whole)
                if worlds.unsafe(whole) is None:
                    return whole
    return found
