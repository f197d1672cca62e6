"""What is known of a town's surveys: what took place, what is published, what is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.formatting import number
from dashboard.model import Exactness, PublicationStatus, Survey, SurveyFact, SurveyRole

STATUS = {
    PublicationStatus.NOT_HELD: "nicht erhoben",
    PublicationStatus.EXISTENCE_ONLY: "erhoben, nicht veröffentlicht",
    PublicationStatus.CALL_ONLY: "nur der Aufruf ist bekannt",
    PublicationStatus.TOPLINE: "einzelne Werte veröffentlicht",
    PublicationStatus.VALUES: "Werte veröffentlicht",
}
ROLE = {
    SurveyRole.PROJECT: "Befragung des Projekts",
    SurveyRole.LOCAL_OTHER: "Andere Befragung am Ort, nicht vom Projekt",
    SurveyRole.BENCHMARK: "Vergleichsbefragung",
}


def survey_notes(surveys: Iterable[tuple[Survey, Sequence[SurveyFact]]]) -> list[Component]:
    """Return a block a survey; published values and gaps stand side by side."""
    return [_note(survey, facts) for survey, facts in surveys]


def _note(survey: Survey, facts: Sequence[SurveyFact]) -> Component:
    published = [fact for fact in facts if fact.exactness is not Exactness.NOT_FOUND]
    gaps = [fact for fact in facts if fact.exactness is Exactness.NOT_FOUND]
    return html.Article(
        [
            html.P(ROLE[survey.role], className="eyebrow"),
            html.H3(survey.title),
            html.P(STATUS[survey.status], className="chip"),
            _published(published),
            _gaps(gaps),
            html.P(
                ["Quelle: ", html.A(_source_title(survey, facts), href=survey.source_url)],
                className="source",
            ),
        ],
        className="survey-note",
        id=f"befragung-{survey.id.lower()}",
    )


def _source_title(survey: Survey, facts: Sequence[SurveyFact]) -> str:
    return next((f.source_title for f in facts if f.source_url == survey.source_url), "Fundstelle")


def _published(facts: Sequence[SurveyFact]) -> Component | None:
    if not facts:
        return None
    return html.Ul([html.Li(_sentence(fact)) for fact in facts])


def _sentence(fact: SurveyFact) -> list[str | Component]:
    base = f" (n = {number(fact.n, 0)})" if fact.n is not None else ""
    note = f" {fact.note}" if fact.note else ""
    return [f"{fact.question}: {fact.answer} – ", html.Strong(fact_value(fact)), f"{base}.{note}"]


def fact_value(fact: SurveyFact) -> str:
    """Return a published value as its source gave it: words stay words."""
    if fact.exactness in (Exactness.WORDS, Exactness.LOWER_BOUND, Exactness.TEXT):
        return fact.value_text or fact.answer
    if fact.value is None:
        return "nicht veröffentlicht"
    decimals = 0 if fact.value == int(fact.value) else 1
    text = number(fact.value, decimals)
    return f"{text}\u00a0%" if fact.unit == "percent" else text


def _gaps(facts: Sequence[SurveyFact]) -> Component | None:
    if not facts:
        return None
    questions = [html.Li(f"{fact.question}: {fact.answer}") for fact in facts]
    return html.Div(
        [html.P("Nicht veröffentlicht oder nicht gefunden:"), html.Ul(questions)],
        className="missing",
    )
