"""The folder of an imported survey: read as written, refused in words where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.facts.dataset import DataError, load
from dashboard.facts.survey_model import (
    Provenance,
    QuestionType,
    Statistic,
    Suppression,
    SurveyResult,
)
from dashboard.facts.survey_tables import COLUMNS, REAL
from tests.made.faults import replaced

QUESTIONS = """[f1]
survey = "BEF-DE"
position = 2
type = "select_one"
wording = "Stimmt das?"
wording_status = "verbatim"
base = "alle"
options = [
  {code = "1", label = "ja", polarity = 1},
  {code = "9", label = "weiß nicht", kind = "dont_know"},
]

[f0]
survey = "BEF-DE"
position = 1
type = "numeric"
wording = "Wie lange?"
wording_status = "unknown"
base = "alle"
"""
SHARE = {
    "question_id": "f1",
    "option_code": "1",
    "stat": "share",
    "value": "40.5",
    "unit": "percent",
    "precision": "exact",
    "n_base": "200",
    "weighted": "false",
    "ci_low": "33.9",
    "ci_high": "47.4",
    "ci_method": "wilson",
    "suppression": "none",
    "source_id": "BEF-DE",
    "source_locator": "Tabelle 1",
    "computed_by": "Test",
    "provenance": "delivered",
}


def written(
    data: Path, *rows: dict[str, str], questions: str = QUESTIONS, id_: str = "BEF-DE"
) -> None:
    folder = data / "surveys" / id_
    folder.mkdir(parents=True)
    (folder / "questions.toml").write_text(questions, "utf-8")
    lines = [",".join(COLUMNS)]
    lines += [",".join(row.get(column, "") for column in COLUMNS) for row in rows]
    (folder / "aggregates.csv").write_text("\n".join(lines) + "\n", "utf-8")


def faults(data: Path) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(DataError) as error:
        load(data)
    return [(one.file, one.line, one.value, one.message) for one in error.value.faults]


def loaded(data: Path) -> SurveyResult:
    return load(data, unsigned=True).survey_results["BEF-DE"]


def test_no_folder_means_no_results(tiny_data: Path) -> None:
    assert load(tiny_data).survey_results == {}


def test_survey_is_read_as_written(tiny_data: Path) -> None:
    written(tiny_data, SHARE)
    found = loaded(tiny_data)
    assert [one.id for one in found.questions] == ["f0", "f1"]
    assert found.questions[0].type is QuestionType.NUMERIC
    assert [one.label for one in found.questions[1].options] == ["ja", "weiß nicht"]
    (row,) = found.aggregates
    assert (row.stat, row.value, row.n_base) == (Statistic.SHARE, 40.5, 200)
    assert (row.ci_low, row.ci_high) == (33.9, 47.4)
    assert row.suppression is Suppression.NONE


def test_unknown_survey_is_refused(tiny_data: Path) -> None:
    written(tiny_data, SHARE, id_="BEF-XX")
    assert faults(tiny_data) == [
        ("surveys/BEF-XX", None, "BEF-XX", "Diese Befragung ist nicht bekannt.")
    ]


BROKEN = {
    "unknown question": ({"question_id": "f7"}, "f7", "nicht bekannt"),
    "unknown answer": ({"option_code": "4"}, "4", "kennt die Frage nicht"),
    "half a group": ({"group_dim": "Alter"}, "", "gehören zusammen"),
    "share above 100": ({"value": "101", "ci_high": "102"}, "101", "zwischen 0 und 100"),
    "value without reason": ({"value": "", "ci_low": "", "ci_high": "", "ci_method": ""}, "",
                             "suppression passen nicht"),
    "withheld value given": ({"suppression": "protected"}, "40.5", "suppression passen nicht"),
    "comma": ({"value": '"40,5"'}, "40,5", "Komma"),
    "wrong unit": ({"unit": "persons"}, "persons", "Einheit passt nicht"),
    "exact without base": ({"n_base": ""}, "", "Zahl der Befragten fehlt"),
    "more effective than counted": ({"n_eff": "201"}, "201", "größer als n_base"),
    "half an interval": ({"ci_high": ""}, "33.9", "unvollständig"),
    "value outside its interval": ({"value": "50"}, "33.9", "enthält den Wert nicht"),
    "no source": ({"source_id": ""}, "", "nicht bekannt"),
    "synthetic among real": ({"provenance": "synthetic"}, "synthetic", "nicht erlaubt"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "value", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_each_rule_refuses_what_breaks_it(
    tiny_data: Path, change: dict[str, str], value: str, message: str
) -> None:
    written(tiny_data, SHARE | change)
    assert any(
        file == "surveys/BEF-DE/aggregates.csv" and line == 2 and shown == value and message in text
        for file, line, shown, text in faults(tiny_data)
    )


def test_count_of_four_persons_is_refused_unless_it_was_published(tiny_data: Path) -> None:
    interval = {"ci_low": "", "ci_high": "", "ci_method": ""}
    count = SHARE | interval | {"stat": "count", "unit": "persons", "value": "4"}
    written(tiny_data, count)
    assert [message for *_, message in faults(tiny_data)] == [
        "value: Die Anzahl ist kleiner als 5."
    ]


@pytest.mark.parametrize("value", ["4", "5", "0"])
def test_published_small_counts_and_others_from_five_on_are_read(
    tiny_data: Path, value: str
) -> None:
    interval = {"ci_low": "", "ci_high": "", "ci_method": ""}
    kind = {"stat": "count", "unit": "persons", "value": value}
    written(tiny_data, SHARE | interval | kind | {"provenance": "published"})
    assert loaded(tiny_data).aggregates[0].value == float(value)


def test_self_selected_survey_may_not_carry_an_interval(tiny_data: Path) -> None:
    written(tiny_data, SHARE, questions=QUESTIONS.replace("BEF-DE", "BEF-MUS"), id_="BEF-MUS")
    messages = [message for *_, message in faults(tiny_data)]
    assert any("kein Vertrauensbereich" in message for message in messages)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('survey = "BEF-DE"\nposition = 2', 'survey = "BEF-X"\nposition = 2', "andere Befragung"),
        ('{code = "9"', '{code = "1"', "doppelt"),
        ('type = "numeric"', 'type = "likert"', "passen nicht zusammen"),
        ('kind = "dont_know"', 'kind = "egal"', "ungültigen Wert"),
        ('label = "ja", ', "", "ungültigen Wert"),
    ],
)
def test_faulty_questions_are_refused(tiny_data: Path, old: str, new: str, message: str) -> None:
    assert old in QUESTIONS
    written(tiny_data, SHARE, questions=QUESTIONS.replace(old, new))
    assert any(message in text for *_, text in faults(tiny_data))


def test_synthetic_is_no_provenance_of_real_data() -> None:
    assert set(Provenance) - REAL == {Provenance.SYNTHETIC}


def test_comparability_knows_three_grades(tiny_data: Path) -> None:
    replaced(tiny_data / "comparability.toml", 'grade = "C"', 'grade = "D"')
    assert [(file, line, value) for file, line, value, _ in faults(tiny_data)] == [
        ("comparability.toml", 4, "D")
    ]
