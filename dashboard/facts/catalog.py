"""What is declared in `data/*.toml`, read into model objects; whatever is wrong becomes a Fault."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from dashboard.facts.model import (
    GERMANY_BOUNDS,
    NETWORK,
    OTHERS,
    Benchmark,
    Break,
    Category,
    Fault,
    Gap,
    Indicator,
    Lens,
    Lesson,
    Project,
    ShownIn,
    Source,
    Synonym,
    Term,
    Theme,
    Town,
    Unit,
    Version,
    is_date,
    is_day,
    is_url,
)
from dashboard.facts.survey_model import Comparison, Survey

ENTRY_TYPES: Mapping[str, type] = {
    "towns": Town,
    "benchmarks": Benchmark,
    "themes": Theme,
    "units": Unit,
    "indicators": Indicator,
    "breaks": Break,
    "gaps": Gap,
    "sources": Source,
    "categories": Category,
    "lesson_themes": Theme,
    "lessons": Lesson,
    "surveys": Survey,
    "comparability": Comparison,
    "glossary": Term,
    "synonyms": Synonym,
    "versions": Version,
    "similarity": Lens,
}

# file -> key -> files whose blocks it may name
REFERENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "towns": {
        "highlight_indicator": ("indicators",),
        "sources": ("sources",),
        "happened_sources": ("sources",),
        "stayed_sources": ("sources",),
    },
    "indicators": {"unit": ("units",), "theme": ("themes",)},
    "breaks": {
        "indicators": ("indicators",),
        "towns": ("towns", "benchmarks"),
        "joins": ("sources",),
        "comparisons": ("comparability",),
    },
    "gaps": {"theme": ("themes",), "indicators": ("indicators",), "towns": ("towns",)},
    "lessons": {
        "theme": ("lesson_themes",),
        "about": ("towns",),
        "said_in": ("sources",),
        "further_sources": ("sources",),
    },
    "surveys": {"town": ("towns",)},
    "project": {"sources": ("sources",)},
}

# first two digits of the AGS -> Land, and its NUTS 1 region
LAENDER: Mapping[str, tuple[str, str]] = {
    "01": ("Schleswig-Holstein", "DEF"),
    "02": ("Hamburg", "DE6"),
    "03": ("Niedersachsen", "DE9"),
    "04": ("Bremen", "DE5"),
    "05": ("Nordrhein-Westfalen", "DEA"),
    "06": ("Hessen", "DE7"),
    "07": ("Rheinland-Pfalz", "DEB"),
    "08": ("Baden-Württemberg", "DE1"),
    "09": ("Bayern", "DE2"),
    "10": ("Saarland", "DEC"),
    "11": ("Berlin", "DE3"),
    "12": ("Brandenburg", "DE4"),
    "13": ("Mecklenburg-Vorpommern", "DE8"),
    "14": ("Sachsen", "DED"),
    "15": ("Sachsen-Anhalt", "DEE"),
    "16": ("Thüringen", "DEG"),
}

EXPECTED = {
    str: "einen Text in Anführungszeichen",
    int: "eine ganze Zahl",
    float: "eine Zahl mit Punkt als Komma",
    bool: "true oder false",
    tuple: 'eine Liste von Texten, etwa ["a", "b"]',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Everything declared in `data/*.toml`, in the order of the files."""

    towns: Mapping[str, Town]
    benchmarks: Mapping[str, Benchmark]
    themes: Mapping[str, Theme]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    breaks: Mapping[str, Break]
    gaps: Mapping[str, Gap]
    sources: Mapping[str, Source]
    categories: Mapping[str, Category]
    lesson_themes: Mapping[str, Theme]
    lessons: Mapping[str, Lesson]
    surveys: Mapping[str, Survey]
    comparability: Mapping[str, Comparison]
    glossary: Mapping[str, Term]
    synonyms: Mapping[str, Synonym]
    versions: Mapping[str, Version]
    similarity: Mapping[str, Lens]
    project: Project


@dataclass(frozen=True, slots=True)
class Form:
    """What a value must look like, and what to say if it does not."""

    holds: Callable[[Any], bool]
    message: str
    remedy: str
    kind: type = str


