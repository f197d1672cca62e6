"""The page of similar towns: weights in the address and back, the five lead to what they did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.markup import to_html
from dashboard.components.similar import NO_JUDGEMENT, similar_part
from dashboard.facts.dataset import Dataset
from dashboard.findings.similar import default_weights, similar
from dashboard.pages.contract import Address, UnknownAddressError
from dashboard.pages.town import similar as page
from dashboard.wording import links
from tests.made.tree import links as links_in
from tests.made.tree import nodes, prop, text


def shown(data: Dataset, slug: str, **query: str) -> str:
    address = Address(path=f"/stadt/{slug}/aehnlich", values={"slug": slug}, query=query)
    return to_html(page.view(data, address).content)


def state_of(data: Dataset, **query: str) -> page.Choices:
    return page.url_state(data).read({key.replace("_", "-", 1): one for key, one in query.items()})[
        0
    ]


def test_every_small_town_has_the_page_and_no_other_path(shipped: Dataset) -> None:
    for town in (*shipped.towns.values(), *shipped.gemeinden.towns[::400]):
        town = shipped.gemeinde(town.ags)
        assert town
        assert NO_JUDGEMENT in shown(shipped, town.slug)
    for slug in ("nirgendwo", "01053090"):
        with pytest.raises(UnknownAddressError):
            shown(shipped, slug)


def test_without_tables_of_all_towns_there_is_no_such_page(tiny: Dataset) -> None:
    assert page.addresses(tiny) == ()
    with pytest.raises(UnknownAddressError):
        shown(tiny, "musterau")


def test_weights_of_the_form_stand_in_the_address_and_can_be_set_back(shipped: Dataset) -> None:
    lens = next(iter(shipped.similarity.values()))
    first = lens.traits[0].indicator
    chosen = state_of(shipped, **{f"gewicht_{first}": "0"})
    assert chosen.weights == ((first, 0),)
    query = dict(page.url_state(shipped).query(chosen))
    assert page.url_state(shipped).read(query) == (chosen, ())
    html = shown(shipped, "moelln", **query)
    assert "Gewichte zurücksetzen" in html
    assert "Gewichte zurücksetzen" not in shown(shipped, "moelln")
    # as all forms do, it sends every field, those left as they were too
    sent = {f"gewicht-{t.indicator}": str(t.weight) for t in lens.traits}
    assert page.url_state(shipped).read(sent)[0].weights == ()


@pytest.mark.parametrize(
    "text_", ["population~9", "unbekannt~1", "population", "~", "population~x"]
)
def test_weights_that_are_none_are_said_and_left_out(shipped: Dataset, text_: str) -> None:
    choices, sentences = page.url_state(shipped).read({"gewichte": text_})
    assert choices.weights == ()
    assert sentences


def test_a_weight_changes_what_is_found(shipped: Dataset) -> None:
    lens = next(iter(shipped.similarity.values()))
    ags = shipped.towns["moelln"].ags
    usual = similar(shipped, ags, lens)
    other = similar(shipped, ags, lens, (0, *default_weights(lens)[1:]))
    assert lens.traits[0] in usual.used
    assert lens.traits[0] not in (*other.used, *other.missing)


def test_where_no_trait_counts_nothing_is_told(shipped: Dataset) -> None:
    lens = next(iter(shipped.similarity.values()))
    none = "~".join(f"{trait.indicator}~0" for trait in lens.traits)
    html = shown(shipped, "moelln", gewichte=none)
    assert "Dazu lässt sich nichts sagen" in html
    assert "similar__list" not in html


def test_pilot_towns_lead_to_what_they_did(shipped: Dataset) -> None:
    address = Address(path="/stadt/x/aehnlich", values={"slug": "wittenberge"}, query={})
    leading = set(links_in(page.view(shipped, address).content))
    found = similar(shipped, shipped.towns["wittenberge"].ags, shipped.similarity["lage"])
    assert found.pilots
    for one in found.pilots:
        assert links.town(one.town.slug, links.ACTIVITIES) in leading


def test_a_far_town_is_said_to_be_far(shipped: Dataset) -> None:
    lens = replace(shipped.similarity["lage"], very_near=1e-9, near=2e-9)
    found = similar(shipped, shipped.towns["moelln"].ags, lens)
    assert found.far


def test_the_part_for_a_towns_page_names_each_lens_once(shipped: Dataset) -> None:
    part = similar_part(shipped, shipped.gemeinden.towns[5])
    terms = [text(one) for one in nodes(part) if type(one).__name__ == "Dt"]
    assert terms == [lens.label for lens in shipped.similarity.values()]
    assert prop(part, "id") == links.SIMILAR_TOWNS
