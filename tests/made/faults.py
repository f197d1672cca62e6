"""How tests break a data folder and say what fault they expect."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.facts.dataset import DataError, load
from dashboard.facts.model import Fault


@dataclass(frozen=True, slots=True)
class Broken:
    """One file with one thing wrong: `old` becomes `new`, and the fault is found `at` that text.

    `also` holds further changes (file, old, new) needed to break just this one rule.
    """

    file: str
    old: str
    new: str
    at: str
    value: str
    message: str
    also: tuple[tuple[str, str, str], ...] = ()


def replaced(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence; a text that is not there would make the test pass blindly."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} steht nicht in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Load the folder, which must fail, and return the faults."""
    with pytest.raises(DataError) as caught:
        load(folder)
    return caught.value.faults


def assert_fault(folder: Path, broken: Broken) -> None:
    """Break the folder and expect exactly the one fault, in its line, with its value."""
    for file, old, new in ((broken.file, broken.old, broken.new), *broken.also):
        replaced(folder / file, old, new)
    faults = faults_of(folder)
    assert len(faults) == 1, "\n".join(map(str, faults))
    text = (folder / broken.file).read_text(encoding="utf-8")
    assert faults[0].file == broken.file
    assert faults[0].line == text[: text.index(broken.at)].count("\n") + 1
    assert faults[0].value == broken.value
    assert broken.message in faults[0].message
    assert faults[0].remedy.endswith((".", "?"))
