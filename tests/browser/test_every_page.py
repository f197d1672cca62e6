"""Every page in a real browser, visited once a width for all checks.

`make test` visits those that a wide screen changes most, on one and on a phone, and a sample of one
address of each kind on a phone and of all others; `make test-hurts` visits those.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from dashboard.pages import PAGES
from dashboard.wording import links
from tests.browser.cut import CUT
from tests.browser.sheets import MATCHED, not_sent_with
from tests.browser.visit import AS_USUAL, KINDS, Visit, as_new, assert_accessible, styled
from tests.made.shipped import shipped_data

# which widths are seen on a visit that begins at the first of them
SEEN = {1440: (1440, 320), 390: (390,)}
WIDTHS = (1440, 390, 320)
# kinds of pages with parts side by side or slides, which a wide screen changes most
WIDE = {"/", "/sitzung/moelln", "/vergleich"}
SAMPLE = 1
SEED = 14
DOUBLE = "html { font-size: 200% !important }"
# what the visitor has set, and a style sheet that stands for it
MODES = {
    "light": ({}, ""),
    "forced colours": ({"forced_colors": "active"}, ""),
    "reduced motion": ({"reduced_motion": "reduce"}, ""),
    "text of double size": ({}, DOUBLE),
}
STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
})"""

# numbers everything that Tab should reach and notes where the focus comes by
NUMBER_STOPS = """() => {
  document.activeElement.blur();
  window.scrollTo(0, 0);
  window.reachedStops = new Set();
  window.hiddenFocus = [];
  document.addEventListener("focusin", ({target}) => {
    // the outline may be drawn around the card of a link or the label of a hidden radio button
    const shown = [target, target.nextElementSibling, target.closest("li"), target.parentElement];
    const outlined = shown.filter(Boolean).map(e => getComputedStyle(e)).some(
      style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    if (!outlined) window.hiddenFocus.push(target.outerHTML);
    window.reachedStops.add(Number(target.dataset.stop));
  });
  const names = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled)
    .filter(e => e.type !== "radio" || !names.has(e.name) && names.add(e.name))
    .map((e, number) => (e.dataset.stop = number, e.outerHTML.slice(0, 160)));
}"""
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important }
  * { word-spacing: .16em !important }
  p { margin-bottom: 2em !important }
"""
# room kept for a scrollbar is no room for content, hence the body
SIDEWAYS = "document.documentElement.scrollWidth - document.body.clientWidth"
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
  named: !!figure.querySelector('h1, h2, h3, .figure-card__title')?.textContent.trim(),
  finding: figure.querySelector('.finding')?.textContent.trim() ?? '',
  rows: figure.querySelectorAll('table tbody tr').length,
  caption: [...figure.querySelectorAll('table')].every(t => t.caption?.textContent.trim()),
  scopes: [...figure.querySelectorAll('table th')].every(th => th.scope),
  pictures: [...figure.querySelectorAll('.js-plotly-plot')].every(
    e => e.closest('[role=img][aria-labelledby][aria-describedby]')),
}))"""
# what readers say in pieces or as one word: links and buttons of which parts stand in boxes of
# their own and that have no name as a whole, and texts of two boxes without a sign between them,
# where no element stands around either that readers tell apart; what is folded is looked at, too
UNTOLD = """() => {
  const flowing = /^(inline|contents|ruby)$/, broken = /^(block|flex|grid|table|list-item)/;
  const display = one => getComputedStyle(one).display;
  const same = one => /^(B|BDI|I|S|SMALL|SPAN|SUB|SUP|TIME|U)$/.test(one.tagName)
    || one.tagName === 'DIV' && /flex|grid/.test(display(one)) && one.childElementCount < 4;
  const boxes = node => {
    if (/flex|grid/.test(display(node.parentElement))) return [node, node];
    let at = node.parentElement;
    while (flowing.test(display(at))) at = at.parentElement;
    const own = at;
    while (!broken.test(display(at))) at = at.parentElement;
    return [own, at];
  };
  const isRead = node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return node.data.trim() && range.getClientRects().length
      && !node.parentElement.closest('[aria-hidden=true], label, textarea, script, style')
      && node.parentElement.checkVisibility({visibilityProperty: true});
  };
  const shut = [...document.querySelectorAll('details:not([open])')];
  shut.forEach(one => { one.open = true; });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pressed = new Map(), joined = [];
  let last = {};
  while (texts.nextNode()) {
    const node = texts.currentNode, parent = node.parentElement;
    if (!isRead(node)) continue;
    const named = parent.closest(':is(a, button)[aria-label]');
    const link = parent.closest('a[href], button');
    const [own, block] = boxes(node);
    if (link && !named) pressed.set(link, (pressed.get(link) || new Set()).add(own));
    let holder = parent;
    while (same(holder)) holder = holder.parentElement;
    if (last.holder === holder && last.own !== own && !named) {
      const kept = last.block === block;
      const [a, b] = [last.node, node].map(one => kept ? one.data : one.data.trim());
      if (/[\\p{L}\\p{N}%)²]$/u.test(a) && /^[\\p{L}\\p{N}„(]/u.test(b)) joined.push(`${a}|${b}`);
    }
    last = {node, holder, own, block};
  }
  shut.forEach(one => { one.open = false; });
  return [...joined, ...[...pressed].filter(([, found]) => found.size > 1)
    .map(([one]) => one.outerHTML.slice(0, 90))];
}"""
MOVING = """[...document.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e);
  const long = text => text.split(',').some(part => parseFloat(part) > 0.02);
  return long(s.transitionDuration) || s.animationName !== 'none' && long(s.animationDuration);
}).map(e => e.outerHTML.slice(0, 80))"""

