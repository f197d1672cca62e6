"""Numbers for Prometheus, as gunicorn's master and workers really count them."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dashboard.wording.links import CALLBACKS
from tests.made.faults import replaced
from tests.serving import ROOT, Served, call, free_port, served, wait_until

REQUESTS = "kleinstadt_anfragen_total"
ANSWERED = f'{REQUESTS}{{methode="GET",status="200"}}'
REJECTED = "kleinstadt_daten_abgelehnt"
WORKERS = "kleinstadt_prozesse"
VISITOR = {"X-Forwarded-For": "203.0.113.7", "User-Agent": "Geheimbrowser", "Referer": "/geheim"}


def watched_by(port: int) -> dict[str, str]:
    return {"DASHBOARD_WORKERS": "2", "DASHBOARD_METRICS_BIND": f"127.0.0.1:{port}"}


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, int]]:
    """A site with metrics, and their port."""
    port = free_port()
    with served(tmp_path_factory.mktemp("watched"), watched_by(port)) as site:
        wait_for_workers(site, set())
        ask_often(site, port)
        yield site, port


def told(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        text: str = answer.read().decode()
    return text


def numbers(port: int) -> dict[str, float]:
    """Return what Prometheus reads: every number by its name and labels."""
    lines = [line for line in told(port).splitlines() if not line.startswith("#")]
    return {name: float(number) for name, number in (line.rsplit(" ", 1) for line in lines)}


def version(port: int) -> str:
    (found,) = re.findall(r'^kleinstadt_daten_info{fassung="(\w+)",stand="', told(port), re.M)
    return str(found)


def ask(site: Served, method: str, path: str, body: bytes | None = None) -> tuple[int, int]:
    """Ask on a connection of its own; return the status and the bytes of the answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json", **VISITOR})
        answer = connection.getresponse()
        return answer.status, len(answer.read())


def ask_often(site: Served, port: int) -> None:
    """Ask, then wait until all that the log ever held is counted."""
    for _ in range(20):
        assert ask(site, "GET", "/impressum")[0] == 200

    def logged() -> int:
        return len(re.findall(r'"methode": "GET", .* "status": 200', site.log))

    wait_until(
        lambda: numbers(port)[ANSWERED] == logged(),
        lambda: f"{logged()} im Protokoll, gezählt wurde {told(port)}",
        seconds=10,
    )


def held_by(process: int) -> set[str]:
    """Return the files and sockets that a process holds open."""
    found = set()
    for one in os.listdir(f"/proc/{process}/fd"):
        with suppress(FileNotFoundError):  # closed meanwhile
            found.add(os.readlink(f"/proc/{process}/fd/{one}"))
    return found


def listening(process: int) -> set[int]:
    """Return the ports on which a process waits for others."""
    held = held_by(process)
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return {
        int(row[1].split(":")[1], 16)
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in held
    }


def counts_of(process: int) -> set[Path]:
    """Return the files that a worker counts in."""
    return {Path(file) for file in held_by(process) if "kleinstadt-metrics-" in file}


def wait_for_workers(site: Served, old: set[int]) -> None:
    """Wait until two others count instead of the old ones."""
    wait_until(
        lambda: len(new := set(site.workers()) - old) == 2 and all(map(counts_of, new)),
        lambda: f"keine neuen Arbeiter:\n{site.log}",
    )


def test_metrics_are_off_unless_asked_for(tmp_path: Path) -> None:
    settings = {"DASHBOARD_METRICS_BIND": "", "PYTHONPROFILEIMPORTTIME": "1"}
    with served(tmp_path, settings) as site:
        assert ask(site, "GET", "/metrics")[0] == 404
        (worker,) = site.workers()
        for process in (site.process.pid, worker):
            assert listening(process) == {site.port}
            assert not counts_of(process)
        assert "dashboard.web.config" in site.log
        assert "prometheus_client" not in site.log


