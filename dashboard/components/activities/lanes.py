"""The timeline as lanes of links, with its axis and legend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol, spoken_name
from dashboard.components.data_table import scroll_box
from dashboard.components.layout import pause
from dashboard.components.town_style import (
    category_colour,
    town_or_network_symbol,
    town_symbol,
)
from dashboard.facts.model import Activity, Category, Phase, Source, Town
from dashboard.figures.lanes import Beat, Lane, Mark, spaced
from dashboard.findings.activities import Count
from dashboard.wording import links

NO_DATE = "Datum nicht bekannt"


TICK, NUMBER = 25, 11  # percent of a narrow axis that a word and a number need
LAST_TICK = 86  # percent: a word further right leaves a narrow axis


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """What is drawn around the lanes, in percent of the time: axis, project, workshops."""

    ticks: Sequence[tuple[float, str]]
    project: tuple[float, float]
    beats: Sequence[Beat]


def lanes(
    drawn: Sequence[tuple[Lane, Count]],
    offices: Sequence[Activity],
    axis: TimeAxis,
    *,
    towns: Mapping[str, Town],
    names: Callable[[str], str],
    categories: Mapping[str, Category],
    sources: Mapping[str, Source],
    address: Callable[[str], str] | None,
    chosen: str,
) -> Component:
    """Return one lane a place; on a narrow screen symbols alone, whose words are only heard.

    Args:
        drawn: each lane with the number of activities that count in it.
        offices: changes at the head of the towns, told in words.
        axis: axis, project and workshops.
        towns: to show a town's symbol.
        names: from a place to its name.
        categories: to show each activity's kind.
        sources: to link a change of office.
        address: from an activity's id to the address of its card; none where a list beside it
            has the links.
        chosen: the activity whose card is open.
    """

    def mark(one: Mark) -> Component:
        return _mark(one, categories[one.activity.category], address, chosen)

    rows = [
        html.Section(
            [
                _lane_head(towns.get(lane.place), names(lane.place), count),
                html.Div(
                    [
                        _track(lane, mark, empty=not count.number),
                        _undated(lane, categories, address, chosen),
                    ],
                    className="lane__body",
                ),
            ],
            className="lane",
            **{"data-lane": lane.place, "data-count": str(count.number)},
        )
        for lane, count in drawn
    ]
    if offices:
        quiet = html.Section(
            [
                html.H3(html.Span("Wechsel an der Stadtspitze"), className="lane__name"),
                html.Div(
                    html.Ul([_office(one, towns, sources) for one in offices]),
                    className="lane__words",
                ),
            ],
            className="lane lane--quiet",
        )
        rows.append(quiet)
    inner = html.Div([_behind(axis), _axis(axis), *rows], className="timeline__inner")
    return scroll_box(inner, "Zeitleiste", "timeline")


def _percent(value: float) -> str:
    return f"{value:g}%"


def _behind(axis: TimeAxis) -> Component:
    """Return what runs through all lanes: the time of the project and the workshops."""
    start, end = axis.project
    shown: list[Component] = []
    if start < end:
        style = {"--from": _percent(start), "--to": _percent(end)}
        shown.append(html.Span(className="timeline__project", style=style))
    for beat in axis.beats:
        if beat.is_known:
            shown.append(
                html.Span(
                    className="timeline__beat",
                    style={"--from": _percent(beat.start), "--to": _percent(beat.end)},
                    **{
                        "data-town": beat.activity.town,
                        "data-precision": beat.activity.precision.value,
                    },
                )
            )
    return html.Div(shown, className="timeline__behind", **{"aria-hidden": "true"})


def _axis(axis: TimeAxis) -> Component:
    """Return the axis; what is marked as narrow has room on a phone as well."""
    number_fits = spaced([beat.start for beat in axis.beats], NUMBER)
    tick_fits = spaced([at for at, _text in axis.ticks], TICK, LAST_TICK)
    numbers = [
        html.Span(
            str(beat.number),
            className="timeline__number" + ("" if beat.is_known else " timeline__number--span"),
            style={"--from": _percent(beat.start), "--to": _percent(beat.end)},
            **{"data-town": beat.activity.town, "data-narrow": "true" if fits else None},
        )
        for beat, fits in zip(axis.beats, number_fits, strict=True)
    ]
    marked = [
        html.Span(
            html.Span(text),
            className="timeline__tick",
            style={"--from": _percent(at)},
            **{"data-narrow": "true" if fits else None},
        )
        for (at, text), fits in zip(axis.ticks, tick_fits, strict=True)
    ]
    return html.Div(
        html.Div([*numbers, *marked], className="timeline__scale"),
        className="timeline__axis",
        **{"aria-hidden": "true"},
    )


def _lane_head(town: Town | None, name: str, count: Count) -> Component:
    symbol = town_or_network_symbol(town)
    return html.H3(
        [
            html.Span([symbol, f"{name}:"]),
            " ",
            html.Span(counted_words(count), className="lane__count"),
        ],
        className="lane__name",
    )


def activity_noun(number: int) -> str:
    """Return „Aktivität“ or „Aktivitäten“, as it follows the number."""
    return "Aktivität" if number == 1 else "Aktivitäten"


def counted_words(count: Count) -> str:
    """Return „keine Aktivität“, „1 Aktivität“ or „12 Aktivitäten, davon 9 des Projekts“."""
    if not count.number:
        return "keine Aktivität"
    words = f"{count.number} {activity_noun(count.number)}"
    if count.number == count.of_project:
        return words
    return f"{words}, davon {count.of_project or 'keine'} des Projekts"


def _track(lane: Lane, draw: Callable[[Mark], Component], *, empty: bool) -> Component:
    if empty:
        return html.P("In dieser Auswahl ist nichts bekannt.", className="lane__empty")
    if not lane.marks:
        return html.P("Nichts mit bekanntem Datum.", className="lane__empty")
    return html.Ol(
        [draw(one) for one in lane.marks],
        className="lane__track",
        style={"--rows": str(lane.rows), "--small-rows": str(lane.small_rows)},
    )


def _mark(
    mark: Mark, category: Category, address: Callable[[str], str] | None, chosen: str
) -> Component:
    one = mark.activity
    lines: list[str | Component] = []
    for line in mark.lines:
        lines += [html.Br(), line] if lines else [line]
    name = spoken_name(one, category)
    inner = [
        category_symbol(category),
        html.Span(lines, className="mark__words", **{"aria-hidden": "true"}) if lines else None,
        None if mark.is_point else html.Span(className="mark__bar"),
    ]
    about = {"className": "mark__label", "title": name}
    label = (
        html.A(
            inner,
            href=address(one.id),
            id=links.activity_mark(one.id),
            **about,
            **{"data-view": "true", "aria-current": "true" if one.id == chosen else None},
        )
        if address
        else html.Span([*inner, html.Span(name, className="visually-hidden")], **about)
    )
    return html.Li(
        label,
        className=_mark_class(mark),
        style={**_place(mark), "--category": category_colour(category.id)},
        **{
            "data-activity": one.id,
            "data-precision": one.precision.value,
            "data-phase": one.phase.value,
            "data-part": "true" if mark.part else None,
        },
    )


def _mark_class(mark: Mark) -> str:
    shape = "mark mark--point" if mark.is_point else "mark mark--bar"
    return f"{shape} mark--turned" if mark.turned else shape


def _place(mark: Mark) -> dict[str, str]:
    return {
        "--from": f"{mark.start:g}",
        "--to": f"{mark.end:g}",
        "--row": str(mark.row),
        "--small": str(mark.small),
        "--lines": str(max(len(mark.lines), 1)),
        "--width": f"{mark.width:g}rem",
    }


def _office(one: Activity, towns: Mapping[str, Town], sources: Mapping[str, Source]) -> Component:
    link = html.A(
        [town_symbol(towns[one.town]), html.Span(one.title)],
        href=sources[one.sources[0]].url,
        title="Quellen: " + "; ".join(sources[id_].title for id_ in one.sources),
    )
    return html.Li(link, **{"data-office": one.id})


def _undated(
    lane: Lane,
    categories: Mapping[str, Category],
    address: Callable[[str], str] | None,
    chosen: str,
) -> Component | None:
    if not lane.undated or address is None:
        return None
    rows = [
        html.Li(
            html.A(
                [
                    category_symbol(categories[one.category]),
                    html.Span(one.title, **{"aria-hidden": "true"}),
                ],
                href=address(one.id),
                id=links.activity_mark(one.id),
                title=spoken_name(one, categories[one.category]),
                **{"data-view": "true", "aria-current": "true" if one.id == chosen else None},
            ),
            className="undated",
            style={"--category": category_colour(one.category)},
            **{"data-activity": one.id, "data-precision": one.precision.value},
        )
        for one in lane.undated
    ]
    return html.Div([html.P(f"{NO_DATE}:"), html.Ul(rows)], className="lane__words")


def legend(
    categories: Iterable[Category], activities: Sequence[Activity], beats: Sequence[Beat]
) -> Component:
    """Return what shapes, bars and lines mean, for what is on the drawing."""
    shapes = [
        html.Li([category_symbol(one), one.label], className="legend__entry") for one in categories
    ]
    bars = (
        ("day", "von Tag zu Tag bekannt"),
        ("month", "nur Monat oder Quartal bekannt: weiche Enden"),
        ("year", "nur Jahr bekannt: schraffiert"),
    )
    forms = [
        html.Li(
            [html.Span(className="legend__bar", **{"data-precision": precision}), text],
            className="legend__entry",
        )
        for precision, text in bars
    ]
    forms.append(
        html.Li(
            [html.Span("1", className="timeline__number"), pause(":"), "Transferwerkstatt"],
            className="legend__entry",
        )
    )
    for beat in beats:
        if not beat.is_known:
            number = str(beat.number)
            span = html.Span(number, className="timeline__number timeline__number--span")
            text = f"{number}. Transferwerkstatt: Datum nicht gefunden, sie lag in dieser Spanne"
            forms.append(html.Li([span, pause(":"), text], className="legend__entry"))
    if any(one.phase is not Phase.PROJECT for one in activities):
        forms.append(
            html.Li([html.I("kursiv"), ": nicht Teil des Projekts"], className="legend__entry")
        )
    return html.Details(
        [
            html.Summary("Was Zeichen, Balken und Linien bedeuten"),
            html.Ul(shapes, **{"aria-label": "Arten von Aktivitäten"}),
            html.Ul(forms, **{"aria-label": "Genauigkeit der Daten"}),
        ],
        className="legend disclosure",
    )
