"""Fifty visitors at once: page views per second and how long the slow ones wait."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

USERS = 50
SECONDS = 8.0
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request of a page view, as the browser made it."""

    method: str
    url: str
    body: bytes = b""
    content_type: str = ""

    def message(self) -> bytes:
        """Return the request as it goes over the line."""
        parts = urlsplit(self.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        head = f"{self.method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        head += "Accept-Encoding: br, gzip\r\n"
        if self.body:
            head += f"Content-Type: {self.content_type}\r\nContent-Length: {len(self.body)}\r\n"
        return head.encode() + b"\r\n" + self.body


def crowd(asks: Sequence[Ask], port: int) -> tuple[float, float, int]:
    """Return page views per second, the 95th percentile in ms, and the number of failures.

    A page view is the page with all that a first visit asks for, the first callbacks included. The
    client is as bare as can be, for it shares the machine with the server.
    """
    messages = [ask.message() for ask in asks]
    times: list[float] = []
    failures = 0
    lock = threading.Lock()
    begin = time.perf_counter()

    def visitor() -> None:
        nonlocal failures
        connection: socket.socket | None = None
        while time.perf_counter() < begin + SECONDS:
            start = time.perf_counter()
            try:
                for message in messages:
                    connection = connection or socket.create_connection(("127.0.0.1", port), 60)
                    connection.sendall(message)
                    if not _took_answer(connection):
                        connection.close()
                        connection = None
            except OSError:
                connection = None
                with lock:
                    failures += 1
                continue
            with lock:
                times.append(time.perf_counter() - start)
        if connection:
            connection.close()

    threads = [threading.Thread(target=visitor) for _ in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    views = len(times) / (time.perf_counter() - begin)
    slow = sorted(times)[int(len(times) * 0.95)] * 1000 if times else float("nan")
    return views, slow, failures


def _took_answer(connection: socket.socket) -> bool:
    """Read one answer; return whether the connection stays open. Raise `OSError` for a failure."""
    head = b""
    while END_OF_HEAD not in head:
        part = connection.recv(1 << 18)
        if not part:
            raise OSError("connection closed")
        head += part
    head, _end, body = head.partition(END_OF_HEAD)
    if not b"200" <= head[9:12] < b"400":
        raise OSError(head[:40].decode("latin-1"))
    length = LENGTH.search(head)
    closes = b"connection: close" in head.lower()
    missing = int(length[1]) - len(body) if length else None
    while missing is None or missing > 0:
        part = connection.recv(1 << 18)
        if not part:
            if missing is None:
                return False
            raise OSError("answer broke off")
        missing = missing - len(part) if missing is not None else None
    return not closes
