"""Tables as CSV for machines and offices."""

import csv
import io
from datetime import date

import openpyxl
import pandas as pd

from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.table import Column, Link, Missing, Number, Table
from dashboard.downloads.xlsx import LINE, xlsx_bytes
from dashboard.facts.model import Source, SourceKind

SOURCE = Source(
    id="amt",
    kind=SourceKind.STATISTIK,
    title="Tafel",
    publisher="Amt",
    url="https://amt.example",
    accessed="2026-11-01",
)

TABLE = Table(
    caption="Probe",
    columns=(
        Column(id="town", label="Stadt"),
        Column(id="share", label="Anteil in %", decimals=1),
        Column(id="source", label="Quelle"),
    ),
    rows=(
        ("Mölln", 1234.5, Link("Destatis; GV", "https://example.org")),
        ("Dießen", Missing("nicht erhoben"), "=cmd()"),
        ("Wittenberge", 7.0, 'sagt "ja", oft'),
    ),
)


def test_machine_variant_reads_back_in_pandas_with_a_true_gap() -> None:
    frame = pd.read_csv(io.BytesIO(csv_bytes(TABLE, Form.MACHINE)))
    assert list(frame.columns) == ["town", "share", "share_missing", "source", "source_url"]
    assert frame["share"].tolist()[0] == 1234.5
    assert pd.isna(frame["share"][1])
    assert frame["source"][2] == 'sagt "ja", oft'


def test_office_variant_is_what_a_german_excel_expects() -> None:
    body = csv_bytes(TABLE, Form.OFFICE)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Stadt", "Anteil in %"]
    assert rows[1] == ["Mölln", "1234,5", "", "Destatis; GV", "https://example.org"]
    assert rows[3][1] == "7"


def test_office_variant_says_why_a_value_is_missing() -> None:
    rows = csv_bytes(TABLE, Form.OFFICE).decode("utf-8-sig").splitlines()
    assert "nicht erhoben" in rows[2]


def test_formulas_are_defused_for_spreadsheets_only() -> None:
    assert "'=cmd()" in csv_bytes(TABLE, Form.OFFICE).decode("utf-8-sig")
    assert "'=cmd()" not in csv_bytes(TABLE, Form.MACHINE).decode("utf-8")


def sheet(book: bytes, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(book))[name].values)


def test_a_workbook_has_values_sources_and_notes() -> None:
    book = xlsx_bytes(TABLE, [SOURCE], [("Titel", "Probe")])
    values = sheet(book, "Werte")
    assert values[0] == (
        "Stadt", "Anteil in %", "Anteil in %: warum leer", "Quelle", "Quelle: Adresse",
    )  # fmt: skip
    assert values[1] == ("Mölln", 1234.5, None, "Destatis; GV", "https://example.org")
    assert values[2][1:3] == (None, "nicht erhoben")
    assert sheet(book, "Quellen")[1][:3] == ("Amt", "Tafel", "https://amt.example")
    assert sheet(book, "Hinweise")[1] == ("Titel", "Probe")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = xlsx_bytes(TABLE, [], [("=1+1", "@x")])
    for cells in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        assert all(cell.data_type in ("s", "n") for row in cells.iter_rows() for cell in row)


def test_each_number_keeps_its_own_decimals() -> None:
    column = Column(id="value", label="Wert", decimals=0)
    table = Table(caption="Probe", columns=(column,), rows=((Number(1.5, 2),), (Number(7.0, 0),)))
    cells = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table, [], [])))["Werte"]["A"]
    assert [cell.number_format for cell in cells[1:]] == ["#,##0.00", "#,##0"]
    assert csv_bytes(table, Form.MACHINE).decode().split() == ["value", "1.5", "7"]


def test_sources_of_a_workbook_lead_to_them_and_rights_stand_beside() -> None:
    credits_ = ["© GeoBasis-DE / BKG 2016"]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(TABLE, [SOURCE], [], credits_)))
    cells = [cell for row in book["Quellen"].iter_rows() for cell in row]
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink] == [SOURCE.url]
    assert credits_[0] in [cell.value for cell in cells]
    assert date.fromisoformat(SOURCE.accessed) in [
        cell.value.date() for cell in cells if cell.is_date
    ]


def test_a_long_head_is_wrapped_and_no_word_of_it_is_cut() -> None:
    label = "Sozialversicherungspflichtig Beschäftigte am Arbeitsort, 30. Juni 2021 (Personen)"
    table = Table(caption="Probe", columns=(Column(id="a", label=label, decimals=0),), rows=((1,),))
    sheet_ = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table, [], [])))["Werte"]
    assert max(map(len, label.split())) <= sheet_.column_dimensions["A"].width < len(label)
    assert sheet_["A1"].alignment.wrap_text
    assert sheet_.row_dimensions[1].height > 2 * LINE
    assert sheet_.auto_filter.ref == "A1:A2"
