"""Tables as CSV files: for machines (comma, point) and for German offices (semicolon, comma)."""

from __future__ import annotations

import csv
import io
import re

from dashboard.downloads.forms import Form
from dashboard.downloads.table import Kind, Plain, Table, file_columns
from dashboard.facts.model import is_date, is_day
from dashboard.wording.dates import date_text, short_date

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# texts that a spreadsheet takes for a number or a day: „007“, „1-2“, „3.000“
TAKEN_FOR_A_NUMBER = re.compile(r"0\d+|\d+([-./:]\d+)+\.?")


def csv_bytes(table: Table, form: Form) -> bytes:
    """Return the table as UTF-8 CSV; that for offices opens in a German Excel by double click.

    There every cell is quoted: LibreOffice, unless told otherwise, parts at each comma, too, that
    of decimals included.
    """
    text = io.StringIO()
    office = form is Form.OFFICE
    writer = csv.writer(
        text,
        delimiter=";" if office else ",",
        lineterminator="\r\n" if office else "\n",
        quoting=csv.QUOTE_ALL if office else csv.QUOTE_MINIMAL,
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
    if kind is Kind.DATE and is_date(cell):
        return short_date(cell) if is_day(cell) else date_text(cell)
    if kind is Kind.KEY or TAKEN_FOR_A_NUMBER.fullmatch(cell):
        return f'="{cell}"'  # else its first nought is dropped, its point read as another
    # a cell that a spreadsheet would run as a formula is defused with an apostrophe
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
