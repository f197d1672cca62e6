"""`data/gemeinden/*.csv` read and checked: who the small towns are, and their values, wide.

`spalten.csv` declares every column of the wide tables with its source; one row there is one column
`indicator@date` in the table it names.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from dashboard.facts.catalog import LAENDER
from dashboard.facts.checked_csv import (
    FILLED,
    IS_DATE,
    IS_NUMBER,
    SOURCED,
    WHOLE,
    Row,
    check,
    each,
    holding,
    known_id,
    one_of,
    parts,
    read_rows,
    schema_of,
    unique,
)
from dashboard.facts.fingerprint import digest
from dashboard.facts.gemeinden import (
    CLASS_OF,
    FOLDER,
    Gemeinden,
    SmallTown,
    TownColumn,
    class_quartiles,
)
from dashboard.facts.model import (
    GERMANY_BOUNDS,
    POPULATION,
    Confidence,
    Fault,
    Flag,
    Indicator,
    Unit,
    is_ags,
    is_date,
)

Schema = Callable[[pd.DataFrame], pa.DataFrameSchema]

TOWN_COLUMNS = (
    "ags", "ars", "name", "official_name", "slug", "status", "plz", "area_km2", "longitude",
    "latitude", "verband", "verband_kind", "regiostar7", "lage", "typ", "stadtregion",
    "einzugsbereich", "metropolis", "metropolis_km", "large_city",
)  # fmt: skip
COLUMN_COLUMNS = (
    "table", "indicator", "date", "source", "confidence", "rounded_to", "from_population",
    "target", "note", "files",
)  # fmt: skip
FLAG_COLUMNS = ("ags", "flag", "indicator", "dates")
OTHER_COLUMNS = ("ags", "name", "population")
KREIS_COLUMNS = ("key", "label")
CITY_COLUMNS = ("ags", "name", "longitude", "latitude")

IS_AGS = each(
    is_ags,
    "Der AGS hat nicht acht Ziffern.",
    "Den Schlüssel im Gemeindeverzeichnis nachschlagen; führende Nullen gehören dazu.",
)


def read(
    folder: Path,
    indicators: Mapping[str, Indicator],
    units: Mapping[str, Unit],
    sources: frozenset[str],
) -> tuple[Gemeinden, list[Fault]]:
    """Return all small towns and their values, or none and the faults found.

    Without the folder there are none, and that is no fault: the site works with its towns alone.
    Tables that are as they were when last read are not read again: they are most of the data, and
    mostly it is something else that changed.
    """
    folder = folder / FOLDER
    if not folder.is_dir():
        return Gemeinden(), []
    files = sorted(path for path in folder.iterdir() if path.is_file())
    texts = b"\0".join(part for path in files for part in (path.name.encode(), path.read_bytes()))
    found, faults = _read(_Asked(folder, digest(texts), indicators, units, sources))
    return found, [*faults]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the tables and their faults follow from: same digest and entries, same result."""

    folder: Path = field(compare=False)
    files: str
    indicators: Mapping[str, Indicator] = field(hash=False)
    units: Mapping[str, Unit] = field(hash=False)
    sources: frozenset[str]


