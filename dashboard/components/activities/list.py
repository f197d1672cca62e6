"""Activities as an ordered list: when, what, where, who, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import pause, with_pauses
from dashboard.components.sources import source_links
from dashboard.components.town_style import category_colour, town_symbol
from dashboard.facts.model import Activity, Category, Confidence, Phase, Source, Town
from dashboard.findings.activities import in_time

PHASE_WORDS = {
    Phase.BEFORE: "Vorgeschichte",
    Phase.AFTER: "nach dem Projekt",
    Phase.CONTEXT: "am Rande, nicht Teil des Projekts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStyle:
    """How a list shows its activities.

    `address` leads to an activity's card; `soft` marks those links as changes of the same view.
    With `towns` each activity names its town and its time relative to the project. `parts` are
    what an umbrella holds, folded under it.
    """

    categories: Mapping[str, Category]
    sources: Mapping[str, Source]
    address: Callable[[str], str]
    soft: bool = False
    towns: Mapping[str, Town] | None = None
    network: str = ""
    parts: Mapping[str, Sequence[Activity]] = field(default_factory=dict)


def activity_list(activities: Iterable[Activity], style: ListStyle) -> Component:
    """Return the activities in the order given."""
    return html.Ol([_item(one, style) for one in activities], className="activity-list")


def _item(activity: Activity, style: ListStyle) -> Component:
    soft = {"data-view": "true"} if style.soft else {}
    title = html.A(activity.title, href=style.address(activity.id), **soft)
    details: list[Component | None] = [
        activity_line(activity, style),
        html.H4(title, className="activity-list__title"),
        html.P(activity.description),
        *activity_support(activity, style.sources),
    ]
    held = style.parts.get(activity.id, ())
    if held:
        details.append(_held(activity, held, activity_list(in_time(held), style)))
    return html.Li(
        [
            html.P(activity.date_text, className="activity-list__date"),
            html.Div(details, className="activity-list__body"),
        ],
        id=f"aktivitaet-{activity.id}",
        **{"data-precision": activity.precision.value, "data-listed": activity.id},
    )


def activity_rows(activities: Iterable[Activity], style: ListStyle) -> Component:
    """Return the activities as a row each, in the order given: when, what, where, which kind."""
    return html.Ol([_row(one, style) for one in activities], className="activity-rows")


def _row(activity: Activity, style: ListStyle) -> Component:
    soft = {"data-view": "true"} if style.soft else {}
    category = style.categories[activity.category]
    phase = PHASE_WORDS.get(activity.phase, "").partition(",")[0]
    held = style.parts.get(activity.id, ())
    cells: list[Component | None] = [
        html.Span(activity.date_text, className="activity-rows__date"),
        html.A(activity.title, href=style.address(activity.id), **soft),
        html.Span([*place_name(activity.town, style), pause()], className="activity-rows__town"),
        html.Span(
            [
                category_symbol(category),
                html.Span([category.label, html.I(f" {phase}") if phase else None]),
            ],
            className="activity-rows__kind",
        ),
        _held(activity, held, activity_rows(in_time(held), style)) if held else None,
    ]
    return html.Li(
        cells,
        id=f"aktivitaet-{activity.id}",
        **{"data-precision": activity.precision.value, "data-listed": activity.id},
    )


def _held(activity: Activity, held: Sequence[Activity], listed: Component) -> Component:
    """Return the parts of an umbrella, folded."""
    words = html.Summary(f"{len(held)} Teile, hier mitgezählt", id=f"teile-{activity.id}")
    return html.Details([words, listed], className="disclosure")


def activity_line(activity: Activity, style: ListStyle) -> Component:
    """Return kind, place and, in a list of several towns, town and phase as one line."""
    parts: list[Component] = [category_chip(style.categories[activity.category])]
    if style.towns is not None:
        parts.append(html.Span(place_name(activity.town, style), className="activity-list__town"))
    if activity.place:
        parts.append(html.Span(activity.place, className="activity-list__place"))
    if style.towns is not None and activity.phase in PHASE_WORDS:
        words = PHASE_WORDS[activity.phase]
        parts.append(html.Span(words, className="activity-list__phase"))
    return html.P(with_pauses(parts), className="activity-list__line")


def place_name(place: str, style: ListStyle) -> list[Component | str]:
    """Return a town with its symbol, or the network."""
    town = (style.towns or {}).get(place)
    return [town_symbol(town), town.short_name] if town else [style.network]


def spoken_name(activity: Activity, category: Category) -> str:
    """Return what is said aloud of the mark of an activity: what, when, which kind and phase."""
    words = [activity.title, activity.date_text, category.label, PHASE_WORDS.get(activity.phase)]
    return ", ".join(filter(None, words))


def activity_support(activity: Activity, sources: Mapping[str, Source]) -> list[Component]:
    """Return who took part, how well it is supported, and by what."""
    lines: list[Component] = []
    if activity.confidence is Confidence.LOW:
        lines.append(html.P("Nur schwach belegt.", className="missing"))
    if activity.actors:
        lines.append(html.P(["Beteiligt: ", ", ".join(activity.actors)], className="small"))
    return [*lines, source_links([sources[id_] for id_ in activity.sources])]


def category_symbol(category: Category, *, coloured: bool = False) -> Component:
    """Return the shape of a category in its colour; only ever beside words.

    Where what it stands in is `coloured` already, its colour need not be said again.
    """
    return html.Span(
        className="category-symbol",
        style=None if coloured else {"--category": category_colour(category.id)},
        **{"data-symbol": category.symbol, "aria-hidden": "true"},
    )


def category_chip(category: Category) -> Component:
    """Return the category as shape, colour and word."""
    return html.Span([category_symbol(category), category.label], className="chip")
