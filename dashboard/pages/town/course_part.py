"""The switch of a town's values over time, and the one indicator that it shows."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_form, control_id, grouped_choice, hidden_fields
from dashboard.components.data_table import html_table
from dashboard.components.figure_card import FigureCard, chart_box, source_line
from dashboard.components.layout import disclosure
from dashboard.downloads.table import without_links
from dashboard.facts.dataset import Dataset
from dashboard.pages.town.choices import Shown
from dashboard.pages.town.course import course_label
from dashboard.wording import links
from dashboard.wording.links import Key

PAGE_ID = "stadt"
CONTROL = control_id(PAGE_ID, Key.COURSE)
NO_COURSE = "Zahlen über die Zeit gibt es hier noch keine."


def course_part(
    data: Dataset, chosen: Shown, card: FigureCard | None, files: Component | None
) -> list[Component | None]:
    """Return the switch and the one indicator that is drawn over time, its numbers, the files."""
    if card is None:
        return [html.P(NO_COURSE, className="missing"), files]
    groups: dict[str, dict[str, str]] = {}
    for id_ in chosen.courses:
        theme = data.themes[data.indicators[id_].theme].label
        groups.setdefault(theme, {})[id_] = course_label(data, id_)
    course = chosen.choices.course
    kept = {key: text for key, text in chosen.query() if key not in (Key.COURSE, Key.SCOPE)}
    switch = grouped_choice(CONTROL, "Kennzahl über die Jahre", groups, course)
    fields = hidden_fields(f"{PAGE_ID}-behalten", kept)
    origin = html.A(
        "Woher die Werte kommen",
        href=chosen.link(links.value_anchor(course), theme="", indicator=course, after=0),
        **{"data-view": "true"},
    )
    title, finding = f"{card.id}-titel", f"{card.id}-befund"
    return [
        html.Figure(
            [
                html.Figcaption(
                    [
                        control_form(chosen.path, [switch, *fields]),
                        html.H3(card.title, id=title, className="figure-card__title"),
                        html.P(card.finding, id=finding, className="finding"),
                        None
                        if chosen.choices.indicator == course
                        else html.P(origin, className="no-print"),
                    ],
                    className="course__words",
                ),
                chart_box(card, title, finding),
                html.Div(
                    [
                        disclosure(
                            "Anmerkungen, Quellen und Zahlen als Tabelle",
                            [
                                # by its class it is found for saved pictures
                                html.P(card.note, className="figure-card__note")
                                if card.note
                                else None,
                                source_line(card.sources, card.stand, licences=False),
                                html_table(without_links(card.table)),
                            ],
                            alone=True,
                        ),
                        files,
                    ],
                    className="town-notes",
                ),
            ],
            className="course",
            **{"data-figure": card.id},
        )
    ]
