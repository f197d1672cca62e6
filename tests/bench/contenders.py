"""The three sites that are measured: how each is started, and what to look for on its page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """`visible` and `live` are selectors of a chart's picture and of the chart itself, `town` is
    that of the control of a town, with a gap for its name.
    """

    name: str
    command: tuple[str, ...]
    path: str
    visible: str
    live: str
    town: str

    def address(self, port: int) -> str:
        """Return the page that is measured."""
        return f"http://127.0.0.1:{port}{self.path}"


def contenders(streamlit: Path) -> tuple[Contender, ...]:
    """Return this site, plain Dash and Streamlit; `streamlit` is its own virtual environment."""
    python = sys.executable
    return (
        Contender(
            name="site",
            command=(python, "-m", "gunicorn", "--workers", "1"),
            path="/vergleich",
            visible=".picture > svg, .main-svg .scatterlayer path",
            live=".js-plotly-plot .scatterlayer path.point",
            town='label:has-text("{}")',
        ),
        Contender(
            name="plain Dash",
            command=(python, "-m", "gunicorn", "-c", "/dev/null", "tests.bench.plain_dash:server"),
            path="/",
            visible=".main-svg .scatterlayer path",
            live=".js-plotly-plot .scatterlayer path.point",
            town='label:has-text("{}")',
        ),
        Contender(
            name="Streamlit",
            command=(
                str(streamlit / "bin" / "streamlit"),
                "run",
                str(HERE / "streamlit_page.py"),
                "--server.headless=true",
                "--server.address=127.0.0.1",
                "--browser.gatherUsageStats=false",
            ),
            path="/",
            visible=".main-svg .scatterlayer path",
            live=".js-plotly-plot .scatterlayer path.point",
            town='label:has-text("{}")',
        ),
    )


@contextmanager
def running(
    contender: Contender, cores: set[int] | None = None
) -> Iterator[tuple[int, int, float]]:
    """Serve a contender, on some cores only; yield port, process id and seconds to first answer."""
    pin = ("taskset", "--cpu-list", ",".join(map(str, cores))) if cores else ()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bind = {
        "site": (),
        "plain Dash": ("--bind", f"127.0.0.1:{port}"),
        "Streamlit": (f"--server.port={port}",),
    }[contender.name]
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*pin, *contender.command, *bind],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_BIND": f"127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(contender.address(port)):
            if process.poll() is not None:
                raise RuntimeError(f"{contender.name} does not start: {contender.command}")
            time.sleep(0.01)
        yield port, process.pid, time.perf_counter() - begin
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
