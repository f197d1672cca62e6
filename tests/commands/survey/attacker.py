"""Random surveys, and someone who knows all that is published of them and wants the rest.

Written without the code it attacks: the attacker reads nothing but the rows as published, and knows
what everybody may know: how many took part, who was asked what, the margins of a weighting, and the
rules themselves. Works on older versions of the import too, so that their leaks can be counted.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from dashboard.commands.survey import codebook, template
from dashboard.commands.survey.aggregate import Margins, Result, aggregate
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.detection import Format
from dashboard.facts.survey_model import (
    PublicationStatus,
    SamplingType,
    Statistic,
    Survey,
    SurveyAggregate,
    SurveyRole,
)

ALL = ("", "")
FORM = (  # columns of the template
    *("frage_id", "typ", "wortlaut", "wortlaut_status", "aussage", "grundgesamtheit"),
    *("antwort_code", "antwort", "art", "richtung", "gruppe", "klasse", "angabe", "wert"),
    *("einheit", "genauigkeit", "n", "fundstelle", "quelle", "herkunft"),
)
PROMISED = 2  # so wide must the range of a withheld count stay
SMALL = range(1, 5)
SURVEY = Survey(
    id="ANGRIFF", role=SurveyRole.LOCAL_OTHER, place="Musterau", title="Erfunden",
    sampling=SamplingType.SELF_SELECTED, published="", status=PublicationStatus.VALUES,
    source_url="https://ort.example/",
)  # fmt: skip


@dataclass(kw_only=True)
class Asked:
    """One question with its true answers; `source` was answered with one of `through`."""

    id: str
    codes: tuple[str, ...]
    answers: list[str]
    source: str = ""
    through: tuple[str, ...] = ()
    multiple: bool = False
    sensitive: bool = False
    number: bool = False
    groups: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Crowd:
    """People who answered, the groups they are in, and the margins they are weighted to."""

    size: int
    questions: list[Asked]
    groups: dict[str, list[str]]
    margins: dict[str, dict[str, float]] = field(default_factory=dict)
    mandatory: bool = True


def crowd(seed: int) -> Crowd:
    """Return an invented survey; every tenth is tiny, a third is weighted, half have a filter."""
    chance = random.Random(seed)
    size = chance.randint(30, 60) if seed % 10 == 0 else chance.randint(60, 300)
    groups: dict[str, list[str]] = {}
    for name, classes in (("Alter", chance.randint(2, 4)), ("Ort", chance.randint(2, 3))):
        if chance.random() < (0.8 if name == "Alter" else 0.35):
            lean = [chance.random() + 0.1 for _ in range(classes)]
            missing = chance.choice((0, 0, 0.01, 0.03))
            groups[name] = [
                "" if chance.random() < missing else str(chance.choices(range(classes), lean)[0])
                for _ in range(size)
            ]
    mandatory = chance.random() < 0.6
    questions: list[Asked] = []
    for number in range(chance.randint(1, 3)):
        codes = tuple("abcdef"[: chance.randint(2, 5)])
        lean = [chance.random() ** 3 + 0.015 for _ in codes]
        answers = [chance.choices(codes, lean)[0] for _ in range(size)]
        one = Asked(id=f"q{number}", codes=codes, answers=answers,
                    sensitive=chance.random() < 0.15,
                    groups=tuple(name for name in groups if chance.random() < 0.8))  # fmt: skip
        single = [each for each in questions if not each.multiple]
        if single and chance.random() < 0.6:
            source = chance.choice(single)
            kept = chance.randint(1, len(source.codes) - 1)
            one.source, one.through = source.id, tuple(chance.sample(source.codes, kept))
        if not one.source and chance.random() < 0.25:
            one.multiple = True
            one.codes = ("x", "y")
            shares = (chance.random() ** 2, 1 - chance.random() ** 3 / 4)
            one.answers = [
                "".join(code for code, share in zip("xy", shares, strict=True)
                        if chance.random() < share)
                for _ in range(size)
            ]  # fmt: skip
        for place in range(size):
            if one.source:
                source = next(each for each in questions if each.id == one.source)
                if source.answers[place] not in one.through:
                    one.answers[place] = ""
                    continue
            if not mandatory and not one.multiple and chance.random() < 0.04:
                one.answers[place] = ""
        if any(one.answers):
            questions.append(one)
    questions += _numbers(seed, size, groups, questions)
    margins = {}
    if "Alter" in groups and chance.random() < 0.35:
        counts = {name: groups["Alter"].count(name) for name in set(groups["Alter"]) - {""}}
        if counts and min(counts.values()) >= 20:
            margins = {"Alter": {name: n * chance.uniform(0.7, 1.4) for name, n in counts.items()}}
    return Crowd(size=size, questions=questions, groups=groups, margins=margins,
                 mandatory=mandatory)  # fmt: skip


def _numbers(
    seed: int, size: int, groups: dict[str, list[str]], questions: list[Asked]
) -> list[Asked]:
    """Return questions for a number: half of the surveys have one, by a chance of its own."""
    chance = random.Random(f"number {seed}")
    if chance.random() < 0.5:
        return []
    spread = chance.choice((1, 2, 6, 40))
    unit = chance.choice((1, 1, 5, 0.5))
    lean = chance.uniform(-spread, spread)  # one group answers otherwise
    group = chance.choice([*groups, ""])
    answers = []
    for place in range(size):
        shift = lean if group and groups[group][place] == "0" else 0.0
        answers.append(f"{abs(round(chance.gauss(spread * 2 + shift, spread))) * unit:g}")
    one = Asked(id="n", codes=(), answers=answers, number=True,
                groups=tuple(name for name in groups if chance.random() < 0.8))  # fmt: skip
    single = [each for each in questions if not each.multiple]
    if single and chance.random() < 0.4:
        source = chance.choice(single)
        one.source = source.id
        one.through = tuple(chance.sample(source.codes, chance.randint(1, len(source.codes) - 1)))
        for place in range(size):
            if source.answers[place] not in one.through:
                one.answers[place] = ""
    return [one] if any(one.answers) else []


def published(people: Crowd, folder: Path) -> Result:
    """Return what the import publishes of these people."""
    columns: dict[str, tuple[str, ...]] = {}
    blocks = ['survey = "ANGRIFF"']
    for position, one in enumerate(people.questions, start=1):
        block = [f"[questions.{one.id}]", f"position = {position}", 'wording = "Frage"',
                 'wording_status = "verbatim"', 'base = "alle"',
                 f"sensitive = {str(one.sensitive).lower()}"]  # fmt: skip
        if one.multiple:
            for code in one.codes:
                columns[f"{one.id}{code}"] = tuple(
                    "Y" if code in answer else "" for answer in one.answers
                )
            options = [f'{{code="{c}", label="{c}", column="{one.id}{c}", values=["Y"]}}'
                       for c in one.codes]  # fmt: skip
            block += ['type = "select_multiple"']
        elif one.number:
            columns[one.id] = tuple(one.answers)
            block += ['type = "numeric"', 'unit = "minutes"', f'column = "{one.id}"']
            options = []
        else:
            columns[one.id] = tuple(one.answers)
            options = [f'{{code="{c}", label="{c}"}}' for c in one.codes]
            block += ['type = "select_one"', f'column = "{one.id}"']
        if one.source:
            values = ", ".join(f'"{code}"' for code in one.through)
            block.append(f'asked_if = {{column = "{one.source}", values = [{values}]}}')
        blocks += [*block, *([f"options = [{', '.join(options)}]"] if options else [])]
    for name, of in people.groups.items():
        columns[name] = tuple(of)
        names = sorted(set(of) - {""})
        if len(names) < 2:
            continue
        classes = ", ".join(f'{{value="{n}", values=["{n}"]}}' for n in names)
        wanted = ", ".join(f'"{one.id}"' for one in people.questions if name in one.groups)
        blocks += [f"[groups.{name}]", f'column = "{name}"', f"classes = [{classes}]",
                   f"questions = [{wanted}]"]  # fmt: skip
    path = folder / "codebook.toml"
    path.write_text("\n".join(blocks), encoding="utf-8")
    delivery = Delivery(format=Format.LIMESURVEY_CSV, columns=columns, rows=people.size,
                        complete=people.size, dropped=())  # fmt: skip
    book = codebook.read(path, "ANGRIFF", delivery)
    margins = Margins(shares=people.margins, source="Zensus") if people.margins else None
    return aggregate(delivery, book, SURVEY, "0" * 64, margins)


def _weights_of(people: Crowd) -> dict[str, float]:
    """Return what a person of each class of the margin weighs; 1 on average."""
    of, margin = people.groups["Alter"], people.margins["Alter"]
    persons = {name: of.count(name) for name in margin}
    inside, total = sum(persons.values()), sum(margin.values())
    return {name: inside * share / total / persons[name] for name, share in margin.items()}


Told = tuple[tuple[str, str], int, float, float]  # column, last class, at least, at most
RANKS = {"p25": 0.25, "median": 0.5, "p75": 0.75}


def _in_classes(
    one: Asked, people: Crowd, rows: Sequence[SurveyAggregate]
) -> tuple[Asked, list[Told]]:
    """Return a question for a number as one with classes, and what its quartiles say of them.

    How far numbers were rounded is said; whoever attacks also knows between which two each lies.
    """
    own = [row for row in rows if row.question_id == one.id and row.value is not None]
    numbers = np.array([float(answer or "nan") for answer in one.answers])
    weight = np.ones(people.size)
    if weighted := any(row.weighted for row in own):
        by_class = _weights_of(people)
        weight = np.array([by_class.get(name, 0.0) for name in people.groups["Alter"]])

    def inside(row: SurveyAggregate) -> NDArray[np.bool_]:
        of = people.groups.get(row.group_dim, [""] * people.size)
        return np.array([name == row.group_value or not row.group_dim for name in of])

    said = re.search(r", auf ([\d,]+) gerundet$", own[0].source_locator) if own else None
    step = float(said[1].replace(",", ".")) if said else 0.0
    rounded = np.floor(numbers / step + 0.5) * step if step else numbers
    found: list[tuple[SurveyAggregate, list[float], int]] = []
    for row in own:
        who = inside(row) & ~np.isnan(numbers) & (weight > 0)
        order = np.argsort(rounded[who], kind="stable")
        ranked = rounded[who][order]
        share = RANKS[str(row.stat)]
        if weighted:
            sums = np.cumsum(weight[who][order])
            at, between = int(np.searchsorted(sums, share * sums[-1] - 1e-9)), 0.0
        else:
            at, between = int((len(ranked) - 1) * share), (len(ranked) - 1) * share % 1
        near = list(ranked[at : at + (2 if between else 1)])
        reached = near[0] + between * (near[-1] - near[0])
        assert abs(reached - float(row.value or 0)) < 1e-3, "a quartile that nobody can follow"
        found.append((row, near, at + 1))
    cuts = sorted({value for _, near, _ in found for value in near})
    ends = sorted({*cuts, *(cut - 1e-6 for cut in cuts), np.inf})
    codes = tuple(f"to {end:.6f}" for end in ends)
    answers = ["" if np.isnan(value) else codes[int(np.searchsorted(ends, value))]
               for value in rounded]  # fmt: skip
    told: list[Told] = []
    for row, near, rank in found:
        column = (row.group_dim, row.group_value)
        for more, value in enumerate(near):
            at = ends.index(value)
            if weighted:
                share = RANKS[str(row.stat)]
                told += [(column, at, share, 1), (column, at - 1, share, 0)]
            else:
                told += [(column, at, rank + more, np.inf), (column, at - 1, 0, rank + more - 1)]
    used = {code for code in answers if code}
    kept = replace(one, codes=codes, answers=answers)
    return (kept, told) if used else (replace(kept, codes=codes[:1]), [])


def typed_in(people: Crowd, folder: Path, *, shares: bool) -> Result:
    """Return what the template makes of the true numbers: counts, or shares in whole percent."""
    lines = [";".join(FORM)]
    for one in people.questions:
        every = [("", "", range(people.size))]
        for name in one.groups:
            of = people.groups[name]
            every += [(name, each, [n for n in range(people.size) if of[n] == each])
                      for each in sorted({*of} - {""})]  # fmt: skip
        for dim, name, inside in every:
            answered = [one.answers[n] for n in inside if one.answers[n] or one.multiple]
            for code in one.codes if answered else ():
                count = sum(code in answer for answer in answered)
                share = math.floor(100 * count / len(answered) + 0.5)
                cells = {
                    "frage_id": one.id, "typ": "Mehrfachauswahl" if one.multiple else
                    "Einfachauswahl", "wortlaut": "Frage", "antwort_code": code, "antwort": code,
                    "gruppe": dim, "klasse": name, "angabe": "Anteil" if shares else "Anzahl",
                    "wert": share if shares else count, "n": len(answered), "fundstelle": "S. 1",
                    "genauigkeit": "gerundet" if shares else "", "herkunft": "geliefert",
                }  # fmt: skip
                lines.append(";".join(str(cells.get(name, "")) for name in FORM))
    path = folder / "vorlage.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return template.read(path, SURVEY, "0" * 64)


@dataclass(frozen=True)
class Leak:
    """A count that somebody can tell too closely."""

    question: str
    code: str
    column: tuple[str, str]
    true: int
    low: int
    high: int


class Attack:
    """All that is published as equations over whole numbers of persons."""

    def __init__(self, people: Crowd, rows: Sequence[SurveyAggregate]) -> None:
        numbers = [_in_classes(one, people, rows) for one in people.questions if one.number]
        self._told_of = {one.id: told for one, told in numbers}
        asked = [one for one in people.questions if not one.number]
        self.people = replace(people, questions=[*asked, *(one for one, _ in numbers)])
        self.names: dict[tuple[str, str, tuple[str, str]], int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.withheld: list[tuple[str, str, tuple[str, str]]] = []
        self.read = list(rows)
        for one in self.people.questions:
            self._question(one)
            self._quartiles(one)
        for one in self.people.questions:
            if one.source and people.mandatory:
                self._filter(one)

    def _new(self, key: tuple[str, str, tuple[str, str]], low: float, high: float) -> int:
        self.names[key] = len(self.low)
        self.low.append(low)
        self.high.append(high)
        return self.names[key]

    def _columns(self, one: Asked) -> list[tuple[str, str]]:
        found = dict.fromkeys(
            (row.group_dim, row.group_value) for row in self.read if row.question_id == one.id
        )
        return list(found)

    def _question(self, one: Asked) -> None:
        own = [row for row in self.read if row.question_id == one.id]
        columns = self._columns(one)
        extra = {dim: (dim, "\0rest") for dim, _ in columns if dim}
        margin = [("Alter", name) for name in self.people.margins.get("Alter", {})]
        if margin:
            extra["Alter"] = ("Alter", "\0rest")
            columns = [*columns, *(c for c in margin if c not in columns)]
        codes = [(code,) for code in one.codes] if one.multiple else [one.codes]
        for group in codes:
            each = [*group, f"not {group[0]}"] if one.multiple else [*group]
            for column in [*columns, *extra.values()]:
                for code in each:
                    self._new((one.id, code, column), 0, self.people.size)
                base = next((row.n_base for row in own if not row.weighted
                             and (row.group_dim, row.group_value) == column), None)  # fmt: skip
                if base is not None:
                    unknown = {self.names[one.id, code, column]: 1.0 for code in each}
                    self.rows.append((unknown, base, base))
            for dim, rest in extra.items():
                inside = [column for column in columns if column[0] == dim]
                for code in each:
                    parts = {self.names[one.id, code, column]: 1.0 for column in [*inside, rest]}
                    parts[self.names[one.id, code, ALL]] = -1.0
                    self.rows.append((parts, 0, 0))
        counted = any(row.stat is Statistic.COUNT for row in own)
        for row in own:
            if row.option_code not in one.codes:
                continue
            key = (one.id, row.option_code, (row.group_dim, row.group_value))
            if not counted and not row.weighted and row.value is not None and row.n_base:
                low, high = ((row.value + half) / 100 * row.n_base for half in (-0.5, 0.5))
                self.rows.append(({self.names[key]: 1.0}, low - 1e-9, high + 1e-9))
            elif row.value is None and not counted and not row.weighted:
                self.withheld.append(key)
            elif row.stat is Statistic.COUNT and row.value is not None:
                self.rows.append(({self.names[key]: 1.0}, row.value, row.value))
            elif row.stat is Statistic.COUNT or (row.weighted and row.value is None):
                self.withheld.append(key)
                low, high = {"primary": (0 if one.sensitive else 1, 4)}.get(
                    str(row.suppression), (0, self.people.size)
                )
                if str(row.suppression) != "low_base":
                    self.low[self.names[key]] = max(low, self.low[self.names[key]])
                    self.high[self.names[key]] = min(high, self.high[self.names[key]])
        self._weights(one, own)
        for column in [*extra.values(), *(columns if one.number else ())]:
            for code in one.codes:
                key = (one.id, code, column)
                few = self._true(key) in SMALL or self._true(key) == self._there(key)
                if few and self._there(key) and key not in self.withheld and len(one.codes) > 1:
                    self.withheld.append(key)

    def _quartiles(self, one: Asked) -> None:
        """Use what quartiles say of how many lie up to a number and below it."""
        for column, last, least, most in self._told_of.get(one.id, ()):
            weigh = self._weigh() if self._weighted(one) else {column: 1.0}
            parts = {}
            share = least if self._weighted(one) else 0.0
            for place, code in enumerate(one.codes):
                for name, weight in weigh.items():
                    if self._weighted(one) and column != ALL and name != column:
                        continue
                    factor = weight * ((place <= last) - share)
                    if factor:
                        parts[self.names[one.id, code, name]] = factor
            if self._weighted(one):
                self.rows.append((parts, *((0, np.inf) if most else (-np.inf, 0))))
            else:
                self.rows.append((parts, least, most))

    def _weighted(self, one: Asked) -> bool:
        return any(row.weighted for row in self.read if row.question_id == one.id)

    def _weigh(self) -> dict[tuple[str, str], float]:
        """Return what one person of each class of the margin weighs."""
        return {("Alter", name): weight for name, weight in _weights_of(self.people).items()}

    def _weights(self, one: Asked, own: Sequence[SurveyAggregate]) -> None:
        """Use what weighted shares say of the classes of the margin, and so of those in none."""
        if not self.people.margins:
            return
        of = self.people.groups["Alter"]
        weight = _weights_of(self.people)
        persons = dict.fromkeys(weight, 0)
        bases = {}
        for name in persons:  # who answered is known where everybody had to
            bases[name] = sum(
                bool(answer) or one.multiple
                for answer, group in zip(one.answers, of, strict=True) if group == name
            )  # fmt: skip
            codes = [one.codes[0], f"not {one.codes[0]}"] if one.multiple else list(one.codes)
            parts = {self.names[one.id, code, ("Alter", name)]: 1.0 for code in codes}
            self.rows.append((parts, bases[name], bases[name]))
        weighed = sum(weight[name] * bases[name] for name in persons)
        for row in own:
            if not row.weighted or row.value is None or row.group_dim not in ("", "Alter"):
                continue
            if row.stat is not Statistic.SHARE:
                continue
            names = [row.group_value] if row.group_dim else list(persons)
            whole = weighed if not row.group_dim else weight[names[0]] * bases[names[0]]
            exact = float(row.value) != int(row.value)
            half = 0.00005 if exact else 0.5
            parts = {self.names[one.id, row.option_code, ("Alter", name)]: weight[name]
                     for name in names}  # fmt: skip
            self.rows.append((parts, (row.value - half) / 100 * whole - 1e-9,
                              (row.value + half) / 100 * whole + 1e-9))  # fmt: skip
        for name in [*persons, "\0rest"]:
            for code in one.codes if len(one.codes) > 1 else ():
                key = (one.id, code, ("Alter", name))
                if (
                    key in self.names
                    and key not in self.withheld
                    and (
                        name == "\0rest"
                        or not any(row.group_value == name and row.value is not None for row in own)
                    )
                ):
                    self.withheld.append(key)

    def _filter(self, one: Asked) -> None:
        """Set n of a filtered question equal to those who gave the answers it was put to."""
        source = next(each for each in self.people.questions if each.id == one.source)
        for column in self._columns(one):
            base = next((row.n_base for row in self.read if row.question_id == one.id
                         and not row.weighted
                         and (row.group_dim, row.group_value) == column), None)  # fmt: skip
            parts = [(source.id, code, column) for code in one.through]
            if base is not None and all(part in self.names for part in parts):
                self.rows.append(({self.names[part]: 1.0 for part in parts}, base, base))

    def leaks(self) -> Iterator[Leak]:
        """Yield every withheld count that can be told more closely than was promised."""
        matrix = csr_matrix(
            (
                [factor for parts, *_ in self.rows for factor in parts.values()],
                (
                    [n for n, (parts, *_) in enumerate(self.rows) for _ in parts],
                    [place for parts, *_ in self.rows for place in parts],
                ),
            ),
            shape=(len(self.rows), len(self.low)),
        )
        limits = LinearConstraint(matrix, [row[1] for row in self.rows],
                                  [row[2] for row in self.rows])  # fmt: skip
        for key in self.withheld:
            true = self._true(key)
            if not true:
                continue  # „nobody“ is no secret of anybody
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(self.low))
                aim[self.names[key]] = sign
                found = milp(aim, constraints=limits, bounds=Bounds(self.low, self.high),
                             integrality=np.ones(len(self.low)))  # fmt: skip
                if found.x is None:
                    break
                ends.append(round(found.x[self.names[key]]))
            if len(ends) < 2:
                continue  # it knows too much that is not so
            if ends[1] - ends[0] < min(PROMISED, self._there(key)):
                yield Leak(*key, true=true, low=ends[0], high=ends[1])
        yield from self._told()

    def _told(self) -> Iterator[Leak]:
        """Yield what is printed although it could be persons: small counts, shares and n."""
        for row in self.read:
            column = (row.group_dim, row.group_value)
            if row.stat in RANKS and row.value is not None:
                same = self._same(row)
                if same in SMALL:
                    yield Leak(row.question_id, str(row.stat), column, same, same, same)
            if row.n_base in SMALL:
                yield Leak(row.question_id, "n", column, row.n_base, row.n_base, row.n_base)
            if row.stat is Statistic.COUNT and row.value is not None and int(row.value) in SMALL:
                value = int(row.value)
                yield Leak(row.question_id, row.option_code, column, value, value, value)
            if (
                row.stat is Statistic.SHARE and row.value == 100 and row.group_dim
                and not row.weighted and row.n_base
            ):  # fmt: skip
                yield Leak(row.question_id, row.option_code, column, row.n_base, row.n_base,
                           row.n_base)  # fmt: skip

    def _same(self, row: SurveyAggregate) -> int:
        """Return how many lie where a quartile is told to lie, if it is where somebody does."""
        one = next(each for each in self.people.questions if each.id == row.question_id)
        code = f"to {row.value:.6f}"
        key = (one.id, code, (row.group_dim, row.group_value))
        return self._true(key) if code in one.codes else 0

    def _people(self, key: tuple[str, str, tuple[str, str]]) -> list[int]:
        id_, _, (dim, name) = key
        one = next(each for each in self.people.questions if each.id == id_)
        named = {c[1] for c in self._columns(one) if c[0] == dim}
        if dim in self.people.margins:
            named |= set(self.people.margins[dim])
        return [
            place for place in range(self.people.size)
            if not dim or self.people.groups[dim][place] == name
            or (name == "\0rest" and self.people.groups[dim][place] not in named)
        ]  # fmt: skip

    def _true(self, key: tuple[str, str, tuple[str, str]]) -> int:
        one = next(each for each in self.people.questions if each.id == key[0])
        return sum(
            key[1] in one.answers[place] if one.multiple else one.answers[place] == key[1]
            for place in self._people(key)
        )

    def _there(self, key: tuple[str, str, tuple[str, str]]) -> int:
        """Return how many answered there at all: more than that no range can be wide."""
        one = next(each for each in self.people.questions if each.id == key[0])
        return sum(bool(one.answers[place]) or one.multiple for place in self._people(key))
