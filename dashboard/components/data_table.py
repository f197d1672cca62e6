"""The HTML form of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from dashboard.downloads.table import Cell, Column, Link, Missing, Table, cell_text


def html_table(table: Table, *, class_name: str = "data-table") -> Component:
    """Return the table with caption and scopes, in a box that scrolls by keyboard if too wide."""
    head = html.Tr(
        [html.Th(column.label, scope="col", className=_class(column)) for column in table.columns]
    )
    rows = [_row(table.columns, row, key) for row, key in zip_longest(table.rows, table.keys)]
    parts = [html.Caption(table.caption), html.Thead(head), html.Tbody(rows)]
    return scroll_box(html.Table(parts, className=class_name), table.caption)


def scroll_box(wide: Component, label: str, css_class: str = "table-scroll") -> Component:
    """Return something wide in a box of its own that scrolls, also by keyboard, if it must."""
    return html.Div(wide, className=css_class, role="region", tabIndex=0, **{"aria-label": label})


def _row(columns: Sequence[Column], row: Sequence[Cell], key: str | None) -> Component:
    first, *rest = (_content(cell, column) for cell, column in zip(row, columns, strict=True))
    cells = [html.Th(first, scope="row")]
    cells += [
        html.Td(content, className=_class(column, cell))
        for content, column, cell in zip(rest, columns[1:], row[1:], strict=True)
    ]
    return html.Tr(cells, **({"data-town": key} if key else {}))


def _content(cell: Cell, column: Column) -> str | Component:
    if isinstance(cell, Link):
        return html.A(cell.text, href=cell.href)
    return cell_text(cell, column)


def _class(column: Column, cell: Cell | None = None) -> str | None:
    if isinstance(cell, Missing):
        return "missing"
    return "number" if column.decimals is not None else None
