"""The numbered accessibility rules (A11Y-…) on every kind of page, in every mode needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_every_page import KINDS, settle

WIDTHS = (1440, 390, 320)
MODES = {
    "light": {},
    "forced colours": {"forced_colors": "active"},
    "reduced motion": {"reduced_motion": "reduce"},
}
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important }
  * { word-spacing: .16em !important }
  p { margin-bottom: 2em !important }
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
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
    page.emulate_media(forced_colors="none", reduced_motion="no-preference", media="screen")
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


def test_a11y_11_and_17_nothing_scrolls_sideways_in_any_mode(plain: Page) -> None:
    for width in WIDTHS:
        plain.set_viewport_size({"width": width, "height": 900})
        for name, mode in MODES.items():
            plain.emulate_media(**mode)
            assert plain.evaluate(SIDEWAYS) <= 0, (width, name)


def test_a11y_12_text_of_double_size_and_wide_spacing_fits(plain: Page) -> None:
    for css, widths in (("html { font-size: 200% !important }", WIDTHS[:1]), (SPACED, WIDTHS)):
        style = plain.evaluate_handle(
            "css => { const s = document.createElement('style'); s.textContent = css;"
            " document.head.append(s); return s }",
            css,
        )
        for width in widths:
            plain.set_viewport_size({"width": width, "height": 900})
            # one pixel is what rounding of widths may add
            assert plain.evaluate(SIDEWAYS) <= 1, (width, css)
        style.evaluate("element => element.remove()")


def test_a11y_13_targets_are_large_enough(plain: Page) -> None:
    for width in WIDTHS:
        plain.set_viewport_size({"width": width, "height": 900})
        assert plain.evaluate(SMALL_TARGETS) == [], width


def test_a11y_14_nothing_moves_where_that_is_not_wanted(plain: Page) -> None:
    plain.emulate_media(reduced_motion="reduce")
    assert plain.evaluate(MOVING) == []


def test_a11y_16_landmarks_and_skip_link(plain: Page) -> None:
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
