"""What an edition would change in the tables: found first, told, and written only as a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from types import MappingProxyType

from dashboard.commands.official.editions import Edition, Entry, Register, Sheet
from dashboard.commands.official.forms import OfficialError, Rule
from dashboard.facts import gemeinden_files as raw
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden_tables import COLUMN_COLUMNS, TOWN_COLUMNS
from dashboard.facts.model import POPULATION, Flag, Indicator
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import number

SMALLEST, LARGEST = 5_000, 20_000  # population of the class, the first in, the second out
ENOUGH = 0.9  # of the towns must stand in a sheet, or it is not whole
NEARLY_ALL = 0.97  # of all Gemeinden known must stand in a register
JUMP = 25  # percent of the value before; one that moves further, and by more than 1, is named
# cells of the list of towns, as a person calls them
TOLD = MappingProxyType({
    "name": "Name", "official_name": "amtlicher Name", "status": "Art", "plz": "Postleitzahl",
    "ars": "Regionalschlüssel", "area_km2": "Fläche", "verband": "Verband",
    "verband_kind": "Art des Verbands",
})  # fmt: skip
FEW = 0.01  # of the towns may be outside the bounds of a unit; more is a fault of reading
OTHER_TERRITORY = 0.01  # relative difference of areas
SAME = 0.99  # of the populations alike: it is that day's
ARS_OF_VERBAND = 9  # digits; keys of Verbände of the BBSR have eight
EARTH = 6371  # km, mean radius


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the file that is not what the tables say; `ags` are the towns it stands for."""

    indicator: str
    date: str
    who: str
    ags: tuple[str, ...]
    old: str
    new: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NewColumn:
    """An indicator at a date that the tables do not have yet."""

    indicator: str
    date: str
    count: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A column of the file: by AGS the key it stands under and the value, None if none."""

    indicator: Indicator
    date: str
    worth: Mapping[str, tuple[str, float | None]]
    sheet: Sheet | None = None
    note: str = ""
    table: str = ""

    @property
    def name(self) -> str:
        """What to call it to a person."""
        return f"{self.indicator.label}, {date_text(self.date)}"


@dataclass(slots=True)
class Plan:
    """All that would change; `tables` are as they would be, `notes` what else is to be known."""

    data: Dataset
    tables: raw.Tables
    edition: Edition
    source: str
    url: str
    changed: list[Value] = field(default_factory=list)
    columns: list[NewColumn] = field(default_factory=list)
    register: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    compared: int = 0

    @property
    def is_new_source(self) -> bool:
        """Whether sources.toml does not have the source yet."""
        return self.source not in self.data.sources

    @property
    def is_empty(self) -> bool:
        """Whether the tables say already all that the file says."""
        return not (self.changed or self.columns or self.register)


def made(data: Dataset, tables: raw.Tables, edition: Edition, url: str = "") -> Plan:
    """Return what the edition would change; `tables` are changed on the way.

    Raises:
        OfficialError: the file is not whole, or what it says cannot be taken.
    """
    plan = Plan(data, tables, edition, _source(data, edition), url)
    for sheet in edition.sheets:
        _whole(plan, sheet)
    if edition.register:
        _register(plan, edition.register, {town.ags for town in data.towns.values()})
    for indicator, rule in edition.form.columns.items():
        if indicator not in data.indicators:
            raise OfficialError(
                f"formen.toml nennt [{indicator}], das indicators.toml nicht kennt."
            )
        for sheet in edition.sheets:
            if all(cell in sheet.dates for cell in rule.named):
                _column(plan, data.indicators[indicator], rule, sheet)
                break
        else:
            plan.notes.append(
                f"{data.indicators[indicator].label}: steht nicht in dieser Datei, die bisherigen "
                "Werte bleiben."
            )
    if edition.register:
        _distances(plan, edition.register)
    return plan


def day_of(tables: raw.Tables, edition: Edition) -> str:
    """Return the day of the populations of a register that does not say it, or nothing.

    It is the day for which the tables say the same of nearly all towns.
    """
    entries = edition.register.entries if edition.register else {}
    for date in reversed(tables.dates(POPULATION)):
        cells = _cells(tables, POPULATION, date)
        both = [ags for ags in cells if cells[ags] and ags in entries]
        same = sum(cells[ags] == str(entries[ags].population) for ags in both)
        if both and same >= SAME * len(both):
            return date
    return ""


def _source(data: Dataset, edition: Edition) -> str:
    """Return the id of the source: the one that names this edition, or a new one."""
    day = german(edition.day)
    for id_, one in data.sources.items():
        if id_.startswith(edition.form.family) and day in one.title:
            return id_
    id_ = edition.form.source.format(year=edition.day[:4])
    # a year may have several editions
    return id_ if id_ not in data.sources else f"{id_}_{edition.day[5:].replace('-', '')}"


def german(iso: str) -> str:
    """Return 2026-04-22 as 22.04.2026, as titles of official tables have it."""
    return ".".join(reversed(iso.split("-")))


def _cells(tables: raw.Tables, indicator: str, date: str) -> dict[str, str]:
    column = tables.column(indicator, date)
    if column is None:
        return {}
    rows, name = tables.values[column["table"]], f"{indicator}@{date}"
    return {ags: rows.get(ags, {}).get(name, "") for ags in tables.towns}


def _whole(plan: Plan, sheet: Sheet) -> None:
    there = sum(_key(plan, sheet, ags) in sheet.rows for ags in plan.tables.towns)
    if there < ENOUGH * len(plan.tables.towns):
        where = f", Blatt {sheet.name}" if sheet.name else ""
        raise OfficialError(
            f"{plan.edition.path.name}{where}: Nur {there} der {len(plan.tables.towns)} Gemeinden "
            "stehen darin. Die Datei ist nicht ganz da oder gilt nur für einen Teil Deutschlands."
        )
    register, known = plan.edition.register, len(plan.tables.towns) + len(plan.tables.others)
    if register and len(register.entries) < NEARLY_ALL * known:
        raise OfficialError(
            f"{plan.edition.path.name}: Nur {len(register.entries)} von {known} Gemeinden "
            "Deutschlands stehen darin. Die Datei ist nicht ganz da."
        )


def _key(plan: Plan, sheet: Sheet, ags: str) -> str:
    """Return the key under which a town's value stands in the sheet."""
    if not sheet.of_verbaende:
        return ags
    ars = plan.tables.towns[ags]["ars"]
    if len(next(iter(sheet.rows), "")) == ARS_OF_VERBAND:
        return ars[:9]
    if ags in sheet.rows:
        return ags
    return plan.edition.form.former_verband.get(ags, f"{ags[:5]}9{ars[7:9]}")


