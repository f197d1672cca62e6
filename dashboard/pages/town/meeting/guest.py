"""The slides of a town that was not in the project: what it can take from those that were."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.figure_card import bare_figure
from dashboard.components.layout import fact_list
from dashboard.components.paper.slide import Slide
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.findings.absence import Absence, absences
from dashboard.findings.first_reads import (
    Alike,
    FirstRead,
    alike,
    compared,
    first_reads,
    near_sources,
)
from dashboard.pages.town.meeting.common import at_a_glance
from dashboard.pages.town.meeting.meaning import MOST_LESSONS, meaning, said_on_slide
from dashboard.pages.town.meeting.parts import (
    a_lesson_each,
    by_town,
    columns,
    last_steps,
    matrix,
    titled_part,
    with_pilots,
)
from dashboard.pages.town.reading import (
    MEANS,
    alike_table,
    lessons_for,
    not_in_project,
    read_list,
)
from dashboard.wording.numbers import count_text, number

MOST_GAPS, MOST_NEAR, MOST_NAMED, MOST_ROWS = 4, 3, 3, 6


def slides_of_guest(data: Dataset, town: Gemeinde) -> tuple[Slide, ...]:
    """Return the slides with the experience of the pilot towns."""
    found, of = alike(data, town)
    reads = first_reads(data, found)
    lessons = lessons_for(data, reads)[:MOST_LESSONS]
    return (
        _tried_there(data, town),
        _near(data, town, found, of),
        said_on_slide(lessons, a_lesson_each(data, town), data),
        _reading(data, town, reads),
        meaning(data, town, lessons, found),
    )


def _tried_there(data: Dataset, town: Gemeinde) -> Slide:
    tried = [(one.short_name, one.tried) for one in data.towns.values()]
    sources = [id_ for one in data.towns.values() for id_ in one.happened_sources]
    return Slide(
        number="2",
        title=f"Was die {count_text(len(data.towns))} Pilotstädte ausprobiert haben",
        body=(
            html.P(not_in_project(data, town), className="slide__lead"),
            columns(
                [
                    html.Div(fact_list(tried), className="slide__tried"),
                    bare_figure(at_a_glance(data, town)),
                ]
            ),
        ),
        others=(last_steps(data, town),),
        sources=data.named_sources(sources),
    )


def _near(data: Dataset, town: Gemeinde, found: Sequence[Alike], of: int) -> Slide:
    ids = [one.indicator for one in compared(data, town)][:MOST_ROWS]
    return Slide(
        number="5",
        title="Worin die Pilotstädte nahe liegen",
        body=(
            html.P(MEANS, className="slide__aid"),
            html.Div(
                alike_table(data, town, found, of, most=MOST_NEAR, tried=False),
                className="slide__alike",
            ),
        ),
        others=(matrix(data, town, ids),),
        sources=data.named_sources(near_sources(data, town)),
    )


def _reading(data: Dataset, town: Gemeinde, reads: Sequence[FirstRead]) -> Slide:
    missing = [
        html.Li([html.B(_indicators(one)), html.Span(one.reason)])
        for one in absences(data, town)[:MOST_GAPS]
    ]
    nothing = html.P("Nahe liegt bei diesen Werten keine Pilotstadt.", className="missing")
    rows = [(one, (_with_value(data, one),)) for one in with_pilots(data, town)]
    return Slide(
        number="7",
        title="Was zuerst zu lesen ist – und was fehlt",
        body=(
            columns(
                [
                    titled_part(
                        "Aktivitäten der Pilotstädte",
                        [read_list(data, reads, near=False) if reads else nothing],
                        "von denen, die in den meisten Werten nahe liegen" if reads else "",
                    ),
                    titled_part(
                        f"Welche Zahlen für {town.short_name} fehlen",
                        [html.Ul(missing, className="slide__gaps")],
                        "und warum",
                    ),
                ]
            ),
        ),
        others=(by_town(town, ("Kennzahlen mit einem Wert",), rows),),
        sources=data.named_sources([id_ for one in reads for id_ in one.activity.sources]),
    )


def _indicators(one: Absence) -> str:
    if len(one.indicators) > MOST_NAMED:
        return one.count
    return ", ".join(indicator.short_label for indicator in one.indicators)


def _with_value(data: Dataset, town: Gemeinde) -> str:
    found = [one for one in data.indicators.values() if one.comparable]
    count = sum(data.latest(town.id, one.id) is not None for one in found)
    return f"{number(count)} von {number(len(found))}"
