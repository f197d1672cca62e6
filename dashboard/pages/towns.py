"""All towns to choose from: by name, the pilot towns, or by Land and Kreis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import section
from dashboard.components.live_part import notices as sentences
from dashboard.components.town_search import town_search
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.findings.band import SIZE
from dashboard.findings.town_search import all_towns
from dashboard.pages.choices import UrlState, one_of
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, number
from dashboard.wording.search import sort_key

PAGE = Page(id="staedte", path=links.TOWNS, name="Alle Städte", menu=Menu.NONE)
LIST = "laender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The Land whose towns are shown, by the first two digits of their keys; empty for none."""

    chosen: str


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the list."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the ways to a town; with the list of those of the Land in the address."""
    towns = sorted(all_towns(data), key=lambda one: sort_key(one.name))
    laender = {one.ags[:2]: one.land for one in sorted(towns, key=lambda one: one.land)}
    state = UrlState(Choices, {"chosen": one_of(Key.LAND, "Das Land", ["", *laender], "")})
    choices, notices = state.read(address.query)
    lead = f"{number(len(towns), 0)} Gemeinden mit {SIZE}, nach Namen oder nach Land und Kreis."
    shown = [one for one in towns if one.ags[:2] == choices.chosen]
    return View(
        title=f"Städte in {laender[choices.chosen]}" if choices.chosen else PAGE.name,
        description=lead,
        content=(
            html.Div(
                [
                    html.H1("Eine Stadt wählen"),
                    html.P(lead, className="lead"),
                    town_search(PAGE.id),
                    sentences(notices),
                ],
                className="page-head",
            ),
            _pilot_towns(data),
            section(
                LIST,
                "Nach Land und Kreis",
                [
                    _laender(towns, laender, choices.chosen),
                    html.H3(laender[choices.chosen]) if shown else None,
                    *_kreise(shown),
                ],
            ),
        ),
    )


def _pilot_towns(data: Dataset) -> Component:
    rows = [
        html.Li([town_symbol(one), " ", html.A(one.name, href=links.town(one.slug))])
        for one in data.towns.values()
    ]
    title = f"Die {count_text(len(rows))} Städte des Projekts"
    return section("projekt", title, [html.Ul(rows, className="town-list")])


def _laender(towns: list[Gemeinde], laender: dict[str, str], chosen: str) -> Component:
    counts = Counter(one.ags[:2] for one in towns)
    rows = []
    for key, land in laender.items():
        here = {"aria-current": "true"} if key == chosen else {}
        address = links.to(links.TOWNS, ((Key.LAND, key),), LIST)
        rows.append(html.Li(html.A(f"{land} ({number(counts[key], 0)})", href=address, **here)))
    return html.Nav(
        html.Ul(rows, className="town-list"), className="laender", **{"aria-label": "Länder"}
    )


def _kreise(towns: list[Gemeinde]) -> list[Component]:
    """Return the towns of a Land, folded by Kreis."""
    by_kreis = sorted(towns, key=lambda one: sort_key(one.kreis_label))
    return [
        html.Details(
            [
                html.Summary(f"{kreis} ({len(found)})"),
                html.Ul(
                    [html.Li(html.A(one.name, href=links.town(one.slug))) for one in found],
                    className="town-list",
                ),
            ],
            className="disclosure",
        )
        for kreis, group in groupby(by_kreis, key=lambda one: one.kreis_label)
        if (found := list(group))
    ]
