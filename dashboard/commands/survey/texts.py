"""Texts that a person wrote into a codebook or template: short, on one line, no formula."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500
# a spreadsheet would run it; LimeSurvey's „-oth-“,
# „-2 stimme gar nicht zu“ and „+ 5 km“ stay allowed
FORMULA = re.compile(r"^(?!-oth-$)(?:[=@]|^[+-](?!\s*\d+(\s|$)[^|(!]*$))")


def checked_text(text: object) -> str:
    """Return the text on one line, or raise a ValueError that says in German what is wrong."""
    if not isinstance(text, str):
        raise ValueError(f"{text!r} ist kein Text; Anführungszeichen setzen.")
    plain = " ".join(text.split())
    if FORMULA.match(plain):
        raise ValueError(
            f"Der Text „{shown(plain)}“ beginnt wie eine Formel. Anders beginnen lassen."
        )
    if len(plain) > LONGEST:
        raise ValueError(f"Ein Text ist länger als {LONGEST} Zeichen: „{shown(plain)}“")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in plain):
        raise ValueError("Ein Text enthält Steuerzeichen. Neu eintippen statt einfügen.")
    return plain


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
