"""The tables of all small towns as texts, to be changed in memory and written back as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.facts.checked_csv import Sheet, read_sheet, usual_form
from dashboard.facts.gemeinden import COLUMNS_FILE, FOLDER
from dashboard.facts.gemeinden_tables import (
    CITY_COLUMNS,
    COLUMN_COLUMNS,
    FLAG_COLUMNS,
    KREIS_COLUMNS,
    OTHER_COLUMNS,
    TOWN_COLUMNS,
)

Row = dict[str, str]

BESIDE = (
    "gemeinden.csv",
    "andere.csv",
    "kreise.csv",
    "grossstaedte.csv",
)  # who is meant, beside the values


@dataclass(slots=True)
class Tables:
    """Every file of the folder: rows by AGS or key, flags by town, letter and indicator."""

    towns: dict[str, Row]
    columns: list[Row]
    values: dict[str, dict[str, Row]]
    flags: dict[tuple[str, str, str], set[str]]
    others: dict[str, Row]
    kreise: dict[str, Row]
    cities: dict[str, Row]

    def column(self, indicator: str, date: str) -> Row | None:
        """Return what is declared of a column."""
        wanted = (indicator, date)
        return next((o for o in self.columns if (o["indicator"], o["date"]) == wanted), None)

    def dates(self, indicator: str) -> list[str]:
        """Return the dates of an indicator, the oldest first."""
        return sorted(one["date"] for one in self.columns if one["indicator"] == indicator)

    def flag(self, ags: str, letter: str, indicator: str, date: str, *, on: bool) -> None:
        """Set or take away a flag of one value."""
        dates = self.flags.setdefault((ags, letter, indicator), set())
        (dates.add if on else dates.discard)(date)

    def drop(self, ags: str) -> None:
        """Take a town out of every table."""
        del self.towns[ags]
        for rows in self.values.values():
            rows.pop(ags, None)
        self.flags = {key: dates for key, dates in self.flags.items() if key[0] != ags}

    def files(self) -> dict[str, bytes]:
        """Return the content of every file, in the usual form and order."""
        order = {one: at for at, one in enumerate(dict.fromkeys(c["table"] for c in self.columns))}
        self.columns.sort(key=lambda one: (order[one["table"]], one["indicator"], one["date"]))
        flags = [
            {"ags": ags, "flag": letter, "indicator": id_, "dates": ";".join(sorted(dates))}
            for (ags, letter, id_), dates in self.flags.items()
            if dates
        ]
        flags.sort(key=lambda one: (one["ags"], one["flag"], one["indicator"]))

        def written(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
            names = list(columns)
            return usual_form(names, ([row.get(name, "") for name in names] for row in rows))

        towns = [self.towns[ags] for ags in sorted(self.towns)]
        found = {
            "gemeinden/gemeinden.csv": written(TOWN_COLUMNS, towns),
            COLUMNS_FILE: written(COLUMN_COLUMNS, self.columns),
            "gemeinden/kennzeichen.csv": written(FLAG_COLUMNS, flags),
            "gemeinden/andere.csv": written(
                OTHER_COLUMNS, (self.others[ags] for ags in sorted(self.others))
            ),
            "gemeinden/kreise.csv": written(
                KREIS_COLUMNS, (self.kreise[key] for key in sorted(self.kreise))
            ),
            "gemeinden/grossstaedte.csv": written(
                CITY_COLUMNS, (self.cities[ags] for ags in sorted(self.cities))
            ),
        }
        for table, rows in self.values.items():
            names = [f"{o['indicator']}@{o['date']}" for o in self.columns if o["table"] == table]
            whole = ({"ags": ags, **rows.get(ags, {})} for ags in sorted(self.towns))
            found[f"{FOLDER}/{table}.csv"] = written(("ags", *names), whole)
        return found


def sheets(folder: Path) -> Iterator[tuple[str, tuple[str, ...], Sheet]]:
    """Yield each table of a data folder as it was understood: name below the folder, columns."""
    if not (folder / FOLDER).is_dir():
        return

    def sheet(name: str, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...], Sheet]:
        name = f"{FOLDER}/{name}"
        return name, columns, read_sheet(folder / name, columns, name=name)

    yield sheet("gemeinden.csv", TOWN_COLUMNS)
    yield sheet("kreise.csv", KREIS_COLUMNS)
    yield sheet("grossstaedte.csv", CITY_COLUMNS)
    yield sheet("andere.csv", OTHER_COLUMNS)
    yield sheet("kennzeichen.csv", FLAG_COLUMNS)
    yield (declared := sheet("spalten.csv", COLUMN_COLUMNS))
    rows = [dict(zip(COLUMN_COLUMNS, row, strict=True)) for _, row in declared[2].rows]
    for table in dict.fromkeys(row["table"] for row in rows):
        names = (f"{row['indicator']}@{row['date']}" for row in rows if row["table"] == table)
        yield sheet(f"{table}.csv", ("ags", *names))


def read(folder: Path) -> Tables:
    """Return the tables of a data folder that passed its checks."""
    found = {
        name.removeprefix(f"{FOLDER}/"): [
            dict(zip(columns, row, strict=True)) for _, row in sheet.rows
        ]
        for name, columns, sheet in sheets(folder)
    }
    columns = found["spalten.csv"]
    return Tables(
        towns={row["ags"]: row for row in found["gemeinden.csv"]},
        columns=columns,
        values={
            table: {row.pop("ags"): row for row in found[f"{table}.csv"]}
            for table in dict.fromkeys(row["table"] for row in columns)
        },
        flags={
            (row["ags"], row["flag"], row["indicator"]): set(row["dates"].split(";"))
            for row in found["kennzeichen.csv"]
        },
        others={row["ags"]: row for row in found["andere.csv"]},
        kreise={row["key"]: row for row in found["kreise.csv"]},
        cities={row["ags"]: row for row in found["grossstaedte.csv"]},
    )
