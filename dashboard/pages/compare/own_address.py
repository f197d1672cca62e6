"""The visitor's own town in the address, and back from the form without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Unit, ValueKind
from dashboard.findings.own_town import OwnTown
from dashboard.pages.choices import Field, NotAChoiceError
from dashboard.wording.links import OWN_VALUE, Key
from dashboard.wording.numbers import number, number_from

SEPARATOR = "~"  # between name, indicator, value …; the one sign addresses leave as it is
LONGEST_NAME = 40


def own_town_field(data: Dataset) -> Field:
    """Return the field of the address that holds the own town, None by default."""

    def parse(text: str) -> OwnTown | None:
        name, *rest = text.split(SEPARATOR)
        name = " ".join(name.split())
        if not name and not any(part.strip() for part in rest):
            return None
        faults = []
        if not name:
            faults.append("Ihre Stadt hat noch keinen Namen; sie heißt hier „Meine Stadt“.")
        if len(name) > LONGEST_NAME:
            faults.append(f"Der Name Ihrer Stadt wurde auf {LONGEST_NAME} Zeichen gekürzt.")
        values: dict[str, float] = {}
        for id_, written in zip(rest[::2], rest[1::2], strict=False):
            fault, value = _checked(data, id_, written)
            if value is None:
                faults.append(fault)
            else:
                values[id_] = value
        ordered = tuple((id_, values[id_]) for id_ in data.indicators if id_ in values)
        own = OwnTown(name=name[:LONGEST_NAME].strip() or "Meine Stadt", values=ordered)
        if faults:
            raise NotAChoiceError(own, " ".join(faults))
        return own

    return Field(key=Key.OWN, default=None, parse=parse, text=own_town_text, longest=2_000)


def own_town_text(own: OwnTown | None) -> str:
    """Return the own town as it stands in the address."""
    if own is None:
        return ""
    parts = [own.name]
    for id_, value in own.values:
        # with a comma, as Germans write: 1.234 would be read as a thousand
        parts += [id_, f"{value:.9f}".rstrip("0").rstrip(".").replace(".", ",")]
    return SEPARATOR.join(parts)


def from_form(query: Mapping[str, str]) -> dict[str, str]:
    """Return the query with the form's many keys folded into the one of the address."""
    rest = {
        key: text
        for key, text in query.items()
        if key != Key.OWN_NAME and not key.startswith(OWN_VALUE)
    }
    if Key.OWN_NAME not in query:
        return rest
    parts = [query[Key.OWN_NAME].replace(SEPARATOR, "-")]
    for key, text in query.items():
        if key.startswith(OWN_VALUE) and text.strip():
            parts += [key.removeprefix(OWN_VALUE), text.replace(SEPARATOR, "-")]
    return {**rest, Key.OWN: SEPARATOR.join(parts)}


def _checked(data: Dataset, id_: str, written: str) -> tuple[str, float | None]:
    """Return a sentence and None for what cannot be taken, else the number."""
    indicator = data.indicators.get(id_)
    if indicator is None or not indicator.comparable or indicator.kind is ValueKind.CLASS:
        return f"Die Kennzahl „{id_[:30]}“ gibt es im Vergleich nicht.", None
    value = number_from(written)
    if value is None:
        shown = written if len(written) <= 30 else written[:30] + "…"
        return (
            f"„{shown}“ ist keine Zahl; gebraucht wird {indicator.label}, zum Beispiel 12,5.",
            None,
        )
    unit = data.units[indicator.unit]
    if not _within(value, unit):
        return f"{indicator.label} kann nicht {number(value, indicator.decimals)} sein.", None
    return "", value


def _within(value: float, unit: Unit) -> bool:
    above = unit.minimum is None or value >= unit.minimum
    return above and (unit.maximum is None or value <= unit.maximum)
