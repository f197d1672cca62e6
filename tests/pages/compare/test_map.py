"""The map of all small towns: all are in the legend once, own towns are named, a group filters."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest

from dashboard.components.comparison.scene import Scene, Shown
from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.figures.theme import INK
from dashboard.findings.comparison import Place, offered, places
from dashboard.findings.distribution import groups
from dashboard.pages.compare.map import map_card
from tests.made.tree import nodes, prop, text


def scene(data: Dataset, indicator: str, *more: Place) -> Scene:
    one = data.indicators[indicator]
    shown = (*more, *places(data, tuple(data.towns)))
    return Scene(data=data, places=shown, indicator=one, other=one, view=Shown.MAP)


def counts(card_chart: object) -> list[int]:
    legend = next(one for one in nodes(card_chart) if prop(one, "className") == "points-legend")
    words = [text(one) for one in nodes(legend) if type(one).__name__ == "Li"]
    found = [re.search(r": ([\d.]+|eine) Gemeinden?$", one) for one in words]
    return [1 if one[1] == "eine" else int(one[1].replace(".", "")) for one in found if one]


def test_every_small_town_is_in_the_legend_once(shipped: Dataset) -> None:
    for one in offered(shipped):
        card = map_card(scene(shipped, one.id))
        html = to_html(card.chart)
        if "points-legend" not in html:
            assert "town-points" not in html
            continue
        assert sum(counts(card.chart)) == len(shipped.gemeinden.towns), one.id
        drawn = sum(
            path.count("h0")
            for path in re.findall(r'<path class="point--[^h]\S*" d="([^"]+)"', html)
        )
        assert drawn == len(shipped.gemeinden.towns), one.id


def test_values_of_a_verband_are_rings_and_said_to_be(shipped: Dataset) -> None:
    chart = to_html(map_card(scene(shipped, "commute_distance")).chart)
    assert "point--verband" in chart
    assert "ganzen Gemeindeverband" in chart
    assert "point--verband" not in to_html(map_card(scene(shipped, "age_25_59")).chart)


def test_another_small_town_is_named_where_it_lies(shipped: Dataset) -> None:
    town = next(one for one in shipped.gemeinden.towns if one.slug == "norderney")
    own = Place(
        id=town.ags, name=town.name, district=town.kreis_label, colour=INK, symbol="star",
        dash="dot", first=True,
    )  # fmt: skip
    card = map_card(scene(shipped, "broadband_1000", own))
    pin = next(one for one in nodes(card.chart) if prop(one, "id") == f"pin-{town.ags}")
    assert town.name in text(pin)
    assert pin.href == "/stadt/norderney"  # type: ignore[attr-defined]
    left, top = (float(pin.style[name].rstrip("%")) for name in ("--x", "--y"))  # type: ignore[attr-defined]
    assert (left, top) < (30, 20), "in the north-west"
    assert town.name in card.finding


def test_a_group_shows_its_towns_alone(shipped: Dataset) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Grouped(Scene):
        group: str = ""

    plain = scene(shipped, "broadband_1000")
    known = {
        name: getattr(plain, name) for name in ("data", "places", "indicator", "other", "view")
    }
    for group in groups(shipped):
        chart = map_card(Grouped(**known, group=group.id)).chart
        assert sum(counts(chart)) == group.count
        assert group.label in text(chart)


def test_without_a_table_of_all_towns_the_circles_tell_the_values(shipped: Dataset) -> None:
    old = next(
        one.date
        for one in shipped.series("wittenberge", "population")
        if ("population", one.date) not in shipped.gemeinden.columns
    )
    card = map_card(replace(scene(shipped, "population"), date=old))
    assert "town-points" not in to_html(card.chart)
    assert "Die Fläche eines Kreises" in card.note


@pytest.mark.parametrize("indicator", ["rent_level_tier_property_tax"])
def test_tiers_are_called_tiers(shipped: Dataset, indicator: str) -> None:
    assert "Stufe 1" in text(map_card(scene(shipped, indicator)).chart)
