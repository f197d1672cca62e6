from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from dashboard.web.logs import Logger, without_address

ENVIRONMENT = {
    "REMOTE_ADDR": "203.0.113.7",
    "HTTP_X_FORWARDED_FOR": "203.0.113.8",
    "HTTP_USER_AGENT": "Firefox",
    "HTTP_REFERER": "https://example.de/geheim",
    "REQUEST_METHOD": "GET",
    "PATH_INFO": '/stadt/mölln\n"[ERROR] gefälscht',
    "QUERY_STRING": "suche=geheim",
}


@pytest.fixture
def logger(monkeypatch: pytest.MonkeyPatch) -> Logger:
    monkeypatch.setattr(logging.getLogger(), "handlers", [*logging.getLogger().handlers])
    config = Config()
    config.set("accesslog", "-")
    return Logger(config)


def test_priv_6_a_request_is_one_json_line_without_visitor_or_choices(
    logger: Logger, caplog: pytest.LogCaptureFixture
) -> None:
    answer = SimpleNamespace(status="200 OK", sent=1234)
    with caplog.at_level(logging.INFO, logger="gunicorn.access"):
        logger.access(answer, None, ENVIRONMENT, timedelta(milliseconds=12.5))
    line = caplog.messages[0]
    entry = json.loads(line)
    assert "\n" not in line
    assert set(entry) == {"zeit", "methode", "pfad", "status", "bytes", "millisekunden"}
    assert (entry["status"], entry["bytes"], entry["millisekunden"]) == (200, 1234, 12.5)
    for private in ("203.0.113", "geheim", "Firefox"):
        assert private not in line


def test_what_goes_wrong_is_one_json_line_and_news_are_text(logger: Logger) -> None:
    (own,) = (one for one in logger.error_log.handlers if getattr(one, "_gunicorn", False))
    news = logging.LogRecord("x", logging.INFO, "", 1, "Bereit: %s", ("http://a/",), None)
    assert own.format(news).endswith("[INFO] Bereit: http://a/")
    try:
        raise ValueError("a\nb")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "Abgelehnt:\nZeile", (), sys.exc_info()
        )
    line = own.format(record)
    entry = json.loads(line)
    assert "\n" not in line
    assert set(entry) == {"zeit", "stufe", "meldung"}
    assert entry["stufe"] == "ERROR"
    assert entry["meldung"].startswith("Abgelehnt:\nZeile\nTraceback")
    assert own in logging.getLogger().handlers, "what Flask reports goes the same way"


def test_priv_6_gunicorns_own_warnings_lose_the_address() -> None:
    said = "Invalid request from ip=203.0.113.7: Invalid Method 'X'"
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 1, said, None, None)
    assert without_address(record)
    assert record.getMessage() == "Invalid request from ip=– Invalid Method 'X'"
