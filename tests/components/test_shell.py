"""Skip link, header, footer and breadcrumb."""

import re

from dashboard.components.markup import to_html
from dashboard.components.shell import NavEntry, breadcrumb, footer, header, skip_link
from dashboard.facts.model import Town

NAV = (NavEntry(label="Start", href="/"), NavEntry(label="Daten", href="/daten"))


def _town(slug: str, name: str, short_name: str, colour: str, symbol: str) -> Town:
    return Town(
        slug=slug,
        name=name,
        short_name=short_name,
        ags="00000000",
        ars="000000000000",
        nuts3="DE000",
        kreis="Kreis",
        kreis_label="Kreis",
        land="Land",
        latitude=0.0,
        longitude=0.0,
        area_km2=1.0,
        status="Stadt",
        gemeindetyp="Kleinstadt",
        metropolis="Großstadt",
        metropolis_km=1,
        website="https://example.org",
        lead=False,
        tried="",
        happened="",
        happened_sources=(),
        stayed="",
        stayed_sources=(),
        unknown="",
        highlight_indicator="",
        highlight_text="",
        colour=colour,
        symbol=symbol,
        dash="solid",
        sources=(),
    )


TOWNS = (
    _town("moelln", "Mölln", "Mölln", "#23418c", "circle"),
    _town("diessen", "Dießen am Ammersee", "Dießen", "#8a1f6b", "triangle-up"),
)


def _header(current: str) -> str:
    return to_html(header(towns=TOWNS, nav=NAV, current=current))


def _tags(name: str, text: str) -> list[str]:
    return re.findall(rf"<{name}\b[^>]*>", text)


def _marked(current: str) -> list[str]:
    links = [tag for tag in _tags("a", _header(current)) if 'aria-current="page"' in tag]
    return re.findall(r'href="([^"]+)"', "".join(links))


def test_skip_link_leads_to_the_content() -> None:
    assert 'href="#inhalt"' in to_html(skip_link())


def test_the_menu_stands_once_for_screens_of_every_width() -> None:
    brand, *menu = re.findall(r'href="([^"]+)"', _header("/"))
    assert brand == "/"
    assert menu == ["/", "/daten", "/stadt/moelln", "/stadt/diessen"]


def test_menu_is_opened_and_shut_without_a_script() -> None:
    (menu,) = re.findall(r'<div[^>]* id="([^"]+)"[^>]* popover="auto"', _header("/"))
    buttons = re.findall(r'<button[^>]* popovertarget="([^"]+)"[^>]*>([^<]+)', _header("/"))
    assert buttons == [(menu, "Menü"), (menu, "Schließen")]


def test_the_menu_searches_the_site_without_a_script() -> None:
    (form,) = re.findall(r"<form.*?</form>", _header("/"))
    assert 'action="/suche"' in form
    assert 'role="search"' in form
    assert 'name="q"' in form
    assert re.findall(r'<label for="([^"]+)"', form) == re.findall(r'<input id="([^"]+)"', form)


def test_only_the_current_page_is_marked_as_current() -> None:
    assert _marked("/daten") == ["/daten"]


def test_profile_of_a_town_is_marked_in_the_town_menu() -> None:
    assert _marked("/stadt/diessen") == ["/stadt/diessen"]


def test_unknown_page_marks_nothing() -> None:
    assert "aria-current" not in _header("/gibt-es-nicht")


def test_menus_are_named_landmarks() -> None:
    names = [re.search(r'aria-label="([^"]+)"', tag) for tag in _tags("nav", _header("/"))]
    assert {name[1] for name in names if name} == {"Hauptmenü", "Städte"}


def test_town_menu_shows_symbol_and_name() -> None:
    entry = re.search(r'<li data-town="diessen">(.*?)</li>', _header("/"))
    assert entry is not None
    assert 'data-symbol="triangle-up"' in entry[1]
    assert entry[1].endswith("</span>Dießen</a>")


def test_footer_names_the_date_of_the_data_and_every_town() -> None:
    text = to_html(footer(towns=TOWNS, stand="2026-11-22", version="abc123"))
    assert "Stand der Daten: 22.\u00a0November 2026" in text
    assert ">Dießen am Ammersee</a>" in text


def test_footer_lists_the_pages_about_the_site_only_if_there_are_any() -> None:
    without = to_html(footer(towns=TOWNS, stand="2026-11-22", version="abc123"))
    with_links = to_html(footer(towns=TOWNS, stand="2026-11-22", version="abc123", about=NAV[1:]))
    assert "Über diese Seite" not in without
    assert '<a href="/daten">Daten</a>' in with_links


def test_every_landmark_of_a_page_has_its_own_name() -> None:
    page = _header("/") + to_html(
        footer(towns=TOWNS, stand="2026-11-22", version="abc123", about=NAV)
    )
    names = re.findall(r'<nav[^>]* ?aria-label="([^"]+)"', page)
    assert len(names) == len(set(names)) == 4


def test_breadcrumb_starts_at_the_start_page_and_ends_here() -> None:
    text = to_html(breadcrumb([("Städte", "/"), ("Mölln", "/stadt/moelln")]))
    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', text) == ["Start", "Städte"]
    assert '<li aria-current="page">Mölln</li>' in text
