"""Figures for other sites: the same values, framing allowed there alone, oEmbed for machines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from werkzeug.test import Client

from dashboard.facts.dataset import Dataset
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.wording.numbers import number

HOST = "https://kleinstadt.example.de"
CARD = "/einbetten/figur/vergleich/vergleich-stand?indikator=commute_distance"


@pytest.fixture(scope="module")
def client() -> Client:
    settings = replace(settings_from({}), base_url=HOST, frame_ancestors="https://www.moelln.de")
    return create_app(settings).server.test_client()


def get(client: Client, path: str) -> tuple[int, str, dict[str, str]]:
    answer = client.get(path, headers={"Host": "kleinstadt.example.de"})
    return answer.status_code, answer.get_data(as_text=True), dict(answer.headers)


def test_frame_shows_the_values_of_the_page(client: Client, shipped: Dataset) -> None:
    newest = shipped.latest("diessen", "commute_distance")
    assert newest is not None
    assert newest.value is not None
    _status, framed, _headers = get(client, CARD)
    _status, page, _headers = get(client, "/vergleich?indikator=commute_distance")
    rows = re.search(r"<tbody>.*?</tbody>", framed, re.DOTALL)
    assert rows is not None
    assert number(newest.value, 1) in rows[0]
    assert rows[0] in page


def test_frame_holds_source_licence_and_version_but_no_menu(client: Client) -> None:
    status, text, _headers = get(client, CARD)
    assert status == 200
    assert 'class="source"' in text
    assert "Fassung " in text
    assert "<header" not in text
    assert "choices." not in text
    assert "Zitieren, verlinken" not in text


def test_only_frames_may_be_framed_and_only_where_allowed(client: Client) -> None:
    framed = get(client, CARD)[2]
    assert "frame-ancestors https://www.moelln.de" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    for path in ("/vergleich", "/sitzung/moelln", "/stadt/moelln/steckbrief"):
        headers = get(client, path)[2]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/einbetten/figur/vergleich/gibt-es-nicht",
        "/einbetten/figur/nirgends/vergleich-stand",
        "/einbetten/figur/stadt/nirgendwo/nirgendwo-karte",
    ],
)
def test_unknown_figure_is_not_found(client: Client, path: str) -> None:
    assert get(client, path)[0] == 404


def test_a_frame_says_what_it_does_not_show(client: Client) -> None:
    assert "gibt es nicht" not in get(client, CARD)[1]
    status, text, _headers = get(client, f"{CARD}&staedte=atlantis")
    assert status == 200
    assert "„atlantis“ gibt es nicht" in text


def test_oembed_describes_the_frame(client: Client) -> None:
    answer = client.get(
        "/oembed",
        query_string={"url": HOST + CARD, "maxwidth": "500", "maxheight": "400"},
        headers={"Host": "kleinstadt.example.de"},
    )
    found = answer.get_json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert (found["width"], found["height"]) == (500, 400)
    assert found["html"].startswith(f'<iframe src="{HOST}{CARD}"')


def test_frame_names_its_oembed_address(client: Client) -> None:
    link = re.search(r'json\+oembed" href="([^"]+)"', get(client, CARD)[1])
    assert link is not None
    path = link[1].replace("&amp;", "&").removeprefix(HOST)
    assert get(client, path)[0] == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": "https://anderswo.example.de/einbetten/figur/vergleich/vergleich-stand"}, 404),
        ({"url": f"{HOST}/vergleich"}, 404),
        ({"url": f"{HOST}/einbetten/figur/"}, 404),
        ({"url": "https://[kaputt"}, 404),
        ({"url": HOST + CARD, "format": "xml"}, 501),
        ({"url": f"{HOST}{CARD}&staedte=atlantis"}, 400),
    ],
)
def test_oembed_refuses_what_it_cannot_describe(
    client: Client, query: dict[str, str], status: int
) -> None:
    answer = client.get("/oembed", query_string=query, headers={"Host": "kleinstadt.example.de"})
    assert answer.status_code == status
