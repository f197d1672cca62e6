"""Every numbered rule for a public site has a test named after it, or a human who checks it."""

from __future__ import annotations

import re

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from tests.browser.test_every_page import WIDTHS

LAST = {"a11y": 19, "page": 7, "i18n": 8}
PROTOCOL = (ROOT / "docs/screenreader-protokoll.md").read_text(encoding="utf-8")
NAME = re.compile(r"^def test_(a11y|page|i18n)_(\d+)((?:_to_\d+|_and_\d+)?)_", re.M)


def named_rules() -> set[tuple[str, int]]:
    found = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        for rule, number, more in NAME.findall(file.read_text(encoding="utf-8")):
            found.add((rule, int(number)))
            if more.startswith("_and_"):
                found.add((rule, int(more.removeprefix("_and_"))))
    return found


def test_every_rule_has_a_test_named_after_it() -> None:
    rules = {(rule, number) for rule, last in LAST.items() for number in range(1, last + 1)}
    assert rules - named_rules() == set()


def test_what_a_browser_waits_for_is_a_function() -> None:
    """An expression is evaluated again at each look, which the pages' own policy forbids."""
    waited = re.compile(r"wait_for_function\(\s*f?\"(?!\w* ?(?:\(\) )?=>)")
    for file in (ROOT / "tests").rglob("*.py"):
        assert not waited.search(file.read_text(encoding="utf-8")), file.name


def test_a11y_16_titles_are_unique(pages: dict[str, str]) -> None:
    titles = [re.findall(r"<title>([^<]+)</title>", text) for text in pages.values()]
    assert all(len(of_page) == 1 for of_page in titles)
    assert len({of_page[0] for of_page in titles}) == len(pages)


def test_a11y_18_the_site_makes_no_pdf_itself() -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    for maker in ("reportlab", "weasyprint", "fpdf", "pdfkit", "kaleido", "xhtml2pdf"):
        assert not re.search(rf"^{maker}", locked, re.M)


def test_a11y_19_what_is_not_accessible_yet_is_declared(shipped: Dataset) -> None:
    text = " ".join(shipped.texts["barrierefreiheit"].split())
    known = text.split("## Was noch nicht zugänglich ist")[1].split("##")[0]
    for barrier in ("Diagramme", "Gebärdensprache", "Leichte Sprache"):
        assert f"**{barrier}**" in known


def test_a11y_19_the_check_by_people_is_open_in_protocol_and_declaration(shipped: Dataset) -> None:
    done = "Noch nicht durchgeführt" not in PROTOCOL
    text = " ".join(shipped.texts["barrierefreiheit"].split())
    assert ("Menschen die Seite noch nicht geprüft" in text) is not done


def test_a11y_19_the_protocol_says_what_a_machine_hears_and_leaves_the_rest_to_people() -> None:
    # that every kind of page is heard, tests/listening knows
    assert {"`make listen`", "`tests/listening/expectations.toml`"} <= set(
        re.findall("`[^`]+`", PROTOCOL)
    )


def test_page_1_the_declaration_says_what_the_tests_do(shipped: Dataset) -> None:
    text = " ".join(shipped.texts["barrierefreiheit"].split())
    first, second, third = WIDTHS
    assert f"{first}, {second} und {third} Pixeln" in text
    for tool in ("axe-core", "Chromium", "Tabulatortaste", "doppelt großer Schrift"):
        assert tool in text
