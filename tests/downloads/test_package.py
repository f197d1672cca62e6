"""The data as published: DATA-2 and DATA-3 of the public-sector list."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.downloads.csv import csv_bytes
from dashboard.downloads.forms import Form
from dashboard.downloads.package import data_tables, datapackage
from dashboard.facts.dataset import Dataset
from dashboard.facts.gemeinden import TownColumn
from dashboard.facts.model import Flag


@pytest.fixture(scope="module")
def package(shipped: Dataset) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(datapackage(shipped))
    return read


@pytest.fixture(scope="module")
def released(shipped: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and all its tables in one folder, as someone would download them."""
    folder = tmp_path_factory.mktemp("release")
    (folder / "datapackage.json").write_text(datapackage(shipped), encoding="utf-8")
    for one in data_tables(shipped):
        (folder / f"{one.id}.csv").write_bytes(csv_bytes(one.table, Form.MACHINE))
    return folder


def test_data_2_the_package_names_title_licence_sources_and_version(
    package: dict[str, Any], shipped: Dataset
) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", package["name"])
    assert package["title"] == shipped.project.title
    assert package["version"] == shipped.version
    assert package["licenses"][0]["path"].startswith("https://www.govdata.de/dl-de/by-2-0")
    assert len(package["sources"]) == len(shipped.sources)


def test_data_2_the_package_describes_every_table_and_column(
    package: dict[str, Any], shipped: Dataset
) -> None:
    described = {
        one["path"]: [field["name"] for field in one["schema"]["fields"]]
        for one in package["resources"]
    }
    assert described == {
        f"{one.id}.csv": [column.id for column in one.columns] for one in data_tables(shipped)
    }


def test_data_2_the_files_are_as_the_package_says(released: Path) -> None:
    assert faults(released) == []


def test_data_2_a_wrong_cell_would_be_noticed(released: Path, tmp_path: Path) -> None:
    package = json.loads((released / "datapackage.json").read_text(encoding="utf-8"))
    one = next(each for each in package["resources"] if each["path"] == "beobachtungen.csv")
    (tmp_path / "datapackage.json").write_text(json.dumps({**package, "resources": [one]}))
    text = (released / one["path"]).read_text(encoding="utf-8")
    for wrong in (False, True):
        said = re.sub(r",(\d+),", ",viele,", text, count=1) if wrong else text
        (tmp_path / one["path"]).write_text(said, encoding="utf-8")
        assert bool(faults(tmp_path)) == wrong


def faults(folder: Path) -> list[str]:
    """Return what frictionless finds wrong with a package."""
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    return [str(row) for row in report.flatten(["name", "type", "note"])]


def test_data_3_machine_files_are_utf8_with_a_plain_header(
    shipped: Dataset, released: Path
) -> None:
    for one in data_tables(shipped):
        text = (released / f"{one.id}.csv").read_bytes().decode("utf-8")
        header, *rows = csv.reader(io.StringIO(text))
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in header), one.id
        assert len(rows) == one.count


def test_data_3_office_files_have_mark_semicolon_and_comma(shipped: Dataset) -> None:
    (towns,) = [one for one in data_tables(shipped) if one.id == "staedte"]
    body = csv_bytes(towns.table, Form.OFFICE)
    assert body.startswith(b"\xef\xbb\xbf")
    (first, *_rest) = csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")
    assert first["Geografische Breite in Grad"] == "53,629521"


def test_data_3_municipality_keys_keep_their_leading_nought(shipped: Dataset) -> None:
    (towns,) = [one for one in data_tables(shipped) if one.id == "staedte"]
    label = next(one.label for one in towns.columns if one.id == "ags")
    for variant, delimiter, head in ((Form.MACHINE, ",", "ags"), (Form.OFFICE, ";", label)):
        text = csv_bytes(towns.table, variant).decode("utf-8-sig")
        keys = [row[head] for row in csv.DictReader(io.StringIO(text), delimiter=delimiter)]
        written = [key.removeprefix('="').removesuffix('"') for key in keys]
        assert written == [town.ags for town in shipped.towns.values()]
    assert "ags" not in towns.numbers


def test_values_of_all_small_towns_are_as_the_data_has_them_and_bear_their_marks(
    shipped: Dataset, released: Path
) -> None:
    about = {row["column"]: row for row in read(released, "kleinstaedte-spalten")}
    small, seen = shipped.gemeinden, set()
    for column in small.columns.values():
        assert about[name_of(column)]["source"] == column.source
        assert about[name_of(column)]["licence"] == shipped.sources[column.source].licence
    for table in dict.fromkeys(row["file"] for row in about.values()):
        rows = read(released, f"kleinstaedte-{table}")
        mine = {name_of(c): c for c in small.columns.values() if c.table.replace("_", "-") == table}
        assert list(rows[0]) == ["ags", "name", *mine, "kennzeichen", "luecken"]
        for at, cells in enumerate(rows):
            marks = {m[2:]: m[0] for m in cells["kennzeichen"].split(";") if m}
            for name, column in mine.items():
                flag = column.flags.get(at)
                seen.add(flag)
                assert marks.get(name) == (flag and flag.value)
                one = small.observation(cells["ags"], column.indicator, column.date)
                assert cells[name] == ("" if one is None else repr(one.value).removesuffix(".0"))
                assert (one is None) == (name in why_empty(cells, mine))
    assert seen == {None, *Flag}


def why_empty(cells: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    """Return the reason of each column that is empty in a row, as the description has it read."""
    if not cells["luecken"]:
        return {}
    rest, *others = cells["luecken"].split(" | ")
    named = {
        name: reason
        for names, _colon, reason in (one.partition(": ") for one in others)
        for name in names.split(", ")
    }
    assert named.keys() <= {*columns}
    return {name: named.get(name, rest) for name in columns if name in named or not cells[name]}


def name_of(column: TownColumn) -> str:
    return f"{column.indicator}_{column.date}".replace("-", "_")


def read(released: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((released / f"{name}.csv").read_bytes().decode())))


def test_computed_quartiles_can_be_taken_away(shipped: Dataset, released: Path) -> None:
    rows = read(released, "vergleichsgroessen-berechnet")
    taken = {(row["town"], row["indicator"], row["date"]): row for row in rows}
    assert len(taken) == len(rows) == len(shipped.gemeinden.quartiles)
    for (town, indicator, date), row in taken.items():
        value = shipped.benchmark(indicator, town, date)
        assert value is not None
        assert row["value"] == repr(value.value).removesuffix(".0")
        assert row["note"].startswith("Berechnet aus ")


def test_a_count_told_in_german_is_no_small_number(shipped: Dataset) -> None:
    (table,) = [one for one in data_tables(shipped) if one.id == "befragungen"]
    body = io.BytesIO(csv_bytes(table.table, Form.MACHINE))
    frame = pd.read_csv(body).set_index("id")
    for survey in shipped.surveys.values():
        for name in ("invited", "n"):
            text, value = getattr(survey, name), frame.loc[survey.id, name]
            if text.replace(".", "").isdecimal():
                assert value == int(text.replace(".", "")), (survey.id, name)
            else:
                assert pd.isna(value), (survey.id, name)


def test_every_table_of_values_names_its_sources(shipped: Dataset) -> None:
    registers = {"kennzahlen", "vergleichsgroessen", "brueche", "luecken", "quellen"}
    with_addresses = {"befragungen", "befragungswerte"}  # in columns of their own
    for one in data_tables(shipped):
        assert one.sources(shipped, one.table) or one.id in registers | with_addresses, one.id
