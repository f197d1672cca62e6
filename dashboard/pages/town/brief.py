"""What a town's page, slides and fact sheet share: the town of an address, facts, map, lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, isnan
from typing import TypeAlias

from dash import html
from dash.development.base_component import Component

from dashboard.components.activities.list import category_symbol
from dashboard.components.figure_card import FigureCard
from dashboard.components.sources import linked_sources, numbered_sources
from dashboard.components.surveys.note import STATUS, asked_text, shown_value
from dashboard.downloads.table import Column, Table
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import REGISTERS, TYPES_DATE, SmallTown
from dashboard.facts.model import OWN_SYMBOL, Activity, Actor, Flag, Gap, Gemeinde, ShownIn, Town
from dashboard.facts.survey_model import PublicationStatus, SurveyFact, SurveyRole
from dashboard.figures.answers import base_text
from dashboard.figures.maps import local_map, neighbours, point_map, waters
from dashboard.findings.distribution import REGIOSTAR
from dashboard.findings.location import near_cities, near_towns
from dashboard.findings.town import (
    CITY,
    MUNICIPAL_KEY,
    POPULATION,
    KeyFigure,
    key_figures,
    population_text,
    surveyed,
    surveys_of,
    to_city,
)
from dashboard.pages.contract import Address, UnknownAddressError
from dashboard.wording import links
from dashboard.wording.dates import date_text, when_text
from dashboard.wording.numbers import FLAG_WORDS, MISSING, NO_BREAK_SPACE, listed, number

Facts: TypeAlias = list[tuple[str, str | list[str | Component]]]
FEW = 3  # key figures
MOST_GAPS = 4  # that are named where there is little room
CITY_100 = "Nächste Großstadt ab 100.000"
VERBAND = "Gemeindeverband"
HEAD = "Stadtspitze"


def town_of(data: Dataset, address: Address) -> Gemeinde:
    """Return the town named in the path; raise `UnknownAddressError` where there is none."""
    slug = address.values["slug"]
    town = data.gemeinde(slug)
    if town is None or town.slug != slug:
        raise UnknownAddressError(address.path)
    return town


def some_paths(data: Dataset, template: str) -> tuple[str, ...]:
    """Return the paths of the pilot towns and, of all others, of those hardest to show."""
    return tuple(links.path(template, slug=slug) for slug in (*data.towns, *_hardest(data)))


@lru_cache(maxsize=2)
def _hardest(data: Dataset) -> tuple[str, ...]:
    """Return the towns that are hardest to show, of each kind the first.

    The longest name, the youngest, the most values of a Gemeindeverband or of another territory.
    """
    tables = data.gemeinden
    columns = tables.columns.values()
    people = [one.values for one in columns if one.indicator == POPULATION]
    marked = Counter(at for column in columns for at in column.flags)
    own = {one.ags for one in data.towns.values()}
    others = [at for at, one in enumerate(tables.towns) if one.ags not in own]
    hardest: tuple[Callable[[int], int], ...] = (
        lambda at: len(tables.towns[at].name),
        lambda at: sum(isnan(values[at]) for values in people),
        lambda at: marked[at],
    )
    found = [tables.towns[max(others, key=rule)].slug for rule in hardest if others]
    return tuple(dict.fromkeys(found))


def facts(data: Dataset, town: Gemeinde, *, linked: bool = False) -> Facts:
    """Return what a town is in a few terms and values; `linked` with the sources of its heads."""
    population = data.latest(town.id, POPULATION)
    persons: list[str | Component] = [population_text(data, town)]
    if population:
        link = html.A(when_text(population.date), href=links.source(population.source))
        persons += [" (", link, ")"]
    area = f"{number(town.area_km2, 2)}{NO_BREAK_SPACE}km²"
    city = f"{to_city(town)} Luftlinie" if town.metropolis else MISSING
    common: Facts = [("Bevölkerung", persons), ("Fläche", area), (CITY, city)]
    register = data.gemeinden.of(town.ags)
    types = types_of(data, town) if linked else []
    if not isinstance(town, Town):
        return [
            ("Rechtsstellung", town.status),
            *common,
            (CITY_100, _city_100(data, town)),
            (MUNICIPAL_KEY, town.ags),
            *([(VERBAND, _verband(register))] if register and register.verband else []),
            *types,
        ]
    return [
        ("Rolle im Verbund", _role(town)),
        ("Rechtsstellung", f"{town.status}, {town.gemeindetyp}"),
        *common,
        (MUNICIPAL_KEY, town.ags),
        *types[-2:],
        (HEAD, heads_text(data, town, linked=linked)),
    ]


def types_of(data: Dataset, town: Gemeinde) -> Facts:
    """Return what kind of place a town is by the BBSR, and of when that is."""
    register = data.gemeinden.of(town.ags)
    return _types(register) if register else []


def _city_100(data: Dataset, town: Gemeinde) -> str:
    found = near_cities(data, town)
    if not found:
        return MISSING
    return f"{found[0].name}, {found[0].distance} Luftlinie"


def _verband(town: SmallTown) -> str:
    return f"{town.verband_kind} {town.verband}"


def _types(town: SmallTown) -> Facts:
    when = date_text(TYPES_DATE)
    if not town.regiostar7:
        return [("Raumtypen des BBSR", f"{MISSING}, denn sie sind vom {when}")]
    whole = f", {FLAG_WORDS[Flag.VERBAND]}" if town.verband else ""
    return [
        ("Gemeindetyp (BBSR)", f"{town.gemeindetyp}{whole} ({when})"),
        ("Raumtyp (RegioStaR 7)", f"{town.regiostar7}, {REGIOSTAR[town.regiostar7]} ({when})"),
        ("Lage (BBSR)", f"{town.lage}{whole} ({when})"),
    ]


def _role(town: Town) -> str:
    if not town.partner:
        return "keine, die Stadt gehörte nicht zum Projekt"
    return "Leadkommune, führte den Verbund" if town.lead else "Partnerstadt"


def outside(town: Town) -> str:
    """Return the sentence that stands where a page tells what towns did in the project."""
    return f"{town.name} gehörte nicht zum Projekt."


def nothing_done(town: Town) -> Component:
    """Return the sentence for a town without a known activity in the project."""
    unknown = "Dazu steht in den gefundenen Quellen nichts."
    return html.P(unknown if town.partner else outside(town), className="missing")


def in_brief(
    data: Dataset, town: Town, *, numbered: bool = False
) -> list[tuple[str, list[str | Component]]]:
    """Return what happened in a town, what stayed and what is not known, with the sources.

    Where room is short these are `numbered`.
    """

    def told(text: str, ids: Sequence[str]) -> list[str | Component]:
        sources = data.named_sources(ids)
        if numbered:
            return [f"{text} ", numbered_sources(sources)] if ids else [text]
        named = html.Span([" Quellen: ", *linked_sources(sources)], className="source")
        return [text, named] if ids else [text]

    return [
        ("Was geschah", told(town.happened, town.happened_sources)),
        ("Was blieb", told(town.stayed, town.stayed_sources)),
        ("Was nicht bekannt ist", [town.unknown]),
    ]


def heads_of(data: Dataset, town: Town) -> list[Actor]:
    """Return who headed the town, or stood for its head, while the project ran."""
    start, end = data.project.start, data.project.end
    return [
        one
        for one in data.actors
        if one.kind == "mayor"
        and one.place == town.slug
        and not (one.since and one.since > end)
        and not (one.until and one.until < start[: len(one.until)])
    ]


def heads_text(
    data: Dataset, town: Town, *, linked: bool, numbered: bool = False
) -> list[str | Component]:
    """Return who headed the town while the project ran, and their time in office.

    It is said as far as it is known, never as of today.

    Where the sources stand elsewhere (not `linked`), how old they are is said once for all.
    """
    heads = heads_of(data, town)
    parts: list[str | Component] = [] if heads else [MISSING]
    stands = []
    for one in heads:
        sources = data.named_sources(one.sources)
        newest = max((source.published for source in sources), default="")
        if not (linked or newest or one.since or one.until):
            continue  # neither term nor age of the source is known: only where the source stands
        stands += [newest] if newest else []
        parts += [html.Br()] if parts else []
        role = one.role
        if not linked:  # short of room: the town is named above
            here = f" von ({re.escape(town.name)}|{re.escape(town.short_name)})"
            role = re.sub(rf"{here}| \([^)]*\)", "", role)
        parts.append(f"{one.name}, {role}{_in_office(one)}.")
        if linked:
            stand = f" Stand der Quelle: {date_text(newest)}." if newest else ""
            if numbered:
                parts.append(stand)
                continue
            named = [f"{stand} Quellen: ", *linked_sources(sources)]
            parts.append(html.Span(named, className="source"))
    if numbered and heads:
        every = dict.fromkeys(id_ for one in heads for id_ in one.sources)
        parts += [" ", numbered_sources(data.named_sources(every))]
    if stands and not linked:
        parts += [html.Br(), f"Stand der Quelle: {date_text(max(stands))}."]
    return parts


def _in_office(one: Actor) -> str:
    if one.since and one.until:
        return f"; im Amt von {date_text(one.since)} bis {date_text(one.until)}"
    if one.since:
        return f"; im Amt seit {date_text(one.since)}"
    if one.until:
        return f"; im Amt bis {date_text(one.until)}"
    return ""


def map_id(town: Gemeinde) -> str:
    """Return the id of the map's figure."""
    return f"{town.slug}-karte"


