"""Shared fixtures: a tiny invented data folder to break, and the shipped data, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.config import ROOT
from dashboard.dataset import Dataset, load

# the same cases on every machine: a red run can be seen again, and no run fails for being slow
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

TINY = Path(__file__).parent / "tiny"


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
