from __future__ import annotations

import gc
import logging
import shutil
import weakref
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from dashboard import ROOT
from dashboard.pages import texts
from dashboard.pages.start import page as start
from dashboard.web import renewal, service
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.web.renewal import renewed
from dashboard.web.service import readiness
from tests.made.faults import replaced
from tests.serving import configuration

LOG = logging.getLogger("tests.renewal")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped data that the running site reads; a few pages stand for all."""
    monkeypatch.setattr(service, "PAGES", (start, *texts.PAGES))
    copy = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    monkeypatch.setenv("DASHBOARD_DATA", str(copy))
    return copy


@pytest.fixture
def serving(folder: Path) -> Flask:
    server: Flask = create_app(settings_from({"DASHBOARD_DATA": str(folder)})).server
    return server


def test_sound_new_data_are_taken(
    folder: Path, serving: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "texts" / "ueber.md").write_text("# Ganz neu\n", encoding="utf-8")
    with caplog.at_level(logging.INFO):
        fresh = renewed(serving, LOG)
    assert fresh is not serving
    assert "Ganz neu" in fresh.test_client().get("/ueber").text
    assert readiness(fresh).data.version != readiness(serving).data.version
    assert "Neue Daten übernommen" in caplog.text


def test_faulty_data_are_refused_and_reported(
    folder: Path, serving: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    replaced(folder / "observations.csv", "\n", "\nkaputt\n")
    assert renewed(serving, LOG) is serving
    client = serving.test_client()
    said = client.get("/bereit").json
    assert client.get("/").status_code == 200
    assert said["bereit"]
    assert "1 Fehler, der erste in observations.csv" in said["abgelehnt"]
    assert "kaputt" not in said["abgelehnt"]  # what is in unpublished data stays in the log
    assert "kaputt" in caplog.text


def test_data_from_which_a_page_cannot_be_drawn_are_refused(serving: Flask, folder: Path) -> None:
    (folder / "texts" / "impressum.md").unlink()
    assert renewed(serving, LOG) is serving
    assert readiness(serving).rejected


def test_a_lost_folder_does_not_stop_the_site(serving: Flask, folder: Path) -> None:
    shutil.rmtree(folder)
    assert renewed(serving, LOG) is serving
    assert readiness(serving).rejected


def test_an_unforeseen_fault_does_not_stop_the_site(
    serving: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_settings: object) -> Flask:
        raise MemoryError

    monkeypatch.setattr(renewal, "_checked", broken)
    assert renewed(serving, LOG) is serving
    assert "MemoryError" in readiness(serving).rejected


def test_the_data_before_are_let_go(folder: Path, serving: Flask) -> None:
    """As gunicorn does it: read, fork, read anew; what was shared must not stay for good."""
    conf = configuration()
    app = SimpleNamespace(callable=serving)
    arbiter = SimpleNamespace(app=app, log=LOG)
    before = []
    try:
        for number in range(2):
            (folder / "texts" / "ueber.md").write_text(f"# Neu {number}\n", encoding="utf-8")
            gc.disable()  # gunicorn reads its configuration anew
            conf["on_reload"](arbiter)
            conf["pre_fork"](arbiter, None)
            assert gc.isenabled()
            assert gc.get_freeze_count() > 1000
            before.append(weakref.ref(app.callable))
    finally:
        gc.enable()
        gc.unfreeze()
    assert [one() is None for one in before] == [True, False]
