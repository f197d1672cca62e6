"""A start that cannot be: said in one sentence, with what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from dashboard.web.config import settings_from
from tests.serving import ROOT, free_port, wait_until


def start(bind: str) -> tuple[int, str]:
    """Return exit code and all that was said by a server that is to end by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_BIND": bind},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("127.0.0.1", "0.0.0.0"),
        pytest.param("127.0.0.1", "127.0.0.1", marks=pytest.mark.hurts),
        pytest.param("::1", "[::1]", marks=pytest.mark.hurts),
    ],
)
def test_a_port_in_use_is_said_in_one_sentence_with_what_to_do(held: str, asked: str) -> None:
    family = socket.AF_INET6 if ":" in held else socket.AF_INET
    if family is socket.AF_INET6 and not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    with socket.create_server((held, 0), family=family) as other:
        port = other.getsockname()[1]
        code, said = start(f"{asked}:{port}")
    assert code == 1
    told = [line for line in said.splitlines() if "Starting gunicorn" not in line]
    (sentence,) = filter(None, told)
    assert sentence.startswith(f"{asked}:{port} ist schon belegt: Bitte das Programm beenden")
    setting = sentence.partition('DASHBOARD_BIND="')[2].partition('"')[0]
    assert settings_from({"DASHBOARD_BIND": setting}).bind != f"{asked}:{port}"


def test_a_unix_socket_left_behind_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "site.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))

    def said() -> bytes:
        with suppress(ConnectionRefusedError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            line.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return line.recv(4096)
        return b""

    environment = {**os.environ, "DASHBOARD_BIND": f"unix:{path}"}
    with subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment) as server:
        try:
            wait_until(lambda: said().startswith(b"HTTP/1.0 200"), "niemand antwortet")
        finally:
            server.terminate()


def test_the_line_that_says_ready_names_the_address_that_is_really_served(tmp_path: Path) -> None:
    log, port = tmp_path / "log", free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "1"],
            cwd=ROOT,
            env={
                **os.environ,
                "DASHBOARD_BIND": "127.0.0.1:1",
                "DASHBOARD_BASE_URL": "http://127.0.0.1/kleinstadt",
            },
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: "Bereit:" in log.read_text("utf-8"), "nicht bereit")
        said = log.read_text("utf-8")
        assert f"Bereit: http://127.0.0.1:{port}/kleinstadt/\n" in said
    finally:
        process.terminate()
        process.wait(timeout=40)
