from __future__ import annotations

import gzip
import json
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.facts.dataset import Dataset
from dashboard.pages.compare import page as compare
from dashboard.pages.contract import Address, View
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.web.delivery import add_compression

PATHS = ("/", "/daten", "/daten/quellen.csv", "/daten/datapackage.json", "/katalog.ttl")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    settings = settings_from({"DASHBOARD_SHARED_CACHE_SECONDS": "90"})
    return create_app(settings).server.test_client()


def script_address(client: FlaskClient) -> str:
    found = re.search(r'src="(/static/charts\.[^"]+)"', client.get("/vergleich").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", PATHS)
def test_what_depends_on_the_address_alone_may_be_kept_by_proxies(
    client: FlaskClient, path: str
) -> None:
    kept = client.get(path).cache_control
    assert kept.public
    assert kept.s_maxage == 90
    assert kept.max_age == 0


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_that_has_it_gets_304_without_a_body(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.cache_control.s_maxage == 90


@pytest.mark.parametrize("path", PATHS)
def test_every_encoding_holds_the_same_under_the_same_weak_tag(
    client: FlaskClient, path: str
) -> None:
    plain, zipped, br = (
        client.get(path, headers={"Accept-Encoding": name}) for name in ("", "gzip", "br")
    )
    encodings = [answer.content_encoding for answer in (plain, zipped, br)]
    assert encodings == [None, "gzip", "br"]
    assert plain.data == gzip.decompress(zipped.data) == brotli.decompress(br.data)
    assert len(br.data) < len(plain.data)
    (tag,) = {answer.headers["ETag"] for answer in (plain, zipped, br)}
    assert tag.startswith('W/"')
    assert all("Accept-Encoding" in answer.vary for answer in (plain, zipped, br))


def test_who_asks_for_the_headers_alone_gets_the_same_ones(client: FlaskClient) -> None:
    whole, head = client.get("/daten"), client.head("/daten")
    assert head.data == b""
    assert dict(head.headers) == dict(whole.headers)


def test_a_static_file_is_kept_for_good(client: FlaskClient) -> None:
    kept = client.get(script_address(client)).cache_control
    assert kept.immutable
    assert kept.max_age == 365 * 24 * 3600


def test_an_address_of_another_version_gets_the_present_file_and_is_not_kept(
    client: FlaskClient,
) -> None:
    here = script_address(client)
    there = re.sub(r"\.[0-9a-f]{16}\.", ".0123456789abcdef.", here)
    assert there != here
    answer = client.get(there)
    assert answer.data == client.get(here).data
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_visitors_own_input_is_drawn_each_time_and_kept_by_nobody(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    view = compare.view

    def counted(data: Dataset, address: Address) -> View:
        drawn.append(address)
        return view(data, address)

    monkeypatch.setattr(compare, "view", counted)
    for own in ("eigene=12345", "eigene-name=Musterdorf"):
        answers = [client.get(f"/vergleich?{own}") for _ in range(2)]
        assert [one.headers["Cache-Control"] for one in answers] == ["no-store"] * 2
        assert all("ETag" not in one.headers for one in answers)
    assert len(drawn) == 4
    for _ in range(2):
        client.get("/vergleich?ansicht=profil")
    assert len(drawn) == 5


def test_errors_are_kept_by_nobody_and_never_become_304(client: FlaskClient) -> None:
    answer = client.get("/gibt-es-nicht", headers={"If-None-Match": "*"})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_the_answer_to_a_choice_is_compressed() -> None:
    server = Flask("probe")
    add_compression(server)
    server.add_url_rule("/lang", endpoint="lang", view_func=lambda: {"text": "Stadt " * 1000})
    server.add_url_rule("/kurz", endpoint="kurz", view_func=lambda: {"text": "Stadt"})
    browser = server.test_client()
    long = browser.get("/lang", headers={"Accept-Encoding": "br, gzip"})
    assert long.content_encoding == "br"
    assert json.loads(brotli.decompress(long.data)) == {"text": "Stadt " * 1000}
    assert browser.get("/lang").content_encoding is None
    assert browser.get("/kurz", headers={"Accept-Encoding": "br"}).content_encoding is None
