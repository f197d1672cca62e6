"""One body has one name: in a filter, a second spelling of it would be a second body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dashboard.facts.model import Fault

LEGAL_FORM = re.compile(r" (e\. ?V\.|eG|gGmbH|GmbH|mbH|AG)$")


def faults(written: Iterable[tuple[str, int, str]]) -> Iterator[Fault]:
    """Yield names that differ from an earlier one by spelling only, and two names in one.

    `written` are file, line and name; what stands in brackets after a name does not count.
    """
    named = [(file, line, name.partition(" (")[0]) for file, line, name in written]
    first: dict[str, str] = {}
    for _file, _line, name in named:
        first.setdefault(_folded(name), name)
    for file, line, name in named:
        one = first[_folded(name)]
        if name != one:
            message = f"Anderswo steht dafür „{one}“."
            remedy = "Dieselbe Stelle überall gleich nennen, auch in der Rechtsform."
            yield Fault(file=file, line=line, value=name, message=message, remedy=remedy)
        joined = name.split("/")
        if len(joined) > 1 and all(_folded(part) in first for part in joined):
            message = "Das sind mehrere Stellen."
            remedy = "Mit Semikolon trennen, jede für sich."
            yield Fault(file=file, line=line, value=name, message=message, remedy=remedy)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", LEGAL_FORM.sub("", name.strip())).casefold()
