"""`python -m dashboard official DATEI`: what an official file would change, and that written."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.commands import changes
from dashboard.commands.official import editions, forms
from dashboard.commands.official import plan as plans
from dashboard.commands.official.forms import OfficialError
from dashboard.commands.official.plan import Plan, german
from dashboard.commands.writing import not_written
from dashboard.facts import gemeinden_files, published
from dashboard.facts.checked_csv import read_sheet, usual_form
from dashboard.facts.dataset import DataError, Dataset, load
from dashboard.facts.fingerprint import keep, keep_all
from dashboard.facts.gemeinden import FOLDER
from dashboard.facts.model import Indicator, is_day
from dashboard.facts.tables import COLUMNS, KINDS
from dashboard.web.config import settings_from
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number

OBSERVATIONS = "observations.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the sub-command."""
    parser.add_argument("file", type=Path, metavar="DATEI", help="die Datei des Amtes")
    parser.add_argument("--write", action="store_true", help="schreiben, nicht nur zeigen")
    parser.add_argument("--data", type=Path, help="Datenordner")
    parser.add_argument(
        "--date", default="", metavar="TAG", help="Stichtag der Einwohnerzahlen (JJJJ-MM-TT)"
    )
    parser.add_argument("--url", default="", help="Adresse, unter der die Datei zu öffnen ist")
    parser.add_argument(
        "--today", default=date.today().isoformat(), metavar="TAG", help=argparse.SUPPRESS
    )


def run(chosen: argparse.Namespace) -> int:
    """Show what the file would change and write it if asked to; 1 where that cannot be."""
    folder = chosen.data or settings_from().data_folder
    try:
        data = load(folder)
        plan = planned(data, folder, chosen.file, chosen.date, chosen.url)
        print("\n".join(told(data, plan)))
        if plan.is_empty or not chosen.write:
            return 0
        files = files_of(data, folder, plan, chosen.today)
    except (OfficialError, DataError) as reason:
        print(f"{reason}\nNichts geschrieben.", file=sys.stderr)
        return 1
    except OSError as reason:
        print(not_written(reason, Path(tempfile.gettempdir())), file=sys.stderr)
        return 1
    try:
        keep_all(folder, files)
    except OSError as reason:
        print(not_written(reason, folder), file=sys.stderr)
        return 1
    print(
        "\nGeschrieben, mit Quelle und Eintrag in versions.toml; title und summary dort nachsehen. "
        "„python -m dashboard check“ prüft alles; was danach kommt, steht in data/README.md."
    )
    return 0


def planned(data: Dataset, folder: Path, path: Path, day: str = "", url: str = "") -> Plan:
    """Return what the file would change.

    Raises:
        OfficialError: it cannot be read, or not be taken.
    """
    if not data.gemeinden.towns:
        raise OfficialError(f"In {folder} gibt es keine Tabellen aller Kleinstädte ({FOLDER}/).")
    if day and not is_day(day):
        raise OfficialError(f"--date {day}: Diesen Tag gibt es nicht. JJJJ-MM-TT schreiben.")
    known = forms.read(folder)
    tables = gemeinden_files.read(folder)
    edition = editions.read(path, known, day)
    if edition.register and not edition.register.day:
        day = plans.day_of(tables, edition)
        if not day:
            raise OfficialError(
                f"{path.name}: Die Datei sagt nicht, von wann ihre Einwohnerzahlen sind, und keine "
                "Spalte der Tabellen hat dieselben. Der Tag steht in der Beschreibung neben der "
                "Datei; mit --date JJJJ-MM-TT angeben."
            )
        edition = editions.read(path, known, day)
    return plans.made(data, tables, edition, url)


def told(data: Dataset, plan: Plan) -> Iterable[str]:
    """Yield the lines that say what the file is and what it would change."""
    edition = plan.edition
    yield f"{edition.path.name}: {edition.form.label}, Ausgabe vom {german(edition.day)}."
    yield (
        f"Verglichen: {number(plan.compared)} Werte, die es schon gibt. Geändert: "
        f"{number(len(plan.changed))}. Neue Spalten: {number(len(plan.columns))}. "
        f"Änderungen am Verzeichnis: {number(len(plan.register))}."
    )
    if plan.register:
        yield "\nGemeinden"
        yield from (f"  {line}" for line in plan.register)
    if plan.columns:
        yield "\nNeue Spalten"
        for column in plan.columns:
            label = data.indicators[column.indicator].label
            yield f"  {label}, {date_text(column.date)}: {number(column.count)} Werte"
            yield from (f"    {remark}" for remark in column.remarks)
    if plan.changed:
        yield "\nGeänderte Werte (alt → neu)"
        for one in plan.changed:
            label = data.indicators[one.indicator].label
            old, new = (_shown(cell, data.indicators[one.indicator]) for cell in (one.old, one.new))
            remark = f" ({one.remark})" if one.remark else ""
            yield f"  {label}, {date_text(one.date)}, {one.who}: {old} → {new}{remark}"
    if plan.notes:
        yield "\nZu wissen"
        yield from (f"  {note}" for note in plan.notes)
    if edition.unread:
        yield "\nSpalten, die formen.toml nicht kennt (nicht gelesen)"
        yield from (f"  {one}" for one in edition.unread)
        yield f"  Gehört eine davon auf die Website? {forms.SEND}"
    if plan.is_empty:
        yield "Die Tabellen sagen schon alles, was in dieser Datei steht."
    elif plan.is_new_source:
        yield f"\nNeue Quelle in sources.toml: [{plan.source}] {_title(plan)}"


def _shown(cell: str, indicator: Indicator) -> str:
    return number(float(cell), indicator.decimals) if cell else "kein Wert"


