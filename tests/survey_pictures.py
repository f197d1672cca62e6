"""Draws the pictures of `docs/befragungen-einlesen.md`: the way of a clerk, with invented answers.

Run by hand, with LibreOffice at hand: `python -m tests.survey_pictures`. Nobody real is in them:
the town, the survey and the answers are those of the tests.
"""

from __future__ import annotations

import contextlib
import html
import io
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from werkzeug.serving import make_server

from dashboard import ROOT
from dashboard.__main__ import main as command
from dashboard.facts.dataset import load
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.wording import links
from dashboard.wording.links import Key
from tests.browser.conftest import BROWSERS, FLAGS
from tests.commands.survey.test_clerk import NEW, filled
from tests.made import questionnaires as made

FOLDER = ROOT / "docs"
GEOMETRY = ("germany.svg", "germany.json", "local.geojson")
WIDTH = 900
SHOWN = "A1:I11"  # of the questions
LARGEST = 60_000  # bytes of a picture
PAPER = "body{margin:0}pre{font:14px/1.5 monospace;margin:0;padding:18px;white-space:pre-wrap}"
QUESTION = f"{NEW['Kennung']}-f4"


def main() -> None:
    """Go the whole way and keep what is seen at each step; say how long each took."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        data = _data(folder)
        file = made.answers(folder / "antworten.csv", made.forty(), 600)
        asked = made.lss(folder / "fragebogen.lss", made.forty())
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        order = ["survey", "import", str(file), "--questionnaire", str(asked), "--data", str(data)]
        said = _timed("einlesen", order)
        typed = (
            "$ python -m dashboard survey import antworten.csv --questionnaire fragebogen.lss\n\n"
        )
        _text(browser, "1-einlesen", typed + said)
        book = folder / "antworten-fragen.xlsx"
        filled(book, **NEW)
        _sheet("2-arbeitsmappe", book, folder)
        _timed("rechnen", order)
        with _shown(data) as site:
            query = {Key.SURVEY: NEW["Kennung"].lower(), Key.QUESTION: QUESTION}
            address = f"{site}{links.to(links.SURVEYS, tuple(query.items()))}"
            _page(browser, "3-vorschau", address)
        sign = ["survey", "sign", NEW["Kennung"], "--by", "Hauptamt", "--data", str(data)]
        _timed("freigeben", sign)
        browser.close()


def _data(folder: Path) -> Path:
    """Return a copy of the tests' invented towns that the whole site can be drawn of."""
    data = Path(shutil.copytree(ROOT / "tests" / "made" / "tiny", folder / "data"))
    for name in GEOMETRY:
        shutil.copy(ROOT / "data" / "geo" / name, data / "geo" / name)
    return data


def _timed(step: str, arguments: Sequence[str]) -> str:
    """Run a command and return what it prints."""
    told, start = io.StringIO(), time.monotonic()
    with contextlib.redirect_stdout(told):
        failed = command([*arguments])
    print(f"{step}: {time.monotonic() - start:.1f} s")
    if failed:
        sys.exit(told.getvalue())
    return told.getvalue()


def _text(browser: Browser, name: str, text: str) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": 200})
    page.set_content(f"<style>{PAPER}</style><pre>{html.escape(text.rstrip())}</pre>")
    _keep(page, name, page.locator("pre"))


def _page(browser: Browser, name: str, address: str) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.goto(address)
    page.locator(f'[data-figure="{QUESTION}"] .js-plotly-plot').wait_for()
    _keep(page, name, page.locator("#eingelesen"))


def _keep(page: Page, name: str, part: Locator) -> None:
    _small(Image.open(io.BytesIO(part.screenshot())), name)
    page.close()


def _sheet(name: str, book: Path, folder: Path) -> None:
    """Let LibreOffice draw the beginning of a workbook."""
    part = openpyxl.load_workbook(book)
    part.worksheets[0].print_area = SHOWN
    part.save(book := folder / "gezeigt.xlsx")
    order = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office"]
    order += ["--convert-to", "png", "--outdir", str(folder), str(book)]
    subprocess.run(order, check=True, capture_output=True, timeout=180)
    drawn = Image.open(folder / f"{book.stem}.png").convert("L")
    paper = ImageChops.difference(drawn, Image.new("L", drawn.size, 255)).getbbox()
    _small(Image.open(folder / f"{book.stem}.png").crop(paper), name)


def _small(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours; one that is large all the same stops the script."""
    picture = picture.convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, picture.height * WIDTH // picture.width))
    path = FOLDER / f"befragung-{name}.png"
    picture.quantize(32).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        sys.exit(f"{path.name}: {path.stat().st_size} Bytes sind mehr als {LARGEST}.")


@contextlib.contextmanager
def _shown(data: Path) -> Iterator[str]:
    """Serve the preview of a data folder while something is looked at; yield its address."""
    app = create_app(settings_from({}), load(data, unsigned=True)).server
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()


if __name__ == "__main__":
    main()
