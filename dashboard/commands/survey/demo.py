"""Invented surveys of invented towns: how imported surveys will look, before there are any.

The numbers come from the seeded generator below; they are fitted to nothing. They lie in
`data/demo`, apart from everything real, and are read by `dashboard.facts.demo` alone. The files are
written anew by `python -m dashboard.commands.survey.demo`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from random import Random
from statistics import quantiles

from dashboard import ROOT
from dashboard.facts.demo import PREFIX, SURVEYS, SYNTHETIC_LINE
from dashboard.facts.survey_model import SMALLEST_BASE, SMALLEST_CELL
from dashboard.facts.survey_tables import AGGREGATES, COLUMNS, QUESTIONS

SEED = 2099
AGES = ("unter 30 Jahre", "30 bis 49 Jahre", "50 bis 64 Jahre", "65 Jahre und älter")
AGE_WEIGHTS = (5, 38, 34, 23)

Person = Mapping[str, str | int | tuple[str, ...]]
Values = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An invented town: the weights shift its answers so that the towns differ."""

    id: str
    name: str
    persons: int
    sampling: str
    mode: str
    shift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the generator: options are code, label, kind, polarity, weight."""

    id: str
    type: str
    wording: str
    base: str
    options: tuple[tuple[str, str, str, int | None, int], ...] = ()
    item: str = ""
    scale: str = ""
    concept: str = ""
    grade: str = ""


PLACES = (
    Place(id="DEMO-MUS-2099", name="Musterau", persons=499, sampling="probability",
          mode="Post mit Online-Fragebogen", shift=0),
    Place(id="DEMO-BEI-2099", name="Beispielstadt", persons=299, sampling="self_selected",
          mode="Online-Fragebogen", shift=4),
    Place(id="DEMO-PRO-2099", name="Probenheim", persons=99, sampling="self_selected",
          mode="Papier am Markttag", shift=9),
)  # fmt: skip
SCALE = (
    ("1", "stimme gar nicht zu", "substantive", -1),
    ("2", "stimme eher nicht zu", "substantive", -1),
    ("3", "teils, teils", "neutral", 0),
    ("4", "stimme eher zu", "substantive", 1),
    ("5", "stimme voll zu", "substantive", 1),
    ("9", "weiß nicht", "dont_know", None),
)
ITEMS = (
    ("m1", "Im Ort gibt es Räume, in denen ich arbeiten könnte.", (22, 27, 19, 18, 9, 11)),
    ("m2", "Ich würde für einen Arbeitsplatz in der Nähe etwas bezahlen.", (17, 20, 24, 21, 12, 9)),
    ("m3", "Kurze Wege sind mir wichtiger als ein großes Büro.", (4, 8, 17, 33, 34, 4)),
    ("m4", "Wer zu Hause arbeitet, fehlt im Ort.", (24, 30, 25, 12, 6, 5)),
)
EVERYONE_ASKED = "alle, die geantwortet haben"
SEVERAL = (
    ("tisch", "einen ruhigen Schreibtisch", 46),
    ("raum", "einen Raum für Besprechungen", 33),
    ("drucker", "Drucker und Scanner", 24),
    ("kaffee", "einen Ort, um andere zu treffen", 38),
    ("werk", "eine Werkstatt", 14),
    ("kind", "Kinderbetreuung im selben Haus", 4),
    ("nichts", "nichts davon", 19),
)
QUESTION_LIST = (
    Question(
        id="tage",
        type="select_one",
        wording="An wie vielen Tagen in der Woche arbeiten Sie nicht am Sitz Ihres Betriebs?",
        base="Berufstätige, die geantwortet haben",
        options=(
            ("0", "an keinem", "substantive", None, 41),
            ("1", "an einem oder zwei", "substantive", None, 30),
            ("3", "an drei oder vier", "substantive", None, 17),
            ("5", "an allen", "substantive", None, 9),
            ("9", "keine Angabe", "no_answer", None, 3),
        ),
        concept="arbeitstage-ausserhalb",
        grade="A",
    ),
    Question(
        id="nutzen",
        type="select_multiple",
        wording="Was würden Sie in einem Gemeinschaftsbüro nutzen?",
        base="alle, denen die Frage gestellt wurde",
        options=tuple(
            (code, label, "substantive", None, weight) for code, label, weight in SEVERAL
        ),
        concept="nutzung-gemeinschaftsbuero",
        grade="B",
    ),
    *(
        Question(
            id=id_,
            type="likert",
            wording="Wie sehr stimmen Sie diesen Aussagen zu?",
            base=EVERYONE_ASKED,
            item=item,
            scale="zustimmung-5",
            options=tuple((*option, weight) for option, weight in zip(SCALE, weights, strict=True)),
        )
        for id_, item, weights in ITEMS
    ),
    Question(
        id="weg",
        type="numeric",
        wording="Wie lange brauchen Sie für den Weg zur Arbeit?",
        base="Berufstätige mit Arbeitsweg",
    ),
)
GROUPED = ("tage", "weg")  # the only questions that are also shown by age


def files() -> dict[str, str]:
    """Return every file of the demonstration by its path below the folder."""
    made = {SURVEYS: "\n".join([SYNTHETIC_LINE, *map(_survey_block, PLACES)])}
    for place in PLACES:
        persons = list(_persons(place))
        made[f"{place.id}/{PREFIX}{QUESTIONS}"] = "\n".join(
            [SYNTHETIC_LINE, *(_question_block(place, number, one) for number, one in _numbered())]
        )
        made[f"{place.id}/{PREFIX}{AGGREGATES}"] = _csv(place, persons)
    return made


def _numbered() -> Iterator[tuple[int, Question]]:
    return enumerate(QUESTION_LIST, start=1)


def _survey_block(place: Place) -> str:
    return f"""
