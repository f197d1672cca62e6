"""gunicorn's log: one JSON object per request, and never the address of a visitor; its counts."""

from __future__ import annotations

import json
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


class Logger(glogging.Logger):
    """The log of master and workers."""

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, and take addresses out of its own messages."""
        super().setup(cfg)
        self.error_log.addFilter(without_address)

    def access(
        self, resp: Any, _req: Any, environ: dict[str, Any], request_time: timedelta
    ) -> None:
        """Write what was asked and what came of it; neither who asked nor what was chosen."""
        entry = {
            "zeit": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
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


def without_address(record: LogRecord) -> bool:
    """Blank the visitor's address in a message; the message itself is always kept."""
    record.msg = ADDRESS.sub("ip=–", str(record.msg))
    return True
