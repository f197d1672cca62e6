"""The start page: who, what, when; a map, five towns, one project, three ways in."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.germany_map import Pin, germany_map
from dashboard.components.town_search import town_search
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Activity, Town
from dashboard.figures.lanes import beats, span
from dashboard.findings.town import POPULATION, population_text
from dashboard.pages.contract import Address, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.numbers import count_text, value_text

PAGE = Page(id="start", path=links.START, name="Start")


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the start page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the start page."""
    return View(
        title="Start",
        description=data.project.summary,
        content=(html.Div([_towns(data), _project(data)], className="linked"), _ways(data)),
    )


def _towns(data: Dataset) -> Component:
    head = html.Div(
        [
            html.H1(data.project.title),
            html.P(data.project.summary, className="lead"),
            town_search(PAGE.id, label="Ihre Kleinstadt suchen"),
        ],
        className="page-head",
    )
    title = f"Die {count_text(len(data.towns))} Städte"
    cards = html.Section(
        [
            html.H2(title, id="staedte", className="visually-hidden"),
            html.Ul([_card(data, town) for town in data.towns.values()], className="town-cards"),
        ],
        **{"aria-labelledby": "staedte"},
    )
    picture = html.Div([_map(data), html.P(_credits(data), className="source")])
    return html.Div([html.Div([head, cards]), picture], className="split split--centre")


def _credits(data: Dataset) -> str:
    return "; ".join(data.geometry["attribution"]) + "."


def _map(data: Dataset) -> Component:
    pins = [Pin(town=town, href=links.town(town.slug)) for town in data.towns.values()]
    label = f"Die {count_text(len(data.towns))} Städte auf der Deutschlandkarte"
    return germany_map(data.geometry, pins, label)


def _card(data: Dataset, town: Town) -> Component:
    population, count = data.latest(town.slug, POPULATION), population_text(data, town)
    about: list[str | Component] = [" zur Bevölkerung"]
    if population:
        link = _source_link(population.source, f"{town.name}: Bevölkerung")
        about = [f" ({date_text(population.date)}) ", link]
    return html.Li(
        [
            html.H3([town_symbol(town), html.A(town.name, href=links.town(town.slug))]),
            html.P([f"{town.land} · {count}", *about], className="town-card__place"),
            html.P(town.tried, className="town-card__text"),
            html.P(_highlight(data, town), className="town-card__text"),
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
    link = _source_link(one.source, town.name)
    return [_dated(before, one.date), html.Strong(value), _dated(f"{after} ", one.date), link]


def _dated(text: str, date: str) -> str:
    return text.replace("{when}", when_text(date)).replace("{year}", date[:4])


def _source_link(source: str, of: str) -> Component:
    return html.A(
        "Quelle",
        href=links.source(source),
        className="small",
        **{"aria-label": f"Quelle der Angabe zu {of}"},
    )


def _project(data: Dataset) -> Component:
    workshops = [data.activity(id_) for id_ in data.project.workshops]
    number = count_text(len(workshops))
    return html.Section(
        [
            html.H2(f"Ein Projekt, {number} Treffen", id="projekt"),
            html.P(
                f"In {number} Transferwerkstätten, jedes Mal in einer anderen Stadt, brachten "
                "die Städte ihre Erfahrungen zusammen.",
                className="section__intro",
            ),
            html.Div(
                [
                    _track(data, workshops),
                    html.Ol(
                        [
                            _workshop(data, number, workshop)
                            for number, workshop in enumerate(workshops, start=1)
                        ],
                        className="project-band__list",
                    ),
                ],
                className="project-band",
            ),
        ],
        className="section",
        **{"aria-labelledby": "projekt"},
    )


def _track(data: Dataset, workshops: list[Activity]) -> Component:
    first, last = data.project.start, data.project.end
    drawn = span(first, last)
    marks = [
        html.Span(
            str(beat.number),
            className="project-band__mark" + ("" if beat.is_known else " project-band__mark--span"),
            style={"--at": f"{beat.end:g}%"}
            if beat.is_known
            else {"--from": f"{beat.start + 3:g}%", "--to": f"{beat.end - 3:g}%"},
            **{"data-town": beat.activity.town},
        )
        for beat in beats(workshops, drawn)
    ]
    years = range(int(first[:4]) + 1, int(last[:4]) + 1)
    ticks = [
        html.Span(
            label,
            className="project-band__tick",
            style={"--at": f"{drawn.share(day):g}%"},
        )
        for day, label in (
            (first, date_text(first[:7])),
            *((f"{year}-01-01", str(year)) for year in years),
        )
    ]
    return html.Div([*ticks, *marks], className="project-band__track", **{"aria-hidden": "true"})


def _workshop(data: Dataset, number: int, workshop: Activity) -> Component:
    town = data.towns[workshop.town]
    return html.Li(
        [
            html.Span(f"{number}.", className="project-band__number"),
            html.P(
                html.A(
                    html.Strong(town.name),
                    href=links.activity(workshop.id),
                )
            ),
            html.P(workshop.date_text, className="project-band__date"),
        ],
        **{"data-town": town.slug},
    )


def _ways(data: Dataset) -> Component:
    first = next(iter(data.towns))
    ways = (
        (
            "Erkunden",
            links.to(links.COMPARISON),
            f"Die {count_text(len(data.towns))} Städte nebeneinander, jede Kennzahl mit Quelle "
            "und, wo es das gibt, mit dem, was unter Gemeinden dieser Größe üblich ist.",
        ),
        (
            "Sehen, was geschah",
            links.to(links.TIMELINE),
            "Jede bekannte Aktivität in der Zeit: wann, wo, mit wem, und wie genau das belegt ist.",
        ),
        (
            "Folien für den Rat",
            links.town(first),
            "Von jeder Stadtseite aus: acht Folien für den Beamer und ein Steckbrief auf zwei "
            "Seiten Papier.",
        ),
    )
    return html.Section(
        [
            html.H2("Drei Wege hinein", id="wege", className="visually-hidden"),
            html.Ul(
                [
                    html.Li([html.H3(html.A(title, href=href)), html.P(text)])
                    for title, href, text in ways
                ],
                className="three-ways",
            ),
        ],
        className="section",
        **{"aria-labelledby": "wege"},
    )
