"""What the bench of the site asks for: every kind in its share, and pages that are there."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from materiel.record.store import Register
from materiel.tell.app import create
from site_pages import HOST

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import asked


@pytest.fixture(scope="module")
def every(site_register: str) -> Iterator[Mapping[str, Sequence[str]]]:
    with Register.open(site_register) as register:
        yield asked.kinds(register)


def test_shares_are_of_one_whole_and_of_kinds_that_there_are(every: Mapping[str, Sequence[str]]) -> None:
    assert sum(asked.SHARES.values()) == pytest.approx(1)
    assert asked.SHARES.keys() == every.keys() and all(every.values())


def test_what_is_drawn_has_its_shares(every: Mapping[str, Sequence[str]]) -> None:
    drawn = asked.drawn(every, 4000)
    kind = {path: name for name, paths in every.items() for path in paths}
    counted = Counter(kind[path] for path in drawn)
    for name, share in asked.SHARES.items():
        assert counted[name] / len(drawn) == pytest.approx(share, abs=0.025), name
    assert drawn == asked.drawn(every, 4000) != asked.drawn(every, 4000, seed=2)


def test_nothing_is_asked_twice_before_all_of_its_kind_were() -> None:
    every = {name: [f"/{at}/{name}" for at in range(50)] for name in asked.SHARES}
    drawn = Counter(asked.drawn(every, 2000))
    for paths in every.values():
        times = [drawn[path] for path in paths]
        assert max(times) - min(times) <= 1


def test_pages_of_every_kind_are_there(every: Mapping[str, Sequence[str]], site_register: str) -> None:
    client = TestClient(create(site_register), base_url=HOST)
    for name, paths in every.items():
        if name != "register":  # a small register has one page of its list
            for path in paths[:3]:
                assert client.get(path).status_code == 200, path
