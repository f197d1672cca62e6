"""A meeting prepared: slides ticked and ordered, a file to take along, a text for the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import Input
from dashboard.components.layout import arrow, section
from dashboard.components.live_part import ANNOUNCED, notices
from dashboard.components.paper.slide import Slide
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.findings.town import full_name
from dashboard.pages.contract import Address, Menu, Page, View
from dashboard.pages.town.brief import some_paths, town_of
from dashboard.pages.town.meeting.agenda import agenda_text
from dashboard.pages.town.meeting.choices import url_state
from dashboard.pages.town.meeting.slides import slides_of
from dashboard.wording import links
from dashboard.wording.links import Key

PAGE = Page(id="plan", path=links.MEETING_PLAN, name="Sitzung vorbereiten", menu=Menu.NONE)
LEAD = (
    "Wählen Sie die Folien und ihre Reihenfolge, nehmen Sie sie als Datei mit, wenn im Raum kein "
    "Netz ist, und kopieren Sie den Text für die Tagesordnung."
)
SLIDES, AGENDA, TEXT = "auswahl", "tagesordnung", "tagesordnung-text"
KEYS = (
    "Im Vortrag blättern die Pfeiltasten und die meisten Fernbedienungen. V zeigt die anderen "
    "Städte, O alle Folien, D helle oder dunkle Farben, F das volle Bild, Esc beendet."
)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the path of each pilot town, and some that stand for all others."""
    return some_paths(data, PAGE.path)


def view(data: Dataset, address: Address) -> View:
    """Return what is needed for a meeting about the town named in the path."""
    town = town_of(data, address)
    choices, sentences = url_state().read(address.query)
    public = address.public(links.town(town.slug))
    slides = {one.number: one for one in slides_of(data, town, public)}
    chosen = [slides[one] for one in choices.slides if one in slides]
    rest = [one for one in slides.values() if one not in chosen]
    return View(
        title=f"Sitzung vorbereiten – {full_name(data, town)}",
        description=f"Folien, Datei und Tagesordnung für eine Sitzung über {town.name}.",
        content=(
            html.Div(
                [
                    html.P([town_symbol(town), town.name], className="eyebrow"),
                    html.H1("Sitzung vorbereiten"),
                    html.P(LEAD, className="lead"),
                    notices(sentences),
                ],
                className="page-head",
            ),
            html.Div(
                [
                    section(SLIDES, "Folien wählen und ordnen", _form(town, chosen, rest)),
                    section(
                        AGENDA,
                        "Text für die Tagesordnung",
                        _agenda(agenda_text(data, town, public)),
                        intro="Aus den Daten dieser Website zusammengestellt. Rat und "
                        "Beschlussvorschlag sind von uns, bitte passen Sie sie an.",
                    ),
                ],
                className="meeting-plan",
            ),
        ),
        breadcrumb=(
            ("Sitzung", links.to(links.MEETINGS)),
            (town.name, links.town(town.slug)),
            ("Vorbereiten", ""),
        ),
    )


def _form(town: Gemeinde, chosen: Sequence[Slide], rest: Sequence[Slide]) -> list[Component]:
    """Return the form whose boxes, in their order, are the address of slides and file.

    Without scripts an arrow sends the form to this page, which comes back in the new order.
    """
    rows = [_row(one, one in chosen) for one in (*chosen, *rest)]
    goals = (
        ("Folien zeigen", links.meeting(town.slug), "kern-btn kern-btn--primary"),
        ("Als Datei herunterladen", links.meeting_file(town.slug), "action"),
    )
    buttons = [
        html.Button(
            html.Span(label, className="kern-label"),
            type="submit",
            className=kind,
            formAction=goal,
        )
        for label, goal, kind in goals
    ]
    form = html.Form(
        [
            # what Enter presses: the first button of the form
            html.Div(buttons, className="order__goals"),
            html.Ol(rows, className="order"),
            html.P(className="visually-hidden", **ANNOUNCED),
        ],
        action=links.meeting_plan(town.slug) + f"#{SLIDES}",
        method="get",
        className="order-form",
    )
    note = html.P(
        [
            "Die Datei ist eine einzelne HTML-Seite. Sie öffnet sich in jedem Browser, auch ohne "
            "Netz. Für alle zum Verteilen gibt es den ",
            html.A("Steckbrief auf zwei Seiten A4", href=links.fact_sheet(town.slug)),
            f". {KEYS}",
        ],
        className="small",
    )
    return [form, note]


def _row(slide: Slide, is_chosen: bool) -> Component:
    id_ = f"{PAGE.id}-{slide.number}"
    box = Input(
        type="checkbox",
        id=id_,
        name=Key.SLIDES,
        value=slide.number,
        className="form-check-input",
        checked=is_chosen,
    )
    arrows = [
        html.Button(
            arrow(sign),
            type="submit",
            name=key,
            value=slide.number,
            className="order__move",
            **{"aria-label": f"„{slide.title}“ {words}"},
        )
        for key, sign, words in (
            (Key.EARLIER, "↑", "nach oben"),
            (Key.LATER, "↓", "nach unten"),
        )
    ]
    label = html.Label(slide.title, htmlFor=id_, className="form-check-label")
    return html.Li([html.Div([box, label], className="form-check"), *arrows])


def _agenda(text: str) -> list[Component]:
    return [
        html.P(
            html.Button(
                "Text kopieren",
                type="button",
                className="action needs-script",
                **{"data-copy": TEXT},
            ),
            className="actions",
        ),
        html.Label("Text für die Tagesordnung", htmlFor=TEXT, className="visually-hidden"),
        html.Textarea(text, id=TEXT, readOnly=True, rows=21, className="form-control agenda"),
    ]