URL = Form(
    is_url,
    "Das ist keine Web-Adresse.",
    "Die vollständige Adresse angeben; sie beginnt mit http:// oder https://.",
)
DATE = Form(
    is_date,
    "Dieses Datum gibt es nicht.",
    "In Anführungszeichen als JJJJ, JJJJ-MM oder JJJJ-MM-TT angeben.",
)
DAY = Form(
    is_day,
    "Diesen Tag gibt es nicht.",
    "In Anführungszeichen als JJJJ-MM-TT angeben.",
)

SHORT = 28  # letters
# plotly's names of what assets/css/components/symbol.css draws as well, and of its strokes
SYMBOLS = (
    "circle", "square", "diamond", "cross", "x", "triangle-up", "triangle-down", "triangle-left",
    "triangle-right", "pentagon", "hexagon", "hexagram", "star", "star-diamond", "star-square",
    "hourglass", "bowtie", "line-ew", "circle-open", "square-open", "diamond-open",
)  # fmt: skip
STROKES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
LEGIBLE = 1.05 / 4.5 - 0.05  # relative luminance (WCAG) at a contrast of 4.5 to white


def _is_legible(colour: str) -> bool:
    """Whether text in this colour (#rrggbb) can be read on white."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue <= LEGIBLE


# key, or file/key where a key means different things -> form of its value
FORMS: Mapping[str, Form] = {
    "url": URL,
    "website": URL,
    "source_url": URL,
    "licence_url": URL,
    "file_url": URL,
    "sources.toml/published": DATE,
    "versions.toml/date": DAY,
    "accessed": DATE,
    "after": DATE,
    "before": DATE,
    "field_start": DATE,
    "field_end": DATE,
    "start": DAY,
    "end": DAY,
    "stand": DAY,
    "colour": Form(
        lambda value: re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None and _is_legible(value),
        "Das ist keine Farbe, oder sie ist auf Weiß zu hell.",
        "Eine Farbe ist # mit sechs Ziffern oder Buchstaben von a bis f, so dunkel wie #23418c.",
    ),
    "symbol": Form(
        lambda value: value in SYMBOLS,
        "Dieses Zeichen gibt es nicht.",
        f"Möglich sind: {', '.join(SYMBOLS)}.",
    ),
    "dash": Form(
        lambda value: value in STROKES or re.fullmatch(r"\d+px(,\d+px)+", value) is not None,
        "Diesen Strich gibt es nicht.",
        f"Möglich sind: {', '.join(STROKES)}, oder Strich und Lücke im Wechsel, etwa 2px,6px.",
    ),
    "indicators.toml/short_label": Form(
        lambda value: len(value) <= SHORT,
        "Der kurze Name ist zu lang.",
        f"Höchstens {SHORT} Zeichen: Er steht an Achsen und in schmalen Spalten.",
    ),
    "decimals": Form(
        lambda value: value in range(7),
        "Diese Zahl von Nachkommastellen geht nicht.",
        "Eine ganze Zahl von 0 bis 6 angeben.",
        int,
    ),
    "highlight_text": Form(
        lambda value: value.count("{value}") == 1,
        "Im Satz fehlt die Stelle für den Wert.",
        "{value} genau einmal in den Satz setzen.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: the valid entries, every id declared (valid or not), and the faults.

    `ids` is empty where a file could not be read at all.
    """

    catalog: Catalog | None
    ids: Mapping[str, frozenset[str]]
    faults: tuple[Fault, ...]


