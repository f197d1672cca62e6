"""The comparison: which towns, which indicator, which view; the address holds every choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import GROUPED, Scene, Shown, card_id
from dashboard.components.comparison.spread import SPREAD_ID, has_spread, spread_card
from dashboard.components.controls import (
    check_choice,
    control_form,
    control_id,
    grouped_choice,
    hidden_fields,
    key_of,
    radio_choice,
    select_choice,
    text_choice,
)
from dashboard.components.figure_card import Cards, FigureCard, figure_card
from dashboard.components.live_part import live_part, notices
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, ShownIn, Theme, Town, is_ags
from dashboard.figures.theme import INK
from dashboard.findings.comparison import (
    Basis,
    can_be_drawn,
    common_date,
    dates,
    offered,
    own_name,
    places,
    years_text,
)
from dashboard.findings.distribution import ALL, groups, refusal
from dashboard.findings.own_town import OWN, OwnTown
from dashboard.findings.site_search import synonyms
from dashboard.pages.choices import Field, UrlState, free_text, one_of, several
from dashboard.pages.compare.own import own_town_part
from dashboard.pages.compare.own_address import from_form, own_towns_field, own_towns_text
from dashboard.pages.compare.views import card_of_view
from dashboard.pages.contract import Address, Live, Page, View
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, number
from dashboard.wording.search import Entry, Texts, sort_key

PAGE = Page(
    id="vergleich",
    path=links.COMPARISON,
    name="Vergleich",
    personal=frozenset({Key.OWN, Key.OWN_NAME, links.OWN_VALUE}),
)

NONE, SAME = "keine", "kennzahl"  # no town stands out; the theme is that of the indicator
MATCHES = 12  # how many results of a search are listed
BASES = {
    Basis.ABSOLUTE.value: "Werte",
    Basis.INDEX.value: "Bezugstag gleich 100 gesetzt",
    Basis.CHANGE.value: "Veränderung seit dem Bezugstag",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose; empty texts mean: whatever fits the indicator."""

    towns: tuple[str, ...]
    indicator: str
    view: str
    theme: str
    other: str
    basis: str
    date: str
    first: str
    own: tuple[OwnTown, ...]
    group: str
    order: str
    search: str


# attribute of the choices → id of its control; the others are changed by links and the own form
CONTROLS = {
    "view": control_id(PAGE.id, Key.VIEW),
    "indicator": control_id(PAGE.id, Key.INDICATOR),
    "search": control_id(PAGE.id, Key.SEARCH),
    "other": control_id(PAGE.id, Key.OTHER_INDICATOR),
    "theme": control_id(PAGE.id, Key.THEME),
    "basis": control_id(PAGE.id, Key.BASIS),
    "towns": control_id(PAGE.id, Key.TOWNS),
    "first": control_id(PAGE.id, Key.FIRST),
    "group": control_id(PAGE.id, Key.GROUP),
}


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the one path of the page."""
    return (PAGE.path,)


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec of the page's address."""
    indicators = [indicator.id for indicator in offered(data)]
    drawn = [one.id for one in offered(data) if can_be_drawn(one)]
    wanted = data.shown_in(ShownIn.COMPARISON)
    default = next(id_ for id_ in (*wanted, *indicators) if id_ in indicators)
    other = next(id_ for id_ in (*data.shown_in(ShownIn.CROSSING), *drawn) if id_ in drawn)
    themes = [theme.id for theme in _themes(data)]
    return UrlState(
        Choices,
        {
            "towns": several(Key.TOWNS, "Die Stadt", tuple(data.towns)),
            "indicator": one_of(Key.INDICATOR, "Die Kennzahl", indicators, default),
            "view": one_of(Key.VIEW, "Die Ansicht", list(Shown), Shown.LEVEL),
            "theme": one_of(Key.THEME, "Das Thema", [SAME, *themes], SAME),
            "other": one_of(Key.OTHER_INDICATOR, "Die Kennzahl", drawn, other),
            "basis": one_of(Key.BASIS, "Den Bezug", list(Basis), Basis.ABSOLUTE),
            "date": free_text(Key.DATE, longest=10),
            "first": _first_field(data),
            "own": own_towns_field(data),
            "group": one_of(
                Key.GROUP, "Die Vergleichsgruppe", [ALL, *(one.id for one in groups(data))], ALL
            ),
            "order": free_text(Key.ORDER),
            "search": free_text(Key.SEARCH),
        },
        settle=lambda choices: _settled(data, choices),
        fold=from_form,
    )