[{place.id}]
role = "local_other"
place = "{place.name}"
title = "Vorführung: Arbeiten in {place.name}"
mode = "{place.mode} (erfunden)"
sampling = "{place.sampling}"
field_start = "2099-05"
field_end = "2099-06"
population = "erfundene Menschen ab 18 Jahren"
n = "{place.persons}"
institution = "niemand: erzeugt von dashboard/commands/survey/demo.py"
published = "Alles hier ist erfunden."
status = "values"
source_url = "https://demo.invalid/{place.id}"
"""


def _question_block(place: Place, position: int, question: Question) -> str:
    lines = [
        f"\n[{question.id}]",
        f'survey = "{place.id}"',
        f"position = {position}",
        f'type = "{question.type}"',
        f'wording = "{question.wording}"',
        'wording_status = "verbatim"',
        f'base = "{question.base}"',
        f"multiple = {'true' if question.type == 'select_multiple' else 'false'}",
    ]
    for name in ("item", "scale", "concept", "grade"):
        if getattr(question, name):
            lines.append(f'{name} = "{getattr(question, name)}"')
    if question.options:
        lines.append("options = [")
        for code, label, kind, polarity, _weight in question.options:
            more = "" if polarity is None else f", polarity = {polarity}"
            lines.append(f'  {{code = "{code}", label = "{label}", kind = "{kind}"{more}}},')
        lines.append("]")
    return "\n".join(lines) + "\n"


def _persons(place: Place) -> Iterator[Person]:
    random = Random(f"{SEED} {place.id}")
    for _ in range(place.persons):
        person: dict[str, str | int | tuple[str, ...]] = {
            "age": random.choices(AGES, AGE_WEIGHTS)[0]
        }
        for question in QUESTION_LIST:
            if question.type == "numeric":
                person[question.id] = round(5 * max(1, random.gauss(5 + place.shift / 4, 2.6)))
            elif question.type == "select_multiple":
                person[question.id] = tuple(
                    code for code, _l, _k, _p, weight in question.options
                    if random.randrange(100) < weight + place.shift // 3
                )  # fmt: skip
            else:
                weights = [
                    weight + place.shift * number / 2
                    for number, (*_option, weight) in enumerate(question.options)
                ]
                person[question.id] = random.choices(
                    [option[0] for option in question.options], weights
                )[0]
        yield person


def _csv(place: Place, persons: Sequence[Person]) -> str:
    text = io.StringIO()
    text.write(SYNTHETIC_LINE + "\n")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for question in QUESTION_LIST:
        for group in ("", *(AGES if question.id in GROUPED else ())):
            chosen = [one for one in persons if not group or one["age"] == group]
            rows = _numeric if question.type == "numeric" else _chosen
            for row in rows(place, question, chosen):
                writer.writerow(
                    {
                        **dict.fromkeys(COLUMNS, ""),
                        "question_id": question.id,
                        "group_dim": "Alter" if group else "",
                        "group_value": group,
                        "precision": "exact",
                        "weighted": "false",
                        "source_id": place.id,
                        "source_locator": "Generator",
                        "computed_by": "dashboard/commands/survey/demo.py",
                        "provenance": "synthetic",
                        **row,
                    }
                )
    return text.getvalue()


def _chosen(place: Place, question: Question, persons: Sequence[Person]) -> Iterator[Values]:
    several = question.type == "select_multiple"
    outside = {
        code for code, _l, kind, _p, _w in question.options if kind in ("dont_know", "no_answer")
    }
    in_base = [one for one in persons if several or one[question.id] not in outside]
    base = len(in_base)
    counts = {
        code: sum(
            code in answer if isinstance(answer, tuple) else code == answer
            for answer in (one[question.id] for one in persons)
        )
        for code, *_rest in question.options
    }
    hidden = _hidden({code: n for code, n in counts.items() if code not in outside}, base)
    for code, count in counts.items():
        reason = hidden.get(code, "none")
        if code in outside:
            reason = "none" if count >= SMALLEST_CELL else "primary"
        row = {"option_code": code, "n_base": str(base), "suppression": reason}
        yield {**row, "stat": "count", "unit": "persons",
               "value": "" if reason != "none" else str(count)}  # fmt: skip
        if code in outside:
            continue
        share = 100 * count / base if base else 0
        yield {**row, "stat": "share", "unit": "percent",
               "value": "" if reason != "none" else f"{share:.1f}",
               **(_interval(place, count, base) if reason == "none" else {})}  # fmt: skip


def _hidden(counts: Mapping[str, int], base: int) -> dict[str, str]:
    """Return what is withheld: all on a low base; else small counts and one more beside each."""
    if base < SMALLEST_BASE:
        return dict.fromkeys(counts, "low_base")
    hidden = {code: "primary" for code, count in counts.items() if count < SMALLEST_CELL}
    if len(hidden) == 1:
        rest = {code: count for code, count in counts.items() if code not in hidden}
        hidden[min(rest, key=lambda code: rest[code])] = "secondary"
    return hidden


def _interval(place: Place, count: int, base: int) -> Values:
    """Return Wilson's interval where the invented sample is a random one."""
    if place.sampling != "probability":
        return {}
    z, share = 1.959964, count / base
    middle = (share + z * z / (2 * base)) / (1 + z * z / base)
    half = z * sqrt(share * (1 - share) / base + z * z / (4 * base * base)) / (1 + z * z / base)
    return {"ci_low": f"{100 * (middle - half):.1f}", "ci_high": f"{100 * (middle + half):.1f}",
            "ci_method": "wilson"}  # fmt: skip


def _numeric(_place: Place, question: Question, persons: Sequence[Person]) -> Iterator[Values]:
    values = [int(str(one[question.id])) for one in persons]
    low = len(values) < SMALLEST_BASE
    cuts = ("", "", "") if low else tuple(f"{cut:.0f}" for cut in quantiles(values, n=4))
    for stat, cut in zip(("p25", "median", "p75"), cuts, strict=True):
        yield {"stat": stat, "unit": "minutes", "value": cut, "n_base": str(len(values)),
               "suppression": "low_base" if low else "none"}  # fmt: skip


def write(folder: Path, show: Callable[[str], None] = print) -> None:
    """Write the demonstration into a folder."""
    for name, text in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        show(name)


if __name__ == "__main__":
    write(ROOT / "data" / "demo")
