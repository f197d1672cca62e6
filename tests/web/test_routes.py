"""Where an address leads that is not a page's own; that what is typed stays with the visitor."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from dashboard.facts.dataset import Dataset
from dashboard.findings.town_search import all_towns


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/stadt/Moelln", "/stadt/moelln"),
        ("/stadt/mölln", "/stadt/moelln"),
        ("/stadt/01053090", "/stadt/moelln"),
        ("/stadt/09180124", "/stadt/murnau-a-staffelsee"),
        ("/stadt/murnau am staffelsee", "/stadt/murnau-a-staffelsee"),
        ("/stadt/Dießen am Ammersee/steckbrief", "/stadt/diessen/steckbrief"),
        ("/sitzung/MOELLN?folien=1,3&farben=dunkel", "/sitzung/moelln?folien=1,3&farben=dunkel"),
        ("/leichte-sprache/Mölln", "/leichte-sprache/moelln"),
    ],
)
def test_a_town_in_another_spelling_leads_to_its_address(
    draft: FlaskClient, asked: str, there: str
) -> None:
    answer = draft.get(asked)
    assert (answer.status_code, unquote(answer.headers["Location"])) == (301, there)


def test_a_shared_name_leads_to_the_search_for_now(draft: FlaskClient) -> None:
    answer = draft.get("/stadt/Neuried")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/suche?q=Neuried")


def test_no_address_of_a_town_leads_elsewhere(draft: FlaskClient, shipped: Dataset) -> None:
    for town in (*shipped.towns.values(), *all_towns(shipped)[::200]):
        assert draft.get(f"/stadt/{town.slug}").status_code in (200, 404)


@pytest.mark.parametrize("asked", ["/stadt/11000000", "/stadt/berlin", "/sitzung/Berlin"])
def test_a_gemeinde_without_values_is_not_found_and_told_why(
    draft: FlaskClient, asked: str
) -> None:
    answer = draft.get(asked)
    assert answer.status_code == 404
    assert "Berlin hatte am 31." in answer.text
    assert "Statistisches Bundesamt" in answer.text


def test_who_asks_for_nothing_that_exists_is_not_found(draft: FlaskClient) -> None:
    answer = draft.get("/stadt/gibt-es-nicht")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.text


def test_what_is_searched_for_is_kept_by_nobody_and_named_to_nobody(draft: FlaskClient) -> None:
    for asked in ("/suche?q=neuried", "/suche?vergleich=eigene%3D12"):
        answer = draft.get(asked)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in answer.headers
    assert draft.get("/suche").headers["Referrer-Policy"] == "same-origin"
