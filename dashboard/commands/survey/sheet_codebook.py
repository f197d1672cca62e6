"""The codebook that a filled workbook describes, and the block of a new survey."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from dashboard.commands.survey.cells import number_of
from dashboard.commands.survey.detection import SurveyFileError
from dashboard.commands.survey.draft import FIRST_PLACE
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
    TICKED,
    TYPES,
    UNITS,
    WEIGHT,
    YES,
)
from dashboard.commands.survey.texts import LONGEST, normal, shown, toml
from dashboard.facts.survey_model import (
    OptionKind,
    PublicationStatus,
    QuestionType,
    SurveyRole,
    WordingStatus,
)

LINE = re.compile(r"^(?:(?P<values>.+?) = )?(?P<label>.*?)(?: ?\[(?P<kind>[^\]]*)\])?$")
# keys of the codebook -> headings of the workbook
IN_SHEET = {
    "column": "Spalte",
    "values": "Werte",
    "options": "Antworten",
    "unit": "Einheit",
    "no_answer": "kein Wert",
    "separator": "Trennzeichen",
    "asked_if": "Filter",
    "classes": "Klasse",
    "value": "Klasse",
    "from": "von",
    "to": "bis",
    "wording": "Wortlaut",
    "item": "Aussage",
    "label": "Antworten",
    "scale": "Antworten",
    "weight": "Gewicht",
    "filled = true": f"[{ONLY_WHETHER}]",
}
MOST_DIGITS = 6


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
    told = fields.get("Projekt", "")
    project = _yes({"Projekt": told}, "Projekt", f"Blatt „{SURVEY}“")
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
    lines = [f"{key} = {toml(value)}" for key, value in values.items() if value]
    return "\n".join(["", f"[{id_}]", *lines, ""])


def codebook_text(
    sheets: Mapping[str, list[dict[str, str]]], survey: str, printed: Collection[str] = ()
) -> str:
    """Return the codebook that the workbook describes; `printed` is known to be the wording."""
    lines = [f"# Geschrieben aus den Fragen der Arbeitsmappe.\nsurvey = {toml(survey)}\n"]
    grouped = []
    if weight := survey_fields(sheets).get(WEIGHT, ""):
        lines.append(f"weight = {toml(weight)}\n")
    ids = _ids(sheets[QUESTIONS])
    for row in _resolved(sheets[QUESTIONS]):
        place = _place(QUESTIONS, row)
        if not _yes(row, "zeigen", place):
            continue
        id_ = ids[row["Zeile"]]
        lines += [f"[questions.{id_}]", f"position = {id_[1:]}"]
        lines += [*_question_lines(row, place, printed), ""]
        if _yes(row, "nach Gruppen", place):
            grouped.append(id_)
    if all(not line.startswith("[questions.") for line in lines):
        raise SurveyFileError(f"Auf dem Blatt „{QUESTIONS}“ steht bei „zeigen“ nirgends ja.")
    lines += _group_lines(sheets[GROUPS], grouped)
    return "\n".join(lines) + "\n"


def in_words_of_the_workbook(message: str, sheets: Mapping[str, list[dict[str, str]]]) -> str:
    """Return what is wrong with a codebook as what is wrong with the workbook it was made from."""
    lines = {id_: line for line, id_ in _ids(sheets[QUESTIONS]).items()}
    message = re.sub(
        r"\[questions\.(\w+)\](?: (?:options|asked_if|values|no_answer))*",
        lambda found: f"Blatt „{QUESTIONS}“, Zeile {lines.get(found[1], '?')}",
        message,
    )
    message = re.sub(
        r"\[groups\.(.*?)\](?: (?:classes|values))*", rf"Blatt „{GROUPS}“, „\1“", message
    )
    message = re.sub(r"„f(\d+)“", r"Frage \1", message)
    for key, heading in IN_SHEET.items():
        message = re.sub(rf"(?<![„\w]){key}(?![“\w])", f"„{heading}“", message)
    return message


def _ids(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the id of the question in each line, made of its number."""
    ids: dict[str, str] = {}
    for row in rows:
        number = row["Nr"] or row["Zeile"]
        if not number.isascii() or not number.isdigit() or len(number) > MOST_DIGITS:
            raise SurveyFileError(
                f"{_place(QUESTIONS, row)}: Bei „Nr“ steht „{shown(number)}“ statt einer ganzen "
                "Zahl."
            )
        id_ = f"f{int(number)}"
        if id_ in ids.values():
            raise SurveyFileError(f"{_place(QUESTIONS, row)}: Die Nr {number} steht doppelt.")
        ids[row["Zeile"]] = id_
    return ids


