"""Every route in a real browser: no error, no foreign request, nothing stored, accessible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.facts.dataset import load
from dashboard.pages import PAGES
from dashboard.web.config import settings_from

DATA = load(settings_from({}).data_folder)
ROUTES = [route for module in PAGES for route in module.addresses(DATA)]
# one address of each kind of page, for what takes long; the others differ in their data only
KINDS = [module.addresses(DATA)[0] for module in PAGES]
WIDTHS = (1440, 390)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
})"""


# numbers everything that Tab should reach and notes where the focus comes by
NUMBER_STOPS = """() => {
  document.activeElement.blur();
  window.scrollTo(0, 0);
  window.reachedStops = new Set();
  window.hiddenFocus = [];
  document.addEventListener("focusin", ({target}) => {
    // the outline may be drawn around the card of a link or the label of a hidden radio button
    const shown = [target, target.nextElementSibling, target.closest("li"), target.parentElement];
    const outlined = shown.filter(Boolean).map(e => getComputedStyle(e)).some(
      style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    if (!outlined) window.hiddenFocus.push(target.outerHTML);
    window.reachedStops.add(Number(target.dataset.stop));
  });
  const names = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled)
    .filter(e => e.type !== "radio" || !names.has(e.name) && names.add(e.name))
    .map((e, number) => (e.dataset.stop = number, e.outerHTML.slice(0, 160)));
}"""


class Visit:
    """A page opened once for all checks: what the console said and what was asked for."""

    def __init__(self, browser: Browser, site: str, route: str, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.answer = self.page.goto(site + route, wait_until="load")
        self.site = site
        settle(self.page)


def settle(page: Page) -> None:
    """Wait until all charts stand and, at a sign of a visitor, Dash has come where it does."""
    page.wait_for_load_state()
    page.evaluate("window.dispatchEvent(new Event('scroll'))")
    page.wait_for_selector("html:not([data-loading])", state="attached", timeout=20_000)


def opened_at(route: str, width: int, browser: Browser, site: str) -> Iterator[Visit]:
    visit = Visit(browser, site, route, width)
    yield visit
    visit.context.close()


@pytest.fixture(scope="module", params=[(r, w) for r in KINDS for w in WIDTHS], ids=str)
def thorough(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visit]:
    yield from opened_at(*request.param, browser, site)


@pytest.fixture(scope="module", params=[(r, w) for r in ROUTES for w in WIDTHS], ids=str)
def visit(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visit]:
    yield from opened_at(*request.param, browser, site)


def test_page_answers_without_console_error(visit: Visit) -> None:
    assert visit.answer is not None
    assert visit.answer.status == 200
    assert visit.errors == []


def test_page_asks_no_foreign_host(visit: Visit) -> None:
    foreign = [url for url in visit.requests if not url.startswith((visit.site, "data:", "blob:"))]
    assert foreign == []


def test_page_stores_nothing(visit: Visit) -> None:
    stored = visit.page.evaluate(STORED)
    assert stored == {"cookies": "", "local": 0, "session": 0, "databases": 0}
    assert visit.context.cookies() == []


def test_a11y_01_to_16_page_passes_axe(thorough: Visit) -> None:
    results = Axe().run(thorough.page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, results.generate_report()


def test_a11y_09_and_10_tab_reaches_and_shows_every_control(thorough: Visit) -> None:
    page = thorough.page
    expected = page.evaluate(NUMBER_STOPS)
    for _ in range(len(expected) + 5):
        page.keyboard.press("Tab")
    hidden, reached = page.evaluate("[window.hiddenFocus, [...window.reachedStops]]")
    assert hidden == [], "focus is not visible"
    assert [stop for number, stop in enumerate(expected) if number not in reached] == []


def test_a11y_01_and_16_page_has_one_heading_and_a_language(visit: Visit) -> None:
    assert visit.page.locator("h1").count() == 1
    assert visit.page.locator("html").get_attribute("lang") == "de"


def test_a11y_16_titles_are_unique(site: str, browser: Browser) -> None:
    page = browser.new_page()
    titles = []
    for route in ROUTES:
        page.goto(site + route, wait_until="domcontentloaded")
        titles.append(page.title())
    page.close()
    assert len(set(titles)) == len(ROUTES)


def test_screenshots_are_kept_for_the_eye(visit: Visit) -> None:
    folder = Path("test-output") / "screenshots"
    name = (visit.page.url.removeprefix(visit.site).strip("/") or "start").replace("/", "_")
    width = visit.page.viewport_size["width"]
    picture = visit.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    assert len(picture) > 10_000
