"""Tables as workbooks with their sources; a module of its own, as openpyxl imports slowly."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dashboard.downloads.table import Cell, Column, Link, Missing, Number, Table
from dashboard.facts.model import Source

SOURCE_HEADS = (
    "Herausgeber", "Titel", "Adresse", "Lizenz", "Adresse der Lizenz", "Abgerufen am",
)  # fmt: skip


def xlsx_bytes(table: Table, sources: Sequence[Source], notes: Iterable[tuple[str, str]]) -> bytes:
    """Return a workbook: the values, their sources, and what to know about them."""
    book = Workbook(write_only=True)
    if table.first_line:
        _add_sheet(book, "Achtung", [Column(id="", label=table.first_line)], [])
    _add_sheet(book, "Werte", table.columns, table.rows)
    _add_sheet(
        book,
        "Quellen",
        [Column(id="", label=head) for head in SOURCE_HEADS],
        [
            (one.publisher, one.title, one.url, one.licence, one.licence_url, one.accessed)
            for one in sources
        ],
    )
    heads = [Column(id="", label="Angabe"), Column(id="", label="Inhalt")]
    _add_sheet(book, "Hinweise", heads, list(notes))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add_sheet(
    book: Workbook, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns):
        widths = [len(str(_sheet_value(row[position]))) for row in rows]
        letter = get_column_letter(position + 1)
        sheet.column_dimensions[letter].width = min(60, max([len(column.label), *widths]) + 2)
    heads = [WriteOnlyCell(sheet, value=column.label) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        cells = zip(row, columns, strict=True)
        sheet.append([_sheet_cell(sheet, cell, column) for cell, column in cells])


def _sheet_cell(sheet: object, cell: Cell, column: Column) -> SheetCell:
    value = _sheet_value(cell)
    written = WriteOnlyCell(sheet, value=value)
    decimals = cell.decimals if isinstance(cell, Number) else column.decimals
    if isinstance(value, str):
        written.data_type = "s"  # a text stays a text, even one that looks like a formula
        written.alignment = Alignment(wrap_text=True, vertical="top")
    elif decimals is not None:
        written.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
    return written


def _sheet_value(cell: Cell) -> str | float | int:
    if isinstance(cell, Missing):
        return cell.reason
    if isinstance(cell, Number):
        return cell.value
    return cell.text if isinstance(cell, Link) else cell
