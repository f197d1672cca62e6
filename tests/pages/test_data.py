"""The data page in parts: each short, each old anchor in its part, everything found."""

from __future__ import annotations

import random
import re

import pytest
from flask.testing import FlaskClient

from dashboard.components.paging import piece
from dashboard.downloads.package import data_tables
from dashboard.facts.dataset import Dataset
from dashboard.pages.data.lists import ENTRIES, ROWS
from dashboard.wording import links
from tests.made.parts import ids_of, is_short, leads_to


def states(data: Dataset) -> list[str]:
    """The address of every state that shows something else."""
    part = f"{links.DATA}?ansicht="
    return [
        links.DATA,
        f"{part}methoden",
        *(f"{part}kennzahlen&ab={at}" for at in range(0, len(data.indicators), ROWS)),
        *(f"{part}quellen&ab={at}" for at in range(0, len(data.sources), ENTRIES)),
        *(links.gaps(town, theme) for town in ("", *data.towns) for theme in ("", *data.themes)),
        *(links.source(id_).partition("#")[0] for id_ in data.sources),
    ]


def test_some_states_are_short(shipped: Dataset, draft: FlaskClient) -> None:
    chosen = random.Random(17).sample(states(shipped), 15)
    assert [path for path in (links.DATA, *chosen) if not is_short(draft, path)] == []


@pytest.mark.hurts
def test_every_state_is_short(shipped: Dataset, draft: FlaskClient) -> None:
    assert [path for path in states(shipped) if not is_short(draft, path)] == []


def test_every_anchor_leads_to_the_part_that_shows_it(shipped: Dataset, draft: FlaskClient) -> None:
    everything = ids_of(draft.get(f"{links.DATA}?umfang=alles").text)
    assert {links.source_anchor(id_) for id_ in shipped.sources} <= everything
    assert {links.table_anchor(one.id) for one in data_tables(shipped)} <= everything
    assert {links.indicator_term(id_) for id_ in shipped.indicators} <= everything
    assert leads_to(draft, links.DATA, everything) == []


def test_links_of_the_site_need_no_script(shipped: Dataset, draft: FlaskClient) -> None:
    for id_, source in shipped.sources.items():
        where, _, anchor = links.source(id_).partition("#")
        if source is next(iter(shipped.sources.values())) or id_.endswith("1"):
            assert f'id="{anchor}"' in draft.get(where).text
    where, _, anchor = links.similar_method().partition("#")
    assert f'id="{anchor}"' in draft.get(where).text


def test_pages_of_the_lists_hold_every_entry_once(shipped: Dataset, draft: FlaskClient) -> None:
    found: list[str] = []
    for at in range(0, len(shipped.indicators), ROWS):
        text = draft.get(f"{links.DATA}?ansicht=kennzahlen&ab={at}").text
        found += re.findall('<tr id="kennzahl-([^"]+)"', text)
    assert found == list(shipped.indicators)
    assert list(piece(found, 0, ROWS)) == found[:ROWS]


def test_everyday_words_find_indicators_and_sources(draft: FlaskClient) -> None:
    text = draft.get(f"{links.DATA}?ansicht=kennzahlen&q=Einwohner").text
    assert 'id="kennzahl-population"' in text
    text = draft.get(f"{links.DATA}?ansicht=quellen&q=zensus").text
    assert re.search('<li id="quelle-[^"]+">', text)
    nothing = draft.get(f"{links.DATA}?ansicht=quellen&q=xyzxyz").text
    assert "Zu dieser Auswahl gibt es keine Quellen." in nothing


def test_what_is_searched_for_is_kept_nowhere(draft: FlaskClient) -> None:
    for path in (f"{links.DATA}?ansicht=quellen&q=amt", f"{links.GLOSSARY}?q=median"):
        assert "no-store" in draft.get(path).headers["Cache-Control"]


def test_gaps_are_those_of_the_town_and_theme(shipped: Dataset, draft: FlaskClient) -> None:
    for slug in shipped.towns:
        text = draft.get(links.gaps(slug)).text
        for gap in shipped.gaps.values():
            assert (f"<b>{gap.label}</b>" in text) == (slug in (gap.towns or [slug]))
    for theme in {gap.theme for gap in shipped.gaps.values()}:
        text = draft.get(links.gaps(theme=theme)).text
        for gap in shipped.gaps.values():
            assert (f"<b>{gap.label}</b>" in text) == (gap.theme == theme)


def test_a_source_says_what_comes_from_it(shipped: Dataset, draft: FlaskClient) -> None:
    used = {one.source: one.indicator for one in shipped.observations}
    for source, indicator in [*used.items()][:5]:
        text = draft.get(links.source(source)).text
        assert f">Kennzahl: {shipped.indicators[indicator].label} (" in text


def test_parts_are_told_from_each_other(draft: FlaskClient) -> None:
    titles = set()
    for part in ("kennzahlen", "quellen", "luecken", "methoden"):
        text = draft.get(f"{links.DATA}?ansicht={part}").text
        assert f'<a aria-current="true" href="/daten?ansicht={part}">' in text
        assert 'id="tabellen"' not in text
        titles.add(text.partition("<title>")[2].partition("<")[0])
    assert len(titles) == 4
