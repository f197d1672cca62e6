"""The things the dashboard knows, as frozen entries; what each field means stands here once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NETWORK = "verbund"  # stands where a town could stand, for what all towns did together
OTHERS = "gemeinden"  # stands where a town could stand, for every Gemeinde without an own entry
POPULATION = "population"  # the one indicator a town is introduced with
OWN_SYMBOL, OWN_DASH = "star", "longdashdot"  # of „Meine Stadt“; no town has them
HEAVIEST = 3  # times as much as once, at most, does a trait of similar towns count
GERMANY_BOUNDS = (5.8, 47.2, 15.1, 55.1)  # west, south, east, north in degrees


def is_date(text: str) -> bool:
    """Tell whether a text is a date as the data knows it: year, half-year, month, months or day."""
    if re.fullmatch(r"\d{4}-\d{2}/\d{4}-\d{2}", text):
        first, last = text.split("/")
        return is_date(first) and is_date(last) and first < last
    if re.fullmatch(r"\d{4}(-H[12])?", text):
        return True
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        return False
    try:
        date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return False
    return True


def is_day(text: str) -> bool:
    """Tell whether a text is an existing day, written YYYY-MM-DD."""
    return len(text) == 10 and is_date(text)


def is_ags(text: str) -> bool:
    """Tell whether a text has the form of an official key of a Gemeinde."""
    return len(text) == 8 and text.isdigit()


def is_url(text: str) -> bool:
    """Tell whether a text is a web address a visitor can open."""
    return re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", text) is not None


class Level(StrEnum):
    """The territory an observation describes."""

    GEMEINDE = "Gemeinde"
    GEMEINDEVERBAND = "Gemeindeverband"
    KREIS = "Kreis"
    BUND = "Bund"
    GROESSENKLASSE = "Größenklasse"


class Confidence(StrEnum):
    """How well a fact is supported; `low` never enters a comparison."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Flag(StrEnum):
    """What a value of the tables of all small towns may not be taken for."""

    VERBAND = "V"  # of a Gemeindeverband of several Gemeinden
    TERRITORY = "G"  # the Gemeinde had another territory then
    IMPOSSIBLE = "P"  # published like this, and outside the possible range


class Precision(StrEnum):
    """How exactly the date of an activity is known; `project`: within the project, no more."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PROJECT = "project"


class Reading(StrEnum):
    """Whether more of an indicator is generally held to be good, bad, or neither."""

    NEUTRAL = "neutral"
    HIGH_FAVOURABLE = "high_favourable"
    LOW_FAVOURABLE = "low_favourable"


class ValueKind(StrEnum):
    """What a value of an indicator is: a number, a numbered tier, or a class given in words."""

    NUMBER = "number"
    TIER = "tier"
    CLASS = "class"


class ShownIn(StrEnum):
    """Where an indicator is shown besides the comparison's list and the profiles of the towns."""

    SLIDES = "folien"
    SLIDE_LEFT = "folie_links"
    SLIDE_RIGHT = "folie_rechts"
    FACT_SHEET = "steckbrief"
    OWN_TOWN = "eigene_stadt"
    COMPARISON = "vergleich"
    CROSSING = "zusammenhang"

    @property
    def holds_one(self) -> bool:
        """Whether there is room for one indicator only."""
        return self in (self.SLIDE_LEFT, self.SLIDE_RIGHT, self.COMPARISON, self.CROSSING)


class SourceKind(StrEnum):
    """Statistical source of an observation, or document behind an activity, person or lesson."""

    STATISTIK = "statistik"
    DOKUMENT = "dokument"


class Phase(StrEnum):
    """Where an activity stands relative to the project of May 2021 to March 2023."""

    BEFORE = "vorgeschichte"
    PROJECT = "projekt"
    AFTER = "danach"
    CONTEXT = "kontext"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeinde:
    """What is known of any Gemeinde. Lengths in km, area in km², WGS 84 degrees."""

    slug: str
    name: str
    short_name: str
    ags: str
    ars: str
    kreis_label: str
    land: str
    latitude: float
    longitude: float
    area_km2: float
    status: str
    gemeindetyp: str
    metropolis: str
    metropolis_km: int | None

    @property
    def id(self) -> str:
        """What stands for it among the places of the data: the official key, which lasts."""
        return self.ags


