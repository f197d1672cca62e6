"""What slides are made of: columns, titled parts, tables of all towns, a lesson."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import read_as
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Indicator, Phase, Town
from dashboard.figures.theme import INK
from dashboard.findings.comparison import Place, common_date, reference, rows_at
from dashboard.findings.comparison import places as comparison_places
from dashboard.findings.own_town import OwnTown
from dashboard.findings.town import lessons_of, of_phase
from dashboard.pages.town.brief import after_end
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import flag_words, number_of

MOST_COLUMNS = 5  # towns: more stand closer in a table


def places(data: Dataset, town: Gemeinde, first: str = "") -> tuple[Place, ...]:
    """Return the same towns as places of a comparison."""
    own = () if isinstance(town, Town) else (OwnTown(name=town.short_name, ags=town.ags),)
    return comparison_places(data, tuple(data.towns), first, own, INK)


def with_pilots(data: Dataset, town: Gemeinde) -> tuple[Gemeinde, ...]:
    """Return the pilot towns, and before them a town that is none."""
    pilots = tuple(data.towns.values())
    return pilots if isinstance(town, Town) else (town, *pilots)


def columns(children: Sequence[Component]) -> Component:
    """Return parts beside one another, equally wide."""
    return html.Div(list(children), className="slide__columns")


def wide_columns(children: Sequence[Component]) -> Component:
    """Return two parts beside one another, the first wider."""
    return html.Div(list(children), className="slide__columns slide__columns--wide")


def by_town(
    town: Gemeinde,
    heads: Sequence[str],
    rows: Iterable[tuple[Gemeinde, Sequence[str]]],
    *,
    close: bool = False,
) -> Component:
    """Return a table with one row a town, the speaking one marked; `close` for long texts."""
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in ("Stadt", *heads)])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th([town_symbol(one), one.name], scope="row"),
                            *map(html.Td, cells),
                        ],
                        className="own" if one == town else None,
                    )
                    for one, cells in rows
                ]
            ),
        ],
        className="others others--close" if close else "others",
    )


def matrix(data: Dataset, town: Gemeinde, ids: Sequence[str]) -> Component:
    """Return the same indicators for all towns, with the median where there is one."""
    towns = with_pilots(data, town)
    heads = [
        html.Th(
            [town_symbol(one), one.short_name],
            scope="col",
            className="own" if one == town else None,
        )
        for one in towns
    ]
    rows = [_matrix_row(data, town, data.indicators[id_]) for id_ in ids]
    head = html.Tr([html.Th("Kennzahl", scope="col"), *heads, html.Th("Median", scope="col")])
    narrow = " others--narrow" if len(towns) > MOST_COLUMNS else ""
    return html.Table(
        [html.Thead(head), html.Tbody(rows)], className=f"others others--matrix{narrow}"
    )


def _matrix_row(data: Dataset, town: Gemeinde, indicator: Indicator) -> Component:
    ids = [one.id for one in with_pilots(data, town)]
    found = rows_at(data, places(data, town), indicator)
    date = common_date(data, ids, indicator.id)
    cells = []
    for row in found:
        text = number_of(row.observation, indicator)
        if row.elsewhere:
            other = number_of(row.elsewhere, indicator)
            text += f" ({row.elsewhere.date[:4]}: {other})"
        mark = flag_words(row.observation or row.elsewhere)
        content = [text, html.Span(mark, className="others__date")] if mark else text
        cells.append(html.Td(content, className="own" if row.place.id == town.id else None))
    against = reference(data, indicator.id, date)
    unit = data.units[indicator.unit]
    about = f"{unit.suffix or unit.label}, {date_text(date)}"
    name = [indicator.short_label, html.Span(about, className="others__date")]
    last = html.Td(read_as("–", "kein Wert"))
    if against.median:
        whose = html.Span(
            data.benchmarks[against.median.town].short_label, className="others__date"
        )
        last = html.Td([number_of(against.median, indicator), whose])
    return html.Tr([html.Th(name, scope="row"), *cells, last])


def titled_part(title: str, children: Sequence[Component], sentence: str) -> Component:
    """Return a part of a slide under a small heading, with a sentence where there is one."""
    return html.Div(
        [
            html.P(title, className="slide__subtitle") if title else None,
            html.P(sentence, className="slide__aid") if sentence else None,
            *children,
        ]
    )


def a_lesson_each(data: Dataset, town: Gemeinde) -> Component:
    """Return a lesson of each pilot town that has one of its own."""
    return by_town(
        town,
        ("Eine Erkenntnis von dort", "Gesagt von"),
        [
            (one, (first.title, first.said_by))
            for one in data.towns.values()
            for first in lessons_of(data, one)[:1]
            if one.slug in first.about
        ],
    )


def last_steps(data: Dataset, town: Gemeinde) -> Component:
    """Return what is last known to have happened in each pilot town."""
    rows = [(one, (_last_step(data, one),)) for one in data.towns.values()]
    return by_town(town, ("Zuletzt verzeichnet",), rows)


def _last_step(data: Dataset, town: Town) -> str:
    after = of_phase(data, town, Phase.AFTER)
    if not after:
        return f"{after_end(data)} nichts bekannt"
    return f"{after[-1].date_text}: {after[-1].title}"
