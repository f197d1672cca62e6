"""gunicorn's log: one JSON object per request, and never the address of a visitor."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from logging import LogRecord
from typing import Any

from gunicorn import glogging
from gunicorn.config import Config

# gunicorn names the visitor when it cannot read a request
ADDRESS = re.compile(r"\bip=\S+")


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


def without_address(record: LogRecord) -> bool:
    """Blank the visitor's address in a message; the message itself is always kept."""
    record.msg = ADDRESS.sub("ip=–", str(record.msg))
    return True
