"""The HTML form of a table."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.tabular import Cell, Column, Link, Missing, Table, cell_text


def html_table(table: Table, *, class_name: str = "data-table") -> Component:
    """Return the table with caption and scopes, in a box that scrolls by keyboard if too wide."""
    head = html.Tr(
        [html.Th(column.label, scope="col", className=_class(column)) for column in table.columns]
    )
    return html.Div(
        html.Table(
            [
                html.Caption(table.caption),
                html.Thead(head),
                html.Tbody([_row(table.columns, row) for row in table.rows]),
            ],
            className=class_name,
        ),
        className="table-scroll",
        role="region",
        tabIndex=0,
        **{"aria-label": table.caption},
    )


def _row(columns: Sequence[Column], row: Sequence[Cell]) -> Component:
    first, *rest = (_content(cell, column) for cell, column in zip(row, columns, strict=True))
    cells = [html.Th(first, scope="row")]
    cells += [
        html.Td(content, className=_class(column, cell))
        for content, column, cell in zip(rest, columns[1:], row[1:], strict=True)
    ]
    return html.Tr(cells)


def _content(cell: Cell, column: Column) -> str | Component:
    if isinstance(cell, Link):
        return html.A(cell.text, href=cell.href)
    return cell_text(cell, column)


def _class(column: Column, cell: Cell | None = None) -> str | None:
    if isinstance(cell, Missing):
        return "missing"
    return "number" if column.decimals is not None else None
