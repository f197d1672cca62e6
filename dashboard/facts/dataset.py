"""Everything known, read once and frozen: what the pages ask, the files answer."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.facts.built import Parts
from dashboard.facts.english import English
from dashboard.facts.fingerprint import digest
from dashboard.facts.gemeinden import CLASS_OF, Gemeinden
from dashboard.facts.model import (
    NETWORK,
    Activity,
    Actor,
    Benchmark,
    Break,
    Category,
    Fault,
    Flag,
    Gap,
    Gemeinde,
    Indicator,
    Lens,
    Lesson,
    Observation,
    Project,
    ShownIn,
    Source,
    Synonym,
    Term,
    TextEntry,
    Theme,
    Town,
    Unit,
    Version,
)
from dashboard.facts.survey_model import Comparison, Survey, SurveyFact, SurveyResult

SIZE_CLASS = CLASS_OF[0]
NETWORK_LABEL = "Verbund"


class DataError(Exception):
    """The data folder has faults; each names file, line, value and remedy."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message shows the first twenty."""
        super().__init__(
            f"{len(faults)} Fehler in den Daten. „python -m dashboard check“ zeigt alle.\n"
            + "\n".join(map(fault_text, faults[:20]))
        )
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """All entries and rows; mappings and tuples keep the order of the files.

    A dataset equals only itself, so that what is derived from it can be remembered by it.
    """

    project: Project
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
    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    actors: tuple[Actor, ...]
    survey_facts: tuple[SurveyFact, ...]
    survey_results: Mapping[str, SurveyResult]
    geometry: Mapping[str, Any]
    texts: Mapping[str, str]
    text_pages: Mapping[str, TextEntry]
    english: Mapping[str, English]
    gemeinden: Gemeinden
    version: str
    _series: Mapping[tuple[str, str], tuple[Observation, ...]] = field(repr=False)

    @property
    def stand(self) -> str:
        """The ISO day the data was last gone through."""
        return self.project.stand

    @property
    def in_project(self) -> tuple[Town, ...]:
        """The towns that took part; others may stand beside them."""
        return tuple(one for one in self.towns.values() if one.partner)

    def named_sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources of these ids, each once."""
        return tuple(self.sources[id_] for id_ in dict.fromkeys(ids))

    def shown_in(self, place: ShownIn) -> tuple[str, ...]:
        """Return the indicators that say they are shown there, in the order of the file."""
        return tuple(one.id for one in self.indicators.values() if place in one.shown_in)

    def values(self) -> Iterator[Observation]:
        """Yield every value of the towns and benchmarks, whichever file it was read from."""
        return (one for series in self._series.values() for one in series)

    def gemeinde(self, id_: str) -> Gemeinde | None:
        """Return the town of a slug or AGS, one of the five or any other of the size class."""
        if id_ in self.towns:
            return self.towns[id_]
        at = self.gemeinden.by_slug.get(id_, self.gemeinden.by_ags.get(id_))
        if at is None:
            return None
        found = self.gemeinden.towns[at]
        return next((one for one in self.towns.values() if one.ags == found.ags), found)

    def series(self, place: str, indicator: str) -> tuple[Observation, ...]:
        """Return all values of an indicator for a town, by slug or AGS, or benchmark, by date."""
        if place in self.gemeinden.by_ags:
            return self.gemeinden.series(place, indicator)
        return self._series.get((place, indicator), ())

    def latest(self, place: str, indicator: str) -> Observation | None:
        """Return the newest value, or None where there is none."""
        if place in self.gemeinden.by_ags:
            return self.gemeinden.latest(place, indicator)
        return next(reversed(self.series(place, indicator)), None)

    def benchmark(self, indicator: str, place: str, date: str) -> Observation | None:
        """Return the value of a benchmark at that very date, or None."""
        return next((one for one in self.series(place, indicator) if one.date == date), None)

    def breaks_in(self, place: str, indicator: str) -> tuple[Break, ...]:
        """Return the breaks that cut this series, by date."""
        dates = [one.date for one in self.series(place, indicator)]
        found = [
            one
            for one in self.breaks.values()
            if one.concerns(place, indicator)
            and dates
            and dates[0] <= one.after
            and one.before <= dates[-1]
        ]
        return tuple(sorted(found, key=lambda one: one.before))

    def break_between(self, place: str, indicator: str, one: str, other: str) -> Break | None:
        """Return a break that keeps two dates of a series apart, with or without values."""
        return next(
            (
                cut
                for cut in self.breaks.values()
                if cut.concerns(place, indicator) and cut.side(one) != cut.side(other)
            ),
            None,
        )

    def segments(self, place: str, indicator: str) -> tuple[tuple[Observation, ...], ...]:
        """Return the series cut at its breaks; only within a segment may a line be drawn.

        A value between the two sides of a break belongs to neither and stands alone, as does one of
        another territory.
        """
        breaks = self.breaks_in(place, indicator)
        segments: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
        for one in self.series(place, indicator):
            alone = one.date if one.flag is Flag.TERRITORY else ""
            segments[(*(cut.side(one.date) for cut in breaks), alone)].append(one)
        return tuple(map(tuple, segments.values()))

    def table_label(self, table: str) -> str:
        """Return what a wide table is about; its name is that of its themes."""
        return " und ".join(
            self.themes[part].label if part in self.themes else part for part in table.split("_")
        )

    def activity(self, id_: str) -> Activity:
        """Return the activity of that id; the checks guarantee ids named in the files."""
        return _activities_by_id(self)[id_]

    def activities_of(self, town: str) -> tuple[Activity, ...]:
        """Return the activities of a town, or of the network, in the order of the file."""
        return tuple(one for one in self.activities if one.town == town)

    def place_label(self, id_: str) -> str:
        """Return the name of a town, a benchmark or the network; other texts stay as they are."""
        if id_ == NETWORK:
            return NETWORK_LABEL
        town = self.gemeinde(id_)
        if town:
            return town.name
        return self.benchmarks[id_].label if id_ in self.benchmarks else id_


@lru_cache(maxsize=2)
def _activities_by_id(data: Dataset) -> Mapping[str, Activity]:
    return {one.id: one for one in data.activities}


def load_built(folder: Path, built: Parts) -> Dataset:
    """Return the data as `load` does; those that were built passed the checks, and do not again.

    A start then needs neither pandas nor the schemas.
    """
    # whatever is wrong with what was built: the files themselves are there
    with contextlib.suppress(Exception), _no_collection():
        ready: Dataset = pickle.loads(built[part_of_data(folder)])
        return ready
    return load(folder)


def part_of_data(folder: Path) -> str:
    """Return the name of the data among what was built: all files and the code that reads them."""
    return f"data-{_version(folder)}-{code_version(Path(__file__).parent)}.pickle"


def code_version(folder: Path) -> str:
    """Return a digest of every module in the folder and below, of its place and its text."""
    modules = sorted(folder.rglob("*.py"))
    named = (path.relative_to(folder).as_posix().encode() for path in modules)
    texts = (path.read_bytes() for path in modules)
    return digest(b"\0".join(part for both in zip(named, texts, strict=True) for part in both))


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Spare the many new objects the search for garbage: it takes longer than reading them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def load(folder: Path, *, unsigned: bool = False) -> Dataset:
    """Read the data folder; a DataError carries every fault found.

    `unsigned` reads also surveys that nobody has released, as only a preview may.
    """
    # pandas and the schemas are slow to import, and only needed to check
    from dashboard.facts import (
        agreement,
        catalog,
        english,
        gemeinden_tables,
        survey_tables,
        tables,
    )

    reading = catalog.read(folder)
    if not reading.ids:
        raise DataError(reading.faults)
    entries = reading.catalog
    known = tables.Known(
        ids=reading.ids,
        indicators=entries.indicators if entries else {},
        units=entries.units if entries else {},
        benchmark_levels=(
            {one.id: one.level for one in entries.benchmarks.values()} if entries else {}
        ),
        project=entries.project if entries else None,
    )
    rows = tables.read(folder, known)
    texts, found = _texts(folder / "texts")
    declared = folder / "pages.toml"  # no page of one's own, no file
    pages, unfit = catalog.read_blocks(declared, TextEntry) if declared.exists() else ({}, ())
    said = folder / english.FILE  # without it the page in English says so
    in_english, unread = catalog.read_blocks(said, English) if said.exists() else ({}, ())
    faults = (*reading.faults, *rows.faults, *found, *unfit, *unread)
    if entries is None:
        raise DataError(faults)
    results, wrong = survey_tables.read(
        folder / "surveys", entries.surveys, reading.ids["sources"], unsigned=unsigned
    )
    gemeinden, unsound = gemeinden_tables.read(
        folder, entries.indicators, entries.units, frozenset(entries.sources)
    )
    if faults := _without_echoes((*faults, *wrong, *unsound)):
        raise DataError(faults)
    observations = tuple(_kreis_by_name(one, entries.towns) for one in rows.observations)
    data = Dataset(
        **{name: getattr(entries, name) for name in catalog.Catalog.__dataclass_fields__},
        observations=observations,
        activities=rows.activities,
        actors=rows.actors,
        survey_facts=rows.survey_facts,
        survey_results=results,
        geometry=rows.geometry,
        texts=texts,
        text_pages=pages,
        english=in_english,
        gemeinden=gemeinden,
        version=_version(folder),
        _series=_by_series(
            (
                *observations,
                *gemeinden.quartiles,
                *_of_tables(observations, entries.towns.values(), gemeinden),
            )
        ),
    )
    if faults := tuple(agreement.faults(folder, data)):
        raise DataError(faults)
    return data


def _without_echoes(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults; that a version names a file is none where the file itself is missing."""
    found = tuple(faults)
    missing = {one.file for one in found if one.value == one.file}
    return tuple(one for one in found if one.file in missing or one.value not in missing)


