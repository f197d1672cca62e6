"""What pages promise: a figure is found under its id, an answer to a choice is part of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from dash.development.base_component import Component

from dashboard.components.live_part import VIEW
from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages import PAGES
from dashboard.pages.contract import Address, ChoicePage, FigurePage, PageModule
from dashboard.pages.timeline import page as timeline
from dashboard.pages.town import course
from dashboard.pages.town import page as town
from dashboard.web.site import Site
from dashboard.wording import links
from tests.made.shipped import shipped_data
from tests.made.tree import by_id, nodes, prop, text

CHOICES = {
    "vergleich": ({}, {"ansicht": "tabelle"}, {"staedte": "", "indikator": "unbekannt"}),
    "zeitleiste": (
        {},
        {"aktivitaet": "ow-popup-2022"},
        {"q": "coworking", "von": "gestern"},
        {"ansicht": "netz"},
        {"umfang": "alles"},
    ),
    "erkenntnisse": ({}, {"thema": "menschen", "liste": "pendeln"}),
    "befragungen": ({}, {"frage": "homeoffice-ifo"}, {"umfang": "alles"}),
    "stadt": (
        {},
        {"thema": "kreis", "ab": "18", "verlauf": "commute_distance"},
        {"indikator": "vacancy_rate"},
        {"umfang": "alles"},
    ),
}


def asked() -> Iterator[tuple[PageModule, Address]]:
    data = shipped_data()
    for page in PAGES:
        path = page.addresses(data)[0]
        slug = next((one for one in data.towns if one in path), "")
        for query in CHOICES.get(page.PAGE.id, ({},)):
            yield page, Address(path=path, values={"slug": slug}, query=query)


@pytest.mark.parametrize(("page", "address"), tuple(asked()))
def test_figures_and_choices_of_a_page_are_those_that_can_be_asked_for(
    shipped: Dataset, page: PageModule, address: Address
) -> None:
    view = page.view(shipped, address)
    html = to_html(view.content)
    cards = page.cards(shipped, address)[0] if isinstance(page, FigurePage) else {}
    with_downloads = r'<figure [^>]*class="figure-card[^>]*data-figure="([^"]+)"'
    assert set(re.findall(with_downloads, html)) <= set(cards)  # other choices show the others
    assert [draw().id for draw in cards.values()] == list(cards)
    # what is sent with a page for its choices follows from the address in its view
    if links.Key.SCOPE not in address.query:  # a long form may have none
        assert bool(view.address) == isinstance(page, ChoicePage)
    if isinstance(page, ChoicePage) and view.address:
        live = page.live(shipped, address)
        assert to_html(by_id(view.content, VIEW)) == to_html(live.part)
        assert (view.title, view.address) == (live.title, live.address)


@pytest.mark.parametrize(("page", "address"), tuple(asked()))
def test_a_picture_finds_the_title_the_note_and_the_sources_of_its_figure(
    shipped: Dataset, page: PageModule, address: Address
) -> None:
    content = page.view(shipped, address).content
    saved = {prop(one, "data-of") for one in nodes(content)} - {None}
    cards = page.cards(shipped, address)[0] if isinstance(page, FigurePage) else {}
    figures = {prop(one, "data-figure"): one for one in nodes(content)}
    for id_ in saved & {*cards}:
        card, parts = cards[id_](), [*nodes(figures[id_])]
        found = {prop(one, "className"): text(one) for one in parts}
        assert found["figure-card__title"] == card.title
        assert found.get("figure-card__note", "") == card.note
        assert "Stand der Daten" in found["source"]


def never(*_arguments: object) -> Component:
    raise AssertionError("drawn, and not asked for")


def test_an_answer_to_a_choice_draws_only_what_it_sends(
    shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("alike_card", "picture_card", "view"):
        monkeypatch.setattr(timeline, name, never)
    query = {"staedte": "moelln", "ansicht": "netz"}
    part = timeline.live(shipped, Address(path="/zeitleiste", query=query)).part
    assert 'data-figure="zeitleiste-partner"' in to_html(part)


def test_a_download_draws_one_figure_and_no_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((town, "view"), (town, "map_card"), (course, "_population_card")):
        monkeypatch.setattr(module, name, never)
    answer = site.server.test_client().get("/figur/stadt/moelln/moelln-breitband-verlauf.csv")
    assert answer.status_code == 200
    assert "broadband" in answer.text or "Breitband" in answer.text
