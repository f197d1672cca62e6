"""A site for the tests in this folder; those that harm it start one of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serving import PUBLIC, Served, served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The public form of the site with two workers."""
    settings = {**PUBLIC, "DASHBOARD_WORKERS": "2"}
    with served(tmp_path_factory.mktemp("site"), settings) as running:
        yield running
