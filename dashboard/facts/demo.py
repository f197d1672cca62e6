"""The invented surveys of the demonstration, read from their own folder apart from all facts."""

from __future__ import annotations

from pathlib import Path

from dashboard.facts import catalog
from dashboard.facts.survey_model import Provenance, Survey, SurveyResult

PREFIX = "DEMO_"
SURVEYS = f"{PREFIX}surveys.toml"
SYNTHETIC_LINE = "# SYNTHETISCHE DEMODATEN"  # stands above every file of invented answers


def load(folder: Path) -> tuple[SurveyResult, ...]:
    """Read the demonstration; nothing else reads this folder.

    Raises:
        ValueError: with every fault, if the files were changed by hand.
    """
    # only an instance that demonstrates pays for the schemas
    from dashboard.facts.survey_tables import read_result

    surveys, faults = catalog.read_blocks(folder / SURVEYS, Survey, SURVEYS)
    results = []
    found = list(faults)
    for survey in surveys.values():
        result, wrong = read_result(
            folder / survey.id,
            survey,
            provenance=frozenset({Provenance.SYNTHETIC}),
            file_prefix=PREFIX,
            first_line=SYNTHETIC_LINE,
        )
        found += wrong
        results += [result] if result else []
    if found:
        raise ValueError(
            f"{folder}: {found[0]}; rebuild it with: python -m dashboard.commands.survey.demo"
        )
    return tuple(results)
