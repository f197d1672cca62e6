"""The overview in a real browser: one screen, one selection, by pointer and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import settle

SCREENS = ((1440, 900), (1920, 1080))
STATES = ("", "?ansicht=kennzahl", "?ansicht=befragungen", "?staedte=diessen&von=2022-03")
# every pair of signs in a strip whose symbols or words share more than a pixel
TOUCHING = """() => [...document.querySelectorAll('.strip')].flatMap(strip => {
  const boxes = [...strip.querySelectorAll('.sign')].map(sign => {
    const seen = [...sign.children].map(one => one.getBoundingClientRect());
    return {name: sign.title,
      left: Math.min(...seen.map(one => one.left)), right: Math.max(...seen.map(one => one.right)),
      top: Math.min(...seen.map(one => one.top)), bottom: Math.max(...seen.map(one => one.bottom))};
  });
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
    a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom
  ).map(b => [a.name, b.name]));
})"""
FOCUSED = "document.activeElement.id || document.activeElement.closest('[data-lane]')?.dataset.lane"


def chips(page: Page) -> list[str]:
    return page.eval_on_selector_all("[data-clause]", "all => all.map(one => one.dataset.clause)")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_all_views_stand_on_one_screen(page: Page, site: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for state in STATES:
        page.goto(f"{site}/{state}")
        settle(page)
        bottom = page.evaluate("document.querySelector('.overview').getBoundingClientRect().bottom")
        assert bottom <= height, state


@pytest.mark.parametrize("width", [390, 1280, 1440, 1920])
def test_no_signs_in_the_lanes_touch(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site)
    settle(page)
    assert page.evaluate(TOUCHING) == []


def test_a_choice_is_taken_back_by_a_second_click_by_esc_and_by_back(page: Page, site: str) -> None:
    page.goto(site)
    page.click("#pin-diessen")
    expect(page).to_have_url(f"{site}/?staedte=diessen")
    page.click("#pin-moelln")
    expect(page).to_have_url(f"{site}/?staedte=moelln,diessen")
    settle(page)
    page.keyboard.press("Escape")  # the town that was chosen last, not the one listed last
    expect(page).to_have_url(f"{site}/?staedte=diessen")
    settle(page)
    page.click("#pin-diessen")
    expect(page).to_have_url(f"{site}/")
    page.go_back()
    expect(page).to_have_url(f"{site}/?staedte=diessen")
    expect(page.locator("[data-clause]")).to_have_count(1)


def test_dragging_along_the_months_sets_their_two_fields(page: Page, site: str) -> None:
    page.goto(site)
    page.mouse.move(700, 600)  # a sign of someone using the page
    page.wait_for_function("() => window.dashboardChoices && window.dashboardChoices.isWhole")
    box = page.locator(".lanes__scale").bounding_box()
    assert box
    months = page.locator("#start-von option").count()

    def middle(month: int) -> float:
        return box["x"] + box["width"] * (month + 0.5) / months

    page.mouse.move(middle(5), box["y"] + 30)
    page.mouse.down()
    page.mouse.move(middle(9), box["y"] + 30, steps=4)
    page.mouse.up()
    expect(page.locator("[data-clause=monate]")).to_have_count(1)
    options = page.eval_on_selector_all("#start-von option", "all => all.map(one => one.value)")
    assert page.input_value("#start-von") == options[5]
    assert page.input_value("#start-bis") == options[9]


def test_the_whole_overview_is_used_by_keyboard(page: Page, site: str) -> None:
    page.goto(site)
    page.focus("#start-staedte-diessen")
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{site}/?staedte=diessen")
    settle(page)
    assert page.evaluate(FOCUSED) == "start-staedte-diessen", "the focus stays"
    page.focus("#start-von")
    page.select_option("#start-von", "2022-01")
    expect(page.locator("[data-clause=monate]")).to_have_count(1)
    page.focus("[data-lane=moelln] h3 a")
    page.keyboard.press("Enter")
    expect(page.locator("[data-clause=stadt-moelln]")).to_have_count(1)
    settle(page)
    page.focus("#ansicht-aktivitaeten")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kinds-by-town a")
    page.focus(".kinds-by-town a")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-clause^=art-]")
    assert len(chips(page)) == 4
    page.focus("[data-view=alles]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-clause]")).to_have_count(0)


def test_on_a_phone_the_answer_stands_below_the_question(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/?staedte=diessen")
    settle(page)
    tops = [
        page.evaluate(f"document.querySelector('{one}').getBoundingClientRect().top")
        for one in ("#start-staedte", "#gezeigt", "#treffer", "#bahnen", "#diagramm", "#karte")
    ]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
