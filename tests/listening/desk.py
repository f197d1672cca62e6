"""A desk with a screen that nobody sees: X server, window manager, accessibility bus, Orca."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.listening.voice import Voice, speaking

ORCA_SECONDS = 60  # until it says that it runs
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PROGRAMS = ("Xvfb", "openbox", "dbus-daemon", "orca", "xdotool", LAUNCHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a browser is started with, and what Orca says of it; `folder` may be written to."""

    environment: Mapping[str, str]
    voice: Voice
    folder: Path

    def press(self, *keys: str) -> None:
        """Press keys one after the other as a person would; names as xdotool's."""
        subprocess.run(["xdotool", "key", *keys], env=self.environment, check=True)


@contextmanager
def laid_out() -> Iterator[Desk]:
    """A desk on which Orca runs; all that was started for it is ended by its process id.

    Raises:
        AssertionError: where a program is missing or Orca says nothing.
    """
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    assert not missing, f"Es fehlt: {', '.join(missing)}. `make listen` installiert es."
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        run, home, log = folder / "run", folder / "home", folder / "log"
        run.mkdir(mode=0o700)
        home.mkdir()
        voice = stack.enter_context(speaking(folder / "voice"))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(run),
            # Orca takes its words for roles from LANGUAGE, whatever the locale
            "LANG": "C.UTF-8",
            "LANGUAGE": "de",
            "NO_AT_BRIDGE": "0",
            "ACCESSIBILITY_ENABLED": "1",
            "SPEECHD_ADDRESS": f"unix_socket:{folder / 'voice'}",
        }

        def start(*command: str, says_where: bool = False) -> subprocess.Popen[bytes]:
            """Start a program, to be ended with its children; what it says is kept, or read."""
            with log.open("ab") as output:
                process = subprocess.Popen(
                    command,
                    env=environment,
                    stdout=subprocess.PIPE if says_where else output,
                    stderr=output,
                    start_new_session=True,
                )
            stack.callback(_end, process)
            return process

        screen = start("Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", says_where=True)
        environment["DISPLAY"] = f":{_first_line(screen)}"
        bus = start("dbus-daemon", "--session", "--nofork", "--print-address=1", says_where=True)
        environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus)
        start("openbox")
        start(LAUNCHER, "--launch-immediately")
        orca = start("orca", "--disable", "braille")
        deadline = time.monotonic() + ORCA_SECONDS
        while not voice.wait_for(0, 1) and orca.poll() is None and time.monotonic() < deadline:
            pass
        assert voice.pieces, f"Orca ist nicht zu hören:\n{log.read_text()[-2000:]}"
        yield Desk(environment=environment, voice=voice, folder=folder)


def _first_line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout
    return process.stdout.readline().decode().strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started; each has a session of its own."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        process.wait()
