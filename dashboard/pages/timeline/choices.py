"""The timeline's choices in the address."""

from __future__ import annotations

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
from dashboard.pages.choices import UrlState, a_month, free_text, one_of, several
from dashboard.wording import links
from dashboard.wording.dates import span_text
from dashboard.wording.links import Key


def url_state(data: Dataset) -> UrlState[Choices]:
    """Return the codec between the address and the choices."""
    default = project_choices(data)
    places = (NETWORK, *data.towns)
    ids = [one.id for one in data.activities]
    years = all_years(data)
    beyond = f"Bekannt sind nur Aktivitäten von {span_text(years[0][:4], years[1][:4])}."
    return UrlState(
        Choices,
        {
            "towns": several(Key.TOWNS, "Die Stadt", places, ()),
            "categories": several(Key.CATEGORIES, "Die Art", tuple(data.categories), ()),
            "start": a_month(Key.FROM, default.start, years, beyond),
            "end": a_month(Key.UNTIL, default.end, years, beyond, last=True),
            "partner": one_of(Key.PARTNER, "Beteiligte", (ANYONE, *partners(data)), ANYONE),
            "words": free_text(Key.WORDS),
            "chosen": one_of(Key.ACTIVITY, "Die Aktivität", ("", *ids), ""),
        },
    )


def link(state: UrlState[Choices], choices: Choices, **changes: object) -> str:
    """Return the address of the choices with some of them changed."""
    changed = replace(choices, **changes)  # type: ignore[arg-type]
    return links.to(links.TIMELINE, state.query(changed))
