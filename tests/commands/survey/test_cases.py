"""Every open case of the survey log, each with its right result; all people in it are invented."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.detection import Format, suggestion
from dashboard.commands.survey.readers import read
from dashboard.facts.dataset import load
from dashboard.findings.survey_answers import groups, ratings
from tests.commands.survey.test_clerk import NEW, filled
from tests.commands.survey.test_command import fingerprint, imported, rows_of

CASES = Path(__file__).parents[2] / "made" / "survey"
SURVEY = "BEF-MUS"


def put(name: str, folder: Path, survey: str = SURVEY) -> Path:
    """Copy an input of a case; its codebook is then for a survey of the test data."""
    target = folder / name
    shutil.copy(CASES / name, target)
    if target.suffix == ".toml":
        text = target.read_text("utf-8").replace("TST-1", survey).replace("TST-2", survey)
        target.write_text(text, "utf-8")
    return target


def read_case(name: str) -> Delivery:
    return read(CASES / name, suggestion(CASES / name))


def counted(data: Path, survey: str = SURVEY) -> dict[tuple[str, str], str]:
    """Return the counts of all persons by question and answer, withheld ones empty."""
    return {
        (row["question_id"], row["option_code"]): row["value"]
        for row in rows_of(data, survey)
        if row["stat"] == "count" and not row["group_dim"]
    }


def written(data: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in (data / "surveys").rglob("*.*"))


def draft_of(name: str, data: Path, folder: Path) -> Path:
    """Return the draft with every question released as it stands."""
    path = folder / "draft.toml"
    arguments = ["survey", "codebook", str(put(name, folder)), "--survey", SURVEY]
    assert main([*arguments, "--data", str(data), "--to", str(path)]) == 0
    lines, inside = [], False
    for line in path.read_text("utf-8").splitlines():
        inside = line.startswith("# [questions.") or (inside and line.startswith("# "))
        lines.append(line.removeprefix("# ") if inside else line)
    path.write_text("\n".join(lines), "utf-8")
    return path


def from_draft(name: str, data: Path, folder: Path) -> int:
    book = draft_of(name, data, folder)
    format_ = suggestion(folder / name)
    return imported(data, folder / name, "--codebook", str(book), "--format", format_, "--yes")


def from_book(name: str, book: str, data: Path, folder: Path, *more: str) -> int:
    file, codebook = put(name, folder), put(book, folder)
    options = ("--codebook", str(codebook), "--format", suggestion(file), "--yes", *more)
    return imported(data, file, *options)


def test_01_spaces_of_every_kind_are_one(tiny_data: Path, tmp_path: Path) -> None:
    assert from_book("01-nbsp.csv", "01-nbsp.toml", tiny_data, tmp_path) == 0
    assert list(counted(tiny_data).values()) == ["30"] * 4
    assert {row["n_base"] for row in rows_of(tiny_data)} == {"120"}


def test_02_limesurveys_code_for_other_is_an_answer(tiny_data: Path, tmp_path: Path) -> None:
    assert from_draft("02-other-code.csv", tiny_data, tmp_path) == 0
    assert {code: n for (_, code), n in counted(tiny_data).items()} == {
        "-oth-": "9",
        "A1": "47",
        "A2": "44",
    }
    assert 'label = "Sonstiges", kind = "other"' in written(tiny_data)


@pytest.mark.parametrize("name", ["03-codetext.csv", "04-codetext.xlsx"])
def test_03_04_headings_of_code_and_text(name: str, tiny_data: Path, tmp_path: Path) -> None:
    delivery = read_case(name)
    assert (delivery.rows, delivery.complete) == (100, 75)
    assert [one.partition(".")[0] for one in delivery.dropped] == [
        "id", "submitdate", "lastpage", "token", "ipaddr", "refurl",
    ]  # fmt: skip
    assert from_draft(name, tiny_data, tmp_path) == 0
    assert {"50", "25"} <= set(counted(tiny_data).values())
    assert "203.0.113" not in written(tiny_data)


def test_05_free_text_stands_nowhere(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (CASES / "05-freetext.csv").read_text("utf-8-sig").splitlines()
    texts = [text for text in (row[3] for row in csv.reader(lines[1:])) if text]
    assert len(texts) == 3
    assert from_draft("05-freetext.csv", tiny_data, tmp_path) == 0
    draft = (tmp_path / "draft.toml").read_text("utf-8")
    said = capsys.readouterr()
    for text in texts:
        assert text not in draft + written(tiny_data) + said.out + said.err
    # offered is only whether something was written, and three are too few
    book = tmp_path / "whether.toml"
    book.write_text(
        f'survey = "{SURVEY}"\n[questions.o]\ntype = "select_multiple"\nposition = 1\n'
        'base = "alle"\noptions = [{code = "s", label = "Sonstiges", kind = "other", '
        'column = "Wo arbeiten Sie? [Sonstiges]", filled = true}]\n',
        "utf-8",
    )
    file = tmp_path / "05-freetext.csv"
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes", "--replace")
    assert imported(tiny_data, file, *options) == 0
    assert counted(tiny_data) == {("o", "s"): ""}
    # and nobody can ask for the texts themselves
    text = book.read_text("utf-8").replace("filled = true", 'values = ["x"]')
    book.write_text(text, "utf-8")
    assert imported(tiny_data, file, *options) == 1
    assert "frei geschriebene Texte" in capsys.readouterr().err


def test_06_n_of_the_next_question_does_not_tell(tiny_data: Path, tmp_path: Path) -> None:
    assert from_book("06-filter.csv", "06-filter.toml", tiny_data, tmp_path) == 0
    for row in rows_of(tiny_data):
        assert row["value"] not in ("117", "3")
        assert row["n_base"] not in ("117", "3")
    # nor if the filter is not declared
    book = tmp_path / "06-filter.toml"
    kept = [line for line in book.read_text("utf-8").splitlines() if "asked_if" not in line]
    book.write_text("\n".join(kept), "utf-8")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes", "--replace")
    assert imported(tiny_data, tmp_path / "06-filter.csv", *options) == 0
    for row in rows_of(tiny_data):
        assert row["n_base"] not in ("117", "3")


def test_07_weights_do_not_undo_what_is_withheld(tiny_data: Path, tmp_path: Path) -> None:
    margins = put("07-margins.csv", tmp_path)
    more = ("--weight", str(margins))
    assert from_book("07-weights.csv", "07-weights.toml", tiny_data, tmp_path, *more) == 0
    rows = rows_of(tiny_data)
    assert {(row["stat"], row["weighted"]) for row in rows} == {("share", "true")}
    assert all(float(row["value"]).is_integer() for row in rows if row["value"])


def test_08_unfinished_interviews_of_an_spss_file_do_not_count(
    tiny_data: Path, tmp_path: Path
) -> None:
    delivery = read_case("08-lime.sav")
    assert (delivery.rows, delivery.complete) == (160, 120)
    assert from_draft("08-lime.sav", tiny_data, tmp_path) == 0
    assert sorted(counted(tiny_data).values()) == ["39", "40", "41"]


def test_09_an_impossible_date_is_no_damage(tiny_data: Path, tmp_path: Path) -> None:
    assert from_draft("09-date.sav", tiny_data, tmp_path) == 0
    assert sorted(counted(tiny_data).values()) == ["27", "33"]


def test_10_one_wrong_byte_spoils_one_column() -> None:
    delivery = read_case("10-mixed.sav")
    assert set(delivery.value_labels["Q1"].values()) >= {"häufig", "müßig", "weiß nicht"}
    assert delivery.labels["Q1"].startswith("Größe")
    assert "bem" not in delivery.columns
    assert "bem" in delivery.remarks[0]


def test_11_answers_in_one_cell_are_several(tiny_data: Path, tmp_path: Path) -> None:
    delivery = read_case("11-msforms.xlsx")
    assert {"Name", "E-Mail", "Startzeit", "Fertigstellungszeit"} <= set(delivery.dropped)
    assert from_draft("11-msforms.xlsx", tiny_data, tmp_path) == 0
    places = {row["n_base"] for row in rows_of(tiny_data)}
    assert places == {"60"}
    assert Counter(counted(tiny_data).values()) >= Counter({"24": 2, "30": 1})


def test_12_sosci_survey(tiny_data: Path, tmp_path: Path) -> None:
    delivery = read_case("12-sosci.csv")
    assert (delivery.rows, delivery.complete) == (80, 64)
    assert delivery.labels["A101"] == "Geschlecht"
    assert from_draft("12-sosci.csv", tiny_data, tmp_path) == 0
    found = counted(tiny_data)
    by_code = {code: n for (question, code), n in found.items() if question == "q1"}
    assert sum(n == "27" for n in found.values()) == 1  # zu Hause
    single = {code: n for (_, code), n in found.items() if code in ("1", "2", "-9")}
    assert single == {"1": "23", "2": "23", "-9": "18"} or by_code


def test_12_sosci_survey_by_the_workbook(tiny_data: Path, tmp_path: Path) -> None:
    step = ["survey", "import", str(put("12-sosci.csv", tmp_path)), "--data", str(tiny_data)]
    assert main(step) == 0
    filled(tmp_path / "12-sosci-fragen.xlsx", **NEW)
    assert main(step) == 0
    at_home = [row for row in rows_of(tiny_data, "MUS-2026") if row["stat"] == "count"
               and row["source_locator"].endswith("A102_01")]  # fmt: skip
    assert [row["value"] for row in at_home] == ["27"]


def test_13_efs(tiny_data: Path, tmp_path: Path) -> None:
    delivery = read_case("13-efs.csv")
    assert (delivery.rows, delivery.complete) == (80, 60)
    assert from_draft("13-efs.csv", tiny_data, tmp_path) == 0
    found = [row for row in rows_of(tiny_data) if row["stat"] == "count"]
    first = {row["option_code"]: row["value"] for row in found
             if row["question_id"] == found[0]["question_id"]}  # fmt: skip
    assert first["1"] == "14"
    assert first["2"] == "19"


def test_14_a_first_line_for_excel_is_none_of_the_table(tiny_data: Path, tmp_path: Path) -> None:
    assert from_draft("14-sep.csv", tiny_data, tmp_path) == 0
    assert list(counted(tiny_data).values()) == ["30", "30"]


def test_15_what_is_personal_is_told_by_more_than_a_word() -> None:
    delivery = read_case("15-personal.csv")
    assert list(delivery.columns) == [
        "Nutzen Sie E-Mail bei der Arbeit?",
        "Wie oft telefonieren Sie beruflich von zu Hause?",
        "Wie ist der Zustand der Straßen?",
    ]
    assert {"Name", "Handynummer", "Adresse", "Geburtstag", "IP"} <= set(delivery.dropped)
    assert set(delivery.reasons) == set(delivery.dropped)


def test_16_a_typing_error_of_a_number_can_be_left_out(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert from_book("16-outlier.csv", "16-outlier.toml", tiny_data, tmp_path) == 1
    said = capsys.readouterr()
    assert "„ca. 20“" in said.out
    assert "no_answer" in said.err
    book = tmp_path / "16-outlier.toml"
    book.write_text(book.read_text("utf-8") + 'no_answer = ["ca. 20", "999"]\n', "utf-8")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, tmp_path / "16-outlier.csv", *options) == 0
    (median,) = [row for row in rows_of(tiny_data) if row["stat"] == "median"]
    assert (median["value"], median["n_base"]) == ("25", "80")


def test_17_columns_to_tick_are_one_question(tiny_data: Path, tmp_path: Path) -> None:
    assert from_draft("17-only-y.csv", tiny_data, tmp_path) == 0
    found = counted(tiny_data)
    assert {code: n for (_, code), n in found.items() if code.startswith("SQ")} == {
        "SQ001": "30",
        "SQ002": "",
    }
    assert {row["n_base"] for row in rows_of(tiny_data)} == {"60"}


def test_18_few_who_did_not_tick_are_protected_in_the_template(
    tiny_data: Path, tmp_path: Path
) -> None:
    file = put("18-template-multi.csv", tmp_path)
    assert imported(tiny_data, file, "--format", "vorlage", "--yes") == 0
    values = {row["option_code"]: row["value"] for row in rows_of(tiny_data)}
    assert values == {"1": "", "2": "40"}


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        ("19-from-in-quotes.toml", "ohne Anführungszeichen"),
        ("19-classes-as-texts.toml", "geschweiften Klammern"),
        ("19-german-type.toml", "select_one (Einfachauswahl)"),
    ],
)
def test_19_slips_in_the_codebook_get_a_german_sentence(
    book: str, expected: str, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint(tiny_data)
    assert from_book("19-small.csv", book, tiny_data, tmp_path) == 1
    said = capsys.readouterr().err
    assert expected in said
    assert "[groups.Alter]" in said or "[questions.q]" in said
    assert fingerprint(tiny_data) == before


def test_20_hardly_more_is_withheld_than_needed(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert from_book("20-over.csv", "20-over.toml", tiny_data, tmp_path) == 0
    groups = [row for row in rows_of(tiny_data) if row["group_dim"] and row["stat"] == "count"]
    assert len(groups) == 12
    # the log found six of twelve by trying all choices, while it was told which count is small
    assert sum(row["value"] == "" for row in groups) <= 6
    said = capsys.readouterr().out
    assert "„Sonstiges“ mit" in said
    assert "alle 9" in said or "alle 12" in said


def test_20_the_chart_by_age_shows_what_may_be_shown(tiny_data: Path, tmp_path: Path) -> None:
    assert from_book("20-over.csv", "20-over.toml", tiny_data, tmp_path) == 0
    result = load(tiny_data, unsigned=True).survey_results[SURVEY]
    (question,) = result.questions
    rows = [ratings(result, question, group=one) for one in groups(result, question)]
    assert len(rows) == 3
    # what is withheld stands as one piece beside the others; no row is empty
    assert all(row.shown or row.hidden is not None for row in rows)


def test_21_the_same_people_twice_are_refused(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put("21-two-groupings.csv", tmp_path)
    first = put("21-book1.toml", tmp_path)
    options = ("--format", Format.LIMESURVEY_CSV, "--yes")
    assert imported(tiny_data, file, "--codebook", str(first), *options) == 0
    again = tmp_path / "again.csv"
    again.write_bytes(file.read_bytes() + b"\n")
    other = put("21-book2.toml", tmp_path, "BEF-DE")
    before = fingerprint(tiny_data)
    assert imported(tiny_data, again, "--codebook", str(other), *options, survey="BEF-DE") == 1
    assert "dieselben Menschen" in capsys.readouterr().err
    assert fingerprint(tiny_data) == before


def test_22_merged_headings_get_a_german_sentence(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put("22-merged.xlsx", tmp_path)
    assert imported(tiny_data, file) == 1
    assert "Verbundene Zellen" in capsys.readouterr().err
