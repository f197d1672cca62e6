"""SEC-06: requests that no browser sends, hundreds or thousands, and never a 5xx or a traceback."""

from __future__ import annotations

import http.client
import json
import random
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import quote

import pytest

from dashboard.components.live_part import VIEW
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.web.site import Site
from tests.serving import Served, call

LANES = 4
CALLBACKS = "/_dash-update-component"
JUNK = (None, True, 0, -1, 1e308, "", "x", "?" + "a&" * 80, "\x00", "ä" * 500, "\ud800", "../..",
        "<script>", "=cmd|' /C calc'!A0", [], {}, [[]], [None], {"id": "a"}, "NaN")  # fmt: skip
ADDRESSES = ("/vergleich", "/zeitleiste", "/befragungen", "/stadt/moelln", "/gibt-es-nicht")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW", "get")
TAILS = ("", "/", "//", "/..", "/%00", "/%ff", "%2e%2e", ";x", "/ä", "?", "?x", "?" + "&" * 300,
         "?a=%zz", "?staedte=,,,", "?staedte=%ff%fe", "?form=", "?" + "k=v&" * 900)  # fmt: skip
HEADERS = (
    ("Accept-Encoding", "br;q=x, gzip;q=9, *"),
    ("Accept-Encoding", "ä"),
    ("If-None-Match", 'W/"'),
    ("If-None-Match", "*"),
    ("If-Modified-Since", "gestern"),
    ("Range", "bytes=9-1"),
    ("Referer", "http://[::1"),
    ("Referer", "/stadt/%ff?staedte=%ff"),
    ("Host", "localhost:99999"),
    ("Host", "evil.example"),
    ("Cookie", "session=" + "x" * 300),
    ("Content-Type", "application/json; charset=klingonisch"),
    ("Content-Type", "multipart/form-data"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Expect", "100-continue"),
)
RAW = (
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"b" * 9000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: 1\r\n" * 80 + b"\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST " + CALLBACKS.encode() + b" HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nKaputt\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    bytes(range(256)),
)  # fmt: skip

Request = tuple[str, str, bytes | None, dict[str, str]]


@pytest.fixture(scope="module")
def app() -> Site:
    """The site as it ships, to say what there is to ask for."""
    return create_app(settings_from({}))


@pytest.fixture(scope="module")
def calls(app: Site) -> list[dict[str, Any]]:
    """What the renderer would send to the callback of the site, and nothing else is registered."""
    assert [*app.callback_map] == [f"{VIEW}.drawn"]
    return [call(f"{path}?staedte=moelln") for path in ADDRESSES]


def damaged(node: Any, chance: random.Random) -> Any:
    """Return the JSON value with something wrong somewhere, or right by luck."""
    if chance.random() < 0.08:
        return chance.choice(JUNK)
    if isinstance(node, dict):
        kept = {key: damaged(value, chance) for key, value in node.items()}
        if kept and chance.random() < 0.05:
            del kept[chance.choice(sorted(kept))]
        return kept
    if isinstance(node, list):
        parts = [damaged(part, chance) for part in node]
        return parts * 2 if chance.random() < 0.04 else parts
    return node


def valued(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a well-formed call whose values are junk."""
    address = f"{chance.choice(ADDRESSES)}{chance.choice(TAILS)}{chance.choice(JUNK)}"
    value = chance.choice((chance.choice(JUNK), [address, chance.choice(JUNK)], [address], address))
    inputs = [{**one, "value": value} for one in body["inputs"]]
    changed = [f"{one['id']}.{one['property']}" for one in inputs if chance.random() < 0.5]
    return {**body, "inputs": inputs, "changedPropIds": changed}


def requests(
    chance: random.Random, paths: list[str], calls: list[dict[str, Any]], count: int
) -> Iterator[Request]:
    for _ in range(count):
        headers = dict(chance.sample(HEADERS, chance.randint(0, 2)))
        if chance.random() < 0.5:
            change: Callable[..., Any] = chance.choice((damaged, valued))
            body = json.dumps(change(chance.choice(calls), chance)).encode()
            if chance.random() < 0.1:
                body = body[: chance.randint(0, len(body))] + bytes([chance.randint(0, 255)])
            if chance.random() < 0.02:
                body = b'{"output":' + b"[" * chance.choice((900, 60_000))
            yield "POST", CALLBACKS, body, {"Content-Type": "application/json", **headers}
        else:
            path = chance.choice(paths)
            if chance.random() < 0.3:
                place = chance.randint(0, len(path))
                path = (
                    path[:place] + chance.choice(("%", "%ff", "..", "/", "x", "'")) + path[place:]
                )
            path = quote(path + chance.choice(TAILS), safe="/?&=%;,.'-_~")
            yield chance.choice(METHODS), path, None, headers


def answers(port: int, asked: Iterator[Request]) -> Counter[int]:
    """Send the requests one after another and count the status codes; 0 means no answer."""
    statuses: Counter[int] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for method, path, body, headers in asked:
        status = 0
        for _ in range(3):  # the server may close a connection it has kept open
            try:
                coded = {name: value.encode("utf-8") for name, value in headers.items()}
                connection.request(method, path, body, coded)  # type: ignore[arg-type]
                answer = connection.getresponse()
                answer.read()
                status = answer.status
                break
            except (http.client.HTTPException, OSError):
                connection.close()
        statuses[status] += 1
    connection.close()
    return statuses


@pytest.mark.parametrize("count", [800, pytest.param(5_200, marks=pytest.mark.hurts)])
def test_sec_06_odd_requests_never_fail(
    site: Served, app: Site, calls: list[dict[str, Any]], count: int
) -> None:
    paths = [*app.server.extensions["readiness"].paths]
    paths += ["/daten/quellen.csv", "/figur/x.csv", "/katalog.ttl", "/_dash-layout", "/bereit"]
    paths += ["/_dash-dependencies", "/_reload-hash", "/static/site.css", CALLBACKS]
    lanes = [requests(random.Random(seed), paths, calls, count // LANES) for seed in range(LANES)]
    with ThreadPoolExecutor(LANES) as pool:
        total = sum(pool.map(lambda lane: answers(site.port, lane), lanes), Counter[int]())
    assert total.total() == count
    assert not [status for status in total if status >= 500], total
    assert total[0] == 0, total
    assert total[400] > count / 18, total
    assert total[404] > count / 105, total
    assert "Traceback" not in site.log
    assert all(pid for pid in site.workers())


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
def test_sec_06_bytes_that_are_no_request_never_fail(site: Served, raw: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=10)) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        said = line.recv(65536)
    assert not said.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5")), said[:200]
    assert b"Traceback" not in said
    assert "Traceback" not in site.log


def test_priv_6_no_address_of_a_visitor_is_in_the_log(site: Served) -> None:
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=10)) as line:
        line.sendall(b"GET / HTTP/9.9\r\n\r\n")
        line.recv(65536)
    site.wait_for_log("Invalid request from ip=–")
    visitors = [line for line in site.log.splitlines() if line.startswith("{") or "ip=" in line]
    assert len(visitors) > 1
    assert not [line for line in visitors if "127.0.0.1" in line]
