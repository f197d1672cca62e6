"""The log: one JSON object per request and per fault, never the address of a visitor; counts."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from logging import LogRecord
from typing import Any

from gunicorn import glogging
from gunicorn.config import Config
from gunicorn.instrument.statsd import Statsd

# gunicorn names the visitor when it cannot read a request
ADDRESS = re.compile(r"\bip=\S+")
# a visitor may send any word as a method: what is not known is counted as one
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
OTHER_METHOD = "andere"


class OneLine(logging.Formatter):
    """What goes wrong is one line of JSON, as a request is, whatever rows it has; news are text."""

    def format(self, record: LogRecord) -> str:
        """Return the line."""
        if record.levelno < logging.WARNING:
            return super().format(record)
        said = record.getMessage()
        if record.exc_info:
            said = f"{said}\n{self.formatException(record.exc_info)}"
        entry = {"zeit": now(), "stufe": record.levelname, "meldung": said}
        return json.dumps(entry, ensure_ascii=False)


class Logger(glogging.Logger):
    """The log of master and workers."""

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, take addresses out of its messages, one form for all faults."""
        super().setup(cfg)
        self.error_log.addFilter(without_address)
        own = self.error_log.handlers
        for handler in own:
            handler.setFormatter(OneLine(self.error_fmt, self.datefmt))
        # what Flask and libraries report goes the same way; a reload has made the handlers anew
        root = logging.getLogger()
        others = [one for one in root.handlers if not getattr(one, "_gunicorn", False)]
        root.handlers = [*others, *own]

    def access(
        self, resp: Any, _req: Any, environ: dict[str, Any], request_time: timedelta
    ) -> None:
        """Write what was asked and what came of it; neither who asked nor what was chosen."""
        entry = {
            "zeit": now(),
            "methode": environ.get("REQUEST_METHOD"),
            "pfad": environ.get("PATH_INFO"),
            "status": int(str(resp.status).split(None, 1)[0]),
            "bytes": getattr(resp, "sent", None),
            "millisekunden": round(request_time.total_seconds() * 1000, 1),
        }
        self.write(entry)

    def write(self, entry: Mapping[str, Any]) -> None:
        """Write the line of a request."""
        self.access_log.info("%s", json.dumps(entry))


class CountingLogger(Logger, Statsd):
    """The same log, which also tells statsd what it writes: how many and how long, never who."""

    def write(self, entry: Mapping[str, Any]) -> None:
        """Write the line of a request, and count it by method and status."""
        super().write(entry)
        method = entry["methode"] if entry["methode"] in METHODS else OTHER_METHOD
        self._sock_send(f"{self.prefix}anfragen:1|c|#methode:{method},status:{entry['status']}")
        self._sock_send(f"{self.prefix}dauer:{entry['millisekunden']}|ms|#methode:{method}")

    def _sock_send(self, message: str) -> None:
        """Send a count as gunicorn would, but say nothing of it where nobody listens."""
        if self.sock:
            with suppress(OSError):
                self.sock.send(message.encode("ascii"))


def now() -> str:
    """Return the time as the log says it."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def without_address(record: LogRecord) -> bool:
    """Blank the visitor's address in a message; the message itself is always kept."""
    record.msg = ADDRESS.sub("ip=–", str(record.msg))
    return True
