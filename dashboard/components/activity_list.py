"""Activities as an ordered list: when, what, where, who, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.model import Activity, Category, Confidence, Precision, Source


def activity_list(
    activities: Iterable[Activity],
    categories: Mapping[str, Category],
    sources: Mapping[str, Source],
) -> Component:
    """Return the activities in the order given."""
    return html.Ol(
        [_item(activity, categories[activity.category], sources) for activity in activities],
        className="activity-list",
    )


def in_time(activities: Iterable[Activity]) -> list[Activity]:
    """Return the activities by date, an umbrella before its parts, the undated ones last."""
    undated = Precision.PROJECT
    return sorted(
        activities, key=lambda one: (one.precision is undated, one.start, bool(one.part_of))
    )


def _item(activity: Activity, category: Category, sources: Mapping[str, Source]) -> Component:
    details = [
        html.P(
            [
                category_chip(category),
                html.Span(activity.place, className="activity-list__place")
                if activity.place
                else None,
            ]
        ),
        html.H4(activity.title, className="activity-list__title"),
        html.P(activity.description),
    ]
    if activity.confidence is Confidence.LOW:
        details.append(html.P("Nur schwach belegt.", className="missing"))
    if activity.actors:
        details.append(html.P(["Beteiligt: ", ", ".join(activity.actors)], className="small"))
    details.append(source_links([sources[id_] for id_ in activity.sources]))
    return html.Li(
        [
            html.P(activity.date_text, className="activity-list__date"),
            html.Div(details, className="activity-list__body"),
        ],
        id=f"aktivitaet-{activity.id}",
        **{"data-precision": activity.precision.value},
    )


def category_chip(category: Category) -> Component:
    """Return the category as shape, colour and word."""
    return html.Span(
        [
            html.Span(
                className="category-symbol",
                style={"--category": category.colour},
                **{"data-symbol": category.symbol, "aria-hidden": "true"},
            ),
            category.label,
        ],
        className="chip",
    )


def source_links(sources: Sequence[Source]) -> Component:
    """Return links to the sources, by publisher and date."""
    parts: list[str | Component] = []
    for source in sources:
        parts += [", "] if parts else []
        label = f"{source.publisher}" + (f" ({source.published})" if source.published else "")
        parts.append(html.A(label, href=source.url, title=source.title))
    word = "Quelle: " if len(sources) == 1 else "Quellen: "
    return html.P([word, *parts], className="source")
