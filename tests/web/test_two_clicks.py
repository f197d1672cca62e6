"""Every value of a town is two clicks from its page or its theme, and one more from its source.

A click follows a plain link of the page as it was sent, so it holds with scripts off; what is
folded there needs no request. The long form of a page is no way: nobody should have to read all.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import parse_qsl, urldefrag, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.facts.model import Activity, Gemeinde, Observation
from dashboard.wording import links
from dashboard.wording.dates import date_text, short_date
from dashboard.wording.links import ALL_OF_IT, Key
from dashboard.wording.numbers import number_of, value_text
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data

DATA = shipped_data()
CLICKS = 2
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
TAG = re.compile(r"<[^>]+>")
ROWS = re.compile(r"<(tr|li)\b.*?(?=<(?:tr|li)\b|</table|</ul|$)", re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
CAPTION = re.compile(r"<caption\b.*?</caption>", re.DOTALL)


class Walk:
    """A visitor without scripts who follows links of the main part of pages."""

    def __init__(self, visitor: FlaskClient) -> None:
        self._visitor = visitor
        self._seen: dict[str, str] = {}

    def page(self, address: str) -> str:
        """Return the main part of a page, of files nothing; a link that leads nowhere fails."""
        asked = urldefrag(address).url
        if asked not in self._seen:
            answer = self._visitor.get(asked, follow_redirects=True)
            assert answer.status_code == 200, address
            text = answer.text if answer.mimetype == "text/html" else ""
            main = text.partition("<main")[2].partition("</main>")[0]
            self._seen[asked] = re.sub(r"<script\b.*?</script>", "", main, flags=re.DOTALL)
        return self._seen[asked]

    def links(self, address: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield where the page leads to on the site, each with its query; never to a long form."""
        for href in dict.fromkeys(LINK.findall(self.page(address))):
            there = html.unescape(href)
            query = dict(parse_qsl(urlsplit(there).query))
            if there.startswith("/") and query.get(Key.SCOPE) != ALL_OF_IT:
                yield there, query


@pytest.fixture(scope="module")
def walk(draft: FlaskClient) -> Walk:
    return Walk(draft)


def rows(text: str) -> Iterator[str]:
    """Yield the words of every row of a list or a table, this one's after its caption."""
    for table in TABLE.findall(text):
        caption = CAPTION.search(table)
        about = words(caption[0]) if caption else ""
        yield from (f"{about} {words(row[0])}" for row in ROWS.finditer(table))
    yield from (words(row[0]) for row in ROWS.finditer(TABLE.sub("", text)))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", text)))


def is_said(one: Observation, text: str) -> bool:
    """Return whether a row of the page says the value with its name and date."""
    indicator = DATA.indicators[one.indicator]
    if one.value is None:
        said = re.escape(words(value_text(one, indicator, DATA.units[indicator.unit])))
    else:
        said = rf"(?<![\d.,])(?:{re.escape(number_of(one, indicator))})(?!,?\d)"
    value = re.compile(said)
    dates = {words(short_date(one.date)), words(date_text(one.date))}
    return any(
        words(indicator.label) in row and value.search(row) and any(date in row for date in dates)
        for row in rows(text)
    )


def theme_of(one: Observation) -> str:
    return DATA.indicators[one.indicator].theme


def ways(walk: Walk, start: str, one: Observation) -> Iterator[str]:
    """Yield the pages that someone who looks for a value opens, those with fewest clicks first."""
    seen, edge = {start}, [start]
    yield start
    for _click in range(CLICKS):
        found = []
        for address in edge:
            for there, query in walk.links(address):
                wanted = query.get(Key.INDICATOR, one.indicator) == one.indicator
                wanted &= query.get(Key.THEME, theme_of(one)) == theme_of(one)
                is_about = query.keys() & {Key.INDICATOR, Key.THEME, Key.AFTER}
                is_here = urlsplit(there).path == urlsplit(start).path
                if is_here and is_about and wanted and urldefrag(there).url not in seen:
                    seen.add(urldefrag(there).url)
                    found.append(there)
        # the row itself comes before a list in which it may stand
        edge = sorted(found, key=lambda each: Key.INDICATOR not in each)
        yield from edge


def leads_to_source(walk: Walk, address: str, source: str) -> bool:
    """Return whether one click leads to the source itself or to its entry, which is there."""
    place = links.source_anchor(source)
    if f'href="{html.escape(DATA.sources[source].url)}"' in walk.page(address):
        return True
    entries = [there for there, _query in walk.links(address) if urldefrag(there).fragment == place]
    return any(f'id="{place}"' in walk.page(entry) for entry in entries)


