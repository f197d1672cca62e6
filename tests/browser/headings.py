"""Printed sheets: no heading ends one with its text on the next, and none is left half empty."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Page

from tests.browser.visit import settle

# set before and behind each heading and each chart, so that they are known on paper
START, END, ABOVE, BELOW = SIGNS = "¬¶†‡"
# looked for first, set then: each look after a change would lay the whole page out again
MARK = f"""() => {{
  const titles = 'h1, h2, h3, h4, caption, dt, .eyebrow, [class*=__title], figcaption:has(+ *),'
    + 'details:not(.named-on-paper, .no-print) > summary';
  const found = [...document.querySelectorAll(titles)].map((one) => {{
    if (getComputedStyle(one).display === 'inline') return [];
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {{
      const {{data, parentElement}} = walker.currentNode;
      if (data.trim() && !parentElement.closest('.visually-hidden, .no-print, svg, [hidden]'))
        texts.push(walker.currentNode);
    }}
    // a count of nothing has nothing that could follow
    return texts.at(-1)?.data.trim() === '0' ? [] : texts;
  }}).filter((texts) => texts.length);
  const sign = (text, styles) => {{
    const one = document.createElement('span');
    one.textContent = text;
    Object.assign(one.style, {{fontSize: '1px', ...styles}});
    return one;
  }};
  for (const texts of found) {{
    texts[0].before(sign('{START}', {{position: 'absolute'}}));
    texts.at(-1).after(sign('{END}', {{}}));
  }}
  for (const one of document.querySelectorAll('.figure-card__chart')) {{
    one.before(sign('{ABOVE}', {{position: 'absolute'}}));
    one.after(sign('{BELOW}', {{position: 'absolute'}}));
  }}
}}"""
# in a grid Firefox loses text by the room that a heading keeps on paper
IN_GRIDS = """() => [...document.querySelectorAll('main :is(h2, h3, h4, summary, figcaption)')]
  .filter((one) => one.getClientRects().length)
  .filter((one) => parseFloat(getComputedStyle(one, '::after').marginBottom) < 0)
  .filter((one) => {
    let box = one;
    while ((box = box.parentElement) && !getComputedStyle(box).display.includes('grid'));
    return box;
  })
  .map((one) => `in a grid: ${one.textContent.trim().slice(0, 40)}`)"""
# points, from the upper left corner: between the lines that each sheet repeats
HEAD, FOOT = 50, 785
FULL = 0.5  # of a sheet's height: so much of each but the last is used at least
BESIDE = 330  # points: so far right of a heading its text may begin
BEFORE = 16  # points: so far left of it, where a symbol stands before the heading


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a sheet, in points from the upper left corner; whether it begins a line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    first: bool


def words_of(pdf: bytes) -> list[list[Word]]:
    """Return the words of each sheet as they are read, without those that each sheet repeats."""
    command = ["pdftotext", "-tsv", "-", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    found: list[list[Word]] = []
    for line in told.splitlines()[1:]:
        level, *_, number, left, top, width, height, _, text = line.split("\t", 11)
        if level == "1":
            found.append([])
        if level != "5":
            continue
        x, y, across, down = map(float, (left, top, width, height))
        if HEAD < y + down / 2 < FOOT:
            found[-1].append(Word(text, x, y, x + across, y + down, number == "0"))
    return found


def _start(end: Word, words: Sequence[Word]) -> Word:
    """Return the sign before a heading by the one behind it; of one that is torn there is none."""
    above = [one for one in words if START in one.text and one.top < end.bottom]
    # one on the same line before one above
    near = sorted(above, key=lambda one: abs(end.left - one.left) + 10 * (end.top - one.top))
    return near[0] if near else end


def _follows(one: Word, start: Word, end: Word) -> bool:
    """Whether a word stands below a heading, beside its end or beside its first line of several."""
    if not start.left - BEFORE <= one.left <= start.left + BESIDE:
        return False
    if one.top > end.bottom - 1:
        return one.first
    if one.bottom > end.top:
        return one.top < end.bottom and one.left > end.right
    return one.first and one.left > start.left + BEFORE and one.bottom > start.top


def _alone(words: Sequence[Word]) -> Iterator[str]:
    """Yield the headings below which, and beside which, nothing stands."""
    read = [one for one in words if one.text.strip(SIGNS)]
    for at, end in enumerate(words):
        if END not in end.text:
            continue
        start = _start(end, words)
        if not any(_follows(one, start, end) for one in read):
            before = (one.text.strip(SIGNS) for one in words[:at])
            yield " ".join([one for one in before if one][-4:])


def _begins_with_more(words: Sequence[Word], left: float) -> bool:
    """Whether a sheet begins with a chart and its headings that are higher than so many points."""
    above = [one.top - HEAD for one in words if ABOVE in one.text]
    below = [one.top - HEAD for one in words if BELOW in one.text]
    return bool(above and below) and min(above) < 0.25 * (FOOT - HEAD) and min(below) > left


def half_empty(sheets: Sequence[Sequence[Word]]) -> list[str]:
    """Return the sheets of which less is used than must be, though more had room.

    The last ends where it ends.
    """
    found = []
    for number, (words, after) in enumerate(pairwise(sheets), start=1):
        used = max((one.bottom for one in words), default=HEAD) - HEAD
        height = FOOT - HEAD
        if used < FULL * height and not _begins_with_more(after, height - used):
            found.append(f"{number}: {used / height:.0%} used")
    return found


def stranded(sheets: Sequence[Sequence[Word]]) -> list[str]:
    """Return the marked headings that end a sheet, „sheet: heading“; the last sheet ends anyhow."""
    return [
        f"{number}: {heading}"
        for number, words in enumerate(sheets[:-1], start=1)
        for heading in _alone(words)
    ]


def wrong_on(page: Page, address: str) -> list[str]:
    """Print a whole address and return headings at a wrong place, and sheets half empty."""
    page.goto(address)
    settle(page)
    page.emulate_media(media="print")
    in_grids: list[str] = page.evaluate(IN_GRIDS)
    page.emulate_media(media="null")
    page.evaluate(MARK)
    sheets = words_of(page.pdf(prefer_css_page_size=True))
    return stranded(sheets) + half_empty(sheets) + in_grids
