"""Attacks on what an import publishes: whoever knows all of it cannot tell what is withheld."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.survey.attacker import Attack, crowd, published
from tests.commands.survey.test_command import imported, sign
from tests.made import people as made

EVERY = range(1100)
SAMPLE = (178, *random.Random(19).sample(EVERY, 5))  # 178: a filter on an answer nobody gave


@pytest.mark.parametrize("seed", SAMPLE)
def test_priv_7_no_withheld_count_can_be_worked_out(seed: int, tmp_path: Path) -> None:
    assert_holds(seed, tmp_path)


@pytest.mark.hurts
@pytest.mark.parametrize("first", EVERY[::50])
def test_priv_7_not_one_of_a_thousand_surveys_gives_anything_away(
    first: int, tmp_path: Path
) -> None:
    for seed in range(first, first + 50):
        assert_holds(seed, tmp_path)


def assert_holds(seed: int, folder: Path) -> None:
    people = crowd(seed)
    result = published(people, folder)
    assert list(Attack(people, result.aggregates).leaks()) == [], seed


def test_random_surveys_have_all_that_attacks_need() -> None:
    people = [crowd(seed) for seed in EVERY]
    for share in (
        sum(any(one.source for one in each.questions) for each in people),
        sum(bool(each.margins) for each in people),
        sum(len(each.groups) > 1 for each in people),
        sum(any(one.multiple for one in each.questions) for each in people),
        sum(any(one.number for one in each.questions) for each in people),
        sum(any(one.number and one.source for one in each.questions) for each in people),
    ):
        assert share > len(people) / 10


def test_the_attacker_sees_through_a_lone_gap(tmp_path: Path) -> None:
    people = next(
        each
        for each in map(crowd, EVERY)
        if each.size > 60 and not each.margins and not each.questions[0].multiple
    )
    rows = published(people, tmp_path).aggregates
    gap = next(row for row in rows if row.stat == "count" and row.value and not row.group_dim)
    others = [one for one in rows if one.question_id == gap.question_id and not one.group_dim]
    full = {one: people.questions[0].answers.count(one.option_code) for one in others}
    rows = [
        replace(row, value=None if row.option_code == gap.option_code else float(full[row]))
        if row in full
        else row
        for row in rows
        if row.stat == "count"
    ]
    found = list(Attack(people, rows).leaks())
    assert (gap.option_code, int(gap.value or 0), int(gap.value or 0)) in [
        (one.code, one.low, one.high) for one in found
    ]


def test_the_attacker_sees_through_a_quartile_that_one_person_answered(tmp_path: Path) -> None:
    people = next(
        each
        for each in map(crowd, EVERY)
        if each.size > 60 and each.size % 4 == 1  # so quartiles lie at persons, not between
        and not each.margins and each.questions[-1].number and not each.questions[-1].source
    )  # fmt: skip
    asked = people.questions[-1]
    chance = random.Random(1)
    asked.answers = [f"{chance.uniform(10, 90):.2f}" for _ in asked.answers]
    rows = [one for one in published(people, tmp_path).aggregates if one.question_id == asked.id]
    people.questions = [asked]
    told = [one for one in rows if one.value is not None]
    assert {str(one.precision) for one in told} == {"rounded"}
    assert not list(Attack(people, rows).leaks())
    numbers = [float(one) for one in asked.answers]
    share = {"p25": 0.25, "median": 0.5, "p75": 0.75}
    exact = [
        replace(
            one,
            source_locator="Spalte n",
            value=None
            if one.group_dim
            else sorted(numbers)[int((len(numbers) - 1) * share[str(one.stat)])],
        )
        for one in rows
    ]
    assert list(Attack(people, exact).leaks())


AGES = """
[groups.Alter]
column = "age"
classes = [{{value = "bis {0}", to = {0}}}, {{value = "älter", from = {1}}}]
questions = ["home"]
"""


def test_the_same_people_grouped_otherwise_are_refused(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd_ = made.people()
    file = made.limesurvey_csv(tmp_path / "a.csv", crowd_)
    book = made.codebook(tmp_path / "a.toml", extra=AGES.format(39, 40))
    options = ("--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, file, "--codebook", str(book), *options) == 0
    # saved once more with an empty line, for another survey, with the limit one year further
    again = tmp_path / "b.csv"
    again.write_bytes(file.read_bytes() + b"\r\n")
    other = made.codebook(tmp_path / "b.toml", "BEF-DE", extra=AGES.format(40, 41))
    assert imported(tiny_data, again, "--codebook", str(other), *options, survey="BEF-DE") == 1
    assert "dieselben Menschen" in capsys.readouterr().err
    # what nobody has seen yet may be replaced; what is released may only be repeated
    book = made.codebook(tmp_path / "c.toml", extra=AGES.format(40, 41))
    options = ("--codebook", str(book), *options, "--replace")
    assert imported(tiny_data, again, *options) == 0
    assert sign(tiny_data) == 0
    book = made.codebook(tmp_path / "c.toml", extra=AGES.format(39, 40))
    assert imported(tiny_data, file, *options) == 1
    assert "schon freigegeben" in capsys.readouterr().err
    book = made.codebook(tmp_path / "c.toml", extra=AGES.format(40, 41))
    assert imported(tiny_data, file, *options) == 0


def test_few_new_people_cannot_be_told_from_the_difference_of_two_versions(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = made.codebook(tmp_path / "a.toml")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    file = made.limesurvey_csv(tmp_path / "a.csv", made.people(240))
    assert imported(tiny_data, file, *options) == 0
    assert sign(tiny_data) == 0
    # of 60 new people three women never work at home: the difference of two numbers that are shown
    for more, said in ((243, "mindestens 30 neue"), (300, "neu dazugekommenen"), (800, "")):
        file = made.limesurvey_csv(tmp_path / f"{more}.csv", made.people(more))
        assert imported(tiny_data, file, *options, "--replace") == bool(said)
        assert said in capsys.readouterr().err


def test_groups_do_not_tell_what_is_withheld_of_their_own_question(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd_ = made.people()
    few = [replace(one, sex=3) for one in crowd_[1:4]]
    file = made.limesurvey_csv(tmp_path / "a.csv", [crowd_[0], *few, *crowd_[4:]])
    asked = """
[questions.sex]
column = "sex"
type = "select_one"
position = 9
base = "alle"
options = [{code = "1", label = "w"}, {code = "2", label = "m"}, {code = "3", label = "d"}]
"""
    book = made.codebook(tmp_path / "a.toml", extra=asked)
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, file, *options) == 1
    assert "zeigt dieselbe Spalte" in capsys.readouterr().err
    book.write_text(book.read_text("utf-8").replace('["home", "places"]', "[]"), "utf-8")
    assert imported(tiny_data, file, *options) == 0
