"""Values of a theme in short rows: each leads to all that is known of it, shown below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.band_table import NO_COMPARISON, standing_words
from dashboard.components.data_table import html_table
from dashboard.components.layout import fact_list
from dashboard.components.provenance import Provenance, provenance_parts
from dashboard.components.silhouette import Mark, silhouette
from dashboard.downloads.table import Table
from dashboard.facts.model import Level
from dashboard.findings.band import QUARTILES
from dashboard.findings.town import KeyFigure
from dashboard.wording import links
from dashboard.wording.dates import short_date
from dashboard.wording.numbers import flag_words

ONE_COLUMN = 6  # more rows than this stand in columns where there is room
COLUMNS = 4  # of a row: name, value, outline, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The row that is open: its origin, its values over the years, and what leads further.

    `sources` are those of the years; the table has their names.
    """

    indicator: str
    origin: tuple[Provenance, ...]
    years: Table | None
    sources: Component | None
    further: Sequence[Component]


def value_rows(
    figures: Sequence[KeyFigure],
    caption: str,
    link: Callable[[KeyFigure], str],
    opened: Opened | None,
) -> Component:
    """Return the rows as one table, or two side by side; `link` opens or shuts a row."""
    count = 3 if not any(one.quarter for one in figures) else 2
    size = len(figures) if len(figures) <= ONE_COLUMN else -(-len(figures) // count)
    parts = [figures[at : at + size] for at in range(0, len(figures), size)]
    tables = [
        html.Table(
            [
                html.Caption(f"{caption}{_part(at, len(parts))}", className="visually-hidden"),
                html.Colgroup([html.Col() for _ in range(COLUMNS)]),
                html.Thead(
                    html.Tr(
                        [
                            html.Th("Kennzahl", scope="col"),
                            html.Th("Wert", scope="col"),
                            html.Th("Eingeordnet, mit Stichtag", scope="col", colSpan=2),
                        ]
                    ),
                    className="visually-hidden",
                ),
                html.Tbody([row for one in part for row in _rows(one, link, opened)]),
            ],
            className="value-rows",
        )
        for at, part in enumerate(parts)
    ]
    return html.Div(tables, className=f"value-columns value-columns--{len(parts)}")


def _part(at: int, of: int) -> str:
    return f" ({at + 1}. Teil)" if of > 1 else ""


def _rows(
    figure: KeyFigure, link: Callable[[KeyFigure], str], opened: Opened | None
) -> list[Component]:
    id_ = figure.indicator.id
    is_open = opened is not None and opened.indicator == id_
    name = html.A(
        figure.indicator.label,
        href=link(figure),
        id=links.value_anchor(id_),
        **{"data-view": "true", "aria-expanded": "true" if is_open else "false"},
    )
    row = html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(figure.text(figure.observation), className="number value-rows__value"),
            *_place(figure),
        ]
    )
    if not (opened and is_open):
        return [row]
    detail = html.Td(_detail(figure, opened), colSpan=COLUMNS)
    return [row, html.Tr(detail, className="value-rows__detail")]


def _place(figure: KeyFigure) -> list[Component]:
    words = html.Td([_words(figure), html.Span(_when(figure), className="value-rows__when")])
    if figure.spread is None or figure.quarter is None:
        words.colSpan = 2
        return [words]
    mark = Mark(figure.observation.town, "circle", figure.observation.value or 0.0)
    return [html.Td(silhouette(figure.spread, [mark])), words]


def _words(figure: KeyFigure) -> str | Component:
    if figure.spread and figure.quarter:
        return standing_words(figure)
    if figure.other is None:
        return html.Span(NO_COMPARISON.reason, className="missing")
    label, observation = figure.other
    return f"{label}: {figure.text(observation)}"


def _when(figure: KeyFigure) -> str:
    """Return the date, and what the value is of where that is not the town as it is."""
    one = figure.observation
    about = flag_words(one) or (str(one.level) if one.level is not Level.GEMEINDE else "")
    kind = "Modellschätzung" if figure.indicator.estimate else ""
    return " · ".join(filter(None, (short_date(one.date), about, kind)))


def _detail(figure: KeyFigure, opened: Opened) -> Component:
    terms = list(_compared(figure))
    return html.Div(
        [
            *provenance_parts(opened.origin),
            fact_list(terms) if terms else None,
            html_table(opened.years) if opened.years else None,
            opened.sources,
            html.P(list(opened.further), className="value-rows__further"),
        ],
        className="provenance",
    )


def _compared(figure: KeyFigure) -> list[tuple[str, str]]:
    terms = []
    if figure.spread:
        quartiles = (
            f"{label}: {figure.text(one)}"
            for label, one in zip(QUARTILES, figure.band, strict=True)
        )
        terms.append(("In der Größenklasse", "; ".join((figure.spread.whom, *quartiles))))
    elif figure.other:
        terms.append((figure.other[0], figure.text(figure.other[1])))
    if figure.germany:
        terms.append(("Ganz Deutschland", figure.text(figure.germany)))
    return terms
