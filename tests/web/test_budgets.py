"""No page, in none of its parts, has more elements, links or bytes than tests/budgets.toml says."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard.pages import PAGES
from dashboard.wording import links
from tests.made.budgets import Budget, budget_of, budgets, parts, some_parts, taken
from tests.made.hardest import hardest
from tests.made.shipped import every_path, shipped_data

OTHERS = tuple(hardest())  # twenty small towns that are none of the five
OF_A_TOWN = (links.TOWN, links.SIMILAR, links.FACT_SHEET, links.MEETING)
SEARCHES = ("neu", "wohnen", "a", "homeoffice", "Mölln")
FEW = 3  # other parts of a page than its themes


def of(slug: str) -> list[str]:
    return [links.path(rule, slug=slug) for rule in OF_A_TOWN]


USUAL = (
    *every_path(),
    *of(OTHERS[0]),
    *(links.path(links.TOWN, slug=slug) for slug in OTHERS[1:3]),
    *(links.to(links.SEARCH, ((links.Key.WORDS, words),)) for words in SEARCHES),
)
WHOLE = tuple(dict.fromkeys((*USUAL, *(path for slug in OTHERS for path in of(slug)))))


def over(draft: FlaskClient, address: str, whole: bool) -> dict[str, object]:
    """Return where a page is over its budget, by address, and by what."""
    first = draft.get(address)
    assert first.status_code == 200, address
    further = parts if whole else lambda *page: some_parts(*page, FEW)
    texts = {address: first.text}
    texts |= {one: draft.get(one).text for one in further(address, first.text)}
    budget = budget_of(address)
    return {one: found for one, text in texts.items() if (found := taken(text).over(budget))}


@pytest.mark.parametrize("address", USUAL)
def test_a_page_and_its_parts_keep_their_budget(draft: FlaskClient, address: str) -> None:
    assert over(draft, address, whole=False) == {}


@pytest.mark.hurts
@pytest.mark.parametrize("address", WHOLE)
def test_every_part_of_a_page_keeps_its_budget(draft: FlaskClient, address: str) -> None:
    assert over(draft, address, whole=True) == {}


def test_every_theme_of_a_town_is_a_part_of_its_page(draft: FlaskClient) -> None:
    """Or the budgets would hold for the first theme alone."""
    for slug in (next(iter(shipped_data().towns)), OTHERS[0]):
        path = links.path(links.TOWN, slug=slug)
        found = some_parts(path, draft.get(path).text, 0)
        assert len(found) > 3, slug


def test_what_is_too_much_is_told() -> None:
    page = '<p><a href="/">x</a><script>"<b><b><b>"</script></p>'
    found = taken(page)
    assert (found.elements, found.links) == (3, 1)
    small = Budget(screens=(1, 1), unfolded=(1, 1), elements=2, links=1, kilobytes=1)
    assert found.over(small) == {"elements": 3}


def test_parts_of_a_page_are_where_it_leads_on_itself_but_for_the_long_form() -> None:
    page = (
        '<a href="/x?thema=c">c</a><main><a href="/x?thema=a#b">a</a><a href="/x?umfang=alles">'
        '<a href="/x">x</a><a href="#b">b</a><a href="/y?thema=c">c</a></main>'
    )
    assert [*parts("/x", page)] == ["/x?thema=a"]


def test_every_page_has_a_budget_and_every_budget_a_page() -> None:
    assert budgets().keys() == {module.PAGE.path for module in PAGES}
    assert all(len(one.screens) == len(one.unfolded) == 2 for one in budgets().values())
