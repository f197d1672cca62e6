"""The voice that Orca speaks with: it utters nothing and writes down every piece.

Orca hands what it says to Speech Dispatcher by SSIP, a protocol of lines on a socket. This is as
much of its other end as Orca needs, so that no sound is made, no piece takes as long as it would
take to say, and each stands as it was handed over. The protocol:
https://htmlpreview.github.io/?https://github.com/brailcom/speechd/blob/master/doc/ssip.html
"""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

FINISHED_EVERY, FINISHED_FOR = 0.01, 10.0  # seconds
SAID_AT_ONCE = ("CHAR", "KEY", "SOUND_ICON")
REPLIES = {
    "HISTORY GET CLIENT_ID": ["245-1", "245 OK"],
    "LIST OUTPUT_MODULES": ["250-mute", "250 OK"],
    "LIST SYNTHESIS_VOICES": ["249-mute\tde\tnone", "249 OK"],
}


@dataclass(slots=True)
class Voice:
    """What was said so far, the newest last; `last` is when, in seconds of the monotonic clock."""

    pieces: list[str] = field(default_factory=list)
    last: float = field(default_factory=time.monotonic)

    def take(self, text: str) -> None:
        """Write down one piece."""
        self.pieces.append(re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", text))).strip())
        self.last = time.monotonic()

    def wait_for(self, since: int, seconds: float) -> bool:
        """Wait until more than `since` pieces were said; return whether they were."""
        end = time.monotonic() + seconds
        while len(self.pieces) <= since and time.monotonic() < end:
            time.sleep(0.02)
        return len(self.pieces) > since

    def wait_for_silence(
        self, quiet: float, last: str = "", times: int = 1, quiet_last: float = 0.0
    ) -> None:
        """Wait until nothing was said for so many seconds, counted from now at the earliest.

        Once `last` was said so many times since then, `quiet_last` seconds are enough.
        """
        start = len(self.pieces)
        self.last = time.monotonic()
        while (silent := time.monotonic() - self.last) < quiet:
            if last and silent >= quiet_last and self.pieces[start:].count(last) >= times:
                return
            time.sleep(0.02)


@contextmanager
def speaking(socket: Path) -> Iterator[Voice]:
    """A voice at a socket, for as long as it is needed."""
    voice = Voice()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.sending, self.newest, self.over = threading.Lock(), 0, False
            threading.Thread(target=self.finish, daemon=True).start()
            try:
                for line in self.rfile:
                    self.answer(line.decode(errors="replace").strip())
            except ConnectionError:
                pass  # Orca was ended
            self.over = True

        def answer(self, command: str) -> None:
            name = command.upper()
            if name == "SPEAK":
                self.send("230 OK RECEIVING DATA")
                lines = iter(self.rfile.readline, b"")
                text = [one.decode(errors="replace").rstrip("\r\n") for one in _until_dot(lines)]
                self.said("\n".join(text))
            elif name.startswith(SAID_AT_ONCE):
                self.said(command.partition(" ")[2])
            elif name.startswith("GET "):
                self.send("251-0", "251 OK GET RETURNED")
            else:
                self.send(*REPLIES.get(name, ["200 OK"]))

        def said(self, text: str) -> None:
            voice.take(text)
            self.newest = len(voice.pieces)
            self.send(f"225-{self.newest}", "225 OK MESSAGE QUEUED")

        def finish(self) -> None:
            """Tell that the newest piece is said, again and again.

            Orca begins to listen for it somewhat after it was told that a piece is taken, and
            goes on reading a page only when it heard it; what it heard before, it ignores.
            """
            with suppress(OSError):
                while not self.over:
                    time.sleep(FINISHED_EVERY)
                    if self.newest and time.monotonic() - voice.last < FINISHED_FOR:
                        self.send(f"702-{self.newest}", "702-1", "702 END")

        def send(self, *lines: str) -> None:
            with self.sending:
                self.wfile.write("".join(f"{one}\r\n" for one in lines).encode())

    with socketserver.ThreadingUnixStreamServer(str(socket), Talk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield voice
        server.shutdown()


def _until_dot(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line.rstrip(b"\r\n") == b".":
            return
        yield line.removeprefix(b".") if line.startswith(b"..") else line
