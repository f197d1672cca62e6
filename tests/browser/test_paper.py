"""What is printed says where it is from, what it was narrowed by and what it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.visit import settle


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
