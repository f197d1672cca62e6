"""Similar towns: distances without a bias, nothing filled in, only what stays is told."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.facts.model import Flag, Lens
from dashboard.findings.similar import (
    ALIKE,
    AMONG,
    DIFFERENT,
    FEWEST,
    NEAREST,
    Likeness,
    Measured,
    default_weights,
    distances,
    measured,
    similar,
    value_of,
)
from dashboard.wording.search import sort_key
from tests.made.shipped import shipped_data

DATA = shipped_data()
LENSES = tuple(DATA.similarity.values())
TRAITS = 5
VALUES = st.floats(-5, 5) | st.just(nan)
TOWNS = st.lists(st.tuples(*[VALUES] * TRAITS), min_size=2, max_size=60)
WEIGHTS = st.tuples(*[st.integers(0, 3)] * TRAITS)
A_TOWN = st.sampled_from(DATA.gemeinden.towns)


def columns(towns: list[tuple[float, ...]]) -> list[list[float]]:
    return [list(column) for column in zip(*towns, strict=True)]


def by_town(towns: list[tuple[float, ...]], weights: tuple[int, ...], at: int) -> dict[int, float]:
    found = distances(columns(towns), weights, at)
    return dict(zip(found.towns, found.whole, strict=True)) if found else {}


@given(TOWNS, WEIGHTS)
def test_a_town_like_itself_is_nearest_at_no_distance(
    towns: list[tuple[float, ...]], weights: tuple[int, ...]
) -> None:
    found = by_town([*towns, towns[0]], weights, 0)
    known = sum(bool(w) and not isnan(v) for w, v in zip(weights, towns[0], strict=True))
    assert (len(towns) in found) == (known >= FEWEST)
    if found:
        assert found[len(towns)] == 0 == min(found.values())
    assert 0 not in found, "no town is its own neighbour"


@given(TOWNS, WEIGHTS, st.data())
def test_a_gap_never_brings_a_town_nearer(
    towns: list[tuple[float, ...]], weights: tuple[int, ...], data: st.DataObject
) -> None:
    other = data.draw(st.integers(1, len(towns) - 1))
    trait = data.draw(st.integers(0, TRAITS - 1))
    before = by_town(towns, weights, 0)
    gap = list(towns[other])
    gap[trait] = nan
    after = by_town([*towns[:other], tuple(gap), *towns[other + 1 :]], weights, 0)
    if other in after:
        assert after == before, "the trait did not count"
    else:
        assert after == {place: by for place, by in before.items() if place != other}


@given(TOWNS, WEIGHTS, st.integers(0, TRAITS - 1))
def test_no_weight_is_as_if_the_trait_were_not_there(
    towns: list[tuple[float, ...]], weights: tuple[int, ...], trait: int
) -> None:
    without = [*weights[:trait], 0, *weights[trait + 1 :]]
    left = [town[:trait] + town[trait + 1 :] for town in towns]
    assert by_town(towns, tuple(without), 0) == by_town(
        left, weights[:trait] + weights[trait + 1 :], 0
    )


@given(TOWNS, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_towns_makes_no_difference(
    towns: list[tuple[float, ...]], weights: tuple[int, ...], random: object
) -> None:
    order = list(range(len(towns)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = by_town([towns[place] for place in order], weights, order.index(0))
    assert {order[place]: by for place, by in found.items()} == by_town(towns, weights, 0)


@given(TOWNS, WEIGHTS)
def test_distance_is_the_same_both_ways_where_both_know_the_same(
    towns: list[tuple[float, ...]], weights: tuple[int, ...]
) -> None:
    there, back = by_town(towns, weights, 0), by_town(towns, weights, 1)
    if 1 in there and 0 in back:
        assert there[1] == pytest.approx(back[0])


@given(A_TOWN, st.sampled_from(LENSES))
def test_what_is_shown_is_what_numpy_finds(town: object, lens: Lens) -> None:
    at = DATA.gemeinden.by_ags[town.ags]  # type: ignore[attr-defined]
    found = similar(DATA, town.ags, lens)  # type: ignore[attr-defined]
    raw = np.array(
        [
            [value_of(DATA.gemeinden, t, i) for t in lens.traits]
            for i in range(len(DATA.gemeinden.towns))
        ]
    )
    for place, trait in enumerate(lens.traits):
        raw[:, place] = np.log(raw[:, place]) if trait.ratio else raw[:, place]
    low, high = np.nanpercentile(raw, [25, 75], axis=0)
    scaled, weights = raw / (high - low), np.array(default_weights(lens), float)
    use = ~np.isnan(scaled[at])
    if use.sum() < FEWEST:
        assert not found.shown
        return
    squares = weights[use] * (scaled[:, use] - scaled[at, use]) ** 2
    squares[at] = np.nan
    whole = np.sqrt(squares.sum(1) / weights[use].sum())
    assert found.compared == np.isfinite(whole).sum()
    nearest = np.argsort(whole)[:NEAREST]
    stays = {
        int(one)
        for one in nearest
        if all(
            np.sum((squares.sum(1) - squares[:, j]) < (squares.sum(1) - squares[:, j])[one] - 1e-9)
            < AMONG
            for j in range(squares.shape[1])
        )
    }
    shown = {DATA.gemeinden.by_ags[one.town.ags]: one for one in found.shown}
    assert set(shown) <= stays
    near = {one for one in stays if whole[one] <= lens.near}
    assert set(shown) == (near or (set() if (whole[nearest] <= lens.near).any() else stays))
    for place, one in shown.items():
        bound = {Likeness.VERY: lens.very_near, Likeness.NEAR: lens.near}.get(one.likeness, 99)
        assert whole[place] <= bound
        for place_of, trait in enumerate(lens.traits):
            by = abs(scaled[place, place_of] - scaled[at, place_of])
            assert (trait in one.alike) == (trait in found.used and by <= ALIKE)
            assert (trait in one.different) == (trait in found.used and by >= DIFFERENT)


@given(A_TOWN, st.sampled_from(LENSES))
def test_bands_hold_no_rank_and_gaps_are_named(town: object, lens: Lens) -> None:
    found = similar(DATA, town.ags, lens)  # type: ignore[attr-defined]
    for likeness in Likeness:
        names = [one.town.name for one in found.shown if one.likeness is likeness]
        assert names == sorted(names, key=sort_key)
    assert {*found.used, *found.missing} == set(lens.traits)
    assert found.compared + found.others in (0, len(DATA.gemeinden.towns) - 1)
    at = DATA.gemeinden.by_ags[town.ags]  # type: ignore[attr-defined]
    for trait in found.used:
        for key in trait.keys:
            column = DATA.gemeinden.columns[key]
            assert column.flags.get(at) not in tuple(Flag)
            assert not isnan(column.values[at])


def test_too_few_traits_and_nothing_is_told() -> None:
    lens = LENSES[0]
    weights = (1,) * (FEWEST - 1) + (0,) * (len(lens.traits) - FEWEST + 1)
    found = similar(DATA, DATA.gemeinden.towns[0].ags, lens, weights)
    assert (found.shown, found.pilots, found.compared) == ((), (), 0)
    assert len(found.used) == FEWEST - 1


def test_one_of_the_five_is_found_as_itself() -> None:
    for lens in LENSES:
        for town in DATA.towns.values():
            pilots = {one.town.id for one in similar(DATA, town.ags, lens).pilots}
            assert pilots <= set(DATA.towns) - {town.slug}


@pytest.mark.hurts
@pytest.mark.parametrize("lens", LENSES, ids=lambda one: one.id)
def test_what_the_file_states_of_a_lens_is_what_is_measured(lens: Lens) -> None:
    found: Measured = measured(DATA, lens)
    assert found.very_near == pytest.approx(lens.very_near, abs=0.0006)
    assert found.near == pytest.approx(lens.near, abs=0.0006)
    assert found.stays == pytest.approx(lens.stays, abs=0.006)
