"""An invented survey in every form in which LimeSurvey gives a questionnaire, and its answers."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: LimeSurvey's letter of its kind, its answers and parts by code."""

    code: str
    kind: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    other: bool = False
    relevance: str = "1"


OFTEN = {"A1": "nie", "A2": "manchmal", "A3": "oft"}
AGREE = {"A1": "stimme nicht zu", "A2": "teils, teils", "A3": "stimme zu"}
WISHES = {"A1": "Lastenrad", "A2": "Schreibtisch", "A3": "Besprechungsraum"}
SURVEY = (
    Asked(code="beruf", kind="Y", text="Arbeiten Sie?"),
    Asked(code="oft", kind="L", text="Wie oft arbeiten Sie zu Hause?", answers=OFTEN, other=True,
          relevance='((beruf.NAOK == "Y"))'),
    Asked(code="ort", kind="M", text="Wo arbeiten Sie?", other=True,
          parts={"SQ001": "zu Hause", "SQ002": "im Betrieb"}),
    Asked(code="lob", kind="F", text="Was sagen Sie dazu?", answers=AGREE,
          parts={"SQ001": "Der Ort ist ruhig.", "SQ002": "Das Netz ist schnell.",
                 "SQ003": "Der Bus kommt."}),
    Asked(code="rang", kind="R", text="Was fehlt Ihnen am meisten?", answers=WISHES),
    Asked(code="weg", kind="N", text="Wie viele Minuten dauert Ihr Weg?"),
    Asked(code="frei", kind="T", text="Noch etwas?"),
)  # fmt: skip


def lss(path: Path, survey: Sequence[Asked] = SURVEY) -> Path:
    """Write the survey's structure as XML."""

    def row(**fields: str) -> str:
        inside = "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in fields.items())
        return f"<row>{inside}</row>"

    questions, parts, answers = [], [], []
    for number, one in enumerate(survey, start=1):
        qid = str(number)
        questions.append(row(qid=qid, parent_qid="0", type=one.kind, title=one.code,
                             question=f"<p>{one.text}</p>", other="Y" if one.other else "N",
                             relevance=one.relevance, question_order=qid))  # fmt: skip
        parts += [row(qid=f"{number}{place:03}", parent_qid=qid, title=code, question=text,
                      question_order=str(place), scale_id="0")
                  for place, (code, text) in enumerate(one.parts.items(), 1)]  # fmt: skip
        answers += [row(qid=qid, code=code, answer=text, sortorder=str(place), scale_id="0")
                    for place, (code, text) in enumerate(one.answers.items())]  # fmt: skip
    tables = {"answers": answers, "questions": questions, "subquestions": parts}
    body = "".join(f"<{k}><rows>{''.join(v)}</rows></{k}>" for k, v in tables.items())
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>Survey'
        f"</LimeSurveyDocType><languages><language>de</language></languages>{body}</document>",
        "utf-8",
    )
    return path


TABLE = ("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help",
         "language", "validation", "mandatory", "other", "default", "same_default")  # fmt: skip


def tabbed(path: Path, survey: Sequence[Asked] = SURVEY) -> Path:
    """Write the survey's structure as a table: what belongs to a question stands below it."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, TABLE, delimiter="\t", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow({"class": "S", "name": "sid", "text": "123456"})
    for language in ("en", "de"):
        say = (lambda text: text) if language == "de" else (lambda text: f"English {text}")
        writer.writerow({"class": "G", "type/scale": "0", "name": "Eins", "language": language})
        for one in survey:
            writer.writerow({"class": "Q", "type/scale": one.kind, "name": one.code,
                             "relevance": one.relevance, "text": say(one.text),
                             "language": language, "other": "Y" if one.other else "N"})  # fmt: skip
            for kind, texts in (("SQ", one.parts), ("A", one.answers)):
                for code, text in texts.items():
                    writer.writerow({"class": kind, "type/scale": "0", "name": code,
                                     "text": say(text), "language": language})  # fmt: skip
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode())
    return path


def columns(survey: Sequence[Asked] = SURVEY) -> list[tuple[str, Asked, str]]:
    """Return heading, question and part of each column of the answers."""
    found = []
    for one in survey:
        parts = [*one.parts, *(["other"] if one.other and one.kind == "M" else [])]
        if one.kind == "R":
            parts = [str(number) for number in range(1, len(one.answers) + 1)]
        found += [(f"{one.code}[{part}]", one, part) for part in parts] or [(one.code, one, "")]
        if one.other and one.kind == "L":
            found.append((f"{one.code}[other]", one, "other"))
    return found


def people(count: int = 160, survey: Sequence[Asked] = SURVEY, seed: int = 11) -> list[list[str]]:
    """Return invented answers by code, one row a person in the order of `columns`."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        works = chance.random() < 0.7
        cells: dict[str, str] = {}
        for one in survey:
            codes = [*one.answers]
            if one.relevance != "1" and not works:
                continue
            if one.kind == "Y":
                cells[one.code] = "Y" if works else "N"
            elif one.kind == "L":
                cells[one.code] = chance.choice(codes)
            elif one.kind == "M":
                cells |= {f"{one.code}[{part}]": "Y" for part in one.parts
                          if chance.random() < 0.5}  # fmt: skip
            elif one.kind == "F":
                cells |= {f"{one.code}[{part}]": chance.choice(codes) for part in one.parts}
            elif one.kind == "R":
                order = chance.sample(codes, len(codes))
                cells |= {f"{one.code}[{place}]": code for place, code in enumerate(order, 1)}
            elif one.kind == "N":
                cells[one.code] = str(chance.randrange(5, 90))
            elif one.kind == "T":
                cells[one.code] = f"Geheime Notiz {number}"
        rows.append([cells.get(name, "") for name, *_ in columns(survey)])
    return rows


