"""Fixtures that several test files share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from starlette.testclient import TestClient

import site_fixtures
from materiel.tell.app import create
from site_pages import HOST

# CI judges a change, so it tries the same examples each time; everyone else's run looks for new ones.
settings.register_profile("ci", derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def site_register(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The place of the register made by hand."""
    return site_fixtures.register(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def client(site_register: str) -> TestClient:
    """A client of the site over that register; it does not follow redirects."""
    return TestClient(create(site_register), base_url=HOST, follow_redirects=False)


@pytest.fixture(scope="session")
def deals(client: TestClient) -> dict[str, str]:
    """Recipient's code to the name of its deal."""
    rows = client.get("/deals.json?background=1").json()["deals"]
    return {row["recipient"][0]: row["id"] for row in rows}
