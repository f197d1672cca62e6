"""The search: towns with where they are, and a reason for every Gemeinde without values."""

from __future__ import annotations

import random
import re

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Precision
from dashboard.facts.survey_model import PublicationStatus
from dashboard.findings.site_search import Kind, site
from dashboard.pages import search
from dashboard.pages.contract import Address
from dashboard.wording import links
from dashboard.wording.search import marked, stem_of, words_of


def shown(data: Dataset, **query: str) -> str:
    return to_html(search.view(data, Address(path="/suche", query=query)).content)


def rows(html: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", html)


def test_each_town_of_a_shared_name_says_where_it_is(shipped: Dataset) -> None:
    found = [row for row in rows(shown(shipped, q="neuried")) if "/stadt/" in row]
    assert len(found) > 1
    for row in found:
        slug = re.search(r'href="/stadt/([^"]+)"', row)
        assert slug is not None
        town = shipped.gemeinde(slug[1])
        assert town is not None
        people = shipped.latest(town.id, "population")
        assert people is not None
        assert town.kreis_label in row
        assert town.land in row
        assert f"{people.value:,.0f} Personen".replace(",", ".") in row


def test_every_number_has_its_source(shipped: Dataset) -> None:
    for typed in ("neuried", "moelln", "berlin"):
        counting = [
            one for one in shown(shipped, q=typed).split("<section") if " Personen (" in one
        ]
        assert counting
        assert all("Bevölkerung: <a " in one for one in counting)


def test_a_gemeinde_outside_the_class_has_no_link_and_a_reason(shipped: Dataset) -> None:
    html = shown(shipped, q="Berlin")
    (row,) = (row for row in rows(html) if '"search-results__name"><b>Berlin</b></span>' in row)
    assert "href" not in row
    assert ", zu groß</div>" in row
    assert "Gemeinden ohne Werte" in html


def test_a_town_for_the_comparison_is_added_to_its_choices(shipped: Dataset) -> None:
    html = shown(shipped, q="murnau", vergleich="ansicht=profil&eigene=01053090")
    assert 'href="/vergleich?ansicht=profil&amp;eigene=01053090,09180124"' in html
    assert 'name="vergleich"' in html


def test_what_is_not_found_is_said_and_cannot_break_the_page(shipped: Dataset) -> None:
    html = shown(shipped, q="<b>xyzzy")
    assert "„&lt;b&gt;xyzzy“ wurde nichts gefunden" in html
    assert shown(shipped) == shown(shipped, q="  ")


def test_the_search_is_no_business_of_search_engines(shipped: Dataset) -> None:
    assert search.view(shipped, Address(path="/suche", query={"q": "m"})).noindex


def sections(data: Dataset, **query: str) -> dict[str, str]:
    """Return what was found, by the id of its section."""
    parts = re.findall(r"<section.*?</section>", shown(data, **query), re.DOTALL)
    return {re.findall(r'\bid="([a-z]+)"', one)[0]: one for one in parts}


def test_each_kind_is_found_and_leads_to_its_place(shipped: Dataset) -> None:
    lesson = next(iter(shipped.lessons.values()))
    first = {
        Kind.THEME: next(iter(shipped.themes.values())).label,
        Kind.INDICATOR: next(iter(shipped.indicators.values())).label,
        Kind.ACTIVITY: shipped.activities[0].title,
        Kind.LESSON: lesson.title,
        Kind.SURVEY: next(iter(shipped.surveys.values())).title,
        Kind.TERM: next(iter(shipped.glossary.values())).word,
        Kind.SOURCE: next(iter(shipped.sources.values())).title,
    }
    hrefs = {
        Kind.THEME: "/vergleich?",
        Kind.INDICATOR: f"/vergleich?indikator={next(iter(shipped.indicators))}",
        Kind.ACTIVITY: links.activity(shipped.activities[0].id),
        Kind.LESSON: links.lesson(lesson.id, lesson.theme),
        Kind.SURVEY: "/befragungen",
        Kind.TERM: links.term(next(iter(shipped.glossary))),
        Kind.SOURCE: links.source(next(iter(shipped.sources))),
    }
    for kind in Kind:
        (row, *_others) = rows(sections(shipped, q=first[kind])[kind])
        assert f'href="{hrefs[kind]}' in row


def test_an_activity_has_its_date_as_the_sources_give_it(shipped: Dataset) -> None:
    undated = next(one for one in shipped.activities if one.precision is Precision.PROJECT)
    assert f", {undated.date_text}<" in shown(shipped, q=undated.title)


def test_a_survey_that_was_not_held_is_no_survey(shipped: Dataset) -> None:
    for one in shipped.surveys.values():
        found = {hit.name for hit in site(shipped).find(one.title) if hit.thing.kind == Kind.SURVEY}
        assert (one.title in found) == (one.status is not PublicationStatus.NOT_HELD)


def test_ten_are_shown_and_all_of_a_kind_by_a_link(shipped: Dataset) -> None:
    some = sections(shipped, q="e")[Kind.ACTIVITY]
    assert len(rows(some)) == search.FIRST
    link = re.search(r'href="/suche\?q=e&amp;art=aktivitaeten">Alle (\d+) Aktivitäten', some)
    assert link is not None
    alone = sections(shipped, q="e", art="aktivitaeten")
    assert list(alone) == [Kind.ACTIVITY]
    assert len(rows(alone[Kind.ACTIVITY])) == int(link[1])
    assert list(sections(shipped, q="e", art="gibt-es-nicht")) == list(sections(shipped, q="e"))


def test_for_the_comparison_only_towns_are_found(shipped: Dataset) -> None:
    assert set(sections(shipped, q="mölln", vergleich="ansicht=profil")) <= {"staedte", "andere"}


def test_an_everyday_word_leads_to_what_its_term_leads_to(shipped: Dataset) -> None:
    row = rows(sections(shipped, q="Einwohner")[Kind.INDICATOR])[0]
    assert ">Bevölkerung</b>" in row
    for one in shipped.synonyms.values():
        for word in one.words:
            found = [hit.name for hit in site(shipped).find(word)]
            for term in one.terms:
                assert {hit.name for hit in site(shipped).find(term)} & set(found), (word, term)


def test_every_beginning_of_a_word_of_the_site_keeps_its_hit(shipped: Dataset) -> None:
    texts = site(shipped)
    named = {hit.name for letter in "aeinst" for hit in texts.find(letter)}
    words = sorted({one.letters for name in named for one in words_of(name)})
    for word in random.Random(17).sample(words, 40):
        holding = {name for name in named if word in {one.letters for one in words_of(name)}}
        for end in range(1, len(word) + 1):
            assert holding <= {hit.name for hit in texts.find(word[:end])}, word[:end]


def test_marks_are_letters_that_were_typed_or_their_stem_or_a_term(shipped: Dataset) -> None:
    terms = [(one.words, one.terms) for one in shipped.synonyms.values()]
    for typed in ("haeuser", "Befragungen", "Wohnung", "Einwohnerinnen", "städte", "arbeitsweg"):
        wanted = {one.letters for one in words_of(typed)}
        for words, named in terms:
            if typed.lower() in {word.lower() for word in words}:
                wanted |= {one.letters for term in named for one in words_of(term)}
        stems = {stem_of(one) for one in wanted}
        for hit in site(shipped).find(typed):
            for text, is_marked in marked(hit.name, hit.marks):
                if is_marked:
                    letters = words_of(text)[0].letters
                    assert letters in wanted or stem_of(letters) in stems, (typed, hit.name, text)
