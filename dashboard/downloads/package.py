"""The data as published: every table as a file, and the package that describes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import partial
from math import isnan
from types import MappingProxyType
from typing import Any

from dashboard.downloads.columns import MEANINGS
from dashboard.downloads.forms import Form
from dashboard.downloads.table import AS_THEY_ARE, Cell, Column, Missing, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import REGISTERS as REGISTER_SOURCES
from dashboard.facts.gemeinden import TownColumn
from dashboard.facts.model import Source, is_date
from dashboard.findings.absence import gaps
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import count_text, number_from

More = Mapping[str, Callable[[Any], Cell]]  # column → what an entry says in it
LICENCE = {
    "name": "other-open",
    "path": "https://www.govdata.de/dl-de/by-2-0",
    "title": "Bedingungen der genannten Quellen; Zusammenstellung CC BY 4.0",
}
SOURCE_COLUMNS = ("source", "sources", "said_in", "supported_by", "further_sources")
COUNTED = ("invited", "n")  # counts that some sources tell in words: „rund 9.000 Unternehmen“
REGISTERS = "Gemeindeverzeichnis (Statistisches Bundesamt); Raumtypen: BBSR, 31.12.2019."
WHAT_THEY_ARE = "Alle Kleinstädte: was die Spalten bedeuten"
# what is said of each column of the wide tables
COLUMN_FIELDS = (
    "file", "column", "indicator", "label", "date", "unit", "source", "source_name", "source_url",
    "licence", "confidence", "rounded_to", "note", "files", "values",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """One table as offered for download; its rows are only made when it is asked for.

    `of_columns` are the sources that whole columns come from.
    """

    id: str
    title: str
    description: str
    source_line: str
    columns: tuple[Column, ...]
    count: int
    rows: Callable[[], Iterable[tuple[Cell, ...]]]
    of_columns: frozenset[str] = frozenset()

    @property
    def table(self) -> Table:
        """The table itself."""
        return Table(caption=self.title, columns=self.columns, rows=tuple(self.rows()))

    def sources(self, data: Dataset, table: Table) -> tuple[Source, ...]:
        """Return the sources that rows of its `table` name or its columns have, in one order."""
        at = [n for n, one in enumerate(self.columns) if one.id in SOURCE_COLUMNS]
        named = {id_ for row in table.rows for n in at for id_ in str(row[n]).split(";")}
        return tuple(one for one in data.sources.values() if one.id in named | self.of_columns)

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that hold numbers."""
        return frozenset(one.id for one in self.columns if one.decimals is not None)


def file_address(name: str, form: Form) -> str:
    """Return the address of a table of the data as a file."""
    if form is Form.WORKBOOK:
        return links.table_workbook(name)
    if form is Form.RECORDS:
        return links.table_records(name)
    return links.table_file(name, form.value)


def data_tables(data: Dataset) -> tuple[DataTable, ...]:
    """Return every table of the site; entries and columns are those of `dashboard.model`."""
    stand = f"Quellen je Zeile. Stand der Daten: {date_text(data.stand)}."
    return (
        _table("beobachtungen", "Werte der Kennzahlen", data.observations, stand,
               "Jede Zeile ein Wert: Ort, Kennzahl, Stand, Ebene, Quelle, Belastbarkeit.",
               leave_out=("line", "file", "flag"), more=_in_words(data)),
        _table("kennzahlen", "Verzeichnis der Kennzahlen", data.indicators.values(), stand,
               "Bezeichnung, Einheit, Ebene und Bedeutung jeder Kennzahl.",
               leave_out=("shown_in",)),
        _table("staedte", f"Die {count_text(len(data.towns))} Städte", data.towns.values(), stand,
               "Schlüssel, Lage und Eckdaten.", leave_out=("colour", "symbol", "dash")),
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
        *_small_towns(data),
    )  # fmt: skip


