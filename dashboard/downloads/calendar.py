"""Activities as an iCalendar file (RFC 5545): whole days only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on whole days; `start` and `end` are ISO, the end included."""

    id: str
    start: str
    end: str
    title: str
    description: str
    place: str
    category: str
    url: str


def calendar_text(events: Iterable[Event], name: str, stand: str) -> str:
    """Return the file; `stand` is the ISO day the data is from and stamps every event."""
    import icalendar  # only who takes the file needs it

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Kleinstadt-Dashboard//DE")
    calendar.add("x-wr-calname", icalendar.vText(name))
    for one in events:
        entry = icalendar.Event()
        entry.add("uid", f"{one.id}@kleinstadt-dashboard")
        entry.add("dtstamp", datetime.combine(date.fromisoformat(stand), time(), UTC))
        entry.add("dtstart", date.fromisoformat(one.start))
        # the end is not part of the event
        entry.add("dtend", date.fromisoformat(one.end) + timedelta(days=1))
        texts = {
            "summary": one.title,
            "description": one.description,
            "location": one.place,
            "categories": one.category,
        }
        for key, text in texts.items():
            if text:
                entry.add(key, " ".join(text.split()))
        entry.add("url", one.url)
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written.decode()
