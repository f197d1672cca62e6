"""A slide and what a talk is made of: the stage and its bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.layout import read_as
from dashboard.components.paper.qr_code import qr_code
from dashboard.components.sources import publishers
from dashboard.components.town_style import town_symbol
from dashboard.facts.model import Gemeinde, Source
from dashboard.wording.dates import date_text

BY_EAR = (
    "Am Ende jeder Folie blättern die Schaltflächen „Zurück“ und „Weiter“. Die Pfeiltasten gehören "
    "im Lesemodus Ihrem Bildschirmleseprogramm."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide; `others` answers „und die anderen?“, `number` is its name in the address."""

    number: str
    title: str
    body: tuple[Component, ...]
    others: tuple[Component, ...]
    sources: tuple[Source, ...] = ()
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What all slides of a talk share; the code in the corner leads to `address`.

    `exit` and `plan` lead to the town and to where slides are chosen; `legal` are the links that
    stand at the foot of every other page.
    """

    town: Gemeinde
    stand: str
    version: str
    address: str
    exit: str
    plan: str
    legal: Component
    dark: bool = False
    current: int = 1
    notices: tuple[str, ...] = ()


def stage(slides: Sequence[Slide], talk: Talk) -> Component:
    """Return all slides and the bar below them; `meeting.js` shows one slide at a time."""
    code = [qr_code(talk.address)] if talk.address else []
    drawn = [_slide(slide, at, len(slides), talk, code) for at, slide in enumerate(slides, start=1)]
    return html.Div(
        [
            html.H1(f"Folien: {talk.town.name}", className="visually-hidden"),
            html.Div(drawn, className="slides"),
            _bar(len(slides), talk),
        ],
        className="talk",
        **{
            "data-colours": "dunkel" if talk.dark else "hell",
            "data-current": str(talk.current),
            "data-exit": talk.exit,
            "data-town": talk.town.id,
        },
    )


def _slide(slide: Slide, at: int, count: int, talk: Talk, code: Sequence[Component]) -> Component:
    others = f"andere-{at}"
    return html.Section(
        [
            html.Header(
                [
                    html.P([town_symbol(talk.town), talk.town.name], className="slide__town"),
                    html.H2(
                        slide.title,
                        id=f"titel-{at}",
                        className="slide__title",
                        **{"aria-describedby": f"nummer-{at}"},
                    ),
                    html.P(BY_EAR, className="visually-hidden needs-script") if at == 1 else None,
                ],
                className="slide__head",
            ),
            html.Div(list(slide.body), className="slide__body"),
            html.Div(
                [html.P("Und die anderen?", className="slide__question"), *slide.others],
                className="slide__others",
                id=others,
                hidden=True,
            ),
            html.Div([*_foot(slide, at, count, talk), *code], className="slide__foot"),
            html.A(
                html.Span(f"Folie {at}: {slide.title}", className="visually-hidden"),
                href=f"#folie-{at}",
                className="slide__link",
            ),
        ],
        className="slide",
        id=f"folie-{at}",
        **{"data-slide": str(at), "data-number": slide.number},
    )


def _foot(slide: Slide, at: int, count: int, talk: Talk) -> list[Component]:
    names = "; ".join(publishers(slide.sources, slide.credits))
    label = "Quellen: " if len(slide.sources) + len(slide.credits) > 1 else "Quelle: "
    source = f"{label}{names.rstrip('.')}. " if names else ""
    return [
        html.P(
            [
                f"{source}Stand der Daten: {date_text(talk.stand)}, Fassung {talk.version}.",
            ],
            className="slide__source",
        ),
        html.P(
            read_as(f"{at}\u2009/\u2009{count}", f"Folie {at} von {count}"),
            id=f"nummer-{at}",
            className="slide__number",
        ),
    ]


def _bar(count: int, talk: Talk) -> Component:
    status = html.P(
        [html.Span(str(talk.current), className="bar__at"), f" von {count}"],
        className="bar__status",
    )
    return html.Nav(
        [
            _button("zurueck", "Zurück", "←"),
            status,
            _button("weiter", "Weiter", "→"),
            _button("uebersicht", "Übersicht", "O"),
            _button("andere", "Und die anderen?", "V"),
            _button("farben", "Hell oder dunkel", "D"),
            _button("vollbild", "Vollbild", "F"),
            html.A("Folien wählen", href=talk.plan, className="bar__button"),
            _folded("Rechtliches", html.Div(talk.legal, className="picker__form bar__links")),
            html.A(["Zur Stadt ", _key("Esc")], href=talk.exit, className="bar__button"),
            *(html.P(one, className="bar__notice") for one in talk.notices),
        ],
        className="bar",
        **{"aria-label": "Steuerung der Folien"},
    )


def _button(does: str, label: str, key: str) -> Component:
    return html.Button(
        [f"{label} ", _key(key)],
        type="button",
        className="bar__button needs-script",
        **{"data-do": does},
    )


def _key(name: str) -> Component:
    """Return the key that does the same, for the eye: readers use these keys for themselves."""
    return html.Kbd(name, **{"aria-hidden": "true"})


def _folded(label: str, content: Component) -> Component:
    """Return what opens above the bar."""
    return html.Details([html.Summary(label, className="bar__button"), content], className="picker")
