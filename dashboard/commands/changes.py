"""What changed since the last published version, told as readers see it, as a new version."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.commands.writing import not_written
from dashboard.facts.fingerprint import keep
from dashboard.facts.model import Change, ChangedCell, Confidence, Level, Observation
from dashboard.facts.survey_model import SurveyFact
from dashboard.web.config import settings_from
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import NO_BREAK_SPACE, value_text

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset
    from dashboard.facts.published import Difference

VERSIONS = "versions.toml"
# what a cell is called to readers, where its name is not the word
CELLS = MappingProxyType({
    "title": "Titel", "label": "Name", "name": "Name", "text": "Text",
    "date_text": "Datum in Worten",
    "start": "Anfang", "end": "Ende", "description": "Beschreibung", "place": "Ort", "role": "Amt",
    "since": "seit", "until": "bis", "sources": "Quellen", "source": "Quelle", "value": "Wert",
    "value_text": "Wert in Worten", "definition": "Erklärung",
    "note": "Bemerkung", "url": "Adresse",
    "category": "Art", "confidence": "Belastbarkeit",
    "actors": "Beteiligte", "statement": "Aussage",
    "reason": "Grund", "town": "Stadt", "licence": "Lizenz", "colour": "Farbe",
    "symbol": "Zeichen", "unit": "Einheit", "decimals": "Nachkommastellen", "phase": "Phase",
    "precision": "Genauigkeit des Datums", "highlight_text": "Satz zur Einführung",
    "rounded_to": "gerundet auf", "wording_known": "Frage im Wortlaut",
    "exactness": "wie genau", "said_by": "gesagt von", "said_in": "gesagt in",
    "supported_by": "belegt durch", "advice": "Rat dieser Website",
    "file_url": "Datei mit den Werten",
    "further_sources": "weitere Quellen", "shown_in": "wo sie außerdem steht",
    "happened": "was geschah", "happened_sources": "was geschah, Quellen",
    "stayed": "was blieb", "stayed_sources": "was blieb, Quellen",
    "unknown": "was nicht bekannt ist", "question": "Frage", "remedy": "wo es zu finden wäre",
    "published": "Datum der Quelle", "missing": "was fehlt", "institution": "Stelle",
    "explanation": "Erklärung", "word": "Wort", "also": "andere Formen",
    "grade": "Vergleichbarkeit",
    "tried": "was ausprobiert wurde", "before": "letzter Stichtag davor", "linked": "verlinkt",
    "short_label": "kurzer Name", "n": "Zahl der Befragten", "answer": "Antwort",
})  # fmt: skip
# what an entry is called to readers, by the first of these that it has
NAMES = ("title", "label", "name", "word", "question")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the sub-command."""
    parser.add_argument("--data", type=Path, help="Datenordner")
    parser.add_argument("--reason", help="Grund aller Änderungen; sonst wird nach jedem gefragt")
    parser.add_argument("--list", action="store_true", help="nur zeigen, nichts schreiben")
    parser.add_argument(
        "--start", action="store_true", help="die Daten von jetzt als neueste Fassung festhalten"
    )


def run(chosen: argparse.Namespace) -> int:
    """List the changes, ask for their reasons, write the version; 1 where that cannot be."""
    from dashboard.facts import published
    from dashboard.facts.dataset import DataError, load

    folder = chosen.data or settings_from().data_folder
    try:
        data = load(folder)
    except DataError as reason:
        print(reason, file=sys.stderr)
        return 1
    record, now = published.read(folder), published.entries(folder)
    day = record.day
    if not day and not chosen.start:
        print(
            "Noch ist keine Fassung festgehalten. Mit den Daten, die zuletzt veröffentlicht waren, "
            "einmal „python -m dashboard changes --start“ aufrufen."
        )
        return 1
    if chosen.start and day:
        print(
            f"Festgehalten ist schon die Fassung vom {day}. Nur wenn sie nie veröffentlicht war: "
            f"{published.FILE} löschen und den Befehl wiederholen."
        )
        return 1
    if chosen.start:
        newest = next(iter(data.versions.values()))
        return _keep(folder, {published.FILE: published.written(newest.id, newest.changes, now)})
    found = [_told(data, each) for each in published.differences(record.said, now)]
    for one in found:
        for cell in one.cells:
            where = f"{one.entry}: {cell.name}" if cell.name else one.entry
            print(f"{where}: {cell.old or 'nicht vorhanden'} → {cell.new or 'nicht vorhanden'}")
    if not found:
        print(f"Seit der Fassung vom {day} hat sich nichts geändert.")
    if not found or chosen.list:
        return 0
    if data.stand <= day:
        print(
            f"Die letzte Fassung ist die vom {day}. Für die neue in project.toml bei stand den "
            "Tag eintragen, an dem sie erscheint, und den Befehl wiederholen."
        )
        return 1
    try:
        found = list(_with_reasons(found, chosen.reason))
    except (EOFError, KeyboardInterrupt):
        print("\nAbgebrochen, nichts geschrieben.")
        return 1
    rows = (folder / VERSIONS).read_text(encoding="utf-8-sig").splitlines(True)
    head = next((at for at, row in enumerate(rows) if row[0] == "["), 0)
    block = _block(data.stand, found)
    return _keep(
        folder,
        {
            VERSIONS: "".join([*rows[:head], block, *rows[head:]]).encode(),
            published.FILE: published.written(data.stand, found, now),
        },
    )


