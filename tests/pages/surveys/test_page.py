"""The survey page: everything known in its place, nothing compared that may not be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.components.figure_card import FigureCard
from dashboard.components.markup import to_html
from dashboard.components.surveys.facts import fact_anchor
from dashboard.components.surveys.note import survey_anchor
from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import Exactness, Grade, PublicationStatus, SurveyRole, Topic
from dashboard.pages.contract import Address, View
from dashboard.pages.surveys import page as surveys
from dashboard.pages.surveys.comparisons import TOPICS
from tests.made.figures import checked, figures_of
from tests.made.survey_results import SHARES, question, result, survey


def drawn(data: Dataset, **query: str) -> View:
    return surveys.view(data, Address(path="/befragungen", query=query))


def figures(data: Dataset, **query: str) -> list[FigureCard]:
    return figures_of(surveys, data, Address(path="/befragungen", query=query))


@pytest.fixture(scope="module")
def page(shipped: Dataset) -> str:
    return to_html(drawn(shipped).content)


def section(page: str, id_: str) -> str:
    return page.split(f'id="{id_}"')[1].split('<section aria-labelledby="')[0]


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


def test_facts_stand_in_the_section_of_their_role(shipped: Dataset, page: str) -> None:
    starts = {id_: page.index(f'id="{id_}"') for id_ in ("register", "ergebnisse", "vergleich")}
    for fact in shipped.survey_facts:
        role = shipped.surveys[fact.survey].role
        at = page.index(f'id="{fact_anchor(fact)}"')
        gap_of_project = role is SurveyRole.PROJECT and fact.exactness is Exactness.NOT_FOUND
        if role is SurveyRole.BENCHMARK:
            assert at > starts["vergleich"], fact.id
        elif gap_of_project:
            assert starts["register"] < at < starts["ergebnisse"], fact.id
        else:
            assert at < starts["vergleich"], fact.id


def test_states_of_the_towns_surveys_are_told_apart(shipped: Dataset, page: str) -> None:
    states = re.findall(r'data-state="([a-z_]+)">([^<]+)<', page)
    held = [one.status for one in shipped.surveys.values() if one.role is SurveyRole.PROJECT]
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


def test_other_local_surveys_stand_under_their_own_heading(page: str) -> None:
    own, other = page.index(">Aus dem Projekt<"), page.index(">Andere Befragungen am Ort<")
    assert own < page.index('id="wert-sf003"') < other < page.index('id="wert-sf028"')


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


def test_town_and_topic_narrow_the_page(shipped: Dataset) -> None:
    moelln = to_html(drawn(shipped, stadt="moelln").content)
    assert 'id="wert-sf056"' in moelln
    assert 'id="wert-sf003"' not in section(moelln, "ergebnisse")
    coworking = to_html(drawn(shipped, thema="coworking").content)
    assert 'id="wert-sf113"' in coworking
    assert 'id="wert-sf064"' not in coworking
    assert [card.id for card in figures(shipped, thema="coworking")] == []


def test_town_without_values_gets_a_sentence(tiny: Dataset) -> None:
    asked = {one.town for one in tiny.surveys.values()}
    page = to_html(
        drawn(tiny, stadt=next(slug for slug in tiny.towns if slug not in asked)).content
    )
    assert "Zu dieser Auswahl wurde kein Wert gefunden." in page


def test_unknown_choices_mean_the_default_and_are_said(shipped: Dataset) -> None:
    page = to_html(drawn(shipped, stadt="atlantis", thema="wetter", ansicht="torte").content)
    assert "atlantis" in page
    assert 'id="wert-sf003"' in page


def test_downloads_lead_back_to_exactly_these_rows(shipped: Dataset, draft: FlaskClient) -> None:
    for card in figures(shipped, thema="homeoffice"):
        query = "&".join(f"{name}={value}" for name, value in card.query)
        answer = draft.get(f"/figur/befragungen/{card.id}.csv?{query}")
        assert answer.get_data() == csv_bytes(card.table, Form.MACHINE)


def test_page_ships_no_results_and_says_so(shipped: Dataset, page: str) -> None:
    assert shipped.survey_results == {}
    assert "Noch liegt keine Datei vor." in page
    assert "befragungen-ansicht" not in page


def test_imported_survey_appears_with_charts_and_switch(shipped: Dataset) -> None:
    imported = result(*SHARES, of=survey("DH-PEN-2018"), questions=(question(),))
    more = replace(shipped, survey_results={"DH-PEN-2018": imported})
    view = drawn(more, ansicht="divergierend")
    page = to_html(view.content)
    assert "Noch liegt keine Datei vor." not in page
    assert 'id="befragungen-ansicht"' in page
    card = next(one for one in figures(more, ansicht="divergierend") if one.id == "DH-PEN-2018-f1")
    assert "Stichprobenfehler" in card.note
    assert ("ansicht", "divergierend") in card.query
    assert [row[5] for row in card.table.rows] == [20, 30, 50]


def test_imported_survey_leaves_with_another_town(shipped: Dataset) -> None:
    imported = result(*SHARES, of=survey("DH-PEN-2018"), questions=(question(),))
    more = replace(shipped, survey_results={"DH-PEN-2018": imported})
    assert "DH-PEN-2018-f1" not in [one.id for one in figures(more, stadt="moelln")]


def test_page_works_where_hardly_anything_is_declared(tiny: Dataset) -> None:
    view = drawn(tiny)
    assert figures(tiny) == []
    assert "Befragungen" in to_html(view.content)


def test_words_of_method_are_in_the_glossary(shipped: Dataset, page: str) -> None:
    linked = set(re.findall(r'href="/glossar#([a-z-]+)"', page))
    assert len(linked) > 8
    assert linked <= set(shipped.glossary)


def test_register_names_whom_to_ask(shipped: Dataset, page: str) -> None:
    register = section(page, "register")
    for one in shipped.surveys.values():
        if one.role is SurveyRole.PROJECT and one.status is not PublicationStatus.NOT_HELD:
            assert one.contact
            assert one.contact in register
