"""Invented answers of invented towns, put through the real import: how surveys will look here.

The answers come from the seeded generator below and are fitted to nothing. Surveys and codebook are
declared in `data/demo`, apart from everything real; what the import makes of the answers is written
there anew by `python -m dashboard.commands.survey.demo`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from dashboard import ROOT
from dashboard.commands.survey import codebook, readers
from dashboard.commands.survey.aggregate import aggregate
from dashboard.commands.survey.detection import Format, SurveyFileError
from dashboard.commands.survey.folder import aggregates_text, checksum, questions_text
from dashboard.facts import catalog
from dashboard.facts.demo import PREFIX, SURVEYS, SYNTHETIC_LINE, load
from dashboard.facts.survey_model import Provenance, Survey
from dashboard.facts.survey_tables import AGGREGATES, QUESTIONS

SEED = 2099
CODEBOOK = f"{PREFIX}codebook.toml"
# column of the export -> answer -> weight
CHOSEN: Mapping[str, Mapping[str, int]] = {
    "alter": {"1": 5, "2": 38, "3": 34, "4": 23},
    "tage": {"0": 41, "1": 30, "3": 17, "5": 9, "9": 3},
    "m1": {"1": 22, "2": 27, "3": 19, "4": 18, "5": 9, "9": 11},
    "m2": {"1": 17, "2": 20, "3": 24, "4": 21, "5": 12, "9": 9},
    "m3": {"1": 4, "2": 8, "3": 17, "4": 33, "5": 34, "9": 4},
    "m4": {"1": 24, "2": 30, "3": 25, "4": 12, "5": 6, "9": 5},
}
# column of the export -> how many of a hundred tick it
TICKED: Mapping[str, int] = {
    "nutzen[tisch]": 46,
    "nutzen[raum]": 33,
    "nutzen[drucker]": 24,
    "nutzen[kaffee]": 38,
    "nutzen[werk]": 14,
    "nutzen[kind]": 4,
    "nutzen[nichts]": 19,
}
SHIFT = 4  # from town to town, so that they differ


def files(folder: Path) -> dict[str, str]:
    """Return what the import makes of the invented answers, by path below the folder."""
    surveys, _faults = catalog.read_blocks(folder / SURVEYS, Survey)  # `load` names the faults
    made = {}
    for number, survey in enumerate(surveys.values()):
        questions, aggregates = _imported(folder / CODEBOOK, survey, SHIFT * number)
        made[f"{survey.id}/{PREFIX}{QUESTIONS}"] = f"{SYNTHETIC_LINE}\n{questions}"
        made[f"{survey.id}/{PREFIX}{AGGREGATES}"] = f"{SYNTHETIC_LINE}\n{aggregates}"
    return made


def _imported(declared: Path, survey: Survey, shift: int) -> tuple[str, str]:
    """Return questions.toml and aggregates.csv, read from an export as a town would deliver it."""
    with TemporaryDirectory() as name:
        export, book_path = Path(name) / "export.csv", Path(name) / "codebook.toml"
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_answers(survey, shift))
        block = declared.read_text(encoding="utf-8")
        book_path.write_text(f'survey = "{survey.id}"\n{block}', encoding="utf-8")
        delivery = readers.read(export, Format.LIMESURVEY_CSV)
        book = codebook.read(book_path, survey.id, delivery)
        result = aggregate(delivery, book, survey, checksum(export))
    if result.unknown:
        raise SurveyFileError(f"{declared.name} erklärt nicht alle Werte: {dict(result.unknown)}")
    rows = [
        replace(row, provenance=Provenance.SYNTHETIC, source_locator="erfundene Antworten")
        for row in result.aggregates
    ]
    return questions_text(result.questions), aggregates_text(rows)


def _answers(survey: Survey, shift: int) -> Iterator[list[str]]:
    """Yield heading and answer sheets: the finished ones of the survey, then a tenth more."""
    random = Random(f"{SEED} {survey.id}")
    yield ["submitdate", *CHOSEN, *TICKED, "weg"]
    finished = int(survey.n)
    for number in range(finished + finished // 10):
        submitted = f"{survey.field_end}-01 12:00:00" if number < finished else ""
        chosen = {column: _chosen(random, answers, shift) for column, answers in CHOSEN.items()}
        ticked = ["Y" if random.randrange(100) < of + shift // 3 else "" for of in TICKED.values()]
        minutes = 5 * max(1, random.gauss(5 + shift / 4, 2.6))
        # who never works at the office was not asked how long the way there is
        way = "N/A" if chosen["tage"] == "5" else f"{minutes:.0f}"
        yield [submitted, *chosen.values(), *ticked, way]


def _chosen(random: Random, answers: Mapping[str, int], shift: int) -> str:
    weights = [weight + shift * place / 2 for place, weight in enumerate(answers.values())]
    return random.choices([*answers], weights)[0]


def write(folder: Path) -> None:
    """Write the results into the folder of the demonstration and read them as the site does."""
    for name, text in files(folder).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    load(folder)


if __name__ == "__main__":
    write(ROOT / "data" / "demo")
