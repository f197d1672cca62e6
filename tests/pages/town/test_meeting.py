"""The talk: which slides, in which order, made of what the site shows elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Phase, ShownIn
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import Address, Frame, UnknownAddressError, View
from dashboard.pages.town.meeting import talk as meeting
from dashboard.pages.town.meeting.common import comparison_card
from dashboard.pages.town.meeting.slides import slides_of
from tests.made.figures import figures_of
from tests.made.shipped import shipped_data
from tests.made.showing import showing
from tests.made.tree import nodes, prop, text

SLUGS = tuple(shipped_data().towns)
ORIGIN = "https://kleinstadt.example.de"


def talk(data: Dataset, slug: str, query: Mapping[str, str] | None = None) -> View:
    path = f"/sitzung/{slug}"
    address = Address(path=path, origin=ORIGIN, values={"slug": slug}, query=query or {})
    return meeting.view(data, address)


def numbers(view: View) -> list[str]:
    text = to_html(view.content)
    return [part[0] for part in text.split('data-number="')[1:]]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_town_has_its_slides_that_name_stand_and_version(shipped: Dataset, slug: str) -> None:
    text = to_html(talk(shipped, slug).content)
    assert numbers(talk(shipped, slug)) == list("123456798")
    assert text.count(f"Fassung {shipped.version}") >= len(numbers(talk(shipped, slug)))
    assert text.count('class="slide__others"') == len(numbers(talk(shipped, slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_slide_with_values_names_its_sources(shipped: Dataset, slug: str) -> None:
    slides = slides_of(shipped, shipped.towns[slug], ORIGIN)
    for slide in slides:
        if slide.number in "13467" or (slide.number == "2" and shipped.activities_of(slug)):
            assert slide.sources, slide.title


def test_slides_come_in_the_order_asked_for(shipped: Dataset) -> None:
    assert numbers(talk(shipped, "moelln", {"folien": "3,1,5"})) == ["3", "1", "5"]


def test_places_of_the_form_become_the_same_order(shipped: Dataset) -> None:
    form = {"platz-5": "3", "platz-3": "1", "platz-1": "2", "platz-2": ""}
    assert numbers(talk(shipped, "moelln", form)) == ["3", "1", "5"]


def test_unknown_slides_are_left_out_and_said(shipped: Dataset) -> None:
    view = talk(shipped, "moelln", {"folien": "3,99"})
    assert numbers(view) == ["3"]
    assert "Eine dieser Folien gibt es nicht." in to_html(view.content)


@pytest.mark.parametrize("query", [{"folien": "x"}, {"folien": ""}, {"farben": "rosa"}])
def test_nonsense_shows_the_whole_talk(shipped: Dataset, query: Mapping[str, str]) -> None:
    assert numbers(talk(shipped, "moelln", query)) == list("123456798")


def test_a_slide_beyond_the_last_shows_the_first(shipped: Dataset) -> None:
    text = to_html(talk(shipped, "moelln", {"folien": "3,1", "folie": "7"}).content)
    assert 'data-current="1"' in text
    assert "Es gibt nur 2 Folien." in text


def test_headings_lead_to_the_slides_and_to_the_figures_on_them(shipped: Dataset) -> None:
    text = to_html(talk(shipped, "moelln", {"folien": "6,1"}).content)
    assert re.findall(r"<h1\b[^>]*>(.*?)</h1>", text) == ["Folien: Mölln"]
    slides = re.findall(r"<h2\b[^>]*>(.*?)</h2>", text)
    assert slides == ["Was sich daraus lernen lässt", "Mölln in Kürze"]
    assert re.findall(r"<h3\b[^>]*>(.*?)</h3>", text) == ["Mölln und seine Nachbargemeinden"]


def test_comparison_on_the_slide_is_the_comparison_of_the_site(shipped: Dataset) -> None:
    town = shipped.towns["diessen"]
    card = comparison_card(shipped, town, "commute_distance")
    query = {"indikator": "commute_distance", "erste": "diessen"}
    site, *_spread = figures_of(compare, shipped, Address(path="/vergleich", query=query))
    assert card.chart == site.chart
    assert card.table == site.table


def test_slides_show_the_indicators_that_say_so(shipped: Dataset) -> None:
    data = showing(
        shipped,
        vacancy_rate=ShownIn.SLIDE_LEFT,
        population=ShownIn.SLIDE_RIGHT,
        dwellings=ShownIn.SLIDES,
    )
    standing, together = slides_of(data, data.towns["moelln"], ORIGIN)[2:4]
    rows = [node for node in nodes(standing.body) if prop(node, "scope") == "row"]
    assert [row.children[0].children for row in rows] == [data.indicators["dwellings"].label]
    figures = [id_ for node in nodes(together.body) if (id_ := prop(node, "data-figure"))]
    assert [id_.rpartition("-")[2] for id_ in figures] == ["vacancy_rate", "population"]


def test_a_question_from_the_floor_shows_all_of_the_project(shipped: Dataset) -> None:
    slides = slides_of(shipped, shipped.towns["moelln"], ORIGIN)
    for slide in slides:
        text = to_html(slide.others)
        for town in shipped.in_project:
            assert town.name in text or town.short_name in text, slide.title


def test_values_of_the_others_are_those_of_the_data(shipped: Dataset) -> None:
    slide = slides_of(shipped, shipped.towns["moelln"], ORIGIN)[2]
    text = to_html(slide.others)
    for slug in shipped.towns:
        value = shipped.latest(slug, "vacancy_rate")
        if value is None:
            continue
        assert f"<td>{value.value:.1f}".replace(".", ",") in text.replace(' class="own"', "")


def test_what_is_not_known_is_said(shipped: Dataset) -> None:
    before = tuple(one for one in shipped.activities if one.phase is not Phase.AFTER)
    nothing_after = talk(replace(shipped, activities=before), "dippoldiswalde")
    assert "steht in keiner der gefundenen Quellen" in to_html(nothing_after.content)
    assert "keine Bürgerbefragung genannt" in to_html(talk(shipped, "oestrich-winkel").content)


def test_no_claim_of_low_confidence_is_shown_as_a_value(shipped: Dataset) -> None:
    shown = nodes(talk(shipped, "moelln").content)
    values = [text(one) for one in shown if prop(one, "className") == "said__value"]
    assert values
    assert not any("ein Drittel" in one for one in values)


def test_without_a_public_address_there_is_no_code(shipped: Dataset) -> None:
    address = Address(path="/sitzung/moelln", values={"slug": "moelln"})
    text = to_html(meeting.view(shipped, address).content)
    assert "qr-code" not in text
    assert "noch keine öffentliche Adresse" in text


@pytest.mark.parametrize("slug", SLUGS)
def test_no_slide_speaks_as_the_town(shipped: Dataset, slug: str) -> None:
    told = text(talk(shipped, slug).content)
    for survey in shipped.surveys.values():
        told = told.replace(survey.title.partition(":")[0], "")
    assert re.findall(r"(?i)\b(?:wir|uns|unser\w*)\b", told) == []


def test_slides_stand_without_header_and_footer(shipped: Dataset) -> None:
    assert talk(shipped, "moelln").frame is Frame.SLIDES


def test_unknown_town_is_unknown(shipped: Dataset) -> None:
    with pytest.raises(UnknownAddressError):
        talk(shipped, "nirgendwo")
