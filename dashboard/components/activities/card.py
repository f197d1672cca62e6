"""The card of one activity: what, when, where, who, by which sources, and what it is tied to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import ListStyle, activity_line, category_symbol
from dashboard.components.layout import fact_list
from dashboard.components.live_part import REACHED
from dashboard.components.sources import source_links
from dashboard.components.town_style import category_colour, town_symbol
from dashboard.facts.model import Activity, Confidence, Lesson
from dashboard.findings.activities import Related
from dashboard.wording import links


def activity_card(
    activity: Activity,
    style: ListStyle,
    *,
    precision: str,
    related: Sequence[Related],
    lessons: Sequence[Lesson],
    partner_address: Callable[[str], str],
    citation: str,
    address: str,
    close: str,
    id_: str,
) -> Component:
    """Return the card; `id_` is its heading's, which a link may jump to."""
    facts: list[tuple[str, list[str | Component]]] = [
        ("Wann", [activity.date_text, html.Br(), html.Span(precision, className="small")]),
        ("Wo", [activity.place or "Ort nicht bekannt"]),
        ("Wer", _partners(activity, partner_address)),
    ]
    quoted = html.Details(
        [
            html.Summary("Zitieren"),
            html.P(html.Code(citation, className="citation", **{"data-address": address})),
        ],
        className="disclosure no-print",
    )
    ties = [(one.label, [_links(one.activities, activity, style)]) for one in related]
    if lessons:
        ties.append(("Erkenntnisse daraus", [_lessons(lessons)]))
    said = [
        activity_line(activity, style),
        html.H2(activity.title, id=id_, className="activity-card__title", **REACHED),
        html.P(activity.description),
        html.P("Nur schwach belegt.", className="missing")
        if activity.confidence is Confidence.LOW
        else None,
        source_links([style.sources[one] for one in activity.sources]),
        fact_list(facts),
        quoted,
    ]
    close_link = html.A("Karte schließen", href=close, className="action", **{"data-view": "true"})
    return html.Section(
        [
            html.Div(said, className="activity-card__text"),
            html.Div(
                [html.P(close_link, className="no-print"), fact_list(ties)],
                className="activity-card__ties",
            ),
        ],
        className="activity-card",
        style={"--category": category_colour(activity.category)},
        **{"data-card": activity.id, "aria-labelledby": id_},
    )


def _partners(activity: Activity, address: Callable[[str], str]) -> list[str | Component]:
    parts: list[str | Component] = []
    for name in activity.actors:
        parts += [", "] if parts else []
        parts.append(html.A(name, href=address(name), **{"data-view": "true"}))
    return parts or ["nicht bekannt"]


def _links(activities: Sequence[Activity], near: Activity, style: ListStyle) -> Component:
    """Return links to cards; the town is named where it is another one."""
    rows = []
    for one in activities:
        town = (style.towns or {}).get(one.town)
        elsewhere = one.town != near.town
        place = f" ({town.short_name if town else style.network})" if elsewhere else ""
        rows.append(
            html.Li(
                [
                    category_symbol(style.categories[one.category]),
                    html.Span(
                        [
                            html.A(one.title, href=style.address(one.id), **{"data-view": "true"}),
                            f"{place}, {one.date_text}",
                        ]
                    ),
                    town_symbol(town) if town and elsewhere else None,
                ]
            )
        )
    return html.Ul(rows, className="linked-list")


def _lessons(lessons: Sequence[Lesson]) -> Component:
    rows = [html.Li(html.A(one.title, href=links.lesson(one.id, one.theme))) for one in lessons]
    return html.Ul(rows, className="linked-list")
