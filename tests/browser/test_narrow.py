"""At 320 pixels no text is cut: on no kind of page, in no frame, whatever is unfolded.

`make test` looks at some addresses of each kind, drawn by chance and always the same; `make
test-hurts` at all of them and at every part of a page that its own links lead to.
"""

from __future__ import annotations

import html
import random
import re

import pytest
from playwright.sync_api import Page

from dashboard.components.comparison.scene import Shown
from dashboard.findings.comparison import offered
from dashboard.pages.timeline.choices import Shown as TimelineView
from dashboard.wording import links
from dashboard.wording.links import Key, to
from tests.browser.cut import CUT, cut_on
from tests.browser.visit import KINDS, settle
from tests.made.budgets import parts
from tests.made.hardest import hardest
from tests.made.shipped import every_path, shipped_data

DATA = shipped_data()
SLUGS = (next(iter(DATA.towns)), next(iter(hardest())))  # the second has the longest name
THREE = ",".join(town.ags for slug in [*hardest()][:3] if (town := DATA.gemeinde(slug)))
OF_A_TOWN = (links.TOWN, links.SIMILAR, links.MEETING, links.MEETING_PLAN, links.FACT_SHEET)
CHOSEN = (
    to(links.START, ((Key.OWN, THREE.partition(",")[0]),)),
    to(links.SEARCH, ((Key.WORDS, "neu"),)),
    to(links.TIMELINE, ((Key.VIEW, TimelineView.PICTURE),)),
    "/gibt-es-nicht",
)
FRAME = re.compile(rf'{links.FRAMES}[^"&<> ]+(?:&amp;[^"&<> ]+)*')
# what is cut by its box, by the window, by a drawing, by dots, by the lines it may have, by a field
FAULTY = """
  <p style="width: 4rem; overflow: clip; white-space: nowrap">erster Text</p>
  <p style="width: 40rem">zweiter Text, der über das Fenster geht, und zwar weit</p>
  <svg width="60" height="20"><text x="30" y="15">dritter Text</text></svg>
  <p style="width: 4rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">
    vierter Text</p>
  <p style="width: 9rem; height: 1.2rem; overflow: hidden">fünfter Text in mehr als einer Zeile</p>
  <select style="width: 4rem"><option>sechster Text</option></select>
  <details><summary>auf</summary><p style="height: 3px; overflow: hidden">siebter Text</p></details>
  <p style="width: 3rem; overflow-wrap: anywhere"><b>achterTextinKästchen</b></p>
"""
WHOLE = """
  <p style="width: 4rem; overflow: auto; white-space: nowrap">was in seinem Kasten rollt</p>
  <p style="position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%)">gehört</p>
  <p style="width: 5rem"><b>ganzes Wort in mehreren Zeilen</b></p>
  <div style="overflow: hidden"><p>ganz zu sehen</p></div><p hidden>nicht gezeigt</p>
  <select style="width: 4rem; height: auto; white-space: normal; appearance: none">
    <option>zwei Wörter</option></select>
"""


def of_towns() -> list[str]:
    return [links.path(rule, slug=slug) for rule in OF_A_TOWN for slug in SLUGS]


def of_slides() -> list[str]:
    slides = [(Key.SLIDE, str(number)) for number in range(1, 10)]
    return [to(links.path(links.MEETING, slug=slug), (one,)) for slug in SLUGS for one in slides]


def of_comparison() -> list[str]:
    return [
        to(links.COMPARISON, ((Key.VIEW, view), (Key.INDICATOR, one.id), *own))
        for view in Shown
        for one in offered(DATA)
        for own in ((), ((Key.OWN, THREE),))
    ]


def frames(text: str) -> list[str]:
    """Return what the code to embed on a page leads to."""
    return list(dict.fromkeys(map(html.unescape, FRAME.findall(html.unescape(text)))))


def cut(page: Page, site: str, addresses: list[str]) -> dict[str, list[str]]:
    """Return what is cut, by address."""
    page.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for address in dict.fromkeys(addresses):
        page.goto(site + address)
        settle(page)
        if wrong := cut_on(page):
            found[address] = wrong
    return found


def test_no_text_is_cut_on_some_of_each_kind(page: Page, site: str) -> None:
    chance = random.Random(19)
    chosen = [
        *chance.sample([*KINDS, *CHOSEN, *of_towns()], 5),
        *chance.sample(of_slides(), 1),
        *chance.sample(of_comparison(), 2),
    ]
    leading = [page.request.get(site + one).text() for one in (*chosen[:3], *chosen[-2:])]
    framed = [one for text in leading for one in frames(text)]
    assert framed
    chosen += chance.sample(framed, 2)
    assert cut(page, site, chosen) == {}


@pytest.mark.hurts
@pytest.mark.parametrize("part", range(6))
@pytest.mark.parametrize("kind", ["pages", "slides", "comparison"])
def test_no_text_is_cut_anywhere(page: Page, site: str, kind: str, part: int) -> None:
    pages = [*every_path(), *CHOSEN, *of_towns()]
    every = {"pages": pages, "slides": of_slides(), "comparison": of_comparison()}[kind]
    first = every[part::6]
    whole = [*first]
    for address in first if kind == "pages" else first[:1]:
        text = page.request.get(site + address).text()
        led = [
            *parts(address, text),
            to(address.partition("?")[0], ((Key.SCOPE, links.ALL_OF_IT),)),
        ]
        whole += [*led, *frames(text)]
        whole += [framed for one in led for framed in frames(page.request.get(site + one).text())]
    assert cut(page, site, whole) == {}


def test_what_is_cut_is_noticed_and_what_is_whole_is_not(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(f"<body style='overflow-x: hidden'>{FAULTY}</body>")
    told = cut_on(page)
    for number in ("erster", "zweiter", "dritter", "vierter", "fünfter", "sechster", "siebter"):
        assert any(f"„{number} Text" in one for one in told), number
    assert any(one.startswith("torn: „achterText") for one in told)
    page.set_content(WHOLE)
    assert page.evaluate(CUT, True) == []