def test_every_request_is_counted_once(watched: tuple[Served, int]) -> None:
    site, port = watched
    click = json.dumps(call("/vergleich?staedte=moelln")).encode()
    before = numbers(port)
    answers = [
        *(ask(site, "GET", path) for path in ("/", "/daten", "/gibt-es-nicht") * 7),
        *(ask(site, "POST", CALLBACKS, body) for body in (click, click, b"{}")),
        ask(site, "HEAD", "/"),
    ]

    def counted(name: str) -> float:
        return numbers(port).get(name, 0) - before.get(name, 0)

    expected = {
        ANSWERED: 14,
        f'{REQUESTS}{{methode="GET",status="404"}}': 7,
        f'{REQUESTS}{{methode="POST",status="200"}}': 2,
        f'{REQUESTS}{{methode="POST",status="400"}}': 1,
        f'{REQUESTS}{{methode="HEAD",status="200"}}': 1,
        'kleinstadt_dauer_sekunden_count{methode="GET"}': 21,
        'kleinstadt_dauer_sekunden_bucket{le="+Inf",methode="POST"}': 3,
        "kleinstadt_gesendet_bytes_total": sum(size for _status, size in answers),
    }
    wait_until(  # the count follows the answer
        lambda: {name: counted(name) for name in expected} == expected,
        lambda: f"gezählt wurde {told(port)}",
        seconds=10,
    )
    assert 0 < counted('kleinstadt_dauer_sekunden_sum{methode="POST"}') < 60


def test_only_the_master_answers_and_only_on_the_other_port(watched: tuple[Served, int]) -> None:
    site, port = watched
    assert ask(site, "GET", "/metrics")[0] == 404
    assert listening(site.process.pid) == {site.port, port}
    for worker in site.workers():
        assert listening(worker) == {site.port}


def test_priv_6_metrics_hold_nothing_that_a_visitor_sent(watched: tuple[Served, int]) -> None:
    site, port = watched
    for method in ("GET", "GEHEIM"):
        ask(site, method, "/stadt/geheim?suche=geheim")
    wait_until(lambda: 'methode="andere"' in told(port), "nicht gezählt")
    text = told(port)
    for private in ("203.0.113", "127.0.0.1", "geheim"):
        assert private not in text.lower()
    labels = re.findall(r'(\w+)="([^"]*)"', text)
    assert {name for name, _ in labels} == {"methode", "status", "le", "fassung", "stand"}
    methods = {value for name, value in labels if name == "methode"}
    assert {"GET", "andere"} <= methods <= {"GET", "HEAD", "POST", "OPTIONS", "andere"}


def test_counts_outlive_killed_workers_and_leave_no_trace(tmp_path: Path, port: int) -> None:
    with served(tmp_path, watched_by(port)) as site:
        wait_for_workers(site, set())
        ask_often(site, port)
        folder = counts_of(site.workers()[0]).pop().parent
        for _ in range(3):
            victims = set(site.workers())
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
            wait_for_workers(site, victims)
        ask_often(site, port)
        assert numbers(port)[WORKERS] == 2
        assert {file.stem[-2:] for file in folder.iterdir()} == {"_0", "_1"}
    assert not folder.exists()
    assert "Traceback" not in site.log


def test_counts_outlive_new_data_and_tell_which_are_served(tmp_path: Path, port: int) -> None:
    folder = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    with served(tmp_path, {**watched_by(port), "DASHBOARD_DATA": str(folder)}) as site:
        wait_for_workers(site, set())
        ask_often(site, port)
        first, workers = version(port), set(site.workers())
        assert numbers(port)[REJECTED] == 0

        replaced(folder / "observations.csv", "\n", "\nkaputt\n")
        site.signal(signal.SIGHUP)
        wait_for_workers(site, workers)
        assert numbers(port)[REJECTED] == 1
        assert version(port) == first
        ask_often(site, port)

        workers = set(site.workers())
        shutil.copy(ROOT / "data" / "observations.csv", folder)
        (folder / "texts" / "ueber.md").write_text("# Ganz neu\n", encoding="utf-8")
        site.signal(signal.SIGHUP)
        wait_for_workers(site, workers)
        assert numbers(port)[REJECTED] == 0
        assert version(port) != first
        ask_often(site, port)


def test_a_port_in_use_is_named_and_nothing_is_served(tmp_path: Path, port: int) -> None:
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(AssertionError, match=f"DASHBOARD_METRICS_BIND: „127.0.0.1:{port}“ geht"),
        served(tmp_path, watched_by(port)),
    ):
        pytest.fail("the site came up without its metrics")
    assert "Traceback" not in (tmp_path / "gunicorn.log").read_text(encoding="utf-8")
