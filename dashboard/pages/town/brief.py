"""A town in brief: the pieces that its slides and its fact sheet share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol, in_time
from dashboard.components.band_table import KeyFigure
from dashboard.components.surveys.note import STATUS, asked_text, fact_value
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Confidence, Lesson, Phase, Town
from dashboard.facts.survey_model import Exactness, PublicationStatus, SurveyFact, SurveyRole
from dashboard.figures.answers import base_text
from dashboard.pages.town.page import key_figure, surveys_of
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import MISSING


def of_phase(data: Dataset, town: Town, phase: Phase) -> list[Activity]:
    """Return the activities of a phase by date, the parts of a larger one left out."""
    return [
        one
        for one in in_time(data.activities_of(town.slug))
        if one.phase is phase and not one.part_of
    ]


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


def key_figures(data: Dataset, town: Town, ids: Sequence[str]) -> list[KeyFigure]:
    """Return those of the indicators that the town has a value for."""
    found = (key_figure(data, town, data.indicators[id_]) for id_ in ids if id_ in data.indicators)
    return [figure for figure in found if figure]


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


def surveyed(data: Dataset, town: Town) -> tuple[list[SurveyFact], list[SurveyFact]]:
    """Return what surveys in a town published that is sound, each once, and what is not known."""
    every = [fact for _survey, facts in surveys_of(data, town) for fact in facts]
    sound = {
        (fact.survey, fact.question, fact.answer): fact
        for fact in every
        if fact.exactness not in (Exactness.NOT_FOUND, Exactness.TEXT)
        and fact.confidence is not Confidence.LOW
    }
    return list(sound.values()), [one for one in every if one.exactness is Exactness.NOT_FOUND]


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


def lessons_of(data: Dataset, town: Town) -> list[Lesson]:
    """Return the town's own lessons, then those of the whole network."""
    own = [one for one in data.lessons.values() if town.slug in one.about]
    return own + [one for one in data.lessons.values() if one.about == (NETWORK,)]
