"""The overview's list: the activities that fit, and all of them on the timeline."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import PHASE_WORDS, category_symbol
from dashboard.facts.model import Activity, Phase
from dashboard.findings.activities import count_of, counted, in_time, short_name
from dashboard.pages.start.choices import Chosen
from dashboard.wording import links
from dashboard.wording.links import Key

MOST = 4
SAME_AS_TIMELINE = (Key.TOWNS, Key.CATEGORIES, Key.FROM, Key.UNTIL)


def draw_found(chosen: Chosen) -> Component:
    """Draw the first activities that fit, the project's own before the others.

    In: all clauses. Out: `treffer`; each leads to its card, the last line to the timeline with the
    same clauses.
    """
    fitting = chosen.activities()
    number = count_of(fitting).number
    first = sorted(in_time(counted(fitting)), key=lambda one: one.phase is not Phase.PROJECT)
    where = chosen.elsewhere(links.TIMELINE, SAME_AS_TIMELINE)
    every = f"Alle {number} auf der Zeitleiste" if number > 1 else "Zur Zeitleiste"
    nothing = html.P(
        "Zu dieser Auswahl ist keine Aktivität bekannt. Das heißt nicht, dass es keine gab: Hier "
        "steht nur, was eine Quelle belegt.",
        className="missing",
    )
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Was dazu passt", className="overview__title"),
                    html.A(every, href=where),
                ],
                className="overview__heading",
            ),
            html.Ul([_entry(chosen, one) for one in first[:MOST]], className="fitting")
            if number
            else nothing,
        ],
        id="treffer",
        className="overview__found",
        **{"data-count": str(number)},
    )


def _entry(chosen: Chosen, one: Activity) -> Component:
    data = chosen.data
    about = [one.date_text, short_name(data, one.town), PHASE_WORDS.get(one.phase, "")]
    return html.Li(
        [
            category_symbol(data.categories[one.category]),
            html.Span(
                [
                    html.A(one.title, href=links.activity(one.id)),
                    html.Span(", ".join(filter(None, about)), className="small"),
                ]
            ),
        ],
        **{"data-activity": one.id, "data-town": one.town},
    )