def _place(sheet: str, row: Mapping[str, str]) -> str:
    return f"Blatt „{sheet}“, Zeile {row['Zeile']}"


def _yes(row: Mapping[str, str], heading: str, place: str) -> bool:
    """Tell whether somebody wrote yes; what is neither yes nor no is no answer."""
    told = row[heading].casefold()
    if told not in (YES, NO, ""):
        raise SurveyFileError(f"{place}: Bei „{heading}“ steht „{shown(told)}“ statt ja oder nein.")
    return told == YES


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
    if multiple and bool(row["Spalte"]) != bool(row["Trennzeichen"]):
        raise SurveyFileError(
            f"{place}: Eine Mehrfachauswahl hat ihre Spalten bei den Antworten, „Spalte = "
            "Wortlaut“; unter „Spalte“ steht nur eine, wenn mehrere Antworten in einer Zelle "
            "stehen, dann mit Trennzeichen."
        )
    if not multiple and not row["Spalte"]:
        raise SurveyFileError(f"{place}: Unter „Spalte“ steht nicht, wo die Antworten stehen.")
    if (type_ is QuestionType.NUMERIC) == bool(row["Antworten"]):
        raise SurveyFileError(
            f"{place}: Eine Zahl hat keine „Antworten“, jede andere Art mindestens eine."
        )
    yield f'type = "{type_}"'
    yield f"wording = {toml(row['Wortlaut'])}"
    options = _options(row, place, in_columns=multiple and not row["Trennzeichen"])
    if row["Wortlaut"] in printed and {*options} <= {*printed, KINDS[OptionKind.OTHER]}:
        yield f'wording_status = "{WordingStatus.VERBATIM}"'
    if item := FIRST_PLACE if row["Art"] == RANKING else row["Aussage"]:
        yield f"item = {toml(item)}"
    if type_ is QuestionType.LIKERT:  # rows of one matrix: the same question, the same answers
        yield f"scale = {toml('; '.join(options)[:LONGEST])}"
    base = "alle, denen die Frage gestellt wurde" if multiple else "alle mit gültiger Antwort"
    yield f"base = {toml(base)}"
    if _yes(row, "heikel", place):
        yield "sensitive = true"
    yield from _filter_line(row["Filter"], place)
    if row["Spalte"]:
        yield f"column = {toml(row['Spalte'])}"
    if type_ is QuestionType.NUMERIC:
        unit = row["Einheit"]
        if unit not in UNITS:
            raise SurveyFileError(
                f"{place}: „{shown(unit)}“ ist keine Einheit. Möglich: {', '.join(UNITS)}."
            )
        yield f'unit = "{UNITS[unit]}"'
        if row["kein Wert"]:
            yield f"no_answer = {toml(_list(row['kein Wert']))}"
        return
    if row["Trennzeichen"]:
        yield f"separator = {toml(row['Trennzeichen'])}"
    yield "options = ["
    for number, option in enumerate(options.values(), start=1):
        told = {"code": str(number), **option}
        yield f"  {{{', '.join(f'{key} = {toml(value)}' for key, value in told.items())}}},"
    yield "]"


