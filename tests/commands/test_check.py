from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import ROOT
from dashboard.__main__ import PIPE_CLOSED, main
from dashboard.pages import texts


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", *arguments])
    return code, capsys.readouterr().out


def test_the_data_of_the_settings_are_checked(
    tiny_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tiny_data))
    code, said = check(capsys)
    assert code == 0
    assert "Einstellungen: keine Fehler." in said
    assert "Keine Fehler. Stand" in said
    (tiny_data / "observations.csv").write_text("nichts\n", encoding="utf-8")
    code, said = check(capsys)
    assert code == 1
    assert str(tiny_data) in said


def test_bad_settings_are_said_together_with_faults_of_the_data(
    tiny_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tiny_data))
    monkeypatch.setenv("DASHBOARD_WORKERS", "viele")
    monkeypatch.setenv("DASHBOARD_PUBLC", "ja")
    (tiny_data / "observations.csv").write_text("nichts\n", encoding="utf-8")
    code, said = check(capsys)
    assert code == 1
    for part in ("DASHBOARD_WORKERS: „viele“", "DASHBOARD_PUBLIC.", "observations.csv"):
        assert part in said


def test_settings_alone_can_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "fehlt"))
    assert check(capsys, "--settings") == (0, "Einstellungen: keine Fehler.\n")
    monkeypatch.setenv("DASHBOARD_WORKERS", "0")
    code, said = check(capsys, "--settings")
    assert code == 1
    assert "ganze Zahl von 1 bis 64" in said


def test_whoever_reads_only_the_first_line_sees_no_traceback(tiny_data: Path) -> None:
    command = [sys.executable, "-m", "dashboard", "check", "--data", str(tiny_data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env={}
    ) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == PIPE_CLOSED


@pytest.mark.parametrize("name", texts.NEEDED)
def test_a_text_that_the_program_needs_is_one_fault_where_it_lacks(
    tiny_data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_data / f"texts/{name}.md").unlink()
    code, said = check(capsys, "--data", str(tiny_data))
    assert code == 1
    assert f"texts/{name}.md: „{name}“ – Diese Datei fehlt" in said
    assert "1 Fehler in" in said


def test_a_placeholder_that_the_site_would_refuse_is_named(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_data / "texts").mkdir(exist_ok=True)
    (tiny_data / "texts/ueber.md").write_text("# Über\n\n{unbekannt}\n", encoding="utf-8")
    code, said = check(capsys, "--data", str(tiny_data))
    assert code == 1
    assert "{unbekannt}" in said


def test_no_command_answers_bad_settings_with_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_WORKERS", "viele")
    for arguments in (["build"], ["dev"], ["export", "moelln", "--to", str(tmp_path)]):
        assert main(arguments) == 1
        assert "DASHBOARD_WORKERS: „viele“ geht nicht." in capsys.readouterr().err
