"""The last published version, kept beside the data: which entry said what, to compare with.

`published.jsonl` is written by `python -m dashboard changes` and by nobody else. Its first line
names the version and the changes it brought. Each file then has a line that names its cells, and a
line an entry, sorted, so that a diff shows what changed: its key and its cells, the empty ones at
the end left out. A 0 is the cell of the line before. A key that begins with a slash puts its parts
in the place of the last ones of the key before it ("moelln/population/2022-12-31", "/2023-12-31").
Texts, and what is said about a value, are kept as their digest: it tells that they changed, which
is all that readers are told of them. Of the wide tables
of all small towns a column is one entry: how many values it has, and their digest.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from dashboard.facts import gemeinden_files
from dashboard.facts.checked_csv import read_sheet
from dashboard.facts.dates import derived_text
from dashboard.facts.fingerprint import digest
from dashboard.facts.gemeinden import FOLDER
from dashboard.facts.model import Change, Precision
from dashboard.facts.tables import COLUMNS, KINDS

FILE = "published.jsonl"
SHORT = 12  # letters: numbers, dates, choices; what is longer is kept as its digest
DIGESTED = "#"  # begins a digest and nothing else
COUNT, VALUES = "count", "values"  # of a column or file of all small towns: how many; digest
KEYS = {"observations": ("town", "indicator", "date")}  # of other tables it is their id
WHOLE = (("observations.csv", "value"), ("observations.csv", "value_text"))  # at any length
UNCOMPARED = ("versions.toml",)
ABOUT = "Quelle, Ebene, Belastbarkeit oder Bemerkung"  # of a value, kept as one digest
REVIEWED = ("project.toml", "stand")  # the day of the last review, whatever it found

# (file, key of the entry) -> name of each filled cell -> what stands there
Entries = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an entry says otherwise than before; an entry that came or went says all its cells."""

    file: str
    key: str
    old: Mapping[str, str]
    new: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """What was published last: its day, the digest of its changes, all that it said.

    Without a day nothing was recorded yet.
    """

    day: str = ""
    changes: str = ""
    said: Entries = field(default_factory=dict)


class UnreadableError(Exception):
    """The record was damaged; its argument is the line."""


