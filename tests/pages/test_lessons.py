"""The lessons: each with evidence and source, the statements complete, a list to take away."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.components.markup import to_html
from dashboard.facts.model import Lesson
from dashboard.pages import lessons as page
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, Content
from dashboard.wording import links as addresses
from dashboard.wording.links import activity
from tests.made.shipped import shipped_data
from tests.made.tree import by_id, links, nodes, prop, text

DATA = shipped_data()
# what the closing report of 13 April 2023 says that others can carry over
OF_THE_REPORT = {
    "l-aktivierung", "l-netzwerk", "l-buergermeister", "l-perspektive", "l-neues-thema",
    "l-anknuepfen", "l-ressourcen", "l-daseinsvorsorge", "l-attraktivitaet", "l-innovation",
    "l-gemeinschaft", "l-pendeln", "l-austausch",
}  # fmt: skip


def opened(query: dict[str, str] | None = None) -> Content:
    return page.view(DATA, Address(path="/erkenntnisse", query=query or {})).content


PAGE = opened({"umfang": "alles"})
ALL = ",".join(id_.removeprefix(page.SHORTENED) for id_ in DATA.lessons)


def sheet(content: Content) -> Component:
    return next(one for one in nodes(content) if "lesson-list" in str(prop(one, "className")))


def test_every_statement_of_the_closing_report_has_its_place() -> None:
    stated = {one.id for one in DATA.lessons.values() if page.REPORT in one.said_in}
    assert stated >= OF_THE_REPORT
    assert f"{len(stated)} davon stehen in der Abschlussmeldung" in text(PAGE)


@pytest.mark.parametrize("lesson", DATA.lessons.values(), ids=lambda lesson: lesson.id)
def test_a_lesson_shows_who_said_it_where_and_what_supports_it(lesson: Lesson) -> None:
    shown = by_id(PAGE, lesson.id)
    for words in (lesson.title, lesson.statement, lesson.advice, lesson.said_by):
        assert words in text(shown)
    leads = links(shown)
    assert {activity(id_) for id_ in lesson.supported_by} <= set(leads)
    assert ("Belegt durch" in text(shown)) == bool(lesson.supported_by)
    assert ("Gesagt in" in text(shown)) == bool(lesson.said_in)
    assert {DATA.sources[id_].url for id_ in lesson.sources} <= set(leads)


def test_all_lessons_stand_under_a_theme_once() -> None:
    assert [one.id for one in nodes(PAGE) if isinstance(one, html.Article)] == [
        one.id
        for theme in DATA.lesson_themes
        for one in DATA.lessons.values()
        if one.theme == theme
    ]


def test_without_a_choice_the_list_holds_every_sentence() -> None:
    checklist = text(sheet(PAGE))
    assert all(one.advice in checklist for one in DATA.lessons.values())


def test_a_chosen_list_holds_only_what_was_chosen_and_prints_alone() -> None:
    shown_page = opened({"liste": "pendeln,netzwerk"})
    checklist = text(sheet(shown_page))
    shown = {one.id for one in DATA.lessons.values() if one.advice in checklist}
    assert shown == {"l-pendeln", "l-netzwerk"}
    seen = [
        one for one in nodes(shown_page) if prop(one, "aria-label") == "Themen und Erkenntnisse"
    ]
    assert [prop(one, "className") for one in seen] == ["no-print"]
    theme = opened({"liste": "pendeln,netzwerk", "thema": "menschen"})
    assert text(sheet(theme)).startswith(checklist[:200])
    hidden = [one for one in nodes(theme) if prop(one, "className") == "lesson-theme no-print"]
    assert len(hidden) == 1


def test_all_lessons_together_fit_into_the_address() -> None:
    choices, sentences = page.url_state(DATA).read({"liste": ALL})
    assert len(choices.kept) == len(DATA.lessons)
    assert sentences == ()


def test_a_lesson_is_put_on_the_list_and_off_it_where_it_stands() -> None:
    bare = by_id(opened({"thema": "arbeitsorte"}), "merken-pendeln")
    assert bare.href == "/erkenntnisse?thema=arbeitsorte&liste=pendeln#merken-pendeln"
    shown = opened({"thema": "arbeitsorte", "liste": "pendeln"})
    link = by_id(shown, "merken-pendeln")
    assert link.href == "/erkenntnisse?thema=arbeitsorte#merken-pendeln"
    assert "Von der Liste nehmen" in text(link)
    # answered in place, without loading the page
    assert prop(link, "data-view") == "true"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_how_much_is_on_the_list_is_said_with_the_way_there(number: int) -> None:
    names = ",".join(ALL.split(",")[:number])
    shown = opened({"thema": "menschen", **({"liste": names} if number else {})})
    count = next(one for one in nodes(shown) if "kept-count" in str(prop(one, "className")))
    assert prop(count, "data-count") == str(number)
    leads = [one for one in links(count) if one.endswith("#liste")]
    assert bool(leads) == bool(number)
    for lead in leads:
        asked = query_of(urlsplit(lead).query)
        assert asked == {"liste": names}
        assert "only-print" not in str(prop(sheet(opened(asked)), "className"))


@pytest.mark.parametrize("lesson", DATA.lessons.values(), ids=lambda lesson: lesson.id)
def test_the_link_to_a_lesson_shows_it_without_scripts(lesson: Lesson) -> None:
    link = urlsplit(addresses.lesson(lesson.id, lesson.theme))
    shown = by_id(opened(query_of(link.query)), link.fragment)
    assert lesson.statement in text(shown)
    assert lesson.said_by in text(shown)


@pytest.mark.parametrize("asked", [{}, {"thema": "menschen"}, {"liste": "pendeln"}])
def test_every_former_anchor_still_leads_to_what_it_names(asked: dict[str, str]) -> None:
    formerly = {str(one.id) for one in nodes(PAGE) if prop(one, "id")} - {"ansicht"}
    assert formerly > {*DATA.lessons, "liste", *(f"thema-{id_}" for id_ in DATA.lesson_themes)}
    for anchor in formerly:
        found = page.query_of(DATA, Address(path="/erkenntnisse", query=asked), anchor)
        if found is None:  # came with the list
            assert anchor.startswith("merken-")
            continue
        assert by_id(opened(dict(found)), anchor) is not None
        assert found.get("liste") == asked.get("liste")


@pytest.mark.parametrize(
    "query",
    [{}, *({"thema": id_, "liste": ALL} for id_ in DATA.lesson_themes), {"liste": ALL}],
    ids=str,
)
def test_every_state_stays_short(query: dict[str, str]) -> None:
    drawn = to_html(opened(query))
    assert len(drawn.encode()) < 100_000  # around it: head, header, footer, scripts
    assert drawn.count("<a ") <= 115
    assert len(re.findall(r"<[a-z]", drawn)) <= 2_000
