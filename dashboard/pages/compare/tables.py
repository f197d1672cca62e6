"""The views of the comparison that are tables: all values of a theme, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import (
    Scene,
    card_of,
    mark_of,
    observations_of,
    short_value,
    theme_level,
    value_row,
    value_table,
    warnings,
    where,
)
from dashboard.components.data_table import html_table, scroll_box
from dashboard.components.figure_card import FigureCard
from dashboard.components.layout import arrow, read_as
from dashboard.components.town_style import place_symbol
from dashboard.downloads.table import Cell, Column, Table
from dashboard.facts.model import Indicator, Observation, ValueKind
from dashboard.findings import comparison
from dashboard.findings.band import WEIGHTS
from dashboard.findings.comparison import (
    GERMANY,
    Place,
    PlaceValue,
    Reference,
    State,
)
from dashboard.findings.distribution import ALL, refusal
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import count_text, listed
from dashboard.wording.search import sort_key

PRINTED_COLUMNS = 8  # of the table of a theme; of a wider one paper has a turned one
SIGNS = {
    State.VALUE: "●",
    State.BREAK: "◐",
    State.NOT_FOUND: "○",
    State.NOT_COLLECTED: "·",
}
STATE_WORDS = {
    State.VALUE: "Ein Wert liegt vor.",
    State.BREAK: "Ein Wert liegt vor, ist aber mit dem davor nicht vergleichbar.",
    State.NOT_FOUND: "Für andere Orte gibt es einen Wert, für diese Stadt ist keiner gefunden.",
    State.NOT_COLLECTED: "In unseren Quellen hat dieses Jahr keinen Wert, für keinen Ort.",
}


# --------------------------------------------------------------------------------- table (Tabelle)


def table_card(scene: Scene) -> FigureCard:
    """Return all places by all indicators of the theme; headers sort the places."""
    theme = scene.data.themes[scene.theme]
    indicators = scene.themed()
    found = {one.id: {r.place.id: r for r in scene.rows(one)} for one in indicators}
    shown = _sorted(scene, indicators, found)
    title = f"{theme.label} {where(scene, theme_level(indicators))}: alle Kennzahlen"
    entries = [(found[one.id][place.id], one) for place in shown for one in indicators]
    missing = sum(row.observation is None for row, _one in entries)
    against = {one.id: scene.against(one) for one in indicators}
    return card_of(
        scene,
        title=title,
        finding=(
            f"{len(entries) - missing} von {len(entries)} Werten liegen vor"
            f"{'' if missing else ', keiner fehlt'}; je Kennzahl gilt ein Stichtag für alle: der "
            "jüngste, zu dem die meisten der gewählten Städte einen Wert haben."
        ),
        chart=_wide_table(scene, title, indicators, shown, found, against),
        table=value_table(
            title,
            [value_row(scene, row, one) for row, one in entries],
            [row.place.id for row, _one in entries],
        ),
        observations=observations_of(row for row, _one in entries),
        notes=[
            WEIGHTS if any(one.median and one.germany for one in against.values()) else "",
            f"Median der Gemeinden {scene.whom.label}: jede zählt gleich."
            if any(one.spread for one in against.values())
            else "",
            _refused(scene, indicators, against),
            *warnings(scene, *indicators),
        ],
    )


def _refused(
    scene: Scene, indicators: Sequence[Indicator], against: Mapping[str, Reference]
) -> str:
    """Return for which indicators the chosen group has too few values; mostly for none."""
    few = [
        one.short_label
        for one in indicators
        if scene.group != ALL
        and against[one.id].spread is None
        and not refusal(scene.data, one.id, scene.at(one))
    ]
    return f"Zu wenige Werte in dieser Gruppe: {listed(few)}." if few else ""


def _sorted(
    scene: Scene, indicators: Sequence[Indicator], found: dict[str, dict[str, PlaceValue]]
) -> list[Place]:
    """Return the places in the order asked for; the highlighted one stays first."""
    key, down = scene.order.removeprefix("-"), scene.order.startswith("-")
    places = list(scene.places)
    if key == "ort":
        places.sort(key=lambda place: sort_key(place.name), reverse=down)
    elif key in {one.id for one in indicators}:
        rows = found[key]

        def worth(place: Place) -> tuple[bool, float, str]:
            one = rows[place.id].observation
            if one is None:
                return (True, 0.0, "")  # what is missing stands last either way
            value = one.value or 0.0
            return (False, -value if down else value, one.value_text)

        places.sort(key=worth)
    return sorted(places, key=lambda place: not place.first)


def _wide_table(
    scene: Scene,
    title: str,
    indicators: Sequence[Indicator],
    shown: Sequence[Place],
    found: dict[str, dict[str, PlaceValue]],
    against: Mapping[str, Reference],
) -> Component:
    heads = [_head(scene, "ort", "Ort", "")]
    for one in indicators:
        unit = scene.unit(one).label if one.kind is not ValueKind.TIER else "Stufe"
        about = f"{unit}, {date_text(scene.at(one))}" + (", Schätzung" if one.estimate else "")
        heads.append(_head(scene, one.id, one.short_label, about))
    body = [
        html.Tr(
            [
                html.Th(
                    [place_symbol(place.id, place.symbol), place.name],
                    scope="row",
                    className="place-first" if place.first else None,
                ),
                *(_cell(scene, one, found[one.id][place.id]) for one in indicators),
            ],
            **{"data-town": place.id},
        )
        for place in shown
    ]
    table = html.Table(
        [
            html.Caption(title, className="visually-hidden"),
            html.Thead(html.Tr(heads)),
            html.Tbody(body),
            html.Tfoot(list(_foot(scene, indicators, against))),
        ],
        className="wide-table",
        style={"--columns": len(heads)},  # on paper they become rows
    )
    wide = scroll_box(table, f"{title} (Übersicht)")
    if len(indicators) <= PRINTED_COLUMNS:
        return wide
    wide.className += " no-print"
    return html.Div([wide, _turned(scene, title, indicators, shown, found)])


def _turned(
    scene: Scene,
    title: str,
    indicators: Sequence[Indicator],
    shown: Sequence[Place],
    found: dict[str, dict[str, PlaceValue]],
) -> Component:
    """Return the same values for paper, which is narrow: a row an indicator."""
    level = theme_level(indicators)
    rows: list[tuple[Cell, ...]] = []
    for one in indicators:
        cells = (found[one.id][place.id].observation for place in shown)
        values = (scene.text(value, one) for value in cells)
        rows.append((one.short_label, date_text(scene.at(one)), *values))
    columns = [Column(id="indicator", label="Kennzahl"), Column(id="date", label="Stichtag")]
    columns += [Column(id=place.id, label=place.called(level)) for place in shown]
    table = html_table(Table(caption=title, columns=tuple(columns), rows=tuple(rows)))
    return html.Div(table, className="on-paper")


def _head(scene: Scene, key: str, label: str, about: str) -> Component:
    up, down = scene.order == key, scene.order == f"-{key}"
    state = "ascending" if up else "descending" if down else "none"
    sign = " ▲" if up else " ▼" if down else ""
    link = html.A(
        [label, arrow(sign)],
        href=scene.link(order=f"-{key}" if up else key),
        **{"data-view": ""},
    )
    words = html.Div(about, className="wide-table__about") if about else None
    return html.Th([link, words], scope="col", **{"aria-sort": state})


def _cell(scene: Scene, indicator: Indicator, row: PlaceValue) -> Component:
    if row.observation is None:
        return html.Td(scene.reason(row, indicator), className="missing")
    text = short_value(scene, row.observation, indicator)
    mark = mark_of(row.observation, row.place) or ("" if row.observation.date else "ohne Datum")
    about = html.Div(mark, className="wide-table__about") if mark else None
    return html.Td([text, about], className="number")


def _foot(
    scene: Scene, indicators: Sequence[Indicator], against: Mapping[str, Reference]
) -> Iterator[Component]:
    medians = {key: one.median for key, one in against.items()}
    germany = {key: one.germany for key, one in against.items()}
    for label, values in (("Median", medians), ("Ganz Deutschland", germany)):
        cells = [_benchmark(scene, one, values[one.id]) for one in indicators]
        yield html.Tr([html.Th(label, scope="row"), *cells])


def _benchmark(scene: Scene, indicator: Indicator, one: Observation | None) -> Component:
    """Return a value the places are set against; a median says of what."""
    if one is None:
        return html.Td(read_as("–", "kein Wert"), className="number missing")
    text = short_value(scene, one, indicator)
    if one.town == GERMANY:
        return html.Td(text, className="number")
    known = scene.data.benchmarks.get(one.town)
    whose = known.short_label.removeprefix("Median ") if known else scene.whom.short
    return html.Td([text, html.Div(whose, className="wide-table__about")], className="number")


# ----------------------------------------------------------------------------------- gaps (Lücken)


def gaps_card(scene: Scene) -> FigureCard:
    """Return for each indicator of the theme, town and year, whether there is a value."""
    theme = scene.data.themes[scene.theme]
    indicators = scene.themed()
    every = {one.date[:4] for i in indicators for t in scene.data.towns
             for one in comparison.sound(scene.data, t, i.id)}  # fmt: skip
    years = tuple(sorted(every))
    found = {
        one.id: comparison.states(scene.data, scene.towns, one.id, years) for one in indicators
    }
    title = f"{theme.label}: was es gibt und was fehlt"
    names = {place.id: place.name for place in scene.places}
    lines: list[tuple[Cell, ...]] = []
    keys = []
    for one in indicators:
        for town in scene.towns:
            for year, state in zip(years, found[one.id][town], strict=True):
                if state is not State.NOT_COLLECTED:  # says nothing about the town
                    lines.append((names[town], one.label, year, str(state)))
                    keys.append(town)
    counts = {state: sum(line[3] == state for line in lines) for state in State}
    have = counts[State.VALUE] + counts[State.BREAK]
    return card_of(
        scene,
        title=title,
        finding=(
            f"Vorhandene Werte: {have}, davon nicht mit dem Wert davor vergleichbar: "
            f"{counts[State.BREAK]}. Stellen, an denen nur andere Orte einen Wert haben: "
            f"{counts[State.NOT_FOUND]}."
        ),
        chart=html.Div([_key(), _matrix(scene, title, indicators, years, found)]),
        table=Table(
            caption=title,
            columns=(
                Column(id="town", label="Stadt"),
                Column(id="indicator", label="Kennzahl"),
                Column(id="year", label="Jahr", date=True),
                Column(id="state", label="Zustand"),
            ),
            rows=tuple(lines),
            keys=tuple(keys),
        ),
        observations=[],
        notes=[
            "Die Jahre sind nur die, für die es im Thema überhaupt einen Wert gibt.",
            *(
                f"{gap.label}: {gap.reason}"
                for gap in scene.data.gaps.values()
                if gap.theme == scene.theme
            ),
        ],
    )


def _key() -> Component:
    return html.Dl(
        [
            html.Div(
                [
                    html.Dt([arrow(SIGNS[state], "gap-sign"), f" {state}"]),
                    html.Dd(words),
                ]
            )
            for state, words in STATE_WORDS.items()
        ],
        className="gap-key",
    )


def _matrix(
    scene: Scene,
    title: str,
    indicators: Sequence[Indicator],
    years: Sequence[str],
    found: Mapping[str, Mapping[str, tuple[State, ...]]],
) -> Component:
    head = html.Tr(
        [
            html.Th("Kennzahl", scope="col"),
            html.Th("Stadt", scope="col"),
            *(html.Th(year, scope="col") for year in years),
        ]
    )
    rows = [row for one in indicators for row in _gap_rows(scene, one, years, found[one.id])]
    table = html.Table(
        [
            html.Caption(title, className="visually-hidden"),
            html.Thead(head),
            html.Tbody(rows),
        ],
        className="gap-table",
    )
    return scroll_box(table, f"{title} (Übersicht)")


def _gap_rows(
    scene: Scene,
    indicator: Indicator,
    years: Sequence[str],
    found: Mapping[str, tuple[State, ...]],
) -> list[Component]:
    """Return one row for all towns with the same pattern; years of one state share a cell."""
    patterns: dict[tuple[State, ...], list[str]] = {}
    for town, states in found.items():
        patterns.setdefault(states, []).append(town)
    rows = []
    for position, (states, towns) in enumerate(patterns.items()):
        names = [place.name for place in scene.places if place.id in towns]
        whose = (
            f"alle {count_text(len(towns))}"
            if len(patterns) == 1 and len(towns) > 2
            else listed(names)
        )
        label = [html.Th(indicator.label, scope="rowgroup", rowSpan=len(patterns))]
        cells = []
        for state, run in groupby(states):
            count = len(list(run))
            text = f"{SIGNS[state]} {state}" if count > 4 else SIGNS[state]
            cells.append(
                html.Td(
                    read_as(text, str(state)),
                    colSpan=count,
                    title=str(state),
                    className=f"year-state year-state--{state.name.lower()}",
                )
            )
        rows.append(html.Tr([*(label if position == 0 else []), html.Td(whose), *cells]))
    return rows