def entries(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Return all that a sound data folder says in tables, declarations and texts."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name, columns in COLUMNS.items():
        for _, row in read_sheet(folder / f"{name}.csv", columns, KINDS[name]).rows:
            cells = dict(zip(columns, row, strict=True))
            if name == "activities" and not cells["date_text"]:
                cells["date_text"] = derived_text(
                    cells["start"], cells["end"], Precision(cells["precision"])
                )
            if name == "observations":
                about = [cells.pop(column) for column in ("level", "source", "confidence", "note")]
                cells[ABOUT] = "\0".join(about)
            key = "/".join(cells.pop(column) for column in KEYS.get(name, ("id",)))
            found[f"{name}.csv", key] = cells
    for path in sorted(folder.glob("*.toml")):
        if path.name not in UNCOMPARED:
            for key, block in _blocks(tomllib.loads(path.read_text(encoding="utf-8-sig"))):
                found[path.name, key] = {name: _text(value) for name, value in block.items()}
    for path in sorted((folder / "texts").glob("*.md")):
        found[f"texts/{path.name}", path.stem] = {"text": path.read_text(encoding="utf-8-sig")}
    found.update(_of_small_towns(folder))
    return {
        key: {
            name: value if (key[0], name) in WHOLE else _short(value)
            for name, value in cells.items()
            if value and (key[0], name) != REVIEWED
        }
        for key, cells in found.items()
    }


def _of_small_towns(folder: Path) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """Yield an entry a column of the wide tables, with its flags, and one a file beside them."""
    if not (folder / FOLDER).is_dir():
        return
    tables = gemeinden_files.read(folder)
    flags: dict[str, list[str]] = defaultdict(list)
    for (ags, letter, indicator), dates in sorted(tables.flags.items()):
        for date in dates:
            flags[f"{indicator}@{date}"].append(ags + letter)
    for column in tables.columns:
        name, rows = f"{column['indicator']}@{column['date']}", tables.values[column["table"]]
        cells = [f"{ags}={row[name]}" for ags, row in sorted(rows.items()) if row[name]]
        yield (
            (f"{FOLDER}/{column['table']}.csv", name),
            {
                COUNT: str(len(cells)),
                VALUES: "\n".join([*cells, *flags[name]]),
                ABOUT: "\0".join(column.values()),
            },
        )
    for file in gemeinden_files.BESIDE:
        text = (folder / FOLDER / file).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        count = str(max(text.count("\n") - 1, 0))
        yield (f"{FOLDER}/{file}", Path(file).stem), {COUNT: count, VALUES: text}


def differences(before: Entries, now: Entries) -> Iterator[Difference]:
    """Yield each entry that is new, gone or says something else, in the order of `now`."""
    for file, key in [*now, *(one for one in before if one not in now)]:
        old, new = before.get((file, key), {}), now.get((file, key), {})
        if old and new:
            names = [name for name in {**new, **old} if old.get(name, "") != new.get(name, "")]
            old = {name: old.get(name, "") for name in names}
            new = {name: new.get(name, "") for name in names}
        if old != new:
            yield Difference(file, key, old, new)


def fingerprint(changes: Iterable[Change]) -> str:
    """Return a digest of where and what changed; the reason may be put better later."""
    told = [
        (one.file, one.entry, cell.name, cell.old, cell.new)
        for one in changes
        for cell in one.cells
    ]
    return digest(json.dumps(told).encode())


def read(folder: Path) -> Record:
    """Return what is recorded.

    Raises:
        UnreadableError: the file is not as `written` made it.
    """
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Record()
    except UnicodeDecodeError:
        raise UnreadableError(1) from None
    number, said = 0, {}
    day = changes = file = key = ""
    names: list[str] = []
    cells: list[str] = []
    try:
        for number, row in enumerate(map(json.loads, text.splitlines()), 1):
            if number == 1:
                day, changes = row["version"], row["changes"]
            elif isinstance(row, dict):
                file, names, key = row["file"], row["cells"], ""
                cells = []
            else:
                key = _whole(key, row[0])
                cells = [cells[at] if one == 0 else one for at, one in enumerate(row[1:])]
                said[file, key] = {
                    name: cell for name, cell in zip(names, cells, strict=False) if cell
                }
    except json.JSONDecodeError:
        raise UnreadableError(number + 1) from None
    except (LookupError, TypeError, AttributeError):
        raise UnreadableError(number) from None
    if not day:
        raise UnreadableError(1)
    return Record(day, changes, said)


def written(version: str, changes: Iterable[Change], said: Entries) -> bytes:
    """Return the content of the file."""
    rows: list[Any] = [{"version": version, "changes": fingerprint(changes)}]
    for file, group in groupby(sorted(said), key=lambda one: one[0]):
        keys = [key for _, key in group]
        filled = Counter(name for key in keys for name in said[file, key])
        names = sorted(filled, key=lambda name: (-filled[name], name))  # the rarest at the end
        rows.append({"file": file, "cells": names})
        before, above = "", [""] * len(names)
        for key in keys:
            cells = [said[file, key].get(name, "") for name in names]
            row = [
                0 if one and one == over else one for one, over in zip(cells, above, strict=True)
            ]
            while row and row[-1] == "":
                row.pop()
            rows.append([_shortened(before, key), *row])
            before, above = key, cells
    return "".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in rows
    ).encode()


def _shortened(before: str, key: str) -> str:
    """Return the parts of a key from the first that is another than in the key before it."""
    parts, old = key.split("/"), before.split("/")
    if len(parts) != len(old) or parts[0] != old[0] or key == before:
        return key
    same = next(at for at, (one, over) in enumerate(zip(parts, old, strict=True)) if one != over)
    return "".join(f"/{one}" for one in parts[same:])


def _whole(before: str, key: str) -> str:
    """Return the key that `_shortened` made short."""
    parts = key.split("/")[1:] if key.startswith("/") else []
    return "/".join([*before.split("/")[: -len(parts)], *parts]) if parts else key


def _blocks(tables: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    plain = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    if plain:
        yield "", plain
    yield from ((key, value) for key, value in tables.items() if isinstance(value, dict))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(text: str) -> str:
    if len(text) <= SHORT and not text.startswith(DIGESTED):  # as a colour does
        return text
    return DIGESTED + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())[:5].decode()
