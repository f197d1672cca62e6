"""What a town's page, slides and fact sheet share: the town of an address, facts, map, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol
from dashboard.components.figure_card import FigureCard
from dashboard.components.surveys.note import STATUS, asked_text, fact_value
from dashboard.downloads.table import Column, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Activity, Town
from dashboard.facts.survey_model import PublicationStatus, SurveyFact, SurveyRole
from dashboard.figures.answers import base_text
from dashboard.figures.maps import local_map, neighbours, waters
from dashboard.findings.town import CITY, POPULATION, population_text, surveys_of, to_city
from dashboard.pages.contract import Address, UnknownAddressError
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.numbers import MISSING, NO_BREAK_SPACE, number


def town_of(data: Dataset, address: Address) -> Town:
    """Return the town named in the path; raise `UnknownAddressError` where there is none."""
    town = data.towns.get(address.values["slug"])
    if town is None:
        raise UnknownAddressError(address.path)
    return town


def facts(data: Dataset, town: Town) -> list[tuple[str, str | list[str | Component]]]:
    """Return what a town is in a few terms and values."""
    population = data.latest(town.slug, POPULATION)
    persons: list[str | Component] = [population_text(data, town)]
    if population:
        link = html.A(when_text(population.date), href=links.source(population.source))
        persons += [" (", link, ")"]
    return [
        ("Rolle im Verbund", _role(town)),
        ("Rechtsstellung", f"{town.status}, {town.gemeindetyp}"),
        ("Bevölkerung", persons),
        ("Fläche", f"{number(town.area_km2, 2)}{NO_BREAK_SPACE}km²"),
        (CITY, f"{to_city(town)} Luftlinie"),
        ("Amtlicher Gemeindeschlüssel", town.ags),
        ("Stadtspitze", _mayors(data, town)),
    ]


def _role(town: Town) -> str:
    if not town.partner:
        return "keine, die Stadt gehörte nicht zum Projekt"
    return "Leadkommune" if town.lead else "Partnerstadt"


def _mayors(data: Dataset, town: Town) -> list[str | Component]:
    start, end = data.project.start, data.project.end
    parts: list[str | Component] = []
    for actor in data.actors:
        after_end = bool(actor.since) and actor.since > end
        before_start = bool(actor.until) and actor.until < start[: len(actor.until)]
        if actor.kind != "mayor" or actor.place != town.slug or after_end or before_start:
            continue
        source = data.sources[actor.sources[0]]
        parts += [html.Br()] if parts else []
        parts += [html.A(actor.name, href=source.url), f", {actor.role}"]
    return parts


def map_id(town: Town) -> str:
    """Return the id of the map's figure."""
    return f"{town.slug}-karte"


def map_card(data: Dataset, town: Town) -> FigureCard:
    """Return the map of a town among its neighbours."""
    features = data.geometry["local"]["features"]
    names, water = neighbours(town, features), waters(town, features)
    finding = f"{town.name} grenzt an {len(names)} Gemeinden: {', '.join(names)}."
    if water:
        finding += f" Im Ausschnitt liegen: {', '.join(water)}."
    return FigureCard(
        id=map_id(town),
        title=f"{town.name} und seine Nachbargemeinden",
        finding=finding,
        chart=local_map(town, features),
        table=Table(
            caption=f"Nachbargemeinden von {town.name}",
            columns=(Column(id="gemeinde", label="Gemeinde"),),
            rows=tuple((name,) for name in names),
        ),
        sources=(),
        stand=data.stand,
        path=links.path(links.TOWN, slug=town.slug),
        credits=tuple(data.geometry["attribution"]),
        size="map",
        beside=True,
    )


def after_end(data: Dataset) -> str:
    """Return the time after the project in words: „nach März 2023“."""
    return f"nach {date_text(data.project.end[:7])}"


def steps(data: Dataset, activities: Sequence[Activity], *, few: int = 0) -> Component:
    """Return activities by date and title; where there are only a few, with what they were."""
    described = len(activities) <= few
    return html.Ol(
        [
            html.Li(
                [
                    html.Span(one.date_text, className="steps__date"),
                    html.Span(
                        [category_symbol(data.categories[one.category]), one.title],
                        className="steps__title",
                    ),
                    html.Span(one.description, className="steps__text") if described else None,
                ]
            )
            for one in activities
        ],
        className="steps",
    )


def project_survey(data: Dataset, town: Town) -> tuple[str, tuple[str, str, str]]:
    """Return one sentence and the cells of a row about the project's survey in a town."""
    for survey, _facts in surveys_of(data, town):
        if survey.role is SurveyRole.PROJECT:
            status = STATUS[survey.status]
            if survey.status is PublicationStatus.NOT_HELD:
                return "Für diese Stadt wird keine Bürgerbefragung genannt.", (
                    "keine genannt",
                    "–",
                    "–",
                )
            return f"Befragung des Projekts: {status}.", (
                survey.title,
                status,
                survey.n or MISSING,
            )
    return "", (MISSING, MISSING, "–")


def survey_values(data: Dataset, values: Sequence[SurveyFact], most: int) -> list[Component]:
    """Return the first of the values, each with its question and survey."""
    if not values:
        return [
            html.P("Kein Wert aus einer Befragung am Ort ist veröffentlicht.", className="missing")
        ]
    rows = []
    for fact in values[:most]:
        survey = data.surveys[fact.survey]
        base = f", {base_text(fact.n)}" if fact.n is not None and fact.unit == "percent" else ""
        about = f"{survey.title}{base}"
        if survey.role is not SurveyRole.PROJECT:
            about += " (nicht vom Projekt)"
        rows.append(
            html.Li(
                [
                    html.Strong(fact_value(fact), className="said__value"),
                    html.Span(
                        [
                            asked_text(fact),
                            html.Span(about, className="said__survey"),
                        ]
                    ),
                ]
            )
        )
    more = len(values) - most
    rest = [html.P(f"und {more} weitere Angaben auf der Seite der Stadt")] if more > 0 else []
    return [html.Ul(rows, className="said"), *rest]


def open_questions(unknown: Iterable[SurveyFact]) -> list[Component]:
    """Return what was looked for in surveys and not found."""
    asked = dict.fromkeys(fact.question for fact in unknown)
    if not asked:
        return [html.P("Zu den bekannten Befragungen ist nichts als fehlend verzeichnet.")]
    return [html.Ul([html.Li(question) for question in asked], className="missing slide__missing")]
