"""Activities by kind and town: a symbol of its town for each activity of a kind."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import activity_noun
from dashboard.components.activities.list import category_symbol
from dashboard.components.town_style import town_or_network_symbol
from dashboard.downloads.table import Column, Number, Table
from dashboard.findings.activities import (
    counted,
    grouped,
    option_counts,
    place_name,
    short_name,
)
from dashboard.pages.start.choices import Chosen
from dashboard.pages.start.drawing import Drawing, value_rows
from dashboard.wording.dates import span_text

MOST = 7  # kinds; those that are chosen come on top of the most frequent
LIST_CREDIT = "Quellen stehen bei jeder Aktivität"

Cells = Mapping[tuple[str, str], int]  # kind and place → how many activities


def kinds_drawing(chosen: Chosen) -> Drawing:
    """Draw the kinds, the most frequent first; kinds and towns that are not chosen are dimmed."""
    data, choices = chosen.data, chosen.choices
    cells = _cells(chosen)
    each = option_counts(data, chosen.filters(), "categories", data.categories)
    everywhere = {id_: sum(cells[id_, place] for place in chosen.places) for id_ in each}
    known = sorted(
        (id_ for id_, count in everywhere.items() if count), key=lambda id_: -everywhere[id_]
    )
    shown = [id_ for id_ in known if id_ in choices.categories or id_ in known[:MOST]]
    rest = len(known) - len(shown)
    period = span_text(choices.start, choices.end)
    title = f"Aktivitäten nach Art und Stadt, {period}"
    return Drawing(
        title=title,
        finding="Ein Zeichen ist eine Aktivität, seine Form die Stadt. Jede Zahl gilt, wenn allein "
        "diese Art gewählt ist."
        + (f" {rest} seltenere Arten stehen im Feld „Art“." if rest > 1 else ""),
        body=value_rows(
            "kinds-by-town",
            title,
            3,
            [_row(chosen, id_, each[id_], cells) for id_ in shown],
        ),
        table=lambda: Table(
            caption=title,
            columns=(
                Column(id="kind", label="Art"),
                *(
                    Column(id=place, label=place_name(data, place), decimals=0)
                    for place in chosen.places
                ),
            ),
            rows=tuple(
                (
                    data.categories[id_].label,
                    *(Number(cells[id_, place], 0) for place in chosen.places),
                )
                for id_ in known
            ),
        ),
        credits=(LIST_CREDIT,),
    )


def _cells(chosen: Chosen) -> Cells:
    """Return how many activities choosing one kind and one place would leave."""
    every = chosen.activities("towns", "categories")
    groups = grouped(every, lambda one: ((one.category, one.town),))
    return {
        (id_, place): len(counted(groups.get((id_, place), ())))
        for id_ in chosen.data.categories
        for place in chosen.places
    }


def _row(chosen: Chosen, id_: str, count: int, cells: Cells) -> Component:
    category, chosen_kinds = chosen.data.categories[id_], chosen.choices.categories
    step = "nicht mehr wählen" if id_ in chosen_kinds else "wählen"
    held = [(place, cells[id_, place]) for place in chosen.places if cells[id_, place]]
    words = ", ".join(f"{short_name(chosen.data, place)} {number}" for place, number in held)
    symbols = [
        html.Span(
            [town_or_network_symbol(chosen.data.towns.get(place)) for _ in range(number)],
            className="dimmed" if chosen.is_dimmed(place) else None,
        )
        for place, number in held
    ]
    link = html.A(
        [
            category_symbol(category),
            category.label,
        ],
        href=chosen.with_kind(id_),
        id=f"art-{id_}",
        title=category.description,
        **{
            "data-view": "true",
            "aria-current": "true" if id_ in chosen_kinds else None,
            "aria-label": f"{category.label}, {count} {activity_noun(count)}, {step}",
        },
    )
    return html.Tr(
        [
            html.Th(link, scope="row"),
            html.Td(
                [
                    html.Span(symbols, className="kinds-by-town__marks", title=words),
                    html.Span(words, className="visually-hidden"),
                ]
            ),
            html.Td(html.B(str(count))),
        ],
        className="dimmed" if chosen_kinds and id_ not in chosen_kinds else None,
        **{"data-kind": id_, "data-number": str(count)},
    )
