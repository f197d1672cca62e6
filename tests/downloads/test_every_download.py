"""Every file of every table, read by programs that are not ours and compared cell by cell.

What a file must hold is taken from the table itself, cell by cell and kind by kind, not from the
code that writes files.
"""

from __future__ import annotations

import io
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from dashboard.components.figure_card import FigureCard
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.package import data_tables
from dashboard.downloads.records import json_bytes, records
from dashboard.downloads.table import Link, Missing, Number, Table
from dashboard.downloads.xlsx import xlsx_bytes
from dashboard.facts.dataset import Dataset

SAMPLE = 3  # tables of all data in `make test`; the whole in `make test-hurts`

Rows = list[dict[str, object]]


def from_csv(table: Table) -> Rows:
    frame = pd.read_csv(
        io.BytesIO(csv_bytes(table, Form.MACHINE)),
        skiprows=1 if table.first_line else 0,
        keep_default_na=False,
        na_values=[""],
        dtype={one.id: str for one in table.columns if one.id not in of_numbers(table)},
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
    _head, *rows = book.get_sheet_by_name("Werte").to_python(skip_empty_area=False)
    ids = ids_of(table)
    return [dict(zip(ids, row, strict=True)) for row in rows]


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


def of_numbers(table: Table) -> set[str]:
    return {
        column.id
        for at, column in enumerate(table.columns)
        if column.decimals is not None
        or any(isinstance(row[at], Number | int | float) for row in table.rows)
    }


def is_empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def text_of(value: object) -> str:
    """Return a text as it was meant: keys and what a spreadsheet would run are written guarded."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text.removeprefix('="').removesuffix('"') if text.startswith('="') else text


def faults(table: Table, form: Form) -> Iterator[str]:
    """Yield every cell that a reader takes for something else than the table says."""
    rows, numbers = READERS[form](table), of_numbers(table)
    assert len(rows) == len(table.rows)
    for told, row in zip(table.rows, rows, strict=True):
        for cell, column in zip(told, table.columns, strict=True):
            value, where = row[column.id], f"{table.caption}, {column.id}: {cell!r} → "
            if isinstance(cell, Missing):
                if not is_empty(value):
                    yield f"{where}{value!r} is not empty"
                if cell.reason and row.get(f"{column.id}_missing") != cell.reason:
                    yield f"{where}no reason"
            elif isinstance(cell, Number | int | float):
                number = cell.value if isinstance(cell, Number) else cell
                if number is None:
                    if not is_empty(value):
                        yield f"{where}{value!r} is not empty"
                elif not isinstance(value, int | float) or not math.isclose(
                    value, number, abs_tol=1e-9
                ):
                    yield f"{where}{value!r} is another number"
                for beside in ("unit", "words"):
                    said = getattr(cell, beside, "")
                    if said and row[f"{column.id}_{beside}"] != said:
                        yield f"{where}no {beside}"
            elif column.id in numbers:
                if not is_empty(value) or (cell and row[f"{column.id}_words"] != cell):
                    yield f"{where}{value!r}: words are not apart from numbers"
            else:
                text = cell.text if isinstance(cell, Link) else cell
                if is_empty(value) != (text == ""):
                    yield f"{where}{value!r}"
                elif text and form is not Form.OFFICE and text_of(value) != text:
                    yield f"{where}{value!r} is another text"
                if isinstance(cell, Link) and row[f"{column.id}_url"] != cell.href:
                    yield f"{where}no address"


@pytest.mark.parametrize("form", Form)
def test_every_figure_is_read_as_it_is(
    form: Form, figures: Mapping[str, Sequence[FigureCard]]
) -> None:
    cards = [card for path in figures.values() for card in path]
    assert [fault for card in cards for fault in faults(card.table, form)] == []


def tables(shipped: Dataset, some: int | None) -> list[Table]:
    found = data_tables(shipped)
    chosen = found if some is None else random.Random(17).sample(found, some)
    return [one.table for one in chosen]


@pytest.mark.parametrize("form", Form)
def test_some_tables_of_the_data_are_read_as_they_are(form: Form, shipped: Dataset) -> None:
    assert [fault for one in tables(shipped, SAMPLE) for fault in faults(one, form)] == []


@pytest.mark.hurts
@pytest.mark.parametrize("form", Form)
def test_all_tables_of_the_data_are_read_as_they_are(form: Form, shipped: Dataset) -> None:
    assert [fault for one in tables(shipped, None) for fault in faults(one, form)] == []


def test_a_number_written_as_text_would_be_noticed() -> None:
    from dashboard.downloads.table import Column

    column = Column(id="value", label="Wert", decimals=1)
    table = Table(caption="Probe", columns=(column,), rows=((1.5,), (Missing("nicht erhoben"),)))
    for form in Form:
        assert list(faults(table, form)) == []
    spoilt = Table(caption="Probe", columns=table.columns, rows=((2.5,), (Missing("anders"),)))
    for form, read in READERS.items():
        READERS[form] = lambda _table, read=read: read(table)
        try:
            assert len(list(faults(spoilt, form))) == 2
        finally:
            READERS[form] = read
