"""Tables as CSV files: for machines (comma, point) and for German offices (semicolon, comma)."""

from __future__ import annotations

import csv
import io

from dashboard.downloads.forms import Form
from dashboard.downloads.table import Kind, Plain, Table, file_columns
from dashboard.facts.model import is_date
from dashboard.wording.dates import date_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table, form: Form) -> bytes:
    """Return the table as UTF-8 CSV; that for offices opens in a German Excel by double click."""
    text = io.StringIO()
    office = form is Form.OFFICE
    writer = csv.writer(
        text, delimiter=";" if office else ",", lineterminator="\r\n" if office else "\n"
    )
    if table.first_line:
        writer.writerow([table.first_line])
    columns = file_columns(table)
    writer.writerow([one.label if office else one.id for one in columns])
    written = (
        [
            _for_offices(cell, column.kind) if office else _for_machines(cell)
            for cell in column.cells
        ]
        for column in columns
    )
    writer.writerows(zip(*written, strict=True))
    return text.getvalue().encode("utf-8-sig" if office else "utf-8")


def _for_machines(cell: Plain) -> str:
    if isinstance(cell, int | float):
        return repr(round(cell, 10)).removesuffix(".0")
    return cell or ""


def _for_offices(cell: Plain, kind: Kind) -> str:
    if not isinstance(cell, str):
        return _for_machines(cell).replace(".", ",")
    if kind is Kind.KEY:
        return f'="{cell}"'  # else a spreadsheet takes it for a number and drops its first nought
    if kind is Kind.DATE and is_date(cell):
        return date_text(cell)
    # a cell that a spreadsheet would run as a formula is defused with an apostrophe
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
