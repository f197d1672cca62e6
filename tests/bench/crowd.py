"""Fifty visitors at once: page views per second and how long the slow ones wait."""

from __future__ import annotations

import http.client
import threading
import time
from urllib.parse import urlsplit

USERS = 50
SECONDS = 8.0


def crowd(paths: list[str], port: int) -> tuple[float, float, int]:
    """Return page views per second, the 95th percentile in ms, and the number of failures.

    A page view is the page with all that a first visit asks for.
    """
    times: list[float] = []
    failures = 0
    stop = time.perf_counter() + SECONDS
    lock = threading.Lock()

    def visitor() -> None:
        nonlocal failures
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < stop:
            begin = time.perf_counter()
            try:
                for path in paths:
                    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status >= 400:
                        raise OSError(answer.status)
            except (OSError, http.client.HTTPException):
                connection.close()
                with lock:
                    failures += 1
                continue
            with lock:
                times.append(time.perf_counter() - begin)

    threads = [threading.Thread(target=visitor) for _ in range(USERS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    views = len(times) / (time.perf_counter() - begin)
    slow = sorted(times)[int(len(times) * 0.95)] * 1000 if times else float("nan")
    return views, slow, failures


def path_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
