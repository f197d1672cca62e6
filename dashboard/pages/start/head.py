"""What stands around the linked views: what the project was, the towns, and where to go next."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.town_search import town_search
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Town
from dashboard.findings.town import POPULATION, population_text
from dashboard.pages.start.choices import Chosen, Shown
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, value_text

SAME_AS_COMPARISON = (Key.TOWNS, Key.INDICATOR, Key.OWN)


def draw_head(chosen: Chosen) -> Component:
    """Return in one sentence what the project was, what one can do here, and the own town."""
    project = chosen.data.project
    what = project.summary.partition(". ")[0].rstrip(".")
    return html.Div(
        [
            html.Div(
                [
                    html.Div(
                        [html.H1(project.title), draw_ways(chosen)], className="overview__heading"
                    ),
                    html.P(f"{what}.", className="lead", id="projekt"),
                    html.P(
                        "Wählen Sie Städte, eine Art von Aktivität oder Monate: Karte, Zeit und "
                        "Liste folgen. Noch einmal klicken oder „×“ nimmt eine Wahl zurück.",
                        className="no-print",
                    ),
                ]
            ),
            _own(chosen),
        ],
        className="overview-head",
    )


def _own(chosen: Chosen) -> Component:
    """Return the field for the visitor's town, and where the towns most like it are named."""
    query = dict(chosen.state.query(chosen.choices))
    if chosen.choices.view == Shown.KINDS:  # of activities the own town has none
        query[Key.VIEW] = Shown.INDICATOR
    alike = links.own_town(chosen.choices.own)
    name = chosen.data.place_label(chosen.choices.own)
    words = f"Welche der {count_text(len(chosen.data.towns))} ähnelt {name or 'Ihrer'}?"
    return html.Div(
        [
            town_search(
                "start",
                label="Ihre Kleinstadt daneben",
                choices=query,
                added_to=links.START,
                button="Zeigen",
            ),
            html.P(html.A(words, href=alike)),
        ],
        className="overview-head__own no-print",
    )


def draw_ways(chosen: Chosen) -> Component:
    """Return what can be done with what is shown: compare, present, print, read the lessons.

    In: the one town that is chosen, or the own one, is presented; else the visitor is asked which.
    """
    data, choices = chosen.data, chosen.choices
    towns = [one for one in choices.towns if one in data.towns]
    own = data.gemeinde(choices.own)
    slug = towns[0] if len(towns) == 1 else own.slug if own and not towns else ""
    present = (
        html.A("In der Sitzung zeigen", href=links.meeting(slug))
        if slug
        else html.A("In einer Sitzung zeigen", href=links.to(links.MEETINGS))
    )
    compare = chosen.elsewhere(links.COMPARISON, SAME_AS_COMPARISON)
    items: list[Component] = [
        html.A("Vergleichen", href=compare),
        present,
        html.Button("Drucken", type="button", className="needs-script", **{"data-print": ""}),
        html.A("Erkenntnisse lesen", href=links.to(links.LESSONS)),
    ]
    return html.Nav(
        html.Ul([html.Li(one) for one in items]),
        id="wege",
        className="overview__ways no-print",
        **{"aria-label": "Mit dieser Auswahl"},
    )


def towns_in_brief(data: Dataset) -> Component:
    """Return each town with its Land, its population and one figure, and all their sources."""
    said: dict[str, list[str]] = {}  # source → what of
    for town in data.towns.values():
        for id_ in (POPULATION, town.highlight_indicator):
            one = data.latest(town.slug, id_)
            label = data.indicators[id_].short_label
            if one and label not in said.setdefault(one.source, []):
                said[one.source].append(label)
    named: list[str | Component] = ["Quellen: "]
    for source, labels in said.items():
        publisher, title = data.sources[source].publisher, data.sources[source].title
        named += ["; "] if len(named) > 1 else []
        named.append(f"{', '.join(labels)}: ")
        named.append(html.A(publisher, href=links.source(source), title=title))
    return html.Section(
        [
            html.H2(f"Die {count_text(len(data.towns))} Städte", id="staedte"),
            html.Ul([_card(data, town) for town in data.towns.values()], className="town-cards"),
            html.P(
                [*named, f". Karte: {'; '.join(data.geometry['attribution'])}."],
                className="source",
            ),
        ],
        className="section overview-towns linked",
    )


def _card(data: Dataset, town: Town) -> Component:
    newest, count = data.latest(town.slug, POPULATION), population_text(data, town)
    when = f" ({date_text(newest.date)})" if newest else " zur Bevölkerung"
    return html.Li(
        [
            html.H3([town_symbol(town), html.A(town.name, href=links.town(town.slug))]),
            html.P(f"{town.land}, {count}{when}", className="town-card__place"),
            html.P(_highlight(data, town)),
        ],
        className="town-card",
        **{"data-town": town.slug},
    )


def _highlight(data: Dataset, town: Town) -> list[str | Component]:
    one = data.latest(town.slug, town.highlight_indicator)
    if one is None:
        return []
    indicator = data.indicators[one.indicator]
    before, after = town.highlight_text.split("{value}")
    value = value_text(one, indicator, data.units[indicator.unit])
    return [_dated(before, one.date), html.B(value), _dated(after, one.date)]


def _dated(text: str, date: str) -> str:
    return text.replace("{when}", when_text(date)).replace("{year}", date[:4])
