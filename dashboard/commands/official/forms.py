"""The forms of official files: how each is recognised and what is taken from it, as declared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "gemeinden/formen.toml"
UNKNOWN = (
    "Diese Datei hat keine der bekannten Formen. Gelesen werden: {known}. Ist es eine davon, dann "
    "hat sich ihr Aufbau geändert oder sie wurde mit einem Programm geöffnet und neu gespeichert: "
    "die Datei unverändert von der Seite des Amtes nehmen. Ist es eine andere: {send}"
)
SEND = (
    "Bitte den Betreuenden dieser Website schicken: die unveränderte Datei, die Adresse, "
    "von der sie stammt, den Tag des Abrufs und den Nutzungshinweis, der dabei stand."
)


class OfficialError(Exception):
    """A file that cannot be read without doubt, or not be taken; says where and what to do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator comes out of the cells of a row: their sum, a share in percent, a ratio."""

    cells: tuple[str, ...]
    of: str = ""
    per: str = ""
    note: str = ""
    table: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """All cells it needs."""
        return (*self.cells, *filter(None, (self.of, self.per)))


@dataclass(frozen=True, slots=True)
class Form:
    """One form as `formen.toml` declares it; what each key means is said at its head."""

    id: str
    label: str
    mark: str
    layout: str = ""
    ask: str = ""
    missing: tuple[float, ...] = ()
    zero: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    source: str = ""
    family: str = ""
    title: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""
    licence_url: str = ""
    joins: str = ""
    joins_label: str = ""
    joins_explanation: str = ""
    unused: tuple[str, ...] = ()
    columns: Mapping[str, Rule] = field(default_factory=dict)
    distances: Mapping[str, int] = field(default_factory=dict)
    former_verband: Mapping[str, str] = field(default_factory=dict)

    def knows(self, cell: str) -> bool:
        """Return whether a cell of the file is used, or known and not needed."""
        return any(cell in rule.named for rule in self.columns.values()) or cell.startswith(
            self.unused
        )


def read(folder: Path) -> tuple[Form, ...]:
    """Return all forms declared in the data folder.

    Raises:
        OfficialError: the declarations are missing or faulty.
    """
    try:
        declared = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        return tuple(_form(id_, block) for id_, block in declared.items())
    except FileNotFoundError:
        raise OfficialError(f"{FILE} fehlt im Datenordner; ohne sie ist keine Form bekannt.") from (
            None
        )
    except (
        tomllib.TOMLDecodeError,
        LookupError,
        TypeError,
        UnicodeDecodeError,
        re.error,
    ) as reason:
        raise OfficialError(f"{FILE}: {reason}") from reason


def _form(id_: str, block: Mapping[str, Any]) -> Form:
    given: dict[str, Any] = {
        key: tuple(each) if isinstance(each, list) else each for key, each in block.items()
    }
    columns = {
        indicator: Rule(**{**rule, "cells": tuple(rule["cells"])})
        for indicator, rule in given.pop("columns", {}).items()
    }
    re.compile(given["mark"])
    return Form(id=id_, columns=columns, **given)


def recognised(forms: tuple[Form, ...], beginning: str, path: Path) -> Form:
    """Return the form whose mark stands in the beginning of the file.

    Raises:
        OfficialError: the form is not known, or known and not readable yet.
    """
    found = next((one for one in forms if re.search(one.mark, beginning)), None)
    if found is None:
        known = "; ".join(one.label for one in forms if one.layout)
        raise OfficialError(f"{path.name}: {UNKNOWN.format(known=known, send=SEND)}")
    if not found.layout:
        raise OfficialError(
            f"{path.name}: Erkannt als {found.label}. Diese Form kann noch nicht gelesen werden, "
            f"weil den Betreuenden keine ganze Datei vorlag. {SEND} {found.ask}"
        )
    return found
