"""The site below a path of a host, behind a real nginx: nothing is asked for beside that path."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard import ROOT
from tests.browser.visit import Visit, errors_on, settle
from tests.made.shipped import every_path, one_of_each
from tests.serving import PUBLIC, free_port, served, wait_until

PREFIX = "/kleinstadt"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
# whatever a visitor, or a program that reads the page, may follow
LED_TO = """() => [
  ...[...document.querySelectorAll("[href]")].map(
    e => new URL(e.getAttribute("href"), e.baseURI).href),
  ...[...document.querySelectorAll("[src]")].map(e => e.src),
  ...[...document.forms].map(e => e.action),
  ...[...document.querySelectorAll("[data-exit]")].map(e => location.origin + e.dataset.exit),
  ...[...document.querySelectorAll("[data-copy-address]")].map(
    e => location.origin + e.dataset.copyAddress),
]"""


@dataclass(frozen=True)
class Below:
    """The site below its path: as the proxy and as the program itself answer."""

    origin: str
    program: str
    passed_on: bool

    @property
    def home(self) -> str:
        return self.origin + PREFIX


@pytest.fixture(
    scope="module", params=[pytest.param("passed on", marks=pytest.mark.hurts), "stripped"]
)
def below(request: pytest.FixtureRequest) -> Iterator[Below]:
    """The site behind nginx, which passes the path on as it comes, or strips it."""
    if NGINX is None:
        pytest.fail("No nginx found; `make test` installs Debian's nginx-light.")
    # where nginx, which gives up the rights of root, may write
    folder, port = Path(tempfile.mkdtemp(prefix="kleinstadt-nginx-")), free_port()
    folder.chmod(0o755)
    origin = f"http://127.0.0.1:{port}"
    settings = {
        **PUBLIC,
        "DASHBOARD_BASE_URL": f"{origin}{PREFIX}/",
        "DASHBOARD_PROXY_HOPS": "1",
    }
    with served(folder, settings) as program:
        text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
        for old, new in (
            ("server dashboard:8000", f"server 127.0.0.1:{program.port}"),
            ("listen 8080", f"listen 127.0.0.1:{port}"),
            ("/tmp/kleinstadt-nginx", str(folder / "nginx")),
            ("location / {", f"location {PREFIX}/ {{"),
        ):
            assert old in text
            text = text.replace(old, new)
        if request.param == "stripped":
            text = text.replace("proxy_pass http://programm;", "proxy_pass http://programm/;", 1)
        conf = folder / "nginx.conf"
        conf.write_text(text, encoding="utf-8")
        with (folder / "nginx.log").open("wb") as log:
            proxy = subprocess.Popen(
                [NGINX, "-c", str(conf), "-g", "daemon off;"], stdout=log, stderr=log
            )
        try:
            wait_until(lambda: status(f"{origin}{PREFIX}/") == 200, "nginx kam nicht hoch", 30)
            yield Below(origin, program.address, request.param == "passed on")
        finally:
            proxy.terminate()
            proxy.wait(timeout=20)
            shutil.rmtree(folder)


def status(address: str) -> int:
    """Return with what an address is answered, redirects followed; 0 where it is not."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as reason:
        return reason.code
    except OSError:
        return 0


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.hurts)])
def test_nothing_is_asked_for_or_led_to_beside_the_path(
    below: Below, page: Page, whole: bool
) -> None:
    routes = every_path() if whole else one_of_each()
    if not whole and not below.passed_on:  # the program answers the same, byte for byte
        routes = tuple(random.Random(17).sample(routes, 2))
    led_to: set[str] = set()
    for route in routes:
        visit = Visit(page, below.home, route, 1440)
        assert visit.answer is not None, route
        assert visit.answer.status == 200, route
        assert visit.errors == [], route
        beside = [one for one in visit.requests if not one.startswith(f"{below.home}/")]
        assert [one for one in beside if not one.startswith(("data:", "blob:"))] == [], route
        led_to |= {urldefrag(one).url for one in page.evaluate(LED_TO)}
    inner = {one for one in led_to if one.startswith(below.origin)}
    assert {one for one in inner if not one.startswith(f"{below.home}/")} == set()
    # one address of each path, with the choices and without: the others differ in their query
    by_form = {(urlsplit(one).path, bool(urlsplit(one).query)): one for one in sorted(inner)}
    if not whole:
        by_form = dict(random.Random(17).sample(sorted(by_form.items()), 12))
    asked = [one.replace(below.origin, below.program) for one in by_form.values()]
    assert {one for one in asked if status(one) != 200} == set()


def test_a_choice_is_answered_in_the_page_and_undone_by_back(below: Below, page: Page) -> None:
    errors = errors_on(page)
    page.goto(f"{below.home}/vergleich")
    settle(page)
    page.evaluate("window.stays = true")
    page.locator("#ansicht a[data-view]").first.click()
    expect(page.locator("#ansicht")).not_to_have_attribute("aria-busy", "true")
    page.wait_for_url(re.compile(rf"^{below.home}/vergleich\?"))
    page.go_back()
    page.wait_for_url(f"{below.home}/vergleich")
    expect(page.locator("#ansicht")).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate("window.stays")
    assert errors == []
    spelt = page.locator("[data-address]").all_text_contents()
    assert spelt
    assert all(below.home in text for text in spelt)


def test_slides_are_turned_and_left_within_the_path(below: Below, page: Page) -> None:
    page.goto(f"{below.home}/sitzung/moelln")
    settle(page)
    page.keyboard.press("ArrowRight")
    assert page.url == f"{below.home}/sitzung/moelln?folie=2"
    page.keyboard.press("Escape")
    page.wait_for_url(f"{below.home}/stadt/moelln")


def test_what_does_not_exist_leads_back_below_the_path(below: Below, page: Page) -> None:
    answer = page.goto(f"{below.home}/nirgends")
    assert answer is not None
    assert answer.status == 404
    inner = [one for one in page.evaluate(LED_TO) if one.startswith(below.origin)]
    assert inner
    assert all(one.startswith(f"{below.home}/") for one in inner)


def test_a_home_without_its_slash_and_forms_without_scripts_stay_below(
    below: Below, bare_page: Page
) -> None:
    bare_page.goto(below.home)
    assert bare_page.url == f"{below.home}/"
    bare_page.goto(f"{below.home}/vergleich")
    bare_page.locator(".controls button[type=submit], .controls button:not([type])").first.click()
    bare_page.wait_for_url(re.compile(rf"^{below.home}/vergleich"))
