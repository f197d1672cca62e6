"""The view „Zusammenhang“: two indicators against each other."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard.components.comparison.scene import (
    Drawing,
    Scene,
    card_of,
    dot_of,
    mark_of,
    observations_of,
    value_row,
    value_table,
    warnings,
    where,
)
from dashboard.components.figure_card import FigureCard
from dashboard.facts.model import Indicator, Level
from dashboard.figures.crossing import Crossing, crossings
from dashboard.figures.dots import Dot
from dashboard.findings.comparison import PlaceValue, Reference
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import listed


def crossing_card(scene: Scene) -> FigureCard:
    """Return two indicators against each other."""
    across, up = scene.indicator, scene.other
    pairs = list(zip(scene.rows(across), scene.rows(up), strict=True))
    whole = [
        Crossing(dot=_crossing_dot(scene, x, y), x=x.observation.value, y=y.observation.value)
        for x, y in pairs
        if x.observation
        and y.observation
        and x.observation.value is not None
        and y.observation.value is not None
    ]
    title = f"{across.label} und {up.label} {where(scene, across.level)}"
    if (across.level is Level.KREIS) is not (up.level is Level.KREIS):
        title = " und ".join(f"{one.label} {where(scene, one.level)}" for one in (across, up))
    if across.estimate or up.estimate:
        title += " (mit Modellschätzung)"
    medians = [scene.against(one) for one in (across, up)]
    same = across.id == up.id
    chart: Drawing = html.P(
        "Wählen Sie zwei verschiedene Kennzahlen."
        if same
        else "Für diese beiden Kennzahlen hat keine der Städte zwei Zahlen.",
        className="missing",
    )
    if whole and not same:
        chart = crossings(
            whole,
            x_title=_axis(scene, across),
            y_title=_axis(scene, up),
            decimals=(across.decimals, up.decimals),
            medians=(_median(medians[0]), _median(medians[1])),
        )
    rows, keys = [], []
    for x, y in pairs:
        for row, one in ((x, across), (y, up)):
            rows.append(value_row(scene, row, one))
            keys.append(row.place.id)
    missing = [x.place.name for x, y in pairs if not (x.observation and y.observation)]
    lines = [f"{against.label}" for against in medians if against.median is not None]
    return card_of(
        scene,
        title=title,
        finding=(
            "So wenige Punkte belegen keinen Zusammenhang; sie zeigen nur, wo diese Orte stehen."
            + (f" Nicht beide Angaben gibt es für {listed(missing)}." if missing else "")
        ),
        chart=chart,
        table=value_table(title, rows, keys),
        observations=observations_of(row for pair in pairs for row in pair),
        notes=[
            f"Gepunktete Linien: {', '.join(dict.fromkeys(lines))}." if lines and whole else "",
            *warnings(scene, across, up),
        ],
    )


def _crossing_dot(scene: Scene, x: PlaceValue, y: PlaceValue) -> Dot:
    dot = dot_of(scene, x, scene.indicator)
    second = dot_of(scene, y, scene.other)
    both = f"{dot.hover}<br>{second.hover.split('<br>', 1)[1]}"
    marks = dict.fromkeys(mark_of(one, x.place) for one in (x.observation, y.observation) if one)
    mark = ", ".join(filter(None, marks))
    return replace(dot, label=x.place.name + (f" ({mark})" if mark else ""), hover=both)


def _axis(scene: Scene, indicator: Indicator) -> str:
    date = scene.at(indicator)
    return f"{indicator.label}, {scene.unit(indicator).label}, {date_text(date)}"


def _median(against: Reference) -> float | None:
    return against.median.value if against.median else None
