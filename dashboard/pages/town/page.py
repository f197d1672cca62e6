"""A town's profile: what it is, what it did, one theme of its figures, one course, what is missing.

All of it on one page is `whole`; an old anchor leads to the part, or to the page, that has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial

from dash import html
from dash.development.base_component import Component

from dashboard.components.figure_card import Cards, figure_card
from dashboard.components.layout import contents, section
from dashboard.components.live_part import live_part, notices
from dashboard.components.markup import to_html
from dashboard.components.similar import similar_part
from dashboard.components.take_away import take_away
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde, Town
from dashboard.findings.town import full_name
from dashboard.pages.contract import Address, AskedCards, Content, Live, Menu, Page, View
from dashboard.pages.town.brief import map_card, map_id, some_paths, town_of
from dashboard.pages.town.choices import Shown, shown
from dashboard.pages.town.course import (
    NAMES,
    course_cards,
    course_id,
)
from dashboard.pages.town.course_part import NO_COURSE, course_part
from dashboard.pages.town.doings import (
    activities,
    activities_in_short,
    pilots,
    pilots_in_short,
    tried_title,
)
from dashboard.pages.town.figures import reading_aid, theme_cards, theme_id, theme_part
from dashboard.pages.town.gaps import absent, gaps, near, pager, surveys, surveys_in_short
from dashboard.pages.town.overview import overview, whole_head
from dashboard.wording import links
from dashboard.wording.links import Key
from dashboard.wording.numbers import listed, number

PAGE = Page(id="stadt", path=links.TOWN, name="Stadt", menu=Menu.NONE)


def addresses(data: Dataset) -> tuple[str, ...]:
    """Return the path of each pilot town, and some that stand for all others."""
    return some_paths(data, PAGE.path)


def view(data: Dataset, address: Address) -> View:
    """Return the profile of the town named in the path, as chosen."""
    town = town_of(data, address)
    name = full_name(data, town)
    if isinstance(town, Town):
        description = f"{name} ({town.land}) im Projekt „{data.project.title}“: {town.tried}"
    else:
        description = (
            f"{name}, {town.land}: amtliche Zahlen zu Bevölkerung, Arbeit, Internet und Wohnen, "
            "eingeordnet unter allen Kleinstädten, mit Quellen."
        )
    chosen = shown(data, town, address.query)
    is_whole = chosen.choices.scope == links.ALL_OF_IT
    drawn = None if is_whole else _live(data, chosen)
    return View(
        title=drawn.title if drawn else name,
        description=description,
        content=_parts(data, chosen, drawn) if drawn else _whole(data, town),
        breadcrumb=(("Städte", links.to(links.TOWNS)), (town.name, address.path)),
        noindex=bool(chosen.query()),
        address=drawn.address if drawn else "",
        anchored=True,
    )


def live(data: Dataset, address: Address) -> Live:
    """Return the theme, the course and their files for a query."""
    town = town_of(data, address)
    return _live(data, shown(data, town, address.query))


def cards(data: Dataset, address: Address) -> AskedCards:
    """Return the figures of the town: its map, what is drawn over time, its themes."""
    town = town_of(data, address)
    chosen = shown(data, town, address.query)
    return _cards(data, chosen), chosen.sentences


def query_of(data: Dataset, address: Address, anchor: str) -> Mapping[str, str] | None:
    """Return the choices at which the page shows a row, a theme or a course, or all there is."""
    chosen = shown(data, town_of(data, address), {})
    figure = anchor.rpartition("-")[0]
    for id_ in chosen.courses:
        if figure == course_id(chosen.town, id_):
            return dict(chosen.query(course=id_))
    for theme, ids in chosen.themes.items():
        if figure == theme_id(chosen.town, theme):
            return dict(chosen.query(theme=theme))
        if found := next((id_ for id_ in ids if anchor == links.value_anchor(id_)), ""):
            return dict(chosen.query(indicator=found))
    in_parts, in_whole = _anchors(data, chosen.town.slug)
    if anchor in in_parts:
        return {}
    return {Key.SCOPE: links.ALL_OF_IT} if anchor in in_whole else None


@lru_cache(maxsize=8)
def _anchors(data: Dataset, slug: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the short form as first seen, and those of the long one."""
    chosen = shown(data, town_of(data, Address(path="", values={"slug": slug})), {})
    parts, whole = _parts(data, chosen, _live(data, chosen)), _whole(data, chosen.town)
    short, long = (frozenset(re.findall(r'\bid="([^"]+)"', to_html(one))) for one in (parts, whole))
    return short, long


def _cards(data: Dataset, chosen: Shown, *, themes_drawn: bool = True) -> Cards:
    town = chosen.town
    old = [id_ for id_ in chosen.courses if id_ in NAMES]
    drawn = [chosen.choices.course] if chosen.courses else []
    return {
        map_id(town): partial(map_card, data, town),
        **course_cards(data, town, dict.fromkeys((*old, *drawn))),
        **theme_cards(data, town, is_drawn=themes_drawn),
    }


