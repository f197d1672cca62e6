"""Labels of the comparison's charts: none meets another, none is cut, for every indicator.

`make test` looks at every fifth indicator on a phone, where room is scarce, and at every series;
`make test-hurts` at every indicator, view and width, and keeps pictures.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard.components.comparison.scene import Shown
from dashboard.findings.comparison import offered
from dashboard.pages.compare.page import url_state
from dashboard.wording.links import written
from tests.browser.visit import settle
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data

DATA = shipped_data()
STATE = url_state(DATA)
INDICATORS = [indicator.id for indicator in offered(DATA)]
THEMES = list(dict.fromkeys(indicator.theme for indicator in offered(DATA)))
SHEETS = Path("test-output") / "contact-sheet"
FAULTS = """() => {
  const faults = [];
  const graphs = [...document.querySelectorAll('figure[data-figure] .js-plotly-plot')]
    .filter(graph => graph.checkVisibility({visibilityProperty: true})
                     && !graph.closest('details:not([open])'));
  const lies = (inner, outer, by) =>
    inner.left >= outer.left - by && inner.right <= outer.right + by
    && inner.top >= outer.top - by && inner.bottom <= outer.bottom + by;
  for (const graph of graphs) {
    const box = graph.getBoundingClientRect();
    const seen = node => node.checkVisibility({opacityProperty: true});
    const texts = [...graph.querySelectorAll('.main-svg text')]
      .filter(t => t.textContent.trim() && seen(t) && !t.closest('.hoverlayer'))
      .map(t => {
        const r = t.getBoundingClientRect();
        const plate = t.closest('.annotation')?.querySelector('rect.bg');
        return {text: t.textContent, left: r.left, right: r.right, top: r.top, bottom: r.bottom,
          covered: !!plate && getComputedStyle(plate).fillOpacity === '1'
            && lies(r, plate.getBoundingClientRect(), 3)};
      })
      .filter(t => t.right > t.left);
    for (const t of texts)
      if (t.left < box.left - 1.5 || t.right > box.right + 1.5
          || t.top < box.top - 1.5 || t.bottom > box.bottom + 1.5)
        faults.push(`cut: ${t.text}`);
    texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1.5 && down > 3.5) faults.push(`meet: ${a.text} / ${b.text}`);
    }));
    const lines = [...graph.querySelectorAll(`.shapelayer path, .gridlayer path,
        .zerolinelayer path, .xlines-above path, .ylines-above path, .scatterlayer .lines path`)]
      .filter(line => {
        const looks = getComputedStyle(line);
        return seen(line) && looks.stroke !== 'none' && parseFloat(looks.strokeWidth) > 0
          && looks.strokeOpacity !== '0' && line.getTotalLength() > 0;
      });
    for (const line of lines) {
      const r = line.getBoundingClientRect();
      const near = texts.filter(t => !t.covered && t.left < r.right + 1 && t.right > r.left - 1
        && t.top < r.bottom + 1 && t.bottom > r.top - 1);
      if (!near.length) continue;
      const matrix = line.getScreenCTM(), whole = line.getTotalLength();
      const met = new Set();
      for (let at = 0; at <= whole; at += 1.5) {
        const p = line.getPointAtLength(at).matrixTransform(matrix);
        for (const t of near)
          if (p.x > t.left + 1 && p.x < t.right - 1 && p.y > t.top + 3.5 && p.y < t.bottom - 3.5)
            met.add(t);
      }
      const name = line.closest('[class*=layer], .lines, .xlines-above, .ylines-above');
      for (const t of met) faults.push(`crossed: ${t.text} by ${name.getAttribute('class')}`);
    }
    const plates = [...graph.querySelectorAll('.annotation rect.bg')]
      .filter(plate => seen(plate) && getComputedStyle(plate).fillOpacity === '1')
      .map(plate => plate.getBoundingClientRect());
    for (const point of graph.querySelectorAll('.scatterlayer .point')) {
      const r = point.getBoundingClientRect();
      const x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
      if (plates.some(p => x > p.left && x < p.right && y > p.top && y < p.bottom))
        faults.push(`hidden: a point of ${graph.id || 'a chart'}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push('page scrolls sideways');
  return faults;
}"""
# plotly draws in steps; a chart is settled when two frames show the same labels
SETTLED = """async (title) => {
  const frame = () => new Promise(done => requestAnimationFrame(() => done()));
  const labels = () => [...document.querySelectorAll('figure[data-figure] .main-svg text')]
    .map(t => t.textContent + t.getBoundingClientRect().left).join('|');
  for (let turn = 0; turn < 200; turn++) {
    const here = document.querySelector('[data-view-of]');
    const before = labels();
    await frame(); await frame();
    const fits = [...document.querySelectorAll('figure[data-figure] .js-plotly-plot')].every(
      graph => Math.abs(graph.querySelector('.main-svg').getBoundingClientRect().width
                        - graph.parentElement.getBoundingClientRect().width) < 2);
    if (here && here.dataset.viewOf === title && fits && before === labels()) return true;
    await new Promise(done => setTimeout(done, 10));
  }
  return false;
}"""
GO_TO = """search => {
  history.pushState({}, '', '/vergleich' + search);
  window.dispatchEvent(new PopStateEvent('popstate'));
}"""


class Viewer:
    """One page that changes its view without loading again."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.context = browser.new_context(viewport={"width": 1440, "height": 900})
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{site}/vergleich?ansicht=luecken")
        settle(self.page)

    def show(self, search: str) -> None:
        self.page.evaluate(GO_TO, search)
        assert self.page.evaluate(SETTLED, search), f"{search} did not settle"

    def faults(self, searches: list[str], width: int) -> dict[str, list[str]]:
        self.page.set_viewport_size({"width": width, "height": 900})
        found = {}
        for search in searches:
            self.show(search)
            faults = self.page.evaluate(FAULTS)
            if faults:
                found[f"{search} {width}"] = faults
        return found

    def picture(self) -> bytes:
        return self.page.locator("figure[data-figure] .figure-card__chart").first.screenshot()


@pytest.fixture(scope="module")
def viewer(browser: Browser, site: str) -> Iterator[Viewer]:
    opened = Viewer(browser, site)
    yield opened
    opened.context.close()


def _searches(view: Shown) -> list[str]:
    """Return the address of each chart of a view: one a theme or one an indicator."""
    themed = view in (Shown.PROFILE, Shown.TABLE, Shown.GAPS)
    key, values = ("thema", THEMES) if themed else ("indikator", INDICATORS)
    first = {"erste": "diessen"} if themed else {}
    return [
        written(STATE.query(STATE.read({"ansicht": view.value, key: value, **first})[0]))
        for value in values
    ]


@pytest.mark.parametrize("view", [Shown.LEVEL, Shown.COURSE, Shown.PROFILE, Shown.CROSSING])
def test_no_label_meets_another_or_is_cut(viewer: Viewer, view: Shown) -> None:
    searches = _searches(view)
    found = viewer.faults(searches[:: max(1, len(searches) // 5)], 390)
    found |= viewer.faults(searches[:: max(1, len(searches) // 3)], 1440)
    assert found == {}
    assert viewer.errors == []


@pytest.mark.parametrize("every", [30, pytest.param(1, marks=pytest.mark.hurts)])
def test_three_own_towns_more_leave_room_for_every_name(viewer: Viewer, every: int) -> None:
    chance = random.Random(5)
    hard = [town.ags for slug in hardest() if (town := DATA.gemeinde(slug))]
    chosen = [
        {"ansicht": "zusammenhang", "indikator": id_, "eigene": ",".join(chance.sample(hard, 3))}
        for id_ in INDICATORS[::every]
    ]
    searches = [written(STATE.query(STATE.read(one)[0])) for one in chosen]
    assert viewer.faults(searches, 1920) == {}


@pytest.mark.parametrize("town", ["moelln", "buesum"])  # as many places as there are, one more
def test_labels_on_slides_keep_apart(page: Page, site: str, town: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    for number in (2, 4):
        page.goto(f"{site}/sitzung/{town}?folie={number}")
        settle(page)
        assert page.evaluate(FAULTS) == []


def test_a_label_on_a_line_is_seen(viewer: Viewer) -> None:
    """The look at labels is worth something: without their plates many are crossed."""
    viewer.show(_searches(Shown.LEVEL)[0])
    page = viewer.page
    page.add_style_tag(content=".annotation rect.bg { fill-opacity: 0 !important }")
    assert any(fault.startswith("crossed") for fault in page.evaluate(FAULTS))
    page.reload()
    settle(page)


@pytest.mark.hurts
@pytest.mark.parametrize("view", list(Shown))
def test_every_indicator_view_and_width(viewer: Viewer, view: Shown) -> None:
    searches = _searches(view)
    found = {}
    for width in (1920, 1440, 390):
        found |= viewer.faults(searches, width)
    viewer.page.set_viewport_size({"width": 1000, "height": 900})
    pictures = []
    for search in searches:
        viewer.show(search)
        pictures.append(viewer.picture())
    _keep_sheet(viewer, pictures, SHEETS / f"{view}.png")
    assert found == {}
    assert viewer.errors == []


def _keep_sheet(viewer: Viewer, pictures: list[bytes], path: Path) -> None:
    """Write all pictures small on one sheet."""
    images = "".join(
        f'<img width="420" src="data:image/png;base64,{base64.b64encode(one).decode()}">'
        for one in pictures
    )
    sheet = viewer.context.new_page()
    sheet.set_viewport_size({"width": 2600, "height": 900})
    style = "display:flex;flex-wrap:wrap;align-items:start;gap:8px"
    sheet.set_content(f'<body style="{style}">{images}</body>')
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.screenshot(path=path, full_page=True)
    sheet.close()