def _keep(folder: Path, files: Mapping[str, bytes]) -> int:
    try:
        for name, content in files.items():
            keep(folder / name, content)
    except OSError as reason:
        print(not_written(reason, folder), file=sys.stderr)
        return 1
    print(f"Geschrieben: {', '.join(files)}.")
    return 0


def _with_reasons(found: list[Change], reason: str | None) -> Iterator[Change]:
    """Yield the changes with their reasons; an empty answer repeats the one before."""
    last = reason or ""
    for one in found:
        answer = reason or ""
        while not answer:
            again = f" (Eingabetaste: {last})" if last else ""
            answer = input(f"Grund für „{one.entry}“{again}: ").strip() or last
        last = answer
        yield replace(one, reason=answer)


def _block(day: str, found: list[Change]) -> str:
    new = sum(not any(cell.old for cell in one.cells) for one in found)
    gone = sum(not any(cell.new for cell in one.cells) for one in found)
    parts = ((len(found) - new - gone, "geändert"), (new, "neu"), (gone, "entfallen"))
    summary = ", ".join(f"{count} {word}" for count, word in parts if count)
    rows = "".join(
        f"  {_table(one, 'file', 'entry', 'reason')[:-1]}, cells = ["
        + ", ".join(_table(cell, "name", "old", "new") for cell in one.cells)
        + "]},\n"
        for one in found
    )
    return (
        f'["{day}"]\ndate = "{day}"\ntitle = "Geänderte Angaben"\n'
        f'summary = "Einträge: {summary}."\nchanges = [\n{rows}]\n\n'
    )


def _table(one: Change | ChangedCell, *keys: str) -> str:
    """Return an inline table of TOML with these fields."""
    texts = (f"{key} = {json.dumps(getattr(one, key), ensure_ascii=False)}" for key in keys)
    return f"{{{', '.join(texts)}}}"


def _told(data: Dataset, one: Difference) -> Change:
    """Return an entry in words of readers: a value with its unit, else each changed cell."""
    cells = []
    stayed = bool(one.old and one.new)
    names = list(one.new) if stayed else []
    if one.file == "observations.csv":
        town, indicator, day = one.key.split("/", 2)  # a span has one more
        known = data.indicators.get(indicator)
        label = known.label if known else indicator
        where = f"{data.place_label(town)}, {label}, {date_text(day)}"
        values = {*one.old, *one.new} & {"value", "value_text"}
        if values:
            old, new = (_value(data, one, side) for side in (one.old, one.new))
            cells.append(ChangedCell(CELLS["value"], old, new))
        names = [name for name in names if name not in values]
    else:
        where = _name(data, one)
        if not stayed:
            cells.append(ChangedCell("", _first(one.old), _first(one.new)))
    for name in names:
        old, new = _cell(one.old[name], "bisheriger"), _cell(one.new[name], "neuer")
        cells.append(ChangedCell(CELLS.get(name, name), old, new))
    return Change(one.file, where, "", tuple(cells))


def _value(data: Dataset, one: Difference, cells: Mapping[str, str]) -> str:
    """Return a value as readers see it, or an empty text where there was none."""
    town, id_, day = one.key.split("/", 2)
    indicator = data.indicators.get(id_)
    value, text = cells.get("value", ""), cells.get("value_text", "")
    if indicator is None or not (value or text):
        return value or text
    # of a changed entry only what changed is told: what did not is what it is now
    now = next((o for o in data.series(town, id_) if o.date == day), None)
    observation = Observation(
        town=town, indicator=id_, date=day, note="", source="", line=0,
        value=float(value) if value else now.value if now and "value" not in cells else None,
        value_text=text or (now.value_text if now and "value_text" not in cells else ""),
        level=Level.GEMEINDE, confidence=Confidence.HIGH,
    )  # fmt: skip
    unit = data.units[indicator.unit]
    return value_text(observation, indicator, unit).replace(NO_BREAK_SPACE, " ")


def _name(data: Dataset, one: Difference) -> str:
    from dashboard.facts.published import DIGESTED

    stem = one.file.removesuffix(".toml").removesuffix(".csv")
    table = getattr(data, stem, None)
    if isinstance(table, Mapping):
        entry = table.get(one.key)
    elif isinstance(table, tuple):
        entry = next((each for each in table if getattr(each, "id", "") == one.key), None)
    else:
        entry = table
    sides = [{name: getattr(entry, name, "") for name in NAMES}] if entry else [one.old, one.new]
    names = [cells[name] for cells in sides for name in NAMES if cells.get(name)]
    name = next((name for name in names if not name.startswith(DIGESTED)), one.key)
    # the same was asked in several places
    return f"{entry.place}: {name}" if isinstance(entry, SurveyFact) else name


def _first(cells: Mapping[str, str]) -> str:
    """Return a word for an entry that came or went."""
    return "vorhanden" if cells else ""


def _cell(text: str, which: str) -> str:
    from dashboard.facts.published import DIGESTED

    return f"{which} Wortlaut" if text.startswith(DIGESTED) else text or "leer"
