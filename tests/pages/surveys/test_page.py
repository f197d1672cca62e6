"""The survey page: everything known in its place, nothing compared that may not be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import escape

import pytest
from flask.testing import FlaskClient

from dashboard.components.figure_card import FigureCard
from dashboard.components.markup import to_html
from dashboard.components.surveys.facts import fact_anchor
from dashboard.components.surveys.note import survey_anchor
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import (
    Exactness,
    Grade,
    PublicationStatus,
    SurveyResult,
    SurveyRole,
    Topic,
)
from dashboard.pages.contract import Address, View
from dashboard.pages.surveys import page as surveys
from dashboard.pages.surveys.state import TOPICS, of_question
from dashboard.wording import links
from tests.made.figures import checked, figures_of
from tests.made.survey_results import SCALE, SHARES, question, result, survey


def drawn(data: Dataset, **query: str) -> View:
    return surveys.view(data, Address(path="/befragungen", query=query))


def figures(data: Dataset, **query: str) -> list[FigureCard]:
    return figures_of(surveys, data, Address(path="/befragungen", query=query))


@pytest.fixture(scope="module")
def page(shipped: Dataset) -> str:
    """All of it on one page."""
    return to_html(drawn(shipped, umfang="alles").content)


def section(page: str, id_: str) -> str:
    return page.split(f'id="{id_}"')[1].split('<section class="section"')[0]


def article(page: str, anchor: str) -> str:
    """The smallest piece of the page around an anchor: its list entry."""
    after = page.split(f'id="{anchor}"')[1]
    return re.split(r"</li>|</article>|</div></div>", after)[0]


def test_all_surveys_and_all_facts_have_one_anchor_each(shipped: Dataset, page: str) -> None:
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert [one.id for one in shipped.survey_facts if ids[fact_anchor(one)] != 1] == []
    assert [one.id for one in shipped.surveys.values() if ids[survey_anchor(one)] != 1] == []
    assert len([id_ for id_ in ids if id_.startswith("wert-")]) == len(shipped.survey_facts)
    assert len([id_ for id_ in ids if id_.startswith("befragung-")]) == len(shipped.surveys)
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_facts_stand_with_their_survey_or_under_their_theme(shipped: Dataset, page: str) -> None:
    themes = page.index('id="vergleich-')
    for fact in shipped.survey_facts:
        survey = shipped.surveys[fact.survey]
        at = page.index(f'id="{fact_anchor(fact)}"')
        if survey.role is SurveyRole.BENCHMARK:
            assert at > themes, fact.id
        else:
            begins = page.index(f'id="{survey_anchor(survey)}"')
            assert begins < at < themes, fact.id
            assert page[begins:at].count("<article") == 0, fact.id


def test_states_of_the_towns_surveys_are_told_apart(shipped: Dataset) -> None:
    register = to_html(drawn(shipped).content)
    states = re.findall(r'data-state="([a-z_]+)">([^<]+)<', register)
    held = [one.status for one in shipped.surveys.values()]
    assert Counter(state for state, _words in states) == Counter(held)
    assert len({words for _state, words in states}) == len(set(states)) >= len(set(held)) > 2


def test_gaps_are_words_and_never_a_zero(shipped: Dataset, page: str) -> None:
    for fact in shipped.survey_facts:
        if fact.exactness is Exactness.NOT_FOUND and shipped.surveys[fact.survey].town:
            text = article(page, fact_anchor(fact))
            assert re.search("nicht gefunden|Befragungen nur für", text), fact.id
    assert ">0<" not in page


def test_values_given_in_words_are_never_shown_as_numbers(shipped: Dataset, page: str) -> None:
    for fact in shipped.survey_facts:
        if fact.exactness is Exactness.WORDS:
            assert fact.value_text in article(page, fact_anchor(fact)), fact.id
    assert "66,7" not in page
    assert "33,3" not in page


def test_no_head_count_and_no_response_rate_is_made_of_the_33_percent(page: str) -> None:
    assert "145" not in re.sub("<[^>]+>", " ", page)
    assert "Rücklauf von" not in page


def test_contradicting_sources_stand_side_by_side(page: str) -> None:
    pairs = re.findall(r'<div class="contradiction">(.*?)</div>', page)
    assert len(pairs) == 2
    assert any("etwa 120" in one and "rund 150" in one for one in pairs)
    assert any("über 200" in one and ">166<" in one for one in pairs)


def test_every_value_names_question_wording_base_and_source(shipped: Dataset, page: str) -> None:
    block = page.split('id="wert-sf003"')[1].split("</li>")[0]
    assert "Bindung an den Sitz des Arbeitgebers" in block
    assert "nicht im Wortlaut" in block
    assert "n nicht angegeben" in block
    assert shipped.survey_facts[2].source_url in block
    assert "33\u00a0%" in block


def test_a_value_that_two_sources_give_stands_once_and_names_both(
    shipped: Dataset, page: str
) -> None:
    first, second = shipped.survey_facts[:2]
    assert (first.value, first.question) == (second.value, second.question)
    row = page.split('id="wert-sf001"')[1].split("</li>")[0]
    assert 'id="wert-sf002"' in row
    assert row.count(">440<") == 1
    for one in (first, second):
        assert one.source_url in row
        assert one.source_title in row
        assert one.note in row


def test_other_local_surveys_stand_under_their_own_heading(shipped: Dataset) -> None:
    register = to_html(drawn(shipped).content)
    heads = (">Befragungen des Projekts<", ">Andere Befragungen am Ort, nicht vom Projekt<")
    own, other = map(register.index, heads)
    for one in shipped.surveys.values():
        at = register.rindex(f'href="{links.survey(one.id)}"')
        if one.role is SurveyRole.PROJECT:
            assert own < at < other, one.id
        else:
            assert at > other, one.id


def test_grade_c_never_shares_an_axis(shipped: Dataset) -> None:
    by_id = {one.id: one for one in shipped.comparability.values()}
    for card in figures(shipped):
        dots = checked(card.chart).data
        if card.id in by_id:
            assert by_id[card.id].grade is not Grade.C
        else:
            assert len({dot.xaxis for dot in dots}) == len(dots) == 7


def test_same_year_gives_24_or_55_percent(shipped: Dataset) -> None:
    card = next(one for one in figures(shipped) if one.id == "gleiche-frage")
    values = [trace.x[0] for trace in checked(card.chart).data]
    assert {7.4, 24.2, 55, 56} <= set(values)
    assert values == sorted(values)
    assert "24,2\u00a0%" in card.finding
    assert "55\u00a0%" in card.finding


def test_laender_without_a_value_are_named_gaps(shipped: Dataset) -> None:
    card = next(one for one in figures(shipped) if one.id == "homeoffice-laender")
    chart = checked(card.chart)
    names = [str(text).strip("<b>/") for text in chart.layout.yaxis.ticktext]
    assert names[-2:] == ["Brandenburg", "Schleswig-Holstein"]
    assert list(chart.data[0].x)[-2:] == [None, None]


def test_every_theme_of_a_block_has_its_place_on_the_page() -> None:
    assert {*TOPICS, Topic.REGISTER, Topic.CONTRADICTION} == {*Topic}


def test_town_and_theme_narrow_what_is_listed(shipped: Dataset) -> None:
    moelln = to_html(drawn(shipped, stadt="moelln").content)
    for one in shipped.surveys.values():
        listed = f'href="{links.survey(one.id)}">{escape(one.title)}<' in moelln
        assert listed == (one.town == "moelln"), one.id
    coworking = to_html(drawn(shipped, thema="coworking").content)
    for group in shipped.comparability.values():
        listed = f'href="{escape(of_question(group.topic, group.id))}"' in coworking
        assert listed == (group.topic == "coworking"), group.id


def test_town_without_surveys_gets_a_sentence(tiny: Dataset) -> None:
    asked = {one.town for one in tiny.surveys.values()}
    page = to_html(
        drawn(tiny, stadt=next(slug for slug in tiny.towns if slug not in asked)).content
    )
    assert "Zu dieser Auswahl wurde keine Befragung gefunden." in page


def test_unknown_choices_mean_the_default_and_are_said(shipped: Dataset) -> None:
    wrong = {"stadt": "atlantis", "thema": "wetter", "befragung": "keine", "frage": "warum"}
    page = to_html(drawn(shipped, **wrong).content)
    assert all(f"„{word}“" in page for word in wrong.values())
    assert 'id="register"' in page


def test_downloads_lead_back_to_exactly_these_rows(shipped: Dataset, draft: FlaskClient) -> None:
    for card in figures(shipped, thema="homeoffice"):
        query = "&".join(f"{name}={value}" for name, value in card.query)
        answer = draft.get(f"/figur/befragungen/{card.id}.csv?{query}")
        assert answer.get_data() == csv_bytes(card.table, Form.MACHINE)


def test_page_ships_no_results_and_says_so(shipped: Dataset) -> None:
    assert shipped.survey_results == {}
    page = to_html(drawn(shipped).content)
    assert "Vollständige Ergebnisse, Frage für Frage, liegen noch für keine Befragung vor." in page


def test_imported_survey_appears_with_charts_and_switch(shipped: Dataset) -> None:
    imported = result(*SHARES, of=survey("DH-PEN-2018"), questions=(question(),))
    more = replace(shipped, survey_results={"DH-PEN-2018": imported})
    assert "liegen noch für keine" not in to_html(drawn(more).content)
    page = to_html(drawn(more, befragung="dh-pen-2018", ansicht="divergierend").content)
    assert 'data-figure="DH-PEN-2018-f1"' in page
    assert page.index('id="eingelesen"') < page.index('id="ergebnisse"')
    card = next(one for one in figures(more, ansicht="divergierend") if one.id == "DH-PEN-2018-f1")
    assert "Stichprobenfehler" in card.note
    assert card.query == (("ansicht", "divergierend"), ("frage", "DH-PEN-2018-f1"))
    assert [row[5] for row in card.table.rows] == [20, 30, 50]
    again = to_html(drawn(more, **dict(card.query)).content)
    assert 'data-figure="DH-PEN-2018-f1"' in again


def test_imported_survey_stays_with_itself(shipped: Dataset) -> None:
    imported = result(*SHARES, of=survey("DH-PEN-2018"), questions=(question(),))
    more = replace(shipped, survey_results={"DH-PEN-2018": imported})
    for query in ({"befragung": "dh-ho-2020"}, {"thema": "coworking"}, {"stadt": "moelln"}):
        assert "DH-PEN-2018-f1" not in to_html(drawn(more, **query).content)


def test_page_works_where_hardly_anything_is_declared(tiny: Dataset) -> None:
    view = drawn(tiny)
    assert figures(tiny) == []
    assert "Befragungen" in to_html(view.content)


def test_words_of_method_are_in_the_glossary(shipped: Dataset, page: str) -> None:
    linked = set(re.findall(r'href="/glossar\?eintrag=[a-z-]+#([a-z-]+)"', page))
    assert len(linked) > 8
    assert linked <= set(shipped.glossary)


def test_each_survey_of_the_project_names_whom_to_ask(shipped: Dataset) -> None:
    for one in shipped.surveys.values():
        if one.role is SurveyRole.PROJECT and one.status is not PublicationStatus.NOT_HELD:
            assert one.contact
            assert one.contact in to_html(drawn(shipped, befragung=one.id.lower()).content)


def many(count: int) -> SurveyResult:
    """Return an imported survey of so many questions."""
    questions = tuple(
        replace(question(f"f{number}"), position=number, wording=f"Frage {number}?", concept="",
                grade=None) for number in range(1, count + 1)
    )  # fmt: skip
    rows = [replace(row, question_id=one.id) for one in questions for row in SHARES]
    return result(*rows, of=survey("DH-PEN-2018"), questions=questions)


def test_four_hundred_questions_stay_light(shipped: Dataset) -> None:
    more = replace(shipped, survey_results={"DH-PEN-2018": many(400)})
    one = to_html(drawn(more, frage="DH-PEN-2018-f222").content)
    assert one.count("data-figure=") == 1
    assert one.count("<") < 2_000
    everything = to_html(drawn(more, umfang="alles").content)
    bare = to_html(drawn(shipped, umfang="alles").content)
    assert everything.count("data-figure=") == bare.count("data-figure=")
    assert "frage=DH-PEN-2018-f400" in everything
    assert everything.count("<") < bare.count("<") + 400 * 6


def test_an_arrangement_is_offered_where_answers_approve_or_reject(shipped: Dataset) -> None:
    plain = replace(question(), options=tuple(replace(o, polarity=None) for o in SCALE))
    for asked, offered in ((question(), True), (plain, False)):
        imported = result(*SHARES, of=survey("DH-PEN-2018"), questions=(asked,))
        more = replace(shipped, survey_results={"DH-PEN-2018": imported})
        page = to_html(drawn(more, befragung="dh-pen-2018").content)
        assert ("Wie Bewertungen gezeichnet werden" in page) is offered


def test_a_single_question_with_an_item_says_both(shipped: Dataset) -> None:
    asked = replace(question(), item="auf den ersten Platz gesetzt")
    imported = result(*SHARES, of=survey("DH-PEN-2018"), questions=(asked,))
    more = replace(shipped, survey_results={"DH-PEN-2018": imported})
    page = to_html(drawn(more, befragung="dh-pen-2018").content)
    assert "Stimmt das? – auf den ersten Platz gesetzt" in page