def _first_field(data: Dataset) -> Field:
    """Return the field of the town that stands out; an own one is known by its official key."""
    known = one_of(Key.FIRST, "Die Stadt", [NONE, *data.towns, OWN], NONE)
    return replace(known, parse=lambda text: text if is_ags(text) else known.parse(text))


def _settled(data: Dataset, choices: Choices) -> tuple[Choices, tuple[str, ...]]:
    """Return choices that go together, and a sentence for each that did not."""
    sentences = []
    exact = [
        one.id for one in offered(data) if choices.search and _label(data, one) == choices.search
    ]
    if exact:
        choices = replace(choices, indicator=exact[0], search="")
    choices, told = _pilots_chosen(data, choices)
    sentences += told
    keys = [one.ags for one in choices.own if one.ags]
    known = dates(data, (*data.towns, *keys), choices.indicator)
    if choices.date and choices.date not in known:
        near = [date for date in known if date[:4] == choices.date[:4]]
        sentences.append(
            f"Zum Stichtag „{choices.date}“ gibt es für "
            f"„{data.indicators[choices.indicator].label}“ keinen Wert."
        )
        choices = replace(choices, date=near[-1] if near else "")
    if choices.first != NONE and choices.first not in (
        *choices.towns,
        *(one.id for one in choices.own),
    ):
        sentences.append("Die hervorgehobene Stadt gehört nicht zur Auswahl.")
        choices = replace(choices, first=NONE)
    theme = _theme(data, choices)
    columns = {one.id for one in offered(data) if one.theme == theme}
    if choices.order and choices.order.removeprefix("-") not in {*columns, "ort"}:
        sentences.append("Nach dieser Spalte lässt sich hier nicht sortieren.")
        choices = replace(choices, order="")
    if choices.group != ALL and choices.view in (Shown.LEVEL, Shown.MAP):
        towns = (*choices.towns, *keys)
        date = choices.date or common_date(data, towns, choices.indicator)
        refused = refusal(data, choices.indicator, date, choices.group)
        # where even all towns together have no distribution, another group would be no help
        if refused and not refusal(data, choices.indicator, date):
            sentences.append(f"{refused} Gezeigt werden alle Gemeinden der Größenklasse.")
            choices = replace(choices, group=ALL)
    return choices, tuple(sentences)


def _pilots_chosen(data: Dataset, choices: Choices) -> tuple[Choices, list[str]]:
    """Return choices in which an official key of a pilot town chooses that town and marks it."""
    sentences = []
    by_ags = {town.ags: slug for slug, town in data.towns.items()}
    for own in choices.own:
        if slug := by_ags.get(own.ags):
            if own.values:
                sentences.append(f"Für {own.name} gelten die Werte dieser Seite.")
            chosen = {*choices.towns, slug}
            choices = replace(
                choices,
                towns=tuple(one for one in data.towns if one in chosen),
                first=slug if choices.first in (NONE, own.ags) else choices.first,
                own=tuple(one for one in choices.own if one is not own),
            )
    return choices, sentences


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
                        f"{towns.capitalize()} Städte sind keine Stichprobe und keine Rangliste. "
                        "Darum steht neben jedem Wert, was bei anderen Gemeinden dieser Größe "
                        "üblich ist.",
                        className="lead",
                    ),
                ],
                className="page-head",
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
                _form(data, choices),
                html.Div(_result(scene, sentences, card), className="result"),
            ],
            css_class="compare linked",
        ),
    )


def cards(data: Dataset, address: Address) -> Cards:
    """Return the figure of the view and, of one date, the distribution; none without any place."""
    state = url_state(data)
    scene = _scene(data, state, state.read(address.query)[0])
    if not scene.places:
        return {}
    more = {SPREAD_ID: partial(spread_card, scene)} if has_spread(scene) else {}
    return {card_id(scene): partial(card_of_view, scene), **more}


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
        theme=_theme(data, choices),
        basis=Basis(choices.basis),
        date=choices.date,
        own=choices.own,
        group=choices.group,
        order=choices.order,
        search=choices.search,
        query=state.query(replace(choices, search="")),
        link=link,
    )


def _theme(data: Dataset, choices: Choices) -> str:
    return data.indicators[choices.indicator].theme if choices.theme == SAME else choices.theme


