"""No page is higher, or has more in it once drawn, than tests/budgets.toml says; folded or not."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page

from dashboard.wording import links
from tests.browser.heights import COUNTS, over
from tests.browser.visit import KINDS, settle
from tests.made.budgets import parts, taken
from tests.made.hardest import hardest
from tests.made.shipped import every_path, shipped_data

OTHERS = tuple(hardest())
TOWN = next(iter(shipped_data().towns))
# pages that show a part of what they hold, and the one where all begins
LONG = (
    links.START,
    links.path(links.TOWN, slug=TOWN),
    links.COMPARISON,
    links.TIMELINE,
    links.SURVEYS,
    links.LESSONS,
    links.DATA,
)


def sampled() -> list[str]:
    """Return the pages that `make test` looks at."""
    others = [one for one in KINDS if one not in LONG]
    more = random.Random(17).sample(others, 2)
    return [*LONG, *more, links.path(links.TOWN, slug=OTHERS[0])]


@pytest.mark.parametrize("address", sampled())
def test_a_page_is_no_higher_than_its_budget(page: Page, site: str, address: str) -> None:
    assert over(page, site, address) == []


def test_a_part_of_a_page_is_no_higher_than_its_budget(page: Page, site: str) -> None:
    chance = random.Random(17)
    for address in chance.sample(LONG[1:], 3):
        found = [*parts(address, page.request.get(site + address).text())]
        part = chance.choice(found)
        assert over(page, site, part) == [], part


@pytest.mark.parametrize(
    "view",
    ["profil", *(pytest.param(one, marks=pytest.mark.hurts) for one in ("stand", "tabelle"))],
)
def test_three_own_towns_leave_the_comparison_as_short(page: Page, site: str, view: str) -> None:
    own = [town.ags for slug in OTHERS[:3] if (town := shipped_data().gemeinde(slug))]
    address = f"{links.COMPARISON}?ansicht={view}&eigene={','.join(own)}"
    assert [one for one in over(page, site, address) if "screens" in one] == []


@pytest.mark.hurts
@pytest.mark.parametrize(
    "address", [*every_path(), *(links.path(links.TOWN, slug=slug) for slug in OTHERS)]
)
def test_no_part_of_any_page_is_higher_than_its_budget(page: Page, site: str, address: str) -> None:
    found = parts(address, page.request.get(site + address).text())
    wrong = {one: over(page, site, one) for one in (address, *found)}
    assert {one: what for one, what in wrong.items() if what} == {}


def test_what_is_sent_is_counted_as_the_browser_counts_it(page: Page, site: str) -> None:
    """Of a page without charts; else the test without a browser would look at something else."""
    page.goto(site + links.GLOSSARY)
    settle(page)
    elements, led = page.evaluate(COUNTS)
    sent = taken(page.request.get(site + links.GLOSSARY).text())
    assert sent.links == led
    assert abs(sent.elements - elements) < 10
