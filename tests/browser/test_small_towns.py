"""All small towns in a browser: a press on the map opens one, weights are changed and set back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.facts.dataset import Dataset
from dashboard.figures.points import on_map
from tests.browser.visit import settle


@pytest.fixture(params=["page", "bare_page"])
def either(request: pytest.FixtureRequest) -> Page:
    """A page with scripts, and one without."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize(
    "width", [1440, 320, *(pytest.param(one, marks=pytest.mark.hurts) for one in (800, 390))]
)
def test_a_press_on_the_map_opens_the_town(
    either: Page, site: str, shipped: Dataset, width: int
) -> None:
    page = either
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/vergleich?ansicht=karte")
    town = next(one for one in shipped.gemeinden.towns if one.slug == "norderney")
    left, top = on_map(shipped.geometry["germany"], town.longitude, town.latitude)
    shown = page.locator(".germany-map .press:visible")
    box = shown.bounding_box()
    assert box
    assert box["width"] == page.locator(".germany-map").bounding_box()["width"]  # type: ignore[index]
    where = {"x": left * box["width"] / 100, "y": top * box["height"] / 100}
    shown.click(position=where)
    page.wait_for_url(f"{site}/stadt/norderney")


def test_weights_are_changed_and_set_back(either: Page, site: str) -> None:
    page = either
    page.goto(f"{site}/stadt/wittenberge/aehnlich")
    page.get_by_label("Fläche").select_option("zählt nicht")
    page.get_by_role("button", name="Neu rechnen").click()
    page.wait_for_url("**gewicht-area_km2=0**")
    expect(page.get_by_label("Fläche")).to_have_value("0")
    page.get_by_role("link", name="Digitales").click()
    page.get_by_role("link", name="Größe und Lage").click()
    expect(page.get_by_label("Fläche")).to_have_value("0")
    page.get_by_role("link", name="Gewichte zurücksetzen").click()
    expect(page.get_by_label("Fläche")).to_have_value("1")
    assert page.url == f"{site}/stadt/wittenberge/aehnlich"


def test_the_controls_of_the_comparison_still_answer(page: Page, site: str) -> None:
    page.goto(f"{site}/vergleich?ansicht=karte")
    settle(page)
    page.get_by_label("Kennzahl suchen").fill("Breitband")
    page.get_by_label("Kennzahl suchen").press("Enter")
    expect(page.locator(".found p")).to_contain_text("Breitband")
