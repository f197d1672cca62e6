"""What stands in a cell is read rightly or reported with its place; nothing is lost in silence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from dashboard.__main__ import main
from dashboard.commands.survey.cells import error_of, numbers_of, text_of
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.detection import Format, SurveyFileError
from dashboard.commands.survey.readers import read
from tests.commands.survey.test_command import imported, rows_of

ERRORS = {"#N/A": "#NV", "#DIV/0!": "#DIV/0!", "#VALUE!": "#WERT!"}
PEOPLE = 60


def people(minutes: list[str]) -> list[list[str]]:
    """Return headings and rows: an answer and minutes, the first of which are given."""
    rows = [["oft" if n % 2 else "nie", minutes[n] if n < len(minutes) else "20", "40"]
            for n in range(PEOPLE)]  # fmt: skip
    return [["Wie oft?", "Minuten", "Lebensjahre"], *rows]


def csv_file(path: Path, rows: list[list[str]]) -> Path:
    path.write_text("\n".join(";".join(row) for row in rows), "utf-8")
    return path


def xlsx_file(path: Path, rows: list[list[str]]) -> Path:
    """Write a workbook in which errors are cells with a failed formula, as Excel writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Antworten"
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in ERRORS:
                cell.data_type = "e"
    book.save(path)
    return path


def ods_file(path: Path, rows: list[list[str]]) -> Path:
    """Write a sheet as LibreOffice does: a failed formula has no value, only its text."""

    def cell(text: str) -> str:
        kind = 'office:value-type="string"'
        if text in ERRORS:
            kind += ' office:string-value="" calcext:value-type="error" table:formula="of:=1/0"'
        elif text.isdigit():
            kind = f'office:value-type="float" office:value="{text}"'
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "calcext")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet><table:table "
            f'table:name="Antworten">{lines}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return path


WRITERS = {
    "csv": (csv_file, Format.CSV),
    "xlsx": (xlsx_file, Format.SHEET),
    "ods": (ods_file, Format.SHEET),
}


def book(path: Path, *more: str) -> Path:
    path.write_text(
        'survey = "BEF-MUS"\n[questions.q]\ncolumn = "Wie oft?"\ntype = "select_one"\n'
        'position = 1\nbase = "alle"\noptions = [{code = "1", label = "nie", values = ["nie"]}, '
        '{code = "2", label = "oft", values = ["oft"]}]\n[questions.m]\ncolumn = "Minuten"\n'
        'type = "numeric"\nunit = "minutes"\nposition = 2\nbase = "alle"\n' + "\n".join(more),
        "utf-8",
    )
    return path


@pytest.mark.parametrize("kind", WRITERS)
def test_a_failed_formula_is_named_with_its_cell(
    kind: str, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write, format_ = WRITERS[kind]
    file = write(tmp_path / f"a.{kind}", people([*ERRORS]))
    delivery = read(file, format_)
    assert delivery.columns["Minuten"][:4] == (*ERRORS.values(), "20")
    place = "Zeile 3" if kind == "csv" else "Blatt „Antworten“, B3"
    assert f"„Minuten“: #DIV/0! statt einer Antwort, {place}." in delivery.remarks
    options = ("--codebook", str(book(tmp_path / "b.toml")), "--format", format_, "--yes")
    assert imported(tiny_data, file, *options) == 1
    said = capsys.readouterr()
    assert "Unbekannte Werte: 3" in said.out
    assert f"„#WERT!“ (1, {place.replace('3', '4')})" in said.out
    assert "Nicht alle Werte sind erklärt" in said.err
    # a person may say that these cells are no answer; then the others are counted
    told = book(tmp_path / "b.toml", f"no_answer = {[*ERRORS.values()]}")
    assert imported(tiny_data, file, "--codebook", str(told), *options[2:]) == 0
    assert {row["n_base"] for row in rows_of(tiny_data) if row["question_id"] == "m"} == {"57"}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_failed_formula_is_no_answer_that_the_workbook_offers(
    kind: str, tiny_data: Path, tmp_path: Path
) -> None:
    rows = people([])
    rows[5][0] = "#N/A"
    file = WRITERS[kind][0](tmp_path / f"a.{kind}", rows)
    assert main(["survey", "import", str(file), "--data", str(tiny_data)]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "a-fragen.xlsx")["Fragen"]
    assert "nie\noft" in [cell.value for cell in sheet["F"]]


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ('asked_if = {column = "Lebensjahre", values = ["40"]}', "Lebensjahre"),
        (
            '[groups.Alter]\ncolumn = "Lebensjahre"\nquestions = ["q"]\n'
            'classes = [{value = "bis 39", to = 39}, {value = "ab 40", from = 40}]',
            "Lebensjahre",
        ),
        (
            '[questions.t]\ntype = "select_multiple"\nposition = 3\nbase = "alle"\noptions = '
            '[{code = "a", label = "40", column = "Lebensjahre", values = ["40"]}]',
            "Lebensjahre",
        ),
    ],
    ids=["filter", "group", "tick"],
)
def test_a_failed_formula_stops_wherever_its_column_is_used(
    more: str, column: str, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = people([])
    rows[7][2] = "#VALUE!"
    file = xlsx_file(tmp_path / "a.xlsx", rows)
    told = book(tmp_path / "b.toml", more)
    options = ("--codebook", str(told), "--format", "tabelle", "--yes")
    assert imported(tiny_data, file, *options) == 1
    assert f"{column}: „#WERT!“ (1, Blatt „Antworten“, C8)" in capsys.readouterr().out


def test_who_is_in_no_class_is_told(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = people([])
    rows[3][2], rows[4][2] = "ca. 20", "17"
    told = book(
        tmp_path / "b.toml",
        '[groups.Alter]\ncolumn = "Lebensjahre"\nquestions = ["q"]\n'
        'classes = [{value = "18 bis 39", from = 18, to = 39}, {value = "ab 40", from = 40}]',
    )
    assert imported(tiny_data, csv_file(tmp_path / "a.csv", rows), "--codebook", str(told)) == 0
    said = capsys.readouterr().out
    assert "„Alter“: 2 Personen stehen in keiner Klasse" in said
    assert "„ca. 20“ (Zeile 4)" in said


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.200", "800"], [1200, 800]),
        (["1.200", "2.5"], [None, 2.5]),
        (["0.125", "0.250"], [0.125, 0.25]),  # no thousand begins with nought
        (["1 200", "950"], [1200, 950]),
        (["7,5 %", "12 %"], [7.5, 12]),
        (["1,200", "2,500"], [None, None]),  # English thousands or German decimals
        (["1,200", "7,5"], [1.2, 7.5]),
        (["1.200", "ca. 20"], [1200, None]),
        (["1,2,3", "4"], [None, 4]),
        (["#NV", "#DIV/0!", "20"], [None, None, 20]),
        (["1.200 €", "20 min"], [None, None]),
    ],
)
def test_a_column_says_what_a_point_or_comma_means(
    cells: list[str], expected: list[float | None]
) -> None:
    found = numbers_of(cells)
    assert [found[cell] for cell in cells] == expected


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1,2,3", "2", "1,3", "3"], "Mehrfachauswahl"),  # codes of several answers
        (["1,5", "2,5", "1", "2"], "Einfachauswahl"),  # decimals
        (["Ja, gern", "Nein", "Ja, gern", "Nein"], "Einfachauswahl"),
    ],
)
def test_several_answers_in_one_cell_are_split_where_they_are_several(
    cells: list[str], kind: str, tiny_data: Path, tmp_path: Path
) -> None:
    file = csv_file(tmp_path / "a.csv", [["Frage", "b"], *[[cell, "x"] for cell in cells * 10]])
    assert main(["survey", "import", str(file), "--data", str(tiny_data)]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "a-fragen.xlsx")["Fragen"]
    assert sheet["E2"].value == kind


