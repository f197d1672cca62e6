"""The slides of a pilot town: what it tried, what people said, what was learnt, what came after."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.figure_card import bare_figure
from dashboard.components.layout import fact_list
from dashboard.components.paper.slide import Slide
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Activity, Lesson, Phase, Town
from dashboard.facts.survey_model import SurveyFact
from dashboard.findings.town import gaps_of, lessons_of, of_phase, surveyed
from dashboard.pages.town.brief import (
    Room,
    after_end,
    asked_elsewhere,
    first_gaps,
    outside,
    project_survey,
    steps,
    survey_values,
)
from dashboard.pages.town.meeting.common import at_a_glance
from dashboard.pages.town.meeting.meaning import MOST_LESSONS, meaning, said_on_slide
from dashboard.pages.town.meeting.parts import (
    a_lesson_each,
    by_town,
    columns,
    last_steps,
    titled_part,
)
from dashboard.wording.numbers import number

MOST_VALUES, MOST_ELSEWHERE, MOST_STEPS, MOST_OF_OTHERS = 4, 4, 6, 2
MOST_ASKED = 4  # of what was looked for and not found
ROOM = Room(lines=18, letters=52)  # of the column in which the activities stand


def slides_of_pilot(data: Dataset, town: Town) -> tuple[Slide, ...]:
    """Return the slides that only a pilot town has."""
    lessons = [(one, _about(one, town)) for one in lessons_of(data, town)[:MOST_LESSONS]]
    return (
        _tried(data, town),
        _said(data, town),
        said_on_slide(lessons, a_lesson_each(data, town), data),
        _after(data, town),
        meaning(data, town, lessons),
    )


def _about(lesson: Lesson, town: Town) -> str:
    return f"Gilt für {town.short_name if town.slug in lesson.about else 'den ganzen Verbund'}"


def _tried(data: Dataset, town: Town) -> Slide:
    activities = of_phase(data, town, Phase.PROJECT)
    return Slide(
        number="2",
        title="Was ausprobiert wurde",
        body=(
            html.P(town.tried, className="slide__lead"),
            columns([steps(data, activities, room=ROOM), bare_figure(at_a_glance(data, town))]),
        ),
        others=(
            by_town(
                town,
                ("Was die Stadt ausprobiert hat",),
                [(one, (one.tried,)) for one in data.in_project],
            ),
        ),
        sources=data.named_sources([id_ for one in activities for id_ in one.sources]),
    )


def _said(data: Dataset, town: Town) -> Slide:
    """Return what surveys in the town found, beside those of the others; only theirs where none."""
    values, unknown = surveyed(data, town)
    asked = list(dict.fromkeys(fact.question for fact in unknown))
    most = MOST_VALUES - bool(asked)
    own = values[:most]
    there = asked_elsewhere(data, town)[: MOST_ELSEWHERE if own else 2 * MOST_ELSEWHERE]
    held, _row = project_survey(data, town)
    lead: tuple[Component, ...] = ()
    if own:
        more = f"; {number(len(asked) - MOST_ASKED)} weitere" if len(asked) > MOST_ASKED else ""
        missing = [f"Nicht gefunden: {'; '.join(asked[:MOST_ASKED])}{more}."] if asked else []
        told = [
            *survey_values(data, values, most),
            *(html.P(one, className="slide__aid") for one in missing),
        ]
        title = "Was die Menschen sagten"
        parts = [
            titled_part(f"In {town.short_name}", told, held),
            titled_part("In den anderen Städten", _elsewhere(data, there), ""),
        ]
    else:
        title = "Was die anderen Städte fragten"
        nothing = f"{held} Ein Wert aus einer Befragung am Ort wurde nicht gefunden."
        lead = (html.P(nothing.strip(), className="slide__lead"),)
        half = (len(there) + 1) // 2
        parts = [html.Div(_elsewhere(data, one)) for one in (there[:half], there[half:])]
    return Slide(
        number="5",
        title=title,
        body=(*lead, columns(parts)),
        others=(
            by_town(
                town,
                ("Befragung des Projekts", "Stand der Veröffentlichung", "Teilnehmende"),
                [(one, project_survey(data, one)[1]) for one in data.in_project],
            ),
        ),
        sources=(),
        credits=tuple(dict.fromkeys(fact.source_title for fact in (*own, *there))),
    )


def _elsewhere(data: Dataset, facts: Sequence[SurveyFact]) -> list[Component]:
    return survey_values(data, facts, len(facts), named=True) if facts else []


def _after(data: Dataset, town: Town) -> Slide:
    """Return what came after the project, here and in the other towns, and which numbers lack."""
    after = of_phase(data, town, Phase.AFTER)[-MOST_STEPS:]
    others = {
        one: of_phase(data, one, Phase.AFTER)[-MOST_OF_OTHERS:]
        for one in data.in_project
        if one != town
    }
    unknown = (
        f"Was in {town.name} {after_end(data)} daraus wurde, steht in keiner der gefundenen "
        "Quellen."
        if town.partner
        else outside(town)
    )
    own = steps(data, after) if after else html.P(unknown, className="missing")
    shown = [*after, *(one for found in others.values() for one in found)]
    lacking = f"Zahlen, die für {town.short_name} fehlen: {first_gaps(gaps_of(data, town))}."
    return Slide(
        number="7",
        title="Was nach dem Projekt kam",
        body=(
            columns(
                [
                    titled_part(f"In {town.short_name}", [own], ""),
                    titled_part("In den anderen Städten", [_after_there(data, others)], ""),
                ]
            ),
            html.P(lacking, className="slide__aid"),
        ),
        others=(last_steps(data, town),),
        sources=data.named_sources([id_ for one in shown for id_ in one.sources]),
    )


def _after_there(data: Dataset, others: dict[Town, list[Activity]]) -> Component:
    rows = [
        (
            html.Span([town_symbol(one), one.short_name], className="slide__named"),
            html.Ul([html.Li(f"{each.date_text}: {each.title}") for each in found])
            if found
            else html.Span("nichts gefunden", className="slide__where"),
        )
        for one, found in others.items()
    ]
    return html.Div(fact_list(rows), className="slide__tried")
