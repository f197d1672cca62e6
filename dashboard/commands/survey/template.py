"""The template for results that exist only as numbers in a report: one row, one number.

The same columns make the CSV and the Excel form. Rows marked „veröffentlicht“ stand in a source
anyone can open and are kept as they are; delivered ones are protected like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from dashboard.commands.survey.aggregate import Result
from dashboard.commands.survey.cells import number_of
from dashboard.commands.survey.delimited import delimited
from dashboard.commands.survey.detection import SurveyFileError, checked
from dashboard.commands.survey.linked import publish
from dashboard.commands.survey.readers import table as sheet_of
from dashboard.commands.survey.rows import COMPUTED_BY, interval
from dashboard.commands.survey.tables import (
    ALL,
    OTHERWISE,
    DisclosureError,
    Members,
    Rule,
    Subgroup,
    Table,
)
from dashboard.commands.survey.texts import checked_text, normal, shown
from dashboard.commands.survey.worlds import Key, Range
from dashboard.facts.survey_model import (
    AggregatePrecision,
    AggregateUnit,
    OptionKind,
    Provenance,
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
    SurveyOption,
    SurveyQuestion,
    WordingStatus,
)
from dashboard.wording import survey_words

Word = TypeVar("Word", bound=StrEnum)

TYPES = {
    "Einfachauswahl": QuestionType.SELECT_ONE,
    "Mehrfachauswahl": QuestionType.SELECT_MULTIPLE,
    "Skala": QuestionType.LIKERT,
    "Zahl": QuestionType.NUMERIC,
}
WORDINGS = {
    "wörtlich": WordingStatus.VERBATIM,
    "sinngemäß": WordingStatus.PARAPHRASE,
    "unbekannt": WordingStatus.UNKNOWN,
}
KINDS = {
    "inhaltlich": OptionKind.SUBSTANTIVE,
    "neutral": OptionKind.NEUTRAL,
    "Sonstiges": OptionKind.OTHER,
    "weiß nicht": OptionKind.DONT_KNOW,
    "keine Angabe": OptionKind.NO_ANSWER,
    "nicht gestellt": OptionKind.NOT_SHOWN,
}
STATISTICS = {word: one for one, word in survey_words.STATISTICS.items()}
UNITS = {  # in the form stands the sign
    word: one for one, word in {**survey_words.UNITS, AggregateUnit.KILOMETRES: "km"}.items()
}
PRECISIONS = {
    "genau": AggregatePrecision.EXACT,
    "gerundet": AggregatePrecision.ROUNDED,
    "in Worten": AggregatePrecision.WORDS,
    "mindestens": AggregatePrecision.LOWER_BOUND,
}
PROVENANCES = {
    survey_words.PROVENANCES[one]: one for one in (Provenance.PUBLISHED, Provenance.DELIVERED)
}

# column -> what to write there, and the words it accepts
COLUMNS: Mapping[str, tuple[str, Sequence[str]]] = {
    "frage_id": ("Kurze Kennung der Frage ohne Leerzeichen, in jeder Zeile, etwa homeoffice", ()),
    "typ": ("Wie gefragt wurde; nur in der ersten Zeile der Frage nötig", tuple(TYPES)),
    "wortlaut": ("Die Frage; nur in der ersten Zeile nötig", ()),
    "wortlaut_status": ("Ist das der Wortlaut des Fragebogens?", tuple(WORDINGS)),
    "aussage": ("Bei Skalen die bewertete Aussage, sonst leer", ()),
    "grundgesamtheit": ("Wer gefragt wurde, etwa alle Erwerbstätigen", ()),
    "antwort_code": ("Kurze Kennung der Antwort, etwa 1; bei Zahlen leer", ()),
    "antwort": ("Die Antwort, wie sie im Fragebogen steht", ()),
    "art": ("Was für eine Antwort das ist; leer heißt inhaltlich", tuple(KINDS)),
    "richtung": ("Bei Skalen: -1 Ablehnung, 0 Mitte, 1 Zustimmung", ("-1", "0", "1")),
    "gruppe": ("Leer für alle Befragten, sonst das Merkmal, etwa Altersgruppe", ()),
    "klasse": ("Die Klasse der Gruppe, etwa 18 bis 39", ()),
    "angabe": ("Was die Zahl ist", tuple(STATISTICS)),
    "wert": ("Die Zahl; Anteile in Prozent", ()),
    "einheit": ("Nur bei Median und Vierteln nötig", tuple(UNITS)),
    "genauigkeit": ("Leer heißt genau", tuple(PRECISIONS)),
    "n": ("Zahl der Personen, auf die sich die Angabe bezieht", ()),
    "fundstelle": ("Seite oder Abschnitt, wo die Zahl steht", ()),
    "quelle": ("Kennung aus sources.toml; leer, wenn die Stadt sie selbst liefert", ()),
    "herkunft": ("Stand die Zahl schon irgendwo öffentlich?", tuple(PROVENANCES)),
}
RESULTS_SHEET = "Ergebnisse"
REMAINING = "\0remaining"  # persons whose answer the report does not give
CellKey = tuple[str, Subgroup]  # answer and column
HOW_TO = (
    "So wird diese Vorlage ausgefüllt",
    "Eine Zeile ist eine Zahl: eine Antwort einer Frage, für alle Befragten oder für eine Gruppe.",
    "Nur das Blatt „Ergebnisse“ wird gelesen. Die Kopfzeile bleibt, wie sie ist.",
    "Keine Angaben zu einzelnen Personen, keine Namen, keine offenen Antworten.",
    "Was nicht bekannt ist, bleibt leer; nichts schätzen oder ausrechnen.",
    "Gibt es Anzahlen, diese eintragen; die Anteile rechnet das Programm aus.",
    "Zahlen unter 5 aus gelieferten Tabellen hält das Programm zurück, und was sie verriete, auch.",
    "Prüfen, ohne zu schreiben: python -m dashboard survey import DATEI --survey KENNUNG",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One row of the template, understood."""

    number: int
    question: str
    option: str
    kind: OptionKind
    row: SurveyAggregate


