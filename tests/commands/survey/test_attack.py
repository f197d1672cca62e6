"""Attacks on the written file itself: what a reader of aggregates.csv can subtract and multiply."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.commands.survey.disclosure import FrequencyTable, Subgroup
from dashboard.facts.survey_model import Suppression
from tests.commands.survey.test_command import imported, rows_of
from tests.commands.survey.test_disclosure import determined
from tests.made import people as made
from tests.made.people import Person

AGES = """
[groups.Alter]
column = "age"
classes = [{value = "bis 39", to = 39}, {value = "40 bis 64", from = 40, to = 64},
  {value = "ab 65", from = 65, to = 79}]
questions = ["home", "places"]
"""


def town_with_few(seed: int) -> list[Person]:
    """Return people of whom few never work at home and few use coworking."""
    chance = random.Random(seed)
    return [
        replace(
            one,
            home=chance.choices((1, 2, 3, 9), (0.05, 0.5, 0.4, 0.05))[0],
            places=(*one.places[:2], chance.random() < 0.04),
        )
        for one in made.people(300, seed)
    ]


@pytest.mark.parametrize(
    ("seed", "smallest"),
    [
        (0, 5),
        (1, 10),
        *(
            pytest.param(seed, smallest, marks=pytest.mark.hurts)
            for seed in range(2, 10)
            for smallest in (5, 10)
        ),
    ],
)
def test_priv_7_no_withheld_count_follows_from_the_file(
    seed: int, smallest: int, tiny_data: Path, tmp_path: Path
) -> None:
    crowd = town_with_few(seed)
    file = made.limesurvey_csv(tmp_path / "a.csv", crowd)
    book = made.codebook(tmp_path / "codebook.toml", extra=AGES)
    book.write_text(f"smallest_cell = {smallest}\n{book.read_text('utf-8')}", "utf-8")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, file, *options) == 0
    rows = [row for row in rows_of(tiny_data) if row["question_id"] != "minutes"]

    # percent times n is the count: both are there, or neither
    seen: dict[tuple[str, ...], set[bool]] = {}
    for row in rows:
        key = (row["question_id"], row["option_code"], row["group_dim"], row["group_value"])
        seen.setdefault(key, set()).add(row["value"] == "")
    assert all(len(both) == 1 for both in seen.values())
    assert any(both == {True} for both in seen.values())

    # adding and subtracting across all tables of a question
    counts = [row for row in rows if row["stat"] == "count" and row["option_code"] != "9"]
    assert not [row for row in counts if row["value"] and 0 < int(row["value"]) < smallest]
    for question, option in (("home", None), *(("places", code) for code in "123")):
        bases: dict[Subgroup, int] = {}
        shown: dict[tuple[str, Subgroup], int] = {}
        hidden: dict[tuple[str, Subgroup], Suppression] = {}
        for row in counts:
            if row["question_id"] != question or option not in (None, row["option_code"]):
                continue
            column = (row["group_dim"], row["group_value"])
            bases[column] = int(row["n_base"])
            halves = [(row["option_code"], row["value"])]
            if option:  # a multiple choice also tells who did not tick
                rest = str(bases[column] - int(row["value"])) if row["value"] else ""
                halves.append(("not", rest))
            for code, value in halves:
                if value:
                    shown[code, column] = int(value)
                else:
                    hidden[code, column] = Suppression(row["suppression"])
        table = FrequencyTable(bases=bases, counts=shown, withheld=hidden)
        recovered = determined(table) & hidden.keys()
        truth = {
            cell: count_of(crowd, question, cell[0], cell[1])
            for cell in recovered
            if cell[0] != "not"
        }
        assert not {cell: count for cell, count in truth.items() if count}


def count_of(crowd: list[Person], question: str, code: str, column: Subgroup) -> int:
    """Count without the program: who of this group gave this answer."""
    spans = {"bis 39": (0, 39), "40 bis 64": (40, 64), "ab 65": (65, 79)}
    inside = [
        one
        for one in crowd
        if one.finished
        and (
            not column[0]
            or (column[0] == "Geschlecht" and (one.sex == 1) == (column[1] == "weiblich"))
            or (column[0] == "Alter" and spans[column[1]][0] <= one.age <= spans[column[1]][1])
        )
    ]
    if question == "home":
        return sum(str(one.home) == code for one in inside)
    return sum(one.places[int(code) - 1] for one in inside)