# -------------------------------------------------------------------------------- the short form


def _parts(data: Dataset, chosen: Shown, drawn: Live) -> Content:
    town = chosen.town
    pilot = town if isinstance(town, Town) else None
    did = (links.ACTIVITIES, "Aktivitäten") if pilot else (links.PILOTS, "Pilotstädte")
    asked = [(links.TOWN_SURVEYS, "Befragungen")] if pilot else []
    bar = contents(
        (
            (links.OVERVIEW, "Überblick"),
            did,
            (links.FIGURES, "Kennzahlen"),
            *asked,
            (links.GAPS, "Lücken"),
        ),
        sticky=True,
    )
    last = [surveys_in_short(data, pilot), gaps(data, pilot, whole=False)] if pilot else []
    return (
        bar,
        overview(data, town),
        activities_in_short(data, pilot) if pilot else pilots_in_short(data, town),
        drawn.part,
        html.Div(
            [
                *(last or [absent(data, town, whole=False)]),
                similar_part(data, town) if data.similarity else None,
            ],
            className="last-parts",
        ),
        _folded_away(data, chosen),
        pager(data, pilot) if pilot else near(data, town),
    )


def _live(data: Dataset, chosen: Shown) -> Live:
    town, course = chosen.town, chosen.choices.course
    cards = _cards(data, chosen, themes_drawn=False)
    in_sight = [theme_id(town, chosen.theme), course_id(town, course)]  # the map is no chart here
    drawn = {id_: cards[id_]() for id_ in in_sight if id_ in cards}
    card, files = drawn.get(course_id(town, course)), take_away(drawn.values())
    return Live(
        title=_title(data, chosen),
        address=chosen.link(""),
        part=live_part(
            [
                notices(chosen.sentences),
                section(links.FIGURES, "Kennzahlen", theme_part(data, chosen)),
                section(links.COURSE, "Im Zeitverlauf", course_part(data, chosen, card, files)),
            ],
            css_class="town-figures",
        ),
    )


def _title(data: Dataset, chosen: Shown) -> str:
    """Return the name of the town with what was chosen of its figures."""
    name = full_name(data, chosen.town)
    if chosen.choices.indicator:
        return f"{name}: {data.indicators[chosen.choices.indicator].label}"
    return f"{name}: {data.themes[chosen.theme].label}" if chosen.choices.theme else name


def _folded_away(data: Dataset, chosen: Shown) -> Component:
    """Return what the printed page leaves out, and where it stands."""
    rest = [data.themes[id_].label for id_ in chosen.themes if id_ != chosen.theme]
    themes = f"{number(len(rest))} weitere Themen ({listed(rest)}), " if rest else ""
    return html.P(
        f"Dies ist die kurze Fassung. Nicht gedruckt: {themes}weitere Verläufe und was "
        f"eingeklappt ist. Alles auf einer Seite: {links.whole_town(chosen.town.slug)}",
        className="only-print",
    )


# --------------------------------------------------------------------------------- the long form


def _whole(data: Dataset, town: Gemeinde) -> Content:
    """Return everything on one page, for paper and for searching in it."""
    pilot = town if isinstance(town, Town) else None
    old = [id_ for id_ in shown(data, town, {}).courses if id_ in NAMES]
    courses = [figure_card(draw()) for draw in course_cards(data, town, old).values()]
    themes = [figure_card(draw()) for draw in theme_cards(data, town).values()]
    return (
        whole_head(data, town),
        _contents(data, town),
        html.Div(
            [
                section("lage", f"Wo {town.name} liegt", [figure_card(map_card(data, town))]),
                section(
                    links.COURSE,
                    "Im Zeitverlauf",
                    courses or [html.P(NO_COURSE, className="missing")],
                ),
            ],
            className="stack",
        ),
        activities(data, pilot) if pilot else pilots(data, town),
        section(links.FIGURES, "Kennzahlen", [reading_aid(data, town), *themes]),
        *([surveys(data, pilot), gaps(data, pilot, whole=True)] if pilot else []),
        *([] if pilot else [absent(data, town, whole=True)]),
        *([similar_part(data, town)] if data.similarity else []),
        pager(data, pilot) if pilot else near(data, town),
    )


def _contents(data: Dataset, town: Gemeinde) -> Component:
    is_pilot = isinstance(town, Town)
    did = (links.ACTIVITIES, "Was die Stadt getan hat")
    return contents(
        (
            ("lage", "Lage"),
            (links.COURSE, "Im Zeitverlauf"),
            did if is_pilot else (links.PILOTS, tried_title(data)),
            (links.FIGURES, "Kennzahlen"),
            *([(links.TOWN_SURVEYS, "Befragungen")] if is_pilot else []),
            (links.GAPS, "Was fehlt"),
        )
    )
