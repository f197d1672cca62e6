"""Tables as workbooks with their sources; a module of its own, as openpyxl imports slowly."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dashboard.downloads.table import (
    AS_THEY_ARE,
    Column,
    FileColumn,
    Kind,
    Plain,
    Table,
    file_columns,
)
from dashboard.facts.model import Source, is_day

SOURCE_HEADS = (
    "Herausgeber", "Titel", "Adresse", "Lizenz", "Adresse der Lizenz", "Abgerufen am",
)  # fmt: skip
WIDEST = 60  # letters: longer texts are wrapped
WRAPPED = Alignment(wrap_text=True, vertical="top")


def xlsx_bytes(table: Table, sources: Sequence[Source], notes: Iterable[tuple[str, str]]) -> bytes:
    """Return a workbook: the values, their sources, and what to know about them."""
    book = Workbook(write_only=True)
    if table.first_line:
        _add_texts(book, "Achtung", (table.first_line,), ())
    _add_sheet(book, "Werte", file_columns(table))
    _add_texts(
        book,
        "Quellen",
        SOURCE_HEADS,
        [
            (one.publisher, one.title, one.url, one.licence, one.licence_url, one.accessed)
            for one in sources
        ],
    )
    _add_texts(book, "Hinweise", ("Angabe", "Inhalt"), notes)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add_texts(
    book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    columns = tuple(Column(id="", label=head) for head in heads)
    table = Table(caption=title, columns=columns, rows=tuple(map(tuple, rows)))
    _add_sheet(book, title, file_columns(table))


def _add_sheet(book: Workbook, title: str, columns: Sequence[FileColumn]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        longest = max(len(text) for text in (column.label, *map(str, column.cells)))
        sheet.column_dimensions[get_column_letter(position)].width = min(WIDEST, longest + 2)
    heads = [WriteOnlyCell(sheet, value=column.label) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for cells in zip(*(_sheet_cells(sheet, column) for column in columns), strict=True):
        sheet.append(cells)


def _sheet_cells(sheet: object, column: FileColumn) -> Iterator[SheetCell | Plain]:
    """Yield what is written: the value itself wherever that will do, for styles cost time."""
    for at, cell in enumerate(column.cells):
        if isinstance(cell, str):
            yield _text(sheet, cell, column.kind)
        elif cell is None or column.decimals[at] == AS_THEY_ARE:
            yield cell
        else:
            decimals = column.decimals[at]
            written = WriteOnlyCell(sheet, value=cell)
            written.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
            yield written


def _text(sheet: object, text: str, kind: Kind) -> SheetCell | str:
    if kind is Kind.DATE and is_day(text):
        day = WriteOnlyCell(sheet, value=date.fromisoformat(text))
        day.number_format = "DD.MM.YYYY"
        return day
    if len(text) <= WIDEST and not text.startswith("="):
        return text
    written = WriteOnlyCell(sheet, value=text)
    written.data_type = "s"  # a text stays a text, even one that looks like a formula
    written.alignment = WRAPPED
    return written
