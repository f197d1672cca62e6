"""Whether two results are of the same people: then their difference tells of single ones."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.tables import ALL, DisclosureError, Rule, Subgroup
from dashboard.commands.survey.texts import normal
from dashboard.commands.survey.typed import Typed, publish_typed
from dashboard.commands.survey.worlds import Key
from dashboard.facts import survey_tables
from dashboard.facts.catalog import read_blocks
from dashboard.facts.survey_model import (
    SMALLEST_BASE,
    SMALLEST_CELL,
    Statistic,
    SurveyAggregate,
    SurveyQuestion,
)

ALIKE = 2  # so far counts of the same persons may lie apart: somebody mended a typing error
ENOUGH = 3  # counts that meet, and none that does not: no chance any more
Counted = Mapping[tuple[str, str], tuple[float, int]]  # wording and label -> count and n


def refuse_same_answers(
    data_folder: Path,
    survey: str,
    questions: Sequence[SurveyQuestion],
    rows: Sequence[SurveyAggregate],
) -> None:
    """Refuse results that say of as many people the same as another survey does.

    Compared are answers of the same wording, whatever file they were counted from, so also numbers
    typed in from a report.
    """
    new = _answers(questions, cells_of(rows))
    for path in sorted((data_folder / "surveys").glob(f"*/{survey_tables.AGGREGATES}")):
        if path.parent.name == survey:
            continue
        theirs, _ = read_blocks(path.parent / survey_tables.QUESTIONS, SurveyQuestion, path.name)
        old = _answers([*theirs.values()], cells_in(path.parent))
        both = [one for one in old.keys() & new.keys() if abs(old[one][1] - new[one][1]) <
                SMALLEST_BASE]  # fmt: skip
        meet = [
            abs(old[one][0] - new[one][0]) <= abs(old[one][1] - new[one][1]) + ALIKE for one in both
        ]
        if len(meet) >= ENOUGH and all(meet):
            raise SurveyFileError(
                f"Das scheinen dieselben Menschen zu sein wie in „{path.parent.name}“: "
                f"{len(meet)} Antworten gaben dort fast genauso viele von fast genauso vielen. "
                "Zweimal verschieden eingeteilt, ließen sich Einzelne ausrechnen. Sind es wirklich "
                "andere Menschen: --other-people angeben."
            )


def refuse_few_new(
    before: Path, questions: Sequence[SurveyQuestion], rows: Sequence[SurveyAggregate]
) -> None:
    """Refuse a version with more people if its difference to the released one tells too much.

    What the two show differ by is a table of the new people, as if somebody had typed it in: it
    must hold by itself, with the same gaps. Then every gap of either version stays as wide as it
    was, because the others' answers and those of the new people can be anything that fits.
    """
    old, old_n = _shown(cells_in(before))
    new, new_n = _shown(cells_of(rows))
    tables: list[Typed] = []
    for question in questions:
        keys = [key for key in new if key[0] == question.id and key in old]
        codes = tuple(dict.fromkeys(key[1] for key in keys))
        all_codes = tuple(option.code for option in question.options if option.kind.in_base)
        more: dict[Subgroup, int] = {}
        for _, _, *column in keys:
            more[column[0], column[1]] = new_n[question.id, *column] - old_n[question.id, *column]
        spans = {
            (key[1], (key[2], key[3])): (int(new[key] - old[key]), int(new[key] - old[key]))
            for key in keys
            if more[key[2], key[3]]
        }
        bases = {column: count for column, count in more.items() if count}
        if ALL not in bases:
            continue
        for some in [(code,) for code in codes] if question.multiple else [all_codes]:
            own = {cell: span for cell, span in spans.items() if cell[0] in some}
            tables.append(Typed(id=question.id, several=question.multiple, codes=some, bases=bases,
                                spans=own))  # fmt: skip
    rule = Rule(smallest_cell=SMALLEST_CELL, smallest_base=SMALLEST_CELL)
    wanted = {(table.id, code, *column) for table in tables for code, column in table.spans}
    less = any(low < 0 for table in tables for low, _ in [*table.spans.values()])
    less = less or any(base < 0 for table in tables for base in table.bases.values())
    try:
        holds = not less and wanted <= publish_typed(tables, rule).shown
    except DisclosureError:
        holds = False
    gaps = {key for key in old if key not in new} | {key for key in new if key not in old}
    if gaps or not holds:
        raise SurveyFileError(
            f"„{before.name}“ ist schon freigegeben und damit öffentlich. Aus dem Unterschied zur "
            "neuen Fassung ließe sich ausrechnen, was einzelne der neu dazugekommenen Menschen "
            "geantwortet haben. Auf mehr Antworten warten oder die neuen allein als eigene "
            "Befragung einlesen."
        )


def _shown(rows: Sequence[Mapping[str, str]]) -> tuple[dict[Key, float], dict[Key, int]]:
    """Return the counts shown, and n of each question and column."""
    counts: dict[Key, float] = {}
    bases: dict[Key, int] = {}
    for row in rows:
        if row["stat"] == Statistic.COUNT and row["value"] and row["n_base"]:
            key = (row["question_id"], row["option_code"], row["group_dim"], row["group_value"])
            counts[key] = float(row["value"])
            bases[row["question_id"], row["group_dim"], row["group_value"]] = int(row["n_base"])
    return counts, bases


def cells_in(folder: Path) -> list[dict[str, str]]:
    """Return the rows of results that stand in a survey's folder, as texts by column."""
    with (folder / survey_tables.AGGREGATES).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def cells_of(rows: Sequence[SurveyAggregate]) -> list[dict[str, str]]:
    """Return new rows of results as those of a folder are read."""
    return [
        {
            name: "" if (value := getattr(row, name)) is None else str(value)
            for name in survey_tables.COLUMNS
        }
        for row in rows
    ]


def _answers(questions: Sequence[SurveyQuestion], rows: Sequence[Mapping[str, str]]) -> Counted:
    """Return how many of all persons gave each answer, by its words."""
    words = {
        (one.id, option.code): (normal(f"{one.wording} {one.item}").casefold(),
                                normal(option.label).casefold())
        for one in questions
        for option in one.options
    }  # fmt: skip
    found: dict[tuple[str, str], tuple[float, int]] = {}
    for row in rows:
        place = words.get((row["question_id"], row["option_code"]))
        if row["group_dim"] or not place or not row["value"] or not row["n_base"]:
            continue
        value, base = float(row["value"]), int(row["n_base"])
        if row["stat"] == Statistic.COUNT:
            found[place] = (value, base)
        elif row["stat"] == Statistic.SHARE:
            found.setdefault(place, (value * base / 100, base))
    return found
