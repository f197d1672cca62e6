"""What the loop of a worker answers by itself: only what gunicorn would read in the same way."""

from __future__ import annotations

from socket import socketpair

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.web.serving import LONGEST, MOST_FIELDS, _sent, plain_question
from tests.serving import configuration

HOST = b"Host: stadt.example\r\n"
BROWSER = (
    b"GET /vergleich?kennzahl=a%20b&eigene=1,2 HTTP/1.1\r\nHost: stadt.example:8000\r\n"
    b'Connection: keep-alive\r\nsec-ch-ua: "Chromium";v="156"\r\nAccept-Encoding: gzip, br\r\n'
    b'If-None-Match: W/"1"\r\nX-Forwarded-Proto: https\r\nCookie: a=b; c=d:e\r\n\r\n'
)
LINES = st.sampled_from(
    [
        HOST, b"Accept-Encoding: br\r\n", b"accept-encoding:gzip \r\n", b"Cookie: a=b; c=d:e\r\n",
        b"Connection: close\r\n", b"Connection: Keep-Alive\r\n", b"Content-Length: 3\r\n",
        b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"Upgrade: h2c\r\n",
        b"Content-Type: a\r\n", b"Script-Name: /x\r\n", b"X_Y: 1\r\n", b" folded\r\n", b"X-Y:\r\n",
        b"X-Y: \tz\t\r\n", b"X-Y:  z  \r\n", "X-Ö: ö\r\n".encode(), b"X-Y: a\nb\r\n", b"X Y: 1\r\n",
        b"Y: \x00\r\n", b": z\r\n", b"Z : 1\r\n", b"\r\n",
    ]
)  # fmt: skip
TARGETS = st.text("/?#%2Fä[]@:;.a\x7f \\*", min_size=1, max_size=12) | st.just("http://a/")
VERSIONS = st.sampled_from([b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"http/1.1", b"HTTP/1.1 "])
METHODS = st.sampled_from([b"GET", b"HEAD", b"POST", b"get"])


def head(method: bytes, target: str, version: bytes, lines: list[bytes]) -> bytes:
    first = method + b" " + target.encode() + b" " + version + b"\r\n"
    return first + b"".join(lines) + b"\r\n"


HEADS = st.builds(head, METHODS, TARGETS, VERSIONS, st.lists(LINES, max_size=5))
# most of them plain
ORDINARY = st.builds(
    head,
    st.just(b"GET"),
    st.text("?%2F[]@:;.a\\*/", max_size=8).map("/".__add__),
    st.just(b"HTTP/1.1"),
    st.lists(LINES, max_size=2, unique=True).map([HOST].__add__),
)


@given(HEADS | ORDINARY)
@example(BROWSER)
def test_a_plain_question_is_what_gunicorn_reads_in_it(asked: bytes) -> None:
    found = plain_question(asked)
    if found is None:
        return
    config = Config()
    parser = RequestParser(config, iter([asked]), ("192.0.2.1", 5))
    request = next(parser)
    _answer, environ = create(request, None, ("192.0.2.1", 5), ("127.0.0.1", 8000), config)
    assert found == {key: environ.get(key) for key in found}
    known = {key for key in environ if key.startswith("HTTP_")}
    assert known == {key for key in found if key.startswith("HTTP_")}
    assert not request.should_close()
    assert not request.body.read()
    assert not parser.unreader.take_buffered()


def test_the_question_of_a_browser_is_plain() -> None:
    found = plain_question(BROWSER)
    assert found
    assert found["QUERY_STRING"] == "kennzahl=a%20b&eigene=1,2"
    assert found["HTTP_HOST"] == "stadt.example:8000"


@pytest.mark.parametrize(
    "asked",
    [
        BROWSER[:-2],
        BROWSER + b"GET",
        BROWSER.replace(b"GET", b"HEAD"),
        BROWSER.replace(b"Host:", b"X-Host:"),
        BROWSER.replace(b"keep-alive", b"close"),
        BROWSER.replace(b"Cookie:", b"Content-Length:"),
        BROWSER.replace(b"Cookie:", b"Host:"),
        BROWSER.replace(b"Cookie:", b"Cookie_X:"),
        BROWSER.replace(b"GET /", b"GET //"),
        BROWSER[:-2] + b"".join(b"X-%d: 1\r\n" % n for n in range(MOST_FIELDS)) + b"\r\n",
    ],
)  # fmt: skip
def test_what_is_unusual_is_left_to_gunicorn(asked: bytes) -> None:
    assert plain_question(asked) is None


def test_what_came_behind_a_question_is_left_for_the_next() -> None:
    visitor, worker = socketpair()
    with visitor, worker:
        visitor.sendall(BROWSER * 2)
        assert _sent(worker, len(BROWSER), [b"HTTP/1.1 200 OK\r\n\r\n"]) == b""
        assert visitor.recv(LONGEST) == b"HTTP/1.1 200 OK\r\n\r\n"
        assert worker.recv(LONGEST) == BROWSER


def test_what_the_line_does_not_take_is_left_to_be_sent() -> None:
    visitor, worker = socketpair()
    with visitor, worker:
        worker.setblocking(False)
        visitor.sendall(BROWSER)
        whole = [b"head", bytes(1 << 24)]
        rest = _sent(worker, len(BROWSER), whole)
        assert 0 < len(rest) < sum(map(len, whole))
    assert _sent(worker, 1, whole) == b"".join(whole)


def test_no_line_or_field_is_longer_than_gunicorn_allows() -> None:
    conf = configuration()
    assert conf["limit_request_line"] >= LONGEST - 2
    assert conf["limit_request_field_size"] >= LONGEST
    assert conf["limit_request_fields"] >= MOST_FIELDS
