"""German in charts that the browser writes itself (I18N-1)."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.visit import settle


def test_i18n_1_axes_are_numbered_the_german_way(page: Page, site: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}/vergleich?indikator=population")
    settle(page)
    page.locator(".js-plotly-plot .xtick").first.wait_for(state="attached")
    ticks = page.locator(".js-plotly-plot .xtick").all_text_contents()
    assert errors == []
    assert any(re.fullmatch(r"\d{1,3}\.\d{3}", tick) for tick in ticks), ticks
    assert not [tick for tick in ticks if re.search(r"\d,\d{3}|[kM]$", tick)]