def unreached(walk: Walk, town: Gemeinde, values: Iterable[Observation]) -> list[str]:
    """Return the values that are too far away, and those whose source is."""
    path = links.path(links.TOWN, slug=town.slug)
    wrong = []
    for one in values:
        starts = [path, links.to(path, ((Key.THEME, theme_of(one)),))]
        pages = (page for start in starts for page in ways(walk, start, one))
        found = [page for page in pages if is_said(one, walk.page(page))]
        name = f"{town.slug} {one.indicator} {one.date}"
        if not found:
            wrong.append(f"{name}: not in {CLICKS} clicks")
        elif not any(leads_to_source(walk, page, one.source) for page in found):
            wrong.append(f"{name}: no source at {found}")
    return wrong


@cache
def values_of(id_: str) -> tuple[Observation, ...]:
    """Return all that is known of a town in numbers, or in words where a source has only these."""
    town = DATA.gemeinde(id_)
    assert town is not None
    every = [one for indicator in DATA.indicators for one in DATA.series(town.id, indicator)]
    return tuple(one for one in every if one.value is not None or one.value_text)


def sampled(id_: str, number: int) -> list[Observation]:
    found = values_of(id_)
    return random.Random(id_).sample(found, min(number, len(found)))


SLUGS = tuple(DATA.towns)
OTHERS = tuple(hardest())


@pytest.mark.parametrize("slug", [*SLUGS, OTHERS[0], OTHERS[-1]])
def test_a_value_of_a_town_is_two_clicks_away_and_its_source_one_more(
    walk: Walk, slug: str
) -> None:
    town = DATA.gemeinde(slug)
    assert town is not None
    assert unreached(walk, town, sampled(slug, 4)) == []


@pytest.mark.hurts
@pytest.mark.parametrize("slug", [*SLUGS, *OTHERS])
def test_every_value_of_a_town_is_two_clicks_away_and_its_source_one_more(
    walk: Walk, slug: str
) -> None:
    town = DATA.gemeinde(slug)
    assert town is not None
    assert unreached(walk, town, values_of(slug)) == []


def is_told(one: Activity, text: str) -> bool:
    """Return whether a page describes an activity; words of the glossary may be links."""
    return re.sub(r" (?=[,.;])", "", words(one.description)) in re.sub(
        r" (?=[,.;])", "", words(text)
    )


def far(walk: Walk, activities: Iterable[Activity]) -> list[str]:
    """Return the activities that are more than two clicks from their town, or their sources."""
    wrong = []
    for one in activities:
        path = links.path(links.TOWN, slug=one.town)
        steps = [path]
        for _click in range(CLICKS):
            steps += [
                there
                for address in steps
                for there, query in walk.links(address)
                if query.get(Key.ACTIVITY) == one.id or query.get(Key.TOWNS) == one.town
            ]
        found = [page for page in dict.fromkeys(steps) if is_told(one, walk.page(page))]
        if not found:
            wrong.append(f"{one.id}: not in {CLICKS} clicks")
        elif not all(
            any(leads_to_source(walk, page, source) for page in found) for source in one.sources
        ):
            wrong.append(f"{one.id}: no source at {found}")
    return wrong


OF_TOWNS = tuple(one for one in DATA.activities if one.town in DATA.towns)


@pytest.mark.parametrize(
    "activities",
    [random.Random(17).sample(OF_TOWNS, 4), pytest.param(OF_TOWNS, marks=pytest.mark.hurts)],
    ids=["some", "all"],
)
def test_what_a_town_did_is_two_clicks_away_and_its_sources_one_more(
    walk: Walk, activities: list[Activity]
) -> None:
    assert far(walk, activities) == []


def test_a_value_that_no_row_says_with_name_and_date_is_not_reached() -> None:
    one = next(one for one in values_of(SLUGS[0]) if one.value is not None)
    label = DATA.indicators[one.indicator].label
    text = number_of(one, DATA.indicators[one.indicator])
    assert is_said(one, f"<ul><li>{label} <b>{text}</b> {short_date(one.date)}</li></ul>")
    for wrong in (f"{label} {text}", f"{text} {short_date(one.date)}", f"{label} 1{text}"):
        assert not is_said(one, f"<ul><li>{wrong}</li><li>{label}</li></ul>")
