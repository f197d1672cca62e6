"""The controls of the comparison: all choices, and in one line what is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.components.comparison.scene import GROUPED, THEMED, Scene, Shown
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
from dashboard.components.folded import folded
from dashboard.components.live_part import ANNOUNCED
from dashboard.components.town_style import town_symbol
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, Town
from dashboard.findings.comparison import Basis, can_be_drawn, dates, offered, own_name
from dashboard.findings.distribution import groups
from dashboard.findings.own_town import OWN
from dashboard.findings.site_search import synonyms
from dashboard.pages.compare.choices import NONE, SAME, Choices, name_of, themes
from dashboard.pages.compare.own_address import own_towns_text
from dashboard.pages.compare.views import unfilled
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key
from dashboard.wording.numbers import count_text, counted, listed, number
from dashboard.wording.search import Entry, Texts

MATCHES = 12  # how many results of a search are listed
FEW = 2  # towns that the line of what is chosen names
BASES = {
    Basis.ABSOLUTE.value: "Werte",
    Basis.INDEX.value: "Bezugstag gleich 100 gesetzt",
    Basis.CHANGE.value: "Veränderung seit dem Bezugstag",
}


def choices_part(page: str, scene: Scene, choices: Choices) -> Component:
    """Return all that can be chosen, and the line that says what is."""
    return folded(told(scene), [_form(page, scene, choices)], id_=f"{page}-auswahl")


def told(scene: Scene) -> str:
    """Return what is chosen in a line: of what, how it is shown, of whom."""
    what = scene.indicator.short_label
    if scene.view in THEMED:
        what = scene.data.themes[scene.theme].label
    if scene.view is Shown.CROSSING:
        what = f"{what} und {scene.other.short_label}"
    pilots = [place.name for place in scene.places if place.id in scene.data.towns]
    own = [place.name for place in scene.places if place.id not in scene.data.towns]
    if len(pilots) > FEW:
        pilots = [f"{count_text(len(pilots))} Städte"]
    return ", ".join((what, scene.view.label, listed([*pilots, *own] or ["keine Stadt"])))


def _form(page: str, scene: Scene, choices: Choices) -> Component:
    """Return the controls; one that says nothing in the view in force keeps its choice unseen."""
    data = scene.data
    # an own town may stand first even before it has a name: it is added later on the same page
    first = {
        NONE: "keine",
        **{one.ags: own_name(data, one) for one in choices.own if one.ags},
        **{town.slug: town.name for town in data.towns.values()},
        OWN: "Meine Stadt",
    }
    towns = {town.slug: _town_label(town) for town in data.towns.values()}
    # attribute of the choices → id of its control; the others are changed by links and own towns
    ids = {
        name: control_id(page, key)
        for name, key in (
            ("view", Key.VIEW),
            ("indicator", Key.INDICATOR),
            ("search", Key.SEARCH),
            ("other", Key.OTHER_INDICATOR),
            ("theme", Key.THEME),
            ("basis", Key.BASIS),
            ("towns", Key.TOWNS),
            ("first", Key.FIRST),
            ("group", Key.GROUP),
        )
    }
    controls: dict[str, Component | list[Component]] = {
        "view": _views(scene, ids["view"]),
        "indicator": grouped_choice(
            ids["indicator"], "Kennzahl, Ebene, Jahre", _offered(data), choices.indicator
        ),
        "search": [
            text_choice(ids["search"], "Kennzahl suchen", choices.search, kind="search"),
            _found(scene),
        ],
        **_only_here(scene, choices, ids),
        "dates": _dates(scene),
        "towns": [check_choice(ids["towns"], "Städte", towns, choices.towns), _only_one(scene)],
        "first": select_choice(ids["first"], "Hervorheben", first, choices.first),
    }
    if scene.view in GROUPED and groups(data):
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
    parts = [html.Div(one, className=f"compare__{name}") for name, one in controls.items() if one]
    return control_form(links.COMPARISON, [*parts, *hidden_fields(f"{page}-behalten", kept)])


def _views(scene: Scene, id_: str) -> list[Component]:
    """Return the views that the indicator fills, and in words why it does not fill the others."""
    empty = unfilled(scene)
    views = {
        shown.value: shown.label for shown in Shown if shown not in empty or shown is scene.view
    }
    switch = radio_choice(id_, "Ansicht", views, scene.view.value, segmented=True)
    if not empty:
        return [switch]
    reasons = [html.Li([html.B(shown.label), f" – {reason}"]) for shown, reason in empty.items()]
    return [
        switch,
        html.Div([html.P("Hier nicht möglich:"), html.Ul(reasons)], className="not-possible"),
    ]


@lru_cache(maxsize=2)
def _group_options(data: Dataset) -> Mapping[str, Mapping[str, str]]:
    """Return whom one may compare with, under headings, each with how many there are."""
    headings = {"land": "Nur ein Land", "regiostar": "Nur ein Raumtyp (RegioStaR)"}
    found: dict[str, dict[str, str]] = {}
    for one in groups(data):
        heading = headings.get(one.id.partition("-")[0], "Nach Größe")
        found.setdefault(heading, {})[one.id] = f"{one.short} ({number(one.count)})"
    return found


def _only_here(scene: Scene, choices: Choices, ids: Mapping[str, str]) -> dict[str, Component]:
    """Return the controls that matter in the view in force alone."""
    data = scene.data
    if scene.view is Shown.CROSSING:
        second = _offered(data, drawn=True)
        return {"other": grouped_choice(ids["other"], "Zweite Kennzahl", second, choices.other)}
    if scene.view in THEMED:
        options = {SAME: "wie die Kennzahl", **{theme.id: theme.label for theme in themes(data)}}
        return {"theme": select_choice(ids["theme"], "Thema", options, choices.theme)}
    if scene.view is Shown.COURSE:
        return {"basis": radio_choice(ids["basis"], "Linien zeigen", BASES, choices.basis)}
    return {}


def _town_label(town: Town) -> Component:
    return html.Span([town_symbol(town), town.name], **{"data-town": town.slug})


@lru_cache(maxsize=2)
def _offered(data: Dataset, *, drawn: bool = False) -> Mapping[str, Mapping[str, str]]:
    """Return the offered indicators by theme, or only those that can be drawn."""
    found: dict[str, dict[str, str]] = {}
    for one in offered(data):
        if can_be_drawn(one) or not drawn:
            found.setdefault(data.themes[one.theme].label, {})[one.id] = name_of(data, one)
    return found


def _found(scene: Scene) -> Component:
    """Return what the search found, as links; the box is there before, so that it is read out."""
    if not scene.search.strip():
        return html.Div(html.P(**ANNOUNCED), className="found")
    data = scene.data
    fitting = _to_be_found(data).find(scene.search)
    rows = [
        html.Li(_soft(hit.name, scene.link(indicator=hit.thing.id, search="", date="")))
        for hit in fitting[:MATCHES]
    ]
    count = counted(len(fitting), "Kennzahl passt", "Kennzahlen passen", "Eine")
    more = f"; die ersten {MATCHES}" if len(fitting) > MATCHES else ""
    sentence = f"{count} zu „{scene.search}“{more}" + (":" if rows else ".")
    return html.Div([html.P(sentence, **ANNOUNCED), html.Ul(rows)], className="found")


@lru_cache(maxsize=2)
def _to_be_found(data: Dataset) -> Texts[Indicator]:
    entries = (
        Entry(thing=one, name=name_of(data, one), beside=data.themes[one.theme].label)
        for one in offered(data)
    )
    return Texts(entries, synonyms(data))


def _only_one(scene: Scene) -> Component:
    """Return links that leave one town, or bring back all."""
    only = [
        (town.short_name, scene.link(towns=(town.slug,), first=NONE))
        for town in scene.data.towns.values()
    ]
    every = ("alle", scene.link(towns=tuple(scene.data.towns)))
    return _line("Nur eine Stadt:", [html.Li(_soft(*one)) for one in (*only, every)])


def _dates(scene: Scene) -> list[Component]:
    """Return the other dates of the indicator, each a step away, where the view has one date."""
    known = dates(scene.data, (*scene.data.towns, *scene.towns), scene.indicator.id)
    if not scene.dated or len(known) < 2:
        return []
    here = {scene.shown_date: {"aria-current": "true"}}
    label = "Bezugstag:" if scene.view is Shown.COURSE else "Stichtag:"
    items = [
        html.Li(_soft(date_text(date), scene.link(date=date), **here.get(date, {})))
        for date in known
    ]
    return [_line(label, items)]


def _line(label: str, items: Sequence[Component]) -> Component:
    return html.Nav(
        [html.Span(label), html.Ul(list(items))],
        className="quick",
        **{"aria-label": label.rstrip(":")},
    )


def _soft(text: str, href: str, **attributes: str) -> Component:
    return html.A(text, href=href, **{"data-view": ""}, **attributes)
