"""What a town did in the project and around it; for other towns what the pilot towns tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.lanes import TimeAxis, lanes
from dashboard.components.activities.list import ListStyle, activity_list, category_symbol
from dashboard.components.figure_card import source_line
from dashboard.components.layout import disclosure, section
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Activity, Gemeinde, Phase, Town
from dashboard.figures import lanes as drawing
from dashboard.findings.activities import (
    all_years,
    count_of,
    counted,
    days,
    in_time,
    place_name,
    project_choices,
    visible,
)
from dashboard.findings.first_reads import alike, first_reads, near_sources
from dashboard.findings.town import of_phase
from dashboard.pages.town.brief import after_end, nothing_done
from dashboard.pages.town.reading import (
    MEANS,
    alike_table,
    lesson_list,
    lessons_for,
    not_in_project,
    read_list,
)
from dashboard.wording import links
from dashboard.wording.dates import span_text
from dashboard.wording.numbers import count_text, number

PHASES = (
    (Phase.PROJECT, "Im Projekt", "{months}, in zeitlicher Folge."),
    (Phase.BEFORE, "Davor", "Was es schon gab, als das Projekt begann."),
    (Phase.AFTER, "Danach", "Was nach dem Projekt kam oder blieb."),
    (
        Phase.CONTEXT,
        "Am Rande",
        "Was zur selben Zeit am Ort geschah, aber nicht zum Projekt zählt.",
    ),
)
LATEST, LATER = 5, 3  # activities of the project, and after it, that the short form shows
MOST_LESSONS = 4  # of those to read first
MOST_READS = 3  # of the short form
NONE_NEAR = "Nahe liegt bei diesen Werten keine von ihnen."
NARROW_LANE = 20.0  # rem: marks without words find room on a phone


def activities(data: Dataset, town: Town) -> Component:
    """Return all that a town did, before, in and after the project."""
    every = data.activities_of(town.slug)
    style = ListStyle(categories=data.categories, sources=data.sources, address=links.activity)
    months = span_text(data.project.start[:7], data.project.end[:7])
    children: list[Component] = []
    for phase, title, explanation in PHASES:
        chosen = in_time(one for one in every if one.phase is phase)
        listed = activity_list(chosen, style)
        about = html.P(explanation.format(months=months), className="small")
        if phase is Phase.PROJECT:
            children += [html.H3(title), about, listed] if chosen else [nothing_done(town)]
        elif chosen:
            head = html.Summary(f"{title} ({len(chosen)})")
            children.append(html.Details([head, about, listed], className="disclosure"))
    return section(links.ACTIVITIES, f"Was {town.name} getan hat", children)


def activities_in_short(data: Dataset, town: Town) -> Component:
    """Return the town's lane, its latest activities, what came after, and where the rest is."""
    during, after = of_phase(data, town, Phase.PROJECT), of_phase(data, town, Phase.AFTER)
    end = data.project.end
    nothing = f"Für die Zeit {after_end(data)} steht in den gefundenen Quellen nichts."
    later = links.activities_of(town.slug, end[:7], all_years(data)[1])
    columns = [
        html.Div(
            [
                html.H3("Im Projekt" if len(during) <= LATEST else "Im Projekt, zuletzt"),
                _listed(data, during[-LATEST:]) if during else nothing_done(town),
                _rest(len(during) - LATEST, "weitere im Projekt, auf der Zeitleiste"),
            ]
        ),
        html.Div(
            [
                html.H3("Danach" if len(after) <= LATER else "Danach, zuletzt"),
                _listed(data, after[-LATER:], described=len(after) == 1)
                if after
                else html.P(nothing, className="missing"),
                _rest(len(after) - LATER, "weitere danach", later),
                _aside(data, town),
            ]
        ),
    ]
    return section(
        links.ACTIVITIES,
        f"Was {town.name} getan hat",
        [_lane(data, town), html.Div(columns, className="doings")],
    )


def _lane(data: Dataset, town: Town) -> Component:
    """Return the town's lane of the timeline, its marks without words."""
    choices = replace(project_choices(data), towns=(town.slug,))
    found = visible(data, choices)
    drawn = drawing.span(*days(choices))
    lane = drawing.lane(
        town.slug, counted(found), drawn, parts={}, labelled=False, width=NARROW_LANE
    )
    undated = len(lane.undated)
    workshops = [data.activity(id_) for id_ in data.project.workshops]
    return html.Div(
        [
            lanes(
                [(replace(lane, undated=()), count_of(found))],
                (),
                TimeAxis(
                    ticks=drawing.ticks(drawn),
                    project=(0, 100),
                    beats=drawing.beats(workshops, drawn),
                ),
                towns=data.towns,
                names=lambda place: place_name(data, place),
                categories=data.categories,
                sources=data.sources,
                address=None,
                chosen="",
            )
            if lane.marks
            else None,
            html.P(
                [
                    html.Span(
                        [
                            "Eingekreist sind die gemeinsamen Transferwerkstätten. ",
                            f"{_undated(undated)} " if undated else "",
                        ],
                        className="town-lane__key",
                    )
                    if lane.marks
                    else None,
                    html.A(
                        "Alle Jahre auf der Zeitleiste",
                        href=links.activities_of(town.slug, *all_years(data)),
                    ),
                ],
                className="small",
            ),
        ],
        className="town-lane",
    )


