"""What a page takes in a window: its height, folded and unfolded, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.visit import settle
from tests.made.budgets import WINDOWS, budget_of

# the page as it stands, the highest it gets with one of its disclosures opened, and which one
HEIGHTS = """() => {
  const root = document.documentElement;
  let highest = [root.scrollHeight, ""];
  for (const one of document.querySelectorAll("details:not([open])")) {
    const folded = [];
    for (let node = one; node; node = node.parentElement)
      if (node.tagName === "DETAILS" && !node.open) folded.push(node);
    folded.forEach(each => each.open = true);
    if (root.scrollHeight > highest[0])
      highest = [root.scrollHeight, one.querySelector("summary").textContent.trim()];
    folded.forEach(each => each.open = false);
  }
  return [root.scrollHeight, ...highest];
}"""
COUNTS = "['*', 'a[href]'].map(one => document.querySelectorAll(one).length)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A page in a window: heights in windows as it stands and with `opened` unfolded, counts."""

    width: int
    screens: float
    unfolded: float
    opened: str
    elements: int
    links: int

    def over(self, address: str) -> list[str]:
        """Return what is more than the budget of the page has, in words."""
        budget = budget_of(address)
        window = [width for width, _height in WINDOWS].index(self.width)
        found = []
        if self.screens > budget.screens[window]:
            found.append(f"{self.width}: {self.screens:.2f} screens")
        elif self.unfolded > budget.unfolded[window]:
            found.append(f"{self.width}: {self.unfolded:.2f} screens, „{self.opened}“ opened")
        if self.elements > budget.elements:
            found.append(f"{self.width}: {self.elements} elements")
        if self.links > budget.links:
            found.append(f"{self.width}: {self.links} links")
        return found


def drawn(page: Page, address: str) -> Iterator[Drawn]:
    """Open a whole address and yield what the page takes in each window."""
    for number, (width, height) in enumerate(WINDOWS):
        page.set_viewport_size({"width": width, "height": height})
        if not number:
            page.goto(address)
        settle(page)
        as_it_is, highest, opened = page.evaluate(HEIGHTS)
        elements, links = page.evaluate(COUNTS)
        yield Drawn(
            width=width,
            screens=as_it_is / height,
            unfolded=highest / height,
            opened=opened,
            elements=elements,
            links=links,
        )


def over(page: Page, site: str, address: str) -> list[str]:
    """Return what is too much on a page of the site, in words."""
    return [told for one in drawn(page, site + address) for told in one.over(address)]
