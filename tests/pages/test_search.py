"""The search: towns with where they are, and a reason for every Gemeinde without values."""

from __future__ import annotations

import re

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages import search
from dashboard.pages.contract import Address


def shown(data: Dataset, **query: str) -> str:
    return to_html(search.view(data, Address(path="/suche", query=query)).content)


def rows(html: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", html)


def test_each_town_of_a_shared_name_says_where_it_is(shipped: Dataset) -> None:
    found = [row for row in rows(shown(shipped, q="neuried")) if "/stadt/" in row]
    assert len(found) > 1
    for row in found:
        slug = re.search(r'href="/stadt/([^"]+)"', row)
        assert slug is not None
        town = shipped.gemeinde(slug[1])
        assert town is not None
        people = shipped.latest(town.id, "population")
        assert people is not None
        assert town.kreis_label in row
        assert town.land in row
        assert f"{people.value:,.0f} Personen".replace(",", ".") in row


def test_every_number_has_its_source(shipped: Dataset) -> None:
    for typed in ("neuried", "moelln", "berlin"):
        html = shown(shipped, q=typed)
        assert html.count('class="search-results"') == html.count("Bevölkerung: <a ")


def test_a_gemeinde_outside_the_class_has_no_link_and_a_reason(shipped: Dataset) -> None:
    html = shown(shipped, q="Berlin")
    (row,) = (
        row for row in rows(html) if '"search-results__name"><mark>Berlin</mark></span>' in row
    )
    assert "href" not in row
    assert ", zu groß</span>" in row
    assert "Gemeinden ohne Werte" in html


def test_a_town_for_the_comparison_is_added_to_its_choices(shipped: Dataset) -> None:
    html = shown(shipped, q="murnau", vergleich="ansicht=profil&eigene=01053090")
    assert 'href="/vergleich?ansicht=profil&amp;eigene=01053090,09180124"' in html
    assert 'name="vergleich"' in html


def test_what_is_not_found_is_said_and_cannot_break_the_page(shipped: Dataset) -> None:
    html = shown(shipped, q="<b>xyzzy")
    assert "„&lt;b&gt;xyzzy“ wurde nichts gefunden" in html
    assert shown(shipped) == shown(shipped, q="  ")


def test_the_search_is_no_business_of_search_engines(shipped: Dataset) -> None:
    assert search.view(shipped, Address(path="/suche", query={"q": "m"})).noindex
