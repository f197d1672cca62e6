"""What changed since the last published version, told as readers see it, as a new version."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.commands.writing import not_written
from dashboard.facts import english
from dashboard.facts.fingerprint import keep_all
from dashboard.facts.gemeinden import FOLDER
from dashboard.facts.model import Change, ChangedCell, Confidence, Level, Observation
from dashboard.facts.survey_model import SurveyFact
from dashboard.web.config import settings_from
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import NO_BREAK_SPACE, number, value_text

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset
    from dashboard.facts.model import Version
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
    "actors": "Beteiligte", "statement": "Aussage", "german": "deutscher Wortlaut dazu",
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
OLD_TEXT, NEW_TEXT = "bisheriger Wortlaut", "neuer Wortlaut"
OTHERS = ", andere als bisher"
COUNTS = "Einträge:"  # begins what the program says of a version by itself
CLASSES = "Median und Viertel der Größenklassen"
MANY = 6  # new columns of one table are told one by one up to here
# files beside the wide tables, by their stem
BESIDE = MappingProxyType({
    "gemeinden": "Verzeichnis der Kleinstädte", "andere": "Namen aller übrigen Gemeinden",
    "kreise": "Namen der Kreise", "grossstaedte": "Orte der Großstädte",
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
    found = told(data, published.differences(record.said, now))
    for one in found:
        for cell in one.cells:
            where = f"{one.entry}: {cell.name}" if cell.name else one.entry
            print(f"{where}: {cell.old or 'nicht vorhanden'} → {cell.new or 'nicht vorhanden'}")
    if not found:
        print(f"Seit der Fassung vom {day} hat sich nichts geändert.")
    if not found or chosen.list:
        return 0
    if data.stand < day:
        print(
            f"Die letzte Fassung ist die vom {day}. Für die neue in project.toml bei stand den "
            "Tag eintragen, an dem sie erscheint, und den Befehl wiederholen."
        )
        return 1
    if data.stand == day:
        print(
            f"Die Fassung vom {day} wird erweitert. War sie schon veröffentlicht: abbrechen, in "
            "project.toml bei stand den Tag der neuen eintragen und den Befehl wiederholen."
        )
    try:
        found = list(_with_reasons(found, chosen.reason))
    except (EOFError, KeyboardInterrupt):
        print("\nAbgebrochen, nichts geschrieben.")
        return 1
    return _keep(folder, recorded(folder, data, found))


def recorded(folder: Path, data: Dataset, found: list[Change]) -> dict[str, bytes]:
    """Return the files that tell the changes as the version of the day the data stand at.

    A version of that day that is there already grows: what it says of the version before stays.
    """
    from dashboard.facts import published

    rows = (folder / VERSIONS).read_text(encoding="utf-8-sig").splitlines(True)
    begins = [at for at, row in enumerate(rows) if row[0] == "["]
    head = after = begins[0] if begins else 0
    earlier = data.versions.get(data.stand)
    if earlier:
        found = list(_joined(earlier.changes, found))
        after = begins[1] if len(begins) > 1 else len(rows)
    block = _block(data.stand, found, earlier)
    return {
        VERSIONS: "".join([*rows[:head], block, *rows[after:]]).encode(),
        published.FILE: published.written(data.stand, found, published.entries(folder)),
    }


def _joined(earlier: Iterable[Change], later: Iterable[Change]) -> Iterator[Change]:
    """Yield changes on changes as one, of what was before the first to what is after the last."""
    again: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for one in later:
        again[one.file, one.entry].append(one)
    for one in earlier:
        newer = next((two for two in again[one.file, one.entry] if _goes_on(one, two)), None)
        if newer is None:
            yield one
            continue
        again[one.file, one.entry].remove(newer)
        cells = tuple(_over_both(one, newer))
        if cells:
            yield replace(newer, cells=cells)
    yield from (one for left in again.values() for one in left)


def _goes_on(one: Change, other: Change) -> bool:
    """Return whether the other change began where the one ended, and is of the same entry."""
    ended = {cell.name: cell.new for cell in one.cells}
    return all(
        cell.old in (ended[cell.name], ended[cell.name].partition(", ")[0], OLD_TEXT)
        and cell.old != ""
        for cell in other.cells
        if cell.name in ended
    )


def _over_both(one: Change, other: Change) -> Iterator[ChangedCell]:
    """Yield the cells of an entry over two changes; one that came with the first has no others."""
    newer = {cell.name: cell for cell in other.cells}
    came = any(not cell.name and not cell.old for cell in one.cells)
    for cell in one.cells:
        last = newer.pop(cell.name, cell)
        new = last.new
        if last is not cell and one.file.startswith(f"{FOLDER}/") and ", " in new:
            # how many over both is not known
            new = new.partition(", ")[0] + (OTHERS if cell.old else "")
        if last is cell or cell.old != last.new or cell.old == OLD_TEXT:
            yield replace(cell, new=new)
    if not came:
        yield from newer.values()


def _keep(folder: Path, files: Mapping[str, bytes]) -> int:
    try:
        keep_all(folder, files)
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


def _block(day: str, found: list[Change], earlier: Version | None) -> str:
    new = sum(not any(cell.old for cell in one.cells) for one in found)
    gone = sum(not any(cell.new for cell in one.cells) for one in found)
    parts = ((len(found) - new - gone, "geändert"), (new, "neu"), (gone, "entfallen"))
    counts = ", ".join(f"{count} {word}" for count, word in parts if count)
    title = earlier.title if earlier else "Geänderte Angaben"
    summary = f"{COUNTS} {counts}."
    if earlier:  # what a person wrote before the counts stays
        summary = earlier.summary.partition(COUNTS)[0] + summary
    rows = "".join(
        f"  {_table(one, 'file', 'entry', 'reason')[:-1]}, cells = ["
        + ", ".join(_table(cell, "name", "old", "new") for cell in one.cells)
        + "]},\n"
        for one in found
    )
    return (
        f'["{day}"]\ndate = "{day}"\ntitle = {json.dumps(title, ensure_ascii=False)}\n'
        f"summary = {json.dumps(summary, ensure_ascii=False)}\nchanges = [\n{rows}]\n\n"
    )


def _table(one: Change | ChangedCell, *keys: str) -> str:
    """Return an inline table of TOML with these fields."""
    texts = (f"{key} = {json.dumps(getattr(one, key), ensure_ascii=False)}" for key in keys)
    return f"{{{', '.join(texts)}}}"


def told(
    data: Dataset,
    differences: Iterable[Difference],
    changed: Mapping[tuple[str, str], int] = MappingProxyType({}),
) -> list[Change]:
    """Return what changed in words of readers; what is many times the same once for all.

    Args:
        data: the data as they are now.
        differences: what is recorded otherwise.
        changed: how many values of a column of the wide tables changed, where that is known.
    """
    found: list[Change] = []
    columns: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    computed = 0
    for one in differences:
        known = _computed(data, one)
        if known == "":
            computed += 1
        elif known:
            entry = _told(data, one)
            found.append(
                replace(entry, cells=tuple(replace(cell, new=known) for cell in entry.cells))
            )
        elif _is_column(one) and (one.file, one.key) not in changed:
            which = "neue" if not one.old else "geänderte" if one.new else "entfallene"
            columns[one.file, which].append(one)
        elif one.file.startswith(f"{FOLDER}/"):
            found.append(_of_small_towns(data, one, changed.get((one.file, one.key), 0)))
        else:
            found.append(_told(data, one))
    if computed:
        new = f"{computed} Werte, berechnet aus den Werten aller Kleinstädte"
        found.append(_one_cell("observations.csv", CLASSES, f"{computed} Werte", new))
    for (file, which), alike in columns.items():
        if len(alike) <= MANY:
            found += (_of_small_towns(data, one, 0) for one in alike)
            continue
        entry_name = f"Alle Kleinstädte, {data.table_label(Path(file).stem)}: {which} Spalten"
        old, new = (_columns([getattr(one, side) for one in alike]) for side in ("old", "new"))
        found.append(_one_cell(file, entry_name, old, new + (OTHERS if old and new else "")))
    return [one for one in found if one.cells]


def _one_cell(file: str, entry: str, old: str, new: str) -> Change:
    return Change(file, entry, "", (ChangedCell("", old, new),))


def _columns(sides: list[Mapping[str, str]]) -> str:
    """Return how many columns there are, with how many values where all say so."""
    from dashboard.facts.published import COUNT

    if not all(sides):
        return ""
    words = f"{len(sides)} Spalten"
    if all(COUNT in one for one in sides):
        words += f" mit {number(sum(int(one[COUNT]) for one in sides))} Werten"
    return words


def _computed(data: Dataset, one: Difference) -> str | None:
    """Return what is computed for a row of the size classes that went.

    Nothing to tell (an empty text) where it is the same; None where the entry is something else.
    """
    if one.file != "observations.csv" or one.new:
        return None
    town, indicator, day = one.key.split("/", 2)
    now = data.benchmark(indicator, town, day)
    if now is None or now.value is None:
        return None
    if float(one.old.get("value", "nan")) == now.value:
        return ""
    return _value(data, one, {"value": repr(now.value)})


def _is_column(one: Difference) -> bool:
    return one.file.startswith(f"{FOLDER}/") and "@" in one.key


def _of_small_towns(data: Dataset, one: Difference, changed: int) -> Change:
    """Return what changed in a column of the wide tables, or in a file beside them."""
    from dashboard.facts.published import ABOUT, COUNT, VALUES

    if not _is_column(one):
        where = BESIDE.get(one.key, one.key)
        if COUNT in one.old or COUNT in one.new:
            old, new = (
                f"{number(int(side[COUNT]))} Einträge" if side else ""
                for side in (one.old, one.new)
            )
            return _one_cell(one.file, where, old, new)
        return _one_cell(one.file, where, OLD_TEXT, NEW_TEXT)
    id_, _, date = one.key.partition("@")
    label = data.indicators[id_].label if id_ in data.indicators else id_
    cells = []
    if VALUES in one.old or VALUES in one.new:
        column = data.gemeinden.columns.get((id_, date))
        count = sum(not isnan(each) for each in column.values) if column else 0
        old, new = (
            f"{number(int(side.get(COUNT, count)))} Werte" if side else ""
            for side in (one.old, one.new)
        )
        if one.old and one.new:
            new += f", davon {number(changed)} geändert" if changed else OTHERS
        cells.append(ChangedCell("", old, new))
    if one.old and one.new and ABOUT in one.new:
        cells.append(ChangedCell(ABOUT, OLD_TEXT, NEW_TEXT))
    return Change(one.file, f"Alle Kleinstädte, {label}, {date_text(date)}", "", tuple(cells))


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
            if old != new:  # written otherwise, the same to readers
                cells.append(ChangedCell(CELLS["value"], old, new))
        names = [name for name in names if name not in values]
    else:
        where = _name(data, one)
        if not stayed:
            cells.append(ChangedCell("", _first(one.old), _first(one.new)))
    for name in names:
        old, new = _cell(one.old[name], OLD_TEXT), _cell(one.new[name], NEW_TEXT)
        if old != new or not old:
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
    if stem == english.NAME:
        entry = english.original(data, one.key)
    elif isinstance(table, Mapping):
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


def _cell(text: str, digested: str) -> str:
    from dashboard.facts.published import DIGESTED

    return digested if text.startswith(DIGESTED) else text or "leer"
