"""Pictures that visitors save: the same in every program that reads them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

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
    # other programs have other letters: nothing is cut off where ours end
    legend = next(one for one in picture.iter(f"{SVG}g") if one.get("class") == "legend")
    assert all("clip-path" not in one.attrib for one in legend.iter())


# texts of a picture that meet another or the edge, drawn in whatever font a machine has
FAULTS = """() => {
  const {width, height} = document.querySelector("svg").getBoundingClientRect();
  const lines = [...document.querySelectorAll("text")].flatMap(text => {
    const own = [...text.querySelectorAll("tspan.line")];
    return (own.length ? own : [text]).map(one => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const box = range.getBoundingClientRect();
      return {words: one.textContent.trim(), left: box.left + 1, right: box.right - 1,
              top: box.top + 3, bottom: box.bottom - 3};
    });
  }).filter(one => one.words);
  const faults = lines.filter(one => one.left < 0 || one.top < 0 || one.right > width
    || one.bottom > height).map(one => `cut: ${one.words}`);
  lines.forEach((one, at) => lines.slice(at + 1).forEach(other => {
    if (one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom) {
      faults.push(`${one.words} / ${other.words}`);
    }
  }));
  return faults;
}"""
PAGES = ("/vergleich?ansicht=zusammenhang", "/vergleich?ansicht=profil")
ALL = (
    *("/vergleich", "/vergleich?ansicht=verlauf", "/zeitleiste?ansicht=bild"),
    *("/befragungen?umfang=alles", "/stadt/moelln?umfang=alles", "/stadt/buesum?umfang=alles"),
)


@pytest.mark.parametrize(
    "address", [*PAGES, *(pytest.param(one, marks=pytest.mark.hurts) for one in ALL)]
)
def test_nothing_in_a_saved_picture_lies_on_anything(
    browser: Browser, site: str, address: str
) -> None:
    page, alone = browser.new_page(), browser.new_page()
    page.goto(site + address)
    settle(page)
    buttons = page.locator("button[data-picture=svg]")
    for at in range(buttons.count()):
        with page.expect_download() as taken:
            buttons.nth(at).dispatch_event("click")
        picture = taken.value.path().read_text()
        alone.set_content(f'<body style="margin:0">{picture}')
        assert alone.evaluate(FAULTS) == [], taken.value.suggested_filename
        said = "".join("".join(ElementTree.fromstring(picture).itertext()).split())
        title = page.locator("figure[data-figure] .figure-card__title").nth(at).inner_text()
        assert "".join(title.split()) in said
        assert "StandderDaten" in said
        assert f"{site}{address.partition('?')[0]}" in said
    page.close()
    alone.close()