def _texts(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """Return the texts by file stem, and those that are not saved in UTF-8."""
    texts, faults = {}, []
    for path in sorted(folder.glob("*.md")):
        try:
            texts[path.stem] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            message = "Die Datei ist nicht in UTF-8 gespeichert."
            value, remedy = f"0x{error.object[error.start]:02X}", "Im Editor als „UTF-8“ speichern."
            faults.append(Fault(f"texts/{path.name}", line, value, message, remedy))
    return texts, faults


def fault_text(fault: Fault) -> str:
    """Return a fault as one line: where, what stands there, what is wrong, what to do."""
    place = f"{fault.file}, Zeile {fault.line}" if fault.line else fault.file
    return f"{place}: „{fault.value}“ – {fault.message} {fault.remedy}".rstrip()


def _of_tables(
    observations: Iterable[Observation], towns: Iterable[Town], gemeinden: Gemeinden
) -> Iterator[Observation]:
    """Yield what the tables of all small towns know of the five beyond their own rows."""
    own = {(one.town, one.indicator, one.date) for one in observations}
    for town in towns:
        for indicator, date in gemeinden.columns:
            found = gemeinden.observation(town.ags, indicator, date)
            if found and (town.slug, indicator, date) not in own:
                yield replace(found, town=town.slug)


def _kreis_by_name(one: Observation, towns: Mapping[str, Town]) -> Observation:
    """Return a value whose note names the Kreis where the table has the key of the town's own."""
    town = towns.get(one.town)
    if town is None or not one.note:
        return one
    return replace(one, note=one.note.replace(f"Kreis {town.ags[:5]}", town.kreis_label))


def _by_series(
    observations: Iterable[Observation],
) -> dict[tuple[str, str], tuple[Observation, ...]]:
    grouped: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for one in observations:
        grouped[one.town, one.indicator].append(one)
    return {key: tuple(sorted(group, key=lambda o: o.date)) for key, group in grouped.items()}


def _version(folder: Path) -> str:
    """Return a fingerprint of all data files: same data, same version."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
