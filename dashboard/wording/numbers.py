"""Numbers and units as German text; the same rule for every table, chart and sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.numbers import format_decimal

from dashboard.facts.dates import LOCALE as LOCALE
from dashboard.facts.dates import NO_BREAK_SPACE as NO_BREAK_SPACE
from dashboard.facts.model import Flag, Indicator, Observation, Unit, ValueKind

MISSING = "keine Angabe"
# what must stand wherever a value stands that is not one of the Gemeinde as it is today
FLAG_WORDS = {Flag.VERBAND: "ganzer Gemeindeverband", Flag.TERRITORY: "damals anderes Gebiet"}
FLAG_SHORT = {Flag.VERBAND: "Verband", Flag.TERRITORY: "anderes Gebiet"}  # at a mark in a chart
COUNTS = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def number(value: float | None, decimals: int = 0, locale: Locale = LOCALE) -> str:
    """Return 1234.5 as „1.234,5“, or as the locale has it; None is „keine Angabe“."""
    if value is None:
        return MISSING
    # half away from zero, as on paper (DIN 1333); Babel alone would round half to even
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # adding zero turns minus nought into nought
    return format_decimal(exact + 0, pattern, locale).replace("-", "−")


def count_text(count: int) -> str:
    """Return a number of things, up to twelve as a word; for two and more, whatever the case."""
    return COUNTS[count - 2] if 2 <= count <= len(COUNTS) + 1 else number(count)


def counted(count: int, one: str, many: str, article: str = "") -> str:
    """Return „1 Wert“, „1.234 Werte“; with an article „ein Wert“."""
    return f"{article or number(count)} {one}" if count == 1 else f"{number(count)} {many}"


def listed(names: Sequence[str]) -> str:
    """Return „A, B und C“."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def with_unit(value: float | None, indicator: Indicator, unit: Unit) -> str:
    """Return the number with its unit, held together by a no-break space."""
    text = number(value, indicator.decimals)
    if value is None or not unit.suffix:
        return text
    return f"{text}{NO_BREAK_SPACE}{unit.suffix}"


def decimals_of(observation: Observation, indicator: Indicator) -> int:
    """Return how many decimals a value is written with: those of its source, if fewer."""
    if not observation.rounded_to:
        return indicator.decimals
    exponent = Decimal(repr(observation.rounded_to)).normalize().as_tuple().exponent
    return min(indicator.decimals, max(0, -int(exponent)))


def is_rounded(observation: Observation, indicator: Indicator) -> bool:
    """Return whether a value is known less exactly than its indicator is given."""
    return bool(observation.rounded_to > 10**-indicator.decimals)


def number_of(observation: Observation | None, indicator: Indicator) -> str:
    """Return the number of an observation, no more exact than its source."""
    if observation is None:
        return MISSING
    return number(observation.value, decimals_of(observation, indicator))


def value_text(observation: Observation | None, indicator: Indicator, unit: Unit) -> str:
    """Return an observation as text: a number, a tier („Stufe III“) or a class."""
    if observation is None or (observation.value is None and not observation.value_text):
        return MISSING
    if indicator.kind is ValueKind.TIER:
        return f"Stufe{NO_BREAK_SPACE}{observation.value_text or number(observation.value)}"
    if indicator.kind is ValueKind.CLASS:
        return f"{observation.value_text}{NO_BREAK_SPACE}{unit.suffix}"
    text = number_of(observation, indicator)
    if observation.value is not None and unit.suffix:
        text += f"{NO_BREAK_SPACE}{unit.suffix}"
    if is_rounded(observation, indicator):
        text = f"rund {text}"
    return f"{text} ({observation.value_text})" if observation.value_text else text


def flag_words(observation: Observation | None, *, short: bool = False) -> str:
    """Return what a value may not be taken for, in words; empty where nothing needs saying."""
    flag = observation.flag if observation else None
    return (FLAG_SHORT if short else FLAG_WORDS).get(flag, "") if flag else ""


def sentence(text: str) -> str:
    """Return words with a full stop, which an abbreviation at their end brings along."""
    return text if text.endswith(".") else f"{text}."


def number_from(text: str) -> float | None:
    """Return a number as Germans or machines write it: 1.234,5 and 1234.5; None if it is none."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,9})?", text):
        return None
    return float(text)
