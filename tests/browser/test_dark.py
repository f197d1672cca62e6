"""Dark where the visitor's system is, in pages, pictures and charts; light on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.visit import COLOURS, assert_accessible, settle

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


@pytest.mark.parametrize("kind", ["page", "bare_page"])
def test_pages_and_charts_follow_the_system(
    request: pytest.FixtureRequest, site: str, kind: str
) -> None:
    page: Page = request.getfixturevalue(kind)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/vergleich")
    if kind == "page":
        settle(page)
    assert turns(page) == (False, True)
    page.emulate_media(color_scheme="light")
    assert turns(page) == (True, False)
    page.emulate_media(color_scheme="dark")
    assert turns(page) == (False, True)
    page.emulate_media(color_scheme="dark", media="print")
    assert turns(page) == (True, False)


def test_a_chart_drawn_anew_is_dark_too(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/vergleich")
    settle(page)
    page.get_by_label("Verlauf", exact=True).check()
    page.wait_for_url("**ansicht=verlauf**")
    settle(page)
    assert turns(page) == (False, True)


@pytest.mark.parametrize("colours", ["hell", "dunkel"])
def test_slides_are_as_chosen_and_light_on_paper(page: Page, site: str, colours: str) -> None:
    page.emulate_media(color_scheme="light" if colours == "dunkel" else "dark")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{site}/sitzung/moelln?farben={colours}")
    settle(page)
    ground = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    is_light = colours == "hell"
    assert (lightness(page, ground) > 128) is is_light
    assert (lightness(page, CHART) > 128) is not is_light
    page.emulate_media(media="print")
    assert lightness(page, ground) > 128 > lightness(page, CHART)


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    "path", ["/", "/stadt/moelln", "/vergleich?ansicht=karte", "/zeitleiste", "/en"]
)
def test_dark_pages_are_as_accessible_as_light_ones(page: Page, site: str, path: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(site + path)
    settle(page)
    assert_accessible(page, COLOURS)


def test_dark_slides_are_light_on_paper(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/sitzung/moelln?farben=dunkel")
    settle(page)
    words = "getComputedStyle(document.querySelector('.slide__title')).color"
    ground = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    assert lightness(page, words) > 128 > lightness(page, ground)
    page.emulate_media(media="print")
    assert lightness(page, words) < 128 < lightness(page, ground)
    texts = "getComputedStyle(document.querySelector('.slide .graph text')).fill"
    assert lightness(page, texts) < 128
