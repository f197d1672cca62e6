"""A page opened in a real browser, with what it said and asked for meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.wording.numbers import count_text
from tests.made.shipped import one_of_each, shipped_data

TOWNS = tuple(shipped_data().towns)


def without(*slugs: str) -> str:
    """Return the towns as the address has them, but for these."""
    return ",".join(one for one in TOWNS if one not in slugs)


def in_towns(fewer: int = 0) -> str:
    """Return how a title names all towns but so many."""
    return f"in {count_text(len(TOWNS) - fewer)} Städten"


# one address of each kind of page, for what takes long; the others differ in their data only
KINDS = one_of_each()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKED_FOR = {"type": "tag", "values": RULES}
# all that a page in other colours may break
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
HEIGHT = 900
# media, contrasts and motion as a browser has them where nobody has set anything
AS_USUAL: Mapping[str, Any] = {
    "color_scheme": "light",
    "forced_colors": "none",
    "media": "null",  # the screen, but for paper
    "reduced_motion": "no-preference",
}


def settle(page: Page) -> None:
    """Wait until all charts stand and, at a sign of a visitor, Dash has come where it does."""
    page.wait_for_load_state()
    page.evaluate("window.dispatchEvent(new Event('scroll'))")
    page.wait_for_selector("html:not([data-loading])", state="attached", timeout=20_000)


def errors_on(page: Page) -> list[str]:
    """Return the list to which every error of the page will be added."""
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


class Visit:
    """A page opened once for all checks, in a tab that may have shown another."""

    def __init__(self, tab: Page, site: str, route: str, width: int) -> None:
        self.site, self.route, self.width = site, route, width
        self.page = tab
        self.resize(width)
        self.errors = errors_on(self.page)
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.answer = self.page.goto(site + route, wait_until="load")
        settle(self.page)

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})


@contextmanager
def as_new(tab: Page) -> Iterator[Page]:
    """A tab in which nothing is shown; what it is told meanwhile it forgets afterwards."""
    told: list[tuple[Any, Any]] = []
    listen = tab.on
    tab.set_viewport_size({"width": 1440, "height": HEIGHT})
    tab.mouse.move(0, 0)
    tab.goto("about:blank")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tab, "on", lambda *what: (told.append(what), listen(*what)))
        yield tab
    for what in told:
        tab.remove_listener(*what)
    tab.unroute_all(behavior="ignoreErrors")
    tab.emulate_media(**AS_USUAL)


@contextmanager
def styled(page: Page, css: str) -> Iterator[None]:
    """The page with one more style sheet."""
    sheet = page.evaluate_handle(
        "css => { const s = document.createElement('style'); s.textContent = css;"
        " document.head.append(s); return s }",
        css,
    )
    yield
    sheet.evaluate("element => element.remove()")


def assert_accessible(page: Page, looked_for: Mapping[str, Any] = LOOKED_FOR) -> None:
    """Let axe look at the page as it stands; a line that sticks to the window's foot in its place.

    Where the line covers half a link, the next turn of the wheel uncovers it.
    """
    page.add_style_tag(content=".folded { position: static !important; }")
    # that a page passes need not be told node by node: it takes longer than to look
    results = Axe().run(page, options={"runOnly": looked_for, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


def unfold(page: Page) -> None:
    """Open the choices where they are folded into a line."""
    line = page.locator(".folded:not([open]) > summary")
    if line.count() and line.is_visible():
        line.click()
