"""The fact sheet: two sheets, each with sources, date, version and number."""

from __future__ import annotations

import pytest

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import ShownIn
from dashboard.findings.town import surveyed
from dashboard.pages.contract import Address, Frame, View
from dashboard.pages.town import factsheet
from dashboard.pages.town.brief import MOST_GAPS
from tests.made.shipped import shipped_data
from tests.made.showing import showing
from tests.made.tree import nodes, prop, text

SLUGS = tuple(shipped_data().towns)


def sheet(data: Dataset, slug: str) -> View:
    path = f"/stadt/{slug}/steckbrief"
    address = Address(path=path, origin="https://a.example.de", values={"slug": slug})
    return factsheet.view(data, address)


@pytest.mark.parametrize("slug", SLUGS)
def test_both_sheets_say_where_they_come_from(shipped: Dataset, slug: str) -> None:
    view = sheet(shipped, slug)
    text = to_html(view.content)
    assert view.frame is Frame.SHEET
    assert text.count('class="sheet"') == 2
    for line in (f"Fassung {shipped.version}", f"https://a.example.de/stadt/{slug} ", "Quellen: "):
        assert text.count(line) == 2, line
    assert "Seite 1 von 2" in text
    assert "Seite 2 von 2" in text


@pytest.mark.parametrize("slug", SLUGS)
def test_gaps_of_the_town_alone_are_named_and_the_rest_is_counted(
    shipped: Dataset, slug: str
) -> None:
    text = to_html(sheet(shipped, slug).content)
    of_town = [one for one in shipped.gaps.values() if not one.towns or slug in one.towns]
    named = [one for one in of_town if one.label in text]
    assert len(named) == MOST_GAPS
    assert {one.id for one in of_town if one.towns} <= {one.id for one in named}
    assert f" und {len(of_town) - MOST_GAPS} weitere. Gründe und Fundorte" in text
    others = [one for one in shipped.gaps.values() if one not in of_town]
    assert not any(one.label in text for one in others)


def test_indicators_stand_on_the_sheet_that_say_so(shipped: Dataset) -> None:
    data = showing(shipped, dwellings=ShownIn.FACT_SHEET, vacancy_rate=ShownIn.SLIDES)
    for one, found in (
        (sheet(data, "moelln"), ["dwellings"]),
        (sheet(shipped, "moelln"), shipped.shown_in(ShownIn.FACT_SHEET)),
    ):
        rows = [node for node in nodes(one.content) if prop(node, "scope") == "row"]
        assert [text(row.children[0]) for row in rows] == [
            shipped.indicators[id_].label for id_ in found if shipped.latest("moelln", id_)
        ]


def test_same_question_of_two_surveys_stays_two_answers(shipped: Dataset) -> None:
    values, _unknown = surveyed(shipped, shipped.towns["wittenberge"])
    asked = [(fact.value, fact.n) for fact in values if fact.question == "Zahl der Teilnehmenden"]
    assert [value for value, _n in asked] == [529.0, 254.0]
