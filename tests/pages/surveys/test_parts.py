"""The surveys in parts: each short, each value two clicks away, each old anchor in its part."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.components.markup import to_html
from dashboard.components.surveys.facts import fact_anchor
from dashboard.facts.dataset import Dataset
from dashboard.facts.survey_model import Exactness
from dashboard.pages.contract import Address
from dashboard.pages.surveys import page as surveys
from dashboard.pages.surveys.results import LISTED
from dashboard.pages.surveys.state import TOPICS, of_question, of_topic
from dashboard.wording import links
from tests.made.parts import ids_of, is_short, leads_to
from tests.made.survey_results import SHARES, question, result, survey


def states(data: Dataset) -> list[str]:
    """The address of every state that shows something else."""
    blocks = [one for one in data.comparability.values() if one.topic in TOPICS]
    return [
        links.SURVEYS,
        *(f"{links.SURVEYS}?stadt={slug}" for slug in data.towns),
        *(links.survey(id_) for id_ in data.surveys),
        *(of_topic(topic) for topic in TOPICS),
        *(of_question(one.topic, one.id) for one in blocks),
    ]


def test_some_states_are_short(shipped: Dataset, draft: FlaskClient) -> None:
    chosen = random.Random(17).sample(states(shipped), 12)
    assert [path for path in (links.SURVEYS, *chosen) if not is_short(draft, path)] == []


@pytest.mark.hurts
def test_every_state_is_short(shipped: Dataset, draft: FlaskClient) -> None:
    assert [path for path in states(shipped) if not is_short(draft, path)] == []


def test_every_anchor_leads_to_the_part_that_shows_it(shipped: Dataset, draft: FlaskClient) -> None:
    everything = ids_of(draft.get(f"{links.SURVEYS}?umfang=alles").text)
    assert {fact_anchor(one) for one in shipped.survey_facts} <= everything
    old = {"vergleich", "eingelesen", "methoden", "ergebnisse", "homeoffice-ifo-grafik"}
    assert leads_to(draft, links.SURVEYS, everything | old) == []


def test_every_value_is_two_clicks_from_the_page_and_names_its_source(
    shipped: Dataset, draft: FlaskClient
) -> None:
    register = draft.get(links.SURVEYS).text
    for survey_ in shipped.surveys.values():
        where = links.survey(survey_.id)
        assert f'href="{where}"' in register, survey_.id
        shown = draft.get(where).text
        for fact in (one for one in shipped.survey_facts if one.survey == survey_.id):
            assert f'id="{fact_anchor(fact)}"' in shown, fact.id
            if fact.exactness is not Exactness.NOT_FOUND:
                assert fact.source_url.replace("&", "&amp;") in shown, fact.id


def test_every_question_is_two_clicks_away_with_its_grade(
    shipped: Dataset, draft: FlaskClient
) -> None:
    for topic in TOPICS:
        listed = draft.get(of_topic(topic)).text
        for group in shipped.comparability.values():
            if group.topic != topic:
                continue
            where = of_question(topic, group.id)
            assert where.replace("&", "&amp;") in listed, group.id
            shown = draft.get(where).text
            assert f'data-grade="{group.grade}"' in shown, group.id
            assert group.reason in re.sub("<[^>]+>", "", shown), group.id
            facts = [one for one in shipped.survey_facts if one.id in group.facts]
            assert all(f'id="{fact_anchor(one)}"' in shown for one in facts), group.id


def test_hundreds_of_questions_stay_light(shipped: Dataset) -> None:
    many = tuple(replace(question(), id=f"f{at}", position=at) for at in range(1, 401))
    rows = tuple(replace(row, question_id=one.id) for one in many for row in SHARES)
    imported = result(*rows, of=survey("DH-PEN-2018"), questions=many)
    more = replace(shipped, survey_results={"DH-PEN-2018": imported})

    def drawn(**query: str) -> str:
        view = surveys.view(more, Address(path=links.SURVEYS, query=query))
        return to_html(view.content)

    first = drawn(befragung="dh-pen-2018")
    assert re.findall('data-figure="([^"]+)"', first) == ["DH-PEN-2018-f1"]
    named = drawn(frage="DH-PEN-2018-f200", ab="195")
    assert re.findall('data-figure="([^"]+)"', named) == ["DH-PEN-2018-f200"]
    for page in (first, named):
        assert len(page) < 60_000
        assert len(re.findall(r'href="[^"]*frage=', page.split('class="paging')[0])) <= LISTED + 6