@lru_cache(maxsize=1)
def _read(asked: _Asked) -> tuple[Gemeinden, Sequence[Fault]]:
    folder, indicators, units = asked.folder, asked.indicators, asked.units
    faults: list[Fault] = []

    def rows(name: str, columns: Sequence[str], schema: Schema) -> list[tuple[int, Row]]:
        found, wrong = read_rows(folder / name, columns, schema, name=f"{FOLDER}/{name}")
        faults.extend(wrong)
        return found

    kreise = {row["key"]: row["label"] for _, row in rows("kreise.csv", KREIS_COLUMNS, _kreise)}
    cities = {
        row["name"]: (float(row["latitude"]), float(row["longitude"]))
        for _, row in rows("grossstaedte.csv", CITY_COLUMNS, _cities)
    }
    if faults:  # what follows would be faults of these
        return Gemeinden(), faults
    towns = rows("gemeinden.csv", TOWN_COLUMNS, lambda frame: _towns(frame, kreise, cities))
    declared = rows(
        "spalten.csv", COLUMN_COLUMNS, lambda frame: _columns(frame, indicators, asked.sources)
    )
    others = rows("andere.csv", OTHER_COLUMNS, _others)
    if faults:
        return Gemeinden(), faults
    by_ags = {row["ags"]: at for at, (_, row) in enumerate(towns)}
    known = {(row["indicator"], row["date"]) for _, row in declared}
    flagged = rows("kennzeichen.csv", FLAG_COLUMNS, lambda frame: _flags(frame, by_ags, known))
    if faults:
        return Gemeinden(), faults
    flags: dict[tuple[str, str], dict[int, Flag]] = {key: {} for key in known}
    for _, row in flagged:
        for date in parts(row["dates"]):
            flags[row["indicator"], date][by_ags[row["ags"]]] = Flag(row["flag"])
    columns: dict[tuple[str, str], TownColumn] = {}
    for table in dict.fromkeys(row["table"] for _, row in declared):
        mine = [(line, row) for line, row in declared if row["table"] == table]
        names = [f"{row['indicator']}@{row['date']}" for _, row in mine]
        cells = rows(
            f"{table}.csv",
            ("ags", *names),
            lambda frame, mine=mine: _values(frame, mine, by_ags, flags, indicators, units),  # type: ignore[misc]
        )
        if not cells:
            continue
        wide = pd.DataFrame([row for _, row in cells]).set_index("ags").reindex(list(by_ags))
        for name, (line, row) in zip(names, mine, strict=True):
            key = (row["indicator"], row["date"])
            numbers = pd.to_numeric(wide[name].replace("", None)).astype(float)
            columns[key] = TownColumn(
                table=table,
                indicator=row["indicator"],
                date=row["date"],
                source=row["source"],
                confidence=Confidence(row["confidence"]),
                rounded_to=float(row["rounded_to"] or 0),
                since=int(row["from_population"] or 0),
                target=row["target"],
                note=row["note"],
                files=parts(row["files"]),
                line=line,
                values=array("d", numbers),
                flags=flags[key],
            )
    if faults:
        return Gemeinden(), faults
    found = Gemeinden(
        towns=tuple(_town(line, row, kreise) for line, row in towns),
        columns=columns,
        kreise=kreise,
        cities=cities,
        others=tuple((row["ags"], row["name"], int(row["population"])) for _, row in others),
        by_ags=by_ags,
        by_slug={row["slug"]: at for at, (_, row) in enumerate(towns)},
    )
    decimals = {id_: one.decimals for id_, one in indicators.items()}
    people = found.people(POPULATION)
    return replace(found, quartiles=tuple(class_quartiles(found, decimals, people))), []


def _town(line: int, row: Row, kreise: Mapping[str, str]) -> SmallTown:
    given = {key: row[key] for key in {one.name for one in fields(SmallTown)} & row.keys()}
    return SmallTown(
        **{
            **given,
            "short_name": row["name"],
            "kreis_label": kreise[row["ags"][:5]],
            "land": LAENDER[row["ags"][:2]][0],
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "area_km2": float(row["area_km2"]),
            "metropolis_km": int(row["metropolis_km"]) if row["metropolis_km"] else None,
            "gemeindetyp": row["typ"],
            "line": line,
        }  # type: ignore[arg-type]
    )


# ----------------------------------------------------------------------------------- schemas


def _kreise(frame: pd.DataFrame) -> pa.DataFrameSchema:
    key = check(
        lambda column: column.str.fullmatch(r"\d{5}"),
        "Ein Kreisschlüssel sind 5 Ziffern.",
        "Den Schlüssel im Gemeindeverzeichnis nachschlagen.",
    )
    return schema_of(frame, {"key": [key, unique(frame, ["key"])], "label": [FILLED]})


def _others(frame: pd.DataFrame) -> pa.DataFrameSchema:
    return schema_of(
        frame, {"ags": [IS_AGS, unique(frame, ["ags"])], "name": [FILLED], "population": [WHOLE]}
    )


def _cities(frame: pd.DataFrame) -> pa.DataFrameSchema:
    return schema_of(
        frame,
        {
            "ags": [IS_AGS, unique(frame, ["ags"])],
            "name": [FILLED, unique(frame, ["name"])],
            **_points(),
        },
    )


def _points() -> dict[str, list[pa.Check]]:
    """Return the rules for the columns of a point."""
    west, south, east, north = GERMANY_BOUNDS

    def within(low: float, high: float) -> pa.Check:
        return check(
            lambda column: pd.to_numeric(column, errors="coerce").between(low, high),
            "Der Punkt liegt nicht in Deutschland.",
            "latitude ist die Breite (47 bis 55), longitude die Länge (6 bis 15).",
        )

    return {"longitude": [within(west, east)], "latitude": [within(south, north)]}


