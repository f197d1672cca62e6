"""What is chosen on the overview: clauses of one selection, in the keys of timeline and comparison.

A view that sets a clause ignores it where it counts: it shows what each of its marks would leave,
and dims what is not chosen. All others are narrowed by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK, Activity, ShownIn
from dashboard.facts.survey_model import Topic
from dashboard.findings import activities as findings
from dashboard.findings.comparison import can_be_drawn, offered
from dashboard.findings.own_town import OwnTown
from dashboard.pages.choices import Field, NotAChoiceError, UrlState, a_month, one_of, several
from dashboard.wording import links
from dashboard.wording.dates import span_text
from dashboard.wording.links import Key

SEVERAL_SURVEYS = "gleiche-frage"  # values that sound alike, of surveys that asked differently
OTHER_TOPICS = (Topic.REGISTER, Topic.CONTRADICTION)


class Shown(StrEnum):
    """What the chart shows; the words stand in the address."""

    INDICATOR = "kennzahl"
    KINDS = "aktivitaeten"
    SURVEYS = "befragungen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose. Empty means no restriction; `start` and `end` are months, inclusive.

    `own` is the official key of a small town beside the five; `view`, `indicator` and `question`
    are what the chart shows.
    """

    towns: tuple[str, ...]
    categories: tuple[str, ...]
    start: str
    end: str
    own: str
    view: str
    indicator: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The choices, looked up: what every view of the overview is drawn from."""

    data: Dataset
    choices: Choices
    state: UrlState[Choices]

    @property
    def places(self) -> tuple[str, ...]:
        """Return the network and all towns: what a lane, a count, a tick stands for."""
        return (NETWORK, *self.data.towns)

    @property
    def is_whole(self) -> bool:
        """Return whether no month of the project is left out."""
        default = self.state.fields
        months = self.choices.start, self.choices.end
        return months == (default["start"].default, default["end"].default)

    @property
    def is_narrowed(self) -> bool:
        """Return whether any clause is set."""
        return bool(self.choices.towns or self.choices.categories or not self.is_whole)

    @property
    def own(self) -> tuple[OwnTown, ...]:
        """Return the own town; mostly none."""
        ags = self.choices.own
        return (OwnTown(name=self.data.place_label(ags), ags=ags),) if ags else ()

    def filters(self, *without: str) -> findings.Choices:
        """Return the clauses as those of the timeline; `without` names those that are ignored."""
        first, last = (self.state.fields[name].default for name in ("start", "end"))
        months = "months" in without
        return findings.Choices(
            towns=() if "towns" in without else self.choices.towns,
            categories=() if "categories" in without else self.choices.categories,
            start=first if months else self.choices.start,
            end=last if months else self.choices.end,
        )

    def activities(self, *without: str) -> tuple[Activity, ...]:
        """Return the activities that fit all clauses but some, in the order of the file."""
        return findings.visible(self.data, self.filters(*without))

    def is_dimmed(self, place: str) -> bool:
        """Return whether other places are chosen and this one is not."""
        return bool(self.choices.towns) and place not in self.choices.towns

    def link(self, **changes: object) -> str:
        """Return the address of the overview with some of the choices changed."""
        changed = replace(self.choices, **changes)  # type: ignore[arg-type]
        return links.to(links.START, self.state.query(changed))

    def with_town(self, place: str) -> str:
        """Return the address that chooses a place, or no longer does."""
        return self.link(towns=toggled(self.places, self.choices.towns, place))

    def with_kind(self, id_: str) -> str:
        """Return the address that chooses a kind of activity, or no longer does."""
        return self.link(
            categories=toggled(tuple(self.data.categories), self.choices.categories, id_)
        )

    def elsewhere(self, path: str, keys: Sequence[str]) -> str:
        """Return the address of another page with those of the choices that it knows as well."""
        pairs = self.state.query(self.choices)
        known = [(key, text) for key, text in pairs if key in keys]
        towns = [one for one in self.choices.towns if one != NETWORK]
        if path == links.COMPARISON:  # the network has no values
            known = [(key, ",".join(towns) if key == Key.TOWNS else text) for key, text in known]
        return links.to(path, [(key, text) for key, text in known if text])


def toggled(options: Sequence[str], chosen: Sequence[str], one: str) -> tuple[str, ...]:
    """Return what is chosen with one more, or without it, in the order of the options."""
    rest = {id_ for id_ in chosen if id_ != one}
    wanted = rest if one in chosen else {*rest, one}
    return tuple(id_ for id_ in options if id_ in wanted)


def months(data: Dataset) -> tuple[str, ...]:
    """Return every month of the project as YYYY-MM."""
    first, last = (
        int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (data.project.start, data.project.end)
    )
    return tuple(f"{at // 12}-{at % 12 + 1:02}" for at in range(first, last + 1))


def questions(data: Dataset) -> tuple[str, ...]:
    """Return what several surveys asked, or one of several places, and then each block alone."""
    blocks = [one for one in data.comparability.values() if one.topic not in OTHER_TOPICS]
    several_surveys = [SEVERAL_SURVEYS] if any(one.contrast for one in blocks) else []
    return (*several_surveys, *(one.id for one in blocks if len(one.facts) > 1))


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec between the address and the choices."""
    first, *_rest, last = months(data)
    known = [one.id for one in offered(data) if can_be_drawn(one)]
    default = next(id_ for id_ in (*data.shown_in(ShownIn.COMPARISON), *known) if id_ in known)
    asked = questions(data) or ("",)
    beyond = (
        f"Die Übersicht reicht von {span_text(first, last)}; frühere und spätere Aktivitäten "
        "zeigt die Zeitleiste."
    )
    return UrlState(
        Choices,
        {
            "towns": several(Key.TOWNS, "Die Stadt", (NETWORK, *data.towns), ()),
            "categories": several(Key.CATEGORIES, "Die Art", tuple(data.categories), ()),
            "start": a_month(Key.FROM, first, (first, last), beyond),
            "end": a_month(Key.UNTIL, last, (first, last), beyond, last=True),
            "own": _own_field(data),
            "view": one_of(Key.VIEW, "Die Ansicht", list(Shown), Shown.KINDS),
            "indicator": one_of(Key.INDICATOR, "Die Kennzahl", known, default),
            "question": one_of(Key.QUESTION, "Die Frage", asked, asked[0]),
        },
        settle=lambda choices: _settled(data, choices),
    )


