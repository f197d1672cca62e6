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
        ("/a-b/e-i-1", ""),
        ("/eins-zwei-drei-vier-fuenf-sechs-sieben", "eins zwei drei vier fuenf sechs"),
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


def test_paths_that_mean_nothing_share_one_remembered_page(draft: FlaskClient) -> None:
    tried = [f"/{name}" for name in ("wp-login.php", ".env", "xyzzy-7", "cgi-bin/q", "stadt/xyzzy")]
    answers = [draft.get(path) for path in tried]
    assert {answer.status_code for answer in answers} == {404}
    (same,) = {answer.text for answer in answers}
    assert "Diese Seite gibt es nicht" in same
    assert "Vielleicht meinten" not in same


def test_where_nothing_fits_nothing_is_offered(shipped: Dataset) -> None:
    assert "Vielleicht meinten" not in to_html(error.view(shipped, 404, words="xyzzy").content)
    assert "Vielleicht meinten" not in to_html(error.view(shipped, 500).content)
    html = to_html(error.view(shipped, 404, words="<i>").content)
    assert "<i>" not in html
