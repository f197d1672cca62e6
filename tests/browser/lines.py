"""A visitor's line: files and answers that come late, and what a page shows once all is there."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Error, Page, Route

ANSWERS = "**/_dash-update-component"
CHARTS = "**/{charts,live}.*.js"  # what comes with a page of choices
CHOICES = "**/choices.*.js"
SECONDS = 40  # the machine may be busy with other things
# what tells one view from another, and what the controls say
SHOWN = """() => ({
  told: [...document.querySelectorAll(
    '#ansicht :is(.figure-card__title, .counter, .found p, .found li, .active-filters li)'
  )].map(one => one.textContent),
  controls: [...document.querySelectorAll('#ansicht .controls :is(input, select)')]
    .filter(one => one.type !== 'hidden')
    .map(one => [one.id, one.matches('[type=radio], [type=checkbox]') ? one.checked : one.value]),
})"""


class Line:
    """What lies between a page and the site; what is due is let go while time passes in `wait`."""

    def __init__(
        self, page: Page, late: Mapping[str, float], *, kilobits: float | None = None
    ) -> None:
        """Hold back what matches a pattern for so many milliseconds."""
        self.page = page
        self._held: list[tuple[float, Route]] = []
        for pattern, milliseconds in late.items():
            page.route(pattern, partial(self._hold, milliseconds))
        if kilobits:
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            rate = kilobits * 1000 / 8
            network.send(
                "Network.emulateNetworkConditions",
                {"offline": False, "latency": 60, "downloadThroughput": rate,
                 "uploadThroughput": rate},
            )  # fmt: skip

    def _hold(self, milliseconds: float, route: Route) -> None:
        self._held.append((time.monotonic() + milliseconds / 1000, route))

    def _let_go(self) -> None:
        now = time.monotonic()
        due = [route for at, route in self._held if at <= now]
        self._held = [(at, route) for at, route in self._held if at > now]
        for route in due:
            with suppress(Error):  # the page that asked has gone
                route.continue_()

    def pass_time(self, milliseconds: float) -> None:
        """Let so much time pass."""
        until = time.monotonic() + milliseconds / 1000
        while (left := until - time.monotonic()) > 0:
            self._let_go()
            self.page.wait_for_timeout(min(15, left * 1000))
        self._let_go()

    def wait(self, reached: Callable[[], Any], seconds: float = SECONDS) -> bool:
        """Wait until something is so; False if it does not come to be."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if reached():
                    return True
            except Error:  # between two pages
                pass
            self.pass_time(15)
        return False

    def end(self) -> None:
        """Hold back nothing more."""
        self.page.unroute_all(behavior="ignoreErrors")
        for _at, route in self._held:
            with suppress(Error):
                route.abort()

    def open(self, address: str) -> None:
        """Open a page and wait until its text is first painted."""
        self.page.goto(address, wait_until="commit")
        painted = "performance.getEntriesByName('first-contentful-paint').length > 0"
        assert self.wait(lambda: self.page.evaluate(painted))


def usual(page: Page, site: str, path: str, query: Mapping[str, str]) -> str:
    """Return an address in the form that the server gives it."""
    answer = page.request.get(f"{site}{path}?{urlencode(query)}")
    found = re.search(r'data-usual="([^"]*)"', answer.text())
    assert found, f"{path} is no page with choices"
    return html.unescape(found[1])


def shown(page: Page) -> Any:
    """Return what the page shows."""
    return page.evaluate(SHOWN)


class Views:
    """What the site shows at an address to someone who opens it; each is looked at once."""

    def __init__(self, page: Page, site: str) -> None:
        """Take a page of its own for it."""
        self._page, self._site = page, site
        self._known: dict[str, Any] = {}
        page.route("**/*.js", lambda route: route.abort())

    def at(self, address: str) -> Any:
        """Return what is shown at a path and query."""
        if address not in self._known:
            self._page.goto(f"{self._site}{address}")
            self._known[address] = shown(self._page)
        return self._known[address]