def test_a_number_with_a_type_of_its_own_is_never_taken_for_thousands() -> None:
    cells = [text_of(value) for value in (1.125, 2.0, 800.0)]
    assert [numbers_of(cells)[cell] for cell in cells] == [1.125, 2, 800]


def test_a_class_of_thousands_is_no_class_of_ones(tiny_data: Path, tmp_path: Path) -> None:
    rows = people([])
    for number, row in enumerate(rows[1:]):
        row[2] = "1.200" if number % 2 else "900"
    told = book(
        tmp_path / "b.toml",
        '[groups.Einkommen]\ncolumn = "Lebensjahre"\nquestions = ["q"]\n'
        'classes = [{value = "unter 1000", to = 999}, {value = "ab 1000", from = 1000}]',
    )
    options = ("--codebook", str(told), "--format", "csv", "--yes")
    assert imported(tiny_data, csv_file(tmp_path / "a.csv", rows), *options) == 0
    bases = {row["group_value"]: row["n_base"] for row in rows_of(tiny_data) if row["group_dim"]}
    assert bases == {"unter 1000": "30", "ab 1000": "30"}


@pytest.mark.parametrize("text", ["#1 Wahl", "# Anzahl", "#NV oder so", "Fehler", "N/A", "#"])
def test_a_text_that_only_begins_like_an_error_is_a_text(text: str) -> None:
    assert not error_of(text)


def test_a_formula_that_was_never_computed_is_told(tmp_path: Path) -> None:
    book_ = openpyxl.Workbook()
    for row in (["Frage", "Minuten"], ["ja", "=10+10"], ["nein", 5]):
        book_.active.append(row)
    book_.save(tmp_path / "a.xlsx")
    delivery = read(tmp_path / "a.xlsx", Format.SHEET)
    assert delivery.columns["Minuten"] == ("#FORMEL!", "5")
    assert "nie ausgerechnet" in delivery.remarks[-1]


def test_blank_lines_do_not_shift_the_lines_that_are_named(tmp_path: Path) -> None:
    rows = people([])
    rows.insert(2, ["", "", ""])
    rows[6][1] = "#N/A"
    found: list[Delivery] = [
        read(csv_file(tmp_path / "a.csv", rows), Format.CSV),
        read(xlsx_file(tmp_path / "a.xlsx", rows), Format.SHEET),
    ]
    assert [any(place in one.remarks[-1] for one in found) for place in ("Zeile 7", "B7")] == [
        True,
        True,
    ]


def test_an_error_as_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SurveyFileError, match="Spalte 2 hat #NV als Überschrift"):
        read(csv_file(tmp_path / "a.csv", [["a", "#NV"], ["1", "2"]]), Format.CSV)
