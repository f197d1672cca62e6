"""Tables as workbooks with their sources; a module of its own, as openpyxl imports slowly."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap
from zipfile import ZipFile

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
from dashboard.facts.fingerprint import digest
from dashboard.facts.model import Source, is_day, is_url

OF_SOURCES = (
    Column(id="publisher", label="Herausgeber"),
    Column(id="title", label="Titel"),
    Column(id="url", label="Adresse"),
    Column(id="licence", label="Lizenz"),
    Column(id="licence_url", label="Adresse der Lizenz"),
    Column(id="accessed", label="Abgerufen am", date=True),
)
OF_NOTES = (Column(id="about", label="Angabe"), Column(id="said", label="Inhalt"))
WIDEST, NARROWEST = 60, 10  # letters: longer texts are wrapped, heads too
LINE, HIGHEST = 15, 409  # points: of a line, and of a row at most
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")
LINKED = Font(color="0563C1", underline="single")
MADE = "docProps/core.xml"  # the part of a workbook that says when it was made
LONGEST_LINK = 2048  # letters: Excel calls a workbook with a longer one damaged


def xlsx_bytes(
    table: Table,
    sources: Sequence[Source],
    notes: Iterable[tuple[str, str]],
    credits_: Sequence[str] = (),
) -> bytes:
    """Return a workbook: the values, their sources, and what to know about them.

    `credits_` are what is to be said of origin and rights beside the sources.
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = table.caption, None
    if table.first_line:
        _add_texts(book, "Achtung", [Column(id="warning", label=table.first_line)], ())
    _add_sheet(book, "Werte", file_columns(table))
    _add_texts(
        book,
        "Quellen",
        OF_SOURCES,
        [
            (one.publisher, one.title, one.url, one.licence, one.licence_url, one.accessed)
            for one in sources
        ]
        + [("", text, "", "", "", "") for text in credits_],
    )
    _add_texts(book, "Hinweise", OF_NOTES, notes)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def content_key(book: bytes) -> str:
    """Return what tells workbooks apart by what they hold, not by the time at which they were made.

    That stands in one part of them alone; of the others the checksums are known.
    """
    with ZipFile(io.BytesIO(book)) as parts:
        checked = [(one.filename, one.CRC) for one in parts.infolist() if one.filename != MADE]
    return digest(repr(checked).encode())


def _add_texts(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]
) -> None:
    table = Table(caption=title, columns=tuple(columns), rows=tuple(map(tuple, rows)))
    _add_sheet(book, title, file_columns(table), linked=True)


def _add_sheet(
    book: Workbook, title: str, columns: Sequence[FileColumn], *, linked: bool = False
) -> None:
    """Add a sheet; where it is `linked`, addresses can be clicked: few, each costs Excel time."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _width(column)
    if any(column.cells for column in columns):
        last = f"{get_column_letter(len(columns))}{len(columns[0].cells) + 1}"
        sheet.auto_filter.ref = f"A1:{last}"
    tall = _tall(columns)
    for row, lines in tall.items():
        sheet.row_dimensions[row].height = min(LINE * lines, HIGHEST)
    heads = [WriteOnlyCell(sheet, value=column.label) for column in columns]
    for head in heads:
        head.font, head.alignment = Font(bold=True), WRAPPED
    sheet.append(heads)
    written = zip(*(_sheet_cells(sheet, column) for column in columns), strict=True)
    for row, cells in enumerate(written, start=2):
        shown = _clickable(sheet, row, cells) if linked else cells
        sheet.append(_at_top(sheet, shown) if row in tall else shown)


def _width(column: FileColumn) -> int:
    """Return how many letters wide a column is: as its cells, and words of its head stay whole."""
    cells = max((len(str(one)) for one in column.cells if one is not None), default=0)
    word = max(map(len, column.label.split()), default=0)
    return min(WIDEST, max(cells, word, NARROWEST) + 2)


def _tall(columns: Sequence[FileColumn]) -> Mapping[int, int]:
    """Return how many lines the rows of wrapped texts have: LibreOffice does not look itself."""
    lines = {1: max(len(wrap(column.label, _width(column) - 2)) for column in columns)}
    for column in columns:
        for row, cell in enumerate(column.cells, start=2):
            if isinstance(cell, str) and len(cell) > WIDEST:
                lines[row] = max(lines.get(row, 1), len(wrap(cell, WIDEST)))
    return lines


def _at_top(sheet: object, cells: Iterable[SheetCell | Plain]) -> Iterator[SheetCell | Plain]:
    for cell in cells:
        written = WriteOnlyCell(sheet, value=cell) if isinstance(cell, str | int | float) else cell
        if written is not None and not written.alignment.wrap_text:
            written.alignment = TOP
        yield written


def _clickable(
    sheet: object, row: int, cells: Iterable[SheetCell | Plain]
) -> Iterator[SheetCell | Plain]:
    for column, cell in enumerate(cells, start=1):
        text = cell.value if isinstance(cell, SheetCell) else cell
        if isinstance(text, str) and is_url(text) and len(text) < LONGEST_LINK:
            link = WriteOnlyCell(sheet, value=text)
            link.row, link.column = row, column  # else it would not know where it leads from
            link.hyperlink, link.font = text, LINKED
            yield link
        else:
            yield cell


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
