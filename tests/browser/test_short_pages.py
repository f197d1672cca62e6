"""Timeline and lessons stay short, whatever is chosen and whichever fold is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.made.shipped import shipped_data

KEPT = ",".join(id_.removeprefix("l-") for id_ in shipped_data().lessons)
ALL_YEARS = "von=2013-01&bis=2025-12"
STATES = (
    "/zeitleiste",
    f"/zeitleiste?{ALL_YEARS}",
    f"/zeitleiste?{ALL_YEARS}&ansicht=aehnlich",
    f"/zeitleiste?{ALL_YEARS}&ansicht=netz",
    "/zeitleiste?aktivitaet=ow-popup-2022",
    "/zeitleiste?ab=20",
    "/erkenntnisse",
    f"/erkenntnisse?liste={KEPT}",
    f"/erkenntnisse?thema=menschen&liste={KEPT}",
)
MOST = {(1440, 900): 4, (390, 844): 8}  # screens
# the height with each fold open in turn, but for folds within it
HEIGHTS = """() => [...document.querySelectorAll('main details')].map(one => {
  one.open = true;
  const height = document.documentElement.scrollHeight;
  one.open = false;
  return height;
}).concat(document.documentElement.scrollHeight)"""


@pytest.mark.parametrize("size", MOST, ids=str)
def test_every_state_keeps_to_its_screens_with_any_fold_open(
    bare_page: Page, site: str, size: tuple[int, int]
) -> None:
    width, height = size
    page = bare_page
    page.set_viewport_size({"width": width, "height": height})
    screens = {}
    for state in STATES:
        page.goto(site + state)
        screens[state] = max(page.evaluate(HEIGHTS)) / height
    assert {state: one for state, one in screens.items() if one > MOST[size]} == {}