def _themes(data: Dataset) -> list[Theme]:
    used = {indicator.theme for indicator in offered(data)}
    return [theme for theme in data.themes.values() if theme.id in used]


# ------------------------------------------------------------------------------------- controls


def _form(data: Dataset, choices: Choices) -> Component:
    """Return the controls; one that says nothing in the view in force keeps its choice unseen."""
    # an own town may stand first even before it has a name: it is added later on the same page
    first = {
        NONE: "keine",
        **{one.ags: own_name(data, one) for one in choices.own if one.ags},
        **{town.slug: town.name for town in data.towns.values()},
        OWN: "Meine Stadt",
    }
    views = {shown.value: shown.label for shown in Shown}
    towns = {town.slug: _town_label(town) for town in data.towns.values()}
    ids = CONTROLS
    controls = {
        "view": radio_choice(ids["view"], "Ansicht", views, choices.view, segmented=True),
        "indicator": grouped_choice(
            ids["indicator"], "Kennzahl · Ebene · Jahre", _groups(data), choices.indicator
        ),
        "search": text_choice(ids["search"], "Kennzahl suchen", choices.search, kind="search"),
        **_only_here(data, choices),
        "towns": check_choice(ids["towns"], "Städte", towns, choices.towns),
        "first": select_choice(ids["first"], "Hervorheben", first, choices.first),
    }
    if Shown(choices.view) in GROUPED and groups(data):
        controls["group"] = grouped_choice(
            ids["group"], "Verglichen mit", _group_options(data), choices.group
        )
    kept: dict[str, str] = {
        Key.OWN: own_towns_text(choices.own), Key.DATE: choices.date, Key.ORDER: choices.order,
        Key.TOWNS: "",
    }  # fmt: skip
    unseen = {"other": choices.other, "theme": choices.theme, "basis": choices.basis}
    unseen["group"] = choices.group
    kept |= {key_of(ids[name]): text for name, text in unseen.items() if name not in controls}
    parts = [html.Div(one, className=f"compare__{name}") for name, one in controls.items()]
    return control_form(PAGE.path, [*parts, *hidden_fields(f"{PAGE.id}-behalten", kept)])


@lru_cache(maxsize=2)
def _group_options(data: Dataset) -> Mapping[str, Mapping[str, str]]:
    """Return whom one may compare with, under headings, each with how many there are."""
    headings = {"land": "Nur ein Land", "regiostar": "Nur ein Raumtyp (RegioStaR)"}
    found: dict[str, dict[str, str]] = {}
    for one in groups(data):
        heading = headings.get(one.id.partition("-")[0], "Nach Größe")
        found.setdefault(heading, {})[one.id] = f"{one.short} ({number(one.count)})"
    return found


def _only_here(data: Dataset, choices: Choices) -> dict[str, Component]:
    """Return the controls that matter in the view in force alone."""
    view = Shown(choices.view)
    if view is Shown.CROSSING:
        groups = _groups(data, drawn=True)
        return {
            "other": grouped_choice(CONTROLS["other"], "Zweite Kennzahl", groups, choices.other)
        }
    if view in (Shown.PROFILE, Shown.TABLE, Shown.GAPS):
        themes = {theme.id: theme.label for theme in _themes(data)}
        options = {SAME: "wie die Kennzahl", **themes}
        return {"theme": select_choice(CONTROLS["theme"], "Thema", options, choices.theme)}
    if view is Shown.COURSE:
        return {"basis": radio_choice(CONTROLS["basis"], "Linien zeigen", BASES, choices.basis)}
    return {}


def _town_label(town: Town) -> Component:
    return html.Span([town_symbol(town), town.name], **{"data-town": town.slug})


@lru_cache(maxsize=2)
def _groups(data: Dataset, *, drawn: bool = False) -> Mapping[str, Mapping[str, str]]:
    """Return the offered indicators by theme, or only those that can be drawn."""
    groups: dict[str, dict[str, str]] = {}
    for one in offered(data):
        if can_be_drawn(one) or not drawn:
            groups.setdefault(data.themes[one.theme].label, {})[one.id] = _label(data, one)
    return groups


def _label(data: Dataset, indicator: Indicator) -> str:
    return f"{indicator.label} · {indicator.level} · {years_text(data, indicator.id)}"


# --------------------------------------------------------------------------------------- result


