"""Texts that a person wrote into a codebook or template: short, on one line, no formula."""

from __future__ import annotations

import json
import re
import unicodedata
from enum import StrEnum

LONGEST = 500
# a spreadsheet would run it; LimeSurvey's „-oth-“,
# „-2 stimme gar nicht zu“ and „+ 5 km“ stay allowed
FORMULA = re.compile(r"^(?!-oth-$)(?:[=@]|^[+-](?!\s*\d+(\s|$)[^|(!]*$))")


def checked_text(text: object) -> str:
    """Return the text on one line, or raise a ValueError that says in German what is wrong."""
    if not isinstance(text, str):
        raise ValueError(f"„{shown(toml(text))}“ ist kein Text; Anführungszeichen setzen.")
    plain = " ".join(text.split())
    if FORMULA.match(plain):
        raise ValueError(
            f"Der Text „{shown(plain)}“ beginnt wie eine Formel. Anders beginnen lassen."
        )
    if len(plain) > LONGEST:
        raise ValueError(f"„{shown(plain)}“ ist länger als {LONGEST} Zeichen. Kürzen.")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in plain):
        raise ValueError("Ein Text enthält Steuerzeichen. Neu eintippen statt einfügen.")
    return plain


def toml(value: object) -> str:
    """Return a value as it is written in TOML; what is no text, number, list or yes is a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and not isinstance(value, StrEnum):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def normal(text: str) -> str:
    """Return a cell or code so that what looks alike is alike: one kind of space, one of letters.

    No-break spaces, line breaks and repeated spaces become one space, letters their composed form.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u200b", "")
    return " ".join(text.split())


def shown(text: str) -> str:
    """Return a text for the screen: short and without signs that steer a terminal."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in text)
    return plain if len(plain) <= 60 else f"{plain[:57]}…"
