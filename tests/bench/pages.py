"""What every page takes beside its budget (tests/budgets.toml): `python -m tests.bench.pages`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import BROWSERS, FLAGS
from tests.browser.heights import drawn
from tests.made.budgets import WINDOWS, budget_of, taken
from tests.made.shipped import one_of_each
from tests.serving import served


def main() -> None:
    """Print the pages that are named, or one of each kind."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    folder = Path(tempfile.mkdtemp(prefix="kleinstadt-pages-"))
    try:
        with served(folder) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            show(browser.new_page(), site.address, sys.argv[1:] or list(one_of_each()))
            browser.close()
    finally:
        shutil.rmtree(folder)


def show(page: Page, site: str, addresses: list[str]) -> None:
    """Print a line a page: heights folded and unfolded, elements, links, kB; „!“ is too much."""
    widths = " / ".join(f"{width}×{height}" for width, height in WINDOWS)
    print(f"\npages: screens (unfolded) at {widths}, elements, links, kB of HTML; of so many")
    for address in addresses:
        windows = [*drawn(page, site + address)]
        sent = taken(page.request.get(site + address).text())
        budget = budget_of(address)
        wrong = [told for one in windows for told in one.over(address)]
        screens = " / ".join(f"{one.screens:.1f} ({one.unfolded:.1f})" for one in windows)
        allowed = " / ".join(f"{one:g}" for one in budget.screens)
        print(
            f"  {address:34} {screens:26} of {allowed:6}"
            f" {max(one.elements for one in windows):5} of {budget.elements}"
            f" {max(one.links for one in windows):4} of {budget.links}"
            f" {sent.kilobytes:4.0f} of {budget.kilobytes}"
            f" {'! ' + '; '.join(wrong) if wrong or sent.over(budget) else ''}"
        )


if __name__ == "__main__":
    main()
