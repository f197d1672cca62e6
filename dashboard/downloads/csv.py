"""Tables as CSV files: for machines (comma, point) and for German offices (semicolon, comma)."""

from __future__ import annotations

import csv
import io
from enum import StrEnum

from dashboard.downloads.table import Cell, Column, Link, Missing, Number, Table, cell_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Variant(StrEnum):
    """The two kinds of CSV file; the words stand in the address."""

    MACHINE = "maschine"
    OFFICE = "buero"


def csv_bytes(table: Table, variant: Variant) -> bytes:
    """Return the table as UTF-8 CSV; the office variant opens in a German Excel by double click."""
    text = io.StringIO()
    office = variant is Variant.OFFICE
    writer = csv.writer(
        text, delimiter=";" if office else ",", lineterminator="\r\n" if office else "\n"
    )
    if table.first_line:
        writer.writerow([table.first_line])
    writer.writerow([column.label if office else column.id for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [
                _written(cell, column, office)
                for cell, column in zip(row, table.columns, strict=True)
            ]
        )
    return text.getvalue().encode("utf-8-sig" if office else "utf-8")


def _written(cell: Cell, column: Column, office: bool) -> str:
    if isinstance(cell, Missing):
        return cell.reason if office else ""
    if isinstance(cell, Link):
        cell = cell.text
    if isinstance(cell, str):
        cell = cell_text(cell, column) if office else cell
        # a cell that a spreadsheet would run as a formula is defused with an apostrophe
        return f"'{cell}" if office and cell.startswith(FORMULA_STARTS) else cell
    if isinstance(cell, Number):
        cell = cell.value
    text = repr(round(cell, 10)) if column.decimals is not None else str(cell)
    text = text.removesuffix(".0")
    return text.replace(".", ",") if office else text
