"""All tables of one import as one publication: who was asked what, and what hangs together.

Two tables hang together where one question was put only to those who gave certain answers to the
other: its n is then a sum of those answers. They are protected together. The reader who attacks is
taken to know more than is published: who of how many belongs to which groups, and how many gave no
valid answer. What holds against him holds against everyone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.commands.survey.choosing import ORDERS, protect
from dashboard.commands.survey.tables import (
    ASKED,
    JOINT,
    OTHERWISE,
    REST,
    DisclosureError,
    Members,
    Rule,
    Table,
    columns,
)
from dashboard.commands.survey.unknowns import Unknowns
from dashboard.commands.survey.worlds import Key, Range
from dashboard.facts.survey_model import SurveyQuestion

MOST_NAMED = 5  # answers in one sentence


@dataclass(slots=True, kw_only=True)
class Publication:
    """What may be published of all tables.

    Attributes:
        shown: keys (question, answer or `BASE`, dimension, class).
        low: keys withheld because too few persons answered.
        ranges: what a reader can work out of each withheld count, by question.
    """

    shown: set[Key] = field(default_factory=set)
    low: set[Key] = field(default_factory=set)
    ranges: dict[str, list[Range]] = field(default_factory=dict)


def publish(
    tables: Sequence[Table],
    members: Mapping[str, Members],
    rule: Rule,
    *,
    weights: NDArray[np.float64] | None = None,
    margins: Sequence[str] = (),
    known: Mapping[Key, int] | None = None,
    orders: int = ORDERS,
) -> Publication:
    """Return what of these tables may be published together.

    Args:
        tables: every question of the import.
        members: the classes of every dimension.
        rule: what is withheld.
        weights: of each person; then weighted shares in whole percent are published, no counts.
        margins: the dimensions these weights come from.
        known: counts that an earlier version published of the same persons.
        orders: in how many orders it is tried which counts to withhold.
    """
    result = Publication()
    tables = _with_filters(tables, rule, members)
    for component in _components(tables):
        part = Unknowns(tables, component, members, rule, weights, margins, known or {})
        model = part.model()
        found = protect(model, part.shown, orders)
        result.shown |= found.shown
        result.low |= part.low
        for one in found.ranges:
            # where nothing is shown, nothing is told of those whom no table names either
            if found.shown or (one.key[2] != JOINT and one.key[-1] != REST):
                result.ranges.setdefault(one.key[0], []).append(one)
    return result


def refuse_unsafe(publication: Publication, questions: Sequence[SurveyQuestion]) -> None:
    """Refuse what cannot be protected, naming each question and what to do with it."""
    said = []
    for question in questions:
        unsafe = dict.fromkeys(
            one.key[1]
            for id_ in (question.id, f"{ASKED} {question.id}")
            for one in publication.ranges.get(id_, ())
            if not one.safe
        )
        labels = [f"„{one.label}“" for one in question.options if one.code in unsafe]
        if not unsafe:
            continue
        several = len(labels) > MOST_NAMED
        named = ", ".join(labels[:MOST_NAMED]) + f" und {len(labels) - MOST_NAMED} andere" * several
        said.append(
            f"„{question.wording or question.id}“"
            + (f": {named} mit anderen Antworten zusammenfassen" if labels else "")
            + (
                " oder die Frage weglassen."
                if labels
                else ": die Frage weglassen oder ihren Filter."
            )
        )
    if said:
        raise DisclosureError(
            "Das lässt sich nicht schützen; auch wenn davon nichts gezeigt würde, könnte man "
            "ausrechnen, was Einzelne geantwortet haben:\n" + "\n".join(said)
        )


def _with_filters(
    tables: Sequence[Table], rule: Rule, members: Mapping[str, Members]
) -> list[Table]:
    """Add a hidden table for every filter that is no question and lets few persons through."""
    made = list(tables)
    hidden: dict[str, int] = {}
    for place, table in enumerate(tables):
        if table.source is not None or table.asked.all():
            continue
        if table.id not in hidden:
            parts = [inside for _, inside in columns(table, members, rule)]
            few = range(1, rule.smallest_cell)
            if not any(
                int((table.asked & one).sum()) in few or int((~table.asked & one).sum()) in few
                for one in parts
            ):
                continue
            hidden[table.id] = len(made)
            made.append(
                Table(
                    id=f"{ASKED} {table.id}",
                    codes=(ASKED, OTHERWISE),
                    answers=np.where(table.asked, 0, 1).astype(np.int64),
                    asked=np.ones(len(table.asked), dtype=bool),
                    groups=table.groups,
                    values=False,
                )
            )
        made[place] = replace(table, source=hidden[table.id], passing=frozenset({ASKED}))
    return made


def _components(tables: Sequence[Table]) -> list[list[int]]:
    parent = list(range(len(tables)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for place, table in enumerate(tables):
        if table.source is not None:
            parent[root(place)] = root(table.source)
    found: dict[int, list[int]] = {}
    for place in range(len(tables)):
        found.setdefault(root(place), []).append(place)
    return list(found.values())
