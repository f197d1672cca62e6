"""What was said, with its speaker, and apart from it what this site advises: never mixed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.shell import SITE_NAME
from dashboard.facts.model import Lesson

ADVICE = "Rat dieser Website"


def said(lesson: Lesson, *, class_name: str = "") -> list[Component]:
    """Return the statement and, below it, who says so."""
    speaker = html.P(f"Gesagt von: {lesson.said_by}.", className=f"said-by {class_name}".strip())
    return [html.P(lesson.statement), speaker]


def advice(lesson: Lesson) -> Component:
    """Return the site's own advice, named as that."""
    return html.P([html.B(f"{ADVICE}: "), lesson.advice], className="advice")


def advice_elsewhere(lesson: Lesson) -> str:
    """Return the advice as it stands in a text that someone takes to another place."""
    return f"Rat der Website „{SITE_NAME}“: {lesson.advice}"


def advice_list(
    lessons: Sequence[Lesson], beside: Callable[[Lesson], Component] | None = None
) -> Component:
    """Return the advice of several lessons to tick off; the heading above says whose it is.

    `beside` makes what follows the advice of a lesson.
    """
    rows = [
        html.Li(
            [
                html.Span(one.advice),
                html.Small([f" {one.title}", *([" ", beside(one)] if beside else [])]),
            ]
        )
        for one in lessons
    ]
    return html.Ul(rows, className="checklist")