def _small_towns(data: Dataset) -> Iterator[DataTable]:
    """Yield the tables of all small towns: who they are, what each column is, values, quartiles."""
    gemeinden, columns = data.gemeinden, tuple(data.gemeinden.columns.values())
    if not gemeinden.towns:
        return
    stand = f"Quellen je Spalte: „{WHAT_THEY_ARE}“. Stand der Daten: {date_text(data.stand)}."
    yield _table("kleinstaedte", "Alle Kleinstädte", gemeinden.towns,
                 f"{REGISTERS} Stand der Daten: {date_text(data.stand)}.",
                 "Jede Gemeinde der Größenklasse: Schlüssel, Name, Lage, Fläche, Raumtypen.",
                 leave_out=("line", "short_name"), of_columns=REGISTER_SOURCES)  # fmt: skip
    yield DataTable(
        id="kleinstaedte-spalten",
        title=WHAT_THEY_ARE,
        description="Je Spalte Kennzahl, Stand, Einheit, Quelle, Belastbarkeit und Bemerkung.",
        source_line=stand,
        columns=_columns(COLUMN_FIELDS, numbers=("rounded_to", "values"), dates=("date",)),
        count=len(columns),
        rows=lambda: (_described(data, one) for one in columns),
    )
    for table in dict.fromkeys(one.table for one in columns):
        mine = [one for one in columns if one.table == table]
        names = [_heading(one) for one in mine]
        yield DataTable(
            id=f"kleinstaedte-{table.replace('_', '-')}",
            title=f"Alle Kleinstädte: {data.table_label(table)}",
            description=(
                "Jede Zeile eine Gemeinde, jede Spalte eine Kennzahl an einem Stand. Unter "
                "kennzeichen: V Wert eines Gemeindeverbands, G damals anderes Gebiet, P unmöglich "
                "und weggelassen. Unter luecken: warum Zellen der Zeile leer sind; der erste Grund "
                "gilt für alle, die danach nicht genannt sind."
            ),
            source_line=stand,
            columns=_columns(
                ("ags", "name", *names, "kennzeichen", "luecken"),
                numbers=names,
                keys=("ags",),
                labels={
                    name: _heading_text(data, one) for name, one in zip(names, mine, strict=True)
                },
            ),
            count=len(gemeinden.towns),
            rows=partial(_wide, data, mine, names),
            of_columns=frozenset(one.source for one in mine),
        )
    yield _table("vergleichsgroessen-berechnet", "Vergleichsgrößen, berechnet",
                 gemeinden.quartiles, f"Berechnet von dieser Website. {stand}",
                 "Median und Viertel der Kleinstädte je Kennzahl und Stand, aus ihren Werten.",
                 leave_out=("line", "file", "flag"), more=_in_words(data))  # fmt: skip


def _in_words(data: Dataset) -> More:
    """Return what stands beside a value for who reads it: place, indicator and unit by name."""
    return {
        "place": lambda one: data.place_label(one.town),
        "indicator_label": lambda one: data.indicators[one.indicator].label,
        "unit": lambda one: data.units[data.indicators[one.indicator].unit].label,
    }


def _heading(column: TownColumn) -> str:
    return f"{column.indicator}_{column.date}".replace("-", "_")


def _heading_text(data: Dataset, column: TownColumn) -> str:
    indicator = data.indicators[column.indicator]
    unit = data.units[indicator.unit].label
    return f"{indicator.label}, {date_text(column.date)} ({unit})"


def _described(data: Dataset, one: TownColumn) -> tuple[Cell, ...]:
    indicator, source = data.indicators[one.indicator], data.sources[one.source]
    cells = (
        one.table.replace("_", "-"), _heading(one), one.indicator, indicator.label, one.date,
        data.units[indicator.unit].label, one.source, source.name, source.url, source.licence,
        one.confidence, one.rounded_to or None, one.note, one.files,
        sum(not isnan(value) for value in one.values),
    )  # fmt: skip
    return tuple(map(_cell, cells))


