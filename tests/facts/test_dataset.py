"""The dataset answers what pages ask, and refuses a folder with faults."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.facts import gemeinden_tables
from dashboard.facts.dataset import DataError, Dataset, code_version, fault_text, load
from dashboard.facts.model import Fault, ShownIn
from tests.made.faults import replaced
from tests.made.official import with_small_towns


def test_series_are_sorted_by_date_whatever_the_file_says(tiny_data: Path) -> None:
    path = tiny_data / "observations.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    dates = [one.date for one in load(tiny_data).series("musterau", "population")]
    assert dates == ["2019-12-31", "2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31"]


def test_latest_is_the_newest_value_and_none_where_there_is_none(tiny: Dataset) -> None:
    latest = tiny.latest("musterau", "population")
    assert latest is not None
    assert (latest.date, latest.value) == ("2023-12-31", 9950.0)
    assert tiny.latest("probenheim", "vacancy_rate") is None
    assert tiny.series("probenheim", "vacancy_rate") == ()


def test_indicators_shown_somewhere_stand_in_the_order_of_the_file(tiny_data: Path) -> None:
    path = tiny_data / "indicators.toml"
    replaced(path, 'kind = "class"', 'kind = "class"\nshown_in = ["folien"]')
    replaced(path, 'more = "mehr"', 'more = "mehr"\nshown_in = ["steckbrief", "folien"]')
    data = load(tiny_data)
    assert data.shown_in(ShownIn.SLIDES) == ("population", "kreis_price_class")
    assert data.shown_in(ShownIn.FACT_SHEET) == ("population",)
    assert data.shown_in(ShownIn.OWN_TOWN) == ()


def test_a_benchmark_is_only_given_for_the_same_date(tiny: Dataset) -> None:
    one = tiny.benchmark("vacancy_rate", "deutschland", "2022-05-15")
    assert one is not None
    assert one.value == 4.5
    assert tiny.benchmark("vacancy_rate", "deutschland", "2021-05-15") is None


def test_a_break_cuts_only_series_that_have_values_on_both_sides(tiny: Dataset) -> None:
    assert [cut.id for cut in tiny.breaks_in("musterau", "population")] == ["zaehlung"]
    assert tiny.breaks_in("probenheim", "population") == ()
    assert tiny.breaks_in("musterau", "vacancy_rate") == ()


def test_a_break_of_one_town_leaves_the_others_whole(tiny_data: Path) -> None:
    replaced(tiny_data / "breaks.toml", "towns = []", 'towns = ["musterau"]')
    extra = "probenheim,population,2020-12-31,12000,,Gemeinde,statistik,high,,\n"
    path = tiny_data / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    data = load(tiny_data)
    assert len(data.breaks_in("musterau", "population")) == 1
    assert data.breaks_in("probenheim", "population") == ()


def test_segments_end_at_a_break_and_a_value_in_between_stands_alone(tiny: Dataset) -> None:
    years = [[one.date[:4] for one in part] for part in tiny.segments("musterau", "population")]
    assert years == [["2019", "2020"], ["2021"], ["2022", "2023"]]


def test_segments_lose_no_value(shipped: Dataset) -> None:
    for town in shipped.towns:
        for indicator in shipped.indicators:
            parts = shipped.segments(town, indicator)
            assert tuple(one for part in parts for one in part) == shipped.series(town, indicator)


def test_activities_are_found_by_town_and_by_id(tiny: Dataset) -> None:
    assert [one.id for one in tiny.activities_of("musterau")] == ["werkstatt", "abend"]
    assert [one.id for one in tiny.activities_of("verbund")] == ["treffen-1"]
    assert tiny.activity("abend").part_of == "werkstatt"


def test_places_are_called_by_their_names(tiny: Dataset) -> None:
    assert tiny.place_label("musterau") == "Musterau an der Probe"
    assert tiny.place_label("deutschland") == "Deutschland"
    assert tiny.place_label("verbund") == "Verbund"
    assert tiny.place_label("Land Hessen") == "Land Hessen"


def test_the_version_follows_the_data_and_nothing_else(tiny_data: Path, tiny: Dataset) -> None:
    assert load(tiny_data).version == tiny.version
    replaced(tiny_data / "observations.csv", "12345", "12346")
    assert load(tiny_data).version != tiny.version
    assert len(tiny.version) == 12


def test_texts_and_maps_are_read_by_name(tiny: Dataset) -> None:
    assert tiny.texts["ueber"].startswith("# Über")
    assert len(tiny.geometry["towns"]["features"]) == 2
    assert tiny.geometry["attribution"] == ("© Erfunden",)


def test_a_dataset_cannot_be_changed(tiny: Dataset) -> None:
    with pytest.raises(FrozenInstanceError):
        tiny.version = "x"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        tiny.observations[0].value = 1.0  # type: ignore[misc]


def test_the_error_says_how_many_faults_and_shows_them(tiny_data: Path) -> None:
    replaced(tiny_data / "observations.csv", "12345", "viele")
    with pytest.raises(DataError, match="1 Fehler") as caught:
        load(tiny_data)
    assert "observations.csv, Zeile 7" in str(caught.value)


def test_a_fault_is_one_line_with_place_value_message_and_remedy() -> None:
    fault = Fault(file="a.csv", line=3, value="x", message="Falsch.", remedy="Besser machen.")
    assert fault_text(fault) == "a.csv, Zeile 3: „x“ – Falsch. Besser machen."


def test_check_prints_every_fault_with_their_number_and_fails(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replaced(tiny_data / "observations.csv", "12345", "viele")
    replaced(tiny_data / "towns.toml", '"#b4530a"', '"braun"')
    assert main(["check", "--data", str(tiny_data)]) == 1
    printed = capsys.readouterr().out
    assert "observations.csv, Zeile 7: „viele“" in printed
    assert "towns.toml, Zeile" in printed
    assert "2 Fehler" in printed


def test_check_prints_the_counts_of_a_sound_folder(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--data", str(tiny_data)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert "Städte: 2" in printed
    assert "Werte: 13" in printed
    assert printed[-1].startswith("Keine Fehler. Stand 2026-11-22")


def test_check_reads_the_shipped_data_by_default(
    shipped: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    assert f"Werte: {len(shipped.observations)}" in capsys.readouterr().out


def test_built_data_fit_no_longer_when_any_module_that_reads_them_changes(tmp_path: Path) -> None:
    deep = tmp_path / "room" / "reading.py"
    deep.parent.mkdir()
    deep.write_text("a = 1\n")
    (tmp_path / "top.py").write_text("b = 2\n")
    seen = [code_version(tmp_path)]
    assert code_version(tmp_path) == seen[0]
    deep.write_text("a = 3\n")
    seen.append(code_version(tmp_path))
    deep.rename(tmp_path / "room" / "read.py")
    seen.append(code_version(tmp_path))
    (tmp_path / "room" / "more.py").touch()
    seen.append(code_version(tmp_path))
    assert len(set(seen)) == len(seen)


def test_tables_of_small_towns_are_read_again_when_they_or_what_explains_them_change(
    tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_small_towns(tiny_data)
    first = load(tiny_data)
    read: list[str] = []
    plain = gemeinden_tables.read_rows

    def noted(path: Path, *rest: Any, **more: Any) -> Any:
        read.append(path.name)
        return plain(path, *rest, **more)

    monkeypatch.setattr(gemeinden_tables, "read_rows", noted)
    replaced(tiny_data / "activities.csv", "Erstes Treffen", "Das erste Treffen")
    assert load(tiny_data).gemeinden is first.gemeinden
    assert read == []
    replaced(
        tiny_data / "indicators.toml",
        'label = "Wohnungsleerstand"',
        'label = "Wohnungsleerstand (neu)"',
    )
    assert load(tiny_data).gemeinden is not first.gemeinden
    assert read
    read.clear()
    replaced(tiny_data / "gemeinden" / "andere.csv", "Klein Muster", "Klein Probe")
    assert load(tiny_data).gemeinden.others != first.gemeinden.others
    assert read
