"""No word is broken inside without a hyphen, also where the browser knows no German hyphenation."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

ROUTES = (
    "/daten",
    "/daten?ansicht=kennzahlen&ab=25",
    "/stand",
    "/befragungen",
    "/befragungen?befragung=ksa-die-2022",
    "/vergleich?ansicht=tabelle",
    "/vergleich?ansicht=profil&indikator=kreis_unemployment_rate",
    "/",
    "/?ansicht=befragungen&staedte=diessen",
    "/zeitleiste",
    "/zeitleiste?aktivitaet=ow-popup-2022",
    "/erkenntnisse?thema=menschen",
    "/sitzung/moelln/vorbereiten",
    "/stadt/moelln",
)
# what a browser without a dictionary shows: inside a word, only a soft hyphen makes a visible one
NO_DICTIONARY = "* { hyphens: manual !important }"
BROKEN = r"""() => {
  const broken = [], range = document.createRange();
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, box = text.parentElement;
    const apart = box.closest("pre, code, textarea, svg, .visually-hidden");
    if (apart || !box.checkVisibility()) continue;
    for (const word of text.data.matchAll(/(?<![\p{L}\u00ad])\p{L}{4,}(?!\u00ad)/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((part) => part.width > 1);
      if (new Set(lines.map((part) => Math.round(part.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.sample(1)
@pytest.mark.parametrize("width", [390, 1440])
def test_words_are_whole_or_hyphenated(site: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for route in ROUTES:
        page.goto(site + route, wait_until="domcontentloaded")
        page.add_style_tag(content=NO_DICTIONARY)
        if words := page.evaluate(BROKEN):
            found[route] = words
        assert page.evaluate("document.documentElement.scrollWidth") <= width, route
    assert found == {}


def test_a_broken_word_is_noticed(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{site}/stand", wait_until="domcontentloaded")
    page.add_style_tag(content=f"{NO_DICTIONARY} main {{ word-break: break-all !important }}")
    assert page.evaluate(BROKEN)
