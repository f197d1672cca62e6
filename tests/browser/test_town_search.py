"""A town is found from the overview: by keyboard alone, by an address, and with scripts off."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import towns
from dashboard.wording.search import marked
from tests.browser.visit import assert_accessible, errors_on, settle
from tests.made.town_names import CASES, FIRST, seeded_towns

FIELD = ".town-search input[name=q]"
SAID = ".town-search [aria-live]"
OPTIONS = ".town-search [role=option]"
SHOWN = "/?ansicht=kennzahl&eigene="  # where a town has something to show
FOUND = """query => window.dashboardTowns.find(query).map(hit =>
  [hit.entry.ags, hit.marks.map(mark => hit.entry.name.slice(...mark))])"""


@pytest.fixture
def start(page: Page, site: str) -> Page:
    """The start page with the focus in the field."""
    page.goto(site)
    page.focus(FIELD)
    return page


def chosen(page: Page, ags: str) -> None:
    """Move to the option of a town by keyboard."""
    option = f'{OPTIONS}[href="{SHOWN}{ags}"]'
    page.wait_for_selector(option)
    for _step in range(FIRST):
        page.keyboard.press("ArrowDown")
        if page.locator(f"{option}[aria-selected=true]").count():
            return
    pytest.fail(f"{ags} is not reached by arrows")


def test_the_browser_finds_and_marks_what_the_server_does(start: Page, shipped: Dataset) -> None:
    start.wait_for_function("() => window.dashboardTowns")
    typed = [*(case[0] for case in CASES), *(letters for _town, letters in seeded_towns(shipped))]
    for query in typed:
        hits = towns(shipped).find(query)
        expected = [
            [hit.thing.ags, [text for text, is_marked in marked(hit.name, hit.marks) if is_marked]]
            for hit in hits
        ]
        assert start.evaluate(FOUND, query) == expected, query


def test_a_handful_of_towns_is_reached_by_keyboard_alone(
    page: Page, site: str, shipped: Dataset
) -> None:
    for town, typed in seeded_towns(shipped)[:2]:
        page.goto(site)
        for _stop in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches('{FIELD}')"):
                break
        page.keyboard.type(typed)
        chosen(page, town.ags)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}{SHOWN}{town.ags}")
        page.locator(f'#karte a[href="/stadt/{town.slug}"]').click()
        page.wait_for_url(f"{site}/stadt/{town.slug}")


def test_a_pasted_address_leads_to_its_town(page: Page, site: str) -> None:
    for asked in ("Moelln", quote("mölln"), "01053090"):
        page.goto(f"{site}/stadt/{asked}")
        assert page.url == f"{site}/stadt/moelln"


def without_scripts(page: Page, site: str, data: Dataset, number: int) -> None:
    for town, typed in seeded_towns(data)[:number]:
        page.goto(site)
        page.fill(FIELD, typed)
        page.press(FIELD, "Enter")
        assert page.url.endswith(f"&q={quote(typed)}")
        there = page.locator(f'a[href="{SHOWN}{town.ags}"]')
        row = page.locator("main li").filter(has=there)
        expect(row.locator("a")).to_have_text(town.name)
        expect(row).to_contain_text(town.land)


def test_a_handful_of_towns_is_found_with_scripts_off(
    bare_page: Page, site: str, shipped: Dataset
) -> None:
    without_scripts(bare_page, site, shipped, 5)


@pytest.mark.hurts
def test_fifty_towns_are_found_with_scripts_off(
    bare_page: Page, site: str, shipped: Dataset
) -> None:
    without_scripts(bare_page, site, shipped, 50)


def test_suggestions_can_be_used_and_say_how_many_they_are(start: Page) -> None:
    page = start
    errors = errors_on(page)
    page.keyboard.type("neu")
    expect(page.locator(OPTIONS)).to_have_count(FIRST)
    assert page.inner_text(SAID) == "", "it waits until nobody types"
    expect(page.locator(SAID)).to_contain_text("Vorschläge")
    page.keyboard.press("ArrowDown")
    assert_accessible(page)
    active = page.get_attribute(FIELD, "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(page.locator(OPTIONS).first).to_be_hidden()
    assert page.input_value(FIELD) == "neu"
    assert page.inner_text(SAID) == ""
    page.keyboard.press("ArrowDown")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(OPTIONS).first).to_be_hidden()
    page.focus(FIELD)
    page.fill(FIELD, "xyzzy")
    expect(page.locator(SAID)).to_contain_text("Keine Vorschläge")
    assert errors == []


def test_no_letter_is_sent_and_the_names_come_at_the_first_focus(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site)
    before = len(asked)
    assert not any("namen" in one for one in asked)
    page.focus(FIELD)
    page.keyboard.type("murnau")
    page.wait_for_selector(OPTIONS)
    assert any("namen" in one for one in asked[before:])
    assert not any("murnau" in one for one in asked)


def test_no_request_of_a_search_names_what_was_searched_for(page: Page, site: str) -> None:
    page.goto(f"{site}/suche?q=geheim")
    referers = []
    page.on("request", lambda request: referers.append(request.headers.get("referer", "")))
    page.click("footer a >> nth=1")
    page.wait_for_load_state()
    assert referers
    assert not any("geheim" in one for one in referers)


def test_a_search_among_choices_is_the_browsers_and_works_after_an_answer(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/suche")
    form, names = page.inner_html("main .page-head"), page.get_attribute("body", "data-names")
    script = page.get_attribute("head script[src*='search.']", "src")
    page.goto(f"{site}/vergleich")
    settle(page)
    page.evaluate(
        """([form, names]) => {
          document.body.dataset.names = names;
          document.getElementById("ansicht").insertAdjacentHTML("afterbegin", form);
        }""",
        [form, names],
    )
    page.add_script_tag(url=script)
    page.focus(FIELD)
    page.keyboard.type("murn")
    page.wait_for_selector(OPTIONS)
    # as an answer is laid over the form: what the server did not draw goes
    page.evaluate("document.querySelector('.town-search__options').remove()")
    page.keyboard.type("a")
    page.wait_for_selector(OPTIONS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/suche?q=murna")


@pytest.mark.parametrize("address", ["/suche?q=neu", "/suche?q=xyzzy", "/stadt?land=09"])
def test_what_is_found_and_listed_is_accessible_on_a_phone(
    page: Page, site: str, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)
