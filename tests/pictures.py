"""Draws the pictures of all charts as first seen; run by `make pictures`.

Opens every route of the running site at both widths, lets plotly write each chart as SVG, and keeps
it under the digest of its figure. Pictures of figures that are no longer shown are removed.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from dash.development.base_component import Component
from playwright.sync_api import Browser, sync_playwright

from dashboard import ROOT
from dashboard.components.figure_card import FigureCard
from dashboard.pages.timeline.choices import Shown
from dashboard.web.pictures import WIDTHS, picture_key
from dashboard.wording import links
from dashboard.wording.links import Key
from tests.browser.conftest import BROWSERS, FLAGS
from tests.made.drawn import WHOLE, drawn_figures
from tests.made.shipped import shipped_data
from tests.serving import served

FOLDER = ROOT / "assets" / "pictures"
HEIGHT = 900
DRAWN = """async id => {
  const graph = document.querySelector(`[id="${id}"] .js-plotly-plot`);
  if (!graph) return null;
  const {data, layout, offsetWidth: width, offsetHeight: height} = graph;
  const config = {locale: "de"};
  const picture = await Plotly.toImage({data, layout, config}, {format: "svg", width, height});
  return decodeURIComponent(picture.slice(picture.indexOf(",") + 1));
}"""


def main() -> None:
    """Make what is missing, remove what is no longer shown, and say how many there are."""
    FOLDER.mkdir(exist_ok=True)
    wanted = dict(charts(drawn_figures()))
    for path in FOLDER.glob("*.svg"):
        if path.stem not in {f"{key}-{name}" for key in wanted for name in WIDTHS}:
            path.unlink()
    missing = {key: where for key, where in wanted.items() if not _has_pictures(key)}
    if missing:
        with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site:
            found = next(filter(None, map(shutil.which, BROWSERS)))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
                for name, width in WIDTHS.items():
                    _draw(browser, site.address, missing, name, width)
                browser.close()
    print(f"{len(wanted)} charts, {len(missing)} of them drawn anew")


def charts(figures: Mapping[str, Sequence[FigureCard]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield key of figure, (route, id of its box) for every chart of every default view.

    Other towns than the five have none: there are thousands of them.
    """
    profile = links.path(links.TOWN, slug="")
    for path, cards in figures.items():
        if path.startswith(profile) and path.removeprefix(profile) not in shipped_data().towns:
            continue
        for card in cards:
            if not isinstance(card.chart, Component):
                yield picture_key(card.chart), (path, f"{card.id}-grafik")


def _has_pictures(key: str) -> bool:
    return all((FOLDER / f"{key}-{name}.svg").exists() for name in WIDTHS)


def _draw(
    browser: Browser, site: str, missing: dict[str, tuple[str, str]], name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": HEIGHT})
    waiting = dict(missing)
    # what a page shows in part, its long form has; the timeline's picture is a view of its own
    for query in ({}, WHOLE, {Key.VIEW: Shown.PICTURE}):
        for route in dict.fromkeys(route for route, _box in waiting.values()):
            page.goto(site + route + links.written(query.items()))
            page.wait_for_selector("html:not([data-loading])", state="attached")
            for key in [key for key, (of_route, _box) in waiting.items() if of_route == route]:
                if svg := page.evaluate(DRAWN, waiting[key][1]):
                    (FOLDER / f"{key}-{name}.svg").write_text(_lean(svg), encoding="utf-8")
                    del waiting[key]
    page.close()


def _lean(svg: str) -> str:
    """Return the SVG without what the site has already: size, fonts, needless digits."""
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    if size:
        box = f'viewBox="0 0 {size[1]} {size[2]}" aria-hidden="true"'
        svg = svg.replace(size[0], box, 1)
    svg = re.sub(r'(<svg[^>]*?) style="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?)( viewBox="[^"]*")([^>]*?) viewBox="[^"]*"', r"\1\2\3", svg, count=1)
    svg = re.sub(r"font-family: [^;]*;", "", svg)
    # digits are spared in coordinates only: „20.000“ in a label is twenty thousand
    svg = re.sub(r' (?:d|transform|x|y)="[^"]*"', _rounded, svg)
    return _named_after_itself(svg)


def _named_after_itself(svg: str) -> str:
    """Return the SVG with ids that follow from what is drawn, not from chance.

    So pictures that are the same are known to be.
    """
    svg = re.sub(r" trace[0-9a-f]{6}\b", "", svg)
    chance = re.search(r' id="defs-([0-9a-f]{6})"', svg)
    if not chance:
        return svg
    drawn = svg.replace(chance[1], "")
    return svg.replace(chance[1], sha256(drawn.encode()).hexdigest()[:6])


def _rounded(attribute: re.Match[str]) -> str:
    return re.sub(r"(\d+\.\d)\d+", r"\1", attribute.group())


if __name__ == "__main__":
    main()
