"""Dark where the visitor's system is, in pages, pictures and charts; light on paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.visit import RULES, settle

LIGHTNESS = """(one) => {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = one;
  context.fillRect(0, 0, 1, 1);
  return Math.max(...context.getImageData(0, 0, 1, 1).data.slice(0, 3));
}"""
PAPER = "getComputedStyle(document.documentElement).backgroundColor"
CHART = "getComputedStyle(document.querySelector('.chart .xtick text')).fill"


def lightness(page: Page, colour: str) -> int:
    """Return the brightest channel, 0 to 255, of a colour that a script finds."""
    shown: int = page.evaluate(LIGHTNESS, page.evaluate(colour))
    return shown


def turns(page: Page) -> tuple[bool, bool]:
    """Return whether the ground and whether the words of the chart are light."""
    return lightness(page, PAPER) > 128, lightness(page, CHART) > 128


@pytest.mark.parametrize("scripts", [True, False])
def test_pages_and_charts_follow_the_system(browser: Browser, site: str, scripts: bool) -> None:
    context = browser.new_context(color_scheme="dark", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site}/vergleich")
    if scripts:
        settle(page)
    assert turns(page) == (False, True)
    page.emulate_media(color_scheme="light")
    assert turns(page) == (True, False)
    page.emulate_media(color_scheme="dark")
    assert turns(page) == (False, True)
    page.emulate_media(color_scheme="dark", media="print")
    assert turns(page) == (True, False)
    context.close()


def test_a_chart_drawn_anew_is_dark_too(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/vergleich")
    settle(page)
    page.get_by_label("Verlauf", exact=True).check()
    page.wait_for_url("**ansicht=verlauf**")
    settle(page)
    assert turns(page) == (False, True)
    context.close()


@pytest.mark.parametrize("colours", ["hell", "dunkel"])
def test_slides_are_as_chosen_and_light_on_paper(browser: Browser, site: str, colours: str) -> None:
    context = browser.new_context(
        color_scheme="light" if colours == "dunkel" else "dark",
        viewport={"width": 1280, "height": 720},
    )
    page = context.new_page()
    page.goto(f"{site}/sitzung/moelln?farben={colours}")
    settle(page)
    ground = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    is_light = colours == "hell"
    assert (lightness(page, ground) > 128) is is_light
    assert (lightness(page, CHART) > 128) is not is_light
    page.emulate_media(media="print")
    assert lightness(page, ground) > 128 > lightness(page, CHART)
    context.close()


@pytest.mark.parametrize(
    "path", ["/", "/stadt/moelln", "/vergleich?ansicht=karte", "/zeitleiste", "/en"]
)
def test_dark_pages_are_as_accessible_as_light_ones(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site + path)
    settle(page)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, results.generate_report()
    context.close()


def test_dark_slides_are_light_on_paper(browser: Browser, site: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{site}/sitzung/moelln?farben=dunkel")
    settle(page)
    words = "getComputedStyle(document.querySelector('.slide__title')).color"
    ground = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    assert lightness(page, words) > 128 > lightness(page, ground)
    page.emulate_media(media="print")
    assert lightness(page, words) < 128 < lightness(page, ground)
    texts = "getComputedStyle(document.querySelector('.slide .graph text')).fill"
    assert lightness(page, texts) < 128
    page.close()
