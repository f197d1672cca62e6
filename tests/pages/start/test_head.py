"""The towns in brief: every number has its source, every year is its value's."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages.contract import Address
from dashboard.pages.start import page as start
from dashboard.wording import links
from tests.made.observed import with_observations


def shown(data: Dataset) -> str:
    return to_html(start.view(data, Address(path="/")).content)


def test_each_figure_of_a_town_leads_to_its_source(shipped: Dataset) -> None:
    html = shown(shipped)
    for town in shipped.towns.values():
        for id_ in ("population", town.highlight_indicator):
            newest = shipped.latest(town.slug, id_)
            if newest is None:
                assert "keine Angabe zur Bevölkerung" in html
                continue
            label = shipped.indicators[id_].short_label
            assert re.search(
                rf'{re.escape(label)}[^<]*: <a href="{re.escape(links.source(newest.source))}"',
                html,
            )


def test_a_year_in_a_sentence_is_that_of_its_value(shipped: Dataset) -> None:
    town = next(one for one in shipped.towns.values() if "{year}" in one.highlight_text)
    latest = shipped.latest(town.slug, town.highlight_indicator)
    assert latest is not None
    data = with_observations(shipped, [replace(latest, date=f"2031{latest.date[4:]}")])
    assert "2031" in shown(data)
    assert "2031" not in shown(shipped)
    assert "{" not in shown(shipped)
