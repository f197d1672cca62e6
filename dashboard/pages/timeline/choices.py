"""The timeline's choices in the address."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import NETWORK
from dashboard.findings.activities import (
    ANYONE,
    Choices,
    all_years,
    partners,
    project_choices,
)
from dashboard.pages.choices import Field, NotAChoiceError, UrlState, free_text, one_of, several
from dashboard.wording import links
from dashboard.wording.dates import month_of, span_text
from dashboard.wording.links import Key


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec between the address and the choices."""
    default = project_choices(data)
    places = (NETWORK, *data.towns)
    ids = [one.id for one in data.activities]
    return UrlState(
        Choices,
        {
            "towns": several(Key.TOWNS, "Die Stadt", places, ()),
            "categories": several(Key.CATEGORIES, "Die Art", tuple(data.categories), ()),
            "start": _month(Key.FROM, default.start, all_years(data)),
            "end": _month(Key.UNTIL, default.end, all_years(data), last=True),
            "partner": one_of(Key.PARTNER, "Beteiligte", (ANYONE, *partners(data)), ANYONE),
            "words": free_text(Key.WORDS),
            "chosen": one_of(Key.ACTIVITY, "Die Aktivität", ("", *ids), ""),
        },
    )


def _month(key: str, default: str, years: tuple[str, str], *, last: bool = False) -> Field:
    """Return a field for a month within the years that anything is known from."""

    def parse(text: str) -> str:
        month = month_of(text, last=last) if text.strip() else default
        if not month:
            asked = re.sub(r"\s+", " ", text)[:30]
            raise NotAChoiceError(
                default, f"„{asked}“ ist kein Monat; erwartet wird etwa 2021-10 oder 10/2021."
            )
        nearest = min(max(month, years[0]), years[1])
        if nearest != month:
            known = span_text(years[0][:4], years[1][:4])
            raise NotAChoiceError(nearest, f"Bekannt sind nur Aktivitäten von {known}.")
        return month

    return Field(key=key, default=default, parse=parse)


def link(state: UrlState[Choices], choices: Choices, **changes: object) -> str:
    """Return the address of the choices with some of them changed."""
    changed = replace(choices, **changes)  # type: ignore[arg-type]
    return links.to(links.TIMELINE, state.query(changed))
