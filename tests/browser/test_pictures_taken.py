"""Pictures that visitors save: the same in every program that reads them."""

from __future__ import annotations

from xml.etree import ElementTree

from playwright.sync_api import Page

from tests.browser.visit import settle

SVG = "{http://www.w3.org/2000/svg}"


def test_each_line_of_a_saved_svg_has_its_own_place(page: Page, site: str) -> None:
    page.goto(f"{site}/zeitleiste?ansicht=bild&staedte=diessen&q=befragung")
    settle(page)
    page.locator("summary", has_text="Herunterladen, zitieren").click()
    with page.expect_download() as taken:
        page.locator("button[data-picture=svg]").click()
    name = taken.value.suggested_filename
    assert {"zeitleiste-bild", "diessen", "befragung.svg"} <= {*name.split("_")}
    picture = ElementTree.fromstring(taken.value.path().read_text())
    texts = [[*one.iter(f"{SVG}tspan")] for one in picture.iter(f"{SVG}text")]
    assert all("em" not in one.get("dy", "") for lines in texts for one in lines)
    several = [[float(one.get("y", "nan")) for one in lines] for lines in texts if len(lines) > 1]
    assert several
    assert all(y == sorted(set(y)) for y in several)
    # what narrows the choice stands in the picture
    said = "".join(picture.itertext())
    assert all(word in said for word in ("nur Dießen", "„befragung“"))
