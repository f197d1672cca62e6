"""What every view of the comparison starts from: the choices, looked up, and their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from dash.development.base_component import Component

from dashboard.components.figure_card import FigureCard
from dashboard.components.provenance import CONFIDENCE, provenance
from dashboard.downloads.table import Cell, Column, Link, Missing, Number, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, Level, Observation, Unit, ValueKind
from dashboard.figures.dots import Dot
from dashboard.figures.theme import Figure
from dashboard.findings.comparison import (
    Basis,
    Place,
    PlaceValue,
    Reference,
    base_date,
    common_date,
    offered,
    reference,
    rows_at,
)
from dashboard.findings.distribution import ALL, Group, group_of
from dashboard.findings.own_town import OWN, OwnTown, typed
from dashboard.wording import links
from dashboard.wording.dates import date_text
from dashboard.wording.numbers import (
    MISSING,
    NO_BREAK_SPACE,
    count_text,
    decimals_of,
    flag_words,
    listed,
    number,
    number_of,
    value_text,
)

Drawing: TypeAlias = Figure | Component
SHORT_SUFFIX = 3  # signs of a unit short enough to stand at every dot
OWN_SOURCE = "eigene Angabe, nicht geprüft"


class Shown(StrEnum):
    """The views; the words stand in the address."""

    LEVEL = "stand"
    COURSE = "verlauf"
    PROFILE = "profil"
    MAP = "karte"
    CROSSING = "zusammenhang"
    TABLE = "tabelle"
    GAPS = "luecken"

    @property
    def label(self) -> str:
        """Return the view's name for visitors."""
        return LABELS.get(self, self.value.capitalize())


# „Stand“ is how recent data are, nothing else
LABELS = {Shown.LEVEL: "Ein Stichtag", Shown.GAPS: "Lücken"}


THEMED = (Shown.PROFILE, Shown.TABLE, Shown.GAPS)  # show all indicators of a theme
GROUPED = (Shown.LEVEL, Shown.PROFILE, Shown.TABLE, Shown.MAP)  # compare with a group of towns


