"""What spreadsheets make of a table: right data or one clear German message, never a silent loss.

The bytes are those of LibreOffice 7.4 with German settings and of German Excel, built by hand.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.facts.checked_csv import read_sheet, usual_form
from dashboard.facts.dataset import Dataset, load
from dashboard.facts.tables import COLUMNS, KINDS
from tests.made.faults import faults_of, replaced

Save = Callable[[list[list[str]]], bytes]
Rows = list[list[str]]


def table(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue()


def with_days(rows: Rows) -> Rows:
    """As a spreadsheet that recognises dates shows full days to Germans."""
    return [[re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3.\2.\1", cell) for cell in row] for row in rows]


SAVED: dict[str, tuple[Save, str]] = {
    "Windows-1252 with semicolons": (
        lambda rows: table(rows, ";", "\r\n").encode("cp1252"), "Windows-1252",
    ),
    "UTF-8 with semicolons": (lambda rows: table(rows, ";").encode(), "Semikolon"),
    "a line sep=;": (lambda rows: ("sep=;\r\n" + table(rows, ";", "\r\n")).encode(), "sep=;"),
    "byte order mark and Windows line ends": (
        lambda rows: table(rows, end="\r\n").encode("utf-8-sig"), "Kennung am Anfang",
    ),
    "days with points": (lambda rows: table(with_days(rows)).encode(), "Tage wie"),
    "empty columns at the end": (
        lambda rows: table([[*row, "", ""] for row in rows]).encode(), "leere Spalten",
    ),
    "empty rows at the end": (
        lambda rows: (table(rows) + "," * (len(rows[0]) - 1) + "\n\n").encode(), "leere Zeilen",
    ),
    "tabs in UTF-16": (lambda rows: table(rows, "\t", "\r\n").encode("utf-16"), "UTF-16"),
}  # fmt: skip


def said(data: Dataset) -> object:
    return (
        [(o.town, o.indicator, o.date, o.value, o.value_text, o.note) for o in data.observations],
        data.activities,
        data.actors,
        data.survey_facts,
    )


@pytest.mark.parametrize("name", ["activities", "actors", "survey_facts"])
@pytest.mark.parametrize("how", SAVED)
def test_a_table_saved_by_a_spreadsheet_says_the_same(
    tiny_data: Path, tiny: Dataset, name: str, how: str
) -> None:
    path, (save, named) = tiny_data / f"{name}.csv", SAVED[how]
    usual = path.read_bytes()
    rows = list(csv.reader(io.StringIO(usual.decode(), newline="")))
    path.write_bytes(save(rows))
    assert said(load(tiny_data)) == said(tiny)
    sheet = read_sheet(path, COLUMNS[name], KINDS[name])
    if path.read_bytes() != usual:  # there may be no day in the table
        assert named in ", ".join(sheet.understood)
    assert usual_form(COLUMNS[name], (row for _, row in sheet.rows)) == usual


def test_a_decimal_comma_is_read_where_semicolons_leave_no_doubt(
    tiny_data: Path, tiny: Dataset
) -> None:
    path = tiny_data / "observations.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows = [
        [cell.replace(".", ",") if at == 3 else cell for at, cell in enumerate(r)] for r in rows
    ]
    path.write_text(table(rows, ";"), encoding="utf-8")
    assert said(load(tiny_data)) == said(tiny)
    replaced(path, "12345", "12,345")
    (fault,) = faults_of(tiny_data)
    assert (fault.value, fault.file) == ("12,345", "observations.csv")


@pytest.mark.parametrize(
    ("recognised", "message"),
    [("05/01/2022", "nicht zu erkennen"), ("1.5.22", "nicht zu erkennen")],
)
def test_dates_turned_round_give_one_message_for_the_column(
    tiny_data: Path, recognised: str, message: str
) -> None:
    path = tiny_data / "activities.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?<=projekt,)\d{4}-\d\d-\d\d", recognised, text), encoding="utf-8")
    (fault,) = faults_of(tiny_data)
    assert (fault.line, fault.value) == (2, recognised)
    assert message in fault.message
    assert "3 Zellen" in fault.message
    assert "als Text" in fault.remedy


@pytest.mark.parametrize(
    "words", ["11/01/2020", "01.11.2020", "1. November 2020", "Dezember 2020", "2020", "Nov 20"]
)
def test_words_for_a_month_do_not_become_a_day_unseen(tiny_data: Path, words: str) -> None:
    row = "vorlauf,musterau,Vorlauf,workshop,vorgeschichte,2020-11-01,2020-11-30,month,{},"
    rest = "Musterau,Erfunden.,Stadt Musterau,bericht,high,\n"
    path = tiny_data / "activities.csv"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound + row.format("") + rest, encoding="utf-8")
    assert load(tiny_data).activity("vorlauf").date_text == "November 2020"
    path.write_text(sound + row.format("Ende November 2020") + rest, encoding="utf-8")
    assert load(tiny_data).activity("vorlauf").date_text == "Ende November 2020"
    path.write_text(sound + row.format(words) + rest, encoding="utf-8")
    (fault,) = faults_of(tiny_data)
    assert fault.value == words


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda text: text.encode().decode("cp1252").encode(),  # UTF-8 opened as Windows-1252
        lambda text: text.encode("cp850"),
        lambda text: text.encode("mac_roman"),
        lambda text: b"PK\x03\x04" + text.encode(),
    ],
)
def test_spoiled_letters_give_one_message(tiny_data: Path, spoiled: Callable[[str], bytes]) -> None:
    path = tiny_data / "actors.csv"
    text = path.read_text(encoding="utf-8").replace("–", "-").replace("Stadt", "Größe für Mölln", 1)
    path.write_bytes(spoiled(text))
    (fault,) = faults_of(tiny_data)
    assert fault.file == "actors.csv"
    assert "Excel" in fault.remedy


def test_a_cell_beyond_the_columns_is_never_dropped(tiny_data: Path) -> None:
    path = tiny_data / "actors.csv"
    rows = [[*row, ""] for row in csv.reader(path.read_text(encoding="utf-8").splitlines())]
    rows[1][-1] = "Bemerkung"
    path.write_text(table(rows), encoding="utf-8")
    (fault,) = faults_of(tiny_data)
    assert fault.line == 2
    assert "Felder statt" in fault.message


def test_shipped_tables_stand_in_their_usual_form() -> None:
    from dashboard import ROOT

    for name, columns in COLUMNS.items():
        path = ROOT / "data" / f"{name}.csv"
        sheet = read_sheet(path, columns, KINDS[name])
        assert sheet.understood == ()
        assert usual_form(columns, (row for _, row in sheet.rows)) == path.read_bytes()


def test_slips_in_several_files_are_told_at_once(tiny_data: Path) -> None:
    replaced(tiny_data / "towns.toml", 'symbol = "square"', 'symbol = "square')
    replaced(tiny_data / "gaps.toml", 'theme = "bevoelkerung"', "theme = bevoelkerung")
    replaced(tiny_data / "observations.csv", "12345", "viele")
    (tiny_data / "texts" / "ueber.md").write_bytes("# Über".encode("cp1252"))
    assert {fault.file for fault in faults_of(tiny_data)} == {
        "towns.toml", "gaps.toml", "observations.csv", "texts/ueber.md",
    }  # fmt: skip
