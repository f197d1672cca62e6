"""Words as they are searched and sorted: capitals and accents make no difference."""

from __future__ import annotations

import unicodedata


def sort_key(text: str) -> str:
    """Return the key that sorts as German dictionaries do (DIN 5007-1: ö like o, ß like ss)."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def folded(text: str) -> str:
    """Return a text for searching: as for sorting, and „ae“ makes no difference to „ä“ either."""
    return sort_key(text).replace("ae", "a").replace("oe", "o").replace("ue", "u")
