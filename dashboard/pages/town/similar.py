"""The towns that are like a town: through which lens, and how many times each trait counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import control_id, hidden_fields, select_choice
from dashboard.components.figure_card import Cards, figure_card
from dashboard.components.live_part import notices
from dashboard.components.similar import WEIGHT_WORDS, similar_card
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import HEAVIEST, Gemeinde, Lens, Trait
from dashboard.findings.similar import default_weights
from dashboard.pages.choices import Field, NotAChoiceError, UrlState, one_of
from dashboard.pages.contract import Address, AskedCards, Menu, Page, UnknownAddressError, View
from dashboard.wording import links
from dashboard.wording.links import WEIGHT, Key

PAGE = Page(id="aehnlich", path=links.SIMILAR, name="Ähnliche Städte", menu=Menu.NONE)

SEPARATOR = "~"  # between trait, weight, trait …; the one sign addresses leave as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lens, and the traits that a visitor weighs otherwise, by indicator."""

    lens: str
    weights: tuple[tuple[str, int], ...]


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return one path for each of the five; every other small town has one as well."""
    if not data.similarity:
        return ()
    return tuple(links.path(PAGE.path, slug=slug) for slug in data.towns)


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec of the page's address."""
    ids = list(data.similarity)
    return UrlState(
        Choices,
        {
            "lens": one_of(Key.LENS, "Den Blick", ids, ids[0]),
            "weights": _weights_field(data),
        },
        fold=_from_form,
    )


def _weights_field(data: Dataset) -> Field:
    """Return the field that holds the traits weighed otherwise; none by default."""
    known = {trait.indicator: trait for lens in data.similarity.values() for trait in lens.traits}

    def parse(text: str) -> tuple[tuple[str, int], ...]:
        parts = text.split(SEPARATOR)
        asked = dict(zip(parts[::2], parts[1::2], strict=False))
        sound = {
            id_: int(weight)
            for id_, weight in asked.items()
            if id_ in known and weight in map(str, range(HEAVIEST + 1))
        }
        chosen = tuple(
            (id_, sound[id_])
            for id_, trait in known.items()
            if id_ in sound and sound[id_] != trait.weight
        )
        if len(sound) < len(asked) or len(parts) % 2:
            raise NotAChoiceError(chosen, f"Gewichte gehen von 0 bis {HEAVIEST}.")
        return chosen

    def text(chosen: tuple[tuple[str, int], ...]) -> str:
        return SEPARATOR.join(f"{id_}{SEPARATOR}{weight}" for id_, weight in chosen)

    return Field(key=Key.WEIGHTS, default=(), parse=parse, text=text)


def _from_form(query: Mapping[str, str]) -> dict[str, str]:
    """Return the query with the form's many weights folded into the one key of the address."""
    rest = {key: text for key, text in query.items() if not key.startswith(WEIGHT)}
    parts = [
        f"{key.removeprefix(WEIGHT)}{SEPARATOR}{text}"
        for key, text in query.items()
        if key.startswith(WEIGHT)
    ]
    return {**rest, Key.WEIGHTS: SEPARATOR.join(parts)} if parts else rest


def _asked(data: Dataset, address: Address) -> tuple[Gemeinde, Choices, tuple[str, ...]]:
    """Return town and choices of an address; raise `UnknownAddressError` where there is no town."""
    town = data.gemeinde(address.values["slug"])
    if town is None or town.slug != address.values["slug"] or not data.similarity:
        raise UnknownAddressError(address.path)
    return town, *url_state(data).read(address.query)


