"""gunicorn's worker: what is remembered is answered in its loop, the rest by its threads.

To read a request with care for every form HTTP may have, and to hand it to a thread and back, is
nearly all that a page view costs. So the loop looks at what has come: a plain question whose answer
is remembered is answered on the spot. Anything else stays unread, and goes gunicorn's way.
"""

from __future__ import annotations

import re
import time
from concurrent.futures import Future
from datetime import datetime
from functools import lru_cache, partial
from selectors import EVENT_READ
from socket import MSG_PEEK, socket
from types import SimpleNamespace
from wsgiref.types import WSGIEnvironment

from gunicorn.http.wsgi import SERVER
from gunicorn.util import http_date, unquote_to_wsgi_str
from gunicorn.workers.gthread import TConn, ThreadWorker

from dashboard.web.answers import AT_ONCE, Headers

LONGEST = 4096  # bytes of a head, less than gunicorn allows
MOST_FIELDS = 60  # as gunicorn.conf.py allows
# a whole head that asks for a path of this site, and nothing after it
PLAIN = re.compile(
    rb"GET (?P<path>/(?!/)[!\"$->@-~]*)(?:\?(?P<query>[!\"$-~]*))? HTTP/1\.1\r\n"
    rb"(?P<fields>(?:[A-Za-z\d-]+:[ -~]+\r\n)+)\r\n"
)
# a body, another protocol, a path from elsewhere: gunicorn knows what follows from them
NOT_PLAIN = frozenset(
    {"HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE", "HTTP_TRANSFER_ENCODING", "HTTP_TRAILER"}
    | {"HTTP_EXPECT", "HTTP_UPGRADE", "HTTP_HTTP2_SETTINGS", "HTTP_SCRIPT_NAME"}
)


def plain_question(head: bytes) -> WSGIEnvironment | None:
    """Return what WSGI says of a request that consists of this head; None where it is not plain."""
    found = PLAIN.fullmatch(head)
    if not found:
        return None
    path, query, fields = (text.decode("ascii") for text in found.groups(b""))
    asked: WSGIEnvironment = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_wsgi_str(path) if "%" in path else path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
    }
    lines = fields[:-2].split("\r\n")
    for line in lines:
        name, _, value = line.partition(":")
        key = "HTTP_" + name.upper().replace("-", "_")
        if key in asked:
            return None
        asked[key] = value.strip(" ")
    stays = asked.get("HTTP_CONNECTION", "keep-alive").lower() == "keep-alive"
    is_plain = stays and "HTTP_HOST" in asked and NOT_PLAIN.isdisjoint(asked)
    return asked if is_plain and len(lines) <= MOST_FIELDS else None


class Worker(ThreadWorker):
    """Threads of gunicorn, before which a loop answers by itself what lies ready."""

    def accept(self, listener: socket) -> None:
        """Let a new connection wait as a kept one does: one that says nothing holds no thread."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.set_timeout()
        self.keepalived_conns.append(conn)
        readable = partial(self.on_client_socket_readable, conn)
        self.poller.register(client, EVENT_READ, readable)

    def on_client_socket_readable(self, conn: TConn, client: socket) -> None:
        """Answer what is remembered, leave all else to a thread."""
        begin = datetime.now()
        head = self._waiting(conn)
        asked = plain_question(head)
        answer = asked and self._remembered(asked, conn)
        if not asked or not answer:
            super().on_client_socket_readable(conn, client)
            return
        status, parts = answer
        self.nr += 1
        rest = _sent(client, len(head), parts)
        self.keepalived_conns.remove(conn)
        if rest:
            self.poller.unregister(client)
            self._wait_for(conn, self.tpool.submit(_send, client, rest))
        else:
            conn.set_timeout()
            self.keepalived_conns.append(conn)
        told = SimpleNamespace(status=status, sent=sum(map(len, parts[1:])))
        self.log.access(told, None, asked, datetime.now() - begin)

    def _waiting(self, conn: TConn) -> bytes:
        """Return what waits to be read, and leave it there; nothing where it is gunicorn's."""
        if not self.alive or self.nr + 1 >= self.max_requests:
            return b""  # this connection is not kept
        if not isinstance(conn.client, tuple):
            return b""  # through a socket in the file system anyone may say what the scheme is
        try:
            waiting: bytes = conn.sock.recv(LONGEST, MSG_PEEK)
        except (OSError, ValueError):  # broken off; encrypted
            return b""
        return waiting

    def _remembered(self, asked: WSGIEnvironment, conn: TConn) -> tuple[str, list[bytes]] | None:
        """Return the status of a remembered answer, and its bytes: the head and what follows."""
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers) -> None:
            started.append((status, headers))

        try:
            parts = self.wsgi({**asked, "REMOTE_ADDR": conn.client[0], AT_ONCE: True}, start)
        except Exception:  # not remembered; of whatever else it is, a thread will say so
            return None
        [(status, headers)] = started
        fields = "".join([f"{name}: {value}\r\n" for name, value in headers])
        if parts and "Content-Length: " not in fields:
            return None
        head = (
            f"HTTP/1.1 {status}\r\nServer: {SERVER}\r\nDate: {_date(int(time.time()))}\r\n"
            f"Connection: keep-alive\r\n{fields}\r\n"
        )
        return status, [head.encode("latin-1"), *parts]

    def _wait_for(self, conn: TConn, sending: Future[bool]) -> None:
        """Keep the connection once a thread has sent what the line did not take at once."""
        conn.init()
        sending.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )


def _sent(client: socket, question: int, parts: list[bytes]) -> bytes:
    """Send an answer to a question of so many bytes; return what the line does not take yet."""
    try:
        client.recv(question)
        sent = client.sendmsg(parts)
    except OSError:  # full, or broken off: the thread will see
        sent = 0
    return b"".join(parts)[sent:] if sent < sum(map(len, parts)) else b""


def _send(client: socket, rest: bytes) -> bool:
    client.setblocking(True)
    client.sendall(rest)
    return True


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return str(http_date(second))
