"""What stands around every page: skip link, header with both menus, breadcrumb, footer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components.controls import Input
from dashboard.components.markup import beyond_dash
from dashboard.components.town_style import town_symbol
from dashboard.facts.model import Town
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.links import Key

Button, Div = beyond_dash("Button"), beyond_dash("Div")
SKIP = {links.GERMAN: "Zum Inhalt", "en": "Skip to content"}  # by the language of the page
SEARCH = "Diese Website durchsuchen"
SEARCH_FIELD = "suche-kopf"
MENU = "menue"
SITE_NAME = "Fünf Kleinstädte, neue Arbeitswelten"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavEntry:
    """One entry of a menu; `lang` is the language of the page where it is not German."""

    label: str
    href: str
    lang: str | None = None


def unscripted(*, has_choices: bool) -> Component:
    """Return what is said where the scripts of a page do not come or do not run; see layout.css."""
    choices = " Eine Auswahl gilt, sobald Sie „Anzeigen“ drücken." if has_choices else ""
    return html.P(
        f"Die Skripte dieser Seite laufen gerade nicht.{choices} Texte, Tabellen und Dateien gehen "
        "trotzdem; Grafiken können fehlen. Bitte laden Sie die Seite neu.",
        className="unscripted no-print",
    )


def skip_link(lang: str = links.GERMAN) -> Component:
    """Return the link over header and menus; it shows when it has the focus."""
    return html.A(SKIP[lang], href=f"#{links.CONTENT}", className="skip-link")


def header(
    *, towns: Iterable[Town], nav: Sequence[NavEntry], current: str, lang: str | None = None
) -> Component:
    """Return the header; `current` is the address of the page it stands on.

    `lang` is its language where the page has another; the same with the footer.

    The menu is a popover, which a button opens on small screens without a script; on wide ones the
    style sheet shows it in its place and takes the buttons away.
    """
    towns = tuple(towns)
    menu = Div(
        [
            _menu_button("Schließen"),
            _main_menu(nav, current),
            _town_menu(towns, current),
            _search(),
        ],
        className="site-nav",
        id=MENU,
        popover="auto",
    )
    return html.Header(
        html.Div(
            [_brand(towns), _menu_button("Menü"), menu],
            className="site-header__bar wrap",
        ),
        className="site-header",
        lang=lang,
    )


def footer(
    *,
    towns: Iterable[Town],
    stand: str,
    version: str,
    about: Sequence[NavEntry] = (),
    lang: str | None = None,
) -> Component:
    """Return the footer: the towns, the pages about this site, and the date of the data."""
    towns = tuple(towns)
    town_links = [NavEntry(label=town.name, href=links.town(town.slug)) for town in towns]
    town_links.append(NavEntry(label="Alle Städte", href=links.to(links.TOWNS)))
    site = html.Div(
        [
            html.P(_name(towns), className="brand"),
            html.P(
                [
                    f"Stand der Daten: {date_text(stand)}, ",
                    html.A(f"Fassung {version}", href=links.to(links.VERSIONS)),
                ]
            ),
        ],
        className="site-footer__about",
    )
    groups = [_group("Städte", town_links)]
    if about:
        groups.append(_group("Über diese Seite", about))
    return html.Footer(
        html.Div([site, *groups], className="site-footer__groups wrap"),
        className="site-footer",
        lang=lang,
    )


def breadcrumb(trail: Sequence[tuple[str, str]]) -> Component:
    """Return the way from the start page to the current one, which is the last of the trail."""
    *steps, (here, _path) = trail
    above = (("Start", links.to(links.START)), *steps)
    items = [html.Li(html.A(label, href=href)) for label, href in above]
    return html.Nav(
        html.Ol([*items, html.Li(here, **{"aria-current": "page"})]),
        className="breadcrumb",
        **{"aria-label": "Brotkrumen"},
    )


def _brand(towns: Iterable[Town]) -> Component:
    return html.A(_name(towns), href=links.to(links.START), className="brand")


def _name(towns: Iterable[Town]) -> list[Component]:
    mark = html.Span([town_symbol(town) for town in towns], className="brand__mark")
    return [mark, html.Span(SITE_NAME)]


def _menu_button(words: str) -> Component:
    return Button(words, className="menu-button", popovertarget=MENU, type="button")


def _search() -> Component:
    """Return the form that searches the whole site."""
    field = html.Label(SEARCH, htmlFor=SEARCH_FIELD, className="visually-hidden")
    words = Input(
        id=SEARCH_FIELD,
        type="search",
        name=Key.WORDS,
        className="form-control",
        placeholder="Suchwort",
        autoComplete="off",
        enterKeyHint="search",
        maxLength="100",
    )
    button = html.Button("Suchen", type="submit", className="site-search__button")
    return html.Form(
        [field, words, button],
        action=links.to(links.SEARCH),
        method="get",
        className="site-search",
        role="search",
    )


def _main_menu(nav: Iterable[NavEntry], current: str) -> Component:
    entries = [html.Li(_link(entry.label, entry.href, current)) for entry in nav]
    return html.Nav(html.Ul(entries), className="main-nav", **{"aria-label": "Hauptmenü"})


def _town_menu(towns: Iterable[Town], current: str) -> Component:
    entries = [
        html.Li(
            _link([town_symbol(town), town.short_name], links.town(town.slug), current),
            **{"data-town": town.slug},
        )
        for town in towns
    ]
    return html.Nav(html.Ul(entries), className="town-nav", **{"aria-label": "Städte"})


def _link(content: str | list[str | Component], href: str, current: str) -> Component:
    here = {"aria-current": "page"} if href == current else {}
    return html.A(content, href=href, **here)


def _group(title: str, entries: Iterable[NavEntry]) -> Component:
    items = [
        html.Li(html.A(entry.label, href=entry.href, lang=entry.lang, hrefLang=entry.lang))
        for entry in entries
    ]
    return html.Nav(
        [html.H2(title), html.Ul(items)], **{"aria-label": f"{title}, am Ende der Seite"}
    )
