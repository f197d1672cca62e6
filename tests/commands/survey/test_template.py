"""Numbers typed in from a report: shares, filters and people in no group tell of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.commands.survey.tables import ALL, BASE, DisclosureError, Rule
from dashboard.commands.survey.template import read
from dashboard.commands.survey.typed import Typed, publish_typed, span_of
from dashboard.facts.survey_model import Statistic, SurveyAggregate
from tests.commands.survey.attacker import FORM, SURVEY, Attack, crowd, typed_in
from tests.commands.survey.test_command import imported
from tests.made import people as made

RULE = Rule()


def typed(folder: Path, *lines: dict[str, object]) -> dict[tuple[str, str, str], SurveyAggregate]:
    """Return the rows of the template by question, answer and class; shares where there are."""
    common = {"typ": "Einfachauswahl", "wortlaut": "Frage?", "fundstelle": "S. 1",
              "herkunft": "geliefert", "angabe": "Anteil"}  # fmt: skip
    rows = [";".join(str({**common, **line}.get(name, "")) for name in FORM) for line in lines]
    path = folder / "vorlage.csv"
    path.write_text("\n".join([";".join(FORM), *rows]) + "\n", encoding="utf-8")
    found = read(path, SURVEY, "0" * 64).aggregates
    return {
        (row.question_id, row.option_code, row.group_value): row
        for row in sorted(found, key=lambda one: one.stat is Statistic.SHARE)
    }


def test_a_share_leaves_the_counts_that_round_to_it() -> None:
    assert span_of(96, 100, rounded=False) == (96, 96)
    assert span_of(50, 1000, rounded=False) == (495, 505)
    assert span_of(58.2, 220, rounded=False) == (128, 128)
    assert span_of(0, 300, rounded=False) == (0, 0)
    assert span_of(0, 300, rounded=True) == (0, 1)
    assert span_of(33.33, 100, rounded=False) == (33, 34)  # weighted: no whole number fits


def test_two_persons_in_no_group_are_not_what_rounded_shares_leave(tmp_path: Path) -> None:
    everyone = {"frage_id": "q", "n": 102}
    women = {"frage_id": "q", "gruppe": "Geschlecht", "klasse": "w", "n": 60}
    men = {"frage_id": "q", "gruppe": "Geschlecht", "klasse": "m", "n": 40}
    rows = typed(
        tmp_path,
        *({**one, "antwort_code": code, "antwort": code, "wert": round(100 * count / one["n"])}
          for one, counts in ((everyone, (52, 50)), (women, (30, 30)), (men, (20, 20)))
          for code, count in zip("ab", counts, strict=True)),
    )  # fmt: skip
    shown = {key for key, row in rows.items() if row.value is not None}
    # 52 − 30 − 20 are both of the two who are in no group
    for code in "ab":
        assert not {("q", code, ""), ("q", code, "w"), ("q", code, "m")} <= shown


def test_n_of_the_next_question_is_withheld_if_it_tells_a_small_answer(tmp_path: Path) -> None:
    rows = typed(
        tmp_path,
        *({"frage_id": "ill", "antwort_code": code, "antwort": code, "n": 120, "angabe": "Anzahl",
           "wert": count} for code, count in (("ja", 3), ("nein", 117))),
        *({"frage_id": "work", "antwort_code": code, "antwort": code, "n": 117, "wert": share}
          for code, share in (("x", 40), ("y", 60))),
    )  # fmt: skip
    assert {rows[key].value for key in rows if key[0] == "ill"} == {None}
    assert {rows[key].n_base for key in rows if key[0] == "work"} == {None}
    # the same number of the next question is harmless if nobody's answer is small
    rows = typed(
        tmp_path,
        *({"frage_id": "ill", "antwort_code": code, "antwort": code, "n": 120, "angabe": "Anzahl",
           "wert": count} for code, count in (("ja", 30), ("nein", 90))),
        *({"frage_id": "work", "antwort_code": code, "antwort": code, "n": 90, "wert": share}
          for code, share in (("x", 40), ("y", 60))),
    )  # fmt: skip
    assert None not in {row.value for row in rows.values()}
    assert {rows[key].n_base for key in rows if key[0] == "work"} == {90}


def test_quartiles_of_unknown_persons_are_coarse_and_of_no_group(tmp_path: Path) -> None:
    common = {"frage_id": "weg", "typ": "Zahl", "angabe": "Median", "einheit": "Minuten"}
    group = {"gruppe": "Alter", "klasse": "18 bis 39"}
    rows = typed(
        tmp_path, {**common, "wert": "24", "n": 80}, {**common, "wert": "31", "n": 40, **group}
    )
    assert (rows["weg", "", ""].value, rows["weg", "", ""].precision) == (25, "rounded")
    assert rows["weg", "", "18 bis 39"].value is None


def test_groups_larger_than_all_are_named(tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="„Geschlecht“ haben zusammen mehr"):
        typed(
            tmp_path,
            {"frage_id": "q", "antwort_code": "a", "n": 80, "angabe": "Anzahl", "wert": 40},
            {"frage_id": "q", "antwort_code": "a", "n": 60, "angabe": "Anzahl", "wert": 30,
             "gruppe": "Geschlecht", "klasse": "w"},
            {"frage_id": "q", "antwort_code": "a", "n": 60, "angabe": "Anzahl", "wert": 20,
             "gruppe": "Geschlecht", "klasse": "m"},
        )  # fmt: skip


def test_what_is_public_already_stays() -> None:
    spans = {("a", ALL): (3, 3), ("b", ALL): (50, 50), ("c", ALL): (47, 47)}
    table = Typed(id="q", several=False, codes=("a", "b", "c"), bases={ALL: 100}, spans=spans)
    assert ("q", "a", *ALL) not in publish_typed([table], RULE).shown
    public = Typed(id="q", several=False, codes=("a", "b", "c"), bases={ALL: 100}, spans=spans,
                   public=frozenset(spans))  # fmt: skip
    assert publish_typed([public], RULE).shown == {
        ("q", BASE, *ALL), *(("q", code, *ALL) for code in "abc"),
    }  # fmt: skip


def test_the_same_people_are_known_by_their_answers(
    tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made.limesurvey_csv(tmp_path / "a.csv", made.people())
    book = made.codebook(tmp_path / "a.toml")
    options = ("--codebook", str(book), "--format", "limesurvey-csv", "--yes")
    assert imported(tiny_data, file, *options) == 0
    done = [one for one in made.people() if one.finished]
    answers = {code: sum(one.home == code for one in done) for code in (1, 2, 3)}
    words = {1: "nie", 2: "manchmal", 3: "oft"}
    rows = [
        ";".join(str({"frage_id": "f1", "typ": "Einfachauswahl",
                      "wortlaut": "Wie oft arbeiten Sie zu Hause?", "antwort_code": code,
                      "antwort": words[code], "angabe": "Anteil", "genauigkeit": "gerundet",
                      "wert": round(100 * count / sum(answers.values())),
                      "n": sum(answers.values()), "fundstelle": "S. 4",
                      "herkunft": "geliefert"}.get(name, "")) for name in FORM)
        for code, count in answers.items()
    ]  # fmt: skip
    report = tmp_path / "b.csv"
    report.write_text("\n".join([";".join(FORM), *rows]) + "\n", "utf-8")
    again = ("--format", "vorlage", "--yes")
    assert imported(tiny_data, report, *again, survey="BEF-DE") == 1
    assert "dieselben Menschen" in capsys.readouterr().err
    assert imported(tiny_data, report, *again, "--other-people", survey="BEF-DE") == 0


@pytest.mark.parametrize("shares", [False, True])
def test_nobody_can_work_out_what_a_report_withholds(shares: bool, tmp_path: Path) -> None:
    assert_nothing_leaks((2, 11), shares, tmp_path)


@pytest.mark.hurts
@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("first", range(0, 200, 20))
def test_nobody_can_work_out_what_two_hundred_reports_withhold(
    first: int, shares: bool, tmp_path: Path
) -> None:
    assert_nothing_leaks(range(first, first + 20), shares, tmp_path)


def assert_nothing_leaks(seeds: Sequence[int], shares: bool, folder: Path) -> None:
    refused = []  # of what cannot be protected nothing is published, and that is rare
    for seed in seeds:
        people = crowd(seed)
        people.questions = [one for one in people.questions if not one.number]
        people.margins = {}
        if not people.questions:
            continue
        try:
            rows = typed_in(people, folder, shares=shares).aggregates
        except DisclosureError:
            refused.append(seed)
        else:
            assert not list(Attack(people, rows).leaks()), seed
    assert len(refused) <= len(seeds) / 10
