"""The slides that every town has: who it is, where it stands, the pilot towns, the sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dash import html

from dashboard.components.band_table import band_table
from dashboard.components.comparison.level import level_card
from dashboard.components.comparison.scene import Scene
from dashboard.components.figure_card import BareFigure, FigureCard, bare_figure
from dashboard.components.layout import fact_list
from dashboard.components.paper.qr_code import qr_code
from dashboard.components.paper.slide import Slide
from dashboard.components.sources import publishers
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, Gemeinde, Phase, Precision, ShownIn, Town
from dashboard.figures.glance import GlanceRow, glance
from dashboard.figures.lanes import span
from dashboard.findings.activities import short_name
from dashboard.findings.band import SIZE
from dashboard.findings.comparison import common_date, rows_at
from dashboard.findings.town import CITY, MUNICIPAL_KEY, POPULATION, to_city
from dashboard.pages.town.brief import facts, introduced_by, leading_figures, map_card
from dashboard.pages.town.meeting.parts import (
    by_town,
    columns,
    matrix,
    places,
    wide_columns,
    with_pilots,
)
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import count_text, number_of

LEFT_OUT = (MUNICIPAL_KEY, "Rechtsstellung")


def who(data: Dataset, town: Gemeinde) -> Slide:
    """Return the slide that says in brief which town it is, with a map."""
    card = map_card(data, town)
    kept = [entry for entry in facts(data, town) if entry[0] not in LEFT_OUT]
    text = html.Div(
        [
            html.P(f"{town.land}, {town.kreis_label}", className="slide__lead"),
            fact_list(kept),
        ]
    )
    towns, indicator = with_pilots(data, town), data.indicators[POPULATION]
    ids = [one.id for one in towns]
    date = common_date(data, ids, POPULATION)
    rows = [
        (
            one,
            (one.land, number_of(row.observation, indicator), f"{to_city(one)} Luftlinie"),
        )
        for one, row in zip(towns, rows_at(data, places(data, town), indicator, date), strict=True)
    ]
    return Slide(
        number="1",
        title=f"{town.name} in Kürze",
        body=(columns([text, bare_figure(card)]),),
        others=(by_town(town, ("Land", f"Bevölkerung, {date_text(date)}", CITY), rows),),
        sources=data.named_sources(introduced_by(data, town)),
        credits=card.credits,
    )


def at_a_glance(data: Dataset, town: Gemeinde) -> BareFigure:
    """Return when something happened where, this town marked."""
    rows = [
        GlanceRow(
            name=short_name(data, place),
            activities=tuple(filter(_dated_in_project, data.activities_of(place))),
            marked=place == town.id,
        )
        for place in (NETWORK, *(one.slug for one in data.in_project))
    ]
    workshops = [data.activity(id_) for id_ in data.project.workshops]
    days = span(data.project.start, data.project.end)
    return BareFigure(
        id="zeitleiste-bild",
        title=f"Im Zeitplan der {count_text(len(data.in_project))} Städte",
        finding="Jedes Zeichen steht für eine Aktivität mit bekanntem Datum, die gepunkteten "
        "Linien für die Transferwerkstätten.",
        chart=glance(rows, days, data.categories, workshops),
    )


def _dated_in_project(one: Activity) -> bool:
    dated = one.precision is not Precision.PROJECT and not one.part_of
    return dated and one.phase is Phase.PROJECT


def standing(data: Dataset, town: Gemeinde) -> tuple[Slide, ...]:
    """Return the slide with the place of key figures in the size class; none without a figure."""
    figures = leading_figures(data, town, ShownIn.SLIDES)
    if not figures:
        return ()
    caption = f"Kennzahlen von {town.name} im Vergleich mit der Größenklasse"
    slide = Slide(
        number="3",
        title=f"Wo {town.short_name} steht",
        body=(
            html.P(
                f"Umriss: alle Gemeinden mit {SIZE}; Streifen: ihre mittlere Hälfte; Strich: ihr "
                f"Median, bei dem jede gleich zählt. Punkt: {town.short_name}.",
                className="slide__aid",
            ),
            html.Div(band_table(figures, caption), className="slide__band"),
        ),
        others=(matrix(data, town, [figure.indicator.id for figure in figures]),),
        sources=tuple(dict.fromkeys(figure.source for figure in figures)),
    )
    return (slide,)


def comparison_card(data: Dataset, town: Gemeinde, indicator: str) -> FigureCard:
    """Return the comparison's own figure of an indicator, with this town marked."""
    shown, one = places(data, town, town.id), data.indicators[indicator]
    card = level_card(Scene(data=data, places=shown, indicator=one, other=one))
    return replace(card, id=f"{card.id}-{indicator}")  # several of them stand on one slide


def together(data: Dataset, town: Gemeinde) -> Slide:
    """Return the slide that sets the town beside the pilot towns."""
    ids = [*data.shown_in(ShownIn.SLIDE_LEFT), *data.shown_in(ShownIn.SLIDE_RIGHT)]
    cards = [comparison_card(data, town, id_) for id_ in ids]
    others = f"die {count_text(len(data.towns))} Pilotstädte"
    if isinstance(town, Town):
        others = f"die {count_text(len(data.towns) - 1)} anderen"
    return Slide(
        number="4",
        title=f"{town.short_name} und {others}",
        body=(
            columns(list(map(bare_figure, cards))),
            html.P(
                f"Umriss: Gemeinden mit {SIZE}, die Größenklasse. Beim Median zählt jede gleich.",
                className="slide__aid",
            ),
        ),
        others=(matrix(data, town, ids),),
        sources=tuple(dict.fromkeys(source for card in cards for source in card.sources)),
    )


def sources_of(data: Dataset, town: Gemeinde, slides: Iterable[Slide], public: str) -> Slide:
    """Return the slide with the sources of the others, and where to read on."""
    names = publishers(
        [source for slide in slides for source in slide.sources],
        [line for slide in slides for line in slide.credits],
    )
    cite = (
        f"{data.project.title}: {town.name}. Stand der Daten: {date_text(data.stand)}, "
        f"Fassung {data.version}."
    )
    where = (
        [qr_code(public), html.P(public, className="slide__address")]
        if public
        else [html.P("Diese Seite hat noch keine öffentliche Adresse.", className="missing")]
    )
    return Slide(
        number="8",
        title="Woher das alles kommt",
        body=(
            wide_columns(
                [
                    html.Div(
                        [
                            html.Ul([html.Li(name) for name in names], className="slide__sources"),
                            html.P(
                                "Titel, Lizenz und Adresse jeder Quelle stehen auf der Seite der "
                                "Stadt und unter „Daten“."
                            ),
                        ]
                    ),
                    html.Div(
                        [
                            html.P("Zum Nachlesen", className="slide__subtitle"),
                            *where,
                            html.P(["So zitieren Sie: ", html.Span(cite)]),
                        ],
                        className="slide__take-away",
                    ),
                ]
            ),
        ),
        others=(
            by_town(
                town,
                ("Die Stadt im Netz",),
                [(one, (one.website.removeprefix("https://"),)) for one in data.towns.values()],
            ),
        ),
    )
