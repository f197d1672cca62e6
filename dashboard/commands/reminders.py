"""What the command asks for before new data are shown to others, and no site stops at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.facts.model import Fault

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset


def unrecorded(folder: Path, data: Dataset) -> Iterator[Fault]:
    """Yield a fault where the data call themselves newer than the version recorded, and differ."""
    from dashboard.facts.catalog import line_of

    day, count = _changed(folder)
    if count and data.stand > day:
        yield Fault(
            file="project.toml",
            line=line_of(folder, "project", "", "stand"),
            value=data.stand,
            message=f"Von dieser Fassung ist nicht festgehalten, was sich seit der vom {day} "
            f"geändert hat: {count} Einträge.",
            remedy="„python -m dashboard changes“ aufrufen.",
        )


def reminders(folder: Path) -> Iterator[str]:
    """Yield a sentence for changes not yet recorded as a version."""
    day, count = _changed(folder)
    if count:
        yield (
            f"Seit der Fassung vom {day} geänderte, neue oder gelöschte Einträge: {count}. Vor dem "
            "Veröffentlichen bei stand in project.toml den Tag eintragen und „python -m dashboard "
            "changes“ aufrufen. Grafiken, die sich dadurch "
            "ändern, zeichnet der Browser; ihre stehenden Bilder erneuert „make pictures“."
        )


def _changed(folder: Path) -> tuple[str, int]:
    """Return the version recorded and how many entries differ from it; none if there is none."""
    from dashboard.facts import published

    day, _, before = published.read(folder)
    now = published.entries(folder) if day else {}
    return day, len(list(published.differences(before, now)))
