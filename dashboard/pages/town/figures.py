"""The values of a town by theme: a card each in the long form, rows of one theme in the short."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.band_table import band_table, numbers_of
from dashboard.components.figure_card import Cards, FigureCard, source_line
from dashboard.components.layout import disclosure
from dashboard.components.paging import pager, piece
from dashboard.components.provenance import provenance
from dashboard.components.value_rows import Opened, value_rows
from dashboard.downloads.table import without_links
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Theme, Town
from dashboard.findings.band import SIZE, WEIGHTS, quarters_sentence
from dashboard.findings.comparison import sound
from dashboard.findings.town import KeyFigure, key_figures, themes_of
from dashboard.pages.town.choices import Shown
from dashboard.pages.town.course import BROADBAND, FASTEST, years_table
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, number

PIECE = 18  # rows of a theme in sight at once
CLICK = "Ein Klick zeigt alle als Punkte."
SHORT_CLICK = "Ein Klick auf den Namen zeigt, woher der Wert kommt, und führt zu allen als Punkten."
KREIS = "kreis"  # the theme whose values are of the Kreis


def theme_id(town: Gemeinde, theme: str) -> str:
    """Return the id of the figure with the values of a theme."""
    return f"{town.slug}-{theme}"


def theme_cards(data: Dataset, town: Gemeinde, *, is_drawn: bool = True) -> Cards:
    """Return a figure a theme, with the indicators that the town has a value for.

    Where only its files are named, it need not be drawn.
    """
    themes = themes_of(data, town)
    first = next(iter(themes), "")
    return {
        theme_id(town, id_): partial(
            _theme_card,
            data,
            town,
            data.themes[id_],
            found,
            () if id_ == first else ((Key.THEME, id_),),
            is_drawn=is_drawn,
        )
        for id_, found in themes.items()
    }


def _theme_card(
    data: Dataset,
    town: Gemeinde,
    theme: Theme,
    indicators: Sequence[str],
    query: tuple[tuple[str, str], ...],
    *,
    is_drawn: bool,
) -> FigureCard:
    figures = key_figures(data, town, indicators)
    title = _title(town, theme)
    return FigureCard(
        id=theme_id(town, theme.id),
        title=title,
        finding=_finding(town, theme, figures),
        chart=html.Div(
            [
                band_table(
                    figures,
                    f"{title}, Werte und Einordnung",
                    lambda figure: links.standing(figure.indicator.id, town.id),
                ),
                _to_comparison(town, theme, figures, len(data.towns)),
            ],
            **{"data-town": town.id},
        )
        if is_drawn
        else html.Div(),
        table=numbers_of(figures, f"{title}, alle Angaben"),
        sources=data.named_sources(figure.observation.source for figure in figures),
        stand=data.stand,
        path=links.path(links.TOWN, slug=town.slug),
        query=query,
        provenance=provenance(data, [figure.observation for figure in figures]) if is_drawn else (),
    )


def _title(town: Gemeinde, theme: Theme) -> str:
    return f"{theme.label}: {town.kreis_label if theme.id == KREIS else town.name}"


def _finding(town: Gemeinde, theme: Theme, figures: Sequence[KeyFigure]) -> str:
    if theme.id == KREIS:
        return (
            f"Diese Werte gelten für den ganzen {town.kreis_label}, nicht für {town.name} "
            "allein; verglichen wird mit dem Median aller Kreise und kreisfreien Städte."
        )
    return quarters_sentence(
        [(figure.quarter, figure.indicator.reading) for figure in figures if figure.quarter]
    )


def _to_comparison(
    town: Gemeinde, theme: Theme, figures: Sequence[KeyFigure], count: int
) -> Component:
    """Return the link to the same theme for all pilot towns, `count` of them, this one in front."""
    in_class = any(figure.quarter for figure in figures)
    query = [(Key.VIEW, "profil" if in_class else "tabelle"), (Key.THEME, theme.id)]
    if isinstance(town, Town):
        query.append((Key.FIRST, town.slug))
        label = f"{theme.label}: alle {count_text(count)} Städte im Vergleich zeigen"
    else:
        query.append((Key.OWN, town.ags))
        label = f"{theme.label}: neben die {count_text(count)} Pilotstädte stellen"
    link = html.A(label, href=links.to(links.COMPARISON, query))
    return html.P(link, className="no-print to-comparison")


def reading_aid(data: Dataset, town: Gemeinde, click: str = CLICK) -> Component:
    """Return how the outlines are read, what a click shows, and that there is no rank."""
    if isinstance(town, Town):
        last = f"Eine Rangfolge der {count_text(len(data.towns))} Städte ist das nicht."
    else:
        last = (
            "Eine Rangfolge ist das nicht. Gilt ein Wert für den ganzen Gemeindeverband oder für "
            "ein früheres Gebiet, steht das neben seinem Datum."
        )
    return html.P(
        f"So lesen Sie die Umrisse: Je höher, desto mehr Gemeinden mit {SIZE} haben etwa diesen "
        "Wert. Der Streifen darunter zeigt ihre mittlere Hälfte, der Strich darin ihren "
        "Median, der Punkt den Wert der Stadt. Hohl und mit den Worten „weit außen“ liegt er "
        "jenseits der Zeichnung. "
        f"{click} {last} {WEIGHTS}",
        className="reading-aid",
    )


# -------------------------------------------------------------------------------- the short form


def theme_part(data: Dataset, chosen: Shown) -> list[Component]:
    """Return the links to the themes, and the rows of the one in sight."""
    if not chosen.theme:
        return [html.P("Zahlen gibt es hier noch keine.", className="missing")]
    town, theme = chosen.town, data.themes[chosen.theme]
    ids = chosen.themes[theme.id]
    figures = key_figures(data, town, piece(ids, chosen.after, PIECE))
    id_ = theme_id(town, theme.id)
    return [
        _themes(data, chosen),
        html.Section(
            [
                html.H3(_title(town, theme), id=f"{id_}-titel"),
                html.P(_finding(town, theme, figures), id=f"{id_}-befund"),
                value_rows(
                    figures,
                    f"{_title(town, theme)}, Werte und Einordnung",
                    partial(_row_link, chosen),
                    _opened(data, chosen, figures),
                ),
                pager(len(ids), chosen.after, PIECE, partial(_piece_link, chosen), "Kennzahlen"),
                disclosure(
                    "Umrisse lesen, Quellen, Vergleich",
                    [
                        _to_comparison(town, theme, figures, len(data.towns)),
                        reading_aid(data, town, SHORT_CLICK),
                        source_line(
                            data.named_sources(figure.observation.source for figure in figures),
                            data.stand,
                            linked=False,
                        ),
                    ],
                    alone=True,
                ),
            ],
            className="theme",
            **{"data-town": town.id},
        ),
    ]


def _themes(data: Dataset, chosen: Shown) -> Component:
    """Return a link a theme with the number of its values."""
    return html.Nav(
        html.Ul(
            [
                html.Li(
                    html.A(
                        [
                            data.themes[id_].label,
                            html.Span(f" {number(len(found))}", className="themes__count"),
                        ],
                        href=chosen.link(links.FIGURES, theme=id_, indicator="", after=0),
                        **{
                            "data-view": "true",
                            "aria-current": "true" if id_ == chosen.theme else None,
                        },
                    )
                )
                for id_, found in chosen.themes.items()
            ]
        ),
        className="themes no-print",
        **{"aria-label": "Themen, mit der Anzahl ihrer Kennzahlen"},
    )


def _piece_link(chosen: Shown, after: int) -> str:
    return chosen.link(links.FIGURES, theme=chosen.theme, indicator="", after=after)


def _row_link(chosen: Shown, figure: KeyFigure) -> str:
    """Return the address that opens a row, or shuts the one that is open."""
    id_ = figure.indicator.id
    if chosen.choices.indicator == id_:
        return chosen.link(
            links.value_anchor(id_), theme=chosen.theme, indicator="", after=chosen.after
        )
    return chosen.link(links.value_anchor(id_), theme="", indicator=id_, after=0)


def _opened(data: Dataset, chosen: Shown, figures: Sequence[KeyFigure]) -> Opened | None:
    figure = next((one for one in figures if one.indicator.id == chosen.choices.indicator), None)
    if figure is None:
        return None
    id_, town = figure.indicator.id, chosen.town
    years = sound(data, town.id, id_)
    course = FASTEST if id_ in BROADBAND and FASTEST in chosen.courses else id_
    further: list[Component | str] = [
        html.A("Unter allen Kleinstädten, als Punkte", href=links.standing(id_, town.id))
    ]
    if course in chosen.courses and course != chosen.choices.course:
        link = chosen.link(links.COURSE, course=course)
        further += [" · ", html.A("Als Kurve", href=link, **{"data-view": "true"})]
    caption = f"{figure.indicator.label}: Werte über die Jahre"
    return Opened(
        indicator=id_,
        origin=provenance(data, [figure.observation]),
        years=without_links(years_table(data, caption, years)) if len(years) > 1 else None,
        sources=source_line(
            data.named_sources(
                one.source for one in years if one.source != figure.observation.source
            ),
            data.stand,
            licences=False,
        )
        if len(years) > 1
        else None,
        further=further,
    )
