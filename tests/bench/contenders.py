"""The sites that are measured: how each is started, and what to look for on its page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
OWN = "site"
BINDS = "127.0.0.1:{port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A page that is measured; the port stands for `{port}` in command and environment.

    `visible` and `live` are selectors of what is drawn, all of which must be there: as a picture,
    and as what can be used. `views` are those of what a choice changes, all of which must; `moves`
    are the marks of a chart of which it is enough that they stand elsewhere. `town` is the control
    of a town, with a gap for its name.
    """

    name: str
    command: tuple[str, ...]
    path: str = "/"
    visible: tuple[str, ...]
    live: tuple[str, ...]
    views: tuple[str, ...] = ()
    moves: str = ""
    town: str = 'label:has-text("{}")'
    environment: Mapping[str, str] = field(default_factory=dict)

    def root(self, port: int) -> str:
        """Return where the site is served."""
        return f"http://127.0.0.1:{port}"

    def address(self, port: int) -> str:
        """Return the page that is measured."""
        return f"{self.root(port)}{self.path}"


def comparisons(streamlit: Path) -> tuple[Contender, ...]:
    """Return the comparison: of this site, plain Dash, and Streamlit in its own environment."""
    point = ".js-plotly-plot .scatterlayer path.point"
    drawn = {"visible": (".main-svg .scatterlayer path",), "live": (point,), "moves": point}
    return (
        Contender(
            **{**drawn, "visible": (".picture > svg, .main-svg .scatterlayer path",)},
            **_site("/vergleich"),
        ),
        Contender(name="plain Dash", command=_dash("plain_dash"), **drawn),
        Contender(name="Streamlit", command=_streamlit(streamlit, "streamlit_page.py"), **drawn),
    )


def overviews(streamlit: Path) -> tuple[Contender, ...]:
    """Return the linked views: of this site, plain Dash with either plotly, Streamlit.

    The last draws them in the browser, without a server: for the note.
    """
    views = ("#map .scatterlayer", "#timeline .barlayer", "#chart .scatterlayer", "#table")
    points = ("#map path.point", "#timeline .barlayer path", "#chart path.point", "#table td")
    dash = {"visible": points, "live": points, "views": views, "command": _dash("plain_overview")}
    own = ("#karte .pin", "#bahnen .sign", "#diagramm td", "#treffer li")
    kept = tuple(
        f".st-key-{one}"
        for one in ("map .scatterlayer", "timeline .barlayer", "chart .scatterlayer")
    )
    in_streamlit = tuple(
        f".st-key-{one}"
        for one in ("map path.point", "timeline .barlayer path", "chart path.point")
    )
    table = '[data-testid="stTable"]'
    static = tuple(f"#{one} .mark" for one in ("map", "timeline", "chart"))
    return (
        Contender(
            visible=own, live=own, views=("#karte", "#bahnen", "#diagramm", "#treffer"),
            **_site("/"),
        ),
        Contender(name="plain Dash", **dash),
        Contender(name="plain Dash, our plotly", environment={"BENCH_CUT": "1"}, **dash),
        Contender(
            name="Streamlit",
            command=_streamlit(streamlit, "streamlit_overview.py"),
            visible=(*in_streamlit, f"{table} td"),
            live=(*in_streamlit, f"{table} td"),
            views=(*kept, table),
        ),
        Contender(
            name="drawn in the browser",
            command=(sys.executable, "-m", "tests.bench.static_overview", "{port}"),
            visible=(*static, "#table td"),
            live=(*static, "#table td"),
            views=("#map", "#timeline", "#chart", "#table"),
        ),
    )  # fmt: skip


def _site(path: str) -> dict[str, object]:
    command = (sys.executable, "-m", "gunicorn", "--workers", "1")
    environment = {"DASHBOARD_BIND": BINDS}
    return {"name": OWN, "command": command, "path": path, "environment": environment}


def _dash(module: str) -> tuple[str, ...]:
    bench = f"tests.bench.{module}:server"
    return (sys.executable, "-m", "gunicorn", "-c", "/dev/null", "--bind", BINDS, bench)


def _streamlit(environment: Path, name: str) -> tuple[str, ...]:
    return (
        str(environment / "bin" / "streamlit"),
        "run",
        str(HERE / name),
        "--server.headless=true",
        "--server.address=127.0.0.1",
        "--browser.gatherUsageStats=false",
        "--server.port={port}",
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
    begin = time.perf_counter()
    told = {name: text.format(port=port) for name, text in contender.environment.items()}
    process = subprocess.Popen(
        [*pin, *(part.format(port=port) for part in contender.command)],
        cwd=ROOT,
        env={**os.environ, **told},
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