def _own_field(data: Dataset) -> Field:
    """Return the field of the one own town; the comparison knows several, and typed values."""

    def parse(text: str) -> str:
        first, *more = [one for one in text.split(",") if one.strip()] or [""]
        key, *typed = first.strip().split("~")
        key = key.zfill(8) if key.isdecimal() else key
        found = key if key in data.gemeinden.by_ags else ""
        if key and not found:
            raise NotAChoiceError("", f"Den Gemeindeschlüssel „{key[:20]}“ gibt es hier nicht.")
        if more or typed:
            sentence = (
                "Die Übersicht zeigt eine eigene Stadt mit ihren amtlichen Werten; mehrere Städte "
                "und eigene Angaben zeigt der Vergleich."
            )
            raise NotAChoiceError(found, sentence)
        return found

    return Field(key=Key.OWN, default="", parse=parse)


def _settled(data: Dataset, choices: Choices) -> tuple[Choices, tuple[str, ...]]:
    """Return months in their order, and the key of one of the towns as that town chosen."""
    start, end = sorted((choices.start, choices.end))
    choices = replace(choices, start=start, end=end)
    pilot = next((slug for slug, town in data.towns.items() if town.ags == choices.own), "")
    if not pilot:
        return choices, ()
    towns = (
        choices.towns
        if pilot in choices.towns
        else toggled((NETWORK, *data.towns), choices.towns, pilot)
    )
    return replace(choices, own="", towns=towns), ()
