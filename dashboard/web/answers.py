"""Answers remembered as sent: what depends on the address alone is made once a data version."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MOST_BYTES = 96 * 1024 * 1024
LARGEST_ANSWER = 4 * 1024 * 1024
LONGEST_KEY = 2048

Headers = list[tuple[str, str]]
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole 200 answer; `tag` is its ETag or empty."""

    headers: Headers
    body: bytes
    tag: str


class Remembering:
    """A WSGI application in front of another that answers from memory what is public.

    Only whole 200 answers to GET that their own Cache-Control calls public are kept, by host, path,
    query and accepted encodings; the least recently used go first. The data never change while the
    process lives, so nothing grows old.
    """

    def __init__(self, application: WSGIApplication, *, most_bytes: int = MOST_BYTES) -> None:
        """Stand in front of `application` and keep at most `most_bytes` of bodies."""
        self._application = application
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or ask the application and keep what may be kept."""
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        key = _key(environ)
        known = self._known(key)
        if known:
            return _again(known, environ, start_response)
        if "HTTP_IF_NONE_MATCH" in environ or sum(map(len, key)) > LONGEST_KEY:
            return self._application(environ, start_response)
        return self._first(key, environ, start_response)

    def _known(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer:
                self._answers.move_to_end(key)
            return answer

    def _first(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, *error: Any) -> Callable[[bytes], object]:
            started.append((status, headers))
            return start_response(status, headers, *error)

        chunks = self._application(environ, start)
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        status, headers = started[-1]
        if status.startswith("200") and len(body) <= LARGEST_ANSWER and _is_public(headers):
            self._keep(key, Answer(headers=headers, body=body, tag=_header(headers, "ETag")))
        return [body]

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            old = self._answers.pop(key, None)
            self._bytes += len(answer.body) - (len(old.body) if old else 0)
            self._answers[key] = answer
            while self._bytes > self._most_bytes:
                _key_of_oldest, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest.body)


def _key(environ: WSGIEnvironment) -> Key:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else accepted
    return (
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        encoding,
    )


def _again(
    answer: Answer, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    tags = environ.get("HTTP_IF_NONE_MATCH", "")
    if answer.tag and (tags == answer.tag or answer.tag in tags.split(", ")):
        kept = [pair for pair in answer.headers if pair[0].lower() not in _OF_A_BODY]
        start_response("304 NOT MODIFIED", kept)
        return []
    start_response("200 OK", answer.headers)
    return [answer.body]


_OF_A_BODY = frozenset({"content-length", "content-type", "content-encoding"})


def _is_public(headers: Headers) -> bool:
    return "public" in _header(headers, "Cache-Control") and not _header(headers, "Set-Cookie")


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name.lower()), "")
