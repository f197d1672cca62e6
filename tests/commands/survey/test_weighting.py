"""Raking against another implementation, and its conditions."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.commands.survey.weighting import (
    HIGHEST,
    LOWEST,
    WeightingError,
    effective_size,
    from_column,
    raked,
)
from tests.commands.survey.test_command import imported, rows_of

MARGINS = {"sex": {"w": 0.51, "m": 0.49}, "age": {"18-39": 0.28, "40-64": 0.42, "65+": 0.30}}


def sample(people: int = 440) -> dict[str, list[str]]:
    chance = random.Random(7)
    return {
        "sex": chance.choices(["w", "m"], (60, 40), k=people),
        "age": chance.choices(["18-39", "40-64", "65+"], (25, 60, 15), k=people),
    }


def test_weighted_people_match_the_margins() -> None:
    groups = sample()
    weights = raked(groups, MARGINS)
    assert weights.mean() == pytest.approx(1)
    for dimension, shares in MARGINS.items():
        for value, share in shares.items():
            members = np.array(groups[dimension]) == value
            assert weights[members].sum() / weights.sum() == pytest.approx(share, abs=1e-7)


@pytest.mark.filterwarnings("ignore")
def test_weights_agree_with_weightipy() -> None:
    import weightipy  # its own imports warn

    groups = sample()
    frame = pd.DataFrame(groups)
    targets = {
        dimension: {value: 100 * share for value, share in shares.items()}
        for dimension, shares in MARGINS.items()
    }
    oracle = weightipy.weight_dataframe(frame, weightipy.scheme_from_dict(targets), "weight")
    expected = oracle["weight"].to_numpy()
    expected = expected / expected.mean()
    assert raked(groups, MARGINS) == pytest.approx(expected, abs=1e-4)


def test_weights_agree_with_the_closed_form_for_one_margin() -> None:
    groups = {"sex": ["w"] * 300 + ["m"] * 100}
    weights = raked(groups, {"sex": {"w": 1, "m": 1}})
    assert weights[0] == pytest.approx(200 / 300)
    assert weights[-1] == pytest.approx(200 / 100)


def test_effective_size_is_kishs() -> None:
    assert effective_size(np.ones(440)) == pytest.approx(440)
    assert effective_size(np.array([2.0, 1.0, 1.0])) == pytest.approx(16 / 6)
    assert effective_size(np.zeros(3)) == 0


@pytest.mark.parametrize(
    ("groups", "margins", "said"),
    [
        (["w"] * 300 + ["m"] * 19, {"w": 0.5, "m": 0.5}, "nur 19 Personen"),
        (["w"] * 300 + ["d"] * 30, {"w": 0.5, "m": 0.5}, "fehlt in den Randverteilungen"),
        (["w"] * 400 + ["m"] * 20, {"w": 0.5, "m": 0.5}, "geht nicht auf"),
    ],
)
def test_margins_that_do_not_fit_are_refused(
    groups: list[str], margins: dict[str, float], said: str
) -> None:
    with pytest.raises(WeightingError, match=said):
        raked({"sex": groups}, {"sex": margins})


def test_no_weight_leaves_the_allowed_span() -> None:
    weights = raked(sample(), MARGINS)
    assert weights.min() >= LOWEST * 0.999
    assert weights.max() <= HIGHEST * 1.001


def test_a_weight_column_counts_by_what_stands_in_it() -> None:
    weights, written = from_column(["0,5", "1,5", "", "1,5"])
    assert written == ["0,5", "1,5"]
    assert weights.tolist() == pytest.approx([3 / 7, 9 / 7, 0, 9 / 7])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "#NV"], "keine Zahl"),
        (["1", "-1"], "keine Zahl"),
        (["", ""], "steht keines"),
        ([f"1,{number:02}" for number in range(99)], "verschiedene Werte"),
        (["1"] * 30 + ["20"], "Fache"),
    ],
)
def test_weights_that_cannot_be_used_are_told(cells: list[str], expected: str) -> None:
    with pytest.raises(WeightingError, match=expected):
        from_column(cells)


def test_a_weight_of_the_file_changes_shares_and_hides_counts(
    tiny_data: Path, tmp_path: Path
) -> None:
    rows = ["Frage;gewicht", *["a;1,5"] * 60, *["b;0,5"] * 60]
    file, book = tmp_path / "a.csv", tmp_path / "b.toml"
    file.write_text("\n".join(rows), "utf-8")
    book.write_text(
        'survey = "BEF-MUS"\nweight = "gewicht"\n[questions.q]\ncolumn = "Frage"\nposition = 1\n'
        'type = "select_one"\nbase = "alle"\n'
        'options = [{code = "a", label = "nie"}, {code = "b", label = "oft"}]\n',
        "utf-8",
    )
    options = ("--codebook", str(book), "--format", "csv", "--yes")
    assert imported(tiny_data, file, *options) == 0
    found = {row["option_code"]: (row["stat"], row["value"], row["weighted"])
             for row in rows_of(tiny_data)}  # fmt: skip
    assert found == {"a": ("share", "75", "true"), "b": ("share", "25", "true")}
    release = (tiny_data / "surveys" / "BEF-MUS" / "release.md").read_text("utf-8")
    assert "Gewichte der Datei, Spalte gewicht" in release
