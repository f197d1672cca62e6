"""Shared fixtures: a tiny invented data folder to break, and the shipped data, read once."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from dashboard.components.figure_card import FigureCard
from dashboard.facts.dataset import Dataset, load
from dashboard.pages.contract import View
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.web.site import Site
from tests.made.drawn import drawn_figures, drawn_pages
from tests.made.shipped import every_path, shipped_data, some_paths
from tests.serving import PUBLIC

# the same cases on every machine: a red run can be seen again, and no run fails for being slow
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

TESTS = Path(__file__).parent
TINY = TESTS / "made" / "tiny"
BROWSER, HOSTING = "browser", "hosting"
# fixtures for which every page is drawn: whoever asks for one shares a process with the others
DRAWN = {"site", "pages", "views", "figures", "draft", "public"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Draw samples, say which tests share a process, and begin with those that take long."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sample"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for name, every in cases.items():
        marker = every[0].get_closest_marker("sample")
        assert marker
        for item in {*every} - {*random.Random(name).sample(every, *marker.args)}:
            item.add_marker(pytest.mark.hurts)
    room = {item.path: item.path.relative_to(TESTS).parts[0] for item in items}
    drawing = {
        item.path
        for item in items
        if isinstance(item, pytest.Function) and DRAWN & set(item.fixturenames)
    }
    for item in items:
        # what takes minutes is spread one by one: no process waits for another's long file
        is_alone = room[item.path] != HOSTING and item.get_closest_marker("hurts")
        if room[item.path] != BROWSER and item.path in drawing:
            shared = "the site" if room[item.path] == HOSTING else "every page"
            item.add_marker(pytest.mark.xdist_group(shared))
        elif not is_alone and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))
    items.sort(
        key=lambda item: (
            room[item.path] != HOSTING,
            room[item.path] != BROWSER,
            item.path not in drawing,
        )
    )


@pytest.fixture
def tiny_data(tmp_path: Path) -> Path:
    """A copy of the tiny data folder that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture(scope="session")
def tiny() -> Dataset:
    """The tiny data, loaded."""
    return load(TINY)


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The data as it ships, the same for all tests."""
    return shipped_data()


@pytest.fixture(scope="session")
def site() -> Site:
    """The site as it ships, for tests that leave it as it is; it remembers what it has drawn."""
    return create_app(settings_from({}))


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, str]:
    """The HTML of every page of the site by its path."""
    browser = site.server.test_client()
    return {path: browser.get(path).text for path in site.server.extensions["readiness"].paths}


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.hurts)])
def paths(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Pages of every kind by their paths; whoever looks for what all share need not see each."""
    return some_paths() if request.param == "some" else every_path()


@pytest.fixture(scope="session")
def views() -> Mapping[str, View]:
    """Every page as the site draws it, by its path."""
    return drawn_pages()


@pytest.fixture(scope="session")
def figures() -> Mapping[str, Sequence[FigureCard]]:
    """Every figure of every page as first seen, by the path of the page."""
    return drawn_figures()


@pytest.fixture(scope="session")
def draft(site: Site) -> FlaskClient:
    """A visitor of the site as it ships, on which nobody has entered who runs it."""
    return site.server.test_client()


@pytest.fixture(scope="session")
def public() -> FlaskClient:
    """A visitor of the public form of the site."""
    return create_app(settings_from(PUBLIC)).server.test_client()
