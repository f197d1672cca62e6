"""The calendar file, as a calendar reads it: whole days, and every text as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from dashboard.downloads.calendar import Event, calendar_text
from dashboard.facts.model import Precision
from dashboard.pages.timeline.cards import calendar
from tests.made.shipped import shipped_data

DATA = shipped_data()
TEXTS = st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs"]), max_size=300)


def event(**changes: str) -> Event:
    fields = {
        "id": "eins", "start": "2021-10-04", "end": "2021-10-05", "title": "Treffen",
        "description": "", "place": "", "category": "Workshop", "url": "https://example.org/",
    }  # fmt: skip
    return Event(**{**fields, **changes})


def read(one: Event, name: str = "Städte") -> tuple[icalendar.Calendar, icalendar.Event]:
    """Return the calendar with its one event, as read again."""
    found = icalendar.Calendar.from_ical(calendar_text([one], name, "2026-11-22"))
    (entry,) = found.walk("VEVENT")
    return found, entry


def test_the_day_after_the_last_ends_an_event() -> None:
    found, entry = read(event(), "Städte, alle")
    assert found["x-wr-calname"] == "Städte\\, alle"  # read back as it stands in the file
    assert entry["uid"] == "eins@kleinstadt-dashboard"
    assert entry["dtstart"].dt == date(2021, 10, 4)
    assert entry["dtend"].dt == date(2021, 10, 6)
    assert entry["dtstamp"].dt == datetime(2026, 11, 22, tzinfo=UTC)


def test_what_is_not_known_is_not_there() -> None:
    _calendar, entry = read(event())
    assert entry["categories"].cats == ["Workshop"]
    assert "description" not in entry
    assert "location" not in entry


@given(TEXTS)
def test_every_text_is_read_as_it_was_written_in_one_line(text: str) -> None:
    _calendar, entry = read(event(title=f"Eins, zwei; drei\\vier\nfünf {text}"))
    assert entry["summary"] == " ".join(f"Eins, zwei; drei\\vier fünf {text}".split())


def test_only_known_days_reach_the_calendar() -> None:
    text, _name, _replaced = calendar(DATA, {"von": "2013-01", "bis": "2025-12"})
    entries = icalendar.Calendar.from_ical(text).walk("VEVENT")
    ids = {entry["uid"].split("@")[0] for entry in entries}
    assert ids == {one.id for one in DATA.activities if one.precision is Precision.DAY}


def test_calendar_and_file_are_called_what_is_chosen() -> None:
    query = {"staedte": "wittenberge", "q": "coworking", "bis": "2022-12", "ab": "10"}
    text, name, _replaced = calendar(DATA, query)
    said = str(icalendar.Calendar.from_ical(text)["x-wr-calname"])
    assert all(word in said for word in ("Wittenberge", "„coworking“", "Dezember 2022"))
    assert {"wittenberge", "coworking", "2022-12"} <= {*name.split("_")}
    assert calendar(DATA, {})[1] == "zeitleiste"
