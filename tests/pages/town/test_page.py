"""A town's profile: its facts have sources, and what is not known is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address, View
from dashboard.pages.start import page as start
from dashboard.pages.town import page as town
from tests.made.shipped import shipped_data

SLUGS = tuple(shipped_data().towns)


def profile(data: Dataset, slug: str) -> View:
    return town.view(data, Address(path=f"/stadt/{slug}", values={"slug": slug}))


@pytest.fixture(scope="module")
def unknown(shipped: Dataset) -> Dataset:
    """The data with a first town of which no figure is known yet."""
    first = SLUGS[0]
    series = {key: rows for key, rows in shipped._series.items() if key[0] != first}
    return replace(shipped, _series=series)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_source_of_a_towns_facts_stands_below_them(shipped: Dataset, slug: str) -> None:
    head = to_html(profile(shipped, slug).content[1])
    links = set(re.findall(r'href="(https?://[^"]+)"', head.replace("&amp;", "&")))
    assert {shipped.sources[id_].url for id_ in shipped.towns[slug].sources} <= links
    assert shipped.towns[slug].note in head


def test_a_town_without_figures_has_a_page_that_says_so(unknown: Dataset) -> None:
    page = to_html(profile(unknown, SLUGS[0]).content)
    assert "Zahlen über die Zeit gibt es hier noch keine." in page
    assert re.search("<dt>Bevölkerung</dt><dd>keine Angabe</dd>", page)


def test_the_start_page_says_where_a_population_is_not_known(unknown: Dataset) -> None:
    page = to_html(start.view(unknown, Address(path="/")).content)
    without = [slug for slug in SLUGS if unknown.latest(slug, "population") is None]
    assert page.count("keine Angabe zur Bevölkerung") == len(without)


def test_a_break_note_is_about_the_series_and_the_place(shipped: Dataset) -> None:
    for slug in (one for one in SLUGS if shipped.series(one, "broadband_50")):
        cards, _replaced = town.cards(
            shipped, Address(path=f"/stadt/{slug}", values={"slug": slug})
        )
        note = cards[f"{slug}-breitband-verlauf"]().note
        assert "(Breitband ab 50 Mbit/s): Die Werte von 2015 bis 2017" in note
        assert not any(other.short_name in note for other in shipped.towns.values())


def test_population_is_told_without_crossing_a_break(shipped: Dataset) -> None:
    cards, _replaced = town.cards(shipped, Address(path="/stadt/moelln", values={"slug": "moelln"}))
    finding = cards["moelln-bevoelkerung-verlauf"]().finding
    assert "31.\u00a0Dezember 2013" in finding
    assert "1983" not in finding
