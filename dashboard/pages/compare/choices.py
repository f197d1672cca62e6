"""What may be chosen in the comparison, and how it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from dashboard.components.comparison.scene import Shown
from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Indicator, ShownIn, Theme, is_ags
from dashboard.findings.comparison import (
    Basis,
    can_be_drawn,
    common_date,
    dates,
    offered,
    years_text,
)
from dashboard.findings.distribution import ALL, groups, refusal
from dashboard.findings.own_town import OWN, OwnTown
from dashboard.pages.choices import Field, UrlState, free_text, one_of, several
from dashboard.pages.compare.own_address import from_form, own_towns_field
from dashboard.wording.links import Key

NONE, SAME = "keine", "kennzahl"  # no town stands out; the theme is that of the indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a visitor chose; empty texts mean: whatever fits the indicator."""

    towns: tuple[str, ...]
    indicator: str
    view: str
    theme: str
    other: str
    basis: str
    date: str
    first: str
    own: tuple[OwnTown, ...]
    group: str
    order: str
    search: str


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec of the page's address."""
    indicators = [indicator.id for indicator in offered(data)]
    drawn = [one.id for one in offered(data) if can_be_drawn(one)]
    wanted = data.shown_in(ShownIn.COMPARISON)
    default = next(id_ for id_ in (*wanted, *indicators) if id_ in indicators)
    other = next(id_ for id_ in (*data.shown_in(ShownIn.CROSSING), *drawn) if id_ in drawn)
    return UrlState(
        Choices,
        {
            "towns": several(Key.TOWNS, "Die Stadt", tuple(data.towns)),
            "indicator": one_of(Key.INDICATOR, "Die Kennzahl", indicators, default),
            "view": one_of(Key.VIEW, "Die Ansicht", list(Shown), Shown.LEVEL),
            "theme": one_of(
                Key.THEME, "Das Thema", [SAME, *(one.id for one in themes(data))], SAME
            ),
            "other": one_of(Key.OTHER_INDICATOR, "Die Kennzahl", drawn, other),
            "basis": one_of(Key.BASIS, "Den Bezug", list(Basis), Basis.ABSOLUTE),
            "date": free_text(Key.DATE, longest=10),
            "first": _first_field(data),
            "own": own_towns_field(data),
            "group": one_of(
                Key.GROUP, "Die Vergleichsgruppe", [ALL, *(one.id for one in groups(data))], ALL
            ),
            "order": free_text(Key.ORDER),
            "search": free_text(Key.SEARCH),
        },
        settle=lambda choices: _settled(data, choices),
        fold=partial(from_form, indicator=default),
    )


def _first_field(data: Dataset) -> Field:
    """Return the field of the town that stands out; an own one is known by its official key."""
    known = one_of(Key.FIRST, "Die Stadt", [NONE, *data.towns, OWN], NONE)
    return replace(known, parse=lambda text: text if is_ags(text) else known.parse(text))


def _settled(data: Dataset, choices: Choices) -> tuple[Choices, tuple[str, ...]]:
    """Return choices that go together, and a sentence for each that did not."""
    sentences = []
    exact = [
        one.id for one in offered(data) if choices.search and name_of(data, one) == choices.search
    ]
    if exact:
        choices = replace(choices, indicator=exact[0], search="")
    choices, told = _pilots_chosen(data, choices)
    sentences += told
    keys = [one.ags for one in choices.own if one.ags]
    known = dates(data, (*data.towns, *keys), choices.indicator)
    if choices.date and choices.date not in known:
        near = [date for date in known if date[:4] == choices.date[:4]]
        sentences.append(
            f"Zum Stichtag „{choices.date}“ gibt es für "
            f"„{data.indicators[choices.indicator].label}“ keinen Wert."
        )
        choices = replace(choices, date=near[-1] if near else "")
    if choices.first != NONE and choices.first not in (
        *choices.towns,
        *(one.id for one in choices.own),
    ):
        sentences.append("Die hervorgehobene Stadt gehört nicht zur Auswahl.")
        choices = replace(choices, first=NONE)
    theme = theme_of(data, choices)
    columns = {one.id for one in offered(data) if one.theme == theme}
    if choices.order and choices.order.removeprefix("-") not in {*columns, "ort"}:
        sentences.append("Nach dieser Spalte lässt sich hier nicht sortieren.")
        choices = replace(choices, order="")
    if choices.group != ALL and choices.view in (Shown.LEVEL, Shown.MAP):
        towns = (*choices.towns, *keys)
        date = choices.date or common_date(data, towns, choices.indicator)
        refused = refusal(data, choices.indicator, date, choices.group)
        # where even all towns together have no distribution, another group would be no help
        if refused and not refusal(data, choices.indicator, date):
            sentences.append(f"{refused} Gezeigt werden alle Gemeinden der Größenklasse.")
            choices = replace(choices, group=ALL)
    return choices, tuple(sentences)


def _pilots_chosen(data: Dataset, choices: Choices) -> tuple[Choices, list[str]]:
    """Return choices in which an official key of a pilot town chooses that town and marks it."""
    sentences = []
    by_ags = {town.ags: slug for slug, town in data.towns.items()}
    for own in choices.own:
        if slug := by_ags.get(own.ags):
            if own.values:
                sentences.append(f"Für {own.name} gelten die Werte dieser Seite.")
            chosen = {*choices.towns, slug}
            choices = replace(
                choices,
                towns=tuple(one for one in data.towns if one in chosen),
                first=slug if choices.first in (NONE, own.ags) else choices.first,
                own=tuple(one for one in choices.own if one is not own),
            )
    return choices, sentences


def theme_of(data: Dataset, choices: Choices) -> str:
    """Return the theme in force: the chosen one, or that of the indicator."""
    return data.indicators[choices.indicator].theme if choices.theme == SAME else choices.theme


def themes(data: Dataset) -> list[Theme]:
    """Return the themes of the indicators that are offered."""
    used = {indicator.theme for indicator in offered(data)}
    return [theme for theme in data.themes.values() if theme.id in used]


def name_of(data: Dataset, indicator: Indicator) -> str:
    """Return an indicator as it is offered: what, for whom, of which years."""
    return f"{indicator.label}, {indicator.level}, {years_text(data, indicator.id)}"