def map_card(data: Dataset, town: Gemeinde, drawn: Component | None = None) -> FigureCard:
    """Return the map of a town among its neighbours, unless it is `drawn` already as a chart."""
    if not isinstance(town, Town):
        return _point_card(data, town, drawn)
    features = data.geometry["local"]["features"]
    names, water = neighbours(town, features), waters(town, features)
    finding = f"{town.name} grenzt an {len(names)} Gemeinden: {', '.join(names)}."
    if water:
        finding += f" Gewässer auf der Karte: {', '.join(water)}."
    return FigureCard(
        id=map_id(town),
        title=f"{town.name} und seine Nachbargemeinden",
        finding=finding,
        chart=local_map(town, features) if drawn is None else drawn,
        table=Table(
            caption=f"Nachbargemeinden von {town.name}",
            columns=(Column(id="place", label="Gemeinde"),),
            rows=tuple((name,) for name in names),
        ),
        sources=(),
        stand=data.stand,
        path=links.path(links.TOWN, slug=town.slug),
        credits=tuple(data.geometry["attribution"]),
        size="map",
        beside=True,
    )


def _point_card(data: Dataset, town: Gemeinde, drawn: Component | None) -> FigureCard:
    """Return the map of a town whose boundary is not at hand: a point among points."""
    near, cities = near_towns(data, town), near_cities(data, town)
    told = [f"{one.name} ({one.distance})" for one in near[:3]]
    finding = f"Am nächsten liegen die Kleinstädte {listed(told)}." if told else ""
    if cities:
        names = [f"{one.name} ({one.distance})" for one in cities]
        finding += f" Von den Großstädten: {listed(names)}."
    return FigureCard(
        id=map_id(town),
        title=f"{town.name} und die nächsten Kleinstädte",
        finding=f"{finding} Alles Luftlinie.".strip(),
        chart=point_map(town, near, cities, symbol=OWN_SYMBOL) if drawn is None else drawn,
        table=Table(
            caption=f"Was {town.name} am nächsten liegt",
            columns=(
                Column(id="place", label="Ort"),
                Column(id="kind", label="Art"),
                Column(id="distance", label="Entfernung in km, Luftlinie", decimals=0, unit="km"),
            ),
            rows=tuple(
                (one.name, "Kleinstadt" if one.slug else "Großstadt", round(one.km))
                for one in (*near, *cities)
            ),
        ),
        sources=data.named_sources(REGISTERS[1:2]),
        stand=data.stand,
        path=links.path(links.TOWN, slug=town.slug),
        note="Die Grenze der Gemeinde liegt hier nicht vor. Gezeigt sind die amtlichen "
        "Gemeindepunkte: Stern die Gemeinde selbst, Kreise andere Kleinstädte, Quadrate "
        "Großstädte; eine Großstadt außerhalb der Karte steht mit einem Pfeil am Rand.",
        size="map",
        beside=True,
    )


