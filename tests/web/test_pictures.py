"""The pictures of the charts as first seen belong to today's charts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.components.figure_card import FigureCard
from dashboard.figures.series import Line, time_lines
from dashboard.web.pictures import WIDTHS, picture_html, picture_key, read_pictures
from tests.pictures import charts

PICTURES = read_pictures(ROOT / "assets" / "pictures")
LINE = Line(label="Mölln", colour="#23418c", points=(("2022", 1.0, ""), ("2023", 2.0, "")))


def test_every_chart_as_first_seen_has_its_pictures_and_no_other_is_kept(
    figures: Mapping[str, Sequence[FigureCard]],
) -> None:
    wanted = {f"{key}-{name}" for key, _where in charts(figures) for name in WIDTHS}
    assert wanted == PICTURES.keys(), "run `make pictures` and commit assets/pictures"


def test_pictures_hold_whole_numbers_with_their_points() -> None:
    """Digits are spared in coordinates, never in labels: 20.000 must not become 20.0."""
    texts = [text for svg in PICTURES.values() for text in re.findall(r">([^<>]+)</text>", svg)]
    assert any(re.fullmatch(r"\d{1,3}\.\d{3}", text) for text in texts)
    assert not [text for text in texts if re.fullmatch(r"\d+\.\d", text)]


def test_a_picture_belongs_to_exactly_what_is_drawn() -> None:
    one, same = (time_lines([LINE], unit="%", decimals=0) for _ in range(2))
    other = time_lines([LINE], unit="%", decimals=1)
    assert picture_key(one) == picture_key(same) != picture_key(other)


def test_without_both_widths_nothing_is_shown() -> None:
    figure = time_lines([LINE], unit="%", decimals=0)
    key = picture_key(figure)
    assert picture_html({f"{key}-breit": "<svg/>"}, figure) == ""
    both = {f"{key}-{name}": "<svg/>" for name in WIDTHS}
    assert picture_html(both, figure).count("<svg/>") == len(WIDTHS)


def test_without_scripts_slides_and_sheet_load_the_map(draft: FlaskClient) -> None:
    for path in ("/sitzung/moelln", "/stadt/moelln/steckbrief"):
        loaded = r'<noscript><img class="picture" src="([^"]+)" alt=""></noscript>'
        found = re.findall(loaded, draft.get(path).text)
        assert len(found) == 1, path
        answer = draft.get(found[0])
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert "<noscript>" not in draft.get("/sitzung/moelln/datei.html").text
