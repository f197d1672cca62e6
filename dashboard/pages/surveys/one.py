"""One survey: how it was made, what was looked for, and its values, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import disclosure
from dashboard.components.surveys.facts import contradiction, fact_anchor, fact_blocks, facts_of
from dashboard.components.surveys.note import shown_value, survey_anchor
from dashboard.components.surveys.register import method, register_rows, state_words
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import (
    Exactness,
    PublicationStatus,
    Survey,
    SurveyFact,
    SurveyRole,
    Topic,
)
from dashboard.pages.surveys.comparisons import contradictions, groups_of
from dashboard.pages.surveys.state import facts_by_id, of_question
from dashboard.wording import links
from dashboard.wording.survey_words import TOPICS


def survey_facts(data: Dataset, survey: Survey) -> list[SurveyFact]:
    """Return all facts of a survey, gaps included, in the order of the file."""
    return [one for one in data.survey_facts if one.survey == survey.id]


def survey_article(
    data: Dataset, survey: Survey, *, title: Component | None = None, values: bool = True
) -> Component:
    """Return all that is known of a survey, under a `title` of its own where none stands above.

    Its `values` are left out where all of them stand under their questions.
    """
    facts = survey_facts(data, survey)
    rows = [one for one in data.comparability.values() if one.topic is Topic.REGISTER]
    own = survey.role is SurveyRole.PROJECT
    held = survey.status is not PublicationStatus.NOT_HELD
    town = data.towns.get(survey.town)
    place = [town_symbol(town), html.A(town.name, href=links.town(town.slug))] if town else []
    heading = html.H4 if title else html.H3
    halves = []
    if held and not title and survey.id in data.survey_results:  # its questions stand above
        how = html.Div(method(survey))
        halves.append(disclosure("Wie gefragt wurde", [how], alone=False))
    elif held:
        halves.append(html.Div([heading("Wie gefragt wurde"), *method(survey)]))
    if own:
        looked_for = register_rows(survey, facts, rows)
        halves.append(html.Div([heading("Was zu finden war und was nicht"), *looked_for]))
    found = list(_values(data, survey, heading)) if values else []
    nothing = held and values and survey.id not in data.survey_results
    return html.Article(
        [
            html.Header(
                [
                    html.P(place or survey.place, className="survey-article__place"),
                    title,
                    html.P(
                        state_words(survey, facts),
                        className="survey-state",
                        **{"data-state": survey.status.value},
                    ),
                ]
            ),
            html.Div(found, className="survey-columns") if found else None,
            html.P("Veröffentlichte Ergebnisse wurden nicht gefunden.", className="missing")
            if nothing and not found
            else None,
            html.Div(halves, className="survey-article__halves"),
        ],
        className="survey-article",
        id=survey_anchor(survey),
        **({"data-town": town.slug} if town else {}),
    )


def _values(data: Dataset, survey: Survey, heading: type[Component]) -> Iterator[Component]:
    """Yield the published values of a survey under their themes; nothing where there is none."""
    facts = facts_by_id(data)
    shown: set[str] = set()
    disputed = contradictions(data, {survey.id})
    for topic, label in TOPICS.items():
        articles = []
        for group in groups_of(data, topic):
            mine = [one for one in facts_of(facts, group.facts) if one.survey == survey.id]
            if not mine:
                continue
            shown |= {one.id for one in mine}
            where = html.A(
                f"Diese Frage und ihre Vergleichbarkeit ({group.grade})",
                href=of_question(topic, group.id),
                **{"aria-label": f"{group.label}: Vergleichbarkeit {group.grade}"},
            )
            articles.append(
                html.Div(
                    [
                        *_highlight(survey, mine),
                        *fact_blocks(mine, data.surveys),
                        html.P(where, className="small"),
                    ]
                )
            )
        if articles:
            yield html.Div([heading(label), *articles], className="survey-theme")
    if disputed:
        parts = [contradiction(one.label, one.reason, found) for one, found in disputed]
        yield html.Div([heading("Widersprüche"), *parts], className="survey-theme")


def _highlight(survey: Survey, facts: list[SurveyFact]) -> list[Component]:
    """Return the shares of the project's own surveys in large figures; there are not many."""
    if survey.role is not SurveyRole.PROJECT:
        return []
    return [
        html.P([shown_value(fact, ""), html.Span(fact.answer)], className="survey-highlight")
        for fact in facts
        if fact.unit == "percent" and fact.exactness is Exactness.EXACT
    ]


def anchors(data: Dataset) -> Mapping[str, Survey]:
    """Return by anchor the survey with which it is shown: its own, and those of its values."""
    found = {survey_anchor(one): one for one in data.surveys.values()}
    return found | {fact_anchor(one): data.surveys[one.survey] for one in data.survey_facts}
