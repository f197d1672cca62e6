"""What stands where nothing is: the last part of the path is looked for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard.components.markup import to_html
from dashboard.facts.dataset import Dataset
from dashboard.pages import error


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/befragung/Buerger-befragungen.html", "Buerger befragungen"),
        ("/breitband/", "breitband"),
        ("/", ""),
        ("/--_", ""),
        ("/" + "x" * 500, "x" * error.LONGEST),
    ],
)
def test_the_last_part_of_a_path_are_words(path: str, words: str) -> None:
    assert error.asked_words(path) == words


def test_what_may_be_meant_is_offered_and_searched_for(draft: FlaskClient) -> None:
    answer = draft.get("/staedte/BUESUM")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert 'href="/stadt/buesum"' in html
    assert 'value="BUESUM"' in html
    assert 'href="/suche?q=BUESUM"' in html
    assert 'href="/vergleich?indikator=broadband_1000"' in draft.get("/daten/breitband").text


def test_where_nothing_fits_nothing_is_offered(shipped: Dataset) -> None:
    assert "Vielleicht meinten" not in to_html(error.view(shipped, 404, words="xyzzy").content)
    assert "Vielleicht meinten" not in to_html(error.view(shipped, 500).content)
    html = to_html(error.view(shipped, 404, words="<i>").content)
    assert "<i>" not in html
