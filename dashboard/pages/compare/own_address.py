"""The visitor's own towns in the address, and back from the forms without scripts.

In the address stand up to three towns: `01051011,05566060` by their official keys. What a visitor
changes follows a key, `05566060~population~9000`; a town without a key is a name with values and
comes first, `Musterstadt~population~9000,05566060`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.facts.dataset import Dataset
from dashboard.facts.model import Unit, ValueKind, is_ags
from dashboard.findings.own_town import MOST, OwnTown
from dashboard.pages.choices import Field, NotAChoiceError
from dashboard.wording.links import OWN_VALUE, Key
from dashboard.wording.numbers import count_text, number, number_from

SEPARATOR = "~"  # between name, indicator, value …; the one sign addresses leave as it is
BETWEEN = ","  # towns; within a number as well
LONGEST_NAME = 40
FORMULA = (
    "=+-@ "  # no name begins so; a spreadsheet would run a file that someone else's link makes
)
DECIMALS = 6  # of a value: with eight it could be taken for an official key
OUTSIDE = "Werte gibt es hier nur für Gemeinden mit 5.000 bis unter 20.000 Einwohnern."


def own_towns_field(data: Dataset) -> Field:
    """Return the field of the address that holds the own towns, none by default."""

    def parse(text: str) -> tuple[OwnTown, ...]:
        faults: list[str] = []
        found: dict[str, OwnTown] = {}
        for entry in _entries(text):
            own = _town(data, entry, faults)
            if own and own.id in found:
                faults.append(f"{own.name} steht schon da.")
            elif own and len(found) == MOST:
                words = count_text(MOST)
                faults.append(f"Mehr als {words} eigene Städte gehen nicht; {own.name} fehlt.")
            elif own:
                found[own.id] = own
        towns = tuple(sorted(found.values(), key=lambda one: bool(one.ags)))
        if faults:
            raise NotAChoiceError(towns, " ".join(faults))
        return towns

    return Field(key=Key.OWN, default=(), parse=parse, text=own_towns_text, longest=2_000)


def _entries(text: str) -> list[str]:
    """Return the text of each town; a comma in a name or a number does not part two."""
    entries: list[str] = []
    for piece in text.split(BETWEEN):
        if entries and not is_ags(_head(piece)) and not is_ags(entries[-1]):
            entries[-1] += BETWEEN + piece
        else:
            entries.append(piece)
    return entries


def _head(entry: str) -> str:
    """Return the name or key with which the text of a town begins."""
    return entry.split(SEPARATOR, 1)[0].strip()


def _town(data: Dataset, entry: str, faults: list[str]) -> OwnTown | None:
    """Return the town of an entry; what was wrong with it is added to `faults`."""
    name, *rest = entry.split(SEPARATOR)
    name, ags = " ".join(name.split()).lstrip(FORMULA), ""
    if name.isdigit():
        ags, fault = _of_key(data, name)
        if fault:
            faults.append(fault)
        if not ags:
            return None
        name = data.place_label(ags)
    elif not name and not any(part.strip() for part in rest):
        return None
    elif not name:
        faults.append("Ihre Stadt hat noch keinen Namen; sie heißt hier „Meine Stadt“.")
    elif len(name) > LONGEST_NAME:
        faults.append(f"Der Name Ihrer Stadt wurde auf {LONGEST_NAME} Zeichen gekürzt.")
        name = name[:LONGEST_NAME].strip()
    values: dict[str, float] = {}
    for id_, written in zip(rest[::2], rest[1::2], strict=False):
        fault, value = _checked(data, id_, written)
        if value is None:
            faults.append(fault)
        elif not (ags and _is_official(data, ags, id_, value)):
            values[id_] = value
    ordered = tuple((id_, values[id_]) for id_ in data.indicators if id_ in values)
    return OwnTown(name=name or "Meine Stadt", ags=ags, values=ordered)


def _is_official(data: Dataset, ags: str, indicator: str, value: float) -> bool:
    newest = data.latest(ags, indicator)
    return newest is not None and newest.value == value


def _of_key(data: Dataset, text: str) -> tuple[str, str]:
    """Return the official key of a small town, and a sentence where it is none.

    Spreadsheets drop the nought with which many keys begin.
    """
    key = text.zfill(8) if len(text) == len("1051011") else text
    if key in data.gemeinden.by_ags:
        return key, ""
    for ags, name, people in data.gemeinden.others:
        if ags == key:
            return "", f"{name} hat {number(people)} Einwohner. {OUTSIDE}"
    return "", f"Den Gemeindeschlüssel „{key[:20]}“ gibt es nicht."


def own_towns_text(own: Sequence[OwnTown]) -> str:
    """Return the own towns as they stand in the address."""
    return BETWEEN.join(map(_text, own))


def _text(own: OwnTown) -> str:
    parts = [own.ags or own.name]
    for id_, value in own.values:
        # with a comma, as Germans write: 1.234 would be read as a thousand
        parts += [id_, f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".").replace(".", ",")]
    return SEPARATOR.join(parts)


def from_form(query: Mapping[str, str], *, indicator: str = "") -> dict[str, str]:
    """Return the query with the keys of the own towns' forms folded into the one of the address.

    A form is about the town of the key it sends (`OWN_PLACE`), or about the one without any. What
    is shown then is something that was filled in: `indicator` is what is shown by default.
    """
    formed = (Key.OWN_NAME, Key.OWN_PLACE)
    rest = {
        key: text
        for key, text in query.items()
        if key not in formed and not key.startswith(OWN_VALUE)
    }
    if not any(key in query for key in formed):
        return rest
    entries = [one for one in _entries(query.get(Key.OWN, "")) if one]
    place = query.get(Key.OWN_PLACE, "")
    parts = [place or query.get(Key.OWN_NAME, "").replace(SEPARATOR, "-")]
    given = {
        key.removeprefix(OWN_VALUE): text.replace(SEPARATOR, "-")
        for key, text in query.items()
        if key.startswith(OWN_VALUE) and text.strip()
    }
    if given and query.get(Key.INDICATOR, indicator) not in given:
        rest[Key.INDICATOR] = next(iter(given))
    parts += [part for pair in given.items() for part in pair]
    changed = SEPARATOR.join(parts)
    if place:
        entries = [changed if _head(one) == place else one for one in entries]
    else:
        entries = [changed, *(one for one in entries if is_ags(_head(one)))]
    return {**rest, Key.OWN: BETWEEN.join(filter(None, entries))}


def _checked(data: Dataset, id_: str, written: str) -> tuple[str, float | None]:
    """Return a sentence and None for what cannot be taken, else the number."""
    indicator = data.indicators.get(id_)
    if indicator is None or not indicator.comparable or indicator.kind is ValueKind.CLASS:
        return f"Die Kennzahl „{id_[:30]}“ gibt es im Vergleich nicht.", None
    value = number_from(written)
    if value is None:
        shown = written if len(written) <= 30 else written[:30] + "…"
        example = number(12.5, indicator.decimals) if indicator.decimals else number(12_000)
        return (
            f"Im Feld „{indicator.label}“ steht „{shown}“. Das ist keine Zahl und darum nicht "
            f"übernommen. Schreiben Sie zum Beispiel {example}.",
            None,
        )
    unit = data.units[indicator.unit]
    if limits := _beyond(value, unit):
        entered = number(value, indicator.decimals)
        return (
            f"Im Feld „{indicator.label}“ steht {entered}; möglich ist {limits}. Die Zahl ist "
            "nicht übernommen.",
            None,
        )
    return "", round(value, DECIMALS)


def _beyond(value: float, unit: Unit) -> str:
    """Return what a value of a unit may be, where this one may not; empty where it may."""
    if unit.minimum is not None and value < unit.minimum:
        return f"{number(unit.minimum)} oder mehr"
    if unit.maximum is not None and value > unit.maximum:
        return f"höchstens {number(unit.maximum)}"
    return ""