def files_of(data: Dataset, folder: Path, plan: Plan, today: str) -> dict[str, bytes]:
    """Return every file that changes, checked together as a whole data folder.

    Raises:
        OfficialError: the data would have faults then; nothing is written.
    """
    files = dict(plan.tables.files())
    files[OBSERVATIONS] = _five(data, folder, plan)
    if plan.is_new_source:
        files["sources.toml"] = _source_added(folder, plan, today)
        files["breaks.toml"] = _joined(data, folder, plan)
    if today > data.stand:
        text = (folder / "project.toml").read_text(encoding="utf-8-sig")
        files["project.toml"] = re.sub(
            r'^stand = ".*"', f'stand = "{today}"', text, flags=re.MULTILINE
        ).encode()
    files = {
        name: body
        for name, body in files.items()
        if not (folder / name).exists() or body != (folder / name).read_bytes()
    }
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch)
        record = published.read(folder)
        unsaid = list(published.differences(record.said, published.entries(folder)))
        if unsaid:
            raise OfficialError(
                f"{len(unsaid)} frühere Änderungen sind noch nicht festgehalten. Zuerst „python -m "
                "dashboard changes“ aufrufen."
            )
        for name, body in files.items():
            keep(trial / name, body)
        for path in folder.rglob("*"):
            place = trial / path.relative_to(folder)
            if path.is_file() and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(path.resolve())
        try:
            then = load(trial)
        except DataError as reason:
            raise OfficialError(
                f"Mit diesen Werten passen die Daten nicht zusammen:\n{reason}\nDas zuerst "
                "beheben und den Befehl wiederholen."
            ) from reason
        counts: dict[tuple[str, str], int] = {}
        for one in plan.changed:
            column = then.gemeinden.columns[one.indicator, one.date]
            key = (column.file, f"{one.indicator}@{one.date}")
            counts[key] = counts.get(key, 0) + len(one.ags)
        differences = published.differences(record.said, published.entries(trial))
        found = changes.told(then, differences, counts)
        why = f"Eingelesen: {then.sources[plan.source].name}"
        return files | changes.recorded(trial, then, [replace(one, reason=why) for one in found])


def _five(data: Dataset, folder: Path, plan: Plan) -> bytes:
    """Return the observations, values of the five towns from the same statistic brought along."""
    family = plan.edition.form.family
    names = COLUMNS["observations"]
    new = {(ags, one.indicator, one.date): one.new for one in plan.changed for ags in one.ags}
    keys = {slug: town.ags for slug, town in data.towns.items()}
    rows = []
    for _, row in read_sheet(folder / OBSERVATIONS, names, KINDS["observations"]).rows:
        cells = dict(zip(names, row, strict=True))
        key = (keys.get(cells["town"], ""), cells["indicator"], cells["date"])
        if key in new and cells["source"].startswith(family):
            cells["value"], cells["source"] = new[key], plan.source
        if cells["value"] or cells["value_text"] or key not in new:
            rows.append([cells[name] for name in names])
    return usual_form(names, rows)


def _title(plan: Plan) -> str:
    edition = plan.edition
    return edition.form.title.format(stand=german(edition.day), year=edition.day[:4])


def _source_added(folder: Path, plan: Plan, today: str) -> bytes:
    form, text = plan.edition.form, (folder / "sources.toml").read_text(encoding="utf-8-sig")
    block: Mapping[str, str] = {
        "kind": "statistik", "title": _title(plan), "publisher": form.publisher, "url": form.url,
        "file_url": next((c["files"] for c in plan.tables.columns
                          if c["source"] == plan.source and c["files"]), ""),
        "licence": form.licence, "licence_url": form.licence_url,
        "published": plan.edition.day if form.layout == "workbook_of_headings" else "",
        "accessed": today,
    }  # fmt: skip
    return f"{text.rstrip()}\n\n{_block(plan.source, block)}".encode()


def _block(id_: str, entries: Mapping[str, object]) -> str:
    rows = (f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in entries.items() if v)
    return f"[{id_}]\n{''.join(rows)}"


def _joined(data: Dataset, folder: Path, plan: Plan) -> bytes:
    """Return the breaks; where a series goes on with the new source, that is said to be none."""
    form = plan.edition.form
    text = (folder / "breaks.toml").read_text(encoding="utf-8-sig")
    mine = {one["indicator"] for one in plan.tables.columns if one["source"] == plan.source}
    earlier = {
        one.source for id_ in mine for one in data.values()
        if one.indicator == id_ and one.source.startswith(form.family)
    }  # fmt: skip
    if not (form.joins and earlier):
        return text.encode()
    known = data.breaks.get(form.joins)
    indicators = sorted({*(known.indicators if known else ()), *mine})
    sources = [*(known.joins if known else sorted(earlier)), plan.source]
    sources += sorted(earlier - set(sources))
    block = _block(
        form.joins,
        {
            "indicators": indicators,
            "label": known.label if known else form.joins_label,
            "explanation": known.explanation if known else form.joins_explanation,
            "joins": list(dict.fromkeys(sources)),
        },
    ).replace("label =", "towns = []\nlabel =", 1)
    start = re.search(rf"^\[{re.escape(form.joins)}\]\n", text, re.MULTILINE)
    if start is None:
        return f"{text.rstrip()}\n\n{block}".encode()
    end = re.search(r"^\s*(#|\[)", text[start.end() :], re.MULTILINE)
    rest = text[start.end() + end.start() :].lstrip() if end else ""
    return (text[: start.start()] + block + (f"\n{rest}" if rest else "")).encode()
