"""What must be heard (expectations.toml), and what of it a transcript lacks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from dashboard.pages import PAGES
from tests.listening.reading import Transcript
from tests.made.shipped import one_of_each

FILE = Path(__file__).with_name("expectations.toml")
BREAK = "\n"  # between two pieces: none has one in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What Orca says by itself; see the file."""

    levels: str
    never: Sequence[str]
    signs: str
    lists: Sequence[str]
    nameless: Sequence[str]
    leaving: str
    roles: Sequence[str]
    repeating: Sequence[str]
    tables: Sequence[str]
    spoken: Mapping[str, str]
    near: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a visitor, and the pattern of what is said of it, exactly once."""

    role: str
    name: str
    said: str
    keys: Sequence[str] = ("space",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must be heard of the page at an address; `finding` is a pattern of one piece.

    `allowed` are pieces that are no fault here, and names that need not be said.
    """

    address: str
    finding: str
    allowed: Sequence[str] = ()
    choices: Sequence[Choice] = ()


@cache
def words() -> Words:
    """Return what Orca says by itself."""
    return Words(**_read()["orca"])


@cache
def expectations() -> tuple[Expected, ...]:
    """Return what must be heard, page by page.

    Raises:
        LookupError: for a page of the site of which nothing is expected.
    """
    entries = [_expected(name, one) for name, one in _read().items() if name != "orca"]
    addresses = {one.address for one in entries}
    if forgotten := set(one_of_each()) - addresses:
        raise LookupError(f"{FILE.name}: nothing is expected of {', '.join(sorted(forgotten))}")
    return tuple(entries)


def _read() -> dict[str, dict[str, object]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _expected(name: str, told: dict[str, object]) -> Expected:
    choices = tuple(Choice(**one) for one in told.pop("choices", ()))  # type: ignore[attr-defined]
    routes = dict(zip((module.PAGE.path for module in PAGES), one_of_each(), strict=True))
    return Expected(**{"address": routes.get(name, name), **told}, choices=choices)  # type: ignore[arg-type]


def heading_before(transcript: Transcript, expected: Expected) -> str:
    """Return the heading that the finding is, or under which it stands; empty where none is."""
    at = finding_in(transcript, expected)
    if at is None:
        return ""
    pairs = pairwise(transcript.read[: at + 2])
    headings = [one for one, after in pairs if after.startswith(words().levels)]
    return headings[-1] if headings else ""


def finding_in(transcript: Transcript, expected: Expected) -> int | None:
    """Return how many pieces were said before the finding; None where it was not heard."""
    found = (at for at, one in enumerate(transcript.read) if re.search(expected.finding, one))
    return next(found, None)


def pieces_to_finding(transcript: Transcript, expected: Expected) -> int | None:
    """Return how many pieces one who jumps by headings hears up to the finding."""
    at = finding_in(transcript, expected)
    if at is None:
        return None
    heading = heading_before(transcript, expected)
    if not heading or not transcript.jumps:
        return at
    start = max(place for place in range(at + 1) if transcript.read[place] == heading)
    # of each jump the name of the key itself is no news
    return sum(len(one) - 1 for one in transcript.jumps) + at - start


def faults(transcript: Transcript, expected: Expected) -> Iterator[str]:
    """Yield what is wrong with what was heard, a sentence each."""
    yield from _empty(transcript.read, expected.allowed)
    yield from _signs(transcript)
    yield from _doubled(transcript.read)
    yield from _lists_again(transcript.read)
    yield from _in_pieces(transcript, expected.allowed)
    near = pieces_to_finding(transcript, expected)
    if near is None:
        yield f"Der Befund „{expected.finding}“ ist nicht zu hören."
    elif near > words().near:
        yield f"Bis zum Befund sind es {near} Stücke, mehr als {words().near}."
    for one in expected.choices:
        heard = transcript.choices.get(one.name, ())
        count = sum(1 for piece in heard if re.search(one.said, piece))
        if count != 1:
            yield f"Wahl „{one.name}“: „{one.said}“ war {count}-mal zu hören: {' | '.join(heard)}"


def _empty(pieces: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    for before, one in pairwise(["", *pieces]):
        of_nothing = one in words().nameless and before.endswith(words().leaving)
        if not one:
            yield f"Leer, nach „{before}“."
        elif one not in allowed and (one in words().never or of_nothing):
            yield f"Sagt nichts: „{one}“, nach „{before}“."


def _signs(transcript: Transcript) -> Iterator[str]:
    """Yield the pieces in which a sign is named, or that are signs only."""
    for one in (*transcript.read, *chain(*transcript.jumps), *chain(*transcript.choices.values())):
        if re.search(words().signs, one):
            yield f"Zeichen vorgelesen: „{one}“."


def _lists_again(pieces: Sequence[str]) -> Iterator[str]:
    """Yield the lists that are said to begin again and again, as where a style puts in words."""
    begins, ends = words().lists
    last = ""
    for one in pieces:
        if re.search(begins, one):
            if one == last:
                yield f"Liste von Neuem angesagt: „{one}“."
            last = one
        elif one == ends:
            last = ""


def _doubled(pieces: Sequence[str]) -> Iterator[str]:
    """Yield what is said twice in a row; cells of a table may be the same."""
    begins, ends = words().tables
    last, between, in_table = "", "", False
    for one in pieces:
        in_table = (in_table or one.startswith(begins)) and one != ends
        if one.startswith(words().levels) or one in words().roles:
            between = one
            continue
        if one == last and not in_table and between not in words().repeating:
            yield f"Doppelt gesagt: „{one}“."
        last, between = one, ""


def _in_pieces(transcript: Transcript, allowed: Sequence[str]) -> Iterator[str]:
    """Yield the names of links, buttons and headings that were not said as a whole.

    Orca breaks after a full stop, also after that of a date: this is no other piece.
    """
    said = BREAK + BREAK.join(transcript.read) + BREAK
    for role, name in dict.fromkeys(transcript.names):
        for sign, word in words().spoken.items():
            name = name.replace(sign, word)
        name = " ".join(name.split())
        broken = re.sub(r"(?<=[.!?:]) ", f"[ {BREAK}]", re.escape(name).replace("\\ ", " "))
        if name not in allowed and not re.search(f"{BREAK}{broken}{BREAK}", said):
            yield f"Nicht im Ganzen gesagt: „{name}“ ({role})."