def _worth(rule: Rule, cells: Mapping[str, float | None], decimals: int) -> float | None:
    """Return the value of a row, rounded as the tables are (a float's own rounding)."""
    numbers = [cells[name] for name in rule.cells]
    below = cells[rule.of or rule.per] if rule.of or rule.per else 1.0
    if None in numbers or not below:
        return None
    total = sum(number for number in numbers if number is not None)
    return round((100 if rule.of else 1) * total / below, decimals)


def _written(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _column(plan: Plan, indicator: Indicator, rule: Rule, sheet: Sheet) -> None:
    worth: dict[str, tuple[str, float | None]] = {}
    for ags in plan.tables.towns:
        key = _key(plan, sheet, ags)
        if key in sheet.rows:
            worth[ags] = (key, _worth(rule, sheet.rows[key], indicator.decimals))
    note = sheet.notes.get(rule.cells[0]) or rule.note
    _taken(plan, Incoming(indicator, sheet.dates[rule.cells[0]], worth, sheet, note, rule.table))


def _taken(plan: Plan, one: Incoming) -> bool:
    """Compare a column with the tables or add it; return whether the tables then have it so."""
    tables, family = plan.tables, plan.edition.form.family
    declared, dates = tables.column(one.indicator.id, one.date), tables.dates(one.indicator.id)
    outside = _outside(plan, one)
    if len(outside) > FEW * len(one.worth):
        raise OfficialError(
            f"{plan.edition.path.name}: {one.name}: {len(outside)} Werte liegen außerhalb des "
            "Möglichen. Die Spalte bedeutet wohl etwas anderes; formen.toml prüfen."
        )
    if declared is None:
        if dates and one.date < dates[-1]:
            plan.notes.append(
                f"{one.name}: älter als der neueste Stand der Tabelle, nicht genommen."
            )
            return False
        _added(plan, one, outside)
        return True
    if not declared["source"].startswith(family):
        plan.notes.append(f"{one.name}: stammt hier aus [{declared['source']}] und bleibt.")
        return False
    cells = _cells(tables, one.indicator.id, one.date)
    absent = sum(bool(cells[ags]) and ags not in one.worth for ags in tables.towns)
    if absent:
        plan.notes.append(
            f"{one.name}: Gemeinden, die nicht in der Datei stehen und ihren Wert behalten: "
            f"{absent}."
        )
    found = list(_differences(plan, one, cells, outside))
    plan.compared += len(one.worth)
    if found and _year(plan.source) < _year(declared["source"]):
        plan.notes.append(
            f"{one.name}: {len(found)} Werte sind hier anders, die Tabelle ist aus der neueren "
            f"Ausgabe [{declared['source']}] und bleibt."
        )
        return False
    plan.changed += found
    for value in found:
        for ags in value.ags:
            _put(plan, one, declared["table"], ags, value.new, outside)
    if found:
        declared["source"] = plan.source
        declared["files"] = plan.url or declared["files"]
    return True


def _differences(
    plan: Plan, one: Incoming, cells: Mapping[str, str], outside: Sequence[str]
) -> Iterator[Value]:
    """Yield what differs; a value of a Verband once for all its towns."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for ags, (key, value) in one.worth.items():
        new = _written(value)
        if new != cells[ags]:
            grouped.setdefault((key, cells[ags], new), []).append(ags)
    for (key, old, new), towns in grouped.items():
        names = ", ".join(plan.tables.towns[ags]["name"] for ags in towns)
        who = f"{names} ({towns[0]})"
        if one.sheet and one.sheet.of_verbaende:
            who = f"Verband {one.sheet.labels.get(key, key)} ({names})"
        remarks = []
        if old and new and _jumps(float(old), float(new)):
            remarks.append(f"Sprung um mehr als {JUMP} %")
        if towns[0] in outside:
            remarks.append("außerhalb des Möglichen: Kennzeichen P, wird nicht gezeigt")
        yield Value(one.indicator.id, one.date, who, tuple(towns), old, new, "; ".join(remarks))


def _added(plan: Plan, one: Incoming, outside: Sequence[str]) -> None:
    tables, dates = plan.tables, plan.tables.dates(one.indicator.id)
    before = tables.column(one.indicator.id, dates[-1]) if dates else None
    inherited = before or {"table": one.table, "confidence": "high"}
    table = inherited["table"]
    if table not in tables.values:
        raise OfficialError(
            f"[{one.indicator.id}] hat noch keine Spalte: in formen.toml mit table sagen, in "
            f"welche Tabelle sie kommt ({', '.join(tables.values)})."
        )
    remarks = tuple(_plausible(plan, one, before, outside))
    # a year in a note is that of the column it was written for
    note = "" if re.search(r"\d{4}", inherited.get("note", "")) else inherited.get("note", "")
    tables.columns.append(
        dict.fromkeys(COLUMN_COLUMNS, "")
        | inherited
        | {"indicator": one.indicator.id, "date": one.date, "source": plan.source,
           "note": one.note or note, "files": plan.url}
    )  # fmt: skip
    for ags in tables.towns:
        _put(plan, one, table, ags, _written(one.worth.get(ags, ("", None))[1]), outside)
    count = sum(value is not None for _, value in one.worth.values())
    plan.columns.append(NewColumn(one.indicator.id, one.date, count, remarks))


def _plausible(
    plan: Plan, one: Incoming, before: raw.Row | None, outside: Sequence[str]
) -> Iterator[str]:
    """Yield what a person should look at before a new column is taken."""
    numbers = {ags: value for ags, (_, value) in one.worth.items() if value is not None}
    missing = len(plan.tables.towns) - len(numbers)
    if missing:
        yield f"ohne Wert: {missing} Gemeinden"
    if outside:
        yield f"außerhalb des Möglichen, mit P gekennzeichnet: {_names(plan, outside)}"
    if numbers and all(value % 10 == 0 for value in numbers.values()):
        yield "alle Werte sind Vielfache von 10: in spalten.csv rounded_to prüfen"
    elif numbers and one.indicator.decimals and all(v == int(v) for v in numbers.values()):
        yield "alle Werte sind ganze Zahlen: in spalten.csv rounded_to prüfen"
    cells = _cells(plan.tables, one.indicator.id, before["date"]) if before else {}
    old = {ags: float(cells[ags]) for ags in numbers if cells.get(ags)}
    if before and old:
        shown = partial(number, decimals=one.indicator.decimals)
        then = f"{shown(median(old.values()))} ({date_text(before['date'])})"
        yield f"Median {then} → {shown(median(numbers.values()))}"
        jumps = [ags for ags, value in old.items() if _jumps(value, numbers[ags])]
        if jumps:
            since = date_text(before["date"])
            yield f"Sprung um mehr als {JUMP} % gegen {since}: {_names(plan, jumps)}"


def _names(plan: Plan, ags: Sequence[str], most: int = 6) -> str:
    names = ", ".join(plan.tables.towns[one]["name"] for one in ags[:most])
    return names + (f" und {len(ags) - most} weitere" if len(ags) > most else "")


def _jumps(old: float, new: float) -> bool:
    return abs(new - old) > JUMP / 100 * abs(old) and abs(new - old) > 1


def _outside(plan: Plan, one: Incoming) -> list[str]:
    unit = plan.data.units[one.indicator.unit]
    low = -math.inf if unit.minimum is None else unit.minimum
    high = math.inf if unit.maximum is None else unit.maximum
    return [a for a, (_, v) in one.worth.items() if v is not None and not low <= v <= high]


def _put(
    plan: Plan, one: Incoming, table: str, ags: str, cell: str, outside: Sequence[str]
) -> None:
    """Write one value with its flags."""
    plan.tables.values[table].setdefault(ags, {})[f"{one.indicator.id}@{one.date}"] = cell
    town, key = plan.tables.towns[ags], one.worth.get(ags, ("",))[0]
    shared = bool(one.sheet and one.sheet.of_verbaende) and (
        bool(town["verband"]) if len(key) == ARS_OF_VERBAND else key != ags
    )
    register = plan.edition.register
    entry = register.entries.get(ags) if register else None
    for letter, on in (
        (Flag.VERBAND, shared),
        (Flag.TERRITORY, entry is not None and _elsewhere(entry.area, float(town["area_km2"]))),
        (Flag.IMPOSSIBLE, ags in outside),
    ):
        plan.tables.flag(ags, letter, one.indicator.id, one.date, on=on and cell != "")


def _elsewhere(then: float, now: float) -> bool:
    return abs(then / now - 1) > OTHER_TERRITORY


def _year(source: str) -> int:
    found = re.search(r"(\d{4})", source)
    return int(found[1]) if found else 0


# ------------------------------------------------------------------------- who the towns are


def _register(plan: Plan, register: Register, five: set[str]) -> None:
    """Bring the list of towns to the register, where that is not older than the list."""
    tables, newest = plan.tables, plan.tables.dates(POPULATION)[-1]
    if register.day < newest:
        plan.notes.append(
            f"Das Verzeichnis ({german(register.day)}) ist älter als das der Tabellen "
            f"({german(newest)}): Namen und Größenklasse bleiben."
        )
        return
    members = {a for a, e in register.entries.items() if SMALLEST <= e.population < LARGEST}
    for ags in sorted(set(tables.towns) - members):
        entry, name = register.entries.get(ags), tables.towns[ags]["name"]
        if ags in five:
            plan.register.append(f"{name} ({ags}): Pilotstadt, bleibt; {_reason(entry)}.")
            continue
        plan.register.append(f"{name} ({ags}) gehört nicht mehr dazu: {_reason(entry)}.")
        tables.drop(ags)
    within: dict[str, int] = {}
    for entry in register.entries.values():
        within[entry.ars[:9]] = within.get(entry.ars[:9], 0) + 1

    def said(entry: Entry) -> dict[str, str]:
        label, kind = register.verbaende.get(entry.ars[:9], ("", ""))
        alone = within[entry.ars[:9]] == 1
        return {
            "ars": entry.ars, "name": _display(entry.name),
            "official_name": entry.name, "status": entry.status, "plz": entry.plz,
            "area_km2": _written(entry.area), "verband": "" if alone else label,
            "verband_kind": "" if alone else kind,
        }  # fmt: skip

    for ags in sorted(set(tables.towns) & set(register.entries)):
        row, now = tables.towns[ags], said(register.entries[ags])
        told = [
            f"{word} {row[key] or 'keiner'} → {now[key] or 'keiner'}"
            for key, word in TOLD.items()
            if row[key] != now[key]
        ]
        moved = _elsewhere(float(row["area_km2"]), float(now["area_km2"]))
        row.update(now)
        if told:
            plan.register.append(f"{row['name']} ({ags}): {'; '.join(told)}.")
        if moved:
            plan.register.append(f"{row['name']} ({ags}): anderes Gebiet, ältere Werte mit G.")
            _former(plan, ags)
    fresh = sorted(members - set(tables.towns))
    pointless = [register.entries[ags].name for ags in fresh if not register.entries[ags].point]
    if pointless:
        raise OfficialError(
            f"Neu in der Größenklasse: {'; '.join(pointless)}. Diese Datei nennt ihre Punkte auf "
            "der Karte nicht. Zuerst den Jahresauszug GV-ISys desselben Stichtags einlesen."
        )
    for ags in fresh:
        entry = register.entries[ags]
        point = entry.point or (0.0, 0.0)
        tables.towns[ags] = {
            "ags": ags, **said(entry), "slug": _slug(tables, entry, register),
            "longitude": f"{point[0]:.6f}", "latitude": f"{point[1]:.6f}",
        }  # fmt: skip
        plan.register.append(
            f"{entry.name} ({ags}) kommt dazu: {number(entry.population)} Einwohnerinnen und "
            "Einwohner."
        )
    if fresh:
        plan.notes.append(
            "Ältere Werte neuer Städte kommen mit den Ausgaben, in denen sie stehen: jede noch "
            "einmal einlesen."
        )
    tables.others = {
        ags: {"ags": ags, "name": _display(one.name), "population": str(one.population)}
        for ags, one in register.entries.items()
        if ags not in tables.towns
    }
    for key, label in register.kreise.items():
        if key not in tables.kreise:
            tables.kreise[key] = {"key": key, "label": _display(label)}


def _display(name: str) -> str:
    """Return an official name up to where „, Stadt“ and the like follow."""
    return re.split(r",(?! ?gemfr)", name)[0].strip()


def _reason(entry: Entry | None) -> str:
    if entry is None:
        return "der Schlüssel besteht nicht mehr"
    return f"jetzt {number(entry.population)} Einwohnerinnen und Einwohner"


def _former(plan: Plan, ags: str) -> None:
    """Mark what a town of another territory had, wherever such marks are kept."""
    tables = plan.tables
    marked = {id_ for _, letter, id_ in tables.flags if letter == Flag.TERRITORY}
    marked |= plan.edition.form.columns.keys()
    for column in tables.columns:
        cell = tables.values[column["table"]].get(ags, {}).get(
            f"{column['indicator']}@{column['date']}", ""
        )  # fmt: skip
        if cell and column["indicator"] in marked:
            tables.flag(ags, Flag.TERRITORY, column["indicator"], column["date"], on=True)


def _slug(tables: raw.Tables, entry: Entry, register: Register) -> str:
    taken = {row["slug"] for row in tables.towns.values()}
    name = _display(entry.name)
    kreis = re.sub(r",.*| Kreis$|^Landkreis ", "", register.kreise.get(entry.ags[:5], ""))
    ways = (_plain(name), _plain(f"{name} {kreis}"), _plain(f"{name} {entry.ags}"))
    return next(one for one in ways if one not in taken)


def _plain(text: str) -> str:
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(letter, plain)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def _distances(plan: Plan, register: Register) -> None:
    """Take the straight lines to the next large city, where the register has points."""
    points = {ags: one for ags, one in register.entries.items() if one.point}
    for id_, least in plan.edition.form.distances.items():
        cities = [one for one in points.values() if one.population >= least]
        nearest = {
            ags: min(((_km(points[ags], city), city) for city in cities), key=lambda each: each[0])
            for ags in plan.tables.towns
            if ags in points
        }
        worth = {ags: (ags, float(round(km))) for ags, (km, _) in nearest.items()}
        before = plan.tables.dates(id_)
        taken = _taken(plan, Incoming(plan.data.indicators[id_], register.day, worth))
        if not taken or not before or register.day < before[-1]:
            continue
        target = (plan.tables.column(id_, register.day) or {}).get("target", "")
        for ags, (km, city) in nearest.items():
            row, name = plan.tables.towns[ags], _display(city.name)
            if row.get(target) and row[target] != name:
                plan.register.append(f"{row['name']} ({ags}): statt {row[target]} jetzt {name}.")
            row[target] = name
            if f"{target}_km" in TOWN_COLUMNS:
                row[f"{target}_km"] = str(round(km))
            longitude, latitude = city.point or (0.0, 0.0)
            plan.tables.cities[city.ags] = {
                "ags": city.ags, "name": name, "longitude": f"{longitude:.6f}",
                "latitude": f"{latitude:.6f}",
            }  # fmt: skip


def _km(one: Entry, other: Entry) -> float:
    (a, b), (c, d) = (
        (math.radians(x), math.radians(y)) for x, y in (one.point or (0, 0), other.point or (0, 0))
    )
    chord = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(chord))
