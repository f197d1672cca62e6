"""The start page: every number has its source, every year is its value's."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages import start
from dashboard.pages.contract import Address
from dashboard.wording import links
from tests.made.observed import with_observations


def shown(data: Dataset) -> str:
    return to_html(start.view(data, Address(path="/")).content)


def test_each_population_leads_to_its_source(shipped: Dataset) -> None:
    html = shown(shipped)
    for town in shipped.towns.values():
        newest = shipped.latest(town.slug, "population")
        if newest is None:
            assert "keine Angabe zur Bevölkerung" in html
            continue
        assert f'href="{links.source(newest.source)}"' in html
        assert f"Quelle der Angabe zu {town.name}: Bevölkerung" in html


def test_a_year_in_a_sentence_is_that_of_its_value(shipped: Dataset) -> None:
    town = next(one for one in shipped.towns.values() if "{year}" in one.highlight_text)
    latest = shipped.latest(town.slug, town.highlight_indicator)
    assert latest is not None
    data = with_observations(shipped, [replace(latest, date=f"2031{latest.date[4:]}")])
    assert "2031" in shown(data)
    assert "2031" not in shown(shipped)
    assert "{" not in shown(shipped)
