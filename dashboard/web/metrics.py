"""Numbers for Prometheus on a port of their own: how the site answers, never who asked for what.

Workers count in files that outlive them; the master adds them up when it is asked. gunicorn imports
this module only when `DASHBOARD_METRICS_BIND` is set.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server, values
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from dashboard.web import logs
from dashboard.web.config import PREFIX, SettingsError
from dashboard.web.service import readiness

# a visitor may send any word as a method: what is not known shares one label
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
OTHER_METHOD = "andere"
SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Logger(logs.Logger):
    """The log of a worker that also counts what it writes."""

    def count_at(self, place: int) -> None:
        """Count on where the last worker at this place ended; no two living ones share it."""
        values.ValueClass = values.MultiProcessValue(lambda: place)
        self.requests = Counter(
            "kleinstadt_anfragen",
            "Beantwortete Anfragen",
            ("methode", "status"),
            registry=None,
        )
        self.seconds = Histogram(
            "kleinstadt_dauer_sekunden",
            "Dauer der Antworten",
            ("methode",),
            buckets=SECONDS,
            registry=None,
        )
        self.sent = Counter(
            "kleinstadt_gesendet_bytes", "Gesendete Bytes ohne Kopfzeilen", registry=None
        )

    def write(self, entry: Mapping[str, Any]) -> None:
        """Write the line of a request, and count it by method and status."""
        super().write(entry)
        method = entry["methode"] if entry["methode"] in METHODS else OTHER_METHOD
        self.requests.labels(method, entry["status"]).inc()
        self.seconds.labels(method).observe(entry["millisekunden"] / 1000)
        self.sent.inc(entry["bytes"] or 0)


class Site:
    """What only the master knows: which data are served, and how many workers there are."""

    def __init__(self, arbiter: Any) -> None:
        """Keep gunicorn's master, to be read whenever Prometheus asks."""
        self.arbiter = arbiter

    def collect(self) -> Iterator[Metric]:
        """Return the numbers as they are now."""
        state = readiness(self.arbiter.app.callable)
        yield InfoMetricFamily(
            "kleinstadt_daten",
            "Welche Daten gezeigt werden",
            value={"fassung": state.version, "stand": state.stand},
        )
        yield GaugeMetricFamily(
            "kleinstadt_daten_abgelehnt",
            "1, wenn neue Daten fehlerhaft waren und die bisherigen weiter gezeigt werden",
            value=int(bool(state.rejected)),
        )
        yield GaugeMetricFamily(
            "kleinstadt_prozesse", "Laufende Arbeitsprozesse", value=len(self.arbiter.WORKERS)
        )


class Metrics:
    """The port and the folder of the counts; the master holds both, workers are forked from it."""

    def __init__(self, arbiter: Any, bind: str, parent: str | None) -> None:
        """Answer on the port from a thread; nothing that thread locks is used by workers.

        Raises:
            SettingsError: when the port cannot be had.
        """
        self.arbiter = arbiter
        host, _, port = bind.rpartition(":")
        registry = CollectorRegistry()
        try:
            self.server, _thread = start_http_server(int(port), host.strip("[]"), registry)
        except OSError as reason:
            fault = f"{PREFIX}METRICS_BIND: „{bind}“ geht nicht. {reason.strerror}."
            raise SettingsError([fault]) from reason
        self.folder = tempfile.mkdtemp(prefix="kleinstadt-metrics-", dir=parent)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = self.folder
        registry.register(MultiProcessCollector(None, self.folder))
        registry.register(Site(arbiter))

    def before_fork(self, worker: Any) -> None:
        """Give a worker the first free place: files stay few however many workers come and go."""
        taken = {one.place for one in self.arbiter.WORKERS.values()}
        worker.place = next(place for place in count() if place not in taken)

    def after_fork(self, worker: Any) -> None:
        """Let a worker count; the port is the master's alone."""
        self.server.server_close()
        worker.log.count_at(worker.place)

    def close(self) -> None:
        """Give the port back and remove the counts, once no worker is left."""
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.folder)
