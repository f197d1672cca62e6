"""What is known of a town's surveys: what took place, what is published, what is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.downloads.table import Missing, Number
from dashboard.facts.survey_model import (
    ALL_COUNTED,
    Exactness,
    PublicationStatus,
    Survey,
    SurveyFact,
    SurveyRole,
)
from dashboard.figures.answers import base_text
from dashboard.wording import links
from dashboard.wording.numbers import number

STATUS = {
    PublicationStatus.NOT_HELD: "keine Befragung genannt",
    PublicationStatus.EXISTENCE_ONLY: "erhoben, Ergebnisse nicht gefunden",
    PublicationStatus.CALL_ONLY: "nur der Aufruf ist bekannt",
    PublicationStatus.TOPLINE: "einzelne Werte veröffentlicht",
    PublicationStatus.VALUES: "Werte veröffentlicht",
}
ROLE = {
    SurveyRole.PROJECT: "Befragung des Projekts",
    SurveyRole.LOCAL_OTHER: "Andere Befragung am Ort, nicht vom Projekt",
    SurveyRole.BENCHMARK: "Vergleichsbefragung",
}


NO_BASE = "Basis nicht angegeben"
NOT_FOUND = "nicht gefunden"
PLAIN = (*ALL_COUNTED, "Personen")  # answers that add nothing to their question


def survey_notes(surveys: Iterable[tuple[Survey, Sequence[SurveyFact]]]) -> list[Component]:
    """Return a block a survey; published values and gaps stand side by side."""
    return [_note(survey, facts) for survey, facts in surveys]


def _note(survey: Survey, facts: Sequence[SurveyFact]) -> Component:
    published = [fact for fact in facts if fact.exactness is not Exactness.NOT_FOUND]
    gaps = [fact for fact in facts if fact.exactness is Exactness.NOT_FOUND]
    held = survey.status is not PublicationStatus.NOT_HELD
    return html.Article(
        [
            html.P(ROLE[survey.role], className="eyebrow"),
            html.H3(html.A(survey.title, href=links.survey(survey.id)) if held else survey.title),
            html.P(STATUS[survey.status], className="chip") if held else None,  # the title says it
            _published(published),
            _gaps(gaps),
            html.P(
                ["Quelle: ", html.A(source_title(survey, facts), href=survey.source_url)],
                className="source",
            ),
        ],
        className="survey-note",
        id=survey_anchor(survey),
    )


def survey_anchor(survey: Survey) -> str:
    """Return the id under which a survey stands on a page."""
    return f"befragung-{survey.id.lower()}"


def source_title(survey: Survey, facts: Sequence[SurveyFact]) -> str:
    """Return the title of a survey's source, which only its facts name."""
    return next((f.source_title for f in facts if f.source_url == survey.source_url), "Fundstelle")


def _published(facts: Sequence[SurveyFact]) -> Component | None:
    if not facts:
        return None
    once = {(one.question, one.answer, one.value, one.value_text): one for one in reversed(facts)}
    return html.Ul([html.Li(_sentence(one)) for one in reversed(once.values())])


def _sentence(fact: SurveyFact) -> list[str | Component]:
    base = "" if fact.n in (None, fact.value) else f" ({base_text(fact.n)})"
    note = f" {fact.note}" if fact.note else ""
    return [f"{asked_text(fact)} – ", html.B(fact_value(fact)), f"{base}.{note}"]


def answer_text(fact: SurveyFact) -> str:
    """Return the answer a value counts, or nothing where question or value say it already."""
    return "" if fact.answer in (*PLAIN, fact.value_text) else fact.answer


def asked_text(fact: SurveyFact) -> str:
    """Return a question with the answer that was counted: „Wege: mit dem Rad“."""
    return ": ".join(filter(None, (fact.question, answer_text(fact))))


def shown_value(fact: SurveyFact, class_name: str) -> Component:
    """Return a published value, large, and in small what would say it of too many: no base."""
    base = html.Small(f" {NO_BASE}") if _lacks_base(fact) else None
    return html.B([value_alone(fact), base], className=class_name)


def fact_value(fact: SurveyFact) -> str:
    """Return a published value in words, and that its base is unknown where it is."""
    return value_alone(fact) + (f" ({NO_BASE})" if _lacks_base(fact) else "")


def _lacks_base(fact: SurveyFact) -> bool:
    share = fact.unit == "percent" and fact.exactness is not Exactness.NOT_FOUND
    return share and fact.n is None


def value_alone(fact: SurveyFact) -> str:
    """Return a published value as its source gave it, words as words.

    Only where it stands beside it who was asked and how many (`tests/rules/test_speakers.py`).
    """
    if fact.value_text or fact.exactness is Exactness.TEXT:
        return fact.value_text or fact.answer
    if fact.value is None:
        return NOT_FOUND
    decimals = 0 if fact.value == int(fact.value) else 1
    text = number(fact.value, decimals)
    return f"{text}\u00a0%" if fact.unit == "percent" else text


def fact_cell(fact: SurveyFact) -> Number | Missing:
    """Return a published value as a cell of a table in which its base has a column of its own.

    A number only where the source gave one, words where it gave words.
    """
    if fact.exactness is Exactness.NOT_FOUND:
        return Missing(NOT_FOUND)
    value = fact.value if fact.exactness is Exactness.EXACT else None
    decimals = 0 if value is None or value == int(value) else 1
    unit = "%" if fact.unit == "percent" else ""
    plain = Number(value, decimals, unit)
    words = value_alone(fact)
    return plain if plain.text == words else replace(plain, words=words)


def _gaps(facts: Sequence[SurveyFact]) -> Component | None:
    if not facts:
        return None
    questions = [html.Li(f"{fact.question}: {fact.answer}") for fact in facts]
    return html.Div(
        [html.P("Nicht gefunden:"), html.Ul(questions)],
        className="missing",
    )
