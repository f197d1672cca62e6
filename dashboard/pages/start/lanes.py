"""The overview's lanes: what each place did in the time of the project, and the workshops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol, spoken_name
from dashboard.components.town_style import category_colour, town_or_network_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Phase, Precision
from dashboard.figures.lanes import Beat, beats, span, ticks
from dashboard.figures.strips import Mark, Strip, strip
from dashboard.findings.activities import (
    counted,
    counts_by_town,
    days,
    grouped,
    short_name,
)
from dashboard.pages.start.choices import Chosen, months
from dashboard.pages.start.map import spoken
from dashboard.wording import links
from dashboard.wording.numbers import count_text

UNDATED = "ohne Datum"


def draw_lanes(chosen: Chosen) -> Component:
    """Draw a lane for the network and for each town, from the first to the last month.

    In: kinds narrow what is drawn; places and months that are not chosen are dimmed. Out:
    `bahnen`; a click on a place chooses it, or no longer does; one on an activity opens its card
    on the timeline; dragging along the months sets the two fields of months.
    """
    data = chosen.data
    fits = {one.id for one in counted(chosen.activities())}
    by_place = counts_by_town(data, chosen.activities("towns"))
    whole = span(data.project.start, data.project.end)
    workshops = beats([data.activity(id_) for id_ in data.project.workshops], whole)
    first, last = days(chosen.filters())
    shades = [
        html.Span(className="lanes__outside", style={"--from": f"{start:g}%", "--to": f"{end:g}%"})
        for start, end in ((0, whole.share(first)), (whole.share(last, after=True), 100))
        if start < end
    ]
    strips = _strips(data, tuple(one.id for one in drawn_in_lanes(chosen)))
    inner = html.Div(
        [
            html.Div(
                [*map(_line, workshops), *shades],
                className="lanes__behind",
                **{"aria-hidden": "true"},
            ),
            _axis(data, workshops),
            *(_lane(chosen, one, by_place[one.place].number, fits) for one in strips),
        ],
        className="lanes__inner",
    )
    return html.Section(
        [
            html.H2("Wann", className="overview__title"),
            html.Span("seitlich schieben →", className="lanes__hint", **{"aria-hidden": "true"}),
            html.Div(
                inner,
                className="lanes",
                tabIndex=0,
                role="region",
                **{"aria-label": "Aktivitäten in der Zeit, seitlich verschiebbar"},
            ),
            # of what is only seen: by ear each activity says all of it in words
            html.P(_key(workshops), className="small lanes__key", **{"aria-hidden": "true"}),
        ],
        id="bahnen",
        className="overview__lanes",
        **{"data-count": str(len(fits))},
    )


def drawn_in_lanes(chosen: Chosen) -> list[Activity]:
    """Return what stands in the lanes: all of the chosen kinds, whatever place and month it is of.

    A part stands there only where it counts itself, as its umbrella does not fit.
    """
    every = chosen.activities("towns", "months")
    ids = {one.id for one in (*counted(every), *counted(chosen.activities()))}
    return [one for one in every if one.id in ids]


@lru_cache(maxsize=100)
def _strips(data: Dataset, ids: tuple[str, ...]) -> tuple[Strip, ...]:
    """Return where the marks stand; choosing a place or a month moves none."""
    activities = [data.activity(id_) for id_ in ids]
    labels = {id_: one.label for id_, one in data.categories.items()}
    drawn = span(data.project.start, data.project.end)
    by_place = grouped(activities, lambda one: (one.town,))
    return tuple(
        strip(place, by_place.get(place, ()), drawn, labels) for place in (NETWORK, *data.towns)
    )


def _line(beat: Beat) -> Component | None:
    style = {"--from": f"{beat.start:g}%", "--to": f"{beat.end:g}%"}
    attributes = {"data-town": beat.activity.town}
    return html.Span(className="lanes__beat", style=style, **attributes) if beat.is_known else None


def _axis(data: Dataset, workshops: Sequence[Beat]) -> Component:
    whole = span(data.project.start, data.project.end)
    numbers = [
        html.Span(
            str(beat.number),
            className="lanes__number" + ("" if beat.is_known else " lanes__number--span"),
            style={"--from": f"{beat.start:g}%", "--to": f"{beat.end:g}%"},
            **{"data-town": beat.activity.town},
        )
        for beat in workshops
    ]
    marked = [
        html.Span(text, className="lanes__tick", style={"--from": f"{at:g}%"})
        for at, text in ticks(whole)
    ]
    return html.Div(
        [
            html.Div(
                [*numbers, *marked],
                className="lanes__scale",
                **{"data-months": ",".join(months(data))},
            ),
            html.Span(UNDATED, className="lanes__tray-head"),
        ],
        className="lanes__axis",
        **{"aria-hidden": "true"},
    )


def _lane(chosen: Chosen, one: Strip, count: int, fits: set[str]) -> Component:
    data, place = chosen.data, one.place
    town = data.towns.get(place)
    symbol = town_or_network_symbol(town)
    head = html.H3(
        html.A(
            [
                symbol,
                html.Span(short_name(data, place)),
                html.B(str(count)),
            ],
            href=chosen.with_town(place),
            **{
                "data-view": "true",
                "aria-current": "true" if place in chosen.choices.towns else None,
                "aria-label": f"{short_name(data, place)}: {count} {spoken(chosen, place, count)}",
            },
        ),
        className="strip__place",
    )
    track = html.Ol(
        [_mark(chosen, mark, mark.activity.id in fits) for mark in one.marks],
        className="strip__track",
        style={"--rows": str(one.rows)},
    )
    tray = html.Ul(
        [_undated(chosen, activity, activity.id in fits) for activity in one.undated],
        className="strip__tray",
    )
    meetings = count_text(len(data.project.workshops))
    tried = f"In {meetings} Transferwerkstätten, jedes Mal in einer anderen Stadt: 1, 2, 3 …"
    return html.Section(
        [
            head,
            html.P(town.tried if town else tried, className="strip__tried"),
            html.Div([track, tray], className="strip__row"),
        ],
        className="strip dimmed" if chosen.is_dimmed(place) else "strip",
        **{"data-lane": place, "data-town": place, "data-number": str(count)},
    )


def _mark(chosen: Chosen, mark: Mark, fits: bool) -> Component:
    one = mark.activity
    known = Precision.DAY is one.precision
    bar = None if mark.is_point else html.Span(
        className="sign-bar" if known else "sign-bar sign-bar--about"
    )  # fmt: skip
    css = ["signed", *(["signed--turned"] if mark.turned else []), *([] if fits else ["dimmed"])]
    return html.Li(
        [bar, _sign(chosen, one, mark.label, fits=fits)],
        className=" ".join(css),
        style={
            "--from": f"{mark.start:g}",
            **({"--row": str(mark.row)} if mark.row else {}),
            **({} if mark.is_point else {"--to": f"{mark.end:g}"}),
            "--category": category_colour(one.category),
        },
        **{"data-activity": one.id},
    )


def _undated(chosen: Chosen, one: Activity, fits: bool) -> Component:
    return html.Li(
        _sign(chosen, one, "", fits=fits),
        className="signed" if fits else "signed dimmed",
        style={"--category": category_colour(one.category)},
        **{"data-activity": one.id},
    )


def _sign(chosen: Chosen, one: Activity, label: str, *, fits: bool) -> Component:
    """Return the symbol; where the activity fits, it leads to its card, by its title."""
    category = chosen.data.categories[one.category]
    words = spoken_name(one, category)
    parts = [
        category_symbol(category, coloured=True),
        html.Span(label, **{"aria-hidden": "true"}) if label else None,
    ]
    css = "sign" if one.phase is Phase.PROJECT else "sign sign--aside"
    if fits:
        return html.A(parts, href=links.activity(one.id), className=css, title=words)
    return html.Span(parts, className=css, title=words)


def _key(workshops: Sequence[Beat]) -> list[str | Component]:
    """Return what the numbers, the bars and the slanted words mean."""
    unknown = " und ".join(f"{beat.number}." for beat in workshops if not beat.is_known)
    about = f"; {unknown}: Tag unbekannt" if unknown else ""
    return [
        html.Span("1", className="lanes__number"),
        f" Transferwerkstatt in der Stadt dieser Farbe{about} · weicher Balken, heller Streifen: "
        "nur ungefähr bekannt · ",
        html.I("kursiv"),
        ": nicht im Projekt · Zeichen ohne Wort: unter „Arten“ und in der Zeitleiste",
    ]
