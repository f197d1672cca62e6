"""What experience elsewhere may mean for a town: what was said, our advice, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.lessons import advice, said
from dashboard.components.paper.slide import Slide
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Lesson, ShownIn, Town
from dashboard.findings.absence import absences
from dashboard.findings.band import Quarter, quarter_words
from dashboard.findings.first_reads import Alike, near_sources, why
from dashboard.findings.town import KeyFigure
from dashboard.pages.town.brief import leading_figures
from dashboard.pages.town.meeting.parts import by_town, titled_part, wide_columns
from dashboard.wording.numbers import listed

MOST_LESSONS, MOST_OUTSIDE, MOST_ASKED = 3, 3, 2
OURS = "Fragen dieser Website"
STAYED = "Was ist dort geblieben, und hat es geholfen?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to find out before anything is decided: our own words, with what they rest on."""

    about: str
    text: str


def said_on_slide(lessons: Sequence[tuple[Lesson, str]], others: Component, data: Dataset) -> Slide:
    """Return lessons as they were said, each with where it holds; advice stands elsewhere."""
    cards = [
        html.Div(
            [
                html.P(where, className="slide__where"),
                html.P(lesson.title, className="slide__subtitle"),
                *said(lesson, class_name="slide__where"),
            ],
            className="slide__card",
        )
        for lesson, where in lessons
    ]
    return Slide(
        number="6",
        title="Was sich daraus lernen lässt",
        body=(html.Div(cards, className="slide__grid"),),
        others=(others,),
        sources=data.named_sources([id_ for one, _where in lessons for id_ in one.sources]),
    )


def meaning(
    data: Dataset,
    town: Gemeinde,
    lessons: Sequence[tuple[Lesson, str]],
    found: Sequence[Alike] = (),
) -> Slide:
    """Return the site's advice from these lessons, and what only the town can answer.

    Args:
        data: all there is.
        town: for whom.
        lessons: those that fit, each with where it comes from.
        found: for a town that was not in the project: the pilot towns, the nearest first.
    """
    rows = [
        html.Li([html.P(one.title, className="slide__subtitle"), advice(one)])
        for one, _where in lessons
    ]
    asked = [
        html.Li([html.B(one.about), html.Span(one.text)]) for one in questions(data, town, found)
    ]
    figures = _outside(data, town)
    near = data.named_sources(near_sources(data, town)) if any(one.near for one in found) else ()
    return Slide(
        number="9",
        title=f"Was das für {town.short_name} heißen kann",
        body=(
            wide_columns(
                [
                    html.Ul(rows, className="slide__advice"),
                    titled_part(
                        "Was zu klären ist", [html.Ul(asked, className="slide__gaps")], OURS
                    ),
                ]
            ),
        ),
        others=(
            by_town(
                town,
                ("Was nicht bekannt ist",),
                [(o, (o.unknown,)) for o in data.in_project],
                close=True,
            ),
        ),
        sources=tuple(dict.fromkeys([*(figure.source for figure in figures), *near])),
    )


def _outside(data: Dataset, town: Gemeinde) -> list[KeyFigure]:
    """Return the key figures that lie outside of the middle half of the size class."""
    found = leading_figures(data, town, ShownIn.SLIDES)
    return [one for one in found if one.quarter not in (None, Quarter.MIDDLE)][:MOST_OUTSIDE]


def questions(data: Dataset, town: Gemeinde, found: Sequence[Alike] = ()) -> Iterator[Question]:
    """Yield what to find out: why figures stand out, what is not known, whom to ask."""
    figures = _outside(data, town)
    if figures:
        values = [
            f"{one.indicator.short_label} {one.text(one.observation)}"
            f" ({quarter_words(one.quarter or Quarter.MIDDLE, one.indicator)})"
            for one in figures
        ]
        yield Question(about="Woran liegt das, und wer weiß es vor Ort?", text=f"{listed(values)}.")
    if isinstance(town, Town):
        yield Question(about="Wer kann das beantworten?", text=town.unknown)
        return
    near = [one for one in found if one.near][:MOST_ASKED]
    for one in near:
        yield Question(about=f"In {one.town.short_name} nachfragen", text=f"{why(one)} {STAYED}")
    lacking = absences(data, town)
    if lacking and not near:
        most = max(lacking, key=lambda one: len(one.indicators))
        yield Question(about=f"Wer hat die Werte von {most.count}?", text=f"Denn {most.reason}.")
