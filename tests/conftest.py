"""Shared fixtures: a tiny invented data folder to break, and the shipped data, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from dashboard import ROOT
from dashboard.facts.dataset import Dataset, load
from dashboard.web.app import create_app
from dashboard.web.config import settings_from
from dashboard.web.site import Site
from tests.serving import PUBLIC

# the same cases on every machine: a red run can be seen again, and no run fails for being slow
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

TINY = Path(__file__).parent / "made" / "tiny"


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
    """The data as it ships, loaded once for all tests."""
    return load(ROOT / "data")


@pytest.fixture(scope="session")
def site() -> Site:
    """The site as it ships, for tests that leave it as it is; it remembers what it has drawn."""
    return create_app(settings_from({}))


@pytest.fixture(scope="session")
def draft(site: Site) -> FlaskClient:
    """A visitor of the site as it ships, on which nobody has entered who runs it."""
    return site.server.test_client()


@pytest.fixture(scope="session")
def public() -> FlaskClient:
    """A visitor of the public form of the site."""
    return create_app(settings_from(PUBLIC)).server.test_client()
