"""The view „Profil“: where each place lies in the size class, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dash import html

from dashboard.components.comparison.scene import (
    Drawing,
    Scene,
    Shown,
    card_of,
    dot_of,
    observations_of,
    short_value,
    theme_level,
    value_row,
    value_table,
    warnings,
    where,
)
from dashboard.components.figure_card import FigureCard
from dashboard.downloads.table import Cell, Column, Missing, Number
from dashboard.facts.model import Indicator, Observation, ValueKind
from dashboard.figures.dots import Strip, strips
from dashboard.findings.band import QUARTILES, Quarter, quarter, quarter_words
from dashboard.findings.comparison import PlaceValue, Reference
from dashboard.findings.distribution import Distribution, lying, whose


def profile_card(scene: Scene) -> FigureCard:
    """Return each place's position in the size class for every indicator of the theme."""
    theme = scene.data.themes[scene.theme]
    indicators = shown_in_profile(scene)
    found: list[Strip] = []
    counts: dict[str, list[int]] = {}
    lines: list[tuple[Cell, ...]] = []
    keys: list[str] = []
    observations: list[Observation] = []
    without = []
    among: dict[str, list[str]] = {}
    for indicator in indicators:
        rows = scene.rows(indicator)
        band = scene.against(indicator)
        observations += observations_of(rows)
        if band.spread is None:
            without.append(indicator.short_label)
        else:
            found.append(_strip(scene, indicator, rows, band.spread, counts))
            among.setdefault(band.spread.of, []).append(indicator.short_label)
        for row in rows:
            line = value_row(scene, row, indicator)
            lines.append((*line, *_quartile_cells(indicator, row, band)))
            keys.append(row.place.id)
    among_whom = lying(scene.whom.id, scene.whom.label)
    title = f"{theme.label} {where(scene, theme_level(indicators))}: {among_whom}"
    more = (
        Column(id="counted", label="Gezählt für die Viertel", decimals=0),
        *(
            Column(id=f"p{part}", label=label, decimals=0)
            for part, label in zip((25, 50, 75), QUARTILES, strict=True)
        ),
        Column(id="position", label="Lage"),
    )
    return card_of(
        scene,
        title=title,
        finding=profile_finding(scene, counts, len(found)),
        chart=_profile_chart(scene, found),
        table=value_table(title, lines, keys, more),
        observations=observations,
        notes=[
            f"Umriss: alle Gemeinden {_whom(among)}; Streifen: ihre mittlere Hälfte, Strich: ihr "
            "Median. Jede Zeile hat ihren eigenen Maßstab. Ein offenes Zeichen liegt weit außen, "
            "jenseits des gezeigten Bereichs."
            if found
            else "",
            f"Ohne Verteilung in dieser Gruppe: {', '.join(without)}." if without else "",
            *warnings(scene, *indicators),
        ],
        # above the strips every place has its sign: on a phone one or two a line
        rows=round(1.4 * len(found) + 0.4 * len(scene.places)) if found else 0,
    )


def shown_in_profile(scene: Scene) -> list[Indicator]:
    """Return the indicators of the theme that have a place on a strip."""
    return [one for one in scene.themed() if one.kind is ValueKind.NUMBER]


def _whom(among: Mapping[str, Sequence[str]]) -> str:
    """Return of which towns the rows are; what holds for some of them names these."""
    if len(among) == 1:
        return next(iter(among))
    return "; ".join(f"{of}: {', '.join(names)}" for of, names in among.items())


def _profile_chart(scene: Scene, found: Sequence[Strip]) -> Drawing:
    if found:
        first = next((place.name for place in scene.places if place.first), "")
        return strips(found, heading=first)
    return html.P(
        [
            "Für keine Kennzahl dieses Themas gibt es eine Verteilung in dieser Gruppe, also auch "
            "kein Profil. Die Werte zeigt die Ansicht ",
            html.A("Tabelle", href=scene.link(view=Shown.TABLE), **{"data-view": ""}),
            ".",
        ],
        className="missing",
    )


def _strip(
    scene: Scene,
    indicator: Indicator,
    rows: Sequence[PlaceValue],
    spread: Distribution,
    counts: dict[str, list[int]],
) -> Strip:
    dots = []
    low, median, high = map(spread.position, spread.quartiles)
    text = ""
    for row in rows:
        counts.setdefault(row.place.id, [0, 0])
        if row.observation is None or row.observation.value is None:
            continue
        value = row.observation.value
        part = quarter(value, spread.quartiles[0], spread.quartiles[2])
        counts[row.place.id][0] += 1
        counts[row.place.id][1] += part is not Quarter.MIDDLE
        dot = dot_of(scene, row, indicator)
        if row.place.first:
            text = f"<b>{short_value(scene, row.observation, indicator)}</b>"
        symbol = f"{dot.symbol}-open" if spread.is_beyond(value) else dot.symbol
        hover = f"{dot.hover}<br>{quarter_words(part, indicator)}"
        dots.append(replace(dot, symbol=symbol, value=spread.position(value), hover=hover))
    at = spread.position
    bars = [(at(start), at(end), height) for start, end, height in spread.bars()]
    return Strip(
        label=indicator.short_label,
        bars=tuple(bars),
        low=low,
        median=median,
        high=high,
        dots=tuple(dots),
        text=text,
    )


def _quartile_cells(indicator: Indicator, row: PlaceValue, band: Reference) -> tuple[Cell, ...]:
    if band.spread is None:
        return (Missing("kein Vergleichswert"),) * 5
    low, _median, high = band.spread.quartiles
    cells: tuple[Cell, ...] = (
        Number(band.spread.towns + band.spread.verbaende, 0, words=band.spread.whom),
        *(Number(value, indicator.decimals) for value in band.spread.quartiles),
    )
    if row.observation is None or row.observation.value is None:
        return (*cells, Missing(row.reason))
    return (*cells, quarter_words(quarter(row.observation.value, low, high), indicator))


def profile_finding(scene: Scene, counts: dict[str, list[int]], total: int) -> str:
    """Return for how many indicators each place lies outside the middle half."""
    if not total:
        return "Für dieses Thema gibt es keinen Vergleich mit anderen Gemeinden."
    parts = [
        f"{place.name} bei {counts[place.id][1]} von {counts[place.id][0]}"
        for place in scene.places
        if counts.get(place.id, [0])[0]
    ]
    half = f"mittleren Hälfte {whose(scene.whom.id, scene.whom.label)}"
    return f"Außerhalb der {half}: {', '.join(parts)} Kennzahlen."
