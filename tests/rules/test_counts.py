"""How many towns there are is counted, not written: a sixth is said of itself."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest

from dashboard import ROOT
from dashboard.components.markup import to_html
from dashboard.components.shell import SITE_NAME
from dashboard.facts.dataset import Dataset
from dashboard.findings.activities import ALL_TOWNS
from dashboard.pages import PAGES, error
from dashboard.pages.contract import Address

FIVE = re.compile(r"\b[Ff]ünf\b")
MEANT = {
    SITE_NAME,
    ALL_TOWNS,  # a name, as it stands in the data
    "fünf",  # the word itself, in wording/numbers.py
}


def test_no_sentence_of_the_program_knows_how_many_towns_there_are() -> None:
    found = set()
    for module in (ROOT / "dashboard").rglob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        docstrings = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        found |= {
            one.value
            for one in ast.walk(tree)
            if isinstance(one, ast.Constant) and id(one) not in docstrings
            if isinstance(one.value, str) and FIVE.search(one.value)
        }
    assert found == MEANT


@pytest.fixture(scope="module")
def six(shipped: Dataset) -> Dataset:
    """The data as they ship and one more town, of which nothing is known."""
    towns, germany = shipped.towns, shipped.geometry["germany"]
    town = replace(towns["moelln"], slug="neustadt", name="Neustadt", short_name="Neustadt")
    places = {**germany["towns"], "neustadt": germany["towns"]["moelln"]}
    geometry = {**shipped.geometry, "germany": {**germany, "towns": places}}
    return replace(shipped, towns={**towns, "neustadt": town}, geometry=geometry)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/", "Die sechs Städte"),
        ("/vergleich", "Sechs Städte sind keine Stichprobe"),
        ("/vergleich?", "Die sechs Städte nebeneinander"),
        ("/zeitleiste", "Aktivitäten der sechs Städte"),
        ("/stadt/moelln", "alle sechs Städte im Vergleich"),
        ("/sitzung/moelln", "Mölln und die fünf anderen"),
        ("/erkenntnisse", "Erkenntnisse aus fünf Städten"),  # none names the sixth
    ],
)
def test_a_sixth_town_is_counted(six: Dataset, path: str, sentence: str) -> None:
    path = path.rstrip("?")
    page = next(one for one in PAGES if path in one.addresses(six))
    view = page.view(six, Address(path=path, values={"slug": path.rpartition("/")[2]}))
    assert sentence in view.description + to_html(view.content)


def test_an_error_counts_too(six: Dataset) -> None:
    assert "den sechs Städten" in to_html(error.view(six, 404).content)


def test_a_town_that_was_not_in_the_project_is_no_partner(shipped: Dataset) -> None:
    path = "/stadt/moelln"
    page = next(one for one in PAGES if path in one.addresses(shipped))
    address = Address(path=path, values={"slug": "moelln"})
    assert "Partnerstadt" in to_html(page.view(shipped, address).content)
    guest = replace(shipped.towns["moelln"], partner=False)
    data = replace(shipped, towns={**shipped.towns, "moelln": guest})
    text = to_html(page.view(data, address).content)
    assert "Partnerstadt" not in text
    assert "gehörte nicht zum Projekt" in text
