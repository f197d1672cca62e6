"""The running site and a real browser for the tests in this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.visit import as_new
from tests.serving import served

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served as `make run` does."""
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium or Chrome; its absence fails, it never skips."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("No Chromium or Chrome found; `make test` installs Debian's chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Page:
    """A tab for one test after the other: a new one starts a process and reads every script."""
    return browser.new_page()


@pytest.fixture(scope="session")
def bare_tab(browser: Browser) -> Page:
    """The same without scripts."""
    return browser.new_page(java_script_enabled=False)


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """The tab as if it were new.

    Whoever replaces scripts, holds them back or adds some from the start on opens one of its own.
    """
    with as_new(tab) as cleared:
        yield cleared


@pytest.fixture
def bare_page(bare_tab: Page) -> Iterator[Page]:
    """The tab without scripts as if it were new."""
    with as_new(bare_tab) as cleared:
        yield cleared
