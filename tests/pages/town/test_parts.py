"""A town's page in parts: every value two clicks away, and no old anchor lost."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.findings.town import KeyFigure, key_figures, themes_of
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address
from dashboard.pages.town import page
from dashboard.wording import links
from dashboard.wording.links import Key
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data

FIVE = tuple(shipped_data().towns)
OTHERS = tuple(
    one.slug for one in random.Random(17).sample(shipped_data().gemeinden.towns, 20)
)  # fmt: skip
WHOLE = {Key.SCOPE: links.ALL_OF_IT}


def address(slug: str, query: Mapping[str, str]) -> Address:
    return Address(path=links.town(slug), values={"slug": slug}, query=query)


def html_of(slug: str, **query: str) -> str:
    return to_html(page.view(shipped_data(), address(slug, query)).content)


@cache
def remembered(slug: str, query: tuple[tuple[str, str], ...]) -> str:
    return html_of(slug, **dict(query))


def hrefs(html: str, slug: str) -> list[dict[str, str]]:
    """Return the queries of the links that lead to other choices of the same page."""
    found = (urlsplit(unescape(href)) for href in re.findall(r'\bhref="([^"]+)"', html))
    return [query_of(one.query) for one in found if one.path == links.town(slug)]


def walk(slug: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Return, for each row met within two clicks, the page it is on and where it leads."""
    met: dict[str, tuple[str, dict[str, str]]] = {}
    first = html_of(slug)
    themes = [one for one in hrefs(first, slug) if Key.THEME in one]
    for clicked in ({}, *themes):
        shown = remembered(slug, tuple(clicked.items()))
        further = [one for one in hrefs(shown, slug) if Key.AFTER in one]
        for html in (shown, *(remembered(slug, tuple(one.items())) for one in further)):
            for query in hrefs(html, slug):
                if f'id="{links.value_anchor(query.get(Key.INDICATOR, ""))}"' in html:
                    met.setdefault(query[Key.INDICATOR], (html, query))
    return met


def figures_of(slug: str) -> list[KeyFigure]:
    data = shipped_data()
    town = data.gemeinde(slug)
    assert town is not None
    return key_figures(data, town, [id_ for ids in themes_of(data, town).values() for id_ in ids])


WALKED = [
    "moelln",
    OTHERS[0],
    *(pytest.param(slug, marks=pytest.mark.hurts) for slug in (*FIVE[1:], *OTHERS[1:4])),
]


@pytest.mark.parametrize("slug", WALKED)
def test_every_value_is_two_clicks_from_its_town_and_one_more_from_its_source(
    slug: str, request: pytest.FixtureRequest
) -> None:
    met = walk(slug)
    figures = figures_of(slug)
    assert figures
    for figure in figures:
        html, _ = met[figure.indicator.id]
        row = html.partition(f'id="{links.value_anchor(figure.indicator.id)}"')[2]
        assert f"<b>{figure.text(figure.observation)}</b>" in row.partition("</li>")[0]
    is_sample = request.node.get_closest_marker("hurts") is None
    for figure in random.Random(2).sample(figures, 8) if is_sample else figures:
        _, query = met[figure.indicator.id]
        opened = html_of(slug, **query).partition("value-rows__detail")[2]
        assert f'href="{figure.source.url}"' in unescape(opened)
        assert figure.indicator.definition in unescape(opened)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


@pytest.mark.parametrize("slug", ["diessen", next(iter(hardest()))])
def test_every_anchor_of_the_long_form_leads_to_its_content(shipped: Dataset, slug: str) -> None:
    by_query: dict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
    long = ids(html_of(slug, **WHOLE))
    assert len(long) > 50
    for anchor in long:
        query = page.query_of(shipped, address(slug, {}), anchor)
        assert query is not None, anchor
        by_query[tuple(query.items())].add(anchor)
    assert len(by_query) > len(themes_of(shipped, shipped.gemeinde(slug) or shipped.towns[slug]))
    for query, anchors in by_query.items():
        assert anchors <= ids(html_of(slug, **dict(query))), query
    assert page.query_of(shipped, address(slug, {}), "gibt-es-nicht") is None


def test_a_browser_that_does_not_find_an_anchor_is_led_to_it(draft: FlaskClient) -> None:
    asked = "/stadt/moelln?verlauf=commute_distance&anker=moelln-wohnen-titel"
    assert draft.get(asked).location == "/stadt/moelln?thema=wohnen#moelln-wohnen-titel"
    assert draft.get("/stadt/moelln?anker=nirgendwo").location == "/stadt/moelln"
    assert " data-anchors" in draft.get("/stadt/moelln").text


def test_tiles_lead_to_their_rows_without_a_script() -> None:
    first = html_of("diessen")
    tiles = re.findall(r'<li class="tile"><a aria-label="[^"]+" href="([^"]+)"', first)
    assert len(tiles) > 5
    for link in tiles:
        parts = urlsplit(unescape(link))
        assert f'id="{parts.fragment}"' in html_of("diessen", **query_of(parts.query))


@pytest.mark.parametrize("slug", ["wittenberge", OTHERS[1]])
def test_the_long_form_holds_every_value(slug: str) -> None:
    whole = html_of(slug, **WHOLE)
    for figure in figures_of(slug):
        assert f">{figure.text(figure.observation)}<" in whole
        assert figure.source.url in unescape(whole)


def test_only_the_page_as_first_seen_is_for_search_engines(public: FlaskClient) -> None:
    path = links.town("moelln")
    for query in ("thema=kreis", "indikator=vacancy_rate", "umfang=alles", "verlauf=area_km2"):
        assert '<meta name="robots" content="noindex' in public.get(f"{path}?{query}").text
    assert "noindex" not in public.get(path).text


def test_what_has_no_value_is_said_and_its_theme_is_shown(shipped: Dataset) -> None:
    town = shipped.gemeinde(OTHERS[0])
    assert town is not None
    known = {id_ for found in themes_of(shipped, town).values() for id_ in found}
    missing = next(
        one for one in shipped.indicators.values() if one.comparable and one.id not in known
    )
    shown = html_of(OTHERS[0], indikator=missing.id)
    assert f"Zu „{missing.label}“ gibt es für {town.name} keinen Wert" in unescape(shown)
    assert "value-rows__detail" not in shown


def test_paper_says_what_the_short_form_leaves_out() -> None:
    note = html_of("moelln", thema="kreis").partition("die kurze Fassung")[2].partition("</p>")[0]
    assert links.whole_town("moelln") in note
    assert "Wohnen" in note
    assert "Umland" not in note
