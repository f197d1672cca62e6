"""What a town that was not in the project finds on its page, slides and sheet: the five, for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import PHASE_WORDS, category_symbol
from dashboard.components.data_table import scroll_box
from dashboard.components.lessons import advice, said
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Gemeinde, Lesson
from dashboard.findings.first_reads import Alike, FirstRead, why
from dashboard.findings.nearness import Nearness
from dashboard.wording import links
from dashboard.wording.dates import span_text
from dashboard.wording.numbers import NO_BREAK_SPACE, count_text, number

# said wherever values are called near: what that means, and what it does not
MEANS = (
    "Nahe heißt: Die beiden Werte liegen höchstens ein Fünftel so weit auseinander, wie die "
    "mittlere Hälfte aller Kleinstädte breit ist. Das gilt für den einzelnen Wert, nicht für die "
    "Städte im Ganzen, und es sagt nicht, dass hier gelingt, was dort gelang."
)


def not_in_project(data: Dataset, town: Gemeinde) -> str:
    """Return the sentence that a town took no part."""
    return f"{town.name} nahm am Projekt „{data.project.title}“ nicht teil."


def who_was(data: Dataset) -> str:
    """Return the sentence that says who took part, and when."""
    months = span_text(data.project.start[:7], data.project.end[:7])
    others = f"{count_text(len(data.towns))} andere Kleinstädte"
    return f"Erprobt haben neue Arbeitswelten von {months} {others}."


def alike_table(
    data: Dataset,
    town: Gemeinde,
    found: Sequence[Alike],
    of: int,
    *,
    most: int = 0,
    tried: bool = True,
) -> Component:
    """Return in which of so many values each pilot town is near, and what it `tried`.

    Where room is short, at most so many of these values are named for each, in one line.
    """
    caption = f"Worin die {count_text(len(data.towns))} Pilotstädte {town.name} nahe liegen"
    did = ["Was sie ausprobiert hat"] if tried else []
    heads = ("Stadt", *did, f"Nahe bei, von {number(of)} Werten")
    rows = [
        html.Tr(
            [
                html.Th(
                    [
                        town_symbol(one.town),
                        " ",
                        html.A(
                            one.town.short_name,
                            href=links.town(one.town.slug, links.ACTIVITIES),
                        ),
                    ],
                    scope="row",
                ),
                html.Td(one.town.tried) if tried else None,
                html.Td(_near_values(data, one, most)),
            ],
            **{"data-town": one.town.slug},
        )
        for one in found
    ]
    table = html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="data-table alike-table",
    )
    return scroll_box(table, caption)


def _near_values(data: Dataset, one: Alike, most: int) -> str | Component:
    if not one.near:
        return html.Span("keinem", className="missing")
    told = [_near_text(data, one, near) for near in one.near]
    if not most:
        return html.Ul([html.Li(text) for text in told])
    if len(told) > most:
        told = [*told[: most - 1], f"und bei {number(len(told) - most + 1)} weiteren"]
    return "; ".join(told)


def _near_text(data: Dataset, one: Alike, near: Nearness) -> str:
    """Return an indicator with the value of the town and that of a pilot town."""
    difference = next(by for of, by, _ in near.distances if of == one.town.slug)
    indicator = near.indicator
    suffix = data.units[indicator.unit].suffix
    here, there = (
        f"{number(value, indicator.decimals)}{NO_BREAK_SPACE}{suffix}".strip()
        for value in (near.value, near.value - difference)
    )
    return f"{indicator.short_label}: {here}, dort {there}"


def read_list(data: Dataset, reads: Iterable[FirstRead], *, near: bool = True) -> Component:
    """Return activities to read first, each with its town, its time and the reason.

    Where what is `near` stands elsewhere, only what the activity shows is said.
    """
    return html.Ol(
        [
            html.Li(
                [
                    html.Div(_when(one.activity, one.town.short_name), className="steps__date"),
                    html.Div(
                        [
                            category_symbol(data.categories[one.activity.category]),
                            html.A(one.activity.title, href=links.activity(one.activity.id)),
                        ],
                        className="steps__title",
                    ),
                    html.Div(
                        f"{why(one.alike)} {one.shows}" if near else one.shows,
                        className="steps__text",
                    ),
                ]
            )
            for one in reads
        ],
        className="steps",
    )


def _when(activity: Activity, place: str) -> str:
    phase = PHASE_WORDS.get(activity.phase)
    return f"{place}, {activity.date_text}" + (f" ({phase})" if phase else "")


def lessons_for(data: Dataset, reads: Iterable[FirstRead]) -> list[tuple[Lesson, str]]:
    """Return the lessons that the activities show, then those of the whole network, with why."""
    own = {
        one.lesson.id: f"Aus {one.town.short_name}, gezeigt von „{one.activity.title}“"
        for one in reads
    }
    shared = {
        one.id: "Gilt für den ganzen Verbund"
        for one in data.lessons.values()
        if one.supported_by and one.about == (NETWORK,)
    }
    return [(data.lessons[id_], why) for id_, why in {**own, **shared}.items()]


def lesson_list(lessons: Iterable[tuple[Lesson, str]], *, class_name: str = "") -> Component:
    """Return lessons with the reason to read them, who said them, and the site's own advice."""
    items = [
        html.Li(
            [
                html.B(html.A(one.title, href=links.lesson(one.id, one.theme))),
                html.Span(f" {why}.", className="source"),
                *said(one),
                advice(one),
            ]
        )
        for one, why in lessons
    ]
    return html.Ul(items, className=class_name or None)
