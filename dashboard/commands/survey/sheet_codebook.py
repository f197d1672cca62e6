"""The codebook that a filled workbook describes, and the block of a new survey."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from dashboard.commands.survey.cells import number_of
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.questions_sheet import (
    GROUPS,
    KINDS,
    NO,
    ONLY_WHETHER,
    POLARITIES,
    QUESTIONS,
    RANKING,
    SAME,
    SAMPLINGS,
    SURVEY,
    TYPES,
    UNITS,
    WEIGHT,
    YES,
)
from dashboard.commands.survey.texts import LONGEST, normal, shown
from dashboard.facts.survey_model import (
    OptionKind,
    PublicationStatus,
    QuestionType,
    SurveyRole,
    WordingStatus,
)

LINE = re.compile(r"^(?:(?P<values>.+?) = )?(?P<label>.*?)(?: ?\[(?P<kind>[^\]]*)\])?$")
FIRST_PLACE = "auf den ersten Platz gesetzt"


def survey_fields(sheets: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return what the sheet says of the survey, by field."""
    return {row["Angabe"]: row.get("Eintrag", "") for row in sheets[SURVEY]}


def survey_block(fields: Mapping[str, str], complete: int, towns: Collection[str]) -> str:
    """Return the block of a new survey in one of these towns for surveys.toml."""
    for name in ("Kennung", "Stadt", "Ort", "Titel", "Quelle"):
        if not fields.get(name):
            raise SurveyFileError(f"Auf dem Blatt „{SURVEY}“ fehlt der Eintrag „{name}“.")
    id_ = fields["Kennung"]
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{2,30}", id_):
        raise SurveyFileError(
            f"Blatt „{SURVEY}“: „{shown(id_)}“ ist keine Kennung. Großbuchstaben, Ziffern und "
            "Bindestriche, etwa MOE-2026."
        )
    if fields["Stadt"] not in towns:
        raise SurveyFileError(
            f"Blatt „{SURVEY}“: Die Stadt „{shown(fields['Stadt'])}“ ist nicht bekannt. Möglich: "
            f"{', '.join(towns)}."
        )
    sampling = fields.get("Auswahl") or "unbekannt"
    if sampling not in SAMPLINGS:
        raise SurveyFileError(
            f"Blatt „{SURVEY}“: „{shown(sampling)}“ ist keine Auswahl. Möglich: "
            f"{'; '.join(SAMPLINGS)}."
        )
    project = fields.get("Projekt", "").casefold() == YES
    values = {
        "role": SurveyRole.PROJECT if project else SurveyRole.LOCAL_OTHER,
        "town": fields["Stadt"],
        "place": fields["Ort"],
        "title": fields["Titel"],
        "sampling": SAMPLINGS[sampling],
        "field_start": fields.get("Zeitraum von", ""),
        "field_end": fields.get("Zeitraum bis", ""),
        "n": str(complete),
        "institution": fields.get("Befragt hat", ""),
        "published": "Die Ergebnisse hat die Stelle übergeben, die gefragt hat.",
        "status": PublicationStatus.VALUES,
        "source_url": fields["Quelle"],
    }
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value]
    return "\n".join(["", f"[{id_}]", *lines, ""])


def codebook_text(
    sheets: Mapping[str, list[dict[str, str]]], survey: str, printed: Collection[str] = ()
) -> str:
    """Return the codebook that the workbook describes; `printed` is known to be the wording."""
    lines = [f"# Geschrieben aus den Fragen der Arbeitsmappe.\nsurvey = {_toml(survey)}\n"]
    grouped = []
    if weight := survey_fields(sheets).get(WEIGHT, ""):
        lines.append(f"weight = {_toml(weight)}\n")
    for row in _resolved(sheets[QUESTIONS]):
        chosen = row["zeigen"].casefold()
        place = f"Blatt „{QUESTIONS}“, Zeile {row['Zeile']}"
        if chosen not in (YES, NO, ""):
            raise SurveyFileError(
                f"{place}: Bei „zeigen“ steht „{shown(chosen)}“ statt ja oder nein."
            )
        if chosen != YES:
            continue
        id_ = f"f{row['Nr'].removesuffix('.0') or row['Zeile']}"
        lines += [f"[questions.{id_}]", *_question_lines(row, place, printed), ""]
        if row["nach Gruppen"].casefold() == YES:
            grouped.append(id_)
    lines += _group_lines(sheets[GROUPS], grouped)
    return "\n".join(lines) + "\n"


