"""Answers remembered as sent: what depends on the address alone is made once a data version."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from dashboard.web.encoding import best_encoding

MOST_BYTES = 96 * 1024 * 1024
LARGEST_ANSWER = 4 * 1024 * 1024
LONGEST_KEY = 2048
BESIDE_THE_BODY = 4096  # bytes that key and headers take, at most

AT_ONCE = "dashboard.at_once"  # in the WSGI environment of who asks for remembered answers only

Headers = list[tuple[str, str]]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer; `tag` is its ETag in quotes where it may be compared, else empty."""

    status: str
    headers: Headers
    body: bytes
    tag: str

    @property
    def size(self) -> int:
        """The bytes of memory it takes."""
        return len(self.body) + BESIDE_THE_BODY


class NotRememberedError(LookupError):
    """An answer is not remembered, and was only asked for if it is."""


class Remembering:
    """A WSGI application in front of another that answers from memory what is public.

    Only whole 200 answers that their own Cache-Control calls public are kept, by scheme, host,
    path, query and the encoding they are sent in; the least recently used go first. The data never
    change while the process lives, so nothing grows old. The application is only asked for whole
    answers: what a browser has already, or wants no more than the headers of, is seen to here.
    """

    def __init__(self, application: WSGIApplication, *, most_bytes: int = MOST_BYTES) -> None:
        """Stand in front of `application` and keep at most `most_bytes` of answers."""
        self._application = application
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or ask the application and keep what may be kept.

        Raises:
            NotRememberedError: where `AT_ONCE` stands in the environment and memory has nothing.
        """
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            encoding,
        )
        answer = self._known(key)
        if answer is None:
            if AT_ONCE in environ:
                raise NotRememberedError
            answer = self._asked(key, encoding, environ)
        if answer.tag and answer.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            kept = [pair for pair in answer.headers if pair[0].lower() not in _OF_A_BODY]
            start_response("304 NOT MODIFIED", kept)
            return []
        start_response(answer.status, answer.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _known(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer:
                self._answers.move_to_end(key)
            return answer

    def _asked(self, key: Key, encoding: str, environ: WSGIEnvironment) -> Answer:
        whole = {**environ, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": encoding}
        whole.pop("HTTP_IF_NONE_MATCH", None)
        started: list[tuple[str, Headers]] = []
        parts: list[bytes] = []

        def start(status: str, headers: Headers, *_error: Any) -> Callable[[bytes], object]:
            started.append((status, headers))
            return parts.append

        chunks = self._application(whole, start)
        try:
            parts.extend(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        status, headers = started[-1]
        found = status.startswith("200")
        tag = _header(headers, "ETag").removeprefix("W/") if found else ""
        answer = Answer(status=status, headers=headers, body=b"".join(parts), tag=tag)
        short = len(answer.body) <= LARGEST_ANSWER and sum(map(len, key)) <= LONGEST_KEY
        if found and short and _is_public(headers):
            self._keep(key, answer)
        return answer

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            old = self._answers.pop(key, None)
            self._bytes += answer.size - (old.size if old else 0)
            self._answers[key] = answer
            while self._bytes > self._most_bytes:
                _key_of_oldest, oldest = self._answers.popitem(last=False)
                self._bytes -= oldest.size


_OF_A_BODY = frozenset({"content-length", "content-type", "content-encoding"})


def _is_public(headers: Headers) -> bool:
    return "public" in _header(headers, "Cache-Control") and not _header(headers, "Set-Cookie")


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name.lower()), "")
