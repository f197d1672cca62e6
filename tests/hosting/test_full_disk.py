"""A disk without room: every command says so, and nothing half written stays behind.

A limit on the size of files stands for the full disk: it needs no rights and fails at the same
place, in the midst of writing.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.commands.writing import not_written
from dashboard.facts.fingerprint import keep
from tests.made import people
from tests.made.official import EMPTY, deutschlandatlas, with_small_towns
from tests.serving import ROOT

ROOM = 1_000  # bytes; every file a command writes is larger


def run_without_room(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the site where no file may grow beyond a few bytes."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *command],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM)),
        capture_output=True,
        text=True,
        timeout=120,
    )


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_here(capsys: pytest.CaptureFixture[str]) -> Run:
    """The same in this process: what is written is refused alike, and nothing is imported anew."""

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        with no_room():
            code = main([*command])
        return subprocess.CompletedProcess(command, code, *capsys.readouterr())

    return run


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file of this process grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def refused(done: subprocess.CompletedProcess[str], folder: Path) -> None:
    assert done.returncode == 1
    assert f"In {folder} ist kein Platz mehr. Bitte Platz schaffen" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr


@pytest.mark.hurts
def test_an_export_without_room_leaves_nothing(tmp_path: Path) -> None:
    refused(run_without_room("export", "moelln", "--to", str(tmp_path)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_export_without_room_leaves_the_one_before(run_here: Run, tmp_path: Path) -> None:
    assert main(["export", "moelln", "--to", str(tmp_path)]) == 0
    before = tree(tmp_path)
    refused(run_here("export", "moelln", "--to", str(tmp_path), "--force"), tmp_path)
    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["moelln"]


def test_a_survey_import_without_room_leaves_the_data_as_they_were(
    run_here: Run, tiny_data: Path, tmp_path: Path
) -> None:
    file = people.limesurvey_csv(tmp_path / "answers.csv", people.people())
    book = people.codebook(tmp_path / "codebook.toml")
    command = ["survey", "import", str(file), "--survey", "BEF-MUS", "--data", str(tiny_data)]
    command += ["--codebook", str(book), "--format", "limesurvey-csv", "--yes"]
    before = tree(tiny_data)
    refused(run_here(*command), tiny_data)
    assert tree(tiny_data) == before
    assert not list(tiny_data.glob(".survey-*"))
    assert main(command) == 0, "with room again the same command must do"


def test_an_official_table_without_room_leaves_the_data_as_they_were(
    run_here: Run, tiny_data: Path, tmp_path: Path
) -> None:
    with_small_towns(tiny_data)
    assert main(["changes", "--start", "--data", str(tiny_data)]) == 0
    file = deutschlandatlas(tmp_path / "da.xlsx", {**EMPTY, "01999107": 9.9})
    command = ["official", str(file), "--data", str(tiny_data), "--write", "--today", "2027-01-02"]
    before = tree(tiny_data)
    refused(run_here(*command), tiny_data)
    assert tree(tiny_data) == before
    assert main(command) == 0, "with room again the same command must do"


def test_form_and_codebook_without_room_are_not_begun(
    run_here: Run, tiny_data: Path, tmp_path: Path
) -> None:
    file = people.limesurvey_csv(tmp_path / "answers.csv", people.people())
    there = tmp_path / "new"
    there.mkdir()
    form = run_here("survey", "template", "--to", str(there / "vorlage.xlsx"))
    refused(form, Path(tempfile.gettempdir()))
    about = ("--survey", "BEF-MUS", "--data", str(tiny_data), "--to", str(there / "buch.toml"))
    refused(run_here("survey", "codebook", str(file), *about), there)
    assert list(there.iterdir()) == []


def test_what_is_kept_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with no_room(), pytest.raises(OSError, match="large"):
        keep(tmp_path / "x.br", b"x" * 2 * ROOM)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.hurts
def test_a_build_without_room_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_BUILD", str(tmp_path))
    refused(run_without_room("build"), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert main(["build"]) == 0
    before = tree(tmp_path)
    refused(run_without_room("build"), tmp_path)
    assert tree(tmp_path) == before


def test_what_is_kept_can_be_read_by_whoever_serves(tmp_path: Path) -> None:
    keep(tmp_path / "x.br", b"x")
    assert (tmp_path / "x.br").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_may_not_be_written_is_said_in_words(tmp_path: Path) -> None:
    said = not_written(PermissionError(13, "Permission denied"), tmp_path)
    assert "darf nicht geschrieben werden" in said
    assert "Permission" not in said
    assert os.strerror(5) in not_written(OSError(5, os.strerror(5)), tmp_path)