def answers(path: Path, survey: Sequence[Asked] = SURVEY, count: int = 160) -> Path:
    """Write LimeSurvey's answers as CSV with codes; every tenth interview is unfinished."""
    lines = [["id", "submitdate", "ipaddr", *(name for name, *_ in columns(survey))]]
    for number, row in enumerate(people(count, survey)):
        done = "2026-05-02 10:00:00" if number % 10 else ""
        lines.append([str(number), done, "192.0.2.7", *row])
    path.write_text("\n".join(";".join(f'"{cell}"' for cell in line) for line in lines), "utf-8")
    return path


def r_pair(folder: Path, survey: Sequence[Asked] = SURVEY, count: int = 160) -> tuple[Path, Path]:
    """Write LimeSurvey's answers for R, which have no headings, and the script to read them."""
    ticked = {"2": "Ja", "1": "Nicht gewählt"}
    script = ['data <- read.csv("survey_1_R_data_file.csv", quote = "\'\\"")', ""]

    def tell(number: int, label: str, name: str, given: Mapping[str, str]) -> None:
        script.append(f'attributes(data)$variable.labels[{number}] <- "{label}"')
        if given:
            levels, labels = (", ".join(f'"{one}"' for one in of) for of in (given, given.values()))
            script.append(f"data[, {number}] <- factor(data[, {number}], levels=c({levels}),"
                          f"labels=c({labels}))")  # fmt: skip
        script.append(f'names(data)[{number}] <- "{name}"')

    tell(1, "id", "id", {})
    tell(2, "submitdate", "submitdate", {})
    for number, (_, one, part) in enumerate(columns(survey), start=3):
        item = {**one.parts, "other": "Sonstiges"}.get(part, f"Rang {part}")
        given = dict(one.answers) if part != "other" else {}
        if one.kind == "M" and part != "other":
            given = ticked
        if one.kind == "Y":
            given = {"2": "Ja", "1": "Nein"}
        name = f"{one.code}_{part}" if part else one.code
        tell(number, f"[{item}] {one.text}" if part else one.text, name, given)
    lines = []
    coded: Callable[[Asked, str, str], str] = lambda one, part, cell: (  # noqa: E731
        {"Y": "2", "N": "1"}.get(cell, cell) if one.kind == "Y"
        else ("2" if cell else "1") if one.kind == "M" and part != "other" else cell
    )  # fmt: skip
    for number, row in enumerate(people(count, survey)):
        cells = [coded(one, part, cell)
                 for cell, (_, one, part) in zip(row, columns(survey), strict=True)]  # fmt: skip
        done = "2026-05-02 10:00:00" if number % 10 else ""
        lines.append(",".join(f"'{cell}'" for cell in (str(number), done, *cells)))
    data = folder / "survey_1_R_data_file.csv"
    data.write_text("\n".join(lines), "utf-8")
    syntax = folder / "survey_1_R_syntax_file.R"
    syntax.write_text("\n".join(script), "utf-8")
    return data, syntax


USES = (
    "Bücherei", "Rathaus", "Bahnhof", "Wochenmarkt", "Schwimmbad", "Sporthalle", "Jugendhaus",
    "Museum", "Stadtpark", "Radweg", "Bus", "Schreibwerkstatt",
)  # fmt: skip
SOURCES = {"SQ001": "aus der Zeitung", "SQ002": "aus dem Netz", "SQ003": "von Bekannten"}
TOPICS = ("Bauen", "Verkehr", "Kultur", "Sport", "Vereine", "Wirtschaft", "Energie", "Schule")
PLACES = {"SQ001": "die Innenstadt", "SQ002": "die Ortsteile", "SQ003": "der Bahnhof"}


def forty() -> tuple[Asked, ...]:
    """Return an invented survey of forty questions of all kinds."""
    rated = ("Wie ruhig ist …?", "Wie sauber ist …?", "Wie lebendig ist …?", "Wie grün ist …?",
             "Wie sicher ist …?")  # fmt: skip
    numbers = ("Wie viele Kilometer fahren Sie zur Arbeit?", "Wie viele Stunden arbeiten Sie?",
               "Wie viele Personen leben bei Ihnen?", "Wie alt sind Sie?")  # fmt: skip
    return (
        *SURVEY,
        *(Asked(code=f"nutzt{n}", kind="L", text=f"Wie oft nutzen Sie: {one}?", answers=OFTEN)
          for n, one in enumerate(USES)),
        *(Asked(code=f"quelle{n}", kind="M", text=f"Woher wissen Sie etwas über {one}?",
                parts=SOURCES) for n, one in enumerate(TOPICS)),
        *(Asked(code=f"wie{n}", kind="F", text=one, answers=AGREE, parts=PLACES)
          for n, one in enumerate(rated)),
        Asked(code="rangzwei", kind="R", text="Was soll zuerst kommen?", answers=WISHES),
        *(Asked(code=f"zahl{n}", kind="N", text=one) for n, one in enumerate(numbers)),
        Asked(code="umzug", kind="Y", text="Sind Sie zugezogen?"),
        Asked(code="verein", kind="Y", text="Sind Sie in einem Verein?"),
        Asked(code="schluss", kind="T", text="Was wünschen Sie sich?"),
    )  # fmt: skip
