"""A file of answers as read: columns of text, and what the file says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.commands.survey.detection import Format
from dashboard.commands.survey.texts import shown

NOT_SHOWN = "{question_not_shown}"


class Tool(StrEnum):
    """Where a file seems to come from, in words; decides what its marks mean."""

    LIMESURVEY = "LimeSurvey"
    SOSCI = "SoSci Survey"
    EFS = "EFS Survey (Unipark)"
    FORMS = "Microsoft oder Google Forms"
    OTHER = ""


class Shape(StrEnum):
    """How columns that belong to one question hold its answers."""

    SINGLE = "single"
    MULTIPLE = "multiple"  # one column an answer to tick
    RANKING = "ranking"  # one column a place
    ARRAY = "array"  # one column a row, all with the same answers
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a column is of a question that has several: `code` and `item` name its part.

    `shape` is None where it is to be seen from the answers; `free` says that people write there.
    """

    of: str
    wording: str
    item: str
    code: str
    shape: Shape | None = None
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A file as read: finished interviews only, no column that names a person.

    Attributes:
        columns: heading -> one text per person.
        labels: heading -> question text, where the file has one.
        value_labels: heading -> code -> answer text, where the file has them.
        user_missing: heading -> codes the file declares as "no answer".
        rows: interviews in the file; `complete` of them are finished.
        dropped: headings that were dropped because they may identify someone.
        lines: line of the file of each finished interview.
        sheet: the sheet of a workbook it stands on; `letters` are those of its columns.
        reasons: dropped heading -> why, in German.
        open: headings under which people wrote freely.
        parts: heading -> which part of which question, where a questionnaire says it.
        remarks: German sentences on what was repaired, left out or taken for granted.
    """

    format: Format
    columns: Mapping[str, tuple[str, ...]]
    rows: int
    complete: int
    dropped: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lines: tuple[int, ...] = ()
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    parts: Mapping[str, Part] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    tool: Tool = Tool.OTHER

    def line(self, place: int) -> int:
        """Return the line of the file in which a finished interview stands."""
        return self.lines[place] if self.lines else place + 2

    def cells(self, column: str, lines: Sequence[int], most: int = 12) -> str:
        """Return in German in which cells of a column something stands."""
        letter = self.letters.get(column, "")
        listed = ", ".join(f"{letter}{line}" for line in lines[:most])
        more = f" und {len(lines) - most} weitere" if len(lines) > most else ""
        if letter:
            return f"Blatt „{shown(self.sheet)}“, {listed}{more}"
        return f"Zeile{'n' * (len(lines) > 1)} {listed}{more}"
