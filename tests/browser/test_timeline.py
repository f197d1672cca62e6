"""The timeline in a real browser: filters, address, Back, cards, and labels that never touch."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page, expect

from dashboard.findings.activities import counted, visible
from dashboard.pages.choices import query_of
from dashboard.pages.timeline.choices import url_state
from tests.browser.visit import TOWNS, settle
from tests.made.shipped import shipped_data

# every pair of labels in a lane whose visible words or symbols share more than a pixel
TOUCHING = """() => [...document.querySelectorAll('.lane')].flatMap(lane => {
  const boxes = [...lane.querySelectorAll('.mark__label, .undated a')].map(label => {
    const seen = [label.querySelector('.category-symbol, .town-symbol').getBoundingClientRect()];
    const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement.closest('.visually-hidden')) continue;
      if (getComputedStyle(texts.currentNode.parentElement).clipPath !== 'none') continue;
      const range = document.createRange(); range.selectNodeContents(texts.currentNode);
      seen.push(range.getBoundingClientRect());
    }
    return {name: label.title,
      left: Math.min(...seen.map(one => one.left)), right: Math.max(...seen.map(one => one.right)),
      top: Math.min(...seen.map(one => one.top)), bottom: Math.max(...seen.map(one => one.bottom))};
  });
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
    a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom
  ).map(b => [a.name, b.name]));
})"""
# every label or tray that leaves the drawing
OUTSIDE = """() => { const box = document.querySelector('.timeline').getBoundingClientRect();
  return [...document.querySelectorAll('.mark__label')].filter(label => {
    const own = label.getBoundingClientRect();
    return own.left < box.left - 1 || own.right > box.right + 1;
  }).map(label => label.title); }"""
SMALL = """() => [...document.querySelectorAll('.mark__label, .undated a')].filter(label => {
  const box = label.getBoundingClientRect(); return box.width < 24 || box.height < 24;
}).map(label => label.title)"""
EVERYTHING = "von=2013-01&bis=2025-12"


def visit(page: Page, site: str) -> None:
    page.goto(f"{site}/zeitleiste")
    settle(page)


def told(page: Page) -> dict[str, int]:
    """Return the number that each view tells."""
    counter = page.locator(".counter").get_attribute("data-count")
    marks = page.locator(".mark[data-activity]:not([data-part]), .undated").count()
    listed = page.locator("#liste").get_attribute("data-count")
    # a town that is not chosen has what it would have
    every = page.locator(".timeline-map .pin__aside").all_inner_texts()
    chosen = page.locator(".timeline-map [aria-current=true] .pin__aside").all_inner_texts()
    on_map = sum(int(text.split()[0]) for text in chosen or every)
    return {"counter": int(counter or -1), "lanes": marks, "list": int(listed or -1), "map": on_map}


def number_of(query: str) -> int:
    """Return how many activities count for the query of an address."""
    choices, _sentences = url_state(shipped_data()).read(query_of(query))
    number = len(counted(visible(shipped_data(), choices)))
    assert number > 1
    return number


def expect_everywhere(page: Page, query: str) -> None:
    """Wait until the page is that of a query, and expect each view to tell its number."""
    number = number_of(query)
    expect(page.locator(".counter")).to_have_attribute("data-count", str(number))
    assert told(page) == {"counter": number, "lanes": number, "list": number, "map": number}


def test_a_filtered_view_agrees_everywhere_survives_reload_and_three_times_back(
    page: Page, site: str
) -> None:
    visit(page, site)
    expect_everywhere(page, "")
    page.locator("#zeitleiste-kategorie-coworking").check()
    expect_everywhere(page, "kategorie=coworking")
    page.fill("#zeitleiste-von", "10/2021")
    page.keyboard.press("Enter")
    expect(page.locator("#zeitleiste-von")).to_have_value("10/2021")
    expect_everywhere(page, "kategorie=coworking&von=2021-10")
    page.fill("#zeitleiste-bis", "2022-05")
    page.keyboard.press("Tab")
    chosen = "kategorie=coworking&von=2021-10&bis=2022-05"
    page.wait_for_url(f"**/zeitleiste?{chosen}")
    expect_everywhere(page, chosen)
    page.reload()
    page.wait_for_selector("html:not([data-loading])", state="attached")
    expect_everywhere(page, chosen)
    exported = page.request.get(f"{site}/figur/zeitleiste/zeitleiste-bild.csv?{chosen}")
    assert len(exported.text().splitlines()) == 1 + number_of(chosen)
    page.go_back()
    page.wait_for_url("**/zeitleiste?kategorie=coworking&von=2021-10")
    page.go_back()
    page.wait_for_url("**/zeitleiste?kategorie=coworking")
    expect_everywhere(page, "kategorie=coworking")
    page.go_back()
    page.wait_for_url("**/zeitleiste")
    expect_everywhere(page, "")


def test_a_mark_opens_its_card_by_keyboard_and_closing_returns_to_it(page: Page, site: str) -> None:
    visit(page, site)
    page.locator("#zeichen-mo-themenwoche-2022").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#karte")).to_be_focused()
    expect(page.locator("#karte")).to_have_text("Themenwoche „Neue (Arbeits-)Welten“")
    parts = [one for one in shipped_data().activities if one.part_of == "mo-themenwoche-2022"]
    expect(page.locator(".mark[data-part]")).to_have_count(len(parts))
    page.get_by_role("link", name="Karte schließen").click()
    expect(page.locator("#zeichen-mo-themenwoche-2022")).to_be_focused()
    expect(page.locator(".mark[data-part]")).to_have_count(0)


def test_choosing_a_kind_keeps_the_focus_on_it(page: Page, site: str) -> None:
    visit(page, site)
    page.locator("#zeitleiste-kategorie-workshop").focus()
    page.keyboard.press("Space")
    expect_everywhere(page, "kategorie=workshop")
    expect(page.locator("#zeitleiste-kategorie-workshop")).to_be_focused()


@pytest.mark.parametrize(
    ("width", "sampled"),
    [
        (1440, 3),
        (390, 3),
        *(pytest.param(w, 99, marks=pytest.mark.hurts) for w in (390, 1440, 1920)),
    ],
)
def test_no_label_touches_another_or_leaves_the_drawing(
    bare_page: Page, site: str, width: int, sampled: int
) -> None:
    page = bare_page  # the served drawing is the drawn one
    page.set_viewport_size({"width": width, "height": 900})
    kinds = ["vorlaeufer", "veranstaltung", "verstetigung", "transferwerkstatt", "politik"]
    towns = ["verbund", *TOWNS]
    narrowed = [*(f"staedte={town}" for town in towns), *(f"kategorie={kind}" for kind in kinds)]
    queries = [
        "",
        EVERYTHING,
        "von=2013-01&bis=2021-04",
        "von=2023-04&bis=2025-12",
        "aktivitaet=mo-themenwoche-2022",
        "aktivitaet=ow-popup-2022",
        *(
            f"{EVERYTHING}&{one}"
            for one in random.Random(width).sample(narrowed, len(narrowed))[:sampled]
        ),
    ]
    for query in queries:
        page.goto(f"{site}/zeitleiste?{query}")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        assert page.evaluate(TOUCHING) == [], query
        assert page.evaluate(OUTSIDE) == [], query
        assert page.evaluate(SMALL) == [], query


def test_the_timeline_works_without_scripts(bare_page: Page, site: str) -> None:
    bare_page.goto(f"{site}/zeitleiste?kategorie=coworking&ab=10")
    bare_page.check("input[name=staedte][value=moelln]")
    bare_page.check("input[name=staedte][value=diessen]")
    bare_page.get_by_role("button", name="Anzeigen").click()
    assert "staedte=moelln&staedte=diessen" in bare_page.url
    expect_everywhere(bare_page, "kategorie=coworking&staedte=moelln,diessen")


@pytest.mark.parametrize("width", [390, 1024])
def test_a_link_to_an_activity_shows_its_card_in_sight(
    page: Page, bare_page: Page, site: str, width: int
) -> None:
    for one in (page, bare_page):
        one.set_viewport_size({"width": width, "height": 844})
        for address in ("aktivitaet=tw5-moelln", "aktivitaet=mo-idee-2019#karte"):
            one.goto(f"{site}/zeitleiste?{address}")
            expect(one.locator("#karte")).to_be_in_viewport()


def test_on_a_phone_the_choices_fold_into_a_line_that_stays_in_sight(
    bare_page: Page, site: str
) -> None:
    bare_page.set_viewport_size({"width": 390, "height": 844})
    bare_page.goto(f"{site}/zeitleiste?staedte=moelln#liste")
    line = bare_page.locator(".folded__told")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("Mölln")
    expect(bare_page.locator("#zeitleiste-q")).to_be_hidden()
    line.click()
    expect(bare_page.locator("#zeitleiste-staedte-moelln")).to_be_in_viewport()


def test_old_anchors_lead_to_what_they_named(page: Page, site: str) -> None:
    for anchor in ("gleiches", "netz", "aktivitaet-mo-idee-2019", "zeichen-wi-kongress-2025"):
        page.goto(f"{site}/zeitleiste#{anchor}")
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()
        assert page.url.endswith(f"#{anchor}")


def test_a_filter_begins_the_list_anew(page: Page, site: str) -> None:
    page.goto(f"{site}/zeitleiste?ab=20")
    settle(page)
    page.locator("#zeitleiste-staedte-diessen").check()
    page.wait_for_url("**/zeitleiste?staedte=diessen")
    expect(page.locator("#liste .paging, #liste li").first).to_be_visible()
