"""Tables as CSV for machines and offices."""

import csv
import io

import pandas as pd

from dashboard.exports import Variant, csv_bytes
from dashboard.tabular import Column, Link, Missing, Table

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
    frame = pd.read_csv(io.BytesIO(csv_bytes(TABLE, Variant.MACHINE)))
    assert list(frame.columns) == ["town", "share", "source"]
    assert frame["share"].tolist()[0] == 1234.5
    assert pd.isna(frame["share"][1])
    assert frame["source"][2] == 'sagt "ja", oft'


def test_office_variant_is_what_a_german_excel_expects() -> None:
    body = csv_bytes(TABLE, Variant.OFFICE)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Stadt", "Anteil in %", "Quelle"]
    assert rows[1] == ["Mölln", "1234,5", "Destatis; GV"]
    assert rows[3][1] == "7"


def test_office_variant_says_why_a_value_is_missing() -> None:
    rows = csv_bytes(TABLE, Variant.OFFICE).decode("utf-8-sig").splitlines()
    assert "nicht erhoben" in rows[2]


def test_formulas_are_defused_for_spreadsheets_only() -> None:
    assert "'=cmd()" in csv_bytes(TABLE, Variant.OFFICE).decode("utf-8-sig")
    assert "'=cmd()" not in csv_bytes(TABLE, Variant.MACHINE).decode("utf-8")
