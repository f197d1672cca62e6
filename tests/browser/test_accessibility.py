"""The numbered accessibility rules (A11Y-…) on every address or kind of page, in every mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_every_page import KINDS, ROUTES, settle

WIDTHS = (1440, 390, 320)
USUAL = {"forced_colors": "none", "reduced_motion": "no-preference", "media": "screen"}
DOUBLE = "html { font-size: 200% !important }"
# what the visitor has set, and a style sheet that stands for it
MODES = {
    "light": ({}, ""),
    "forced colours": ({"forced_colors": "active"}, ""),
    "reduced motion": ({"reduced_motion": "reduce"}, ""),
    "text of double size": ({}, DOUBLE),
}
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important }
  * { word-spacing: .16em !important }
  p { margin-bottom: 2em !important }
"""
# room kept for a scrollbar is no room for content, hence the body
SIDEWAYS = "document.documentElement.scrollWidth - document.body.clientWidth"
# text that its own box cuts off; what is hidden from view on purpose has a clip-path
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (e.scrollWidth <= e.clientWidth + 1 && e.scrollHeight <= e.clientHeight + 2) return false;
  if (e.closest('svg, script, .visually-hidden, .dash-pending')) return false;
  const style = getComputedStyle(e);
  const cuts = overflow => overflow === 'hidden' || overflow === 'clip';
  return (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1
      || cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 2)
    && style.clipPath === 'none' && e.innerText?.trim()
    && e.checkVisibility({visibilityProperty: true, opacityProperty: true});
}).map(e => e.outerHTML.slice(0, 90))"""
# in forced colours: marks that have lost their shape, charts that have lost their ground
UNSEEN = """() => {
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const lost = e => {
    const style = getComputedStyle(e);
    return parseFloat(style.borderTopWidth) === 0 && style.backgroundColor === ground;
  };
  const bare = e => {
    const style = getComputedStyle(e);
    return style.forcedColorAdjust !== 'none' || style.backgroundColor === 'rgba(0, 0, 0, 0)';
  };
  return [
    ...[...document.querySelectorAll('.town-symbol, .category-symbol')].filter(lost),
    ...[...document.querySelectorAll('.chart')].filter(bare),
  ].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 90));
}"""
# everything to press that is smaller than 24 px and not part of a sentence
SMALL_TARGETS = """[...document.querySelectorAll(
    'button, summary, select, input:not([type=checkbox]):not([type=radio]), nav a, .pin, .action')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 23.9 || box.height < 23.9))
  .map(([html]) => html)"""
FIGURES = """[...document.querySelectorAll('figure[data-figure]')].map(figure => ({
  id: figure.dataset.figure,
  named: !!document.getElementById(figure.getAttribute('aria-labelledby'))?.textContent.trim(),
  finding: figure.querySelector('.finding')?.textContent.trim() ?? '',
  rows: figure.querySelectorAll('table tbody tr').length,
  caption: [...figure.querySelectorAll('table')].every(t => t.caption?.textContent.trim()),
  scopes: [...figure.querySelectorAll('table th')].every(th => th.scope),
  pictures: [...figure.querySelectorAll('.js-plotly-plot')].every(
    e => e.closest('[role=img][aria-labelledby][aria-describedby]')),
}))"""
MOVING = """[...document.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e);
  const long = text => text.split(',').some(part => parseFloat(part) > 0.02);
  return long(s.transitionDuration) || s.animationName !== 'none' && long(s.animationDuration);
}).map(e => e.outerHTML.slice(0, 80))"""


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


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One page that goes from address to address."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


Looks = Mapping[tuple[str, int], Mapping[str, Any]]


@pytest.fixture(scope="module", params=ROUTES)
def looks(request: pytest.FixtureRequest, tab: Page, site: str) -> Looks:
    """What is wrong on an address, by mode and width; it is opened once for all modes."""
    tab.emulate_media(**USUAL)
    tab.goto(site + request.param)
    settle(tab)
    seen = {}
    for width in WIDTHS:  # outside: a new width draws every chart anew
        tab.set_viewport_size({"width": width, "height": 900})
        for mode, (media, css) in MODES.items():
            tab.emulate_media(**{**USUAL, **media})
            with styled(tab, css):
                seen[mode, width] = {
                    "sideways": tab.evaluate(SIDEWAYS),
                    "clipped": tab.evaluate(CLIPPED),
                    "moving": tab.evaluate(MOVING) if mode == "reduced motion" else [],
                    "unseen": tab.evaluate(UNSEEN) if mode == "forced colours" else [],
                }
    return seen


def test_a11y_11_nothing_scrolls_sideways_in_any_mode(looks: Looks) -> None:
    assert {at: look["sideways"] for at, look in looks.items() if look["sideways"] > 0} == {}


def test_a11y_12_no_text_is_cut_off_in_any_mode(looks: Looks) -> None:
    assert {at: look["clipped"] for at, look in looks.items() if look["clipped"]} == {}


def test_a11y_14_nothing_moves_where_that_is_not_wanted(looks: Looks) -> None:
    assert [look["moving"] for look in looks.values() if look["moving"]] == []


def test_a11y_17_marks_and_charts_are_seen_in_forced_colours(looks: Looks) -> None:
    assert [look["unseen"] for look in looks.values() if look["unseen"]] == []


@pytest.fixture(scope="module", params=KINDS)
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.goto(site + request.param)
    settle(opened)
    yield opened
    opened.close()


@pytest.fixture
def plain(page: Page) -> Iterator[Page]:
    """The page, set back to its usual mode after the test."""
    yield page
    page.emulate_media(**USUAL)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a11y_02_and_03_every_figure_has_name_finding_and_table(plain: Page) -> None:
    for figure in plain.evaluate(FIGURES):
        assert figure["named"], figure
        assert figure["finding"].endswith((".", "!", "?", "“")), figure
        # slides and paper show fewer parts; their tables are on the page they lead to
        assert figure["rows"] or not plain.locator(".site-header").count(), figure
        assert figure["caption"], figure
        assert figure["scopes"], figure
        assert figure["pictures"], figure


def test_a11y_12_text_with_wide_spacing_fits(plain: Page) -> None:
    with styled(plain, SPACED):
        for width in WIDTHS:
            plain.set_viewport_size({"width": width, "height": 900})
            # one pixel is what rounding of widths may add
            assert plain.evaluate(SIDEWAYS) <= 1, width


def test_a11y_13_targets_are_large_enough(plain: Page) -> None:
    for width in WIDTHS:
        plain.set_viewport_size({"width": width, "height": 900})
        assert plain.evaluate(SMALL_TARGETS) == [], width


def test_a11y_15_a_page_with_choices_can_announce_what_changed(plain: Page) -> None:
    choices = plain.locator("main :is(select, input)").count()
    regions = plain.locator("main [role=status]").count()
    assert regions or not choices
    assert plain.title() == plain.locator("head title").text_content() != "Updating..."


def test_a11y_16_page_has_landmarks_and_a_skip_link(plain: Page) -> None:
    assert plain.locator("main#inhalt").count() == 1
    menus = plain.locator(".site-header").count()
    assert plain.locator("a.skip-link[href='#inhalt']").count() == menus
    assert plain.locator("nav:not([aria-label]):not([aria-labelledby])").count() == 0


def test_a11y_17_tables_and_details_are_open_on_paper(plain: Page) -> None:
    plain.emulate_media(media="print")
    hidden = plain.evaluate(
        "[...document.querySelectorAll('figure details table')]"
        ".filter(t => !t.closest('.no-print') && !t.getClientRects().length).length"
    )
    plain.emulate_media(media="screen")
    assert hidden == 0


def test_names_on_the_map_are_not_broken(tab: Page, site: str) -> None:
    tab.emulate_media(**USUAL)
    tab.goto(site)
    settle(tab)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        heights = tab.evaluate(
            "[...document.querySelectorAll('.pin__label')].map(e => e.clientHeight)"
        )
        assert len(heights) == 5
        assert max(heights) < 30, width


def test_a11y_12_names_on_the_map_are_legible_at_double_size(tab: Page, site: str) -> None:
    overlaps = """() => {
      const boxes = [...document.querySelectorAll('.pin__label')].map(e =>
        e.getBoundingClientRect());
      return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right - 1
        && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
    }"""
    tab.emulate_media(**USUAL)
    for path in ("/", "/zeitleiste"):
        tab.goto(site + path)
        settle(tab)
        with styled(tab, DOUBLE):
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 900})
                assert tab.evaluate(overlaps) == 0, (path, width)
