"""Printed sheets: no heading ends one with its text on the next, and none is left half empty."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

from tests.browser.visit import settle

SIGN = "¶"  # set behind each heading, so that it is known on paper
MARK = f"""() => {{
  const titles = 'h1, h2, h3, h4, caption, dt, .eyebrow, [class*=__title], figcaption:has(+ *),'
    + 'details:not(.named-on-paper, .no-print) > summary';
  for (const one of document.querySelectorAll(titles)) {{
    if (getComputedStyle(one).display === 'inline') continue;
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    let last = null;
    while (walker.nextNode()) {{
      const {{data, parentElement}} = walker.currentNode;
      if (data.trim() && !parentElement.closest('.visually-hidden, .no-print, svg, [hidden]'))
        last = walker.currentNode;
    }}
    // a count of nothing has nothing that could follow
    if (!last || last.data.trim() === '0') continue;
    const sign = document.createElement('span');
    sign.textContent = '{SIGN}';
    sign.style.fontSize = '1px';
    last.after(sign);
  }}
}}"""
# points, from the lower left corner: between the lines that each sheet repeats
FOOT, HEAD = 57, 790
FULL = 0.5  # of a sheet's height: so much of each but the last is used at least
BESIDE = 330  # points: so far right of a heading its text may begin

Run = tuple[float, float, str]  # across, up, text


def _runs(sheet: PageObject) -> list[Run]:
    found: list[Run] = []

    def note(text: str, matrix: list[float], inner: list[float], *_font: object) -> None:
        across = inner[4] * matrix[0] + inner[5] * matrix[2] + matrix[4]
        up = inner[4] * matrix[1] + inner[5] * matrix[3] + matrix[5]
        if text.strip() and FOOT < up < HEAD:
            found.append((across, up, text))

    sheet.extract_text(visitor_text=note)
    return found


def _words(text: str) -> str:
    return text.replace(SIGN, "").strip()


def _alone(runs: list[Run]) -> Iterator[str]:
    """Yield the headings below which, and beside which, nothing stands."""
    at: Run = (0, 0, "")
    for across, up, text in runs:
        if _words(text):
            at = across, up, text
        if SIGN not in text:
            continue
        left, line, heading = at if at[2] else (across, up, text)
        if not any(
            _words(one)
            and y < line + 3
            and left - 12 <= x <= left + BESIDE
            and (y < line - 3 or x > across + 3)
            for x, y, one in runs
        ):
            yield _words(heading)


def half_empty(pdf: bytes) -> list[str]:
    """Return the sheets of which less is used than must be; the last ends where it ends."""
    sheets = PdfReader(BytesIO(pdf)).pages[:-1]
    used = [(HEAD - min((up for _, up, _ in _runs(one)), default=HEAD)) for one in sheets]
    return [
        f"{number}: {height / (HEAD - FOOT):.0%} used"
        for number, height in enumerate(used, start=1)
        if height < FULL * (HEAD - FOOT)
    ]


def stranded(pdf: bytes) -> list[str]:
    """Return the marked headings that end a sheet, „sheet: heading“; the last sheet ends anyhow."""
    sheets = PdfReader(BytesIO(pdf)).pages[:-1]
    return [
        f"{number}: {heading}"
        for number, sheet in enumerate(sheets, start=1)
        for heading in _alone(_runs(sheet))
    ]


def wrong_on(page: Page, address: str) -> list[str]:
    """Print a whole address and return the headings that end a sheet, and sheets half empty."""
    page.goto(address)
    settle(page)
    page.evaluate(MARK)
    pdf = page.pdf(prefer_css_page_size=True)
    return stranded(pdf) + half_empty(pdf)