def _bare_address(**_changes: object) -> str:
    return links.to(links.COMPARISON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The choices of a visitor, looked up; whoever has none to offer names places and indicator.

    `other` is the indicator to cross the first with. `link` returns the address of the comparison
    with some of the choices changed.
    """

    data: Dataset
    places: tuple[Place, ...]
    indicator: Indicator
    other: Indicator
    view: Shown = Shown.LEVEL
    theme: str = ""
    basis: Basis = Basis.ABSOLUTE
    date: str = ""
    own: tuple[OwnTown, ...] = ()
    group: str = ALL
    order: str = ""
    search: str = ""
    query: tuple[tuple[str, str], ...] = ()
    link: Callable[..., str] = _bare_address

    @property
    def towns(self) -> tuple[str, ...]:
        """Return the chosen towns of which there are official values."""
        return tuple(place.id for place in self.places if place.id != OWN)

    @property
    def dated(self) -> bool:
        """Return whether the date is a choice in this view."""
        course = self.view is Shown.COURSE and self.basis is not Basis.ABSOLUTE
        return course or self.view in (Shown.LEVEL, Shown.MAP)

    @property
    def shown_date(self) -> str:
        """Return the date in force: the chosen one, the base of a line, or the common one."""
        if self.date:
            return self.date
        if self.view is Shown.COURSE:
            return base_date(self.data, self.towns, self.indicator.id)
        return self.at(self.indicator)

    def at(self, indicator: Indicator) -> str:
        """Return the one date at which an indicator is compared in this view."""
        if self.date and self.view in (Shown.LEVEL, Shown.MAP):
            return self.date
        return common_date(self.data, self.towns, indicator.id)

    def unit(self, indicator: Indicator) -> Unit:
        """Return the indicator's unit."""
        return self.data.units[indicator.unit]

    def rows(self, indicator: Indicator) -> tuple[PlaceValue, ...]:
        """Return every place's value of an indicator at its date."""
        return rows_at(self.data, self.places, indicator, self.at(indicator), self.own)

    def against(self, indicator: Indicator) -> Reference:
        """Return what an indicator's values at its date are set against."""
        return reference(self.data, indicator.id, self.at(indicator), self.group)

    @property
    def whom(self) -> Group:
        """Return whom one is compared with."""
        return group_of(self.data, self.group)

    def reason(self, row: PlaceValue, indicator: Indicator) -> str:
        """Return why a place has no value at the date, and beside it what it has of another."""
        one = row.elsewhere
        if one is None:
            return row.reason
        cut = self.data.break_between(row.place.id, indicator.id, one.date, self.at(indicator))
        why = f", nicht vergleichbar ({cut.label})" if cut else ""
        return f"{row.reason}; {date_text(one.date)}: {self.text(one, indicator)}{why}"

    def themed(self) -> tuple[Indicator, ...]:
        """Return the indicators of the theme that can be compared."""
        return tuple(one for one in offered(self.data) if one.theme == self.theme)

    def text(self, one: Observation | None, indicator: Indicator) -> str:
        """Return a value with its unit."""
        return value_text(one, indicator, self.unit(indicator))

    def value(self, value: float, indicator: Indicator) -> str:
        """Return a number of an indicator that no observation stands for, with its unit."""
        suffix = self.unit(indicator).suffix
        text = number(value, indicator.decimals)
        return f"{text}{NO_BREAK_SPACE}{suffix}" if suffix else text


def where(scene: Scene, level: Level) -> str:
    """Return whose values are shown, as part of a title."""
    pilots = [one for one in scene.places if one.id in scene.data.towns]
    own = [one.called(level) for one in scene.places if one not in pilots]
    # two towns may lie in one district
    names = list(dict.fromkeys(place.called(level) for place in pilots))
    if len(names) > 2:
        names = [f"{count_text(len(names))} {'Kreisen' if level is Level.KREIS else 'Städten'}"]
    start = "in:" if level is Level.KREIS and len(pilots) < 3 else "in"
    return f"{start} {listed([*own, *names])}"


def theme_level(indicators: Sequence[Indicator]) -> Level:
    """Return the level a whole theme stands for: the district where all its indicators do."""
    districts = all(one.level is Level.KREIS for one in indicators)
    return Level.KREIS if districts else Level.GEMEINDE


def title_of(scene: Scene, indicator: Indicator, when: str) -> str:
    """Return what, where and when; an estimate says that it is one."""
    kind = " (Modellschätzung)" if indicator.estimate else ""
    end = f", {when}" if when else ""
    return f"{indicator.label}{kind} {where(scene, indicator.level)}{end}"


def short_value(scene: Scene, one: Observation, indicator: Indicator) -> str:
    """Return a value as it stands at a dot: the unit only where it is short."""
    if indicator.kind is not ValueKind.NUMBER:
        return scene.text(one, indicator)
    suffix = scene.unit(indicator).suffix
    text = number_of(one, indicator)
    if suffix.startswith("%"):
        suffix = "%"
    return f"{text}{NO_BREAK_SPACE}{suffix}" if 0 < len(suffix) <= SHORT_SUFFIX else text


def tier_names(scene: Scene, indicator: Indicator) -> dict[float, str] | None:
    """Return what stands on the axis of tiers, as the source writes them; None for numbers."""
    if indicator.kind is not ValueKind.TIER:
        return None
    every = [one for town in scene.data.towns for one in scene.data.series(town, indicator.id)]
    names = {
        one.value: one.value_text or number(one.value) for one in every if one.value is not None
    }
    return dict(sorted(names.items()))


def place_name(place: Place, level: Level) -> str:
    """Return the name of a value's territory and, for a district, the town it stands for."""
    if level is Level.KREIS and place.district != place.name:
        return f"{place.district} ({place.name})"
    return place.name


def dot_of(scene: Scene, row: PlaceValue, indicator: Indicator) -> Dot:
    """Return a row as the dot a figure draws; without one at this date, words that say so."""
    one, place = row.observation, row.place
    name = place_name(place, indicator.level)
    text = short_value(scene, one, indicator) if one else MISSING
    mark = mark_of(one, place) if one else ""
    if row.elsewhere:
        text += f" ({row.elsewhere.date[:4]}:\u00a0{short_value(scene, row.elsewhere, indicator)})"
    when = date_text(one.date) if one and one.date else OWN_SOURCE
    shown = f"{when}: {scene.text(one, indicator)}" if one else scene.reason(row, indicator)
    return Dot(
        key=place.id,
        label=place.called(indicator.level) + (f" ({mark})" if mark else ""),
        colour=place.colour,
        symbol=place.symbol,
        value=one.value if one else None,
        text=text,
        hover=f"<b>{name}</b><br>{indicator.short_label}<br>{shown}",
        strong=place.first,
    )


def mark_of(one: Observation, place: Place) -> str:
    """Return what a value of a town may not be taken for, in a word or two; mostly nothing."""
    if not one.source:
        return "" if place.id == OWN else "eigene Angabe"  # the name of the former says so
    return flag_words(one, short=True)


# --------------------------------------------------------------------------------------- tables

VALUE_COLUMNS = (
    Column(id="place", label="Ort"),
    Column(id="highlighted", label="Hervorgehoben"),
    Column(id="indicator", label="Kennzahl"),
    Column(id="reference_date", label="Stichtag", date=True),
    Column(id="value", label="Wert", decimals=0),  # each value has decimals of its own
    Column(id="unit", label="Einheit"),
    Column(id="level", label="Ebene"),
    Column(id="confidence", label="Belastbarkeit"),
    Column(id="note", label="Anmerkung"),
    Column(id="source", label="Quelle"),
)


def value_row(scene: Scene, row: PlaceValue, indicator: Indicator) -> tuple[Cell, ...]:
    """Return one line of a table of values: place, date, value, and all that is known about it."""
    marked = "ja" if row.place.first else ""
    name = place_name(row.place, indicator.level)
    if row.observation is None:
        when = scene.at(indicator) if row.elsewhere else ""
        reason = Missing(scene.reason(row, indicator))
        unit = scene.unit(indicator).label
        return (name, marked, indicator.label, when, reason, unit, str(indicator.level), "", "", "")
    return line_of(scene, name, marked, indicator, row.observation)


def observations_of(rows: Iterable[PlaceValue]) -> list[Observation]:
    """Return every observation told in the rows, those of another date last."""
    told = list(rows)
    return [one for row in told if (one := row.observation)] + [
        one for row in told if (one := row.elsewhere)
    ]


def line_of(
    scene: Scene,
    name: str,
    marked: str,
    indicator: Indicator,
    one: Observation,
) -> tuple[Cell, ...]:
    """Return one line of a table of values, of a town or a benchmark."""
    unit = scene.unit(indicator).label
    is_number = one.value is not None and indicator.kind is ValueKind.NUMBER
    words = "" if is_number else one.value_text
    value = Number(one.value, decimals_of(one, indicator), words=words)
    note = " ".join(filter(None, (one.note, one.value_text if is_number else "")))
    source = scene.data.sources[one.source] if one.source else None
    return (
        name,
        marked,
        indicator.label,
        one.date or Missing("ohne Datum"),
        value,
        unit,
        str(one.level),
        CONFIDENCE[one.confidence] if source else "nicht geprüft",
        note,
        Link(source.name, source.url) if source else OWN_SOURCE,
    )


def value_table(
    caption: str,
    rows: Iterable[tuple[Cell, ...]],
    keys: Iterable[str],
    more: tuple[Column, ...] = (),
) -> Table:
    """Return a table of values; `keys` link its rows with their marks, `more` follow the rest."""
    return Table(
        caption=caption,
        columns=(*VALUE_COLUMNS, *more),
        rows=tuple(rows),
        keys=tuple(keys),
    )


def card_id(scene: Scene) -> str:
    """Return the id of the view's figure."""
    return f"vergleich-{scene.view}"


def card_of(
    scene: Scene,
    *,
    title: str,
    finding: str,
    chart: Drawing,
    table: Table,
    observations: Sequence[Observation],
    notes: Iterable[str] = (),
    rows: int = 0,
    credits_: tuple[str, ...] = (),
) -> FigureCard:
    """Return a card of the comparison: sources and origins follow from the observations."""
    return FigureCard(
        id=card_id(scene),
        title=title,
        finding=finding,
        chart=chart,
        table=table,
        sources=scene.data.named_sources(one.source for one in observations if one.source),
        stand=scene.data.stand,
        path=links.COMPARISON,
        query=scene.query,
        note=" ".join(filter(None, (*notes, scene.whom.note if scene.view in GROUPED else ""))),
        credits=credits_,
        size="rows" if rows else "large",
        rows=rows,
        provenance=provenance(scene.data, observations),
    )


def warnings(scene: Scene, *indicators: Indicator) -> list[str]:
    """Return what must be said about indicators; what holds for some of them names these."""
    about: dict[str, list[str]] = {}
    for one in indicators:
        for sentence in _warnings(scene, one):
            about.setdefault(sentence, []).append(one.short_label)
    return [
        sentence if len(names) == len(indicators) else f"{listed(names)}: {sentence}"
        for sentence, names in about.items()
    ]


def _warnings(scene: Scene, indicator: Indicator) -> list[str]:
    sentences = []
    if indicator.level is Level.KREIS:
        towns = listed(
            [f"{p.district} ({p.name})" for p in scene.places if p.id != OWN] or ["keine gewählt"]
        )
        sentences.append(f"Die Werte gelten für ganze Kreise, nicht für die Städte darin: {towns}.")
    if indicator.level is Level.GEMEINDEVERBAND:
        sentences.append(
            "Die Werte gelten für den Gemeindeverband, bei den Pilotstädten jeweils die Stadt "
            "selbst."
        )
    flagged = [row for row in scene.rows(indicator) if row.observation and row.observation.flag]
    sentences += [
        f"{row.place.name}: {row.observation.note}." for row in flagged if row.observation
    ]
    if indicator.estimate:
        sentences.append(
            "Es sind Schätzungen aus einem Modell, keine Zählungen; kleine Unterschiede zwischen "
            "den Städten sagen nichts."
        )
    if indicator.derived:
        sentences.append("Die Werte sind aus den genannten Quellen selbst berechnet.")
    entered = [
        place.name
        for place in scene.places
        if place.id == OWN or typed(scene.own, place.id, indicator)
    ]
    if entered:
        sentences.append(
            f"Eine Besucherin oder ein Besucher hat Werte für {listed(entered)} eingegeben; sie "
            "sind nicht geprüft."
        )
    return sentences