def _towns(
    frame: pd.DataFrame, kreise: Mapping[str, str], cities: Collection[str]
) -> pa.DataFrameSchema:
    belongs = frame["ars"].str[:5] + frame["ars"].str[9:] == frame["ags"]
    city = one_of(["", *cities])

    return schema_of(
        frame,
        {
            "ags": [
                IS_AGS,
                unique(frame, ["ags"]),
                holding(
                    frame["ags"].str[:5].isin(list(kreise)),
                    "Diesen Kreis kennt kreise.csv nicht.",
                    "Den Kreis dort ergänzen oder den AGS berichtigen.",
                ),
            ],
            "ars": [holding(belongs, "AGS und ARS gehören nicht zusammen.", "Beide nachschlagen.")],
            "name": [FILLED],
            "slug": [
                check(
                    lambda column: column.str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*"),
                    "Die Kennung darf nur a–z, 0–9 und einzelne Bindestriche haben.",
                    "Umlaute als ae, oe, ue schreiben.",
                ),
                unique(frame, ["slug"]),
            ],
            "area_km2": [FILLED, IS_NUMBER],
            "metropolis": [city],
            "large_city": [city],
            "metropolis_km": [WHOLE],
            **_points(),
        },
    )


def _columns(
    frame: pd.DataFrame, indicators: Mapping[str, Indicator], sources: frozenset[str]
) -> pa.DataFrameSchema:
    return schema_of(
        frame,
        {
            "table": [FILLED],
            "indicator": [known_id(indicators, "indicators.toml")],
            "date": [FILLED, IS_DATE, unique(frame, ["indicator", "date"])],
            "source": [SOURCED, known_id(sources, "sources.toml")],
            "confidence": [one_of(Confidence)],
            "rounded_to": [IS_NUMBER],
            "from_population": [one_of([*("" if not one else str(one) for one in CLASS_OF)])],
            "target": [one_of(["", "metropolis", "large_city"])],
        },
    )


def _flags(
    frame: pd.DataFrame, by_ags: dict[str, int], known: set[tuple[str, str]]
) -> pa.DataFrameSchema:
    columns = [
        all(is_date(date) and (indicator, date) in known for date in parts(dates)) and bool(dates)
        for indicator, dates in zip(frame["indicator"], frame["dates"], strict=True)
    ]
    return schema_of(
        frame,
        {
            "ags": [known_id(by_ags, "gemeinden.csv")],
            "flag": [one_of(Flag), unique(frame, ["ags", "flag", "indicator"])],
            "dates": [
                holding(
                    pd.Series(columns, index=frame.index, dtype=bool),
                    "Diese Spalte gibt es in spalten.csv nicht.",
                    "Kennzahl und Daten wie dort schreiben, mehrere Daten mit Semikolon.",
                )
            ],
        },
    )


def _values(
    frame: pd.DataFrame,
    declared: Sequence[tuple[int, Row]],
    by_ags: dict[str, int],
    flags: Mapping[tuple[str, str], Mapping[int, Flag]],
    indicators: Mapping[str, Indicator],
    units: Mapping[str, Unit],
) -> pa.DataFrameSchema:
    at = frame["ags"].map(by_ags)
    missing = sorted(set(by_ags) - set(frame["ags"])) if at.notna().all() else []
    whole = pd.Series(not missing, index=frame.index) | (frame.index != frame.index[-1])
    rules: dict[str, list[pa.Check]] = {
        "ags": [
            known_id(by_ags, "gemeinden.csv"),
            unique(frame, ["ags"]),
            holding(
                whole,
                f"{len(missing)} Gemeinden fehlen, die erste ist {missing[0] if missing else ''}.",
                "Jede Gemeinde aus gemeinden.csv hat eine Zeile; fehlende Werte bleiben leer.",
            ),
        ]
    }
    for _, row in declared:
        indicator = indicators[row["indicator"]]
        unit = units[indicator.unit]
        cells = frame[f"{row['indicator']}@{row['date']}"]
        numbers = pd.to_numeric(cells, errors="coerce")
        low = float("-inf") if unit.minimum is None else unit.minimum
        high = float("inf") if unit.maximum is None else unit.maximum
        marks = at.map(flags[row["indicator"], row["date"]])
        bounded = numbers.isna() | (numbers.between(low, high) != (marks == Flag.IMPOSSIBLE))
        point = cells.str.find(".")
        exact = (point < 0) | (cells.str.len() - point - 1 <= indicator.decimals)
        marked = marks.isna() | (cells != "")
        rules[str(cells.name)] = [
            IS_NUMBER,
            holding(
                bounded,
                "Der Wert liegt außerhalb der Grenzen seiner Einheit, oder P steht zu Unrecht.",
                "Den Wert in der Quelle nachsehen; steht er dort so, P in kennzeichen.csv setzen.",
            ),
            holding(
                exact,
                "Der Wert hat mehr Nachkommastellen, als die Kennzahl kennt.",
                "Tausenderpunkte entfernen oder runden; siehe decimals in indicators.toml.",
            ),
            holding(
                marked,
                "Zu diesem leeren Feld steht ein Kennzeichen.",
                "Den Wert eintragen oder die Zeile in kennzeichen.csv berichtigen.",
            ),
        ]
    return schema_of(frame, rules)
