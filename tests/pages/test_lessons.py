"""The lessons: each with evidence and source, the statements complete, a list to take away."""

from __future__ import annotations

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.facts.model import Lesson
from dashboard.pages import lessons as page
from dashboard.pages.contract import Address, Content
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


PAGE = opened()


def sheet(content: Content) -> Component:
    return next(one for one in nodes(content) if prop(one, "className") == "section lesson-list")


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
    hidden = [one for one in nodes(shown_page) if prop(one, "className") == "section no-print"]
    assert len(hidden) == len(DATA.lesson_themes)


def test_all_lessons_together_fit_into_the_address() -> None:
    names = ",".join(id_.removeprefix(page.SHORTENED) for id_ in DATA.lessons)
    choices, sentences = page.url_state(DATA).read({"liste": names})
    assert len(choices.kept) == len(DATA.lessons)
    assert sentences == ()


def test_a_lesson_can_be_taken_off_the_list_again() -> None:
    lesson = by_id(opened({"liste": "pendeln"}), "l-pendeln")
    assert "/erkenntnisse#l-pendeln" in links(lesson)
    assert "Von der Liste nehmen" in text(lesson)