class _File:
    """One TOML file: its tables and the lines they stand in."""

    def __init__(self, path: Path, name: str = "") -> None:
        self.name = name or path.name
        self.faults: list[Fault] = []
        self.lines: list[str] = []
        self.tables: dict[str, Any] = {}
        self.ids: frozenset[str] = frozenset()
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            self.fault(None, path.name, "Die Datei fehlt.", "Die Datei im Datenordner anlegen.")
            return
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.ids = _heads(error.object.decode("utf-8", "replace"))
            self.fault(
                line,
                repr(error.object[error.start : error.start + 1]),
                "Die Datei ist nicht in UTF-8 gespeichert.",
                "Im Editor als „UTF-8“ speichern.",
            )
            return
        self.lines = text.splitlines()
        try:
            self.tables = tomllib.loads(text)
            self.ids = frozenset(self.tables)
        except tomllib.TOMLDecodeError as error:
            self.ids = _heads(text)
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else len(self.lines)
            self.fault(
                line,
                self.lines[line - 1].strip() if 0 < line <= len(self.lines) else "",
                f"Die Zeile ist kein gültiges TOML, oder ein Block steht doppelt ({error}).",
                "Anführungszeichen, Klammern und den Namen des Blocks prüfen.",
            )

    def fault(self, line: int | None, value: Any, message: str, remedy: str) -> None:
        self.faults.append(
            Fault(file=self.name, line=line, value=str(value), message=message, remedy=remedy)
        )

    def line(self, entry: str, key: str = "") -> int | None:
        """Return the line of a key, of its block where the key is missing, or None."""
        block = 0
        if entry:
            heads = (f"[{entry}]", f'["{entry}"]')
            found = (n for n, text in enumerate(self.lines, 1) if text.strip() in heads)
            block = next(found, 0)
        if key:
            for number, text in enumerate(self.lines[block:], block + 1):
                if text.startswith("["):
                    break
                if re.match(rf"{re.escape(key)}\s*=", text):
                    return number
        return block or None


def _heads(text: str) -> frozenset[str]:
    """Return the names of the blocks of a file that is no valid TOML; other files name them."""
    return frozenset(re.findall(r"^\[\"?([^\]\"\[\n]+)", text, re.MULTILINE))


def read(folder: Path) -> Reading:
    """Read every TOML file of the data folder and collect all faults."""
    files = {name: _File(folder / f"{name}.toml") for name in (*ENTRY_TYPES, "project")}
    unreadable = tuple(fault for file in files.values() for fault in file.faults)
    broken = {name for name, file in files.items() if file.faults}
    if any(not files[name].ids for name in broken - {"project"}):
        return Reading(catalog=None, ids={}, faults=unreadable)  # all that names its blocks is lost
    ids = {name: files[name].ids for name in ENTRY_TYPES}
    entries: dict[str, dict[str, Any]] = {}
    for name, entry_type in ENTRY_TYPES.items():
        entries[name] = {}
        for entry, table in files[name].tables.items():
            built = _built(files[name], entry, table, entry_type)
            if built is not None:
                entries[name][entry] = built
    project = (
        None
        if "project" in broken
        else _built(files["project"], "", files["project"].tables, Project)
    )

    for name in REFERENCES:
        _check_references(files[name], name, ids, broken)
    for name, file in files.items():
        for entry, table in _blocks(name, file.tables):
            _check_formats(file, entry, table)
    _check_towns(files["towns"], entries["towns"], ids["benchmarks"])
    _check_shown_in(files["indicators"], entries["indicators"])
    _check_versions(files["versions"], entries["versions"])
    for unit in entries["units"].values():
        if unit.minimum is not None and unit.maximum is not None and unit.minimum > unit.maximum:
            files["units"].fault(
                files["units"].line(unit.id, "minimum"),
                unit.minimum,
                f"In [{unit.id}] ist minimum größer als maximum.",
                "Die beiden Werte tauschen oder berichtigen.",
            )

    faults = tuple(fault for file in files.values() for fault in file.faults)
    catalog = None if project is None or unreadable else Catalog(project=project, **entries)
    return Reading(catalog=catalog, ids=ids, faults=faults)


Entry = TypeVar("Entry")


def read_blocks(
    path: Path, entry_type: type[Entry], name: str = ""
) -> tuple[dict[str, Entry], tuple[Fault, ...]]:
    """Return the entries of one TOML file by block, and its faults, which call it `name`."""
    file = _File(path, name)
    built = {entry: _built(file, entry, table, entry_type) for entry, table in file.tables.items()}
    for entry, table in _blocks(file.name, file.tables):
        _check_formats(file, entry, table)
    return {entry: one for entry, one in built.items() if one is not None}, tuple(file.faults)


def line_of(folder: Path, name: str, entry: str, key: str) -> int | None:
    """Return the line of a key in `<name>.toml`, for faults that only show across files."""
    return _File(folder / f"{name}.toml").line(entry, key)


