"""The site as it is really served: gunicorn as a process of its own, stopped by its id."""

from __future__ import annotations

import gc
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard import ROOT
from dashboard.components.live_part import VIEW

START_SECONDS = 120  # more than any start needs; the machine may be busy with other things
PUBLIC = {
    "DASHBOARD_PUBLIC": "ja",
    "DASHBOARD_BASE_URL": "https://kleinstadt.example.de",
    "DASHBOARD_OPERATOR_NAME": "Prüfstelle Musterstadt",
    "DASHBOARD_OPERATOR_ADDRESS": "Musterweg 1, 12345 Musterstadt",
    "DASHBOARD_OPERATOR_REPRESENTATIVE": "Leitung der Prüfstelle",
    "DASHBOARD_OPERATOR_EMAIL": "post@example.de",
    "DASHBOARD_OPERATOR_EDITOR": "Stabsstelle Stadtentwicklung, Anschrift wie oben",
    "DASHBOARD_ACCESSIBILITY_EMAIL": "barriere@example.de",
    "DASHBOARD_ENFORCEMENT_BODY": "Durchsetzungsstelle Musterland",
    "DASHBOARD_ENFORCEMENT_URL": "https://durchsetzung.example.de",
    "DASHBOARD_PRIVACY_OFFICER": "datenschutz@example.de",
    "DASHBOARD_PRIVACY_AUTHORITY": "Landesbeauftragte Musterland",
    "DASHBOARD_LOG_RETENTION": "7 Tage",
    "DASHBOARD_SECURITY_EMAIL": "sicherheit@example.de",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running site; `signal` reaches gunicorn's master."""

    port: int
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    def wait_for_log(self, text: str, seconds: float = 30) -> None:
        wait_until(lambda: text in self.log, f"„{text}“ steht nicht im Protokoll", seconds)

    def memory(self) -> float:
        """Return the MiB that master and workers use, shared pages counted once."""
        return memory_of(self.process.pid, *self.workers())

    def computed(self) -> float:
        """Return the seconds that master and workers have computed, whatever else was running."""
        return computed_by(self.process.pid, *self.workers())


def configuration() -> dict[str, Any]:
    """Return what `gunicorn.conf.py` sets, and look for garbage again, which it puts off."""
    found: dict[str, Any] = {}
    try:
        exec((ROOT / "gunicorn.conf.py").read_text(encoding="utf-8"), found)
    finally:
        gc.enable()
    return found


def children_of(process: int) -> list[int]:
    """Return the ids of the processes that a process has started, whichever of its threads did."""
    started = (one.read_text() for one in Path(f"/proc/{process}/task").glob("*/children"))
    return [int(child) for children in started for child in children.split()]


def memory_of(*processes: int) -> float:
    """Return the MiB that processes use; what they share is counted once."""
    rollups = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in processes]
    return sum(int(re.findall(r"^Pss:\s+(\d+)", one, re.MULTILINE)[0]) for one in rollups) / 1024


def computed_by(*processes: int) -> float:
    """Return the seconds of processor time that processes have taken, children that ended too."""
    after_names = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2] for one in processes)
    ticks = sum(int(ticks) for after in after_names for ticks in after.split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of this machine that nobody uses yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    folder: Path, environment: Mapping[str, str] | None = None, seconds: float = START_SECONDS
) -> Iterator[Served]:
    """Serve the site as `make run` does, with its log in the folder."""
    port = free_port()
    log_file = folder / "gunicorn.log"
    settings = {"DASHBOARD_BIND": f"127.0.0.1:{port}", "DASHBOARD_WORKERS": "1"}
    with log_file.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            cwd=ROOT,
            env={**os.environ, **settings, **(environment or {})},
            stdout=output,
            stderr=output,
        )
    site = Served(port=port, process=process, log_file=log_file)
    try:
        wait_until(
            lambda: _answers(site), lambda: f"Die Seite kam nicht hoch:\n{site.log}", seconds
        )
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def wait_until(reached, message, seconds: float = START_SECONDS) -> None:  # type: ignore[no-untyped-def]
    """Wait for a condition; fail with the message when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise AssertionError(message() if callable(message) else message)
        time.sleep(0.1)


def _answers(site: Served) -> bool:
    if site.process.poll() is not None:
        raise AssertionError(f"Der Server ist beendet:\n{site.log}")
    try:
        with urllib.request.urlopen(f"{site.address}/healthz", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def call(address: str) -> dict[str, Any]:
    """Return what the browser sends to the site's one callback to see an address."""
    asked = {"id": VIEW, "property": "asked"}
    return {
        "output": f"{VIEW}.drawn",
        "outputs": {"id": VIEW, "property": "drawn"},
        "inputs": [{**asked, "value": [address, 1]}],
        "changedPropIds": [f"{VIEW}.asked"],
        "parsedChangedPropsIds": [f"{VIEW}.asked"],
    }