def view(data: Dataset, address: Address) -> View:
    """Return the towns that are like the one named in the path."""
    town, choices, sentences = _asked(data, address)
    draw = next(iter(_cards(data, town, choices).values()))
    return View(
        title=f"Ähnliche Städte: {town.name} ({town.kreis_label})",
        description=(
            f"Welche Kleinstädte {town.name} in Größe und Lage, Arbeit und Pendeln und bei den "
            "Netzen ähneln, worin, und wie das gerechnet ist."
        ),
        content=(
            html.Div(
                [
                    html.P(f"{town.land}, {town.kreis_label}", className="eyebrow"),
                    html.H1(f"Städte, die {town.name} ähneln"),
                    html.P(
                        "Wer aus einer anderen Stadt lernen will, fragt zuerst, ob sie ähnlich "
                        "gebaut ist. Drei Blicke, jeder mit Merkmalen, deren Gewicht Sie ändern "
                        "können.",
                        className="lead",
                    ),
                ],
                className="page-head",
            ),
            html.Div(
                [
                    notices(sentences),
                    _lenses(data, town, choices),
                    figure_card(draw(), heading=html.H2),
                    _form(data, town, choices),
                    html.P(
                        html.A(
                            "Wie gerechnet wird",
                            href=links.similar_method(),
                        )
                    ),
                ],
                className="similar-page",
            ),
        ),
        breadcrumb=(
            ("Städte", links.to(links.TOWNS)),
            (town.name, links.town(town.slug)),
            ("Ähnliche Städte", ""),
        ),
        noindex=bool(address.query),
    )


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return the one figure: the neighbours through the lens in force."""
    town, choices, sentences = _asked(data, address)
    return _cards(data, town, choices), sentences


def _cards(data: Dataset, town: Gemeinde, choices: Choices) -> Cards:
    lens = data.similarity[choices.lens]
    query = url_state(data).query(choices)
    weights = _weights(lens, choices)
    return {f"aehnlich-{lens.id}": partial(similar_card, data, town, lens, weights, query)}


def _weights(lens: Lens, choices: Choices) -> tuple[int, ...]:
    chosen = dict(choices.weights)
    return tuple(chosen.get(trait.indicator, trait.weight) for trait in lens.traits)


def _lenses(data: Dataset, town: Gemeinde, choices: Choices) -> Component:
    path, state = links.path(PAGE.path, slug=town.slug), url_state(data)
    items = []
    for lens in data.similarity.values():
        query = state.query(Choices(lens=lens.id, weights=choices.weights))
        here = {"aria-current": "true"} if lens.id == choices.lens else {}
        items.append(
            html.Li(html.A(lens.label, href=links.to(path, query), className="action", **here))
        )
    lens = data.similarity[choices.lens]
    return html.Nav(
        [html.Ul(items), html.P(lens.description, className="small")],
        className="similar-lenses",
        **{"aria-label": "Blick"},
    )


def _form(data: Dataset, town: Gemeinde, choices: Choices) -> Component:
    """Return the traits with their weights, to be changed and set back."""
    lens, path = data.similarity[choices.lens], links.path(PAGE.path, slug=town.slug)
    weights = _weights(lens, choices)
    fields = [_field(trait, weight) for trait, weight in zip(lens.traits, weights, strict=True)]
    others = {id_: weight for id_, weight in choices.weights if id_ not in _ids(lens)}
    kept = {Key.LENS: lens.id} | {f"{WEIGHT}{id_}": str(one) for id_, one in others.items()}
    changed = weights != default_weights(lens)
    start = url_state(data).query(Choices(lens=lens.id, weights=tuple(others.items())))
    back = html.A("Gewichte zurücksetzen", href=links.to(path, start), className="action")
    return html.Section(
        [
            html.H2("Was wie viel zählt", id="gewichte"),
            html.Form(
                [
                    *fields,
                    *hidden_fields(PAGE.id, kept),
                    html.P(
                        [
                            html.Button(
                                html.Span("Neu rechnen", className="kern-label"),
                                type="submit",
                                className="kern-btn kern-btn--primary",
                            ),
                            back if changed else None,
                        ],
                        className="similar-form__send",
                    ),
                ],
                action=links.to(path),
                method="get",
                className="similar-form",
                autoComplete="off",
            ),
        ],
        className="no-print",
    )


def _ids(lens: Lens) -> set[str]:
    return {trait.indicator for trait in lens.traits}


def _field(trait: Trait, weight: int) -> Component:
    options = {str(number): f"zählt {word}" for number, word in enumerate(WEIGHT_WORDS)}
    id_ = control_id(PAGE.id, f"{WEIGHT}{trait.indicator}")
    start = "" if weight == trait.weight else f"; vorgesehen: {WEIGHT_WORDS[trait.weight]}"
    return html.Div(
        [
            select_choice(id_, trait.label, options, str(weight)),
            html.P(f"{trait.reason.rstrip('.')}{start}.", className="small"),
        ]
    )
