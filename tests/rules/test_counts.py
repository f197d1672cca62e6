"""How many towns there are is counted, not written: one more is said of itself."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest
from dash import html

from dashboard import ROOT
from dashboard.components.markup import to_html
from dashboard.components.shell import SITE_NAME
from dashboard.facts.dataset import Dataset
from dashboard.findings.activities import ALL_TOWNS
from dashboard.pages import PAGES, error
from dashboard.pages.contract import Address
from dashboard.pages.town import factsheet
from dashboard.pages.town import page as profile
from dashboard.pages.town.meeting.slides import slides_of
from dashboard.wording import links
from dashboard.wording.numbers import count_text

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
        ("/", "Die {all} Städte"),
        ("/vergleich", "Die {all} Städte sind keine Stichprobe"),
        ("/vergleich?", "Die {all} Städte nebeneinander"),
        ("/zeitleiste", "Aktivitäten der {partners} Städte"),
        ("/stadt/moelln", "alle {all} Städte im Vergleich"),
        ("/sitzung/moelln", "Mölln und die {others} anderen"),
        ("/erkenntnisse", "Erkenntnisse aus {named} Städten"),  # none names the new one
    ],
)
def test_one_more_town_is_counted(six: Dataset, path: str, sentence: str) -> None:
    path = path.rstrip("?")
    page = next(one for one in PAGES if path in one.addresses(six))
    view = page.view(six, Address(path=path, values={"slug": path.rpartition("/")[2]}))
    named = {slug for one in six.lessons.values() for slug in one.about} & {*six.towns}
    numbers = {
        "all": count_text(len(six.towns)),
        "All": count_text(len(six.towns)).capitalize(),
        "partners": count_text(len(six.in_project)),
        "others": count_text(len(six.towns) - 1),
        "named": count_text(len(named)),
    }
    assert sentence.format(**numbers) in view.description + to_html(view.content)


def test_an_error_counts_too(six: Dataset) -> None:
    assert f"den {count_text(len(six.towns))} Städten" in to_html(error.view(six, 404).content)


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


def test_a_town_that_was_not_in_the_project_is_never_told_as_part_of_it(six: Dataset) -> None:
    guest = replace(six.towns["diessen"], partner=False)
    data = replace(
        six,
        towns={**six.towns, guest.slug: guest},
        activities=tuple(
            replace(one, town="verbund") if one.town == guest.slug else one
            for one in six.activities
        ),
        actors=(),
    )
    timeline = next(page for page in PAGES if "/zeitleiste" in page.addresses(data))
    partners = count_text(len(six.in_project) - 1)
    assert f"Was {partners} Städte" in to_html(
        timeline.view(data, Address(path="/zeitleiste")).content
    )
    slides = slides_of(data, guest, "https://a.example.de")
    said = {slide.number: to_html(html.Div([*slide.body])) for slide in slides}
    others = {slide.number: to_html(html.Div([*slide.others])) for slide in slides}
    assert f"Im Zeitplan der {partners} Städte" in said["2"]
    assert "gehörte nicht zum Projekt" in said["7"]
    assert [number for number in "25" if guest.name in others[number]] == []
    assert "Stadtspitze</dt><dd>keine Angabe" in said["1"]
    for page in (factsheet, profile):
        address = Address(
            path=links.path(page.PAGE.path, slug=guest.slug), values={"slug": guest.slug}
        )
        # as its role, and instead of what it did
        assert to_html(page.view(data, address).content).count("gehörte nicht zum Projekt") == 2
