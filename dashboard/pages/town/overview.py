"""The head of a town's page: what it is, what happened, where its figures lie, where it is."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.band_table import standing_outline, standing_words
from dashboard.components.figure_card import source_line
from dashboard.components.layout import disclosure, fact_list
from dashboard.components.local_map import local_map_drawing
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import REGISTERS
from dashboard.facts.model import OWN_SYMBOL, Gemeinde, ShownIn, Town
from dashboard.figures.maps import SMALL, local_drawing, point_drawing
from dashboard.findings.location import near_cities, near_towns
from dashboard.findings.town import (
    POPULATION,
    KeyFigure,
    easy_text,
    key_figures,
    population_text,
)
from dashboard.pages.town.brief import (
    HEAD,
    facts,
    heads_text,
    in_brief,
    introduced_by,
    map_card,
    map_id,
    types_of,
)
from dashboard.pages.town.reading import not_in_project, who_was
from dashboard.wording import links
from dashboard.wording.dates import short_date, when_text
from dashboard.wording.numbers import flag_words

TILES = 8


def whole_head(data: Dataset, town: Gemeinde) -> Component:
    """Return name, sentence, what happened, what the town is in all terms, and their origin."""
    return html.Div(
        [
            *_named(data, town),
            html.Div(fact_list(in_brief(data, town)), className="in-brief")
            if isinstance(town, Town)
            else None,
            _actions(data, town, whole=True),
            fact_list(facts(data, town, linked=True)),
            _origin(data, town, whole=True),
        ],
        className="page-head",
        **{"data-town": town.id},
    )


def _named(data: Dataset, town: Gemeinde) -> list[Component]:
    tried = town.tried if isinstance(town, Town) else _in_short(data, town)
    return [
        html.P([town_symbol(town), f" {town.land}, {town.kreis_label}"], className="eyebrow"),
        html.H1(town.name),
        html.P(tried, className="lead"),
    ]


def _facts_in_line(data: Dataset, town: Gemeinde) -> list[Component]:
    """Return what the town is in a line, and who headed it while the project ran."""
    terms = [(term, value) for term, value in facts(data, town) if term != HEAD]
    lines = [html.Div(fact_list(terms), className="fact-line")]
    if isinstance(town, Town):
        heads = heads_text(data, town, linked=True, numbered=True)
        lines.append(html.P([f"{HEAD}: ", *heads], className="small"))
    return lines


def _actions(data: Dataset, town: Gemeinde, *, whole: bool) -> Component:
    entries = [
        ("Folien zeigen", links.meeting(town.slug)),
        ("Steckbrief zum Drucken", links.fact_sheet(town.slug)),
        *([("Ähnliche Städte", links.similar(town.slug))] if whole and data.similarity else []),
        *([("In Leichter Sprache", links.easy_town(town.slug))] if easy_text(data, town) else []),
    ]
    label, href = (
        ("Kurze Fassung", links.town(town.slug))
        if whole
        else ("Alles auf einer Seite", links.whole_town(town.slug))
    )
    return html.P(
        [
            *(html.A(text, href=to, className="action") for text, to in entries),
            html.A(label, href=href, className="action other-form"),
        ],
        className="actions no-print",
    )


def _origin(data: Dataset, town: Gemeinde, *, whole: bool) -> Component:
    """Return where what the head says comes from."""
    pilot = town if isinstance(town, Town) else None
    sources = (*(pilot.sources if pilot else introduced_by(data, town)), REGISTERS[-1])
    return disclosure(
        "Woher kommen diese Angaben?",
        [
            None if whole else fact_list(types_of(data, town)),
            html.P(pilot.note) if pilot and pilot.note else None,
            source_line(data.named_sources(sources), data.stand, licences=whole),
        ],
        alone=not whole,
    )


def _in_short(data: Dataset, town: Gemeinde) -> str:
    """Return how many live in a town that was not in the project, and that it was not."""
    newest = data.latest(town.id, POPULATION)
    people = f"{population_text(data, town)} {when_text(newest.date)}. " if newest else ""
    return f"{people}{not_in_project(data, town)} {who_was(data)}"


def overview(data: Dataset, town: Gemeinde) -> Component:
    """Return the head with the map beside it, and a few figures that lead to their rows."""
    happened = (
        html.Div(fact_list(in_brief(data, town, numbered=True)), className="in-brief")
        if isinstance(town, Town)
        else None
    )
    return html.Div(
        [
            html.Div(
                [*_named(data, town), *_facts_in_line(data, town)],
                className="page-head",
                **{"data-town": town.id},
            ),
            happened,
            _map(data, town),
            html.Div(
                [_actions(data, town, whole=False), _origin(data, town, whole=False)],
                className="town-overview__more",
            ),
            _tiles(data, town),
        ],
        id=links.OVERVIEW,
        className="town-overview" if happened else "town-overview town-overview--short",
    )


def _map(data: Dataset, town: Gemeinde) -> Component:
    if isinstance(town, Town):
        drawn = local_drawing(town, data.geometry["local"]["features"], narrowest=SMALL)
    else:
        drawn = point_drawing(
            town, near_towns(data, town), near_cities(data, town), narrowest=SMALL
        )
    symbol = town.symbol if isinstance(town, Town) else OWN_SYMBOL
    picture = local_map_drawing(drawn, symbol, f"{map_id(town)}-grafik")
    card = map_card(data, town, picture)
    return html.Figure(
        [
            picture,
            html.Figcaption(
                [
                    html.H2(card.title, id=f"{card.id}-titel"),
                    html.P(card.finding, id=f"{card.id}-befund", className="visually-hidden"),
                    source_line(card.sources, card.stand, card.credits, licences=False),
                ]
            ),
        ],
        id="lage",
        className="town-overview__map",
        **{"data-town": town.id},
    )


def leading(data: Dataset, town: Gemeinde) -> list[KeyFigure]:
    """Return the figures of the tiles: those of the slides, filled up with what else is known."""
    wanted = (
        ShownIn.SLIDE_RIGHT,
        ShownIn.SLIDE_LEFT,
        ShownIn.SLIDES,
        ShownIn.OWN_TOWN,
        ShownIn.FACT_SHEET,
    )
    ids = dict.fromkeys(id_ for place in wanted for id_ in data.shown_in(place))
    return key_figures(data, town, ids)[:TILES]


def _tiles(data: Dataset, town: Gemeinde) -> Component | None:
    tiles = [_tile(town, one) for one in leading(data, town)]
    if not tiles:
        return None
    return html.Nav(
        html.Ul(tiles), className="tiles", **{"aria-label": "Wichtige Kennzahlen, mit Herkunft"}
    )


def _tile(town: Gemeinde, figure: KeyFigure) -> Component:
    one = figure.observation
    about = ", ".join(filter(None, (short_date(one.date), flag_words(one))))
    words = standing_words(figure)
    told = ", ".join(filter(None, (figure.text(one), words, about)))
    link = html.A(
        [
            html.Span(figure.indicator.short_label),
            html.B(figure.text(one)),
            standing_outline(figure),
            html.Span([words, html.Span(about)], className="tile__words"),
        ],
        href=links.value(town.slug, figure.indicator.id),
        **{"aria-label": f"{figure.indicator.short_label}: {told}"},
    )
    return html.Li(link, className="tile")