def _options(
    row: Mapping[str, str], place: str, *, in_columns: bool
) -> dict[str, dict[str, object]]:
    """Return what the codebook says of each answer, by its wording."""
    kinds = {word: kind for kind, word in KINDS.items()}
    found: dict[str, dict[str, object]] = {}
    ticked = _list(row[TICKED])
    for text in filter(None, (normal(line) for line in row["Antworten"].split("\n"))):
        match = LINE.match(text)
        label, kind = (match["label"], match["kind"] or "") if match else (text, "")
        if kind and kind not in {ONLY_WHETHER, *kinds, *POLARITIES}:
            label, kind = f"{label} [{kind}]", ""
        told = match["values"] if match else ""
        if not label or (in_columns and (not told or label in found)):
            raise SurveyFileError(
                f"{place}: Bei „{shown(text)}“ fehlt die Spalte der Datei oder der Wortlaut, oder "
                "zwei Antworten heißen gleich. Bei Mehrfachauswahl lassen sich Antworten nicht "
                "zusammenfassen."
            )
        option = found.setdefault(label, {"label": label, **_meaning(kind, kinds)})
        if in_columns:
            option["column"] = told
            if ticked and "filled" not in option:
                option["values"] = ticked
        else:
            values = option.setdefault("values", [])
            assert isinstance(values, list)
            values += _list(told or label)
    return found


def _meaning(kind: str, kinds: Mapping[str, OptionKind]) -> dict[str, object]:
    """Return what the words in brackets behind an answer mean."""
    if kind == ONLY_WHETHER:
        return {"filled": True, "kind": OptionKind.OTHER}
    if kind in POLARITIES:
        return {"polarity": POLARITIES[kind]}
    if kind not in kinds:
        return {}
    middle = {"polarity": 0} if kinds[kind] is OptionKind.NEUTRAL else {}
    return {"kind": kinds[kind], **middle}


def _filter_line(text: str, place: str) -> Iterator[str]:
    if not text:
        return
    if text.casefold() == "alle":
        yield "asked_all = true"
        return
    column, found, values = text.rpartition(" = ")
    if not found:
        raise SurveyFileError(f"{place}: Der Filter ist nicht von der Form „Spalte = Wert; Wert“.")
    yield f"asked_if = {{column = {toml(column)}, values = {toml(_list(values))}}}"


def _group_lines(rows: Sequence[Mapping[str, str]], questions: Sequence[str]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    columns: dict[str, str] = {}
    for row in rows:
        place = _place(GROUPS, row)
        if missing := [one for one in ("Gruppe", "Spalte", "Klasse") if not row[one]]:
            raise SurveyFileError(f"{place}: „{missing[0]}“ ist leer.")
        if columns.setdefault(row["Gruppe"], row["Spalte"]) != row["Spalte"]:
            raise SurveyFileError(
                f"{place}: „{shown(row['Gruppe'])}“ hat zwei verschiedene Spalten. Alle Klassen "
                "einer Gruppe kommen aus derselben."
            )
        parts = [f"value = {toml(row['Klasse'])}"]
        for heading, key in (("von", "from"), ("bis", "to")):
            if row[heading]:
                number = number_of(row[heading], thousands=True, comma=True)
                if number is None:
                    raise SurveyFileError(
                        f"{place}: Bei „{heading}“ steht „{shown(row[heading])}“, keine Zahl."
                    )
                parts.append(f"{key} = {toml(number)}")
        if row["Werte"]:
            parts.append(f"values = {toml(_list(row['Werte']))}")
        groups.setdefault(row["Gruppe"], []).append(f"  {{{', '.join(parts)}}},")
    for name, classes in groups.items():
        yield f"[groups.{toml(name)}]"
        yield f"column = {toml(columns[name])}"
        yield from ["classes = [", *classes, "]"]
        yield f"questions = {toml(list(questions))}"
        yield ""


def _list(text: str) -> list[str]:
    return [normal(part) for part in text.split(";") if part.strip()]
