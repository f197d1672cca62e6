"""Choices of a page and the address bar: one codec, nothing raised, nearest valid view."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs

from dashboard.wording import links
from dashboard.wording.dates import month_of
from dashboard.wording.links import Key

NO_SIGNS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST_VALUE = 400
LONGEST_SEARCH = 4094  # no shorter than a line that gunicorn takes: nothing is silently left out

Chosen = TypeVar("Chosen")


class NotAChoiceError(ValueError):
    """A value from the address that does not exist; carries the nearest one that does."""

    def __init__(self, nearest: Any, sentence: str) -> None:
        """Take the nearest valid value and what to tell the visitor."""
        super().__init__(sentence)
        self.nearest = nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One choice: `key` in the address, its default, and the way to and from text.

    `parse` raises `NotAChoiceError` with a German sentence for what is not to be had.
    """

    key: str
    default: Any
    parse: Callable[[str], Any]
    text: Callable[[Any], str] = str
    longest: int = LONGEST_VALUE


def one_of(key: str, label: str, options: Sequence[str], default: str) -> Field:
    """Return a field with one of the options as its value."""

    def parse(text: str) -> str:
        if text in options:
            return text
        nearest = next(iter(get_close_matches(text, options, n=1, cutoff=0.6)), default)
        raise NotAChoiceError(nearest, f"{label} „{_short(text)}“ gibt es nicht.")

    return Field(key=key, default=default, parse=parse)


def several(
    key: str, label: str, options: Sequence[str], default: Sequence[str] | None = None
) -> Field:
    """Return a field with any number of the options, none included, in the options' order."""

    def parse(text: str) -> tuple[str, ...]:
        asked = [part for part in text.split(",") if part]
        known = {
            part: next(iter(get_close_matches(part, options, n=1, cutoff=0.6)), None)
            for part in asked
        }
        chosen = tuple(option for option in options if option in known.values())
        wrong = [part for part in asked if part not in options]
        if wrong:
            names = ", ".join(f"„{_short(part)}“" for part in wrong[:3])
            # nothing valid among what was asked for: better the default than an empty page
            raise NotAChoiceError(chosen or start, f"{label} {names} gibt es nicht.")
        return chosen

    start = tuple(options if default is None else default)
    return Field(key=key, default=start, parse=parse, text=",".join)


def free_text(key: str, *, longest: int = 60) -> Field:
    """Return a field with any text, cut to a length."""

    def parse(text: str) -> str:
        clean = " ".join(text.split())
        if len(clean) > longest:
            raise NotAChoiceError(clean[:longest], f"Der Text wurde auf {longest} Zeichen gekürzt.")
        return clean

    return Field(key=key, default="", parse=parse)


def scope() -> Field:
    """Return the field that says whether everything stands on one page."""
    return one_of(Key.SCOPE, "Den Umfang", ("", links.ALL_OF_IT), "")


def count_before(key: str) -> Field:
    """Return a field with how many entries of a list stand before the first that is shown."""

    def parse(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 6:
            return int(text)
        raise NotAChoiceError(0, f"„{_short(text)}“ ist keine Stelle der Liste.")

    return Field(key=key, default=0, parse=parse)


def a_month(
    key: str, default: str, between: tuple[str, str], beyond: str, *, last: bool = False
) -> Field:
    """Return a field for a month (YYYY-MM) within two; `beyond` is said of one outside of them.

    A year alone is its first month, or its `last`.
    """

    def parse(text: str) -> str:
        month = month_of(text, last=last) if text.strip() else default
        if not month:
            raise NotAChoiceError(
                default,
                f"„{_short(' '.join(text.split()))}“ ist kein Monat; erwartet wird etwa 10/2021 "
                "oder Oktober 2021.",
            )
        nearest = min(max(month, between[0]), between[1])
        if nearest != month:
            raise NotAChoiceError(nearest, beyond)
        return month

    return Field(key=key, default=default, parse=parse)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"


class UrlState(Generic[Chosen]):
    """The codec of one page: attribute name of its choices → field of the address."""

    def __init__(
        self,
        choices: type[Chosen],
        by_attribute: Mapping[str, Field],
        settle: Callable[[Chosen], tuple[Chosen, tuple[str, ...]]] | None = None,
        fold: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None,
    ) -> None:
        """Bind the page's frozen dataclass to its fields; every attribute needs one.

        `settle` brings choices that do not go together to the nearest that do, and says so.
        `fold` makes the keys of a form that was sent without scripts into those of the address.
        """
        names = {field.name for field in fields(choices)}  # type: ignore[arg-type]
        if names != set(by_attribute):
            raise TypeError(
                f"{choices.__name__} and its fields differ: {names ^ set(by_attribute)}"
            )
        self._choices = choices
        self._settle = settle
        self._fold = fold
        self.fields = dict(by_attribute)

    def read(self, query: Mapping[str, str]) -> tuple[Chosen, tuple[str, ...]]:
        """Return the nearest valid choices and a sentence for each value that was replaced."""
        query = self._fold(query) if self._fold else query
        values: dict[str, Any] = {}
        notices: list[str] = []
        for name, field in self.fields.items():
            values[name] = field.default
            if field.key not in query:
                continue
            text = query[field.key]
            try:
                values[name] = field.parse(text[: field.longest])
                if len(text) > field.longest:
                    said = f"Von „{_short(text)}“ gelten nur {field.longest} Zeichen."
                    raise NotAChoiceError(values[name], said)
            except NotAChoiceError as reason:
                values[name] = reason.nearest
                notices.append(str(reason))
        choices = self._choices(**values)
        if self._settle is None:
            return choices, tuple(notices)
        settled, more = self._settle(choices)
        return settled, (*notices, *more)

    def query(self, choices: Chosen) -> tuple[tuple[str, str], ...]:
        """Return the pairs of the address; what equals the default is left out."""
        pairs = []
        for name, field in self.fields.items():
            value = getattr(choices, name)
            if value != field.default:
                pairs.append((field.key, field.text(value)))
        return tuple(pairs)


def query_of(search: object) -> dict[str, str]:
    """Return the query of an address bar; values of a repeated key are joined by commas.

    What no browser would send, another type or an endless text, is no query. Signs that no text
    holds, and no XML may, are spaces.
    """
    if not isinstance(search, str) or len(search) > LONGEST_SEARCH:
        return {}
    pairs = parse_qs(search.removeprefix("?"), keep_blank_values=True)
    return {key: NO_SIGNS.sub(" ", ",".join(values)) for key, values in pairs.items()}
