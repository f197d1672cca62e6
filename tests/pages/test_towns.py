"""All towns to choose from: each once, below its Kreis, only those of the chosen Land."""

from __future__ import annotations

import re

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import all_towns
from dashboard.pages import towns
from dashboard.pages.contract import Address


def shown(data: Dataset, **query: str) -> str:
    return to_html(towns.view(data, Address(path="/stadt", query=query)).content)


def linked(html: str) -> list[str]:
    return re.findall(r'href="/stadt/([^"?]+)"', html)


def test_every_town_is_listed_once_in_its_land(shipped: Dataset) -> None:
    first = shown(shipped)
    assert linked(first) == list(shipped.towns)
    laender = re.findall(r"land=(\d\d)#", first)
    listed = [
        slug for land in laender for slug in linked(shown(shipped, land=land))[len(shipped.towns) :]
    ]
    assert sorted(listed) == sorted(town.slug for town in all_towns(shipped))


def test_the_chosen_land_is_marked_and_a_wrong_one_is_said(shipped: Dataset) -> None:
    assert 'aria-current="true"' in shown(shipped, land="09")
    assert "gibt es nicht" in shown(shipped, land="99")
