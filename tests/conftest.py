"""Fixtures that several test files share."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

import site_fixtures
from materiel.tell.app import create
from site_pages import HOST


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
