"""Builds the container recipe as it stands and asks its site for every page; `make image-check`.

Debian's buildah builds the `Dockerfile`, each step in a chroot. The base image is not fetched but
made by debootstrap: of the Debian release and with the Python that its name says. pip takes the
packages from where this machine has them: its configuration is lent to the steps and not kept.
What is built is served as the image says (user, command, port, health check), in a network of its
own that leads nowhere. All that this makes lies in one temporary folder and is removed.
"""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dashboard import ROOT
from dashboard.wording import links
from tests.made.shipped import every_path, shipped_data
from tests.serving import children_of, wait_until

SITE = "kleinstadt"
SERVED_AT = "http://127.0.0.1:8000"
USER = "10001"
DEBIANS_PACKAGES = "ca-certificates,python3,python3-venv,python-is-python3"
OWN_NETWORK = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


class RecipeError(Exception):
    """Why the image cannot be built or served, in a sentence."""


def main(folder: str = "") -> None:
    """Build and serve the image, or serve the one in a folder; say what was found."""
    try:
        if folder:
            serve(Buildah(Path(folder)))
        else:
            build()
    except RecipeError as reason:
        sys.exit(str(reason))


def build() -> None:
    """Make the base, build the image, then serve it apart from this machine's network.

    Raises:
        RecipeError: where that is not possible here, or the recipe fails.
    """
    if os.geteuid():
        raise RecipeError(f"Ein Bild baut hier nur root: „sudo {sys.executable} -m tests.image“.")
    base, python, release = base_of((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="kleinstadt-") as name:
        os.environ |= {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin", "TMPDIR": name}
        folder = Path(name)
        buildah = Buildah(folder)
        try:
            with _told(f"{base} aus Debian {release}"):
                make_base(buildah, base, python, release)
            with _told("Dockerfile gebaut"):
                lent = [f"--volume={one}:ro" for one in lent_by_pip(folder)]
                recipe = ("--isolation=chroot", "--pull-never", "--format=docker", *lent)
                buildah.run("bud", "--quiet", *recipe, f"--tag={SITE}", str(ROOT))
            print(f"Größe: {buildah.size(SITE)}, davon Grundbild {buildah.size(base)}", flush=True)
            again = (sys.executable, "-m", "tests.image", name)
            if subprocess.run((*OWN_NETWORK, *again), check=False).returncode:
                raise RecipeError(
                    "Das Bild ist gebaut, aber seine Seite besteht die Prüfung nicht."
                )
        finally:
            buildah.clear()


class Buildah:
    """Debian's buildah with a store of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        """Keep images, containers and what is mounted in the folder."""
        self._command = ("buildah", f"--root={folder}/images", f"--runroot={folder}/run")

    def run(self, *words: str) -> str:
        """Return what a command prints.

        Raises:
            RecipeError: with the end of what it says where it fails.
        """
        return _said([*self._command, *words])

    def size(self, image: str) -> str:
        """Return the size of an image, as buildah writes it."""
        return self.run("images", "--format={{.Size}}", image).strip()

    def inside(self, container: str, command: Sequence[str]) -> list[str]:
        """Return what runs a command in a container, as the user that its image names."""
        return [*self._command, "run", "--isolation=chroot", container, "--", *command]

    def clear(self) -> None:
        """Unmount and remove all containers and images."""
        self.run("rm", "--all")
        self.run("rmi", "--all", "--force")


def base_of(recipe: str) -> tuple[str, str, str]:
    """Return the image that all stages of a recipe start from, its Python and Debian release.

    Raises:
        RecipeError: where there is none, several, or one that is not Debian's.
    """
    named = set(re.findall(r"^FROM (\S+)", recipe, re.MULTILINE))
    found = [re.fullmatch(r"python:(3\.\d+)-slim-(\w+)", name) for name in named]
    if len(found) != 1 or not found[0]:
        raise RecipeError("Dockerfile: Erwartet wird ein Grundbild „python:3.…-slim-…“.")
    return found[0][0], found[0][1], found[0][2]


def make_base(buildah: Buildah, name: str, python: str, release: str) -> None:
    """Make the base image from Debian's packages; its `python` is the one that is named.

    Raises:
        RecipeError: where Debian cannot be reached, or has another Python.
    """
    container = buildah.run("from", "scratch").strip()
    folder = buildah.run("mount", container).strip()
    targets = ("apt-get", "indextargets", "--format=$(REPO_URI)", "Created-By: Packages")
    mirrors = _said([*targets, "Label: Debian"]).split()[:1]  # where this machine asks, if any
    options = ("--variant=minbase", f"--include={DEBIANS_PACKAGES}")
    _said(["debootstrap", *options, release, folder, *mirrors])
    _said(["chroot", folder, "apt-get", "clean"])
    has = _said(["chroot", folder, "python", "--version"]).split()[-1]
    if not has.startswith(f"{python}."):
        raise RecipeError(f"Debian {release} hat Python {has}, das Dockerfile nennt {python}.")
    buildah.run("commit", "--quiet", container, f"localhost/{name}")
    buildah.run("rm", container)


def lent_by_pip(folder: Path) -> Iterator[str]:
    """Yield `here:there` for the machine's pip configuration and each file that it names.

    Options from the environment come last: they go before those of files.
    """
    listed = _said([sys.executable, "-m", "pip", "config", "list"]).splitlines()
    sections: dict[str, dict[str, str]] = {}
    for line in sorted(listed, key=lambda line: line.startswith(":env:")):
        name, _, text = line.partition("=")
        section, _, option = name.removeprefix(":env:.").rpartition(".")
        value = " ".join(str(ast.literal_eval(text)).split())
        sections.setdefault(section or "global", {})[option] = value
    written = folder / "pip.conf"
    written.touch(mode=0o600)  # an index may be named with a password
    written.write_text(
        "".join(
            f"[{section}]\n" + "".join(f"{key} = {value}\n" for key, value in options.items())
            for section, options in sections.items()
        ),
        encoding="utf-8",
    )
    yield f"{written}:/etc/pip.conf"
    words = [word for one in sections.values() for value in one.values() for word in value.split()]
    # the pages of an index that is a folder lead to files beside it
    named = {Path(word.removeprefix("file://").removesuffix("/simple")) for word in words}
    for path in sorted(named):
        if path.is_absolute() and path.exists():
            yield f"{path}:{path}"


def serve(buildah: Buildah) -> None:
    """Start the image as it says, ask for its health and every page, and end it.

    Raises:
        RecipeError: with what is not as it should be.
    """
    config = json.loads(buildah.run("inspect", "--type=image", SITE))["Docker"]["config"]
    container = buildah.run("from", "--pull-never", SITE).strip()
    with tempfile.TemporaryFile() as log:
        command = buildah.inside(container, config["Cmd"])
        started = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            with _told("Seite gestartet"):
                wait_until(lambda: _is_up(started), "Die Seite antwortet nicht.")
            gunicorn = _main_process(started, os.pread(log.fileno(), 10_000, 0).decode())
            _said(buildah.inside(container, config["Healthcheck"]["Test"][1:]))
            with _told(f"Bereitschaft und {len(every_path())} Seiten gefragt"):
                _ask_for_all()
            with _told("Seite beendet"):
                os.kill(gunicorn, signal.SIGTERM)
                if code := started.wait(timeout=60):
                    raise RecipeError(f"Beim Beenden kam {code} statt 0.")
        except (RecipeError, AssertionError, OSError, subprocess.TimeoutExpired) as reason:
            said = os.pread(log.fileno(), 10_000, 0).decode()
            raise RecipeError(f"{reason}\n{said}") from reason
        finally:
            if started.poll() is None:
                for one in _family(started.pid):
                    os.kill(one, signal.SIGKILL)
                started.wait()


def _is_up(started: subprocess.Popen[bytes]) -> bool:
    if started.poll() is not None:
        raise RecipeError("Das Programm im Bild hat gleich wieder geendet.")
    try:
        return _answer(links.HEALTH) == b"OK"
    except OSError:
        return False


def _main_process(started: subprocess.Popen[bytes], log: str) -> int:
    """Return the process that gunicorn's log names, if it and its workers have no rights.

    Raises:
        RecipeError: where one runs as another user or may do more, or the image is not ready.
    """
    if "Nicht gebaut" in log:
        raise RecipeError("Was „dashboard build“ im Bild gemacht hat, findet der Start nicht.")
    named = re.search(r"\[(\d+)\] \[INFO\] Starting gunicorn", log)
    if not named or (found := int(named[1])) not in _family(started.pid):
        raise RecipeError("Das Protokoll nennt den Hauptprozess nicht.")
    for one in _family(found):
        status = Path(f"/proc/{one}/status").read_text(encoding="utf-8")
        users = set(re.findall(r"^[UG]id:\t(.+)$", status, re.MULTILINE))
        rights = re.findall(r"^CapEff:\t(\w+)$", status, re.MULTILINE)
        if users != {"\t".join([USER] * 4)} or int(rights[0], 16):
            raise RecipeError(f"Prozess {one} läuft als {users} mit Rechten {rights}.")
    return found


def _family(process: int) -> list[int]:
    """Return a process and all that it has started, directly or not."""
    return [process, *(one for child in children_of(process) for one in _family(child))]


def _ask_for_all() -> None:
    """Ask for the readiness and every page.

    Raises:
        RecipeError: where other data are served, or a page is not answered.
    """
    ready = json.loads(_answer(links.READY))
    if ready["fassung"] != shipped_data().version:
        raise RecipeError(f"Das Bild zeigt andere Daten als hier liegen: {ready}")
    for path in every_path():
        try:
            page = _answer(path)
        except OSError as reason:
            raise RecipeError(f"{path}: {reason}") from reason
        if not page.rstrip().endswith(b"</html>"):
            raise RecipeError(f"{path} ist keine ganze Seite.")


def _answer(path: str) -> bytes:
    with urllib.request.urlopen(SERVED_AT + path, timeout=60) as answer:
        return bytes(answer.read())


def _said(command: Sequence[str]) -> str:
    """Return what a command prints.

    Raises:
        RecipeError: with the end of what it says where it fails.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-2000:]
        raise RecipeError(f"{said}\n„{command[0]}“ ist gescheitert ({done.returncode}).")
    return done.stdout


@contextmanager
def _told(done: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    begin = time.monotonic()
    yield
    print(f"{done}: {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
