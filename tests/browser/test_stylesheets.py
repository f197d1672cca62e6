"""No answer to a choice brings anything for which the page was sent no rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.sheets import MATCHED, not_sent_with
from tests.browser.visit import settle


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def test_nothing_in_an_answer_has_a_rule_in_a_sheet_that_was_not_sent(tab: Page, site: str) -> None:
    answer = tab.goto(f"{site}/vergleich")
    settle(tab)
    unsent = not_sent_with(answer)
    views = tab.locator("input[name=ansicht]").evaluate_all("all => all.map(one => one.id)")
    assert len(views) > 5
    for view in [*views[1:], views[0]]:
        before = tab.title()
        tab.locator(f"#{view}").check()
        tab.wait_for_function("before => document.title !== before", arg=before)
        settle(tab)
        assert tab.evaluate(MATCHED, unsent) == [], view
