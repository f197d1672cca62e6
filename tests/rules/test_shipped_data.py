"""What `python -m dashboard check` cannot know of the shipped data: decisions, and their words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Reading

DATA = ROOT / "data"


def texts_of(data: Dataset) -> Iterator[str]:
    """Every German text of the data, without addresses."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            if not value.startswith("http"):
                yield value
        elif isinstance(value, tuple):
            for one in value:
                yield from walk(one)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from walk(getattr(value, name))

    for name in ("project", "activities", "actors", "survey_facts", "observations"):
        yield from walk(getattr(data, name))
    for name in ("towns", "themes", "units", "indicators", "breaks", "gaps", "sources", "lessons"):
        yield from walk(tuple(getattr(data, name).values()))
    for name in ("benchmarks", "categories", "lesson_themes", "surveys"):
        yield from walk(tuple(getattr(data, name).values()))


def test_nobody_ranks_towns_by_rent_or_tax(shipped: Dataset) -> None:
    for id_ in ("rent_net_cold", "tax_rate_property_b", "rent_tier", "population"):
        assert shipped.indicators[id_].reading is Reading.NEUTRAL


def test_the_zensus_cuts_the_population_of_every_place(shipped: Dataset) -> None:
    cut = shipped.breaks["zensus-2022"]
    assert "population" in cut.indicators
    assert cut.towns == ()


def test_both_names_of_the_popup_are_told(shipped: Dataset) -> None:
    popup = shipped.activity("ow-popup-2022")
    assert "Rheingaustraße 70" in popup.place
    assert "Scharfes Eck" in popup.place
    assert "nicht belegt" in popup.description


@pytest.mark.parametrize(
    "remark",
    ["town-statistics", "Dossier", "WIDERSPRUCH", "KEINEN", "EINZIGER", "NICHT ", "GERDA",
     "sinngemäß,", "percent_approx", "surveys.csv", "Stand der Ablage"],
)  # fmt: skip
def test_no_remark_among_colleagues_is_left_in_a_text(shipped: Dataset, remark: str) -> None:
    assert [text for text in texts_of(shipped) if remark in text] == []


@pytest.mark.parametrize(
    "jargon",
    ["Erhebungsmodus", "Leitkommune", "nichts veröffentlicht gefunden"],
)
def test_a_thing_has_its_one_plain_name(shipped: Dataset, jargon: str) -> None:
    """Art der Erhebung, Leadkommune; and no search is told of that is not on record."""
    assert [text for text in texts_of(shipped) if jargon in text] == []


def test_i18n_7_texts_avoid_gender_signs(shipped: Dataset) -> None:
    assert [text for text in texts_of(shipped) if re.search(r"\w[*:_]innen|[a-zß]Innen", text)] == [
        text for text in texts_of(shipped) if "KleinstadtakademikerInnen" in text
    ]


def test_the_readme_of_the_data_names_every_file_and_column() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for path in [*DATA.glob("*.csv"), *DATA.glob("*.toml")]:
        assert f"`{path.name}`" in readme, path.name
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for column in next(csv.reader(file)):
                assert f"`{column}`" in readme, (path.name, column)
