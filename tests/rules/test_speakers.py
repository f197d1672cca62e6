"""Who says what: the site's own advice is named as its own wherever it stands, and apart."""

from __future__ import annotations

import ast
import re

from dashboard import ROOT
from dashboard.components.lessons import ADVICE
from dashboard.components.markup import to_html
from dashboard.components.surveys.note import NO_BASE, value_alone
from dashboard.facts.dataset import Dataset
from dashboard.pages import PAGES
from dashboard.pages.contract import Address
from dashboard.wording import links
from tests.made.drawn import WHOLE

WRITES_ADVICE = "components/lessons.py"  # the one module that shows it, with whose it is
CHECKS_ADVICE = "facts/agreement.py"


def test_only_one_module_writes_what_the_site_advises() -> None:
    found = {
        path.relative_to(ROOT / "dashboard").as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "advice"
    }
    assert found == {WRITES_ADVICE, CHECKS_ADVICE}


def test_wherever_advice_stands_it_is_named_and_nobody_is_said_to_have_said_it(
    shipped: Dataset,
) -> None:
    paths = [links.LESSONS]
    for slug in shipped.towns:
        paths += [links.meeting(slug), links.fact_sheet(slug)]
    for path in paths:
        page = next(one for one in PAGES if path in one.addresses(shipped))
        values = {"slug": next((slug for slug in shipped.towns if slug in path), "")}
        address = Address(path=path, values=values, query=WHOLE)
        shown = to_html(page.view(shipped, address).content)
        advice = [one for one in shipped.lessons.values() if one.advice in shown]
        assert advice, path
        for one in advice:
            assert f"<b>{ADVICE}: </b>{one.advice}" in shown, path
            assert one.statement in shown, path
            assert f"Gesagt von: {one.said_by}." in shown, path
            assert f"{one.advice}</p><p>Gesagt" not in shown, path


# where a value stands beside who was asked and how many, or marks a chart that says so
SAYS_THE_BASE = {
    "components/surveys/note.py",
    "components/surveys/facts.py",
    "pages/start/surveys.py",
    "pages/surveys/comparisons.py",
}


def test_a_share_is_written_without_its_base_only_where_the_base_stands_beside_it() -> None:
    found = {
        path.relative_to(ROOT / "dashboard").as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        if "value_alone(" in path.read_text(encoding="utf-8")
    }
    assert found == SAYS_THE_BASE


def test_a_share_whose_base_is_unknown_says_so_on_slide_paper_and_page(shipped: Dataset) -> None:
    without = [
        one
        for one in shipped.survey_facts
        if one.survey == "KSA-DIE-2022" and one.unit == "percent" and one.n is None
    ]
    assert without
    whole = {links.Key.SCOPE: links.ALL_OF_IT}
    for path in (links.meeting("diessen"), links.fact_sheet("diessen"), links.town("diessen")):
        page = next(one for one in PAGES if path in one.addresses(shipped))
        address = Address(path=path, values={"slug": "diessen"}, query=whole)
        shown = to_html(page.view(shipped, address).content)
        for one in without:
            assert value_alone(one) in shown
            text = re.sub(r"<[^>]*>", "", shown)
            for after in text.split(value_alone(one))[1:]:
                assert after.lstrip(" (").startswith((NO_BASE, ")", ".")), path
