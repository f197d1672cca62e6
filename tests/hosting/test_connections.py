"""Slow and half-open connections: they cost a visitor nothing."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.serving import Served

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Wait: "
SLOW = 60
PATIENCE = 20  # seconds; less than sixty lines would hold the threads if each had one for a while
QUESTIONS = 24


def assert_visitors_are_served(site: Served) -> None:
    """Visit some times; a visitor who had to wait for all the lines would wait in vain."""
    for _ in range(10):
        with urllib.request.urlopen(f"{site.address}/", timeout=PATIENCE) as answer:
            assert answer.status == 200
            answer.read()


@pytest.fixture
def lines(site: Served) -> Iterator[list[socket.socket]]:
    """Connections that say nothing yet."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=10))
            for _ in range(SLOW)
        ]


def test_silent_connections_do_not_block_a_visitor(
    site: Served, lines: list[socket.socket]
) -> None:
    assert len(lines) == SLOW
    assert_visitors_are_served(site)


def test_connections_closed_half_way_leave_no_fault(
    site: Served, lines: list[socket.socket]
) -> None:
    for line in lines:
        line.sendall(HALF)
        line.close()
    assert_visitors_are_served(site)
    assert "Traceback" not in site.log


def test_who_reads_late_gets_every_answer_whole_and_holds_nobody_up(site: Served) -> None:
    """Of remembered answers that a line does not take at once a thread sends the rest."""
    with urllib.request.urlopen(site.address) as answer:
        path = re.findall(r'src="(/static/[^"]+)"', answer.read().decode())[0]
    with urllib.request.urlopen(site.address + path) as answer:
        whole = answer.read()
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode()
    with socket.socket() as late:
        late.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        late.settimeout(PATIENCE)
        late.connect(("127.0.0.1", site.port))
        for _ in range(QUESTIONS):
            late.sendall(question)
            time.sleep(0.01)
        assert_visitors_are_served(site)
        late.sendall(question.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        got = b"".join(iter(lambda: late.recv(1 << 16), b""))
    heads = re.findall(rb"HTTP/1\.1 200 OK\r\n(?:[!-~][ -~]*\r\n)+\r\n", got)
    assert len(heads) == QUESTIONS + 1
    assert len(got) == sum(map(len, heads)) + len(heads) * len(whole)


@pytest.mark.hurts
def test_slow_senders_are_forgotten_as_soon_as_they_leave(
    site: Served, lines: list[socket.socket]
) -> None:
    """Half a request holds a thread of gunicorn; the proxy of the example never passes one on."""
    for line in lines:
        line.sendall(HALF)
    time.sleep(20)
    for line in lines:
        line.close()
    assert_visitors_are_served(site)
    assert "Traceback" not in site.log
