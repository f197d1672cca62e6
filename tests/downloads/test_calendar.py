"""The calendar file: lines, whole days, and nothing that a calendar would misread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.downloads.calendar import Event, calendar_text
from dashboard.facts.model import Precision
from dashboard.pages.timeline.cards import calendar
from tests.made.shipped import shipped_data

DATA = shipped_data()


def event(**changes: str) -> Event:
    fields = {
        "id": "eins", "start": "2021-10-04", "end": "2021-10-05", "title": "Treffen",
        "description": "", "place": "", "category": "Workshop", "url": "https://example.org/",
    }  # fmt: skip
    return Event(**{**fields, **changes})


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_day_after_the_last_ends_an_event() -> None:
    lines = unfolded(calendar_text([event()], "Städte", "2026-11-22"))
    assert "DTSTART;VALUE=DATE:20211004" in lines
    assert "DTEND;VALUE=DATE:20211006" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_signs_with_a_meaning_are_escaped() -> None:
    lines = unfolded(
        calendar_text([event(title="Eins, zwei; drei\\vier\nfünf")], "x", "2026-11-22")
    )
    assert r"SUMMARY:Eins\, zwei\; drei\\vier fünf" in lines


@given(st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300))
def test_no_line_is_longer_than_75_bytes(text: str) -> None:
    written = calendar_text([event(description=text)], "x", "2026-11-22")
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))


def test_only_known_days_reach_the_calendar() -> None:
    text = calendar(DATA, {"von": "2013-01", "bis": "2025-12"})
    ids = {line[4:].split("@")[0] for line in unfolded(text) if line.startswith("UID:")}
    assert ids == {one.id for one in DATA.activities if one.precision is Precision.DAY}