def leading_figures(data: Dataset, town: Gemeinde, place: ShownIn) -> list[KeyFigure]:
    """Return the key figures of slides or sheet; more, where a town lacks nearly all of them."""
    ids = data.shown_in(place)
    found = key_figures(data, town, ids)
    if len(found) < FEW:
        found = key_figures(data, town, dict.fromkeys((*ids, *data.shown_in(ShownIn.OWN_TOWN))))
    return found


def after_end(data: Dataset) -> str:
    """Return the time after the project in words: „nach März 2023“."""
    return f"nach {date_text(data.project.end[:7])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a column holds: so many lines of so many letters."""

    lines: int
    letters: int

    def taken(self, text: str) -> int:
        """Return how many lines a text takes."""
        return ceil(len(text) / self.letters)


NO_ROOM = Room(lines=0, letters=1)
NOTHING = "entfällt"  # there is nothing of which it could be said


def steps(data: Dataset, activities: Sequence[Activity], *, room: Room = NO_ROOM) -> Component:
    """Return activities by date and title, and what they were as far as the room reaches.

    A date that stands above already is not said again.
    """
    dates = [one.date_text for one in activities]
    dated = [date != before for date, before in zip(dates, ["", *dates], strict=False)]
    left = room.lines - sum(room.taken(one.title) for one in activities)
    left -= sum(room.taken(date) for date, said in zip(dates, dated, strict=True) if said)
    rows = []
    for one, is_dated in zip(activities, dated, strict=True):
        is_described = 0 < room.taken(one.description) <= left
        left -= room.taken(one.description) if is_described else 0
        rows.append(
            html.Li(
                [
                    html.Div(one.date_text, className="steps__date") if is_dated else None,
                    html.Div(
                        [category_symbol(data.categories[one.category]), one.title],
                        className="steps__title",
                    ),
                    html.Div(one.description, className="steps__text") if is_described else None,
                ]
            )
        )
    return html.Ol(rows, className="steps")