def _undated(count: int) -> str:
    if count == 1:
        return "Von einer ist kein Datum bekannt; sie steht nicht auf der Bahn."
    return f"Von {number(count)} ist kein Datum bekannt; sie stehen nicht auf der Bahn."


def _listed(data: Dataset, shown: Sequence[Activity], *, described: bool = False) -> Component:
    return html.Ul(
        [
            html.Li(
                [
                    category_symbol(data.categories[one.category]),
                    " ",
                    html.A(one.title, href=links.activity(one.id)),
                    html.Span(f" {one.date_text}", className="doings__date"),
                    html.P(one.description) if described else None,
                ]
            )
            for one in shown
        ]
    )


def _rest(count: int, what: str, address: str = "") -> Component | None:
    if count <= 0:
        return None
    words = f"{number(count)} {what}"
    return html.P(html.A(words, href=address) if address else words)


def _aside(data: Dataset, town: Town) -> Component | None:
    """Return how much is known of before and beside the project, and where it stands."""
    found = [
        f"{number(count)} {words}"
        for phase, words in ((Phase.BEFORE, "aus der Zeit davor"), (Phase.CONTEXT, "am Rande"))
        if (count := len(of_phase(data, town, phase)))
    ]
    if not found:
        return None
    return html.P(f"Außerdem bekannt: {' und '.join(found)}.", className="small")


# ---------------------------------------------------------- towns that were not in the project


def pilots(data: Dataset, town: Gemeinde) -> Component:
    """Return what the pilot towns tried, and what of it a town may read first, with why."""
    found, of = alike(data, town)
    reads = first_reads(data, found)
    children: list[Component] = [
        html.P(f"{not_in_project(data, town)} {MEANS}", className="section__intro"),
        alike_table(data, town, found, of),
        source_line(data.named_sources(near_sources(data, town)), data.stand),
    ]
    if reads:
        children += [
            html.H3("Zuerst lesen: Aktivitäten"),
            read_list(data, reads),
            html.H3("Zuerst lesen: Erkenntnisse"),
        ]
    else:
        children += [html.P(NONE_NEAR, className="missing"), html.H3("Was für alle gilt")]
    lessons = lessons_for(data, reads)[:MOST_LESSONS]
    children += [
        lesson_list(lessons, class_name="read-lessons"),
        html.P(
            [
                html.A("Alle Erkenntnisse", href=links.to(links.LESSONS)),
                " · ",
                html.A("Alle Aktivitäten", href=links.to(links.TIMELINE)),
            ]
        ),
    ]
    return section(links.PILOTS, tried_title(data), children)


def tried_title(data: Dataset) -> str:
    """Return what the pilots' part is called, there and among the contents of the page."""
    return f"Was die {count_text(len(data.towns))} Pilotstädte erprobt haben"


def pilots_in_short(data: Dataset, town: Gemeinde) -> Component:
    """Return the same in few lines: what each tried, three activities to read first, lessons."""
    found, _of = alike(data, town)
    reads = first_reads(data, found)[:MOST_READS]
    lessons = lessons_for(data, reads)[:MOST_LESSONS]
    named: list[Component | str] = ["Erkenntnisse dazu: " if reads else "Was für alle gilt: "]
    for place, (lesson, _why) in enumerate(lessons):
        named += [" · "] if place else []
        named.append(html.A(lesson.title, href=links.lesson(lesson.id, lesson.theme)))
    meaning = disclosure(
        "Was „nahe“ heißt, und woher die Werte kommen",
        [
            html.P(MEANS),
            source_line(data.named_sources(near_sources(data, town)), data.stand),
        ],
        alone=True,
    )
    return section(
        links.PILOTS,
        tried_title(data),
        [
            html.Ul(
                [
                    html.Li(
                        [
                            town_symbol(one.town),
                            " ",
                            html.A(
                                one.town.short_name,
                                href=links.town(one.town.slug, links.ACTIVITIES),
                            ),
                            f": {one.town.tried}",
                        ]
                    )
                    for one in found
                ],
                className="tried",
            ),
            html.Div(
                [
                    html.H3("Zuerst lesen") if reads else None,
                    read_list(data, reads) if reads else html.P(NONE_NEAR, className="missing"),
                    html.P(named),
                ],
                className="first-reads",
            ),
            meaning,
        ],
    )
