"""The survey page and the demonstration as a visitor meets them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import assert_accessible, settle
from tests.serving import served

SLOW = 20_000  # milliseconds; the machine may be busy with other things


@pytest.fixture(scope="module")
def demonstrating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("demo"), {"DASHBOARD_DEMO": "1"}) as site:
        yield site.address


def test_from_the_list_to_a_survey_and_a_question_and_back(site: str, page: Page) -> None:
    page.goto(f"{site}/befragungen")
    settle(page)
    page.get_by_role("link", name="Gespräche am CoWork-PopUp").click()
    expect(page.locator("#wert-sf056")).to_be_visible()
    expect(page.locator("#wert-sf064")).to_have_count(0)
    page.get_by_role("link", name="Ein Thema, eine Frage").click()
    page.get_by_role("link", name="Coworking", exact=True).click()
    page.get_by_role("link", name="Gespräche am Coworking-Pop-up in Mölln, 2020").click()
    expect(page.locator("#wert-sf056")).to_be_visible()
    for _step in range(4):
        page.go_back()
    expect(page.locator("#register")).to_be_visible()


def test_page_can_be_read_and_chosen_from_without_scripts(site: str, bare_page: Page) -> None:
    bare_page.goto(f"{site}/befragungen?befragung=dh-ho-2020")
    bare_page.get_by_label("Befragung", exact=True).select_option("bidt")
    bare_page.get_by_role("button", name="Anzeigen").click()
    expect(bare_page.locator("#wert-sf104")).to_be_visible()
    expect(bare_page.locator("#wert-sf113")).to_have_count(0)


def test_old_links_to_a_value_lead_to_it_from_any_part(site: str, page: Page) -> None:
    page.goto(f"{site}/befragungen#wert-sf003")
    expect(page.locator("#wert-sf003")).to_be_in_viewport(timeout=SLOW)
    page.evaluate("location.hash = 'vergleich-homeoffice-ifo'")
    expect(page.locator("#vergleich-homeoffice-ifo")).to_be_in_viewport(timeout=SLOW)
    assert "frage=homeoffice-ifo" in page.url


def test_banner_of_the_demonstration_stays_in_sight_on_a_phone(
    demonstrating: str, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{demonstrating}/demo?ansicht=divergierend")
    settle(page)
    banner = page.locator(".demo-banner")
    last = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom") - 800
    assert last > 800
    for position in (0, last / 2, last):
        page.evaluate(f"window.scrollTo(0, {position})")
        expect(banner).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture = page.screenshot(path=Path("test-output") / "screenshots" / "demo-390.png")
    assert len(picture) > 10_000


def test_demonstration_is_accessible_and_every_chart_carries_its_watermark(
    demonstrating: str, page: Page
) -> None:
    page.goto(f"{demonstrating}/demo")
    settle(page)
    questions = page.locator(".question-list a")
    for at in range(questions.count()):
        questions.nth(at).click()
        expect(questions.nth(at)).to_have_attribute("aria-current", "true", timeout=SLOW)
        charts = page.locator(".chart .main-svg:first-child")
        expect(charts.first).to_be_visible(timeout=SLOW)
        for number in range(charts.count()):
            assert "SYNTHETISCHE DEMODATEN" in charts.nth(number).locator("xpath=..").inner_text()
    assert_accessible(page)


def test_a_saved_picture_carries_the_watermark_in_every_program(
    demonstrating: str, page: Page
) -> None:
    page.goto(f"{demonstrating}/demo")
    settle(page)
    with page.expect_download() as taken:
        page.locator("button[data-picture=svg]").first.dispatch_event("click")
    picture = ElementTree.fromstring(taken.value.path().read_text())
    notes = [one for one in picture.iter() if one.get("class") == "annotation"]
    (mark,) = [one for one in notes if "SYNTHETISCHE" in "".join(one.itertext())]
    # LibreOffice leaves out the texts of a group that is seen through
    assert "opacity" not in mark.get("style", "")
    assert any("fill-opacity: 0.3" in one.get("style", "") for one in mark.iter())
