"""A table as programs that are not ours read it from a file, compared with itself cell by cell.

What a file must hold is taken from the table, cell by cell and kind by kind, not from the code
that writes files.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterator
from datetime import date

import pandas as pd
from python_calamine import CalamineWorkbook

from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.records import json_bytes, records
from dashboard.downloads.table import Cell, Column, Kind, Link, Missing, Number, Table
from dashboard.downloads.xlsx import xlsx_bytes
from dashboard.facts.model import is_date
from dashboard.wording.dates import date_text

Rows = list[dict[str, object]]


def from_csv(table: Table) -> Rows:
    frame = pd.read_csv(
        io.BytesIO(csv_bytes(table, Form.MACHINE)),
        skiprows=1 if table.first_line else 0,
        keep_default_na=False,
        na_values=[""],
        dtype={one.id: str for one in table.columns if one.kind is not Kind.NUMBER},
    )
    return [dict(row) for row in frame.to_dict("records")]


def from_office_csv(table: Table) -> Rows:
    frame = pd.read_csv(
        io.BytesIO(csv_bytes(table, Form.OFFICE)),
        sep=";",
        decimal=",",
        encoding="utf-8-sig",
        skiprows=1 if table.first_line else 0,
        keep_default_na=False,
        na_values=[""],
    )
    frame.columns = ids_of(table)
    return [dict(row) for row in frame.to_dict("records")]


def from_workbook(table: Table) -> Rows:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(table, [], [])))
    return rows_of(table, book.get_sheet_by_name("Werte").to_python(skip_empty_area=False))


def rows_of(table: Table, lines: list[list[object]]) -> Rows:
    """Return the lines of a sheet below its head, by the ids of the columns."""
    ids = ids_of(table)
    return [dict(zip(ids, line, strict=True)) for line in lines[1:]]


def from_json(table: Table) -> Rows:
    body = json_bytes(records(table, [], address="", stand="2026-01-01", version="1"))
    found: Rows = json.loads(body)["rows"]
    return found


READERS = {
    Form.MACHINE: from_csv,
    Form.OFFICE: from_office_csv,
    Form.WORKBOOK: from_workbook,
    Form.RECORDS: from_json,
}


def ids_of(table: Table) -> list[str]:
    return [one["id"] for one in records(table, [], address="", stand="", version="")["columns"]]


def is_empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def is_same_text(value: object, text: str) -> bool:
    """Tell whether a text is what was meant, for all that is done to it for a spreadsheet.

    Keys and what it would run or reckon are guarded, days are written as Germans do; of a number
    among words only its value matters.
    """
    if isinstance(value, date):
        return value.isoformat() == text
    if isinstance(value, float):
        return value.is_integer() and text == str(int(value))
    found = str(value)
    if found.startswith('="'):
        return found.removeprefix('="').removesuffix('"') == text
    if is_date(text):
        day = ".".join(reversed(text.split("-")))
        return found in (text, date_text(text), day)
    return found.removeprefix("'") == text.removeprefix("'")


def faults(table: Table, rows: Rows) -> Iterator[str]:
    """Yield every cell that a reader takes for something else than the table says."""
    assert len(rows) == len(table.rows), table.caption
    for told, row in zip(table.rows, rows, strict=True):
        for cell, column in zip(told, table.columns, strict=True):
            for fault in _faults(cell, column, row):
                yield f"{table.caption}, {column.id}: {cell!r} → {fault}"


# what a page writes for eyes: a number with points, comma or unit, a day or month in words
LOOKS = re.compile(
    r"[-−–]?\d{1,3}(\.\d{3})+(,\d+)?|[-−–]?\d+(,\d+)?( ?(%|€\S*|km|min|Personen))?"
    r"|[-−–]|(\d{1,2}\. )?(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
    r"|November|Dezember) \d{4}|\d{1,2}\.\d{1,2}\.\d{4}"
)
IN_WORDS = ("unit", "date_text")  # columns that are what a page writes, beside another


def misplaced(table: Table) -> Iterator[str]:
    """Yield every cell that is not what its column is said to hold, whatever stands in others."""
    for at, column in enumerate(table.columns):
        for cell in (row[at] for row in table.rows):
            if not _belongs(cell.text if isinstance(cell, Link) else cell, column):
                yield f"{table.caption}, {column.id} ({column.kind}): {cell!r}"


def _belongs(cell: Cell, column: Column) -> bool:
    if isinstance(cell, Missing) or cell == "":
        return True
    if isinstance(cell, Number | int | float):
        return column.kind is Kind.NUMBER and _is_as_exact_as_shown(cell, column)
    text = str(cell)
    if column.kind is Kind.DATE:
        return is_date(text)
    if column.kind is Kind.KEY:
        return text.isdecimal()
    return column.id in IN_WORDS or not LOOKS.fullmatch(text.replace("\u00a0", " "))


def _is_as_exact_as_shown(cell: Number | float, column: Column) -> bool:
    value = cell.value if isinstance(cell, Number) else cell
    decimals = cell.decimals if isinstance(cell, Number) else column.decimals
    return value is None or math.isclose(value, round(value, decimals), abs_tol=1e-9)


def _faults(cell: Cell, column: Column, row: dict[str, object]) -> Iterator[str]:
    value = row[column.id]
    if isinstance(cell, Missing):
        if not is_empty(value):
            yield f"{value!r} is not empty"
        if cell.reason and row.get(f"{column.id}_missing") != cell.reason:
            yield "no reason"
    elif isinstance(cell, Number | int | float):
        number = cell.value if isinstance(cell, Number) else cell
        if number is None:
            if not is_empty(value):
                yield f"{value!r} is not empty"
        elif not isinstance(value, int | float) or not math.isclose(value, number, abs_tol=1e-9):
            yield f"{value!r} is another number"
        unit = getattr(cell, "unit", "") or column.unit
        for beside, said in (("unit", unit), ("words", getattr(cell, "words", ""))):
            if said and row[f"{column.id}_{beside}"] != said:
                yield f"no {beside}"
    elif column.kind is Kind.NUMBER:
        if not is_empty(value) or (cell and row[f"{column.id}_words"] != cell):
            yield f"{value!r}: words are not apart from numbers"
    else:
        text = cell.text if isinstance(cell, Link) else cell
        if is_empty(value) != (text == "") or (text and not is_same_text(value, text)):
            yield f"{value!r} is another text"
        if isinstance(cell, Link) and row[f"{column.id}_url"] != cell.href:
            yield "no address"
