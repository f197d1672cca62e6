"""Files nobody here wrote, and the grammar of each tool's export."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from dashboard import ROOT
from dashboard.commands.survey import codebook
from dashboard.commands.survey.codebook import Answer, Declared, ticks
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery
from dashboard.commands.survey.detection import Format, SurveyFileError, suggestion
from dashboard.commands.survey.privacy import is_personal
from dashboard.commands.survey.readers import read
from dashboard.facts.survey_model import QuestionType, SurveyQuestion, WordingStatus
from tests.made import people as made

FILES = Path(__file__).parent / "files"


def test_a_file_of_another_tool_reads_with_its_value_labels() -> None:
    iris = read(FILES / "iris.sav", Format.SPSS)
    assert iris.rows == 150
    assert iris.value_labels["Species"] == {"1": "setosa", "2": "versicolor", "3": "virginica"}
    assert Counter(iris.columns["Species"]) == {"1": 50, "2": 50, "3": 50}
    assert iris.columns["Sepal.Length"][:3] == ("5.1", "4.9", "4.7")


def test_ranges_of_missing_values_written_by_spss_itself_are_kept_apart() -> None:
    delivery = read(FILES / "spssio_test.sav", Format.SPSS)
    assert "ID" in delivery.dropped
    assert delivery.labels["Age"] == "How old are you?"
    # missing are 0 to 18; below -1 and 999; a single value
    for name, span in {"Age": (0, 18), "Income1": (float("-inf"), -1)}.items():
        expected = {
            value
            for value in delivery.columns[name]
            if value and span[0] <= float(value) <= span[1]
        }
        assert delivery.user_missing[name] >= expected
        assert not {
            value for value in delivery.user_missing[name] if not span[0] <= float(value) <= span[1]
        }
    assert delivery.user_missing["Income2"] <= {"999", *delivery.columns["Income2"]}


def test_umlauts_survive_old_and_new_encodings_and_compression() -> None:
    assert {"überhaupt", "völlig", "spaß"} <= read(FILES / "german.sav", Format.SPSS).columns.keys()
    assert read(FILES / "metadata_copy_test.sav", Format.SPSS).columns["ümlaut"][:2] == ("ä", "ö")
    assert read(FILES / "zlib_compressed.zsav", Format.SPSS).rows == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("iris.sav", Format.SPSS),
        ("zlib_compressed.zsav", Format.SPSS),
    ],
)
def test_spss_is_suggested_by_content(name: str, expected: Format, tmp_path: Path) -> None:
    disguised = tmp_path / "data.txt"
    disguised.write_bytes((FILES / name).read_bytes())
    assert suggestion(disguised) is expected


def test_each_export_is_suggested_as_what_it_is(tmp_path: Path) -> None:
    crowd = made.people(20)
    assert suggestion(made.limesurvey_csv(tmp_path / "a.csv", crowd)) is Format.LIMESURVEY_CSV
    assert suggestion(made.limesurvey_vv(tmp_path / "b.csv", crowd)) is Format.LIMESURVEY_VV
    assert suggestion(made.workbook(tmp_path / "c.xlsx", crowd)) is Format.SHEET


def test_unfinished_interviews_are_counted_and_left_out(tmp_path: Path) -> None:
    crowd = made.people(24)
    for file, format_ in (
        (made.limesurvey_csv(tmp_path / "a.csv", crowd), Format.LIMESURVEY_CSV),
        (made.limesurvey_vv(tmp_path / "b.csv", crowd), Format.LIMESURVEY_VV),
    ):
        delivery = read(file, format_)
        assert (delivery.rows, delivery.complete) == (24, 22)


def test_vv_keeps_not_shown_apart_and_takes_its_own_signs_back(tmp_path: Path) -> None:
    head = "id\tsubmitdate\tQ1\tQ2\n"
    file = tmp_path / "vv.csv"
    file.write_text(
        f"Antwort ID\tDatum Abgeschickt\tEins\tZwei\n{head}"
        "1\t2022-05-01 00:00:00\t{quote}ja{tab}{lbrace}x}\t{question_not_shown}\n"
        "2\t{question_not_shown}\tA1\tA2\n",
        encoding="utf-8",
    )
    delivery = read(file, Format.LIMESURVEY_VV)
    assert delivery.columns == {"Q1": ('"ja {x}',), "Q2": (NOT_SHOWN,)}
    assert delivery.labels["Q1"] == "Eins"
    assert delivery.complete == 1


def test_headings_lose_markup_and_doubles_get_numbers(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        'submitdate,"<b>Wie\u00a0oft?</b>\n",Wie oft?\n2022-05-01,1,2\n', encoding="utf-8"
    )
    delivery = read(file, Format.LIMESURVEY_CSV)
    assert delivery.columns == {"Wie oft?": ("1",), "Wie oft? #2": ("2",)}


@pytest.mark.parametrize(
    "heading",
    ["token", "IP-Adresse", "Datum gestartet", "attribute_1", "Ihre E-Mail", "Vorname", "PLZ"],
)
def test_what_names_a_person_can_never_be_asked_for(heading: str) -> None:
    assert is_personal(heading)


@pytest.mark.parametrize("heading", ["Q1", "Wie oft arbeiten Sie zu Hause?", "Arbeitszeit", "sex"])
def test_ordinary_questions_are_not_taken_for_personal(heading: str) -> None:
    assert not is_personal(heading)


def multiple(*columns: tuple[str, ...]) -> tuple[Declared, Delivery]:
    question = SurveyQuestion(
        id="q",
        survey="S",
        position=1,
        type=QuestionType.SELECT_MULTIPLE,
        wording_status=WordingStatus.UNKNOWN,
        base="alle",
        multiple=True,
    )
    names = [f"c{index}" for index in range(len(columns))]
    declared = Declared(
        question=question,
        answers={name: Answer(values=frozenset(), column=name) for name in names},
    )
    delivery = Delivery(
        format=Format.LIMESURVEY_CSV,
        columns=dict(zip(names, columns, strict=True)),
        rows=3,
        complete=3,
        dropped=(),
    )
    return declared, delivery


@pytest.mark.parametrize(
    ("cells", "yes", "no_is_written"),
    [
        (("Y", "", "Y"), "Y", False),
        (("1", "2", "2"), "1", True),
        (("1", "0", "0"), "1", True),
        (("Ja", "Nein", ""), "Ja", True),
        (("1", "", ""), "1", False),
    ],
)
def test_two_means_no_where_it_stands_beside_one(
    cells: tuple[str, ...], yes: str, no_is_written: bool
) -> None:
    assert ticks(*multiple(cells)) == (frozenset((yes,)), no_is_written)


def test_codes_that_only_look_like_yes_and_no_are_not_guessed() -> None:
    with pytest.raises(SurveyFileError, match="nicht zu erkennen"):
        ticks(*multiple(("1", "", ""), ("", "2", "")))  # each answer has its own number
    with pytest.raises(SurveyFileError, match="nicht zu erkennen"):
        ticks(*multiple(("x", "o", "")))


def test_merged_headings_in_excel_are_refused_in_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ergebnisse der Befragung", None, None])
    book.active.append(["a", "b", "c"])
    book.active.merge_cells("A1:C1")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(SurveyFileError, match="Verbundene Zellen"):
        read(tmp_path / "a.xlsx", Format.SHEET)


def test_the_codebook_in_the_manual_is_one_the_program_accepts(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "befragungen-einlesen.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    (tmp_path / "codebook.toml").write_text(example, encoding="utf-8")
    asked = ("Q1", "Q3", "Q4[SQ001]", "Q4[other]", "Q5", "Q20")
    delivery = Delivery(
        format=Format.LIMESURVEY_CSV,
        columns=dict.fromkeys(asked, ("Y",)),
        rows=1,
        complete=1,
        dropped=(),
    )
    book = codebook.read(tmp_path / "codebook.toml", "KSA-DIP", delivery)
    assert book.questions["homeoffice"].answers["2"].values == {"A2", "A3"}
    assert codebook.classes_of(book.groups["Altersgruppe"], ["39", "17"]) == ["18 bis 39", ""]
