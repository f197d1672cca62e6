"""A table as data: what a figure shows, its HTML table and its files are one and the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.facts.model import Indicator, Observation, Unit, is_date
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import MISSING, NO_BREAK_SPACE, decimals_of, number, value_text

AS_THEY_ARE = 10  # decimals of a column whose numbers keep those they have


class Kind(StrEnum):
    """What all cells of a column of a file are; a key is digits that are no number."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell without a value, and why."""

    reason: str = MISSING


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of its own decimals and unit, for columns that hold several indicators.

    `words` is how the page writes it where that says more: „rund 390 %“, „Stufe III“; a value that
    only words can say is None.
    """

    value: float | None
    decimals: int
    unit: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """How the page writes it."""
        if self.words:
            return self.words
        plain = number(self.value, self.decimals)
        return f"{plain}{NO_BREAK_SPACE}{self.unit}" if self.unit else plain


def value_cell(observation: Observation, indicator: Indicator, unit: Unit) -> Number:
    """Return a value as a cell: its number apart from unit and words, written as everywhere."""
    words = value_text(observation, indicator, unit)
    plain = Number(observation.value, decimals_of(observation, indicator), unit.suffix)
    return plain if plain.text == words else replace(plain, words=words)


Cell = str | float | int | Number | Missing | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `id` heads the machine file, `label` the page; `decimals` marks numbers.

    A column of dates holds them as ISO, as machines take them; readers get them in German. `key`
    marks digits that are no number. `unit` is that of all its numbers, where the page says it only
    in the label. What a column is, is said here: it depends on no cell, so no choice changes it.
    """

    id: str
    label: str
    decimals: int | None = None
    date: bool = False
    key: bool = False
    unit: str = ""

    @property
    def kind(self) -> Kind:
        """What its cells are in files."""
        if self.decimals is not None:
            return Kind.NUMBER
        if self.date:
            return Kind.DATE
        return Kind.KEY if self.key else Kind.TEXT


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
    if isinstance(cell, Link | Number):
        return cell.text
    if isinstance(cell, str):
        return date_text(cell) if column.date and is_date(cell) else cell
    return number(cell, column.decimals or 0)


# ------------------------------------------------------------------------------------- as files


Plain = str | float | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileColumn:
    """A column of a file and its cells, each of one kind or empty; `decimals` are one a cell."""

    id: str
    label: str
    kind: Kind
    cells: tuple[Plain, ...]
    decimals: tuple[int, ...] = ()


def file_columns(table: Table) -> tuple[FileColumn, ...]:
    """Return what every file of a table holds: data, without what a page does for its looks.

    Beside a column stand, where a cell needs it, the unit of its numbers, how the page writes
    them, why a cell is empty, and the address to which it leads.
    """
    return tuple(
        one
        for at, column in enumerate(table.columns)
        for one in _split(column, tuple(row[at] for row in table.rows))
    )


def _split(column: Column, cells: tuple[Cell, ...]) -> Iterator[FileColumn]:
    plain = tuple(map(_plain, cells))
    numbers = column.kind is Kind.NUMBER
    yield FileColumn(
        id=column.id,
        label=column.label,
        kind=column.kind,
        # beside numbers a text stands in the column of words
        cells=tuple(None if numbers and isinstance(one, str) else one for one in plain),
        decimals=tuple(
            one.decimals if isinstance(one, Number) else column.decimals or 0 for one in cells
        )
        if numbers
        else (),
    )
    words = [
        (one.words if isinstance(one, Number) else one if isinstance(one, str) else "")
        for one in cells
    ]
    beside = (
        ("unit", "Einheit", [_unit(one, column) for one in cells]),
        ("words", "in Worten", words if numbers else []),
        (
            "missing",
            "warum leer",
            [one.reason if isinstance(one, Missing) else "" for one in cells],
        ),
        ("url", "Adresse", [one.href if isinstance(one, Link) else "" for one in cells]),
    )
    for suffix, label, texts in beside:
        if any(texts):
            yield FileColumn(
                id=f"{column.id}_{suffix}",
                label=f"{column.label}: {label}",
                kind=Kind.TEXT,
                cells=tuple(one or None for one in texts),
            )


def _plain(cell: Cell) -> Plain:
    if isinstance(cell, Missing):
        return None
    if isinstance(cell, Number):
        return cell.value
    return (cell.text if isinstance(cell, Link) else cell) if cell != "" else None


def _unit(cell: Cell, column: Column) -> str:
    if isinstance(cell, Number):
        return cell.unit or column.unit
    return column.unit if isinstance(cell, int | float) else ""
