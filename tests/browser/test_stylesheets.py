"""No answer to a choice brings anything for which the page was sent no rules."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.sheets import MATCHED, not_sent_with
from tests.browser.visit import settle


def test_nothing_in_an_answer_has_a_rule_in_a_sheet_that_was_not_sent(
    page: Page, site: str
) -> None:
    answer = page.goto(f"{site}/vergleich")
    settle(page)
    unsent = not_sent_with(answer)
    views = page.locator("input[name=ansicht]").evaluate_all("all => all.map(one => one.id)")
    assert len(views) > 5
    for view in [*views[1:], views[0]]:
        before = page.title()
        page.locator(f"#{view}").check()
        page.wait_for_function("before => document.title !== before", arg=before)
        settle(page)
        assert page.evaluate(MATCHED, unsent) == [], view
