"""What is printed says where it is from, what it was narrowed by and what it leaves out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from dashboard.wording import links
from tests.browser.headings import IN_GRIDS, MARK, half_empty, stranded, words_of, wrong_on
from tests.browser.visit import KINDS, settle
from tests.made.budgets import some_parts
from tests.made.hardest import hardest
from tests.made.shipped import every_path

OTHERS = [links.path(links.TOWN, slug=slug) for slug in hardest()]
SLIDES = links.MEETING.partition("<")[0]  # a sheet each, as on the screen
GROUPS = 4  # of pages, so that several processes can print them
PAGES = [one for one in (*every_path(), *OTHERS) if SLIDES not in one]


def sheets(page: Page, address: str, folder: Path, *, scripts: bool = True) -> list[str]:
    """Return the text of each printed sheet of a page."""
    page.goto(address)
    if scripts:
        settle(page)
    page.pdf(path=folder / "seite.pdf", prefer_css_page_size=True)
    return [one.extract_text() for one in PdfReader(folder / "seite.pdf").pages]


@pytest.mark.parametrize("scripts", [True, False])
def test_each_sheet_has_its_address_and_the_date_of_the_data(
    page: Page, bare_page: Page, site: str, tmp_path: Path, scripts: bool
) -> None:
    address = "/vergleich?staedte=moelln,diessen&indikator=vacancy_rate"
    found = sheets(page if scripts else bare_page, site + address, tmp_path, scripts=scripts)
    for text in found:
        assert (site if scripts else "") + address in text.replace("\n", "")
        assert "Stand der Daten" in text
    assert any("Das steht auf der Seite im Netz" in text for text in found)


def test_filters_are_named_on_paper(page: Page, site: str, tmp_path: Path) -> None:
    query = "staedte=wittenberge,diessen&bis=2022-12&q=coworking"
    said = "".join(sheets(page, f"{site}/zeitleiste?{query}", tmp_path))
    assert "Gezeigt: Wittenberge; Dießen; „coworking“" in said
    assert "Mölln 0" not in said


@pytest.mark.parametrize(
    "address",
    ["/suche?q=breitband", "/daten?ansicht=kennzahlen&q=breitband", "/glossar?q=breitband"],
)
def test_what_was_typed_is_on_paper(page: Page, site: str, address: str) -> None:
    page.goto(site + address)
    page.emulate_media(media="print")
    typed = page.locator("main input[name=q]")
    assert typed.first.is_visible()
    assert typed.first.input_value() == "breitband"


def test_headings_keep_with_their_text_and_sheets_are_used_on_some_pages(
    page: Page, site: str
) -> None:
    chance = random.Random(19)
    some = chance.sample([*KINDS, *OTHERS], 2)
    assert {one: found for one in some if (found := wrong_on(page, site + one))} == {}


@pytest.mark.hurts
@pytest.mark.parametrize(
    "address",
    [
        pytest.param(one, marks=pytest.mark.xdist_group(f"paper {at % GROUPS}"))
        for at, one in enumerate(PAGES)
    ],
)
def test_headings_keep_with_their_text_and_sheets_are_used(
    page: Page, site: str, address: str
) -> None:
    text = page.request.get(site + address).text()
    every = [address, f"{address}?umfang=alles", *some_parts(address, text, 6)]
    assert {one: found for one in every if (found := wrong_on(page, site + one))} == {}


def test_a_heading_that_ends_a_sheet_and_an_empty_sheet_are_noticed(page: Page) -> None:
    def told(gap: int, css: str = "", head: str = "<h2>Kopf</h2>") -> list[str]:
        page.set_content(
            f"<style>@page {{ size: A4; margin: 20mm }} h2 {{ {css} }}</style>"
            f"<div style='height: {gap}px'></div>{head}<div style='break-inside: avoid'>"
            "<p>Text</p><p>und mehr</p></div>"
        )
        page.evaluate(MARK)
        sheets = words_of(page.pdf(prefer_css_page_size=True))
        return stranded(sheets) + half_empty(sheets)

    assert told(880) == ["1: Kopf"]
    assert told(300) == []
    assert told(880, "break-after: avoid") == ["1: 0% used"]
    # what stands beside it follows it; what stands in another column does not
    beside = "<dl style='display: grid; grid-template-columns: 9rem 9rem'>{}<dt>{}</dt>{}</dl>"
    assert told(880, head=beside.format("", "Ein langer Kopf aus Worten", "<dd>Text</dd>")) == []
    assert told(880, head=beside.format("<dd>Text</dd>", "Kopf", "")) == ["1: Text Kopf"]
    # before a chart that does not fit a sheet may end early
    chart = "<div class='figure-card__chart' style='height: {}px; break-inside: avoid'>Bild</div>"
    head = f"<p>davor</p><h2>Kopf</h2>{chart}"
    assert told(300, "break-after: avoid", head.format(700)) == []
    assert "".join(told(300, "break-before: page", head.format(400))).endswith("% used")


def test_room_that_a_heading_keeps_in_a_grid_is_noticed(page: Page) -> None:
    page.set_content(
        "<style>h2::after { content: ''; display: block; height: 9px; margin-bottom: -9px }</style>"
        "<main><div style='display: grid'><h2>Kopf</h2></div><h2>frei</h2></main>"
    )
    assert page.evaluate(IN_GRIDS) == ["in a grid: Kopf"]
