"""What the command asks for before new data are shown to others, and no site stops at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.facts.model import Fault

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset


def unrecorded(folder: Path) -> tuple[str, int]:
    """Return the day of the version recorded and how many entries differ; none if there is none."""
    from dashboard.facts import published

    record = published.read(folder)
    now = published.entries(folder) if record.day else {}
    return record.day, len(list(published.differences(record.said, now)))


def not_recorded(folder: Path, data: Dataset, day: str, count: int) -> Fault:
    """Return the fault of data that call themselves newer than the version recorded, and differ."""
    from dashboard.facts.catalog import line_of

    return Fault(
        file="project.toml",
        line=line_of(folder, "project", "", "stand"),
        value=data.stand,
        message=f"Von dieser Fassung ist nicht festgehalten, was sich seit der vom {day} "
        f"geändert hat: {count} Einträge.",
        remedy="„python -m dashboard changes“ aufrufen.",
    )


def reminder(day: str, count: int) -> str:
    """Return what is still to be done with changes before they are published."""
    return (
        f"Seit der Fassung vom {day} geänderte, neue oder gelöschte Einträge: {count}. Vor dem "
        "Veröffentlichen bei stand in project.toml den Tag eintragen und „python -m dashboard "
        "changes“ aufrufen. Grafiken, die sich dadurch ändern, zeichnet der Browser; ihre "
        "stehenden Bilder erneuert „make pictures“."
    )


def newer_traits(data: Dataset) -> Iterator[str]:
    """Yield what is to be done where similar towns are looked for by values that are not newest."""
    for lens in data.similarity.values():
        for trait in lens.traits:
            newest = data.gemeinden.dates(trait.indicator)[-1]
            if f"{trait.indicator}@{newest}" != trait.column:
                yield (
                    f"[{lens.id}] in similarity.toml: Zu „{trait.column}“ gibt es Neueres "
                    f"({newest}). "
                    "Spalte ändern, mit „python -m dashboard similarity“ neu messen."
                )
