"""The tables `data/*.csv` and the maps `data/geo`: one schema each, checked before anyone reads.

Every schema runs on the text of the cells, so that a fault shows what stands in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from dashboard.facts import same_name
from dashboard.facts.checked_csv import (
    FILLED,
    IS_DATE,
    IS_DAY,
    IS_NUMBER,
    IS_URL,
    NO_COMMA,
    NUMBER,
    SOURCED,
    WHOLE,
    Kind,
    Row,
    all_known_ids,
    holding,
    known_id,
    one_of,
    parts,
    read_rows,
    schema_of,
    unique,
)
from dashboard.facts.dates import agrees, derived_text
from dashboard.facts.model import (
    GERMANY_BOUNDS,
    NETWORK,
    Activity,
    Actor,
    Confidence,
    Fault,
    Indicator,
    Level,
    Observation,
    Phase,
    Precision,
    Project,
    Unit,
    ValueKind,
    is_day,
)
from dashboard.facts.survey_model import ALL_COUNTED, Exactness, SurveyFact

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "observations": (
        "town",
        "indicator",
        "date",
        "value",
        "value_text",
        "level",
        "source",
        "confidence",
        "note",
        "rounded_to",
    ),
    "activities": (
        "id",
        "town",
        "title",
        "category",
        "phase",
        "start",
        "end",
        "precision",
        "date_text",
        "place",
        "description",
        "actors",
        "sources",
        "confidence",
        "part_of",
    ),
    "actors": ("id", "kind", "name", "role", "place", "since", "until", "sources"),
    "survey_facts": (
        "id",
        "survey",
        "place",
        "question",
        "wording_known",
        "answer",
        "value",
        "unit",
        "exactness",
        "value_text",
        "n",
        "field_start",
        "field_end",
        "source_url",
        "source_title",
        "source_published",
        "confidence",
        "note",
    ),
}
KINDS: Mapping[str, Mapping[str, Kind]] = {
    "observations": {"date": Kind.DATE, "value": Kind.NUMBER},
    "activities": {"start": Kind.DAY, "end": Kind.DAY},
    "actors": {"since": Kind.DATE, "until": Kind.DATE},
    "survey_facts": {
        "value": Kind.NUMBER,
        "field_start": Kind.DATE,
        "field_end": Kind.DATE,
        "source_published": Kind.DATE,
    },
}
ACTOR_KINDS = ("mayor", "partner", "funder", "expert")
FACT_UNITS = ("percent", "count", "text", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the catalog declares, as far as the tables have to agree with it."""

    ids: Mapping[str, Collection[str]]
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    benchmark_levels: Mapping[str, Level]
    project: Project | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The rows of all tables, the maps, and the faults found."""

    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    actors: tuple[Actor, ...]
    survey_facts: tuple[SurveyFact, ...]
    geometry: Mapping[str, Any]
    faults: tuple[Fault, ...]


def read(folder: Path, known: Known) -> Tables:
    """Read and check every table; rows are only built from tables without a fault."""
    faults: list[Fault] = []
    rows: dict[str, list[tuple[int, Row]]] = {}
    for name, columns in COLUMNS.items():
        rows[name], found = read_rows(
            folder / f"{name}.csv",
            columns,
            lambda frame, schema=SCHEMAS[name]: schema(frame, known),  # type: ignore[misc]
            kinds=KINDS[name],
        )
        faults += found
    bodies = [
        (f"{name}.csv", line, body)
        for name, column in (("activities", "actors"), ("actors", "name"))
        for line, row in rows[name]
        for body in parts(row[column])
    ]
    faults += same_name.faults(bodies)
    geometry, found = _geometry(folder / "geo", known.ids["towns"])
    faults += found
    return Tables(
        observations=tuple(_observation(line, row) for line, row in rows["observations"]),
        activities=tuple(_activity(row) for _, row in rows["activities"]),
        actors=tuple(_actor(row) for _, row in rows["actors"]),
        survey_facts=tuple(_survey_fact(row) for _, row in rows["survey_facts"]),
        geometry=geometry,
        faults=tuple(faults),
    )


# ----------------------------------------------------------------------------------- schemas


def _observations(frame: pd.DataFrame, known: Known) -> pa.DataFrameSchema:
    indicators = [known.indicators.get(id_) for id_ in frame["indicator"]]
    values = list(pd.to_numeric(frame["value"], errors="coerce"))

    def mask(holds: Iterator[bool]) -> pd.Series:
        return pd.Series(list(holds), index=frame.index, dtype=bool)

    def in_bounds(indicator: Indicator | None, value: float) -> bool:
        unit = known.units.get(indicator.unit) if indicator else None
        if unit is None or value != value:
            return True
        low = unit.minimum is None or value >= unit.minimum
        return low and (unit.maximum is None or value <= unit.maximum)

    bounded = mask(map(in_bounds, indicators, values))
    exact = mask(
        indicator is None
        or not re.fullmatch(NUMBER, cell)
        or len(cell.partition(".")[2]) <= indicator.decimals
        for indicator, cell in zip(indicators, frame["value"], strict=True)
    )
    cells = frame["value"].str.partition(".")[2].str.len()
    most = cells.groupby(frame["indicator"]).transform("max")
    reached = mask(
        indicator is None or digits >= indicator.decimals or indicator.decimals > 6
        for indicator, digits in zip(indicators, most, strict=True)
    ) | frame.duplicated("indicator")  # one fault an indicator, at its first row
    given = mask(
        value != "" or (text != "" and (not indicator or indicator.kind is not ValueKind.NUMBER))
        for indicator, value, text in zip(
            indicators, frame["value"], frame["value_text"], strict=True
        )
    )
    rounded = mask(
        not re.fullmatch(NUMBER, to) or (float(to) > 0 and (value / float(to)).is_integer())
        for to, value in zip(frame["rounded_to"], values, strict=True)
    )
    levelled = mask(
        indicator is None or level == known.benchmark_levels.get(town, indicator.level)
        for indicator, town, level in zip(indicators, frame["town"], frame["level"], strict=True)
    )
    places = {*known.ids["towns"], *known.ids["benchmarks"]}
    return schema_of(
        frame,
        {
            "town": [known_id(places, "towns.toml oder benchmarks.toml")],
            "indicator": [known_id(known.ids["indicators"], "indicators.toml")],
            "date": [FILLED, IS_DATE, unique(frame, ["town", "indicator", "date"])],
            "value": [
                NO_COMMA,
                IS_NUMBER,
                holding(
                    given,
                    "Der Wert fehlt.",
                    "Eine Zahl eintragen, bei Stufen und Klassen auch in value_text; fehlt der "
                    "Wert in der Quelle, die Zeile löschen.",
                ),
                holding(
                    bounded,
                    "Der Wert liegt außerhalb der Grenzen seiner Einheit.",
                    "Den Wert in der Quelle nachsehen; die Grenzen stehen in units.toml.",
                ),
                holding(
                    exact,
                    "Der Wert hat mehr Nachkommastellen, als die Kennzahl kennt.",
                    "Tausenderpunkte entfernen oder runden; siehe decimals in indicators.toml.",
                ),
                holding(
                    reached,
                    "Kein Wert dieser Kennzahl hat so viele Nachkommastellen, wie sie zeigt.",
                    "decimals in indicators.toml senken oder die Nullen mitschreiben (45.0).",
                ),
            ],
            "level": [
                one_of(Level),
                holding(
                    levelled,
                    "Die Ebene passt nicht zur Kennzahl oder zum Vergleichswert.",
                    "Kreiswerte gehören zu Kennzahlen, die mit kreis_ beginnen; siehe level in "
                    "indicators.toml und benchmarks.toml.",
                ),
            ],
            "source": [SOURCED, all_known_ids(known.ids["sources"], "sources.toml")],
            "confidence": [one_of(Confidence)],
            "rounded_to": [
                IS_NUMBER,
                holding(
                    rounded,
                    "Der Wert ist kein Vielfaches davon.",
                    "Worauf die Quelle gerundet hat, etwa 10 oder 1; genaue Werte lassen es leer.",
                ),
            ],
        },
    )


def _activities(frame: pd.DataFrame, known: Known) -> pa.DataFrameSchema:
    ordered = (frame["end"] >= frame["start"]) | ~frame["end"].map(is_day).astype(bool)
    umbrellas = {"", *frame["id"]}
    inner = set(frame["id"]) - set(frame["id"][frame["part_of"] == ""])

    def by_row(holds: Callable[[pd.Series], bool]) -> pd.Series:
        return pd.Series([holds(row) for _, row in frame.iterrows()], index=frame.index, dtype=bool)

    def dated(row: pd.Series) -> bool:
        """Return whether words of their own agree with the dates, where these are sound."""
        days = (row["start"], row["end"])
        if (
            not row["date_text"]
            or row["precision"] not in set(Precision)
            or not all(map(is_day, days))
        ):
            return True
        return agrees(row["date_text"], *days, Precision(row["precision"]))

    def in_phase(row: pd.Series) -> bool:
        if known.project is None:
            return True
        start, end = known.project.start, known.project.end
        fits: Mapping[str, bool] = {
            Phase.BEFORE: row["start"] < start,
            Phase.PROJECT: start <= row["start"] <= end,
            Phase.AFTER: row["start"] > end,
        }
        return fits.get(row["phase"], True)

    return schema_of(
        frame,
        {
            "id": [FILLED, unique(frame, ["id"])],
            "town": [known_id({*known.ids["towns"], NETWORK}, "towns.toml (oder „verbund“)")],
            "title": [FILLED],
            "category": [known_id(known.ids["categories"], "categories.toml")],
            "phase": [
                one_of(Phase),
                holding(
                    by_row(in_phase),
                    "Die Phase passt nicht zum Anfang.",
                    "start prüfen; Anfang und Ende des Projekts stehen in project.toml.",
                ),
            ],
            "start": [IS_DAY],
            "end": [
                IS_DAY,
                holding(ordered, "Das Ende liegt vor dem Anfang.", "Anfang und Ende prüfen."),
            ],
            "precision": [one_of(Precision)],
            "date_text": [
                holding(
                    by_row(dated) | ~ordered,
                    "Das Datum in Worten passt nicht zu start, end und precision.",
                    "Das Feld leeren, dann schreibt das Programm das Datum. Eigene Worte nennen "
                    "nur Jahre, Monate und Tage der beiden Daten; bei precision project keines.",
                ),
            ],
            "description": [FILLED],
            "actors": [FILLED],
            "sources": [SOURCED, all_known_ids(known.ids["sources"], "sources.toml")],
            "confidence": [one_of(Confidence)],
            "part_of": [
                known_id(umbrellas, "activities.csv in der Spalte id"),
                holding(
                    ~frame["part_of"].isin(inner),
                    "Diese Aktivität gehört selbst zu einer anderen.",
                    "Die Kennung der äußersten Aktivität eintragen.",
                ),
            ],
        },
    )


def _actors(frame: pd.DataFrame, known: Known) -> pa.DataFrameSchema:
    ordered = (frame["until"] == "") | (frame["until"] >= frame["since"].str.slice(0, 4))
    return schema_of(
        frame,
        {
            "id": [FILLED, unique(frame, ["id"])],
            "kind": [one_of(ACTOR_KINDS)],
            "name": [FILLED],
            "role": [FILLED],
            "place": [FILLED],
            "since": [IS_DATE],
            "until": [
                IS_DATE,
                holding(ordered, "Das Ende liegt vor dem Anfang.", "since und until prüfen."),
            ],
            "sources": [SOURCED, all_known_ids(known.ids["sources"], "sources.toml")],
        },
    )


def _survey_facts(frame: pd.DataFrame, known: Known) -> pa.DataFrameSchema:
    values = pd.to_numeric(frame["value"], errors="coerce")
    counted = frame["exactness"].isin((Exactness.EXACT, Exactness.WORDS, Exactness.LOWER_BOUND))
    of_some = (
        (frame["unit"] == "count")
        & (frame["exactness"] == Exactness.EXACT)
        & ~frame["answer"].isin(ALL_COUNTED)
    )
    plain = frame["value_text"].str.replace(".", "", regex=False)
    digits = plain.str.extract(r"^(\d+)\D+$", expand=False)
    worded = frame["exactness"].isin((Exactness.WORDS, Exactness.LOWER_BOUND, Exactness.TEXT))
    return schema_of(
        frame,
        {
            "id": [FILLED, unique(frame, ["id"])],
            "survey": [known_id(known.ids["surveys"], "surveys.toml")],
            "place": [FILLED],
            "question": [FILLED],
            "wording_known": [one_of(("true", "false"))],
            "answer": [FILLED],
            "value": [
                NO_COMMA,
                IS_NUMBER,
                holding(
                    counted == (frame["value"] != ""),
                    "Wert und exactness passen nicht zusammen.",
                    "Bei exact, words und lower_bound steht eine Zahl, bei text und not_found "
                    "bleibt das Feld leer.",
                ),
                holding(
                    (frame["unit"] != "percent") | values.isna() | values.between(0, 100),
                    "Der Anteil liegt nicht zwischen 0 und 100.",
                    "Den Wert in der Quelle nachsehen.",
                ),
            ],
            "unit": [one_of(FACT_UNITS)],
            "exactness": [one_of(Exactness)],
            "value_text": [
                holding(
                    ~worded | (frame["value_text"] != ""),
                    "Die Worte der Quelle fehlen.",
                    "Eintragen, wie die Quelle die Menge nennt, etwa „zwei von drei“.",
                ),
                holding(
                    ~of_some | (pd.to_numeric(digits) == values),
                    "Eine Anzahl sagt nicht, was gezählt wurde.",
                    "Den Wert mit einem Wort dazu eintragen, etwa „42 Personen“.",
                ),
            ],
            "n": [WHOLE],
            "field_start": [IS_DATE],
            "field_end": [
                IS_DATE,
                holding(
                    (frame["field_end"] == "") | (frame["field_end"] >= frame["field_start"]),
                    "Das Ende liegt vor dem Anfang.",
                    "field_start und field_end prüfen.",
                ),
            ],
            "source_url": [IS_URL],
            "source_title": [FILLED],
            "source_published": [IS_DATE],
            "confidence": [one_of(Confidence)],
        },
    )


SCHEMAS: Mapping[str, Callable[[pd.DataFrame, Known], pa.DataFrameSchema]] = {
    "observations": _observations,
    "activities": _activities,
    "actors": _actors,
    "survey_facts": _survey_facts,
}


# -------------------------------------------------------------------------------------- rows


def _observation(line: int, row: Row) -> Observation:
    return Observation(
        town=row["town"],
        indicator=row["indicator"],
        date=row["date"],
        value=float(row["value"]) if row["value"] else None,
        value_text=row["value_text"],
        level=Level(row["level"]),
        source=row["source"],
        confidence=Confidence(row["confidence"]),
        note=row["note"],
        line=line,
        rounded_to=float(row["rounded_to"] or 0),
    )


def _activity(row: Row) -> Activity:
    fixed: dict[str, Any] = dict(row)
    fixed["phase"] = Phase(row["phase"])
    fixed["date_text"] = row["date_text"] or derived_text(
        row["start"], row["end"], Precision(row["precision"])
    )
    fixed["precision"] = Precision(row["precision"])
    fixed["confidence"] = Confidence(row["confidence"])
    fixed["actors"] = parts(row["actors"])
    fixed["sources"] = parts(row["sources"])
    return Activity(**fixed)


def _actor(row: Row) -> Actor:
    fixed: dict[str, Any] = {**row, "sources": parts(row["sources"])}
    return Actor(**fixed)


def _survey_fact(row: Row) -> SurveyFact:
    fixed: dict[str, Any] = dict(row)
    fixed["wording_known"] = row["wording_known"] == "true"
    fixed["value"] = float(row["value"]) if row["value"] else None
    fixed["n"] = int(row["n"]) if row["n"] else None
    fixed["exactness"] = Exactness(row["exactness"])
    fixed["confidence"] = Confidence(row["confidence"])
    return SurveyFact(**fixed)


# -------------------------------------------------------------------------------------- maps


def _geometry(folder: Path, towns: Collection[str]) -> tuple[dict[str, Any], list[Fault]]:
    """Return maps by file stem, pictures by file name, and all their credits as `attribution`."""
    rebuild = "„python -m dashboard geometry build“ aufrufen."
    geometry: dict[str, Any] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*")):
        name = f"geo/{path.name}"
        if path.suffix == ".svg":
            geometry[path.name] = path.read_text(encoding="utf-8")
        elif path.suffix in (".json", ".geojson"):
            try:
                geometry[path.stem] = json.loads(path.read_bytes())
            except ValueError as error:
                line = getattr(error, "lineno", None)
                message = "Die Datei ist kein gültiges JSON."
                faults.append(
                    Fault(file=name, line=line, value=str(error), message=message, remedy=rebuild)
                )
    credit_lines = [
        line
        for one in geometry.values()
        if isinstance(one, dict)
        for line in one.get("attribution", ())
    ]
    for stem, one in geometry.items():
        if isinstance(one, dict) and "features" in one and "crs_note" not in one:
            faults += _outside_germany(f"geo/{stem}.geojson", one["features"])
    drawn = {
        feature["properties"].get("slug")
        for feature in geometry.get("towns", {}).get("features", ())
    }
    for town in sorted(towns):
        if town not in drawn:
            message = "Für diese Stadt fehlt die Grenze."
            faults.append(
                Fault(
                    file="geo/towns.geojson", line=None, value=town, message=message, remedy=rebuild
                )
            )
    return {**geometry, "attribution": tuple(dict.fromkeys(credit_lines))}, faults


def _outside_germany(file: str, features: Any) -> Iterator[Fault]:
    west, south, east, north = GERMANY_BOUNDS
    for feature in features:
        points = _points(feature["geometry"]["coordinates"])
        outside = [p for p in points if not (west <= p[0] <= east and south <= p[1] <= north)]
        if outside:
            yield Fault(
                file=file,
                line=None,
                value=f"{outside[0][0]}, {outside[0][1]}",
                message=f"Die Fläche „{feature['properties'].get('name', '')}“ liegt nicht ganz "
                "in Deutschland.",
                remedy="Länge und Breite nicht vertauschen; Angaben in Grad (WGS 84).",
            )


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _points(part)