def project_survey(data: Dataset, town: Town) -> tuple[str, tuple[str, str, str]]:
    """Return one sentence and the cells of a row about the project's survey in a town."""
    for survey, _facts in surveys_of(data, town):
        if survey.role is SurveyRole.PROJECT:
            status = STATUS[survey.status]
            if survey.status is PublicationStatus.NOT_HELD:
                return "Für diese Stadt wird keine Bürgerbefragung genannt.", (
                    "keine genannt",
                    NOTHING,
                    NOTHING,
                )
            return f"Befragung des Projekts: {status}.", (
                survey.title,
                status,
                survey.n or MISSING,
            )
    return "", (MISSING, MISSING, NOTHING)


def asked_elsewhere(data: Dataset, town: Town) -> list[SurveyFact]:
    """Return a value of each survey in the other towns, those of the project first.

    A share says more than a count, which mostly counts who answered.
    """
    found: dict[str, list[SurveyFact]] = {}
    for one in data.in_project:
        if one != town:
            for fact in surveyed(data, one)[0]:
                found.setdefault(fact.survey, []).append(fact)
    told = [
        next((one for one in facts if one.unit == "percent"), facts[0]) for facts in found.values()
    ]
    return sorted(told, key=lambda one: data.surveys[one.survey].role is not SurveyRole.PROJECT)


def survey_values(
    data: Dataset, values: Sequence[SurveyFact], most: int, *, named: bool = False
) -> list[Component]:
    """Return the first of the values, each with its question and survey; `named` with its town."""
    if not values:
        return [
            html.P("Ein Wert aus einer Befragung am Ort wurde nicht gefunden.", className="missing")
        ]
    rows = []
    for fact in values[:most]:
        survey = data.surveys[fact.survey]
        base = f", {base_text(fact.n)}" if fact.n is not None and fact.unit == "percent" else ""
        town = f"{data.towns[survey.town].short_name}: " if named and survey.town else ""
        about = f"{town}{survey.title}{base}"
        if survey.role is not SurveyRole.PROJECT:
            about += " (nicht vom Projekt)"
        rows.append(
            html.Li(
                [
                    html.Div(shown_value(fact, "said__value")),
                    html.Span(
                        [
                            asked_text(fact),
                            html.Div(about, className="said__survey"),
                        ]
                    ),
                ]
            )
        )
    more = len(values) - most
    rest = [html.P(f"und {more} weitere Angaben auf der Seite „Befragungen“")] if more > 0 else []
    return [html.Ul(rows, className="said"), *rest]


def open_questions(unknown: Iterable[SurveyFact]) -> list[Component]:
    """Return what was looked for in surveys and not found, in one paragraph."""
    asked = dict.fromkeys(fact.question for fact in unknown)
    if not asked:
        return [html.P("Zu den bekannten Befragungen ist nichts als fehlend verzeichnet.")]
    return [html.P(f"{'; '.join(asked)}.", className="sheet__gaps")]


def first_gaps(gaps: Sequence[Gap]) -> str:
    """Return what lacks in words: what lacks here alone, then some of the rest, and how many more.

    Why, and who may have it, stands on the page of the town.
    """
    ordered = sorted(gaps, key=lambda gap: not gap.towns)
    names = [one.label for one in ordered[:MOST_GAPS]]
    more = len(ordered) - len(names)
    return listed([*names, f"{number(more)} weitere"] if more else names)


def introduced_by(data: Dataset, town: Gemeinde) -> list[str]:
    """Return the ids of the sources of what a town is introduced with on slides and paper."""
    population = data.latest(town.id, POPULATION)
    counted = [population.source] if population else []
    if not isinstance(town, Town):
        return [*counted, *REGISTERS[:2]]
    return [*counted, *town.sources, *(id_ for one in heads_of(data, town) for id_ in one.sources)]
