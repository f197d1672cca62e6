"""Numbers for those who watch the site, as gunicorn's master and workers really send them."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.wording.links import CALLBACKS
from tests.made.faults import replaced
from tests.serving import ROOT, Served, call, served, wait_until

ANSWERED = "kleinstadt.anfragen|#methode:GET,status:200"
VISITOR = {"X-Forwarded-For": "203.0.113.7", "User-Agent": "Geheimbrowser", "Referer": "/geheim"}


class Listener:
    """Adds up what the site tells statsd."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.text = ""

    def settings(self) -> dict[str, str]:
        port = self.socket.getsockname()[1]
        return {"DASHBOARD_WORKERS": "2", "DASHBOARD_STATSD": f"127.0.0.1:{port}"}

    def counts(self) -> Counter[str]:
        """Return how often each counter was raised and each timer set, by name and tags."""
        try:
            while True:
                self.text += self.socket.recv(4096).decode() + "\n"
        except BlockingIOError:
            pass
        return Counter(re.sub(r":[\d.]+\|\w+", "", line) for line in self.text.splitlines())


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    with closing(found.socket):
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data that the counted site serves."""
    return Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("counted") / "data"))


@pytest.fixture(scope="module")
def counted(folder: Path, listener: Listener) -> Iterator[Served]:
    """A site that tells the listener."""
    settings = {**listener.settings(), "DASHBOARD_DATA": str(folder)}
    with served(folder.parent, settings) as site:
        yield site


def ask(site: Served, method: str, path: str, body: bytes | None = None) -> int:
    """Ask on a connection of its own; return the status."""
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json", **VISITOR})
        answer = connection.getresponse()
        answer.read()
        return answer.status


def test_every_request_is_counted_once_and_nothing_that_a_visitor_sent(
    counted: Served, listener: Listener
) -> None:
    click = json.dumps(call("/vergleich?staedte=moelln")).encode()
    # whoever waited for the start is counted too, a moment after the answer
    wait_until(lambda: listener.counts()[ANSWERED], "der Start wurde nicht gezählt", seconds=10)
    before = listener.counts()
    for _ in range(2):
        for path in ("/", "/stadt/moelln", "/stadt/geheim?suche=geheim"):
            ask(counted, "GET", path)
    ask(counted, "POST", CALLBACKS, click)
    ask(counted, "POST", CALLBACKS, b"{}")
    ask(counted, "GEHEIM", "/")
    ask(counted, "HEAD", "/")
    expected = {
        ANSWERED: 4,
        "kleinstadt.anfragen|#methode:GET,status:404": 2,
        "kleinstadt.anfragen|#methode:POST,status:200": 1,
        "kleinstadt.anfragen|#methode:POST,status:400": 1,
        "kleinstadt.anfragen|#methode:andere,status:405": 1,
        "kleinstadt.anfragen|#methode:HEAD,status:200": 1,
        "kleinstadt.dauer|#methode:GET": 6,
        "kleinstadt.dauer|#methode:POST": 2,
    }
    wait_until(  # the count follows the answer
        lambda: {name: (listener.counts() - before)[name] for name in expected} == expected,
        lambda: f"gezählt wurde {listener.text}",
        seconds=10,
    )
    durations = [float(ms) for ms in re.findall(r"dauer:([\d.]+)\|ms", listener.text)]
    assert 0 < max(durations) < 60_000
    assert re.search(r"^kleinstadt\.gunicorn\.workers:2\|g$", listener.text, re.MULTILINE)
    for private in ("203.0.113", "127.0.0.1", "geheim", "moelln"):
        assert private not in listener.text.lower()


def test_new_workers_count_and_refused_data_are_told(
    counted: Served, folder: Path, listener: Listener
) -> None:
    refused = "kleinstadt.gunicorn.log.error|@1.0"
    assert listener.counts()[refused] == 0
    replaced(folder / "observations.csv", "\n", "\nkaputt\n")
    counted.signal(signal.SIGHUP)
    wait_until(lambda: listener.counts()[refused] == 1, lambda: listener.text)
    wait_until(lambda: len(counted.workers()) == 2, "kein neuer Arbeiter")
    for victim in counted.workers():
        os.kill(victim, signal.SIGKILL)
    before = listener.counts()[ANSWERED]
    wait_until(lambda: _asked(counted), "niemand antwortet")
    wait_until(lambda: listener.counts()[ANSWERED] > before, lambda: listener.text)


def _asked(site: Served) -> bool:
    try:
        return ask(site, "GET", "/") == 200
    except (OSError, http.client.HTTPException):  # the killed ones had it
        return False


@pytest.mark.parametrize(
    "host", [pytest.param("127.0.0.1:9", marks=pytest.mark.hurts), "gibt-es-nicht.invalid:9125"]
)
def test_a_site_whose_counts_nobody_takes_serves_as_ever(tmp_path: Path, host: str) -> None:
    with served(tmp_path, {"DASHBOARD_STATSD": host}) as site:
        for _ in range(5):
            assert ask(site, "GET", "/impressum") == 200
        site.wait_for_log("Bereit")
        assert ("nichts wird gezählt" in site.log) == host.startswith("gibt-es-nicht")
        assert "Traceback" not in site.log
        assert "statsd" not in site.log


def test_nothing_is_sent_unless_asked_for(site: Served) -> None:
    udp = {line.split()[9] for line in Path("/proc/net/udp").read_text().splitlines()[1:]}
    for process in (site.process.pid, *site.workers()):
        held = [os.readlink(one) for one in Path(f"/proc/{process}/fd").iterdir()]
        assert not [one for one in held if one[8:-1] in udp]
