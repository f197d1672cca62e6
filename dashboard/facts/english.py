"""What the page in English says: texts beside the German ones, each of which it must agree with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.facts.fingerprint import digest
from dashboard.facts.model import Fault

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset

NAME = "english"
FILE = f"{NAME}.toml"
# file -> the fields of its entries that are said in English
FIELDS: Mapping[str, tuple[str, ...]] = {
    "project": ("title", "summary"),
    "towns": ("happened", "stayed", "unknown"),
    "indicators": ("label", "definition", "unit"),
    "lesson_themes": ("label",),
    "lessons": ("title", "statement", "said_by"),
}
OWN_VOICES = ("diese Website", "this website")  # of them `said_by` begins with one, or with none
LENGTH = 12  # letters of a digest


@dataclass(frozen=True, slots=True, kw_only=True)
class English:
    """The English text of one entry: `id` is „file/entry“, of the project its file alone.

    `german` is the digest of the German text that it renders; the other fields are those of the
    entry, of an indicator `unit` its words.
    """

    id: str
    german: str
    title: str = ""
    label: str = ""
    summary: str = ""
    happened: str = ""
    stayed: str = ""
    unknown: str = ""
    definition: str = ""
    unit: str = ""
    statement: str = ""
    said_by: str = ""


def english(data: Dataset, file: str, entry: str = "") -> English | None:
    """Return the English text of an entry; None where there is none."""
    return data.english.get(f"{file}/{entry}" if entry else file)


def german_texts(data: Dataset, id_: str) -> dict[str, str] | None:
    """Return the German texts, by field, of which a block is the English; None of no entry."""
    file, _, entry = id_.partition("/")
    if file not in FIELDS:
        return None
    whole: Any = getattr(data, file)
    found = whole.get(entry) if isinstance(whole, Mapping) else None if entry else whole
    return found and {name: getattr(found, name) for name in FIELDS[file]}


def digest_of(texts: Mapping[str, str]) -> str:
    """Return the digest of German texts that their English names."""
    return digest("\0".join(texts.values()).encode())[:LENGTH]


def faults(data: Dataset, at: Callable[[str, str, str, str, str, str], Fault]) -> Iterator[Fault]:
    """Yield English texts of nothing, of another German text, or that say something else."""
    for one in data.english.values():
        german = german_texts(data, one.id)
        if german is None:
            message = "Diesen Eintrag gibt es nicht."
            remedy = f"„Datei/Kennung“ angeben; die Dateien sind: {', '.join(FIELDS)}."
            yield at(NAME, one.id, "", one.id, message, remedy)
            continue
        if one.german != digest_of(german):
            message = "Der deutsche Text ist nicht mehr der, zu dem der englische gehört."
            remedy = (
                f'Den englischen prüfen, dann german = "{digest_of(german)}" eintragen; oder den '
                "Block löschen: Dann zeigt die Seite den deutschen Text und sagt es dazu."
            )
            yield at(NAME, one.id, "german", one.german, message, remedy)
            continue
        for name, text in german.items():
            fault = _fault_of(name, text, getattr(one, name))
            if fault:
                yield at(NAME, one.id, name, getattr(one, name), *fault)


def _fault_of(name: str, german: str, text: str) -> tuple[str, str] | None:
    """Return what is wrong with the English of a field, and the remedy."""
    if bool(german) != bool(text):
        message = "Englischer und deutscher Text: Einer steht da, der andere fehlt."
        return message, f"Deutsch steht dort: „{german}“."
    if name != "unit" and _numbers(german) != _numbers(text):
        return "Die Zahlen sind nicht die des deutschen Textes.", f"Deutsch steht dort: „{german}“."
    own = [said.startswith(voice) for said, voice in zip((german, text), OWN_VOICES, strict=True)]
    if name == "said_by" and any(own) and not all(own):
        return "Wer das sagt, ist ein anderer als auf Deutsch.", f"Deutsch steht dort: „{german}“."
    return None


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text whatever separates their thousands, the smallest text first."""
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text)))
