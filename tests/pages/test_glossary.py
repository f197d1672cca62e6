"""The glossary a page at a time: short, whole, each word where its links lead."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from dashboard.facts.dataset import Dataset
from dashboard.wording import links
from dashboard.wording.search import sort_key
from tests.made.parts import ids_of, is_short, leads_to

FIRST = (links.GLOSSARY, f"{links.GLOSSARY}?ansicht=kennzahlen")


def pages(draft: FlaskClient, first: str) -> list[str]:
    """The HTML of every page of a list, by its links to the next one."""
    found, path = [], first
    while path:
        found.append(draft.get(path).text)
        forward = re.search(r'href="([^"]+)">Weitere →', found[-1])
        path = forward[1].replace("&amp;", "&") if forward else ""
    return found


def test_lists_are_whole_in_order_and_short(shipped: Dataset, draft: FlaskClient) -> None:
    for first, known in zip(FIRST, (shipped.glossary, shipped.indicators), strict=True):
        words = [
            word
            for page in pages(draft, first)
            for word in re.findall("<dt id=[^>]+>([^<]+)", page)
        ]
        assert len(words) == len(known)
        assert words == sorted(words, key=sort_key)
        assert is_short(draft, first)


def test_of_forms_of_a_word_the_first_stands(draft: FlaskClient) -> None:
    everything = draft.get(f"{links.GLOSSARY}?umfang=alles").text
    words = re.findall("<dt id=[^>]+>([^<]+)", everything)
    assert {"Leadkommune", "Basis, Bezug", "Gemeindeverband"} <= set(words)


def test_every_anchor_leads_to_the_page_that_shows_it(draft: FlaskClient) -> None:
    everything = ids_of(draft.get(f"{links.GLOSSARY}?umfang=alles").text)
    assert leads_to(draft, links.GLOSSARY, everything) == []


def test_every_link_to_a_word_shows_it_without_scripts(
    shipped: Dataset, draft: FlaskClient
) -> None:
    ids = [*shipped.glossary, *map(links.indicator_term, shipped.indicators)]
    for id_ in ids[::3]:
        where, _, anchor = links.term(id_).partition("#")
        assert f'<dt id="{anchor}">' in draft.get(where).text, id_


def test_letters_lead_to_their_first_word(draft: FlaskClient) -> None:
    for first in FIRST:
        text = draft.get(first).text.partition('class="letters')[2].partition("</nav>")[0]
        found = re.findall(r'<a href="([^"#]+)#([^"]+)">(.)</a>', text)
        assert len(found) > 5
        for where, anchor, letter in found[::4]:
            word = re.search(f'<dt id="{anchor}">(.)', draft.get(where.replace("&amp;", "&")).text)
            assert word
            assert sort_key(word[1]).upper() == letter


def test_words_are_found_by_form_and_meaning(draft: FlaskClient) -> None:
    assert '<dt id="stichtag">' in draft.get(f"{links.GLOSSARY}?q=stichtage").text
    nothing = draft.get(f"{links.GLOSSARY}?q=xyzxyz").text
    assert "Zu „xyzxyz“ steht hier nichts." in nothing
