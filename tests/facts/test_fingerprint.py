"""What is kept between starts, and for how long."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.facts.fingerprint import UNUSED_SECONDS, forget_unused, keep, read_kept
from dashboard.web.app import create_app
from dashboard.web.config import settings_from

OTHERS = ("nginx.conf", "sbom.json", "data-notes.pickle", "0123456789abcdef.txt", "logo.gz")
NAME = "0123456789abcdef.br"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def used_before(paths: Iterable[Path], days: float) -> None:
    then = time.time() - days * 24 * 60 * 60
    for path in paths:
        os.utime(path, (then, then))


def start(build: Path) -> None:
    create_app(replace(settings_from({}), build_folder=build))


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    start(folder)
    return folder


@pytest.fixture
def build(first_start: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_start, tmp_path / "build"))


def refused(*_args: object, **_kwargs: object) -> None:
    raise PermissionError("read-only")


def test_a_start_removes_what_no_start_used_for_a_month_and_nothing_else(build: Path) -> None:
    in_use = names(build)
    keep(build / "0123456789abcdef.gz", b"of an old version")
    keep(build / "data-0123456789ab-0123456789abcdef.pickle", b"of an old version")
    keep(build / NAME, b"of the last version")
    for other in OTHERS:
        (build / other).write_text("not ours")
    (build / "sbom-site").mkdir()
    used_before(build.iterdir(), 31)
    used_before([build / NAME], 29)
    start(build)
    assert names(build) == {*in_use, NAME, *OTHERS, "sbom-site"}


def test_everything_a_start_keeps_can_be_forgotten(build: Path) -> None:
    assert len(names(build)) > 10
    forget_unused(build, time.time() + UNUSED_SECONDS + 60)
    assert names(build) == set()


def test_a_start_after_a_long_time_finds_what_it_needs(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_before(build.iterdir(), 400)

    def made_anew(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("written again")

    monkeypatch.setattr(tempfile, "mkstemp", made_anew)
    start(build)
    start(build)


def test_what_is_read_counts_as_used(tmp_path: Path) -> None:
    keep(tmp_path / NAME, b"x")
    used_before([tmp_path / NAME], 31)
    assert read_kept(tmp_path / NAME) == b"x"
    forget_unused(tmp_path, time.time())
    assert names(tmp_path) == {NAME}


def test_a_folder_that_lets_nothing_be_marked_or_removed_stops_no_start(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_before(build.iterdir(), 31)
    there = names(build)
    monkeypatch.setattr(os, "utime", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    start(build)
    assert names(build) == there


def test_a_missing_folder_holds_nothing_to_forget(tmp_path: Path) -> None:
    forget_unused(tmp_path / "missing", time.time())
    assert names(tmp_path) == set()
