"""Activities as an iCalendar file (RFC 5545): whole days only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_LINE = 75  # bytes


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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kleinstadt-Dashboard//DE"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for event in events:
        lines += _lines(event, stand)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _lines(event: Event, stand: str) -> list[str]:
    after = date.fromisoformat(event.end) + timedelta(days=1)  # the end is not part of the event
    texts = {
        "SUMMARY": event.title,
        "DESCRIPTION": event.description,
        "LOCATION": event.place,
        "CATEGORIES": event.category,
    }
    return [
        "BEGIN:VEVENT",
        f"UID:{event.id}@kleinstadt-dashboard",
        f"DTSTAMP:{_compact(stand)}T000000Z",
        f"DTSTART;VALUE=DATE:{_compact(event.start)}",
        f"DTEND;VALUE=DATE:{_compact(after.isoformat())}",
        *(f"{key}:{_escaped(text)}" for key, text in texts.items() if text),
        f"URL:{event.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _compact(day: str) -> str:
    return day.replace("-", "")


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", " ".join(text.split()))


def _folded(line: str) -> Iterator[str]:
    """Yield the line in pieces that are short enough and never cut a letter."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
