"""The data as published: every table as a file, and the package that describes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from dashboard.downloads.table import Cell, Column, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import count_text

LICENCE = {
    "name": "other-open",
    "path": "https://www.govdata.de/dl-de/by-2-0",
    "title": "Bedingungen der genannten Quellen; Zusammenstellung CC BY 4.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """One table as offered for download; `numbers` names the columns that hold numbers."""

    id: str
    title: str
    description: str
    source_line: str
    table: Table
    numbers: frozenset[str]


def data_tables(data: Dataset) -> tuple[DataTable, ...]:
    """Return every table of the site; entries and columns are those of `dashboard.model`."""
    stand = f"Quellen je Zeile. Stand der Daten: {date_text(data.stand)}."
    return (
        _table("beobachtungen", "Werte der Kennzahlen", data.observations, stand,
               "Jede Zeile ein Wert: Ort, Kennzahl, Stand, Ebene, Quelle, Belastbarkeit.",
               leave_out=("line",)),
        _table("kennzahlen", "Verzeichnis der Kennzahlen", data.indicators.values(), stand,
               "Bezeichnung, Einheit, Ebene und Bedeutung jeder Kennzahl.",
               leave_out=("shown_in",)),
        _table("staedte", f"Die {count_text(len(data.towns))} Städte", data.towns.values(), stand,
               "Schlüssel, Lage und Eckdaten."),
        _table("vergleichsgroessen", "Vergleichsgrößen", data.benchmarks.values(), stand,
               "Womit die Städte verglichen werden."),
        _table("brueche", "Brüche in den Zeitreihen", data.breaks.values(), stand,
               "Zwischen welchen Ständen Werte nicht vergleichbar sind, und warum; unter joins: "
               "wo ein Wechsel der Quelle kein Bruch ist."),
        _table("luecken", "Was fehlt", data.gaps.values(), stand,
               "Was zu erwarten wäre und nicht zu bekommen war, mit dem Grund."),
        _table("aktivitaeten", "Aktivitäten", data.activities, stand,
               "Was Städte und Verbund taten, mit der Genauigkeit des Datums."),
        _table("beteiligte", "Beteiligte", data.actors, stand,
               "Amtspersonen, Partner und Fördernde mit ihren Rollen."),
        _table("erkenntnisse", "Erkenntnisse", data.lessons.values(), stand,
               "Was gesagt wurde und von wem; getrennt davon der Rat dieser Website."),
        _table("befragungen", "Befragungen", data.surveys.values(), stand,
               "Eigene, andere örtliche und Vergleichsbefragungen."),
        _table("befragungswerte", "Veröffentlichte Werte der Befragungen", data.survey_facts, stand,
               "Jeder veröffentlichte Wert und jede festgestellte Lücke."),
        _table("quellen", "Quellen", data.sources.values(), stand,
               "Alle Quellen mit Adresse, Lizenz und Abrufdatum."),
    )  # fmt: skip


def _table(
    id_: str,
    title: str,
    entries: Iterable[Any],
    source_line: str,
    description: str,
    leave_out: tuple[str, ...] = (),
) -> DataTable:
    rows = tuple(entries)
    names = [field.name for field in fields(rows[0]) if field.name not in leave_out]
    numbers = frozenset(
        name for name in names if any(_is_number(getattr(row, name)) for row in rows)
    )
    columns = tuple(
        Column(id=name, label=name, decimals=10 if name in numbers else None) for name in names
    )
    table = Table(
        caption=title,
        columns=columns,
        rows=tuple(tuple(_cell(getattr(row, name)) for name in names) for row in rows),
    )
    return DataTable(
        id=id_,
        title=title,
        description=description,
        source_line=source_line,
        table=table,
        numbers=numbers,
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Any) -> Cell:
    if value is None:
        return Missing("")
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return ";".join(value)
    return value  # type: ignore[no-any-return]


def datapackage(data: Dataset) -> str:
    """Return the description of all tables as a Data Package, in JSON."""
    package = {
        "profile": "tabular-data-package",
        "name": "fuenf-kleinstaedte-neue-arbeitswelten",
        "title": data.project.title,
        "description": data.project.summary,
        "version": data.version,
        "created": f"{data.stand}T00:00:00Z",
        "licenses": [LICENCE],
        "sources": [{"title": one.name, "path": one.url} for one in data.sources.values()],
        "resources": [_resource(table) for table in data_tables(data)],
    }
    return json.dumps(package, ensure_ascii=False, indent=2)


def _resource(table: DataTable) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.id,
        "path": links.path(links.TABLE, name=table.id).removeprefix(f"{links.DATA}/"),
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {
                    "name": column.id,
                    "type": "number" if column.id in table.numbers else "string",
                }
                for column in table.table.columns
            ],
        },
    }
