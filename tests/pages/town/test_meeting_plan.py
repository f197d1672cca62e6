"""A meeting prepared: any town, slides by ticks and arrows, a file, a text for the agenda."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import pytest
from flask.testing import FlaskClient

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import ShownIn, Town
from dashboard.findings.first_reads import near_sources
from dashboard.findings.town import POPULATION, key_figures, surveyed
from dashboard.pages.contract import Address
from dashboard.pages.town.brief import NO_ROOM, Room, asked_elsewhere, leading_figures, steps
from dashboard.pages.town.meeting import choosing, plan
from dashboard.pages.town.meeting.agenda import agenda_text
from dashboard.pages.town.meeting.meaning import questions
from dashboard.pages.town.meeting.slides import NUMBERS, slides_of
from dashboard.wording import links
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data

SLUGS = tuple(shipped_data().towns)
GUEST = next(iter(hardest()))
PLAN = "/sitzung/moelln/vorbereiten"
BOX = re.compile(r'<input (?=[^>]*name="folien")[^>]*>')


def boxes(html: str) -> list[tuple[str, bool]]:
    """Return the slides of the form in their order, and whether each is ticked."""
    found = []
    for box in BOX.findall(html):
        value = re.search(r'value="(\d)"', box)
        assert value is not None
        found.append((value[1], " checked" in box))
    return found


def shown(data: Dataset, slug: str, query: Mapping[str, str] | None = None) -> str:
    address = Address(
        path=links.meeting_plan(slug),
        origin="https://a.example.de",
        values={"slug": slug},
        query=query or {},
    )
    return to_html(plan.view(data, address).content)


def test_every_slide_has_a_box_and_those_of_the_address_are_ticked_in_its_order(
    shipped: Dataset,
) -> None:
    assert boxes(shown(shipped, "moelln")) == [(one, True) for one in NUMBERS]
    found = boxes(shown(shipped, "moelln", {"folien": "9,3,1"}))
    assert found[:3] == [("9", True), ("3", True), ("1", True)]
    assert sorted(one for one, _ in found) == sorted(NUMBERS)
    assert not any(ticked for _one, ticked in found[3:])


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("nach-oben=3", "132"),
        ("nach-unten=1", "213"),
        ("nach-oben=1", "123"),
        ("nach-unten=3", "123"),
        ("nach-oben=7", "123"),
        ("nach-oben=x", "123"),
    ],
)
def test_an_arrow_moves_a_slide_without_scripts(draft: FlaskClient, query: str, order: str) -> None:
    asked = f"{PLAN}?folien=1&folien=2&folien=3&{query}"
    ticked = [one for one, is_ticked in boxes(draft.get(asked).text) if is_ticked]
    assert ticked == list(order)


def test_the_same_form_asks_for_slides_and_file(draft: FlaskClient) -> None:
    html = draft.get(PLAN).text
    goals = re.findall(r'formaction="([^"]+)"', html)
    assert goals == ["/sitzung/moelln", "/sitzung/moelln/datei.html"]
    for goal in goals:
        numbers = re.findall(r'data-number="(\d)"', draft.get(f"{goal}?folien=3&folien=1").text)
        assert numbers == ["3", "1"]


def test_slides_lead_back_to_their_choice(draft: FlaskClient) -> None:
    html = draft.get("/sitzung/moelln?folien=3,1").text
    assert f'href="{PLAN}?folien=3,1"' in html


@pytest.mark.parametrize("slug", [*SLUGS, GUEST])
def test_figures_of_the_agenda_are_those_of_the_data_each_with_its_source(
    shipped: Dataset, slug: str
) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    text = agenda_text(shipped, town, "https://a.example.de/stadt/x")
    people = key_figures(shipped, town, [POPULATION])
    figures = [*people, *leading_figures(shipped, town, ShownIn.SLIDES)]
    (line,) = (part for part in text.split("\n\n") if part.startswith("Zahlen zu "))
    told = [
        one for one in figures if f"{one.indicator.label} {one.text(one.observation)} (" in line
    ]
    assert told
    assert line.count("Quelle: ") == len({one.indicator.id for one in told})
    assert all(f"Quelle: {one.source.publisher}" in line for one in told)
    assert f"Fassung {shipped.version}" in text
    assert "https://a.example.de/stadt/x" in text
    if isinstance(town, Town):
        assert town.happened in text
        assert town.unknown in text
    else:
        assert "nahm am Projekt" in text
        assert "nicht teil" in text


@pytest.mark.parametrize("slug", ["moelln", GUEST])
def test_what_is_ours_in_the_agenda_is_named_so(shipped: Dataset, slug: str) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    text = agenda_text(shipped, town, "")
    advice = [one for one in shipped.lessons.values() if one.advice in text]
    assert len(advice) == 1
    assert f"“: {advice[0].advice}" in text
    assert "Rat der Website „" in text
    assert f"Gesagt von: {advice[0].said_by}." in text
    assert "Beschlussvorschlag (Entwurf der Website, bitte anpassen)" in text
    assert "Nachzulesen" not in text


def test_the_text_to_copy_is_the_text_and_no_markup(draft: FlaskClient, shipped: Dataset) -> None:
    html = draft.get(PLAN).text
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    assert found is not None
    town = shipped.towns["moelln"]
    assert unescape(found[1]) == agenda_text(shipped, town, "http://localhost/stadt/moelln")
    assert 'data-copy="tagesordnung-text"' in html
    assert "/static/site." in html, "the script that copies"


# ------------------------------------------------------------------------------ choosing a town


def test_a_meeting_starts_for_any_town(draft: FlaskClient, shipped: Dataset) -> None:
    html = draft.get("/sitzung").text
    for slug in SLUGS:
        assert f'href="{links.meeting_plan(slug)}"' in html
    town = shipped.gemeinde(GUEST)
    assert town is not None
    found = draft.get("/sitzung", query_string={"q": town.name})
    assert f'href="{links.meeting_plan(GUEST)}"' in found.text
    assert 'name="robots" content="noindex' in found.text
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["Referrer-Policy"] == "no-referrer"
    assert "keine Kleinstadt gefunden" in draft.get("/sitzung?q=xyzzy").text
    assert 'href="/sitzung"' in draft.get("/glossar").text, "the menu leads there"


def test_what_is_typed_cannot_break_the_page(shipped: Dataset) -> None:
    address = Address(path="/sitzung", query={"q": "<b>xyzzy"})
    html = to_html(choosing.view(shipped, address).content)
    assert escape("„<b>xyzzy“", quote=False) in html


def test_a_town_is_prepared_in_any_spelling(draft: FlaskClient) -> None:
    answer = draft.get("/sitzung/Mölln/vorbereiten?folien=3")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{PLAN}?folien=3")


# ------------------------------------------------------------------------------------- the file


def test_the_file_is_a_download_that_asks_nobody(draft: FlaskClient) -> None:
    answer = draft.get(f"/sitzung/{GUEST}/datei.html")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="folien-{GUEST}.html"'
    assert answer.headers["X-Robots-Tag"] == "noindex"
    html = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    assert re.findall(r'(?:src|href)="/[^"]*"', html) == []
    assert re.findall(r'src="(?!data:)[^"]*"', html) == []
    assert "default-src &#x27;none&#x27;" in html
    assert f"http://localhost/stadt/{GUEST}" in html
    assert draft.get("/sitzung/gibt-es-nicht/datei.html").status_code == 404


# -------------------------------------------------------------------- slides that say something


@pytest.mark.parametrize("slug", [*SLUGS, GUEST])
def test_the_slide_of_what_it_may_mean_has_advice_and_questions(
    shipped: Dataset, slug: str
) -> None:
    town = shipped.gemeinde(slug)
    assert town is not None
    (slide,) = (one for one in slides_of(shipped, town, "") if one.number == "9")
    html = to_html(slide.body)
    assert slide.title == f"Was das für {town.short_name} heißen kann"
    assert html.count("<b>Rat dieser Website: </b>") >= 1
    asked = list(questions(shipped, town))
    assert asked
    assert "Fragen dieser Website" in html
    if "liegt nahe bei" in html:
        assert set(shipped.named_sources(near_sources(shipped, town))) <= set(slide.sources)


def test_a_town_without_a_survey_shows_what_the_others_asked(shipped: Dataset) -> None:
    without = [one for one in shipped.in_project if not surveyed(shipped, one)[0]]
    assert without
    for town in without:
        (slide,) = (one for one in slides_of(shipped, town, "") if one.number == "5")
        html = to_html(slide.body)
        told = asked_elsewhere(shipped, town)
        assert told
        assert html.count('class="said__value"') == len(told)
        assert town.short_name not in html
        assert set(slide.credits) == {one.source_title for one in told}


def test_missing_tables_are_told_in_words(shipped: Dataset) -> None:
    for town in shipped.towns.values():
        html = to_html([one.body for one in slides_of(shipped, town, "") if one.number == "7"])
        assert not re.search(r"\d{5}-\d\d", html)
        assert "Zahlen, die für" in html


def test_a_date_is_said_once_and_texts_stand_as_far_as_there_is_room(shipped: Dataset) -> None:
    activities = [
        one for one in shipped.activities_of("dippoldiswalde") if one.phase.value == "projekt"
    ]
    dates = {one.date_text for one in activities}
    assert len(dates) < len(activities), "the data has a date of two"
    for room, described in ((NO_ROOM, 0), (Room(lines=1000, letters=50), len(activities))):
        html = to_html(steps(shipped, sorted(activities, key=lambda one: one.date_text), room=room))
        assert html.count("steps__date") == len(dates)
        assert html.count("steps__text") == described
