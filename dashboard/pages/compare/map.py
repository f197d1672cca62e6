"""The view „Karte“: all small towns as points, the places by name, and the towns' own maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.comparison.level import missing_at
from dashboard.components.comparison.points import drawn_points, land_table, points_legend
from dashboard.components.comparison.scene import (
    Scene,
    card_of,
    observations_of,
    short_value,
    title_of,
    value_row,
    value_table,
    warnings,
)
from dashboard.components.figure_card import GRAPH_CONFIG, FigureCard
from dashboard.components.germany_map import POINT, Pin, germany_map
from dashboard.components.town_style import place_symbol
from dashboard.facts.model import Level
from dashboard.figures.maps import local_map
from dashboard.figures.points import CLASSES, ValueClass, fifths
from dashboard.findings import comparison
from dashboard.findings.comparison import (
    PlaceValue,
    own_name,
)
from dashboard.findings.every_town import EveryTown, every_town
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import MISSING, listed, number

LARGEST = 3.25  # rem: across the circle of the largest value


def map_card(scene: Scene) -> FigureCard:
    """Return Germany with a point a small town and the places by name, and the towns' own maps.

    Where there is no table of all small towns, a circle a town stands for its value.
    """
    indicator, data = scene.indicator, scene.data
    rows = scene.rows(indicator)
    date = scene.shown_date
    title = title_of(scene, indicator, date_text(date) if date else "")
    towns = every_town(data, indicator.id, scene.at(indicator), scene.group)
    classes = fifths(towns.values) if towns else ()
    sized = _sizes(rows) if not towns and comparison.can_be_drawn(indicator) else {}
    over = drawn_points(data, towns, classes) if towns else []
    known = [
        f"{row.place.called(indicator.level)} {_short(scene, row)}"
        for row in rows
        if row.observation
    ]
    told = f"{listed(known)}." if known else ""
    nowhere = [own_name(data, one) for one in scene.own if not one.ags]
    chart: list[Component] = [_germany(scene, rows, sized, over)]
    if towns:
        legend = points_legend(data, towns, classes)
        chart = [
            html.Div([*chart, legend], className="points-beside"),
            html.Details(
                [html.Summary("Nach Ländern"), land_table(data, towns)], className="disclosure"
            ),
        ]
    card = card_of(
        scene,
        title=title,
        finding=f"{told}{missing_at(rows, indicator)}{_of_all(scene, towns, classes)}".strip(),
        chart=html.Div([*chart, _local_maps(scene, rows)]),
        table=value_table(
            title,
            [value_row(scene, row, indicator) for row in rows],
            [row.place.id for row in rows],
        ),
        observations=observations_of(rows),
        notes=[
            _about_points(scene, towns) if towns else "",
            "Die Fläche eines Kreises entspricht dem Wert; Farbe und Zeichen stehen für die Stadt."
            if sized
            else "",
            "Ein Klick auf den Namen einer Stadt hebt sie überall hervor.",
            "Die Karten der Städte haben alle denselben Maßstab.",
            f"Ohne Ort auf der Karte: {listed(nowhere)}." if nowhere else "",
            *warnings(scene, indicator),
        ],
        credits_=tuple(data.geometry["attribution"]),
    )
    if not towns:
        return card
    sources = data.named_sources([*(one.id for one in card.sources), towns.column.source])
    return replace(card, sources=sources)


def _of_all(scene: Scene, towns: EveryTown | None, classes: Sequence[ValueClass]) -> str:
    """Return the sentence on the lowest and the highest class, where they are fifths."""
    if not towns or len(classes) < CLASSES:
        return ""
    decimals = scene.indicator.decimals
    low, high = number(classes[0].high, decimals), number(classes[-1].low, decimals)
    return (
        f" Von {number(len(towns.values))} Gemeinden {towns.group.label} hat das unterste Fünftel "
        f"höchstens {low}, das oberste mindestens {high} ({scene.unit(scene.indicator).label})."
    )


def _about_points(scene: Scene, towns: EveryTown) -> str:
    """Return what the points are, and who is in no class."""
    since = towns.column.since
    sentences = [
        f"Jeder Punkt ist eine Gemeinde {towns.group.label}. Je größer und auffälliger er ist, "
        "desto höher ist der Wert. Jede Farbe steht für ein Fünftel der Gemeinden mit eigenem "
        "Wert, damit einzelne sehr hohe Werte die Karte nicht einfarbig machen; gleiche Werte "
        "bleiben in einer Klasse zusammen.",
        "Ein Ring ist eine Gemeinde ohne eigenen Wert: In den Klassen und Quartilen zählt sie "
        "nicht."
        if towns.verband or towns.without
        else "",
        f"Die Quelle nennt Werte nur für Gemeinden ab {number(since)} Einwohnerinnen und "
        "Einwohnern."
        if since
        else "",
        "Ein Klick auf die Karte öffnet die Stadt, deren Punkt am nächsten liegt.",
    ]
    return " ".join(filter(None, sentences))


def _value(scene: Scene, row: PlaceValue) -> str:
    one = row.observation
    return scene.text(one, scene.indicator) if one else scene.reason(row, scene.indicator)


def _short(scene: Scene, row: PlaceValue) -> str:
    if row.observation is None:
        return MISSING
    return short_value(scene, row.observation, scene.indicator)


def _sizes(rows: Sequence[PlaceValue]) -> dict[str, float]:
    """Return how wide each circle is, its area in proportion to the value; none below zero."""
    values = {r.place.id: r.observation.value for r in rows if r.observation}
    numbers = {key: value for key, value in values.items() if value is not None}
    top = max(numbers.values(), default=0)
    if top <= 0 or min(numbers.values()) < 0:
        return {}
    return {key: max(POINT, LARGEST * (value / top) ** 0.5) for key, value in numbers.items()}


def _germany(
    scene: Scene,
    rows: Sequence[PlaceValue],
    sized: dict[str, float],
    over: Sequence[Component],
) -> Component:
    towns = scene.data.towns
    shown = {row.place.id: row for row in rows}
    pins = [
        Pin(
            town=town,
            href=scene.link(
                towns=tuple(one for one in towns if one in {*scene.towns, slug}), first=slug
            ),
            name=town.kreis_label if scene.indicator.level is Level.KREIS else "",
            value=_short(scene, shown[slug]) if slug in shown else "nicht gewählt",
            size=sized.get(slug, 0.0),
            soft=True,
            current=slug in shown and shown[slug].place.first,
        )
        for slug, town in towns.items()
    ]
    own = ((row, scene.data.gemeinde(row.place.id)) for row in rows if row.place.id not in towns)
    pins += [
        Pin(
            town=town,
            href=links.town(town.slug),
            symbol=row.place.symbol,
            name=row.place.name,
            value=_short(scene, row),
            current=row.place.first,
        )
        for row, town in own
        if town
    ]
    label = "Werte auf der Deutschlandkarte; eine Stadt wählen"
    return germany_map(scene.data.geometry, pins, label, over)


def _map_value(scene: Scene, row: PlaceValue) -> str:
    """Return the value under a town's name; that of a district says whose it is."""
    district = f"{row.place.district}: " if scene.indicator.level is Level.KREIS else ""
    return district + _value(scene, row)


def _local_maps(scene: Scene, rows: Sequence[PlaceValue]) -> Component:
    features = scene.data.geometry["local"]["features"]
    maps = [
        html.Li(
            [
                html.H3([place_symbol(row.place.id, row.place.symbol), row.place.name]),
                html.P(_map_value(scene, row), className="local-maps__value"),
                html.Div(
                    dcc.Graph(
                        id=f"vergleich-karte-{row.place.id}",
                        figure=local_map(scene.data.towns[row.place.id], features, names=False),
                        config=GRAPH_CONFIG,
                        className="chart chart--tile",
                    ),
                    role="img",
                    **{"aria-label": f"{row.place.name} und seine Nachbargemeinden"},
                ),
            ],
            **{"data-town": row.place.id},
        )
        for row in rows
        if row.place.id in scene.data.towns
    ]
    return html.Ul(maps, className="local-maps")