@dataclass(frozen=True, slots=True, kw_only=True)
class Town(Gemeinde):
    """One of the pilot towns.

    `happened`, `stayed` and `unknown` are the project in three sentences or so.
    """

    nuts3: str
    kreis: str
    website: str
    lead: bool
    tried: str
    happened: str
    happened_sources: tuple[str, ...]
    stayed: str
    stayed_sources: tuple[str, ...]
    unknown: str
    highlight_indicator: str
    highlight_text: str
    colour: str
    symbol: str
    dash: str
    sources: tuple[str, ...]
    note: str = ""
    partner: bool = True  # whether it took part in the project

    @property
    def id(self) -> str:
        """What stands for it among the places of the data."""
        return self.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A comparison series (pseudo-town) such as Germany or the median of a size class."""

    id: str
    label: str
    short_label: str
    description: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A group of indicators, in the order of the site."""

    id: str
    label: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measure; `suffix` follows the number, `minimum`/`maximum` bound valid values."""

    id: str
    label: str
    suffix: str
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One entry of the indicator dictionary."""

    id: str
    label: str
    short_label: str
    unit: str
    decimals: int
    theme: str
    level: Level
    definition: str
    reading: Reading = Reading.NEUTRAL
    more: str = "höher"
    less: str = "niedriger"
    kind: ValueKind = ValueKind.NUMBER
    estimate: bool = False
    derived: bool = False
    comparable: bool = True
    shown_in: tuple[ShownIn, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break in a series: values up to `after` and from `before` on are not comparable.

    `towns` empty means every series of the indicators. Dates are ISO, coarse allowed. An entry
    with `joins` and no dates says the opposite: a change between these sources breaks nothing.
    `comparisons` are the groups of survey values that it cuts as well.
    """

    id: str
    indicators: tuple[str, ...]
    towns: tuple[str, ...]
    label: str
    explanation: str
    after: str = ""
    before: str = ""
    joins: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()

    def concerns(self, place: str, indicator: str) -> bool:
        """Return whether the break is one of this series."""
        return indicator in self.indicators and (
            not self.towns or place in self.towns or (OTHERS in self.towns and is_ags(place))
        )

    def side(self, date: str) -> int:
        """Return 0 up to `after`, 2 from `before` on, 1 between, comparable with neither."""
        return (date > self.after) + (date >= self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something a visitor would expect and that is not there, with the reason.

    `missing` names what would close it: an indicator, or `indicator@2025` for one date, whether or
    not the indicator is known yet.
    """

    id: str
    label: str
    theme: str
    reason: str
    remedy: str
    indicators: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something small towns are alike in or not: a column of their values, „indicator@date“.

    With `per` it is counted per thousand of that column. With `ratio` it is compared by how many
    times as much it is, else by the difference.
    """

    column: str
    label: str
    weight: int
    reason: str
    per: str = ""
    ratio: bool = False

    @property
    def indicator(self) -> str:
        """The id of the indicator, which stands for the trait in addresses."""
        return self.column.partition("@")[0]

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The columns it is made of, as indicator and date."""
        return tuple(
            (indicator, date)
            for indicator, _, date in (one.partition("@") for one in (self.column, self.per))
            if indicator
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """One way to look for similar towns.

    `very_near` and `near` bound the distances, in interquartile ranges, that are called very
    similar and similar; `stays` is the share of nearest towns that stay near whichever trait is
    left out. All three are measured: see `findings/similar`.
    """

    id: str
    label: str
    description: str
    left_out: str
    very_near: float
    near: float
    stays: float
    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source a visitor can open; `published` and `accessed` are ISO, coarse allowed.

    `url` is where its publisher offers it, `file_url` a file with the values, where known.
    """

    id: str
    kind: SourceKind
    title: str
    publisher: str
    url: str
    accessed: str
    licence: str = ""
    licence_url: str = ""
    published: str = ""
    note: str = ""
    file_url: str = ""

    @property
    def name(self) -> str:
        """Publisher and title, the publisher said once."""
        said = self.title.startswith(f"{self.publisher}: ")
        return self.title if said else f"{self.publisher}: {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value of one indicator for one town or benchmark at one date.

    `value` is None where the source gives a class in words (`value_text`). `date` is ISO:
    YYYY-MM-DD for key dates, YYYY-MM for editions, YYYY for annual values, two months with a
    slash for a span. `line` is the line of `file` the value stands in, `rounded_to` what the source
    rounded to, in the unit, 0 where it says no such thing.
    """

    town: str
    indicator: str
    date: str
    value: float | None
    value_text: str
    level: Level
    source: str
    confidence: Confidence
    note: str
    line: int
    rounded_to: float = 0.0
    file: str = "observations.csv"
    flag: Flag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of activity, told apart by colour, symbol and word."""

    id: str
    label: str
    description: str
    colour: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something a town or the network did. `start` and `end` bound what the source supports.

    `town` is a town's slug or `verbund`; `part_of` is the umbrella activity's id or empty.
    """

    id: str
    town: str
    title: str
    category: str
    phase: Phase
    start: str
    end: str
    precision: Precision
    date_text: str
    place: str
    description: str
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    part_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An office holder, partner, funder or expert. `since`/`until` ISO, coarse, or empty."""

    id: str
    kind: str
    name: str
    role: str
    place: str
    since: str
    until: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A transferable experience: who said what, and, apart from it, what this site advises.

    `said_in` holds ids of sources, empty where the site itself concludes; `supported_by` those of
    activities that show it; `about` slugs or `verbund`.
    """

    id: str
    theme: str
    title: str
    statement: str
    said_by: str
    said_in: tuple[str, ...]
    supported_by: tuple[str, ...]
    about: tuple[str, ...]
    advice: str
    further_sources: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources, those in which it is said first."""
        return (*self.said_in, *self.further_sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the trade, explained in plain German; `also` are other spellings and forms.

    Where a page uses a `linked` one first, it leads to the glossary.
    """

    id: str
    word: str
    meaning: str
    also: tuple[str, ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym:
    """Everyday words for which the site writes `terms`; a search for one finds the others."""

    id: str
    words: tuple[str, ...]
    terms: tuple[str, ...]


class TextMenu(StrEnum):
    """Where a text page is linked from every other page."""

    MAIN = "oben"
    ABOUT = "unten"
    NONE = "nirgends"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEntry:
    """A text of `data/texts` as a page of its own: `id` is its file's name and its address."""

    id: str
    title: str
    description: str
    menu: TextMenu


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """What a cell said and says; without a name it is the entry itself that came or went."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that changed: in which file, what readers call it, why, and its changed cells."""

    file: str
    entry: str
    reason: str
    cells: tuple[ChangedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a version of the data brought; its id and `date` are the day it was published."""

    id: str
    date: str
    title: str
    summary: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The project itself: names, span and workshops in order (activity ids).

    `stand` is the ISO day the data was last gone through.
    """

    title: str
    claim: str
    summary: str
    start: str
    end: str
    stand: str
    workshops: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in the data folder: where, what, and what to do; texts in German."""

    file: str
    line: int | None
    value: str
    message: str
    remedy: str = field(default="")
