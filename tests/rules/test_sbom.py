"""The list of parts: what `make sbom` adds to what its tool wrote (SEC-14)."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dashboard import ROOT

VENDORED = (ROOT / "assets" / "vendor" / "README.md").read_text(encoding="utf-8")
SITE, FLASK, PIP = "root-component", "Flask==3.1.3", "pip==23.2.1"
LIST: dict[str, Any] = {
    "specVersion": "1.6",
    "metadata": {"component": {"bom-ref": SITE, "name": "kleinstadt-dashboard"}},
    "components": [
        {
            "bom-ref": FLASK,
            "name": "Flask",
            "version": "3.1.3",
            "properties": [{"name": "cdx:python:package:required-extra", "value": "async"}],
        },
        {"bom-ref": PIP, "name": "pip", "version": "23.2.1"},
    ],
    "dependencies": [{"ref": SITE, "dependsOn": [FLASK]}, {"ref": FLASK}, {"ref": PIP}],
}
PLOTLY = "pkg:npm/plotly.js@4.1.1"


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def packages(tmp_path: Path) -> tuple[Path, ...]:
    (tmp_path / "flask-3.1.3-py3-none-any.whl").write_bytes(b"flask")
    (tmp_path / "other_package-1.0.tar.gz").write_bytes(b"other")
    return tuple(tmp_path.iterdir())


@pytest.fixture
def made(sbom: ModuleType, packages: tuple[Path, ...]) -> dict[str, Any]:
    found: dict[str, Any] = sbom.completed(
        LIST, packages, VENDORED, name="Stadt Musterstadt", email="post@musterstadt.example.de"
    )
    return found


def parts(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {part["bom-ref"]: part for part in made["components"]}


def test_a_package_has_the_sum_and_the_name_of_its_file(made: dict[str, Any]) -> None:
    flask = parts(made)[FLASK]
    sum_of_file = hashlib.sha512(b"flask").hexdigest()
    assert flask["hashes"] == [{"alg": "SHA-512", "content": sum_of_file}]
    file_name = {"name": "bsi:component:filename", "value": "flask-3.1.3-py3-none-any.whl"}
    assert flask["properties"] == [*LIST["components"][0]["properties"], file_name]


def test_a_part_whose_file_is_not_there_gets_no_sum(made: dict[str, Any]) -> None:
    assert parts(made)[PIP] == LIST["components"][1]


def test_a_file_of_another_version_is_not_taken_for_it(sbom: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "flask-3.1.2-py3-none-any.whl").write_bytes(b"old")
    found = sbom.completed(LIST, tuple(tmp_path.iterdir()), VENDORED, name="", email="")
    assert "hashes" not in parts(found)[FLASK]


def test_the_list_says_who_made_it_where_that_is_known(
    sbom: ModuleType, made: dict[str, Any]
) -> None:
    assert made["metadata"]["manufacturer"] == {
        "name": "Stadt Musterstadt",
        "contact": [{"email": "post@musterstadt.example.de"}],
    }
    unknown = sbom.completed(LIST, (), VENDORED, name="Stadt Musterstadt", email="")
    assert unknown["metadata"] == LIST["metadata"]


def test_every_vendored_folder_is_a_part_that_the_site_needs(
    sbom: ModuleType, made: dict[str, Any]
) -> None:
    folders = [path for path in (ROOT / "assets" / "vendor").iterdir() if path.is_dir()]
    own = sbom.vendored_parts(VENDORED)
    assert len(own) == len(folders)
    assert all(len(part["hashes"][0]["content"]) == 128 for part in own)
    needed = next(one["dependsOn"] for one in made["dependencies"] if one["ref"] == SITE)
    assert needed == [FLASK, *(part["bom-ref"] for part in own)]
    assert {one["ref"] for one in made["dependencies"]} == {SITE, *parts(made)}


def test_a_vendored_package_is_named_as_its_registry_does(made: dict[str, Any]) -> None:
    plotly = parts(made)[PLOTLY]
    assert plotly["licenses"] == [{"license": {"id": "MIT"}}]
    assert plotly["purl"] == PLOTLY
    kern = parts(made)["pkg:npm/%40kern-ux/native@2.7.2"]
    assert (kern["group"], kern["name"]) == ("@kern-ux", "native")


def test_the_list_of_the_tool_is_left_as_it_was(made: dict[str, Any]) -> None:
    assert len(LIST["components"]) == 2
    assert LIST["dependencies"][0]["dependsOn"] == [FLASK]
    assert made["specVersion"] == "1.6"
