"""A table as data: what a figure shows, its HTML table and its download are one and the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.facts.model import is_date
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import MISSING, number


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell without a value, and why."""

    reason: str = MISSING


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere; downloads write its text."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number with decimals of its own, for columns that hold several indicators."""

    value: float
    decimals: int


Cell = str | float | int | Number | Missing | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `id` heads the machine file, `label` the page; `decimals` marks numbers.

    A column of dates holds them as ISO, as machines take them; readers get them in German.
    """

    id: str
    label: str
    decimals: int | None = None
    date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; the first column names the row.

    `first_line` stands above the header of every file made of it, as a warning. `keys`, one a
    row, link the rows with other marks of the same town on the page.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    first_line: str = ""
    keys: tuple[str, ...] = ()


def without_links(table: Table) -> Table:
    """Return the table with texts in place of links, for where these stand beside it."""
    rows = tuple(
        tuple(cell.text if isinstance(cell, Link) else cell for cell in row) for row in table.rows
    )
    return replace(table, rows=rows)


def cell_text(cell: Cell, column: Column) -> str:
    """Return a cell as a German reader expects it."""
    if isinstance(cell, Missing):
        return cell.reason
    if isinstance(cell, Link):
        return cell.text
    if isinstance(cell, str):
        return date_text(cell) if column.date and is_date(cell) else cell
    if isinstance(cell, Number):
        return number(cell.value, cell.decimals)
    return number(cell, column.decimals or 0)
