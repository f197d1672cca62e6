"""The lessons in a real browser: the visitor's list grows where one stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import settle


@pytest.mark.parametrize("width", [1440, 390])
def test_a_lesson_is_put_on_the_list_without_loading_or_moving_the_page(
    page: Page, site: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/erkenntnisse?thema=menschen")
    settle(page)
    link = page.locator("#merken-ehrenamt")
    link.scroll_into_view_if_needed()
    page.evaluate("window.stays = true")
    link.click()
    count = page.locator(".kept-count")
    expect(count).to_have_attribute("data-count", "1")
    expect(count).to_be_in_viewport()
    expect(link).to_be_in_viewport()
    expect(link).to_be_focused()
    assert page.evaluate("window.stays") is True
    count.get_by_role("link", name="Zur Liste").click()
    expect(page.locator("#liste")).to_be_in_viewport()


def test_old_anchors_of_lessons_lead_to_them(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for anchor in ("l-austausch", "thema-zukunft", "liste"):
        page.goto(f"{site}/erkenntnisse#{anchor}")
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()