def _resolved(rows: Sequence[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    """Yield the rows, each „as above“ being what stands in the row above."""
    above: Mapping[str, str] = {}
    for row in rows:
        for heading, text in row.items():
            if text.casefold() == SAME and heading not in above:
                raise SurveyFileError(
                    f"Blatt „{QUESTIONS}“, Zeile {row['Zeile']}: Bei „{heading}“ steht „{SAME}“, "
                    "und darüber steht nichts."
                )
        above = {key: above[key] if text.casefold() == SAME else text for key, text in row.items()}
        yield above


def _question_lines(row: Mapping[str, str], place: str, printed: Collection[str]) -> Iterator[str]:
    if row["Art"] not in TYPES:
        raise SurveyFileError(
            f"{place}: „{shown(row['Art'])}“ ist keine Art von Frage. Möglich: {', '.join(TYPES)}."
        )
    type_ = TYPES[row["Art"]]
    multiple = type_ is QuestionType.SELECT_MULTIPLE
    yield f'type = "{type_}"'
    yield f"position = {int(float(row['Nr'] or row['Zeile']))}"
    yield f"wording = {_toml(row['Wortlaut'])}"
    options = [*_option_lines(row, place, in_columns=multiple and not row["Trennzeichen"])]
    labels = [one.partition("label = ")[2].partition('"')[2].partition('"')[0] for one in options]
    if row["Wortlaut"] in printed and {*labels} <= {*printed, KINDS[OptionKind.OTHER]}:
        yield f'wording_status = "{WordingStatus.VERBATIM}"'
    if item := FIRST_PLACE if row["Art"] == RANKING else row["Aussage"]:
        yield f"item = {_toml(item)}"
    if type_ is QuestionType.LIKERT:  # rows of one matrix: the same question, the same answers
        yield f"scale = {_toml('; '.join(labels)[:LONGEST])}"
    base = "alle, denen die Frage gestellt wurde" if multiple else "alle mit gültiger Antwort"
    yield f"base = {_toml(base)}"
    if row["heikel"].casefold() == YES:
        yield "sensitive = true"
    yield from _filter_line(row["Filter"], place)
    if row["Spalte"]:
        yield f"column = {_toml(row['Spalte'])}"
    if type_ is QuestionType.NUMERIC:
        unit = row["Einheit"]
        if unit not in UNITS:
            raise SurveyFileError(
                f"{place}: „{shown(unit)}“ ist keine Einheit. Möglich: {', '.join(UNITS)}."
            )
        yield f'unit = "{UNITS[unit]}"'
        if row["kein Wert"]:
            yield f"no_answer = {_toml(_list(row['kein Wert']))}"
        return
    if row["Trennzeichen"]:
        yield f"separator = {_toml(row['Trennzeichen'])}"
    yield "options = ["
    yield from options
    yield "]"


def _option_lines(row: Mapping[str, str], place: str, *, in_columns: bool) -> Iterator[str]:
    kinds = {word: kind for kind, word in KINDS.items()}
    by_label: dict[str, tuple[list[str], str, bool]] = {}
    for text in filter(None, (normal(line) for line in row["Antworten"].split("\n"))):
        match = LINE.match(text)
        assert match
        label, kind = match["label"], match["kind"] or ""
        if kind and kind not in {ONLY_WHETHER, *kinds, *POLARITIES}:
            label, kind = f"{label} [{kind}]", ""
        values = [match["values"]] if in_columns else _list(match["values"] or label)
        if in_columns and (not match["values"] or label in by_label):
            raise SurveyFileError(
                f"{place}: Bei „{shown(text)}“ fehlt die Spalte der Datei, oder zwei Antworten "
                "heißen gleich. Bei Mehrfachauswahl lassen sich Antworten nicht zusammenfassen."
            )
        known = by_label.setdefault(label, ([], kind, kind == ONLY_WHETHER))
        known[0].extend(values)
    for number, (label, (values, kind, filled)) in enumerate(by_label.items(), start=1):
        parts = [f'code = "{number}"', f"label = {_toml(label)}"]
        if kind in kinds:
            parts.append(f'kind = "{kinds[kind]}"')
        if kind in POLARITIES:
            parts.append(f"polarity = {POLARITIES[kind]}")
        elif kind == KINDS[OptionKind.NEUTRAL]:
            parts.append("polarity = 0")
        if in_columns:
            parts.append(f"column = {_toml(values[0])}")
        else:
            parts.append(f"values = {_toml(values)}")
        if filled:
            parts += ["filled = true", f'kind = "{OptionKind.OTHER}"']
        yield f"  {{{', '.join(parts)}}},"


def _filter_line(text: str, place: str) -> Iterator[str]:
    if not text:
        return
    if text.casefold() == "alle":
        yield "asked_all = true"
        return
    column, found, values = text.rpartition(" = ")
    if not found:
        raise SurveyFileError(f"{place}: Der Filter ist nicht von der Form „Spalte = Wert; Wert“.")
    yield f"asked_if = {{column = {_toml(column)}, values = {_toml(_list(values))}}}"


def _group_lines(rows: Sequence[Mapping[str, str]], questions: Sequence[str]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    columns: dict[str, str] = {}
    for row in rows:
        place = f"Blatt „{GROUPS}“, Zeile {row['Zeile']}"
        parts = [f"value = {_toml(row['Klasse'])}"]
        for heading, key in (("von", "from"), ("bis", "to")):
            if row[heading]:
                number = number_of(row[heading], thousands=True, comma=True)
                if number is None:
                    raise SurveyFileError(
                        f"{place}: Bei „{heading}“ steht „{shown(row[heading])}“, keine Zahl."
                    )
                parts.append(f"{key} = {number!r}")
        if row["Werte"]:
            parts.append(f"values = {_toml(_list(row['Werte']))}")
        groups.setdefault(row["Gruppe"], []).append(f"  {{{', '.join(parts)}}},")
        columns[row["Gruppe"]] = row["Spalte"]
    for name, classes in groups.items():
        yield f"[groups.{_toml(name)}]"
        yield f"column = {_toml(columns[name])}"
        yield from ["classes = [", *classes, "]"]
        yield f"questions = {_toml(list(questions))}"
        yield ""


def _list(text: str) -> list[str]:
    return [normal(part) for part in text.split(";") if part.strip()]


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
