"""What of a town is shown: a theme, the row that is open, an indicator over time; or all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Gemeinde
from dashboard.findings.town import themes_of
from dashboard.pages.choices import UrlState, count_before, one_of, scope
from dashboard.pages.town.course import courses
from dashboard.wording import links
from dashboard.wording.links import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose; no theme means that of the open row, or the first."""

    theme: str
    indicator: str
    after: int  # rows of the theme before the first in sight
    course: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A town as chosen. `themes` holds the indicators of each, `courses` those with a course."""

    town: Gemeinde
    choices: Choices
    sentences: tuple[str, ...]
    themes: Mapping[str, list[str]]
    courses: tuple[str, ...]
    state: UrlState[Choices]

    @property
    def theme(self) -> str:
        """The id of the theme in sight; empty for a town without values."""
        found = (id_ for id_, ids in self.themes.items() if self.choices.indicator in ids)
        return next(found, "") or self.choices.theme or next(iter(self.themes), "")

    @property
    def after(self) -> int:
        """How many rows of the theme stand before those in sight; the open row is among these."""
        ids = self.themes.get(self.theme, [])
        opened = self.choices.indicator
        return ids.index(opened) if opened in ids else self.choices.after

    @property
    def path(self) -> str:
        """The path of the town's page."""
        return links.path(links.TOWN, slug=self.town.slug)

    def query(self, **changes: str | int) -> tuple[tuple[str, str], ...]:
        """Return the query of other choices; the first theme needs none."""
        changed = replace(self.choices, **changes)  # type: ignore[arg-type]
        if changed.indicator or changed.theme == next(iter(self.themes), ""):
            changed = replace(changed, theme="")
        return self.state.query(changed)

    def link(self, anchor: str, **changes: str | int) -> str:
        """Return the address of other choices."""
        return links.to(self.path, self.query(**changes), anchor)


def shown(data: Dataset, town: Gemeinde, query: Mapping[str, str]) -> Shown:
    """Return what the query chooses of a town."""
    themes, drawn = themes_of(data, town), courses(data, town)
    everywhere = [one.id for one in data.indicators.values() if one.comparable]
    start = drawn[0] if drawn else ""
    state = UrlState(
        Choices,
        {
            "theme": one_of(Key.THEME, "Das Thema", ["", *themes], ""),
            "indicator": one_of(Key.INDICATOR, "Die Kennzahl", ["", *everywhere], ""),
            "after": count_before(Key.AFTER),
            "course": one_of(Key.COURSE, "Den Verlauf", drawn or [""], start),
            "scope": scope(),
        },
        settle=lambda choices: _settled(data, town, themes, choices),
    )
    choices, sentences = state.read(query)
    return Shown(
        town=town, choices=choices, sentences=sentences, themes=themes, courses=drawn, state=state
    )


def _settled(
    data: Dataset, town: Gemeinde, themes: Mapping[str, list[str]], choices: Choices
) -> tuple[Choices, tuple[str, ...]]:
    """Return choices that the town can answer, and a sentence for what it has no value of."""
    if not choices.indicator:
        return choices, ()
    indicator = data.indicators[choices.indicator]
    if indicator.id in themes.get(indicator.theme, ()):
        return replace(choices, theme="", after=0), ()
    theme = indicator.theme if indicator.theme in themes else ""
    sentence = f"Zu „{indicator.label}“ gibt es für {town.name} keinen Wert; warum, steht unten."
    return replace(choices, indicator="", theme=theme), (sentence,)
