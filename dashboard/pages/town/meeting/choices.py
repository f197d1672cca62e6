"""What is chosen of a talk: which slides in which order, the one that is shown, the colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.pages.choices import Field, NotAChoiceError, UrlState, one_of
from dashboard.pages.town.meeting.slides import NUMBERS
from dashboard.wording.links import SLIDE_PLACE, Key

COLOURS = ("hell", "dunkel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which slides in which order, which of them is shown, light or dark."""

    slides: tuple[str, ...]
    slide: str
    colours: str


def url_state() -> UrlState[Choices]:
    """Return the codec of the address."""
    return UrlState(
        Choices,
        {
            "slides": _sequence(Key.SLIDES),
            "slide": one_of(Key.SLIDE, "Die Folie", NUMBERS, "1"),
            "colours": one_of(Key.COLOURS, "Die Farben", COLOURS, "hell"),
        },
        settle=_settled,
        fold=_from_form,
    )


def _sequence(key: str) -> Field:
    """Return a field with slides in the visitor's own order."""

    def parse(text: str) -> tuple[str, ...]:
        asked = [part.strip() for part in text.split(",") if part.strip()]
        chosen = tuple(dict.fromkeys(part for part in asked if part in NUMBERS))
        if not chosen or len(chosen) < len(set(asked)):
            raise NotAChoiceError(chosen or NUMBERS, "Eine dieser Folien gibt es nicht.")
        return chosen

    return Field(key=key, default=NUMBERS, parse=parse, text=",".join)


def _settled(choices: Choices) -> tuple[Choices, tuple[str, ...]]:
    if int(choices.slide) <= len(choices.slides):
        return choices, ()
    return replace(choices, slide="1"), (f"Es gibt nur {len(choices.slides)} Folien.",)


def _from_form(query: Mapping[str, str]) -> dict[str, str]:
    """Return the query of a form folded into one order: a slide moved up or down, or its place."""
    placed = {
        key.removeprefix(SLIDE_PLACE): int(text)
        for key, text in query.items()
        if key.startswith(SLIDE_PLACE) and text in NUMBERS
    }
    own = (Key.EARLIER, Key.LATER)
    rest = {
        key: text
        for key, text in query.items()
        if key not in own and not key.startswith(SLIDE_PLACE)
    }
    order = sorted(placed, key=lambda slide: placed[slide])
    if not order and not any(key in query for key in own):
        return rest
    order = order or query.get(Key.SLIDES, "").split(",")
    _move(order, query.get(Key.EARLIER, ""), -1)
    _move(order, query.get(Key.LATER, ""), 1)
    return {**rest, Key.SLIDES: ",".join(order)}


def _move(order: list[str], slide: str, by: int) -> None:
    """Change places with the neighbour, where both are there."""
    if slide in order and 0 <= order.index(slide) + by < len(order):
        at = order.index(slide)
        order[at], order[at + by] = order[at + by], order[at]