def empty() -> bytes:
    """Return the empty Excel form with its instructions."""
    book = Workbook()
    form = book.active
    form.title = RESULTS_SHEET
    form.append(list(COLUMNS))
    for index, (name, (_, words)) in enumerate(COLUMNS.items(), start=1):
        head = form.cell(row=1, column=index)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE3EC")
        letter = head.column_letter
        form.column_dimensions[letter].width = max(14, len(name) + 4)
        if words:
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.error = f"Bitte eines dieser Wörter wählen: {', '.join(words)}"
            form.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}2000")
    form.freeze_panes = "B2"
    guide = book.create_sheet("Anleitung")
    guide.column_dimensions["A"].width = 22
    guide.column_dimensions["B"].width = 70
    guide.column_dimensions["C"].width = 60
    for text in HOW_TO:
        guide.append([text])
    guide["A1"].font = Font(bold=True, size=14)
    guide.append([])
    guide.append(["Spalte", "Was dort steht", "Erlaubte Wörter"])
    for cell in guide[guide.max_row]:
        cell.font = Font(bold=True)
    for name, (text, words) in COLUMNS.items():
        guide.append([name, text, ", ".join(words)])
        guide.cell(row=guide.max_row, column=2).alignment = Alignment(wrap_text=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(path: Path, survey: Survey, checksum: str) -> Result:
    """Read a filled template and protect what was delivered; the first fault is raised."""
    content = checked(path)
    found = sheet_of(path) if content.startswith(b"PK") else delimited(content)
    header = found.header
    if set(header) != set(COLUMNS):
        wrong = sorted(set(header) ^ set(COLUMNS))
        raise SurveyFileError(
            f"Die Kopfzeile ist nicht die der Vorlage, es geht um „{shown(wrong[0])}“. Eine neue "
            "Vorlage schreibt „python -m dashboard survey template --to vorlage.xlsx“."
        )
    questions: dict[str, SurveyQuestion] = {}
    lines: list[_Line] = []
    for number, cells in zip(found.numbers, found.rows, strict=True):
        row = dict(zip(header, (normal(cell) for cell in cells), strict=True))
        try:
            _declare(questions, row, survey.id)
            lines.append(_line(number, row, questions[row["frage_id"]], survey, checksum))
        except ValueError as error:
            raise SurveyFileError(f"Zeile {number}: {error}") from None
    if not lines:
        raise SurveyFileError("In der Vorlage steht noch keine Zahl.")
    rule = Rule()
    aggregates: list[SurveyAggregate] = []
    ranges: dict[str, Sequence[Range]] = {}
    _check_filters(lines, rule)
    for question in questions.values():
        own = [line for line in lines if line.question == question.id]
        _check_unique(own)
        if all(line.row.provenance is Provenance.PUBLISHED for line in own):
            done = [line.row for line in own]
        else:
            done, ranges[question.id] = _protected(question, own, rule)
        aggregates += [
            _with_interval(row, survey) for row in [*done, *_derived_shares(question, done)]
        ]
    return Result(
        questions=tuple(questions.values()),
        aggregates=tuple(aggregates),
        unknown={},
        rule=rule,
    )


def _word(
    row: Mapping[str, str], column: str, words: Mapping[str, Word], default: str = ""
) -> Word:
    text = row[column] or default
    if text not in words:
        raise ValueError(f"In „{column}“ steht „{shown(text)}“; erlaubt ist: {', '.join(words)}.")
    return words[text]


def _declare(questions: dict[str, SurveyQuestion], row: Mapping[str, str], survey: str) -> None:
    """Add the question or answer of this row; later rows may leave out or repeat, not differ."""
    id_ = checked_text(row["frage_id"])
    if not id_ or not id_.replace("_", "").replace("-", "").isalnum():
        raise ValueError("frage_id fehlt oder enthält andere Zeichen als Buchstaben und Ziffern.")
    if id_ not in questions:
        type_ = _word(row, "typ", TYPES)
        questions[id_] = SurveyQuestion(
            id=id_,
            survey=survey,
            position=len(questions) + 1,
            type=type_,
            wording=checked_text(row["wortlaut"]),
            wording_status=_word(row, "wortlaut_status", WORDINGS, "unbekannt"),
            item=checked_text(row["aussage"]),
            base=checked_text(row["grundgesamtheit"]) or "nicht angegeben",
            multiple=type_ is QuestionType.SELECT_MULTIPLE,
        )
    question = questions[id_]
    for column, known in {"wortlaut": question.wording, "aussage": question.item}.items():
        if row[column] and checked_text(row[column]) != known:
            raise ValueError(f"{column} ist anders als in der ersten Zeile von „{id_}“.")
    if row["typ"] and _word(row, "typ", TYPES) is not question.type:
        raise ValueError(f"typ ist anders als in der ersten Zeile von „{id_}“.")
    code = checked_text(row["antwort_code"])
    if (question.type is QuestionType.NUMERIC) == bool(code):
        raise ValueError("antwort_code fehlt, oder er steht bei einer Frage vom typ Zahl.")
    known_option = next((one for one in question.options if one.code == code), None)
    if code and known_option is None:
        option = SurveyOption(
            code=code,
            label=checked_text(row["antwort"]) or code,
            kind=_word(row, "art", KINDS, "inhaltlich"),
            polarity=int(row["richtung"]) if row["richtung"] in ("-1", "0", "1") else None,
        )
        questions[id_] = replace(question, options=(*question.options, option))
    elif known_option and row["antwort"] and checked_text(row["antwort"]) != known_option.label:
        raise ValueError(f"Der Code „{code}“ gehört schon zu „{known_option.label}“.")


def _line(
    number: int, row: Mapping[str, str], question: SurveyQuestion, survey: Survey, checksum: str
) -> _Line:
    stat = _word(row, "angabe", STATISTICS)
    default_unit = {Statistic.COUNT: "Personen", Statistic.SHARE: "Prozent"}.get(stat, "")
    code = row["antwort_code"].strip()
    kinds = {option.code: option.kind for option in question.options}
    if bool(row["gruppe"]) != bool(row["klasse"]):
        raise ValueError("gruppe und klasse gehören zusammen: beide ausfüllen oder keine.")
    value = _number(row, "wert")
    base = _number(row, "n") if row["n"] else None
    provenance = _word(row, "herkunft", PROVENANCES)
    if provenance is Provenance.DELIVERED and base is None:
        raise ValueError("n fehlt. Ohne n lässt sich eine gelieferte Zahl nicht schützen.")
    if stat is Statistic.SHARE and not 0 <= value <= 100:
        raise ValueError(f"Ein Anteil von {row['wert']} Prozent ist nicht möglich.")
    if stat is Statistic.COUNT and (value < 0 or value != int(value)):
        raise ValueError(f"{row['wert']} ist keine Anzahl von Personen.")
    if base is not None and (base != int(base) or base < 1):
        raise ValueError(f"n = {row['n']} ist keine Anzahl von Personen.")
    if stat is Statistic.COUNT and base is not None and value > base:
        raise ValueError(f"{row['wert']} Personen sind mehr als n = {row['n']}.")
    if not row["fundstelle"]:
        raise ValueError("fundstelle fehlt: die Seite oder der Abschnitt, wo die Zahl steht.")
    where = checked_text(row["fundstelle"])
    return _Line(
        number=number,
        question=question.id,
        option=code,
        kind=kinds.get(code, OptionKind.SUBSTANTIVE),
        row=SurveyAggregate(
            question_id=question.id,
            option_code=code,
            group_dim=checked_text(row["gruppe"]),
            group_value=checked_text(row["klasse"]),
            stat=stat,
            value=value,
            unit=_word(row, "einheit", UNITS, default_unit),
            precision=_word(row, "genauigkeit", PRECISIONS, "genau"),
            n_base=int(base) if base is not None else None,
            n_eff=None,
            weighted=False,
            ci_low=None,
            ci_high=None,
            ci_method="",
            suppression=Suppression.NONE,
            source_id=checked_text(row["quelle"]) or survey.id,
            source_locator=where
            if provenance is Provenance.PUBLISHED
            else f"{where} (gelieferte Datei {checksum[:12]})",
            computed_by=COMPUTED_BY,
            provenance=provenance,
        ),
    )


def _number(row: Mapping[str, str], column: str) -> float:
    text = row[column]
    value = number_of(text, thousands=True, comma=True)
    if value is None:
        raise ValueError(f"In „{column}“ steht „{shown(text)}“, keine Zahl.")
    if abs(value) > 1e9:
        raise ValueError(f"In „{column}“ steht „{shown(text)}“, keine mögliche Zahl.")
    return value


def _check_unique(lines: Sequence[_Line]) -> None:
    seen: dict[tuple[str, Subgroup, Statistic], int] = {}
    bases: dict[Subgroup, int | None] = {}
    for line in lines:
        column = (line.row.group_dim, line.row.group_value)
        key = (line.option, column, line.row.stat)
        if key in seen:
            raise SurveyFileError(
                f"Zeile {line.number}: Dieselbe Zahl steht schon in Zeile {seen[key]}."
            )
        seen[key] = line.number
        if line.kind.in_base and bases.setdefault(column, line.row.n_base) != line.row.n_base:
            raise SurveyFileError(
                f"Zeile {line.number}: n ist anders als bei den anderen Antworten derselben Frage."
            )


def _check_filters(lines: Sequence[_Line], rule: Rule) -> None:
    """Refuse an n that gives away a small answer: of a question only those were asked, or not."""
    few = range(1, rule.smallest_cell)
    delivered = [one for one in lines if one.row.provenance is Provenance.DELIVERED]
    bases = {(one.question, one.row.group_value): one.row.n_base for one in delivered}
    for line in delivered:
        row = line.row
        if row.stat is not Statistic.COUNT or row.value is None or row.n_base is None:
            continue
        if int(row.value) not in few or not line.kind.in_base:
            continue
        told = {int(row.value), row.n_base - int(row.value)}
        for (other, group), base in bases.items():
            if other != line.question and group == row.group_value and base in told:
                raise SurveyFileError(
                    f"Zeile {line.number}: n = {base} bei „{other}“ verrät, wie viele bei "
                    f"„{line.question}“ diese Antwort gaben, und das sind zu wenige. Vermutlich "
                    f"wurde „{other}“ nur einem Teil gestellt. Eine der beiden Fragen weglassen."
                )


def _protected(
    question: SurveyQuestion, lines: Sequence[_Line], rule: Rule
) -> tuple[list[SurveyAggregate], list[Range]]:
    """Return the rows with all withheld that must be."""
    counts: dict[CellKey, int] = {}
    bases: dict[Subgroup, int] = {}
    rounded = False
    for line in lines:
        column = (line.row.group_dim, line.row.group_value)
        base, value = line.row.n_base, line.row.value
        if not line.kind.in_base or base is None or value is None:
            continue
        bases[column] = base
        if line.row.stat is Statistic.COUNT:
            counts[line.option, column] = int(value)
        elif line.row.stat is Statistic.SHARE:
            rounded |= (line.option, column) not in counts
            counts.setdefault((line.option, column), round(value * base / 100))
    if counts and ALL not in bases:
        raise SurveyFileError(
            f"Bei „{question.id}“ fehlen die Zahlen für alle Befragten; ohne sie lassen sich die "
            "Gruppen nicht schützen."
        )
    shown: set[Key] = set()
    low: set[Key] = set()
    ranges: list[Range] = []
    proven = {cell: n for cell, n in counts.items() if not rounded or cell[1] == ALL}
    for table, members in _tables(question, proven, bases, rounded):
        found = publish([table], members, rule)
        shown |= found.shown
        low |= found.low
        ranges += found.ranges.get(question.id, [])
    if rounded:  # sums of rounded shares prove nothing: a group table is shown whole or not at all
        for dimension in {column[0] for column in bases} - {""}:
            cells = [cell for cell in counts if cell[1][0] == dimension]
            if not any(cell_is_small(counts[cell], bases[cell[1]], rule) for cell in cells):
                shown |= {(question.id, code, *column) for code, column in cells}
    done = []
    for line in lines:
        column = (line.row.group_dim, line.row.group_value)
        key: Key = (question.id, line.option, *column)
        base, value = line.row.n_base or 0, line.row.value or 0
        why = Suppression.NONE
        if base < rule.smallest_base or key in low:
            why = Suppression.LOW_BASE
        elif (line.option, column) in counts and line.kind.in_base:
            why = Suppression.NONE if key in shown else Suppression.PROTECTED
        elif not line.kind.in_base and 0 < value < rule.smallest_cell:
            continue  # says nothing about an answer; what is small is not even named
        if base < rule.smallest_cell and column != ALL:
            continue  # a group of so few persons is not even named
        shown_value = line.row.value if why is Suppression.NONE else None
        told = base if base >= rule.smallest_cell else None
        done.append(replace(line.row, suppression=why, value=shown_value, n_base=told))
    return done, ranges


def cell_is_small(count: int, base: int, rule: Rule) -> bool:
    """Tell whether a count, or the few who answered otherwise, could be single persons."""
    few = range(1, rule.smallest_cell)
    return base < rule.smallest_base or count in few or base - count in few


def _tables(
    question: SurveyQuestion,
    counts: Mapping[CellKey, int],
    bases: Mapping[Subgroup, int],
    rounded: bool,
) -> Iterator[tuple[Table, Mapping[str, Members]]]:
    """Yield the counts as tables of persons who would have given them; any such persons do."""
    if not counts:
        return
    bases = {column: base for column, base in bases.items() if not rounded or column == ALL}
    codes = list(dict.fromkeys(code for code, _ in counts))
    sums = {
        column: sum(count for (_, one), count in counts.items() if one == column)
        for column in bases
    }
    if question.multiple:
        for code in codes:
            if (code, ALL) in counts:
                own = {cell: min(n, bases[cell[1]]) for cell, n in counts.items()
                       if cell[0] == code}  # fmt: skip
                rest = {(OTHERWISE, column): bases[column] - n for (_, column), n in own.items()}
                within = {column: bases[column] for _, column in own}
                yield _persons(question, (code, OTHERWISE), {**own, **rest}, within)
        return
    if rounded:
        bases = {ALL: max(bases[ALL], sums[ALL])}
    if too_many := [column for column in bases if sums[column] > bases[column]]:
        raise SurveyFileError(
            f"Bei „{question.id}“ ergeben die Antworten zusammen mehr als n"
            f"{' in der Gruppe ' + too_many[0][1] if too_many[0][1] else ''}. Ist es eine Frage "
            "mit mehreren Antworten, gehört Mehrfachauswahl in die Spalte typ."
        )
    filled = {(code, column): counts.get((code, column), 0) for code in codes for column in bases}
    rest = {(REMAINING, column): base - sums[column] for column, base in bases.items()}
    more = (REMAINING,) if any(rest.values()) else ()
    yield _persons(question, (*codes, *more), {**filled, **rest}, bases)


def _persons(
    question: SurveyQuestion,
    codes: tuple[str, ...],
    counts: Mapping[CellKey, int],
    bases: Mapping[Subgroup, int],
) -> tuple[Table, Mapping[str, Members]]:
    """Return persons who would have answered like this, put into groups as the counts say."""
    answers = np.repeat(np.arange(len(codes)), [counts.get((code, ALL), 0) for code in codes])
    dimensions: dict[str, list[str]] = {}
    for dimension, name in bases:
        if dimension:
            dimensions.setdefault(dimension, []).append(name)
    members = {}
    for number, (dimension, names) in enumerate(dimensions.items()):
        of = np.full(len(answers), -1, dtype=np.int64)
        chance = np.random.default_rng(number)
        for place, code in enumerate(codes):
            persons = np.flatnonzero(answers == place)
            each = [counts.get((code, (dimension, name)), 0) for name in names]
            if sum(each) > len(persons):
                raise DisclosureError(
                    f"Bei „{question.id}“ widersprechen sich die Zahlen: Die Gruppen von "
                    f"„{dimension}“ haben bei einer Antwort zusammen mehr Personen als alle "
                    "Befragten."
                )
            chosen = chance.permutation(persons)[: sum(each)]
            of[chosen] = np.repeat(np.arange(len(names)), each)
        members[dimension] = Members(names=tuple(names), of=of)
    table = Table(
        id=question.id,
        codes=codes,
        answers=answers,
        asked=np.ones(len(answers), dtype=bool),
        groups=tuple(dimensions),
    )
    return table, members


def _derived_shares(
    question: SurveyQuestion, rows: Sequence[SurveyAggregate]
) -> list[SurveyAggregate]:
    """Return the shares that follow from the counts, where none were given."""
    valid = {option.code for option in question.options if option.kind.in_base}
    given = {
        (row.option_code, row.group_dim, row.group_value)
        for row in rows
        if row.stat is Statistic.SHARE
    }
    return [
        replace(
            row,
            stat=Statistic.SHARE,
            unit=AggregateUnit.PERCENT,
            value=None if row.value is None else round(100 * row.value / row.n_base, 4),
            provenance=Provenance.DERIVED,
        )
        for row in rows
        if row.stat is Statistic.COUNT
        and row.option_code in valid
        and row.n_base
        and (row.option_code, row.group_dim, row.group_value) not in given
    ]


def _with_interval(row: SurveyAggregate, survey: Survey) -> SurveyAggregate:
    if row.value is None or row.n_base is None or row.precision is not AggregatePrecision.EXACT:
        return row
    low, high = interval(row.stat, row.value, row.n_base, row.suppression, survey.sampling)
    return replace(
        row, ci_low=low, ci_high=high, ci_method="Wilson 95 %" if low is not None else ""
    )
