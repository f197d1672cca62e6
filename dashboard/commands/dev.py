"""The site for those who change it: what is saved is served, faults are told in the terminal.

A change starts a second server on the same socket; once it is up, the first one goes. One that does
not come up, for faulty data or code that does not run, says why, and what was served before stays.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from dashboard import ROOT
from dashboard.web.config import SettingsError, settings_from

WATCHED = ("dashboard", "assets")
PAUSE = 0.2  # seconds between two looks

Seen = Mapping[Path, int]


def dev(_chosen: argparse.Namespace) -> int:
    """Serve until Ctrl+C or SIGTERM; return 1 with the reason where that cannot be."""
    try:
        settings = settings_from()
        line = listening(settings.bind)
    except (SettingsError, OSError, ValueError) as reason:
        print(_cannot(reason), file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    folders = (*(ROOT / name for name in WATCHED), settings.data_folder)
    serving = None
    with line:
        try:
            while True:
                seen = look(*folders)
                serving = _taken_over(line, serving)
                while not (changed := changes(seen, look(*folders))):
                    time.sleep(PAUSE)
                print(f"Geändert: {', '.join(changed)}", flush=True)
        except KeyboardInterrupt:
            return 0
        finally:
            if serving is not None:
                serving.terminate()
                serving.wait()


def listening(bind: str) -> socket.socket:
    """Return the socket of `host:port`; an OSError where it cannot be had."""
    host, _, port = bind.rpartition(":")
    return socket.create_server((host, int(port)))


def look(*folders: Path) -> Seen:
    """Return when each file below the folders was written."""
    seen = {}
    for path in (one for folder in folders for one in folder.rglob("*.*")):
        if path.suffix != ".pyc":
            with contextlib.suppress(FileNotFoundError):  # an editor's own, and gone already
                seen[path] = path.stat().st_mtime_ns
    return seen


def changes(before: Seen, after: Seen) -> list[str]:
    """Return the files that were written, made or removed, as someone at the project says them."""
    differ = {path for path, _when in before.items() ^ after.items()}
    return sorted(os.path.relpath(path, ROOT) for path in differ)


def _taken_over(
    line: socket.socket, before: subprocess.Popen[bytes] | None
) -> subprocess.Popen[bytes] | None:
    """Start a server on the line; return it, or the one before where it does not come up."""
    reading, writing = os.pipe()
    with open(reading, "rb") as said:
        fresh = subprocess.Popen(
            [sys.executable, "-m", __name__, str(line.fileno()), str(writing)],
            pass_fds=(line.fileno(), writing),
        )
        os.close(writing)
        try:
            is_up = said.read() != b""  # ends when the server has said so, or has died
        except KeyboardInterrupt:
            fresh.terminate()
            raise
    if not is_up:
        fresh.wait()
        kept = "Die Seite bleibt, wie sie war." if before else "Noch wird keine Seite gezeigt."
        print(f"{kept} Nach der nächsten Änderung geht es weiter.", flush=True)
        return before
    if before is not None:
        before.terminate()  # it answers what it was asked
    host, port = line.getsockname()[:2]
    path = settings_from().prefix
    print(f"Bereit: http://{host}:{port}{path}/ (Strg+C beendet)", flush=True)
    return fresh


def _cannot(reason: Exception) -> str:
    if isinstance(reason, SettingsError):
        return str(reason)
    return f"DASHBOARD_BIND: Hier lässt sich nicht lauschen ({reason}). Einen anderen Port wählen."


class OneAnswer(WSGIRequestHandler):
    """A connection for one answer: one that waits for more would keep its server from going."""

    protocol_version = "HTTP/1.0"
    timeout = 5


class Server(ThreadedWSGIServer):
    """It gives the last answers before it goes, and does not outlive the one who started it."""

    daemon_threads = False
    starter = os.getppid()

    def service_actions(self) -> None:
        """Look around, some times a second."""
        if os.getppid() != self.starter:
            os._exit(1)


def serve(line: int, told: int) -> None:
    """Serve on the socket of that number until SIGTERM; tell the other one when the site is up."""
    from dashboard.facts.dataset import DataError
    from dashboard.web.app import create_app

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who started this
    try:
        app = create_app().server
    except (DataError, SettingsError) as reason:
        sys.exit(str(reason))
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # not every request
    with socket.socket(fileno=os.dup(line)) as own:
        host, port = own.getsockname()[:2]
    server = Server(host, port, app, OneAnswer, fd=line)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    os.write(told, b"1")
    os.close(told)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