def _result(scene: Scene, sentences: Sequence[str], card: FigureCard | None) -> list[Component]:
    empty = html.P(
        "Es ist keine Stadt gewählt. Kreuzen Sie oben mindestens eine an, oder fügen Sie Ihre "
        "eigene hinzu.",
        className="missing",
    )
    return [
        notices(sentences),
        _found(scene),
        _quick(scene),
        figure_card(card, heading=html.H2) if card else empty,
        _spread(scene) if card and has_spread(scene) else None,
        own_town_part(scene),
    ]


def _spread(scene: Scene) -> Component:
    """Return all towns as dots, opened by the link that leads to them or by a click."""
    words = html.Summary("Alle Gemeinden als 50 Punkte: Wer liegt darunter, wer darüber?")
    card = figure_card(spread_card(scene), heading=html.H3)
    inner = html.Div(card, id=links.SPREAD)  # browsers open what a fragment lies within
    return html.Details([words, inner], className="disclosure spread")


def _found(scene: Scene) -> Component:
    """Return what the search found, as links; the box is there before, so that it is read out."""
    if not scene.search.strip():
        return html.Div(html.P(role="status"), className="found")
    data = scene.data
    fitting = _to_be_found(data).find(scene.search)
    rows = [
        html.Li(_soft(hit.name, scene.link(indicator=hit.thing.id, search="", date="")))
        for hit in fitting[:MATCHES]
    ]
    count = f"{len(fitting)} Kennzahlen passen" if len(fitting) != 1 else "Eine Kennzahl passt"
    more = f"; die ersten {MATCHES}" if len(fitting) > MATCHES else ""
    sentence = f"{count} zu „{scene.search}“{more}" + (":" if rows else ".")
    return html.Div([html.P(sentence, role="status"), html.Ul(rows)], className="found")


@lru_cache(maxsize=2)
def _to_be_found(data: Dataset) -> Texts[Indicator]:
    entries = (
        Entry(thing=one, name=_label(data, one), beside=data.themes[one.theme].label)
        for one in offered(data)
    )
    return Texts(entries, synonyms(data))


def _quick(scene: Scene) -> Component:
    """Return links for the choices that one would click most, in one step each."""
    data = scene.data
    only = [
        html.Li(_soft(town.short_name, scene.link(towns=(town.slug,), first=NONE)))
        for town in data.towns.values()
    ]
    lines = [
        _line(
            "Nur eine Stadt:", [*only, html.Li(_soft("alle", scene.link(towns=tuple(data.towns))))]
        )
    ]
    if scene.dated:
        newest = "Bezugstag:" if scene.view is Shown.COURSE else "Stichtag:"
        known = dates(data, (*data.towns, *scene.towns), scene.indicator.id)
        if len(known) > 1:
            lines.append(_line(newest, _dates(scene, known)))
    return html.Div(
        lines,
        className="quick no-print",
        **{"data-view-of": scene.link().removeprefix(links.to(PAGE.path))},
    )


def _line(label: str, items: Sequence[Component]) -> Component:
    return html.Nav([html.Span(label), html.Ul(list(items))], **{"aria-label": label.rstrip(":")})


def _dates(scene: Scene, known: Sequence[str]) -> list[Component]:
    here = {scene.shown_date: {"aria-current": "true"}}
    return [
        html.Li(_soft(date_text(date), scene.link(date=date), **here.get(date, {})))
        for date in known
    ]


def _soft(text: str, href: str, **attributes: str) -> Component:
    return html.A(text, href=href, **{"data-view": ""}, **attributes)


def _left_out(data: Dataset) -> Component:
    """Return which indicators are not offered, and why."""
    kept = {one.id for one in offered(data)}
    names = sorted(
        (one.label for one in data.indicators.values() if one.id not in kept), key=sort_key
    )
    return html.Section(
        [
            html.H2("Was hier nicht verglichen wird", id="nicht-verglichen"),
            html.P(
                "Diese Kennzahlen beruhen auf einzelnen örtlichen oder gemeldeten Angaben mit "
                "verschiedener Abgrenzung, oder sie gelten nur für alle Kleinstädte zusammen. "
                "Nebeneinander gestellt, würden sie mehr behaupten, als sie wissen."
            ),
            html.Ul([html.Li(name) for name in names]),
        ],
        className="section not-compared",
        **{"aria-labelledby": "nicht-verglichen"},
    )
