"""What is remembered, and what must not be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from dashboard.web.answers import BESIDE_THE_BODY, Remembering


class Application:
    """Counts its calls; answers with the headers it was given."""

    def __init__(self, status: str = "200 OK", headers: dict[str, str] | None = None) -> None:
        self.calls = 0
        self.status = status
        self.headers = {"Cache-Control": "public", "ETag": 'W/"1"', **(headers or {})}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.calls += 1
        start_response(self.status, list(self.headers.items()))
        return [b"Seite ", environ["PATH_INFO"].encode()]


def ask(
    application: Any, path: str = "/", method: str = "GET", **headers: str
) -> tuple[str, bytes]:
    environ = {
        "REQUEST_METHOD": method, "wsgi.url_scheme": "http", "PATH_INFO": path, "QUERY_STRING": "",
        **{name.replace("wsgi_", "wsgi."): value for name, value in headers.items()},
    }  # fmt: skip
    seen: list[str] = []
    body = b"".join(application(environ, lambda status, *_: seen.append(status)))
    return seen[0], body


def test_a_public_answer_is_made_once() -> None:
    inner = Application()
    site = Remembering(inner)
    assert ask(site) == ask(site) == ("200 OK", b"Seite /")
    assert inner.calls == 1


def test_a_browser_that_has_it_gets_no_body() -> None:
    inner = Application()
    site = Remembering(inner)
    ask(site)
    assert ask(site, HTTP_IF_NONE_MATCH='W/"1"') == ("304 NOT MODIFIED", b"")
    assert ask(site, HTTP_IF_NONE_MATCH='W/"alt"') == ("200 OK", b"Seite /")
    assert ask(site, HTTP_IF_NONE_MATCH='"0", "1"') == ("304 NOT MODIFIED", b"")
    assert inner.calls == 1


def test_a_browser_with_an_old_answer_gets_the_present_one_which_is_kept() -> None:
    inner = Application()
    site = Remembering(inner)
    assert ask(site, HTTP_IF_NONE_MATCH='W/"alt"') == ("200 OK", b"Seite /")
    assert ask(site, HTTP_IF_NONE_MATCH='W/"1"') == ("304 NOT MODIFIED", b"")
    assert inner.calls == 1


def test_who_asks_for_the_headers_alone_gets_those_of_the_whole_answer() -> None:
    inner = Application()
    site = Remembering(inner)
    assert ask(site, method="HEAD") == ("200 OK", b"")
    assert ask(site) == ("200 OK", b"Seite /")
    assert ask(site, method="HEAD") == ("200 OK", b"")
    assert inner.calls == 1


def test_an_error_is_answered_as_it_is_whatever_the_browser_has() -> None:
    site = Remembering(Application(status="404 NOT FOUND"))
    assert ask(site, HTTP_IF_NONE_MATCH='W/"1"') == ("404 NOT FOUND", b"Seite /")


@pytest.mark.parametrize(
    "inner",
    [
        Application(status="404 NOT FOUND"),
        Application(status="500 INTERNAL SERVER ERROR"),
        Application(headers={"Cache-Control": "no-store"}),
        Application(headers={"Set-Cookie": "a=b"}),
    ],
)
def test_what_is_not_public_is_asked_again(inner: Application) -> None:
    site = Remembering(inner)
    ask(site)
    ask(site)
    assert inner.calls == 2


def test_schemes_hosts_encodings_and_methods_are_kept_apart() -> None:
    inner = Application()
    site = Remembering(inner)
    ask(site, HTTP_HOST="a")
    ask(site, HTTP_HOST="b")
    ask(site, HTTP_HOST="a", wsgi_url_scheme="https")
    ask(site, HTTP_HOST="a", HTTP_ACCEPT_ENCODING="gzip")
    ask(site, HTTP_HOST="a", HTTP_ACCEPT_ENCODING="gzip, br")
    ask(site, HTTP_HOST="a", method="POST")
    assert inner.calls == 6


def test_browsers_share_what_they_would_be_sent_alike() -> None:
    inner = Application()
    site = Remembering(inner)
    for accepted in ("br", "gzip, deflate, br, zstd", "gzip;q=0.5, br", "*"):
        ask(site, HTTP_ACCEPT_ENCODING=accepted)
    assert inner.calls == 1
    ask(site, HTTP_ACCEPT_ENCODING="gzip, br;q=0")
    ask(site, HTTP_ACCEPT_ENCODING="gzip")
    assert inner.calls == 2
    for accepted in ("", "identity", "zstd", "br;q=0", "x" * 50):
        ask(site, HTTP_ACCEPT_ENCODING=accepted)
    assert inner.calls == 3


def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    inner = Application()
    site = Remembering(inner, most_bytes=2 * (BESIDE_THE_BODY + len("Seite /1")))
    for path in ("/1", "/2", "/3"):
        ask(site, path)
    ask(site, "/3")
    ask(site, "/2")
    assert inner.calls == 3
    ask(site, "/1")
    assert inner.calls == 4
