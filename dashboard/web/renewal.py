"""New data while the site runs: only sound ones are taken, the others are reported."""

from __future__ import annotations

from datetime import UTC, datetime
from logging import Logger

from flask import Flask

from dashboard.facts.dataset import DataError
from dashboard.web.app import ready_server
from dashboard.web.config import Settings, settings_from
from dashboard.web.service import readiness


class UndrawnPageError(Exception):
    """The data passed all checks, and yet a page could not be drawn from them."""


def renewed(serving: Flask, log: Logger) -> Flask:
    """Return a server on the data as they lie there now, or the serving one where they are faulty.

    Every page is drawn once before anyone sees the new data.
    """
    try:
        fresh = _checked(settings_from())
    except DataError as reason:
        log.error("Neue Daten abgelehnt, die bisherigen bleiben: %s", reason)
        fault = f"{len(reason.faults)} Fehler, der erste in {reason.faults[0].file}"
    except Exception as reason:  # whatever it is, the site must go on
        log.exception("Neue Daten abgelehnt, die bisherigen bleiben.")
        fault = type(reason).__name__
    else:
        log.info("Neue Daten übernommen: Fassung %s", readiness(fresh).data.version)
        return fresh
    state = readiness(serving)
    state.rejected = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}: {fault}. Einzelheiten im Protokoll."
    return serving


def _checked(settings: Settings) -> Flask:
    server = ready_server(settings)
    browser = server.test_client()
    for path in readiness(server).paths:  # as most visitors do: what they get is remembered
        answer = browser.get(
            path, base_url=settings.base_url or None, headers={"Accept-Encoding": "br"}
        )
        status = answer.status_code
        if status != 200:
            raise UndrawnPageError(f"{path} antwortet mit {status}.")
    return server
