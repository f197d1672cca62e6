"""The closing report is told whole: each of its 51 claims, and the right speaker beside it.

`tests/made/closing_report.csv` has a row a place where a claim can be read: its number, the page
with the choices at which it is shown,
the id of the entry there (empty: the page as a whole), words that must stand in it, and who must be
named as the speaker; empty, where the report itself tells what happened.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pytest

from dashboard import ROOT
from dashboard.facts.dataset import Dataset
from dashboard.pages import PAGES, lessons
from dashboard.pages.choices import query_of
from dashboard.pages.contract import Address, View
from dashboard.wording import links
from dashboard.wording.numbers import NO_BREAK_SPACE
from tests.made.drawn import WHOLE, drawn_whole
from tests.made.tree import by_id, text

CLAIMS = 51
REPORT = "Stadt Oestrich-Winkel (13. April 2023)"  # how an entry names it as its source
SAID_BY = re.compile(r"Gesagt von: (.*?)\.(?=Gesagt in|Belegt durch|Weitere|Gilt)")
SENTENCE = re.compile(r"(?<=[a-zäöüß“)]\.) ")
# a name of each who speaks in the report: one of them may stand only where that is the speaker
SPEAKERS = ("Björn Sommer", "TH Lübeck und foresightlab", "Experten", "Stadtspitzen", "Resümee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A place where a claim of the report can be read."""

    n: int
    page: str
    entry: str
    words: tuple[str, ...]
    speaker: str


def _claims() -> tuple[Claim, ...]:
    with (ROOT / "tests/made/closing_report.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Claim(
                n=int(row["n"]),
                page=row["page"],
                entry=row["entry"],
                words=tuple(row["words"].split(";")),
                speaker=row["speaker"],
            )
            for row in csv.DictReader(file)
        )


def _wrong(views: Mapping[str, View]) -> Iterator[tuple[int, str]]:
    """Yield the number of each claim that is not told as it should be, and what is wrong."""
    claims = _claims()
    for claim in claims:
        content = views[claim.page].content
        told = text(by_id(content, claim.entry) if claim.entry else content)
        told = told.replace(NO_BREAK_SPACE, " ")
        missing = [word for word in claim.words if word not in told]
        if claim.entry.startswith(("aktivitaet-", "l-")) and REPORT not in told:
            missing.append(REPORT)
        if missing:
            yield claim.n, f"{claim.page}#{claim.entry} says nothing of {missing}"
        if not claim.speaker:
            continue
        said_by = SAID_BY.search(told)
        beside = said_by[1] if said_by else _sentence(told, claim.words[0])
        named = {
            one.speaker
            for one in claims
            if (one.page, one.entry) == (claim.page, claim.entry) and (said_by or one == claim)
        }
        others = [
            name
            for name in SPEAKERS
            if name in beside and not any(name in speaker for speaker in named)
        ]
        if claim.speaker not in beside or others:
            yield claim.n, f"{claim.page}#{claim.entry} is said by {beside!r}, not {claim.speaker}"


def _sentence(told: str, word: str) -> str:
    return next((one for one in SENTENCE.split(told) if word in one), "")


@pytest.fixture(scope="module")
def told(shipped: Dataset) -> Mapping[str, View]:
    """Every page with all that it holds, and those of the claims with their choices."""
    found = dict(drawn_whole())
    for page in {claim.page for claim in _claims()} - found.keys():
        path, _, query = page.partition("?")
        module = next(one for one in PAGES if path in one.addresses(shipped))
        found[page] = module.view(shipped, Address(path=path, query=query_of(query)))
    return found


def test_every_claim_has_a_place_where_it_can_be_read() -> None:
    assert {claim.n for claim in _claims()} == {*range(1, CLAIMS + 1)}


def test_every_claim_is_told_with_its_speaker(told: Mapping[str, View]) -> None:
    assert dict(_wrong(told)) == {}


def test_an_exchanged_speaker_is_noticed(shipped: Dataset, told: Mapping[str, View]) -> None:
    of_lessons = [claim for claim in _claims() if claim.entry in shipped.lessons]
    for speaker in {shipped.lessons[claim.entry].said_by for claim in of_lessons}:
        exchanged = {id_: replace(one, said_by=speaker) for id_, one in shipped.lessons.items()}
        data = replace(shipped, lessons=MappingProxyType(exchanged))
        view = lessons.view(data, Address(path=links.LESSONS, query=WHOLE))
        noticed = {n for n, _ in _wrong({**told, links.LESSONS: view})}
        assert noticed >= {claim.n for claim in of_lessons if claim.speaker not in speaker}
