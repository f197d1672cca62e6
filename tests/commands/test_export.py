"""The export: complete, small, never half written, never over something else."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from dashboard import __main__
from dashboard.commands import export
from dashboard.findings.site_search import site
from dashboard.findings.town import themes_of
from dashboard.web.app import create_app, surroundings_of
from dashboard.web.config import settings_from
from dashboard.web.offline import NO_ADDRESS, files_of
from tests.made.hardest import hardest
from tests.made.shipped import shipped_data

MOST_BYTES = 5_500_000
PLACE = "https://kleinstadt.example.de"
LEGAL = {
    "Impressum": "/impressum",
    "Datenschutz": "/datenschutz",
    "Erklärung zur Barrierefreiheit": "/barrierefreiheit",
    "Leichte Sprache": "/leichte-sprache",
    "Barriere melden": "/barrierefreiheit",
}
FILES = {"a.html": "eins", "b.html": "zwei"}


@pytest.fixture(scope="module")
def exported() -> dict[str, str]:
    return files_with({"DASHBOARD_BASE_URL": PLACE})


@pytest.fixture(scope="module")
def without_address() -> dict[str, str]:
    return files_with({"DASHBOARD_ACCESSIBILITY_EMAIL": "barriere@example.de"})


def files_with(environment: dict[str, str]) -> dict[str, str]:
    settings = settings_from(environment)
    around = surroundings_of(create_app(settings))
    return dict(files_of(around.data.towns["diessen"], around, settings))


def legal_line_of(page: str) -> str:
    (line,) = re.findall(r'<p class="legal-line.*?</p>', page)
    return str(line)


def test_town_gets_slides_profile_and_fact_sheet(exported: dict[str, str]) -> None:
    assert set(exported) == {
        "sitzung.html",
        "stadt.html",
        "steckbrief.html",
        "verzeichnis.html",
    }
    assert sum(len(text.encode()) for text in exported.values()) < MOST_BYTES


def test_the_profile_of_a_file_holds_every_theme(exported: dict[str, str]) -> None:
    data = shipped_data()
    for theme in themes_of(data, data.towns["diessen"]):
        assert f'id="diessen-{theme}-titel"' in exported["stadt.html"]


def test_files_ask_for_nothing(exported: dict[str, str]) -> None:
    for name, text in exported.items():
        # code to copy is text
        hidden = r"<script.*?</script>|<style.*?</style>|<textarea.*?</textarea>"
        shown = re.sub(hidden, "", text, flags=re.DOTALL)
        assert re.findall(r'<script[^>]+src=|<link rel="(?!icon)', shown) == [], name
        assert re.findall(r'(?:src|href)="/[^"]*"', shown) == [], name
        assert re.findall(r'src="(?!data:)[^"]*"', shown) == [], name
        assert 'url("/' not in text, name


def test_files_lead_to_each_other_and_to_the_site(exported: dict[str, str]) -> None:
    assert 'data-exit="stadt.html"' in exported["sitzung.html"]
    assert 'href="sitzung.html"' in exported["stadt.html"]
    assert 'href="steckbrief.html"' in exported["stadt.html"]
    assert 'href="stadt.html"' in exported["steckbrief.html"]
    assert f'href="{PLACE}/daten?quelle=' in exported["stadt.html"]


def test_the_index_of_the_search_is_among_the_files(exported: dict[str, str]) -> None:
    index = exported["verzeichnis.html"]
    data = shipped_data()
    for one in site(data).entries:
        assert f'href="{PLACE}{escape(one.thing.href)}"' in index, one.name
        assert escape(one.name, quote=False) in index
    assert 'href="stadt.html"' in index, "the town has its own file"
    for town in data.gemeinden.towns[::100]:
        assert f'href="{PLACE}/stadt/{town.slug}"' in index
    assert 'href="verzeichnis.html"' in exported["stadt.html"]
    assert "Quellen</a>" in index, "its kinds can be jumped to"


def test_without_public_address_links_to_the_site_are_text(
    without_address: dict[str, str],
) -> None:
    for name, page in without_address.items():
        assert ' href="/' not in page, name
        assert "qr-code" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL), name


def test_every_file_links_what_the_law_wants_and_says_where_it_leads(
    exported: dict[str, str],
) -> None:
    for name, page in exported.items():
        line = legal_line_of(page)
        assert line.count("<a ") == len(LEGAL), name
        for label, path in LEGAL.items():
            shown = f"({PLACE.removeprefix('https://')}{path})"
            assert f'<a href="{PLACE}{path}">{label}</a> {shown}' in line, name
        assert NO_ADDRESS not in line


def test_a_file_that_knows_no_address_says_so(without_address: dict[str, str]) -> None:
    for name, page in without_address.items():
        line = legal_line_of(page)
        assert all(label in line for label in LEGAL), name
        assert re.findall(r'href="([^"?]*)', line) == ["mailto:barriere@example.de"], name
        assert "Barriere melden</a> (barriere@example.de)." in line
        assert NO_ADDRESS in line


def test_any_small_town_is_written_by_slug_or_key(tmp_path: Path) -> None:
    slug = next(iter(hardest()))
    town = shipped_data().gemeinde(slug)
    assert town is not None
    assert __main__.main(["export", town.ags, "--to", str(tmp_path)]) == 0
    files = sorted((tmp_path / slug).iterdir())
    assert [path.name for path in files] == [
        "sitzung.html",
        "stadt.html",
        "steckbrief.html",
        "verzeichnis.html",
    ]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert all(town.name in path.read_text(encoding="utf-8") for path in files)


def test_present_folder_is_kept_without_force(tmp_path: Path) -> None:
    export.write(tmp_path / "x", FILES, force=False)
    with pytest.raises(export.ExportError, match="--force"):
        export.write(tmp_path / "x", {"a.html": "neu"}, force=False)
    assert (tmp_path / "x" / "a.html").read_text() == "eins"


def test_force_replaces_the_files_and_leaves_nothing_behind(tmp_path: Path) -> None:
    export.write(tmp_path / "x", FILES, force=False)
    export.write(tmp_path / "x", {**FILES, "a.html": "neu"}, force=True)
    assert (tmp_path / "x" / "a.html").read_text() == "neu"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_force_does_not_destroy_foreign_files(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "Haushalt.xlsx").write_text("wichtig")
    with pytest.raises(export.ExportError, match=r"Haushalt\.xlsx"):
        export.write(tmp_path / "x", FILES, force=True)
    assert (tmp_path / "x" / "Haushalt.xlsx").read_text() == "wichtig"


def test_interrupted_export_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export.write(tmp_path / "x", FILES, force=False)

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("Kein Platz mehr")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="Platz"):
        export.write(tmp_path / "x", {"a.html": "neu", "b.html": ""}, force=True)
    assert (tmp_path / "x" / "a.html").read_text() == "eins"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_misspelt_town_is_named_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["export", "molln", "--to", str(tmp_path)]) == 1
    assert "moelln" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_export_says_how_far_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["export", "moelln", "--to", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "[1/1] Mölln" in out
    assert "Fertig." in out
    assert (tmp_path / "moelln" / "sitzung.html").exists()