def _wide(
    data: Dataset, columns: Sequence[TownColumn], names: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:
    for at, town in enumerate(data.gemeinden.towns):
        flags = [(name, one.flags.get(at)) for name, one in zip(names, columns, strict=True)]
        yield (
            town.ags,
            town.name,
            *(_cell(one.of(at)) for one in columns),
            ";".join(f"{flag}:{name}" for name, flag in flags if flag),
            _why_empty(data, at, columns),
        )


def _why_empty(data: Dataset, at: int, columns: Sequence[TownColumn]) -> str:
    """Return the reasons of a row in one cell: a column each would be empty nearly everywhere.

    The first is that of most empty columns, which are not named.
    """
    return " | ".join(
        f"{', '.join(map(_heading, of))}: {reason}" if nth else reason
        for nth, (reason, of) in enumerate(gaps(data, at, columns))
    )


def _columns(
    names: Iterable[str],
    *,
    numbers: Collection[str] = (),
    dates: Collection[str] = (),
    keys: Collection[str] = (),
    labels: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Column, ...]:
    return tuple(
        Column(
            id=name,
            label=labels.get(name) or MEANINGS[name],
            decimals=AS_THEY_ARE if name in numbers else None,
            date=name in dates,
            key=name in keys,
        )
        for name in names
    )


def _table(
    id_: str,
    title: str,
    entries: Iterable[Any],
    source_line: str,
    description: str,
    leave_out: tuple[str, ...] = (),
    of_columns: Iterable[str] = (),
    more: More = MappingProxyType({}),
) -> DataTable:
    """Return a table of entries; `more` columns stand behind those of their fields."""
    rows = tuple(entries)
    names = [field.name for field in fields(rows[0]) if field.name not in leave_out]
    worded = {name for name in COUNTED if name in names and _is_worded(rows, name)}
    heads = [head for name in names for head in _heads(name, name in worded)]
    numbers = worded | {
        name for name in names if any(_is_number(getattr(row, name)) for row in rows)
    }
    dates, keys = (
        {name for name in names if _are_all(is_one, (getattr(row, name) for row in rows))}
        for is_one in (is_date, _is_digits)
    )
    return DataTable(
        id=id_,
        title=title,
        description=description,
        source_line=source_line,
        columns=_columns((*heads, *more), numbers=numbers, dates=dates, keys=keys - dates),
        count=len(rows),
        rows=lambda: (
            (
                *(
                    cell
                    for name in names
                    for cell in _cells(_given(row, name), is_worded=name in worded)
                ),
                *(told(row) for told in more.values()),
            )
            for row in rows
        ),
        of_columns=frozenset(of_columns),
    )


def _is_worded(rows: Iterable[Any], name: str) -> bool:
    return any(isinstance(getattr(row, name), str) for row in rows)


def _heads(name: str, is_worded: bool) -> tuple[str, ...]:
    return (name, f"{name}_words") if is_worded else (name,)


def _given(row: Any, name: str) -> Any:
    """Return the value of a field; that something is rounded to nothing says that none is told."""
    value = getattr(row, name)
    return value or None if name == "rounded_to" else value


def _cells(value: Any, *, is_worded: bool) -> tuple[Cell, ...]:
    """Return a value as a cell; of a count told in words the number, if there is one, too."""
    if not is_worded:
        return (_cell(value),)
    number = number_from(value)
    return (Missing("") if number is None else number, value)


def _are_all(is_one: Callable[[str], bool], values: Iterable[Any]) -> bool:
    """Tell whether there are values, texts, and each of them is one of a kind."""
    given = [value for value in values if value not in ("", None)]
    return bool(given) and all(isinstance(value, str) and is_one(value) for value in given)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


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
                    "title": column.label,
                    "type": "number" if column.id in table.numbers else "string",
                }
                for column in table.columns
            ],
        },
    }