# names on a map that are broken into lines, and pairs of them that lie over each other
PINS = "[...document.querySelectorAll('.pin__label')]"
BROKEN = f"{PINS}.filter(e => e.clientHeight >= 30).map(e => e.textContent)"
OVERLAPPING = f"""() => {{
  const boxes = {PINS}.map(e => e.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right - 1
    && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
}}"""


def _visits() -> Iterator[Any]:
    """Yield what is visited, each with the group that keeps its checks together."""
    every = [
        (route, width)
        for module in PAGES
        for route in module.addresses(shipped_data())
        for width in SEEN
    ]
    first = [(route, width) for route in WIDE for width in SEEN]
    kinds = [(route, 390) for route in KINDS if route not in WIDE]
    others = [each for each in every if each not in (*first, *kinds)]
    chance = random.Random(SEED)
    usual = {*first, *chance.sample(kinds, len(kinds) // 4), *chance.sample(others, SAMPLE)}
    for route, width in every:
        marks = [pytest.mark.xdist_group(f"{route} {width}")]
        if (route, width) not in usual:
            marks.append(pytest.mark.hurts)
        yield pytest.param((route, width), marks=marks, id=f"{route} {width}")


@pytest.fixture(scope="module", params=_visits())
def visit(request: pytest.FixtureRequest, tab: Page, site: str) -> Iterator[Visit]:
    with as_new(tab) as cleared:
        yield Visit(cleared, site, *request.param)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page as it stands at the width at which it was opened."""
    return visit.page


def test_page_was_sent_the_rules_for_all_that_stands_in_it(visit: Visit) -> None:
    assert visit.page.evaluate(MATCHED, not_sent_with(visit.answer)) == []


def test_a11y_01_to_16_page_passes_axe(page: Page) -> None:
    assert_accessible(page)


def test_a11y_01_and_16_page_has_one_heading_and_a_language(page: Page) -> None:
    assert page.locator("h1").count() == 1
    lang = "en" if page.url.endswith(links.ENGLISH) else links.GERMAN
    assert page.locator("html").get_attribute("lang") == lang


def test_a11y_02_and_03_every_figure_has_name_finding_and_table(page: Page) -> None:
    for figure in page.evaluate(FIGURES):
        assert figure["named"], figure
        assert figure["finding"].endswith((".", "!", "?", "“")), figure
        # slides and paper show fewer parts; their tables are on the page they lead to
        assert figure["rows"] or not page.locator(".site-header").count(), figure
        assert figure["caption"], figure
        assert figure["scopes"], figure
        assert figure["pictures"], figure


def test_a11y_15_a_page_with_choices_can_announce_what_changed(page: Page) -> None:
    choices = page.locator("main :is(select, input)").count()
    regions = page.locator("main [aria-live]").count()
    assert regions or not choices
    assert page.title() == page.locator("head title").text_content() != "Updating..."


def test_a11y_16_page_has_landmarks_and_a_skip_link(page: Page) -> None:
    assert page.locator("main#inhalt").count() == 1
    menus = page.locator(".site-header").count()
    assert page.locator("a.skip-link[href='#inhalt']").count() == menus
    assert page.locator("nav:not([aria-label]):not([aria-labelledby])").count() == 0


def test_a11y_16_links_have_one_name_and_words_do_not_run_together(page: Page) -> None:
    assert page.evaluate(UNTOLD) == []


def test_a11y_16_nothing_takes_the_focus_that_no_key_reaches(page: Page) -> None:
    assert page.locator("[tabindex='-1']:not(input, :focus)").count() == 0


def test_a11y_17_tables_and_details_are_open_on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "[...document.querySelectorAll('figure details table')]"
        ".filter(t => !t.closest('.no-print') && !t.getClientRects().length"
        "  && !t.closest('details').querySelector('.on-paper')?.getClientRects().length).length"
    )
    page.emulate_media(**AS_USUAL)
    assert hidden == 0


def test_a11y_09_and_10_tab_reaches_and_shows_every_control(page: Page) -> None:
    expected = page.evaluate(NUMBER_STOPS)
    for _ in range(len(expected) + 5):
        page.keyboard.press("Tab")
    hidden, reached = page.evaluate("[window.hiddenFocus, [...window.reachedStops]]")
    page.evaluate("document.activeElement.blur(), window.scrollTo(0, 0)")
    assert hidden == [], "focus is not visible"
    assert [stop for number, stop in enumerate(expected) if number not in reached] == []


Looks = Mapping[tuple[str, int], Mapping[str, Any]]


@pytest.fixture(scope="module")
def looks(visit: Visit) -> Looks:
    """What is to be seen on the page by mode and width; everything listed is wrong."""
    page = visit.page
    seen = {}
    for width in SEEN[visit.width]:  # outside: a new width draws every chart anew
        visit.resize(width)
        for mode, (media, css) in MODES.items():
            page.emulate_media(**{**AS_USUAL, **media})
            with styled(page, css):
                seen[mode, width] = {
                    "sideways": page.evaluate(SIDEWAYS),
                    "clipped": page.evaluate(CUT, mode == "light" and width == visit.width),
                    "moving": page.evaluate(MOVING) if mode == "reduced motion" else [],
                    "unseen": page.evaluate(UNSEEN) if mode == "forced colours" else [],
                    "small": page.evaluate(SMALL_TARGETS) if mode == "light" else [],
                    "broken": page.evaluate(BROKEN) if mode == "light" else [],
                    "overlapping": page.evaluate(OVERLAPPING),
                }
        page.emulate_media(**AS_USUAL)
        with styled(page, SPACED):
            # one pixel is what rounding of widths may add
            seen["wide spacing", width] = {"sideways": page.evaluate(SIDEWAYS) - 1}
    return seen


def wrong(looks: Looks, kind: str) -> dict[tuple[str, int], Any]:
    """Return where something of this kind is wrong, and what."""
    return {at: look[kind] for at, look in looks.items() if look.get(kind)}


def test_a11y_11_and_12_nothing_scrolls_sideways_in_any_mode(looks: Looks) -> None:
    wider = {at: look["sideways"] for at, look in looks.items() if look["sideways"] > 0}
    assert wider == {}


def test_a11y_12_no_text_is_cut_off_in_any_mode(looks: Looks) -> None:
    assert wrong(looks, "clipped") == {}


def test_a11y_13_targets_are_large_enough(looks: Looks) -> None:
    assert wrong(looks, "small") == {}


def test_a11y_14_nothing_moves_where_that_is_not_wanted(looks: Looks) -> None:
    assert wrong(looks, "moving") == {}


def test_a11y_17_marks_and_charts_are_seen_in_forced_colours(looks: Looks) -> None:
    assert wrong(looks, "unseen") == {}


def test_a11y_12_names_on_a_map_are_whole_and_apart(visit: Visit, looks: Looks) -> None:
    if visit.route in ("/", "/zeitleiste"):
        assert visit.page.locator(".pin__label").count() == len(shipped_data().towns)
    if visit.route == "/":  # elsewhere a number stands below the name
        assert wrong(looks, "broken") == {}
    assert wrong(looks, "overlapping") == {}


# last: what the page said, asked for and kept in all that was done to it


@pytest.mark.usefixtures("looks")
def test_page_answers_without_console_error(visit: Visit) -> None:
    assert visit.answer is not None
    assert visit.answer.status == 200
    assert visit.errors == []


@pytest.mark.usefixtures("looks")
def test_page_asks_no_foreign_host(visit: Visit) -> None:
    foreign = [url for url in visit.requests if not url.startswith((visit.site, "data:", "blob:"))]
    assert foreign == []


@pytest.mark.usefixtures("looks")
def test_page_stores_nothing(visit: Visit) -> None:
    stored = visit.page.evaluate(STORED)
    assert stored == {"cookies": "", "local": 0, "session": 0, "databases": 0}
    assert visit.page.context.cookies() == []
