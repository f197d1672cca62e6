"""Invented people and their answers, written in the grammar of each tool that exports them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat

PEOPLE = 240
PLACES = ("zu Hause", "im Betrieb", "im Coworking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One answer sheet; `home` 9 is "keine Angabe", `places` what was ticked."""

    finished: bool
    sex: int
    age: int
    home: int | None
    places: tuple[bool, bool, bool]
    minutes: int | None
    note: str


def people(count: int = PEOPLE, seed: int = 5) -> list[Person]:
    """Return the same invented people every time."""
    chance = random.Random(seed)
    return [
        Person(
            finished=number % 12 != 0,
            sex=chance.choice((1, 2)),
            age=chance.randint(18, 80),
            home=chance.choices((1, 2, 3, 9, None), (60, 80, 70, 20, 10))[0],
            places=(chance.random() < 0.6, chance.random() < 0.5, chance.random() < 0.2),
            minutes=chance.choice((None, 5, 10, 15, 20, 30, 45, 60, 90)),
            note=f"Geheime Notiz {number}",
        )
        for number in range(count)
    ]


HEAD = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "ipaddr", "refurl"]
CODES = ["sex", "age", "home", "place[SQ001]", "place[SQ002]", "place[SQ003]", "minutes", "note"]
FULL_HEAD = [
    "Antwort ID",
    "Datum Abgeschickt",
    "Letzte Seite",
    "Start-Sprache",
    "Zufallsstartwert",
    "Zugangsschlüssel",
    "IP-Adresse",
    "Weiterleitungs-URL",
]
FULL = [
    "Ihr Geschlecht?",
    "Wie alt sind Sie?",
    "Wie oft arbeiten Sie zu Hause?",
    *(f"Wo arbeiten Sie? [{place}]" for place in PLACES),
    "Wie viele Minuten dauert Ihr Weg?",
    "Was möchten Sie uns sagen?",
]


def text(value: object) -> str:
    return "" if value is None else str(value)


def limesurvey_rows(
    crowd: Sequence[Person], yes: str = "Y", no: str = "", gap: str = ""
) -> list[list[str]]:
    """Return the rows of LimeSurvey's export; `yes` and `no` stand for ticked and not."""
    return [
        [
            str(number),
            "2022-05-14 10:11:12" if one.finished else gap,
            "4",
            "de",
            "123456",
            f"token{number}",
            "192.0.2.1",
            "https://example.org/",
            str(one.sex),
            str(one.age),
            text(one.home) or gap,
            *(yes if ticked else (no or gap) for ticked in one.places),
            text(one.minutes) or gap,
            one.note,
        ]
        for number, one in enumerate(crowd, start=1)
    ]


def limesurvey_csv(
    path: Path,
    crowd: Sequence[Person],
    *,
    separator: str = ",",
    head: Sequence[str] = (*HEAD, *CODES),
    yes: str = "Y",
    no: str = "",
) -> Path:
    """Write LimeSurvey's CSV: every cell quoted, a byte order mark in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(limesurvey_rows(crowd, yes, no))
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode())
    return path


def limesurvey_vv(path: Path, crowd: Sequence[Person]) -> Path:
    """Write LimeSurvey's VV file: tabs, two header rows, a word where a cell is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow([*FULL_HEAD, *FULL])
    writer.writerow([*HEAD, *(code.replace("[", "_").replace("]", "") for code in CODES)])
    writer.writerows(limesurvey_rows(crowd, gap="{question_not_shown}"))
    path.write_text(buffer.getvalue(), encoding="utf-8")
    return path


def spss(path: Path, crowd: Sequence[Person]) -> Path:
    """Write the finished interviews as SPSS does, 9 declared as missing."""
    done = [one for one in crowd if one.finished]
    frame = pd.DataFrame(
        {
            "id": [float(number) for number in range(len(done))],
            "sex": [float(one.sex) for one in done],
            "age": [float(one.age) for one in done],
            "home": [float("nan") if one.home is None else float(one.home) for one in done],
            **{f"place_{index}": [float(one.places[index]) for one in done] for index in range(3)},
            "minutes": [
                float("nan") if one.minutes is None else float(one.minutes) for one in done
            ],
            "note": [one.note for one in done],
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"home": "Wie oft arbeiten Sie zu Hause?"},
        variable_value_labels={
            "sex": {1.0: "weiblich", 2.0: "männlich"},
            "home": {1.0: "nie", 2.0: "manchmal", 3.0: "oft", 9.0: "keine Angabe"},
        },
        missing_ranges={"home": [9.0]},
    )
    return path


def workbook(path: Path, crowd: Sequence[Person]) -> Path:
    """Write the finished interviews as a plain Excel table."""
    book = openpyxl.Workbook()
    book.active.append(["sex", "age", "home", "p1", "p2", "p3", "minutes", "note"])
    for one in crowd:
        if one.finished:
            ticks = (int(ticked) for ticked in one.places)
            book.active.append([one.sex, one.age, one.home, *ticks, one.minutes, one.note])
    book.save(path)
    return path


def codebook(
    path: Path,
    survey: str = "BEF-MUS",
    *,
    name: Callable[[str], str] = lambda code: code,
    group_questions: str = '["home", "places"]',
    extra: str = "",
) -> Path:
    """Write a codebook for these people; `name` says what a column is called in the file."""
    places = "\n".join(
        f'  {{code = "{index}", label = "{place}", column = "{name(f"place[SQ00{index}]")}"}},'
        for index, place in enumerate(PLACES, start=1)
    )
    path.write_text(
        f"""survey = "{survey}"

[questions.home]
column = "{name("home")}"
type = "select_one"
position = 1
wording = "Wie oft arbeiten Sie zu Hause?"
wording_status = "verbatim"
base = "alle Befragten mit gültiger Antwort"
options = [
  {{code = "1", label = "nie"}},
  {{code = "2", label = "manchmal"}},
  {{code = "3", label = "oft"}},
  {{code = "9", label = "keine Angabe", kind = "no_answer"}},
]

[questions.places]
type = "select_multiple"
position = 2
wording = "Wo arbeiten Sie?"
wording_status = "verbatim"
base = "alle, denen die Frage gestellt wurde"
options = [
{places}
]

[questions.minutes]
column = "{name("minutes")}"
type = "numeric"
unit = "minutes"
position = 3
wording = "Wie viele Minuten dauert Ihr Weg?"
wording_status = "verbatim"
base = "alle mit Arbeitsweg"

[groups.Geschlecht]
column = "{name("sex")}"
classes = [{{value = "weiblich", values = ["1"]}}, {{value = "männlich", values = ["2"]}}]
questions = {group_questions}
{extra}""",
        encoding="utf-8",
    )
    return path
