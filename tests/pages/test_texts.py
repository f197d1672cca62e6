"""A text becomes a page by a file and a block, and no text is there for nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import ROOT
from dashboard.__main__ import main
from dashboard.facts.dataset import load
from dashboard.pages import texts
from dashboard.web.app import create_app
from dashboard.web.config import settings_from

BLOCK = '["{name}"]\ntitle = "Förderung"\ndescription = "Wer hilft."\nmenu = "unten"\n'


def added(folder: Path, name: str, text: str = "# Förderung\n\nWer hilft, steht hier.\n") -> Path:
    """Add a text and its block, and return the folder."""
    (folder / "texts" / f"{name}.md").write_text(text, encoding="utf-8")
    with (folder / "pages.toml").open("a", encoding="utf-8") as pages:
        pages.write(BLOCK.format(name=name))
    return folder


def test_a_text_with_a_block_is_a_page(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    added(folder, "foerderung-2027")
    app = create_app(settings_from({"DASHBOARD_DATA": str(folder)}))
    client = app.server.test_client()
    answer = client.get("/foerderung-2027")
    assert answer.status_code == 200
    assert "Wer hilft, steht hier." in answer.text
    assert 'content="Wer hilft."' in answer.text
    assert 'href="/foerderung-2027"' in client.get("/glossar").text, "in the menu of every page"
    assert "/foerderung-2027</loc>" in client.get("/sitemap/seiten.xml").text


@pytest.mark.parametrize("name", ["stadt", "glossar", "static", "bereit", "Förderung", "a b"])
def test_a_page_has_an_address_of_its_own(
    tiny_data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (fault,) = texts.faults(load(added(tiny_data, name)))
    assert (fault.file, fault.line) == (f"texts/{name}.md", 1)
    assert main(["check", "--data", str(tiny_data)]) == 1
    assert f"texts/{name}.md, Zeile 1" in capsys.readouterr().out


def test_a_text_that_no_page_shows_is_a_fault(tiny_data: Path) -> None:
    added(tiny_data, "foerderung")
    (tiny_data / "pages.toml").unlink()
    (fault,) = texts.faults(load(tiny_data))
    assert "[foerderung]" in fault.remedy


@pytest.mark.parametrize("text", ["", "Förderung\n"])
def test_a_page_begins_with_its_heading(
    tiny_data: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    added(tiny_data, "foerderung", text)
    assert main(["check", "--data", str(tiny_data)]) == 1
    assert "texts/foerderung.md, Zeile 1" in capsys.readouterr().out


def test_a_block_without_its_text_is_a_fault(
    tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(tiny_data, "foerderung")
    (tiny_data / "texts" / "foerderung.md").unlink()
    assert main(["check", "--data", str(tiny_data)]) == 1
    assert "pages.toml, Zeile 1" in capsys.readouterr().out
