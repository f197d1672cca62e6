"""Values of a theme in short rows: each leads to all that is known of it, shown below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.band_table import NO_COMPARISON, standing_outline, standing_words
from dashboard.components.data_table import html_table
from dashboard.components.layout import fact_list
from dashboard.components.provenance import Provenance, provenance_parts
from dashboard.downloads.table import Table
from dashboard.facts.model import Level
from dashboard.findings.band import QUARTILES
from dashboard.findings.town import KeyFigure
from dashboard.wording import links
from dashboard.wording.dates import short_date
from dashboard.wording.numbers import flag_words

ONE_COLUMN = 6  # more rows than this stand side by side where there is room


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The row that is open: its origin, its values over the years, and what leads further.

    `sources` are those of the years; the table has their names.
    """

    indicator: str
    origin: tuple[Provenance, ...]
    years: Table | None
    sources: Component | None
    further: Sequence[Component | str]


def value_rows(
    figures: Sequence[KeyFigure],
    label: str,
    link: Callable[[KeyFigure], str],
    opened: Opened | None,
) -> Component:
    """Return the rows as a list named by `label`; `link` opens or shuts a row."""
    rows = [row for one in figures for row in _rows(one, link, opened)]
    wide = "" if len(figures) > ONE_COLUMN else " value-rows--few"
    return html.Ul(rows, className=f"value-rows{wide}", **{"aria-label": label})


def _rows(
    figure: KeyFigure, link: Callable[[KeyFigure], str], opened: Opened | None
) -> list[Component]:
    id_ = figure.indicator.id
    shown = opened if opened and opened.indicator == id_ else None
    name = html.A(
        figure.indicator.label,
        href=link(figure),
        id=links.value_anchor(id_),
        **{"data-view": "true", "aria-expanded": "true" if shown else "false"},
    )
    value = html.Div(html.B(figure.text(figure.observation)), className="value-rows__value")
    when = html.Div(_when(figure), className="value-rows__when")
    words = html.Span([_words(figure), when])
    row = html.Li([name, value, standing_outline(figure), words])
    return [row, _detail(figure, shown)] if shown else [row]


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
    return ", ".join(filter(None, (short_date(one.date), about, kind)))


def _detail(figure: KeyFigure, opened: Opened) -> Component:
    """Return what the value counts, where it comes from, what it stands beside, and its years."""
    terms = list(_compared(figure))
    years = opened.years
    return html.Li(
        [
            *provenance_parts(opened.origin, licences=False),
            fact_list(terms) if terms else None,
            html.P(list(opened.further)),
            html.Details([html.Summary(years.caption), html_table(years), opened.sources])
            if years
            else None,
        ],
        className="value-rows__detail provenance",
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