def _blocks(name: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if name == "project":
        yield "", tables
    else:
        yield from ((entry, table) for entry, table in tables.items() if isinstance(table, dict))


def _built(file: _File, entry: str, table: Any, entry_type: type) -> Any:
    """Return the model object for one block, or None where a fault was found."""
    if not isinstance(table, dict):
        file.fault(
            file.line("", entry),
            entry,
            f"„{entry}“ steht außerhalb eines Blocks.",
            "Die Zeile unter eine Überschrift in eckigen Klammern setzen.",
        )
        return None
    names = {field.name: field for field in fields(entry_type)}
    identity = "slug" if "slug" in names else "id"
    named = f"[{entry}]" if entry else "der Datei"
    hints = _hints(entry_type)
    values: dict[str, Any] = {identity: entry} if identity in names else {}
    faulty = False
    for key, value in table.items():
        if key not in names or key == identity:
            faulty = True
            near = difflib.get_close_matches(key, names, n=1)
            known = f"Meinten Sie „{near[0]}“?" if near else f"Bekannt sind: {', '.join(names)}."
            file.fault(file.line(entry, key), key, f"Unbekannte Angabe in {named}.", known)
            continue
        try:
            values[key] = _converted(value, hints[key])
        except ValueError as error:
            faulty = True
            message = f"„{key}“ in {named} hat einen ungültigen Wert."
            file.fault(file.line(entry, key), value, message, str(error))
    for key, field in names.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and key not in values and key not in table:
            faulty = True
            file.fault(
                file.line(entry),
                key,
                f"In {named} fehlt die Angabe „{key}“.",
                f"Eine Zeile „{key} = …“ ergänzen.",
            )
    return None if faulty else entry_type(**values)


_hints = cache(get_type_hints)


def _converted(value: Any, hint: Any) -> Any:
    """Return the value in the type of its field; a ValueError says what is expected."""
    options = [option for option in get_args(hint) if option is not NoneType]
    kind = options[0] if options else hint
    if get_origin(hint) is tuple:
        if is_dataclass(kind):
            return _inner_entries(value, kind)
        if isinstance(value, list):
            return tuple(_converted(item, kind) for item in value)
        raise ValueError(f"Erwartet wird {EXPECTED[tuple]}.")
    if issubclass(kind, StrEnum):
        if value in list(kind):
            return kind(value)
        raise ValueError(f"Erlaubt sind: {', '.join(kind)}.")
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is kind:
        return value
    raise ValueError(f"Erwartet wird {EXPECTED[kind]}.")


def _inner_entries(value: Any, entry_type: Any) -> tuple[Any, ...]:
    """Return a list of inline tables as entries of their own."""
    hints = _hints(entry_type)
    required = {field.name for field in fields(entry_type) if field.default is MISSING}
    expected = f"Erwartet wird eine Liste von {{{', '.join(f'{name} = …' for name in hints)}}}."
    if not isinstance(value, list):
        raise ValueError(expected)
    for table in value:
        if not isinstance(table, dict) or not required <= set(table) <= set(hints):
            raise ValueError(expected)
    return tuple(
        entry_type(**{key: _converted(one, hints[key]) for key, one in table.items()})
        for table in value
    )


def _check_references(
    file: _File, name: str, ids: Mapping[str, frozenset[str]], broken: Set[str]
) -> None:
    for entry, table in _blocks(name, file.tables):
        for key, targets in REFERENCES[name].items():
            if not broken.isdisjoint(targets):  # what it names may stand behind the slip
                continue
            known = frozenset().union(*(ids[target] for target in targets))
            if key == "about":
                known |= {NETWORK}
            elif name == "breaks" and key == "towns":
                known |= {OTHERS}
            named = table.get(key, ())
            for value in [named] if isinstance(named, str) else named:
                if isinstance(value, str) and value and value not in known:
                    near = difflib.get_close_matches(value, known, n=1)
                    hint = f"Meinten Sie „{near[0]}“? " if near else ""
                    places = " oder ".join(f"{target}.toml" for target in targets)
                    file.fault(
                        file.line(entry, key),
                        value,
                        f"„{key}“ nennt eine unbekannte Kennung.",
                        f"{hint}Die Kennung muss als Block in {places} stehen.",
                    )


def _check_formats(file: _File, entry: str, table: Mapping[str, Any]) -> None:
    """Check what has a form of its own: addresses, dates, colours, decimal counts."""
    for key, value in table.items():
        form = FORMS.get(f"{file.name}/{key}") or FORMS.get(key)
        if form and type(value) is form.kind and value != "" and not form.holds(value):
            file.fault(file.line(entry, key), value, form.message, form.remedy)


def _check_versions(file: _File, versions: Mapping[str, Version]) -> None:
    """Check that the newest stands first."""
    days = [one.date for one in versions.values()]
    for one, before in zip(versions.values(), ["9999", *days], strict=False):
        if one.date >= before:
            file.fault(
                file.line(one.id, "date"),
                one.date,
                "Diese Fassung ist nicht älter als die über ihr.",
                "Die neueste Fassung steht oben, jede mit ihrem eigenen Tag.",
            )


def _check_shown_in(file: _File, indicators: Mapping[str, Indicator]) -> None:
    """Check that no two indicators claim a place with room for one."""
    for place in filter(lambda one: one.holds_one, ShownIn):
        first, *others = [one.id for one in indicators.values() if place in one.shown_in] or [""]
        for id_ in others:
            file.fault(
                file.line(id_, "shown_in"),
                place,
                f"An dieser Stelle steht schon [{first}].",
                f"Dort ist Platz für eine Kennzahl: „{place}“ bei einer der beiden löschen.",
            )


def _check_towns(file: _File, towns: Mapping[str, Town], benchmarks: frozenset[str]) -> None:
    """Check keys against each other: a wrong key joins silently to another town."""
    for slug in file.tables:
        if slug in benchmarks or slug in (NETWORK, OTHERS):
            file.fault(
                file.line(slug),
                slug,
                "Diese Kennung gehört einem Vergleichswert oder dem Verbund, nicht einer Stadt.",
                "Der Stadt eine eigene Kennung geben.",
            )
    kreise: dict[str, Town] = {}
    for town in towns.values():
        west, south, east, north = GERMANY_BOUNDS
        if not (west <= town.longitude <= east and south <= town.latitude <= north):
            file.fault(
                file.line(town.slug, "latitude"),
                f"{town.latitude}, {town.longitude}",
                f"Der Punkt von [{town.slug}] liegt nicht in Deutschland.",
                "latitude ist die Breite (47 bis 55), longitude die Länge (6 bis 15).",
            )
        problem = _key_problem(town, kreise)
        if problem:
            key, value, message, remedy = problem
            file.fault(file.line(town.slug, key), value, message, remedy)
        kreise.setdefault(town.ags[:5], town)


def _key_problem(town: Town, kreise: Mapping[str, Town]) -> tuple[str, str, str, str] | None:
    """Return (key, value, message, remedy) for the first contradiction among a town's keys."""
    look_up = "Den Schlüssel im Gemeindeverzeichnis des Statistischen Bundesamts nachschlagen."
    if not re.fullmatch(r"\d{8}", town.ags):
        return "ags", town.ags, "Der AGS hat nicht acht Ziffern.", look_up
    if not re.fullmatch(r"\d{12}", town.ars):
        return "ars", town.ars, "Der ARS hat nicht zwölf Ziffern.", look_up
    if town.ars[:5] + town.ars[9:] != town.ags:
        return "ags", town.ags, f"AGS und ARS ({town.ars}) gehören nicht zusammen.", look_up
    land, nuts1 = LAENDER.get(town.ags[:2], ("", ""))
    if land != town.land:
        message = f"Die ersten zwei Ziffern des AGS gehören zu {land or 'keinem Land'}."
        return "land", town.land, message, look_up
    if not re.fullmatch(rf"{nuts1}[0-9A-Z]{{2}}", town.nuts3):
        message = f"Der NUTS-3-Schlüssel passt nicht zu {land} (beginnt mit {nuts1}, 5 Zeichen)."
        return "nuts3", town.nuts3, message, look_up
    for key, other in kreise.items():
        same = key == town.ags[:5]
        if [other.nuts3 == town.nuts3, other.kreis == town.kreis] != [same, same]:
            message = f"AGS, NUTS 3 und Kreis widersprechen denen von [{other.slug}]."
            return "kreis", town.kreis, message, look_up
    return None
