"""All small towns as points of five classes: the drawing, its legend, the table of the Länder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.components.data_table import html_table
from dashboard.components.markup import beyond_dash
from dashboard.downloads.table import Cell, Column, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, ValueKind
from dashboard.figures.points import Point, ValueClass, box, path, point
from dashboard.findings.band import QUARTILES
from dashboard.findings.distribution import FEWEST
from dashboard.findings.every_town import EveryTown, OfLand
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import counted, number

# how wide the map is drawn, in pixels of CSS: the widest that fits, see germany-map.css
WIDTHS = (560, 440, 340, 280)
NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
Svg, Path, Input = (beyond_dash(name) for name in ("Svg", "Path", "Input"))


@lru_cache(maxsize=2)
def town_points(data: Dataset) -> tuple[Point, ...]:
    """Return where each small town stands on the map, in the order of the towns."""
    germany = data.geometry["germany"]
    return tuple(point(germany, one.longitude, one.latitude) for one in data.gemeinden.towns)


def nearest_town(data: Dataset, left: float, top: float) -> int | None:
    """Return the position of the town next to a place on the map, given as parts of its size.

    None where there is none near.
    """
    width, height = box(data.geometry["germany"])
    away, at = min(
        ((x - left * width) ** 2 + (y - top * height) ** 2, at)
        for at, (x, y) in enumerate(town_points(data))
    )
    return at if away <= (width / 20) ** 2 else None


def drawn_points(data: Dataset, towns: EveryTown, classes: Sequence[ValueClass]) -> list[Component]:
    """Return the points, and what takes a click on them: it opens the nearest town.

    A press tells the server where on the picture it was, by itself; so that it knows how wide the
    picture is, there is one for each width, of which the style sheet shows one.
    """
    places = town_points(data)
    width, height = box(data.geometry["germany"])
    paths = [
        *_rings("none", [places[at] for at in towns.without]),
        *_rings("verband", [places[at] for at in towns.verband]),
        *(
            Path(d=path(places[at] for at in one.places), className=f"point--{number_}")
            for number_, one in enumerate(classes, 1)
        ),
    ]
    drawing = Svg(
        paths,
        viewBox=f"0 0 {width} {height}",
        className="town-points",
        **{"aria-hidden": "true"},
    )
    presses = [
        Input(
            type="image",
            name=f"{links.PRESSED}{width_}",
            src=NOTHING,
            alt="Die Stadt an dieser Stelle öffnen",
            tabIndex=-1,
            className=f"press press--{width_}",
        )
        for width_ in WIDTHS
    ]
    return [
        drawing,
        html.Form(presses, action=links.to(links.MAP_PLACE), method="get", className="no-print"),
    ]


def _rings(kind: str, places: Sequence[Point]) -> Iterator[Component]:
    if places:
        drawn = path(places)
        yield Path(d=drawn, className=f"point--{kind}")
        yield Path(d=drawn, className="point--hole")


def points_legend(data: Dataset, towns: EveryTown, classes: Sequence[ValueClass]) -> Component:
    """Return what the points mean: limits and counts of the classes, and who is in none."""
    indicator = data.indicators[towns.column.indicator]
    entries = [
        (str(at), _limits(data, indicator, one), len(one.places))
        for at, one in enumerate(classes, 1)
    ]
    entries += [
        (kind, words, len(places))
        for kind, words, places in (
            ("verband", "nur ein Wert für den ganzen Gemeindeverband", towns.verband),
            ("none", "kein Wert, der sich vergleichen lässt", towns.without),
        )
        if places
    ]
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(
                        className=f"class-mark class-mark--{mark}", **{"aria-hidden": "true"}
                    ),
                    html.Span(f"{words}: {counted(count, 'Gemeinde', 'Gemeinden', 'eine')}"),
                ]
            )
            for mark, words, count in entries
        ],
        className="points-legend",
        **{"aria-label": "Was die Punkte bedeuten"},
    )


def _limits(data: Dataset, indicator: Indicator, one: ValueClass) -> str:
    low, high = (number(value, indicator.decimals) for value in (one.low, one.high))
    span = low if low == high else f"{low} bis {high}"
    if indicator.kind is ValueKind.TIER:
        return f"Stufe {span}"
    return f"{span} {data.units[indicator.unit].suffix}".rstrip()


def land_table(data: Dataset, towns: EveryTown) -> Component:
    """Return the same values Land by Land, for eyes, ears and keys."""
    indicator = data.indicators[towns.column.indicator]
    unit, decimals = data.units[indicator.unit].label, indicator.decimals
    day = date_text(towns.column.date)
    rows = towns.by_land(data)
    columns = [
        Column(id="land", label="Land"),
        Column(id="values", label="Gemeinden mit Wert", decimals=0),
        *(
            Column(id=id_, label=label, decimals=decimals)
            for id_, label in zip(("p25", "median", "p75"), QUARTILES, strict=True)
        ),
        Column(id="verband", label="Nur Verband", decimals=0),
        Column(id="without", label="Ohne Wert", decimals=0),
    ]
    return html_table(
        Table(
            caption=f"{indicator.label}, {day}, nach Ländern ({unit}); Gemeinden "
            f"{towns.group.label}",
            columns=tuple(columns),
            rows=tuple(map(_land_row, rows)),
        ),
        class_name="data-table land-table",
    )


def _land_row(row: OfLand) -> tuple[Cell, ...]:
    few = Missing(f"weniger als {FEWEST}")
    quartiles: tuple[Cell, ...] = row.quartiles or (few, few, few)
    return (row.land or "alle zusammen", row.values, *quartiles, row.verband, row.without)
