"""What is no fault and still to be done before new data are shown to others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def reminders(folder: Path) -> Iterator[str]:
    """Yield a sentence for changes not yet recorded as a version."""
    from dashboard.facts import published

    day, _, before = published.read(folder)
    if not day:
        return
    count = len(list(published.differences(before, published.entries(folder))))
    if count:
        yield (
            f"Seit der Fassung vom {day} geänderte, neue oder gelöschte Einträge: {count}. Vor dem "
            "Veröffentlichen „python -m dashboard changes“ aufrufen. Grafiken, die sich dadurch "
            "ändern, zeichnet der Browser; ihre stehenden Bilder erneuert „make pictures“."
        )
