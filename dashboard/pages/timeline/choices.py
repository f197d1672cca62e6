"""The timeline's choices in the address, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dash import html
from dash.development.base_component import Component

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK
from dashboard.findings import activities
from dashboard.findings.activities import ANYONE, all_years, days, partners, short_name
from dashboard.pages.choices import (
    UrlState,
    a_month,
    count_before,
    free_text,
    one_of,
    scope,
    several,
)
from dashboard.wording import links
from dashboard.wording.dates import span_text
from dashboard.wording.links import Key


class Shown(StrEnum):
    """What the page shows of the chosen activities."""

    LANES = "bahnen"
    ALIKE = "aehnlich"
    NETWORK = "netz"
    PICTURE = "bild"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(activities.Choices):
    """What is chosen, and what is shown of it; `after` so many entries the list begins."""

    view: str = Shown.LANES
    after: int = 0
    scope: str = ""

    @property
    def is_long(self) -> bool:
        """Whether everything stands on one page, for paper and for searching in it."""
        return self.scope == links.ALL_OF_IT


def default_choices(data: Dataset) -> Choices:
    """Return what the bare address means: everything from the project's time."""
    return Choices(start=data.project.start[:7], end=data.project.end[:7])


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec between the address and the choices."""
    default = default_choices(data)
    places = (NETWORK, *data.towns)
    ids = [one.id for one in data.activities]
    years = all_years(data)
    beyond = f"Bekannt sind nur Aktivitäten von {span_text(years[0][:4], years[1][:4])}."
    return UrlState(
        Choices,
        {
            "view": one_of(Key.VIEW, "Die Ansicht", tuple(Shown), Shown.LANES),
            "towns": several(Key.TOWNS, "Die Stadt", places, ()),
            "categories": several(Key.CATEGORIES, "Die Art", tuple(data.categories), ()),
            "start": a_month(Key.FROM, default.start, years, beyond),
            "end": a_month(Key.UNTIL, default.end, years, beyond, last=True),
            "partner": one_of(Key.PARTNER, "Beteiligte", (ANYONE, *partners(data)), ANYONE),
            "words": free_text(Key.WORDS),
            "chosen": one_of(Key.ACTIVITY, "Die Aktivität", ("", *ids), ""),
            "after": count_before(Key.AFTER),
            "scope": scope(),
        },
    )


def link(state: UrlState[Choices], choices: Choices, **changes: object) -> str:
    """Return the address of the choices with some of them changed; the list begins anew."""
    changed = replace(choices, **{"after": 0, **changes})  # type: ignore[arg-type]
    return links.to(links.TIMELINE, state.query(changed))


def without_choices(data: Dataset, state: UrlState[Choices], choices: Choices) -> Component | None:
    """Return the way back to all of the project's time in the same view, if less is shown."""
    everything = replace(
        default_choices(data), chosen=choices.chosen, view=choices.view, scope=choices.scope
    )
    if replace(choices, after=0) == everything:
        return None
    href = link(state, everything)
    return html.A("Alles zurücksetzen", href=href, **{"data-view": "alles"})


def narrowed(data: Dataset, choices: Choices) -> Iterator[tuple[str, Choices]]:
    """Yield what narrows the choice, but for the time, in words, and the choices without it."""
    for place in choices.towns:
        towns = tuple(one for one in choices.towns if one != place)
        yield short_name(data, place), replace(choices, towns=towns)
    for id_ in choices.categories:
        categories = tuple(one for one in choices.categories if one != id_)
        yield data.categories[id_].label, replace(choices, categories=categories)
    if choices.partner != ANYONE:
        yield f"mit {choices.partner}", replace(choices, partner=ANYONE)
    if choices.words:
        yield f"„{choices.words}“", replace(choices, words="")


def period(choices: Choices) -> str:
    """Return the months chosen in words."""
    first, last = days(choices)
    return span_text(first[:7], last[:7])


def in_words(data: Dataset, choices: Choices) -> str:
    """Return all that is chosen in one line."""
    words = [text for text, _without in narrowed(data, choices)]
    return "; ".join([*(words or ["alle Städte, alle Arten"]), period(choices)])
