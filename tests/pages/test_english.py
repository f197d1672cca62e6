"""The page in English says what the German data say, in English or named as German."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages import english
from dashboard.pages.contract import Address
from dashboard.wording import links
from dashboard.wording.english import number


def shown(data: Dataset) -> str:
    return to_html(english.view(data, Address(path=links.ENGLISH)).content)


@pytest.fixture(scope="module")
def page(shipped: Dataset) -> str:
    return shown(shipped)


def test_towns_and_lessons_are_told_in_english_with_their_sources(
    page: str, shipped: Dataset
) -> None:
    for town in shipped.in_project:
        said = shipped.english[f"towns/{town.slug}"]
        assert all(to_html(one) in page for one in (said.happened, said.stayed, said.unknown))
        sources = shipped.named_sources((*town.happened_sources, *town.stayed_sources))
        assert all(f'href="{to_html(one.url)}"' in page for one in sources)
        assert f'href="{links.town(town.slug)}"' in page
    for lesson in shipped.lessons.values():
        told = shipped.english[f"lessons/{lesson.id}"]
        address = to_html(links.lesson(lesson.id, lesson.theme))
        assert re.search(
            rf"{re.escape(to_html(told.statement))}</p><p [^>]+>Said by: "
            rf'{re.escape(to_html(told.said_by))}\. <a [^>]+ href="{re.escape(address)}"',
            page,
        ), lesson.id


def test_values_are_those_of_the_data_written_in_english(page: str, shipped: Dataset) -> None:
    found = 0
    for id_ in shipped.english:
        file, _, name = id_.partition("/")
        if file != "indicators":
            continue
        for town in shipped.towns:
            address = to_html(links.value(town, name))
            text = re.search(rf'<a href="{re.escape(address)}"[^>]*>([\d,.]+)</a>', page)
            assert text, (name, town)
            values = [one.value for one in shipped.series(town, name)]
            decimals = shipped.indicators[name].decimals
            assert text[1] in [number(value, decimals) for value in values]
            found += 1
    assert found
    assert page.count('class="silhouette') * len(shipped.towns) == found


def test_what_has_no_english_is_shown_in_german_and_named_so(shipped: Dataset) -> None:
    town, lesson = next(iter(shipped.in_project)), next(iter(shipped.lessons.values()))
    gone = {f"towns/{town.slug}", f"lessons/{lesson.id}", "project"}
    kept = {id_: one for id_, one in shipped.english.items() if id_ not in gone}
    text = shown(replace(shipped, english=kept))
    for german in (town.happened, town.unknown, lesson.statement, shipped.project.summary):
        assert f'{english.UNTRANSLATED} <span lang="de">{to_html(german)}</span>' in text
    assert f'Said by: <span lang="de">{to_html(lesson.said_by)}</span>' in text


def test_a_value_that_lacks_is_named_and_leads_to_the_gaps(tiny: Dataset) -> None:
    assert to_html(english.view(tiny, Address(path=links.ENGLISH)).content)
    id_ = next(iter(tiny.indicators))
    said = replace(_said(id_), label="Some number")
    held = replace(tiny, english={said.id: said}, _series={})
    text = shown(held)
    for town in held.towns:
        assert f'href="{to_html(links.gaps(town))}" hreflang="de">not available</a>' in text


def _said(indicator: str) -> english.English:
    return english.English(
        id=f"indicators/{indicator}", german="", label="x", definition="y", unit="people"
    )


def test_start_and_english_page_name_each_other_with_their_whole_address(
    public: FlaskClient,
) -> None:
    for path in links.LANGUAGES.values():
        head = public.get(path).text.partition("</head>")[0]
        pairs = re.findall(
            r'<link rel="alternate" hreflang="(\w+)" href="https://[^/]+(/\w*)"', head
        )
        assert dict(pairs) == links.LANGUAGES
    assert "hreflang" not in public.get(links.GLOSSARY).text.partition("</head>")[0]


def test_what_stands_around_it_is_named_as_german(draft: FlaskClient) -> None:
    text = draft.get(links.ENGLISH).text
    for tag in ("header", "footer"):
        assert re.search(rf'<{tag} [^>]*lang="de"', text)
    assert ">Skip to content</a>" in text
    german = draft.get(links.GLOSSARY).text
    assert not re.search(r'<(header|footer) [^>]*lang="de"', german)
