"""The comparison: which towns, which indicator, which view; the address holds every choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import Scene, Shown, card_id
from dashboard.components.comparison.spread import SPREAD_ID, has_spread, spread_card
from dashboard.components.figure_card import FigureCard, figure_card
from dashboard.components.live_part import live_part, notices
from dashboard.components.take_away import take_away
from dashboard.facts.dataset import Dataset
from dashboard.figures.theme import INK
from dashboard.findings.comparison import Basis, offered, places
from dashboard.pages.choices import UrlState
from dashboard.pages.compare.choices import Choices, theme_of, url_state
from dashboard.pages.compare.controls import choices_part
from dashboard.pages.compare.own import own_town_part, which_is_like
from dashboard.pages.compare.views import card_of_view
from dashboard.pages.contract import Address, AskedCards, Live, Page, View
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text
from dashboard.wording.search import sort_key

__all__ = ["PAGE", "addresses", "cards", "live", "url_state", "view"]

PAGE = Page(
    id="vergleich",
    path=links.COMPARISON,
    name="Vergleich",
    personal=frozenset({Key.OWN, Key.OWN_NAME, links.OWN_VALUE}),
)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the page."""
    return (PAGE.path,)


def view(data: Dataset, address: Address) -> View:
    """Return the page for a query."""
    shown = live(data, address)
    towns = count_text(len(data.towns))
    return View(
        title=shown.title,
        description=(
            f"Die {towns} Städte nebeneinander: Werte, Verläufe und Lücken "
            f"von {len(offered(data))} Kennzahlen, eingeordnet in ihre Größenklasse, jede mit "
            "Quelle."
        ),
        content=(
            html.Div(
                [
                    html.H1("Städte vergleichen"),
                    html.P(
                        [
                            f"Wählen Sie eine Kennzahl: {towns} Städte, und was in Gemeinden "
                            "dieser Größe üblich ist. ",
                            which_is_like(data),
                        ],
                        className="lead",
                    ),
                ],
                className="page-head page-head--short",
            ),
            shown.part,
            _left_out(data),
        ),
        address=shown.address,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return controls, figures and own towns for a query."""
    state = url_state(data)
    choices, sentences = state.read(address.query)
    scene = _scene(data, state, choices)
    card = card_of_view(scene) if scene.places else None
    return Live(
        title=f"Vergleich: {card.title if card else 'keine Stadt gewählt'}",
        address=links.to(PAGE.path, state.query(choices)),
        part=live_part(
            [
                choices_part(PAGE.id, scene, choices),
                html.Div(
                    _result(scene, sentences, card),
                    className="result",
                    **{"data-view-of": scene.link().removeprefix(links.to(PAGE.path))},
                ),
            ],
            css_class="compare linked",
        ),
    )


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return the figure of the view and, of one date, the distribution; none without any place."""
    state = url_state(data)
    choices, sentences = state.read(address.query)
    scene = _scene(data, state, choices)
    if not scene.places:
        return {}, sentences
    more = {SPREAD_ID: partial(spread_card, scene)} if has_spread(scene) else {}
    return {card_id(scene): partial(card_of_view, scene), **more}, sentences


def _scene(data: Dataset, state: UrlState[Choices], choices: Choices) -> Scene:
    def link(**changes: object) -> str:
        changed = replace(choices, **changes)  # type: ignore[arg-type]
        return links.to(PAGE.path, state.query(changed))

    return Scene(
        data=data,
        places=places(data, choices.towns, choices.first, choices.own, INK),
        indicator=data.indicators[choices.indicator],
        other=data.indicators[choices.other],
        view=Shown(choices.view),
        theme=theme_of(data, choices),
        basis=Basis(choices.basis),
        date=choices.date,
        own=choices.own,
        group=choices.group,
        order=choices.order,
        search=choices.search,
        query=state.query(replace(choices, search="")),
        link=link,
    )


def _result(scene: Scene, sentences: Sequence[str], card: FigureCard | None) -> list[Component]:
    empty = html.P(
        "Es ist keine Stadt gewählt. Kreuzen Sie mindestens eine an, oder fügen Sie Ihre eigene "
        "hinzu.",
        className="missing",
    )
    spread = spread_card(scene) if card and has_spread(scene) else None
    return [
        notices(sentences),
        figure_card(card, heading=html.H2, tools=False) if card else empty,
        _spread(spread) if spread else None,
        take_away([one for one in (card, spread) if one]),
        own_town_part(scene),
    ]


def _spread(card: FigureCard) -> Component:
    """Return all towns as dots, opened by the link that leads to them or by a click."""
    words = html.Summary("Alle Gemeinden als 50 Punkte: Wer liegt darunter, wer darüber?")
    inner = html.Div(figure_card(card, heading=html.H3, tools=False), id=links.SPREAD)
    # browsers open what a fragment lies within
    return html.Details([words, inner], className="disclosure spread")


def _left_out(data: Dataset) -> Component:
    """Return which indicators are not offered, and why."""
    kept = {one.id for one in offered(data)}
    names = sorted(
        (one.label for one in data.indicators.values() if one.id not in kept), key=sort_key
    )
    inner = html.Div(
        [
            html.P(
                f"Die {count_text(len(data.towns))} Städte sind keine Stichprobe und keine "
                "Rangliste. Die Kennzahlen dieser Liste beruhen auf einzelnen örtlichen oder "
                "gemeldeten Angaben mit verschiedener Abgrenzung, oder sie gelten nur für alle "
                "Kleinstädte zusammen. Nebeneinander gestellt, würden sie mehr behaupten, als sie "
                "wissen."
            ),
            html.Ul([html.Li(name) for name in names]),
        ],
        id="nicht-verglichen",
    )
    words = html.Summary(f"Was hier nicht verglichen wird: {len(names)} Kennzahlen")
    return html.Details([words, inner], className="disclosure not-compared named-on-paper")
