"""Tests that hurt: workers die, data break, hosts differ, visitors come all at once."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.web.app import create_app, surroundings_of
from dashboard.web.config import settings_from
from tests.made.faults import replaced
from tests.serving import ROOT, Served, call, served, wait_until

PATHS = ("/", "/stadt/moelln", "/daten", "/impressum", "/daten/quellen.csv")
CALLBACKS = "/_dash-update-component"
HEADERS = {"Accept-Encoding": "br", "Content-Type": "application/json"}
PAUSE = 0.02
VISITORS = 200
GLANCE = 5  # seconds; even a fast reader looks at a page
SECONDS = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def asked(address: str, path: str = "/") -> tuple[int, str, str]:
    """Return status, tag and text of an answer on a connection of its own."""
    with urllib.request.urlopen(address + path, timeout=20) as answer:
        return answer.status, answer.headers["ETag"] or "", answer.read().decode("utf-8", "replace")


def ready(site: Served) -> dict[str, object]:
    found: dict[str, object] = json.loads(asked(site.address, "/bereit")[2])
    return found


@contextmanager
def load(site: Served, visitors: int = 2) -> Iterator[list[str]]:
    """Ask on and on while the block runs; yields what went wrong, to be read afterwards."""
    wrong: list[str] = []
    stop = threading.Event()

    def visit(number: int) -> None:
        count = number
        while not stop.is_set():
            path = PATHS[count % len(PATHS)]
            count += 1
            try:
                status = asked(site.address, path)[0]
            except (OSError, http.client.HTTPException) as reason:
                wrong.append(f"{path}: {reason}")
            else:
                if status != 200:
                    wrong.append(f"{path}: {status}")
            time.sleep(PAUSE)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_killed_worker_costs_only_its_requests_in_flight(tmp_path: Path) -> None:
    with served(tmp_path, {"DASHBOARD_WORKERS": "2", "DASHBOARD_THREADS": "2"}) as site:
        with load(site) as wrong:
            time.sleep(1)
            victim = site.workers()[0]
            os.kill(victim, signal.SIGKILL)
            wait_until(
                lambda: len(site.workers()) == 2 and victim not in site.workers(),
                "kein neuer Arbeiter",
            )
            time.sleep(1)
        # two threads answered, and connections the dead worker had accepted die with it
        assert len(wrong) <= 4, wrong
        assert asked(site.address)[0] == 200


def test_corrupt_data_are_reported_and_good_ones_taken_without_a_lost_request(
    tmp_path: Path, folder: Path
) -> None:
    settings = {"DASHBOARD_WORKERS": "2", "DASHBOARD_DATA": str(folder)}
    with served(tmp_path, settings) as site:
        _status, tag, _text = asked(site.address)
        before = ready(site)["fassung"]
        replaced(folder / "observations.csv", "\n", "\nkaputt\n")
        with load(site) as wrong:
            site.signal(signal.SIGHUP)
            wait_until(lambda: ready(site)["abgelehnt"], "der Fehler wird nicht gemeldet")
        assert wrong == []
        assert asked(site.address)[1] == tag
        assert "observations.csv" in str(ready(site)["abgelehnt"])
        assert "observations.csv, Zeile" in site.log
        shutil.copy(ROOT / "data" / "observations.csv", folder)
        (folder / "texts" / "ueber.md").write_text("# Ganz neu\n", encoding="utf-8")
        with load(site) as wrong:
            time.sleep(0.5)
            site.signal(signal.SIGHUP)
            wait_until(lambda: ready(site)["fassung"] != before, "die neuen Daten kamen nicht")
            time.sleep(0.5)
        assert wrong == []
        assert ready(site)["abgelehnt"] is None
        assert "Ganz neu" in asked(site.address, "/ueber")[2]


def test_faulty_data_at_start_are_named_and_nothing_is_served(
    tmp_path: Path, tiny_data: Path
) -> None:
    replaced(tiny_data / "observations.csv", "\n", "\nkaputt\n")
    with (
        pytest.raises(AssertionError, match=r"observations\.csv, Zeile 2"),
        served(tmp_path, {"DASHBOARD_DATA": str(tiny_data)}),
    ):
        pytest.fail("the site came up with faulty data")
    assert "Traceback" not in (tmp_path / "gunicorn.log").read_text(encoding="utf-8")


def test_time_zone_and_language_of_the_host_change_nothing(tmp_path: Path) -> None:
    pages = []
    hosts: tuple[dict[str, str], ...] = (  # 26 hours apart: never the same day
        {"TZ": "Etc/GMT+12", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR", "PYTHONHASHSEED": "2",
         "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    for number, host in enumerate(hosts):
        folder = tmp_path / str(number)
        folder.mkdir()
        with served(folder, host) as site:
            texts = [asked(site.address, path)[2] for path in PATHS]
            pages.append([text.replace(site.address, "") for text in texts])
    assert pages[0] == pages[1]


@pytest.mark.hurts
def test_two_data_versions_behind_one_balancer_serve_whole_pages(
    tmp_path: Path, folder: Path
) -> None:
    (folder / "texts" / "ueber.md").write_text("# Ganz neu\n", encoding="utf-8")
    replaced(folder / "towns.toml", 'colour = "', 'colour = "#112233" # was "')
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    with (
        served(tmp_path / "old") as old,
        served(tmp_path / "new", {"DASHBOARD_DATA": str(folder)}) as new,
    ):
        assert ready(old)["fassung"] != ready(new)["fassung"]
        tags = {asked(site.address, "/ueber")[1] for site in (old, new)}
        assert len(tags) == 2
        static = re.compile(r'"(/static/[^"]+)"')
        for page, other in ((old, new), (new, old)):
            addresses = set(static.findall(asked(page.address, "/stadt/moelln")[2]))
            assert addresses
            for address in addresses:  # the balancer sends each to either version
                assert asked(other.address, address)[0] == 200
        gone = re.sub(r"\.[0-9a-f]{16}\.", ".0123456789abcdef.", addresses.pop())
        with urllib.request.urlopen(new.address + gone, timeout=20) as answer:
            assert answer.headers["Cache-Control"] == "no-store"


def choices() -> list[bytes]:
    """Return what browsers send when visitors choose: every indicator, on each page."""
    data = surroundings_of(create_app(settings_from({}))).data
    towns = ("moelln", "diessen", "wittenberge,oestrich-winkel")
    pages = (
        "/vergleich?staedte={town}&indikator={indicator}",
        "/zeitleiste?staedte={town}&q={indicator}",
    )
    addresses = [
        page.format(town=town, indicator=indicator)
        for indicator in data.indicators
        for town in towns
        for page in pages
    ]
    return [json.dumps(call(address)).encode() for address in addresses]


def crowd(
    site: Served, visitors: int, seconds: float, clicks: Sequence[bytes]
) -> tuple[list[float], list[str]]:
    """Let visitors read and choose; return the times of the answers, and what went wrong."""
    end = time.monotonic() + seconds
    turns = [*((path, None) for path in PATHS), (CALLBACKS, clicks)]

    def visit(number: int) -> tuple[list[float], list[str]]:
        times: list[float] = []
        wrong: list[str] = []
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        time.sleep(GLANCE * number / visitors)
        while time.monotonic() < end:
            path, offered = turns[(number + len(times)) % len(turns)]
            body = offered[(7 * number + len(times)) % len(offered)] if offered else None
            begin = time.perf_counter()
            for again in (True, False):  # an idle connection may have been closed meanwhile
                try:
                    connection.request("POST" if body else "GET", path, body, HEADERS)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        wrong.append(f"{path}: {answer.status}")
                    break
                except (OSError, http.client.HTTPException) as reason:
                    connection.close()
                    if not again:
                        wrong.append(f"{path}: {reason}")
            times.append(time.perf_counter() - begin)
            time.sleep(GLANCE)
        connection.close()
        return times, wrong

    with ThreadPoolExecutor(visitors) as pool:
        results = list(pool.map(visit, range(visitors)))
    return [one for times, _ in results for one in times], [w for _, ws in results for w in ws]


@pytest.mark.hurts
def test_two_hundred_visitors_for_a_minute_leave_no_trace_in_memory(tmp_path: Path) -> None:
    with served(tmp_path, {"DASHBOARD_WORKERS": "2"}) as site:
        clicks = choices()
        crowd(site, 20, 10, clicks)  # every page is drawn once, every worker has warmed up
        before = site.memory()
        times, wrong = crowd(site, VISITORS, SECONDS, clicks)
        after = site.memory()
    p95 = statistics.quantiles(times, n=20)[-1]  # for the reader: it depends on the machine
    print(
        f"{VISITORS} Besuche zugleich, {SECONDS} s: {len(times)} Antworten, p95 "
        f"{p95 * 1000:.0f} ms, Fehler {len(wrong)}, Speicher {before:.0f} → {after:.0f} MiB"
    )
    assert wrong == []
    assert after < before * 1.15 + 20


def probed(site: Served, wild: Sequence[str]) -> set[int]:
    """Ask for paths on one connection; return the statuses of the answers."""
    statuses = set()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    for path in wild:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
        statuses.add(answer.status)
    connection.close()
    return statuses


@pytest.mark.hurts
def test_thousands_of_paths_that_do_not_exist_leave_no_trace_in_memory(tmp_path: Path) -> None:
    """Half of them mean something, so each of these gets a page of its own."""
    wild = [f"/{word}-{n}" for n in range(2_000) for word in ("wp-admin", "arbeit und mölln")]
    wild = [urllib.parse.quote(path) for path in wild]
    with served(tmp_path, {"DASHBOARD_WORKERS": "2"}) as site, load(site) as wrong:
        probed(site, wild[:1_000])
        before = site.memory()
        with ThreadPoolExecutor(4) as pool:
            statuses = set().union(*pool.map(lambda at: probed(site, wild[at::4]), range(4)))
        after = site.memory()
    print(f"{len(wild)} wilde Pfade, Speicher {before:.0f} → {after:.0f} MiB")
    assert statuses == {404}
    assert wrong == []
    assert after < before * 1.15 + 20
