"""All small towns as 50 dots, and how many of them lie below each place; as a file, the bins."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard.components.comparison.scene import Scene, Shown, card_of
from dashboard.components.figure_card import FigureCard
from dashboard.components.silhouette import Mark, each_dot, fifty_dots
from dashboard.components.town_style import place_symbol
from dashboard.downloads.table import Column, Table
from dashboard.facts.model import Observation
from dashboard.findings.comparison import Place
from dashboard.findings.distribution import DOTS, Distribution
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number, sentence

SPREAD_ID = "vergleich-verteilung"
EDGE_DECIMALS = 2  # more than the values have: bins begin between them


def has_spread(scene: Scene) -> bool:
    """Return whether the view is of one date at which the distribution is known."""
    return scene.view is Shown.LEVEL and scene.against(scene.indicator).spread is not None


def spread_card(scene: Scene) -> FigureCard:
    """Return the distribution of the indicator; only where `has_spread`."""
    indicator, against = scene.indicator, scene.against(scene.indicator)
    found = against.spread
    if found is None:
        raise ValueError(f"no distribution of {indicator.id} at {scene.shown_date}")
    shown = [
        (row.place, row.observation, row.observation.value)
        for row in scene.rows(indicator)
        if row.observation and row.observation.value is not None
    ]
    marks = [Mark(place.id, place.symbol, value) for place, _one, value in shown]
    sentences = [
        html.Li(
            [
                place_symbol(place.id, place.symbol),
                dots_sentence(scene, found, place, one, value),
            ],
            **{"data-town": place.id},
        )
        for place, one, value in shown
    ]
    when = date_text(found.date)
    kind = " (Modellschätzung)" if indicator.estimate else ""
    title = f"{indicator.label}{kind} in den Gemeinden {found.of}, {when}"
    quartiles = [one for one in (against.low, against.median, against.high) if one]
    card = card_of(
        scene,
        title=title,
        finding=f"Gezählt sind {found.whom}. {each_dot(found)}",
        chart=html.Div([fifty_dots(found, marks), html.Ul(sentences)], className="fifty-dots__box"),
        table=_bins(scene, title, found),
        observations=quartiles,
        notes=[
            f"Die Punkte reichen von {_end(scene, found, 0)} links bis {_end(scene, found, 1)} "
            "rechts.",
            *ends_told(scene, found),
        ],
    )
    return replace(card, id=SPREAD_ID)


def _end(scene: Scene, found: Distribution, side: int) -> str:
    return scene.value(found.edges[side], scene.indicator)


def dots_sentence(
    scene: Scene, found: Distribution, place: Place, one: Observation, value: float
) -> str:
    """Return in how many of the dots the value is lower, the same and higher than in a place."""
    below = found.lower_than(value)
    same = sum(dot == value for dot in found.dots())
    middle = f"in {same} gleich, " if same else ""
    return (
        f"In {below} von {DOTS} Punkten ist der Wert niedriger als "
        f"{place.called(scene.indicator.level)} ({scene.text(one, scene.indicator)}), {middle}in "
        f"{DOTS - below - same} höher."
    )


def ends_told(scene: Scene, found: Distribution) -> list[str]:
    """Return how many values lie beyond the ends of a drawing, and how far they reach."""
    below, above = found.beyond
    told = [
        f"{number(count)} {'Wert liegt' if count == 1 else 'Werte liegen'} noch weiter {side}, "
        f"bis {scene.value(end, scene.indicator)}"
        for count, side, end in (
            (below, "links", found.values[0]),
            (above, "rechts", found.values[-1]),
        )
        if count
    ]
    return [sentence("; ".join(told))] if told else []


def _bins(scene: Scene, title: str, found: Distribution) -> Table:
    indicator, unit = scene.indicator, scene.unit(scene.indicator).label
    decimals = indicator.decimals + EDGE_DECIMALS
    bins = list(found.bins())
    low, _high = found.edges
    below, above = found.beyond
    if below:
        bins.insert(0, (found.values[0], low, below))
    if above:
        bins.append((found.values[-above], found.values[-1], above))
    whom = "Gemeinden und Gemeindeverbände" if found.verbaende else "Gemeinden"
    return Table(
        caption=f"{title} (eine Grenze zählt zur Stufe, die dort beginnt; wo keine beginnt, zu "
        "der, die dort endet)",
        columns=(
            Column(id="from", label="von", decimals=decimals, unit=unit),
            Column(id="to", label="bis unter", decimals=decimals, unit=unit),
            Column(id="count", label=f"{whom} in dieser Stufe", decimals=0),
            Column(id="counted", label=f"{whom} insgesamt", decimals=0),
            Column(id="indicator", label="Kennzahl"),
            Column(id="reference_date", label="Stichtag", date=True),
        ),
        rows=tuple(
            (
                round(start, decimals),
                round(end, decimals),
                count,
                len(found.values),
                indicator.label,
                found.date,
            )
            for start, end, count in bins
        ),
    )
