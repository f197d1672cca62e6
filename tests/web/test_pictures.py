"""The pictures of the charts as first seen belong to today's charts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from flask.testing import FlaskClient

from dashboard import ROOT
from dashboard.components.figure_card import FigureCard
from dashboard.components.germany_map import germany_picture
from dashboard.facts.dataset import Dataset
from dashboard.figures.series import Line, time_lines
from dashboard.figures.theme import BOTH_WAYS
from dashboard.web.pictures import (
    WIDTHS,
    picture_files,
    picture_html,
    picture_key,
    read_pictures,
)
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
    both = {f"{key}-{name}": f"<svg {name}/>" for name in WIDTHS}
    assert picture_html(both, figure).count("<svg") == len(WIDTHS)
    same = dict.fromkeys(both, "<svg/>")
    assert picture_html(same, figure).count("<svg") == 1


# what LibreOffice, librsvg or an old Office draw otherwise than a browser, or not at all
ONLY_IN_BROWSERS = re.compile(
    r"var\(|light-dark\(|oklch|rgba\(|transparent|currentColor|<foreignObject|<image|<script"
    r"|dy=|%\"|\bem\""
)


def test_a_picture_alone_is_the_same_in_every_program(shipped: Dataset) -> None:
    files = {
        **picture_files(PICTURES),
        "deutschland.svg": germany_picture(shipped.geometry).replace(BOTH_WAYS, ""),
        "favicon.svg": (ROOT / "assets" / "favicon.svg").read_text(),
    }
    for name, svg in files.items():
        assert not ONLY_IN_BROWSERS.search(svg), name
        picture = ElementTree.fromstring(svg)
        assert picture.get("viewBox"), name
        texts = [*picture.iter("{http://www.w3.org/2000/svg}text")]
        assert not texts or "sans-serif" in picture.get("font-family", ""), name
        for lines in ([*one] for one in texts):
            places = [(one.get("x"), one.get("y")) for one in lines if one.get("class") == "line"]
            assert len(places) == len(set(places)), name


def test_programs_that_know_no_queries_draw_the_map_light(shipped: Dataset) -> None:
    """Some take the rules of every query, some of none: the first and the last are the light."""
    found = re.findall(r"\.land\{fill:(#\w+)", germany_picture(shipped.geometry))
    assert found[0] == found[-1]
    assert len(set(found)) == 2


def test_without_scripts_slides_and_sheet_load_the_map(draft: FlaskClient) -> None:
    for path in ("/sitzung/moelln", "/stadt/moelln/steckbrief"):
        loaded = r'<noscript><img class="picture" src="([^"]+)" alt=""></noscript>'
        found = re.findall(loaded, draft.get(path).text)
        assert len(found) == 1, path
        answer = draft.get(found[0])
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert "<noscript>" not in draft.get("/sitzung/moelln/datei.html").text
