"""Shared fixtures: a tiny invented data folder to break, and the shipped data, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.config import ROOT
from dashboard.dataset import Dataset, load

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
