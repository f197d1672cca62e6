"""`make dev`: what is saved is shown, and what is faulty leaves standing what was there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.commands.dev import changes, look
from tests.made.faults import replaced
from tests.serving import ROOT, free_port, wait_until


@dataclass(frozen=True, slots=True)
class Desk:
    """A copy of the project at which somebody works, and what the terminal says."""

    folder: Path
    address: str
    terminal: Path

    def shows(self, path: str, text: str) -> bool:
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as answer:
                return text in answer.read().decode()
        except (urllib.error.URLError, OSError):
            return False

    def said(self) -> str:
        return self.terminal.read_text(encoding="utf-8")

    def wait_for(self, path: str, text: str) -> None:
        wait_until(lambda: self.shows(path, text), lambda: f"{text} fehlt:\n{self.said()}")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for name in ("dashboard", "assets", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    port, terminal = free_port(), tmp_path / "terminal.log"
    own = {"DASHBOARD_BIND": f"127.0.0.1:{port}", "DASHBOARD_BUILD": str(ROOT / ".build")}
    with terminal.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "dev"],
            cwd=tmp_path,
            env={**os.environ, **own},
            stdout=output,
            stderr=output,
        )
    yield Desk(tmp_path, f"http://127.0.0.1:{port}", terminal)
    running.terminate()
    running.wait(timeout=20)
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


@pytest.mark.hurts
def test_what_is_saved_is_shown_and_faults_are_told(desk: Desk) -> None:
    desk.wait_for("/ueber", "Über diese Seite")
    assert f"Bereit: {desk.address}/" in desk.said()

    page, table = desk.folder / "dashboard/pages/texts.py", desk.folder / "data/observations.csv"
    code, rows = page.read_text("utf-8"), table.read_text("utf-8")
    page.write_text(code + "\ndef (", "utf-8")
    wait_until(lambda: "Die Seite bleibt, wie sie war" in desk.said(), desk.said)
    assert "SyntaxError" in desk.said()
    assert desk.shows("/ueber", "Über diese Seite")

    page.write_text(code, "utf-8")
    table.write_text(rows.replace("\n", "\nkaputt\n", 1), "utf-8")
    wait_until(lambda: "observations.csv, Zeile 2" in desk.said(), desk.said)
    assert desk.shows("/ueber", "Über diese Seite")

    table.write_text(rows, "utf-8")
    replaced(desk.folder / "data/texts/ueber.md", "# ", "# Ganz neu: ")
    desk.wait_for("/ueber", "Ganz neu: ")
    assert "Geändert: data/observations.csv, data/texts/ueber.md" in desk.said()


def test_written_made_and_removed_files_are_changes(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text("1")
    before = look(tmp_path)
    os.utime(tmp_path / "a.py", (1, 1))
    (tmp_path / "b.py").unlink()
    (tmp_path / "d.css").write_text("4")
    (tmp_path / "d.pyc").write_text("5")
    found = [Path(one).name for one in changes(before, look(tmp_path))]
    assert sorted(found) == ["a.py", "b.py", "d.css"]
