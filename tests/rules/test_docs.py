"""The docs say what is there: rooms and modules of the code, files and commands that exist."""

from __future__ import annotations

import re

import pytest

from dashboard import ROOT

HOUSE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| \d \| `(?P<room>\w+)/` \| (?P<words>.*) \|$", re.MULTILINE)
ROOMS = {row["room"]: row["words"] for row in ROW.finditer(HOUSE)}


def test_the_house_has_the_rooms_that_are_there() -> None:
    folders = {path.parent.name for path in (ROOT / "dashboard").glob("*/__init__.py")}
    assert set(ROOMS) == folders


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_every_module_in_it_and_no_other(room: str) -> None:
    names = {re.sub(r"/$", "", name) for name in re.findall(r"`(\w+/?)`", ROOMS[room])}
    folder = ROOT / "dashboard" / room
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in folder.glob("*/**/__init__.py")}
    deeper = {path.stem for path in folder.glob("*/**/*.py")}
    assert modules | folders <= names
    assert names <= modules | folders | deeper


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_files_and_targets_that_the_docs_name_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([\w-]+)`", text))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets <= set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    for path in re.findall(r"\]\(([\w./-]+)\)", text):
        assert ((ROOT / name).parent / path).exists(), path
    rooms = "|".join(ROOMS)
    for path in re.findall(rf"`((?:dashboard/)?(?:{rooms})/\w+)(?:\.py|[.`])", text):
        found = ROOT / "dashboard" / path.removeprefix("dashboard/")
        assert found.with_suffix(".py").exists() or found.is_dir(), path
