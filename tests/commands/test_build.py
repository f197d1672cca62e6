"""What was built is taken while it fits, made anew where it does not; a start writes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import cache_from_source
from pathlib import Path

import brotli
import pytest

from dashboard import ROOT
from dashboard.__main__ import main
from dashboard.facts import dataset
from dashboard.facts.built import FILE, read_parts, write_parts
from dashboard.facts.dataset import load_built, part_of_data
from dashboard.web import bundles
from dashboard.web.app import create_app, surroundings_of
from dashboard.web.config import settings_from
from dashboard.web.service import readiness
from dashboard.web.site import Site
from tests.conftest import TINY
from tests.made.faults import replaced


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the shipped site was built."""
    folder = tmp_path_factory.mktemp("build")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_BUILD", str(folder))
        assert main(["build"]) == 0
    return folder


@pytest.fixture(scope="module")
def ready(built: Path) -> Site:
    """The shipped site as it starts from what was built."""
    return started(built)


@pytest.fixture
def tiny_build(tiny_data: Path, tmp_path: Path) -> Path:
    """A build of the tiny data whose pickle is none."""
    write_parts(tmp_path / "build", {part_of_data(tiny_data): b"no pickle"})
    return tmp_path / "build"


def started(build: Path) -> Site:
    return create_app(replace(settings_from({}), build_folder=build))


def scripts(site: Site) -> Mapping[str, Mapping[str, bytes]]:
    return {file.path: file.encodings for file in surroundings_of(site).files.by_path.values()}


def test_a_start_from_what_was_built_loads_nothing_to_check_data_with(built: Path) -> None:
    """Half of a start, before somebody noticed that a page had let it in."""
    asked = "import sys; from dashboard.web.app import server; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={"DASHBOARD_BUILD": str(built)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "dashboard.facts.dataset" in loaded
    assert not {"pandas", "pandera", "numpy", "openpyxl"} & loaded


@pytest.mark.usefixtures("built")
def test_the_modules_are_compiled_where_a_start_may_not_write() -> None:
    assert all(
        Path(cache_from_source(str(module))).exists() for module in ROOT.glob("dashboard/web/*.py")
    )


def made_anew(*_args: object) -> None:
    raise AssertionError("made anew")


def test_a_start_makes_nothing_anew_that_was_built(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "load", made_anew)
    monkeypatch.setattr(bundles, "compressed", made_anew)
    site = started(built)
    assert site.server.test_client().get("/vergleich").status_code == 200


def test_scripts_are_compressed_as_well_as_can_be(ready: Site) -> None:
    packed = [one for one in scripts(ready).values() if "br" in one]
    shortest = min(packed, key=lambda one: len(one[""]))  # the longest takes seconds
    assert shortest["br"] == brotli.compress(shortest[""], quality=11)


def test_without_a_build_the_same_is_served_and_nothing_is_written(
    ready: Site, tmp_path: Path
) -> None:
    missing = tmp_path / "missing"
    site = started(missing)
    assert not missing.exists()
    assert readiness(site.server).data.version == readiness(ready.server).data.version
    plain, well = scripts(site), scripts(ready)
    assert plain.keys() == well.keys()
    for path, encodings in plain.items():
        assert encodings.keys() == well[path].keys()
        assert encodings[""] == well[path][""]
        if "br" in encodings:
            assert brotli.decompress(encodings["br"]) == encodings[""]
    sizes = [sum(len(one.get("br", b"")) for one in found.values()) for found in (plain, well)]
    assert sizes[0] > sizes[1]


def test_a_start_leaves_the_folder_as_it_is(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built, *built.rglob("*"))}
    started(built)
    assert {path: path.stat().st_mtime_ns for path in (built, *built.rglob("*"))} == before
    assert [path.name for path in built.iterdir()] == [FILE]


def test_a_damaged_build_is_as_good_as_none(built: Path, tmp_path: Path) -> None:
    whole = (built / FILE).read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    for damaged in (b"", whole[:-100], whole[100:], b"no archive", flipped):
        (tmp_path / FILE).write_bytes(damaged)
        assert read_parts(tmp_path) == {}
    assert len(read_parts(built)) > 10


def test_data_that_changed_since_are_read_anew(tiny_data: Path, tiny_build: Path) -> None:
    parts = read_parts(tiny_build)
    replaced(tiny_data / "observations.csv", "12345", "12346")
    assert part_of_data(tiny_data) not in parts
    assert load_built(tiny_data, parts).series("probenheim", "population")[-1].value == 12346


def test_data_that_cannot_be_unpickled_are_read_anew(tiny_data: Path, tiny_build: Path) -> None:
    parts = read_parts(tiny_build)
    assert parts[part_of_data(tiny_data)] == b"no pickle"
    assert load_built(tiny_data, parts).version == dataset.load(TINY).version


def test_faulty_data_are_named_and_the_build_before_stays(
    built: Path,
    tiny_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build = Path(shutil.copytree(built, tmp_path / "build"))
    replaced(tiny_data / "observations.csv", "\n", "\nkaputt\n")
    monkeypatch.setenv("DASHBOARD_DATA", str(tiny_data))
    monkeypatch.setenv("DASHBOARD_BUILD", str(build))
    assert main(["build"]) == 1
    assert "observations.csv, Zeile 2" in capsys.readouterr().err
    assert (build / FILE).read_bytes() == (built / FILE).read_bytes()


def test_a_build_holds_only_what_is_needed_now(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = read_parts(built)
    write_parts(tmp_path, {**needed, "0123456789abcdef.br": b"of an old version"})
    (tmp_path / "sbom.json").write_text("not ours")
    monkeypatch.setenv("DASHBOARD_BUILD", str(tmp_path))
    monkeypatch.setattr(dataset, "load", made_anew)
    assert main(["build"]) == 0
    assert read_parts(tmp_path) == needed
    assert {path.name for path in tmp_path.iterdir()} == {FILE, "sbom.json"}


def test_wrong_settings_are_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_WORKERS", "viele")
    assert main(["build"]) == 1
    assert "ganze Zahl von 1 bis 64" in capsys.readouterr().err
