"""Files for others: publiccode.yml (OSS-2), licences (OSS-3, OSS-4), recipes of the operator."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard import ROOT
from dashboard.pages import PAGES
from tests import image

CATEGORIES = {
    "data-visualization",
    "data-collection",
    "data-analytics",
    "geographic-information-systems",
}
TEXTS = (
    "Dockerfile",
    "compose.yaml",
    "deploy/nginx.conf",
    "deploy/local.sh",
    "Makefile",
    ".ci/image",
    "tests/image.py",
)


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return read


def test_oss_2_publiccode_has_every_mandatory_key(publiccode: dict[str, Any]) -> None:
    assert publiccode["publiccodeYmlVersion"] == "0.4"
    assert publiccode["platforms"] == ["web"]
    assert publiccode["softwareType"] == "standalone/web"
    assert publiccode["developmentStatus"] in ("concept", "development", "beta", "stable")
    assert set(publiccode["categories"]) <= CATEGORIES
    assert publiccode["legal"]["license"] == "EUPL-1.2"
    assert publiccode["maintenance"]["type"] == "none"  # others need a named person
    assert isinstance(publiccode["releaseDate"], str)
    date.fromisoformat(publiccode["releaseDate"])


def test_oss_2_publiccode_names_the_languages_of_the_pages(publiccode: dict[str, Any]) -> None:
    languages = {module.PAGE.lang for module in PAGES}
    assert set(publiccode["localisation"]["availableLanguages"]) == languages
    assert set(publiccode["description"]) == languages


@pytest.mark.parametrize("language", ["de", "en"])
def test_oss_2_publiccode_describes_within_the_limits(
    publiccode: dict[str, Any], language: str
) -> None:
    text = publiccode["description"][language]
    assert len(text["shortDescription"]) <= 150
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert 5 <= len(text["features"]) <= 20


def test_oss_2_publiccode_names_the_version_of_the_project(publiccode: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert publiccode["softwareVersion"] == project["version"]
    assert publiccode["legal"]["license"] == project["license"]


def test_oss_3_every_licence_named_has_its_text_and_the_other_way_round() -> None:
    reuse = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))
    named = {
        part
        for one in reuse["annotations"]
        for part in one["SPDX-License-Identifier"].split(" AND ")
    }
    texts = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "LICENSES").iterdir()}
    assert set(texts) == named
    assert all(len(text) > 200 for text in texts.values())


def test_oss_4_every_annotated_folder_exists() -> None:
    reuse = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))
    for one in reuse["annotations"]:
        paths = one["path"] if isinstance(one["path"], list) else [one["path"]]
        for path in paths:
            assert list(ROOT.glob(path.replace("**", "*"))), path


@pytest.mark.parametrize("name", TEXTS)
def test_no_recipe_names_a_registry_or_a_path_of_one_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"https?://(?!127\.|example|programm|…|%s|\$)|/[r]oot/|/home/|index-url|--index",
        text.replace("--no-emit-index-url", ""),
    )


def test_sec_14_a_release_gets_its_list_of_parts() -> None:
    recipe = re.search(r"^sbom:.*?\n\n", (ROOT / "Makefile").read_text("utf-8"), re.M | re.DOTALL)
    assert recipe is not None
    assert "requirements.lock" in recipe[0], "the parts are those that are served"
    assert re.search(r"cyclonedx-bom==7\.\d", recipe[0]), "from 7 on it writes CycloneDX 1.6"
    assert "--output-file .build/sbom.json" in recipe[0]
    guide = (ROOT / "docs" / "betrieb.md").read_text(encoding="utf-8")
    assert "`make sbom`" in guide
    assert "CycloneDX 1.6" in guide


def test_sec_14_whatever_is_vendored_is_listed_with_version_sum_and_rights() -> None:
    reuse = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))
    licences = {str(one["path"]): one["SPDX-License-Identifier"] for one in reuse["annotations"]}
    listed = re.findall(
        r"^\| `([\w-]+)/` \| `[^`]+`[^|]* \| [\d.]+ \| ([^|]+) \| `sha512-[\w+/]{86}==` \|$",
        (ROOT / "assets" / "vendor" / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    folders = {path.name for path in (ROOT / "assets" / "vendor").iterdir() if path.is_dir()}
    assert {name for name, _licence in listed} == folders
    for name, licence in listed:
        assert licences[f"assets/vendor/{name}/**"] == licence


def test_sec_15_every_package_is_checked_against_its_sum() -> None:
    for name in ("requirements.lock", "requirements-survey.lock", "requirements-dev.lock"):
        entries = re.split(r"^(?=\S+==)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
        packages = [one for one in entries if "==" in one.partition("\n")[0]]
        assert len(packages) > 20
        assert [one for one in packages if "--hash=sha256:" not in one] == []
    for recipe in (".ci/venv", "Dockerfile"):
        assert "--require-hashes" in (ROOT / recipe).read_text(encoding="utf-8")
    assert "pip-audit -r requirements.lock" in (ROOT / "docs" / "betrieb.md").read_text("utf-8")


def test_sec_16_the_guide_says_what_protects() -> None:
    guide = (ROOT / "docs" / "betrieb.md").read_text(encoding="utf-8")
    table = guide.partition("## Was schützt")[2].partition("\n## ")[0]
    for part in ("Eingaben", "Fehler", "Kopfzeilen", "Verschlüsselung", "TR-02102-2"):
        assert part in table


def test_oss_1_the_licence_of_the_code_lies_in_the_root() -> None:
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text("utf-8")


def test_sec_11_the_proxy_limits_rates_sizes_and_slow_senders() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for rule in ("limit_req zone=seiten", "limit_req zone=auswahl", "limit_conn verbindungen",
                 "client_max_body_size 256k", "client_header_timeout 10s", "server_tokens off",
                 "limit_req_status 429"):  # fmt: skip
        assert rule in text


def test_priv_6_the_proxy_writes_no_address() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    written = re.search(r"log_format.*?;", text, re.DOTALL)
    assert written is not None
    assert "remote_addr" not in written[0]
    for holds_the_query in (
        "$request_uri",
        '$request"',
        "$request ",
        "$args",
        "query_string",
        "http_referer",
    ):
        assert holds_the_query not in written[0], "what is searched for is a visitor's own"
    assert "error_log stderr crit" in text, "a warning of nginx would tell the whole request"
    assert "X-Forwarded-For" not in text
    assert "X-Real-IP" not in text


def test_sec_10_the_container_runs_without_rights() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["dashboard"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "USER dashboard" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_is_sent_what_it_copies_and_nothing_else() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert all((ROOT / name).exists() for name in copied)
    first, *rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert first == "*", "all is left out, .env too, except"
    assert sorted(rules) == sorted([*(f"!{name}" for name in copied), "**/__pycache__"])
    assert rules[-1] == "**/__pycache__", "the last rule that fits decides"


def test_both_stages_of_the_image_start_from_a_debian_release_that_is_named() -> None:
    name, python, release = image.base_of((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert name == f"python:{python}-slim-{release}"
    for other in ("FROM debian:trixie", f"FROM {name} AS build\nFROM python:3.12-slim-trixie", ""):
        with pytest.raises(image.RecipeError, match="Dockerfile"):
            image.base_of(other)


def test_the_image_is_built_with_what_this_machines_pip_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels = tmp_path / "wheels"
    (tmp_path / "index" / "simple").mkdir(parents=True)
    wheels.mkdir()
    told = [
        ":env:.timeout='9'",
        f"global.find-links='{wheels}\\n/nowhere'",
        f"global.index-url='file://{tmp_path}/index/simple'",
        "global.timeout='60'",
        "install.no-compile='true'",
    ]
    monkeypatch.setattr(image, "_said", lambda _command: "\n".join(told))
    first, *lent = image.lent_by_pip(tmp_path)
    assert lent == [f"{path}:{path}" for path in (tmp_path / "index", wheels)]
    written = tmp_path / "pip.conf"
    assert first == f"{written}:/etc/pip.conf"
    assert written.stat().st_mode & 0o077 == 0, "an index may be named with a password"
    read = configparser.ConfigParser()
    read.read(written)
    assert read["global"]["timeout"] == "9", "what the environment says goes first"
    assert read["install"]["no-compile"] == "true"


@pytest.mark.parametrize("name", ["browser", "image"])
def test_what_a_check_needs_and_cannot_have_is_said_in_words(name: str, tmp_path: Path) -> None:
    for tool in ("apt-get", "sudo"):
        (tmp_path / tool).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / tool).chmod(0o755)
    (tmp_path / "id").symlink_to("/usr/bin/id")
    done = subprocess.run(
        ["/bin/sh", ROOT / ".ci" / name],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Bitte von Hand installieren" in done.stderr


def test_the_proxy_starts_where_only_a_few_folders_can_be_written() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    proxy = compose["services"]["proxy"]
    assert proxy["read_only"]
    assert "/tmp" in proxy["tmpfs"]
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for kind in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi"):  # nginx makes them all
        assert re.search(rf"^ +{kind}_temp_path /tmp/kleinstadt-nginx", text, re.MULTILINE), kind
    assert len(re.findall(r"^ *(?:pid|proxy_cache_path) /tmp/", text, re.MULTILINE)) == 2


def test_tests_run_side_by_side_share_what_their_group_shares(
    request: pytest.FixtureRequest,
) -> None:
    # pytest 9.2 drops the groups of pytest-xdist without a word, and every page is drawn twice
    is_grouped = "@" in request.node.nodeid
    assert is_grouped == ("PYTEST_XDIST_WORKER" in os.environ)
