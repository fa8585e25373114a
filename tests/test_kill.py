"""kill -9 at random moments of reading, resolving, reviewing and withdrawing: the register opens, nothing that was
reported as done is lost, nothing is doubled. ``MATERIEL_KILLS=200`` kills more often."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from made import deal, entry
from materiel.record import judgements, query, review, tables, withdraw
from materiel.record.filters import Filter
from materiel.record.store import Register

HERE = Path(__file__).parent
KILLS = int(os.environ.get("MATERIEL_KILLS", "12"))

WORKER = """
import json, random, sys
sys.path.insert(0, sys.argv[1])
from made import deal, entry
from materiel.record import query, review, withdraw
from materiel.record.review import Verdict
from materiel.record.store import Register

place, chance = sys.argv[2], random.Random(int(sys.argv[3]))

def say(**told):
    print(json.dumps(told), flush=True)

with Register.open(place) as register:
    n, made = 0, []
    while True:
        batch = [entry(f"page{k}", deal(quantity=1 + k, recipient=(f"R{k % 7}",))) for k in range(n, n + 5)]
        register.add_all(batch)
        n += 5
        say(did="add", until=n)
        if chance.random() < 0.5:
            register.refresh()
            say(did="resolve", until=n)
            rows = query.deals(register)
            row = chance.choice(rows)
            verdict = Verdict("correct", row["id"], "Ana", field="status", value="delivered", why=str(n))
            made.append(review.judge(register, verdict))
            say(did="judge", id=made[-1])
        if made and chance.random() < 0.3:
            ended = made.pop()
            say(did="undo", id=review.undo(register, ended, "Ben"), of=ended)
        if chance.random() < 0.15:
            url = f"https://page{chance.randrange(n)}.example/1"
            try:
                withdraw.withdraw(register, url, "Cem")
                say(did="withdraw", url=url)
            except withdraw.NotThere:
                pass
"""


def killed(place: str, kill: int) -> list[dict[str, object]]:
    """What a worker reported as done before it was killed at a random moment."""
    command = [sys.executable, "-c", WORKER, str(HERE), place, str(kill)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    first = worker.stdout.readline()
    time.sleep(random.Random(kill).uniform(0, 1.0))
    worker.send_signal(signal.SIGKILL)
    rest, complaint = worker.communicate()
    assert first, complaint
    lines = (first + rest).splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def number(register: Register, table: str) -> int:
    with register.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_kill_at_any_moment_loses_and_doubles_nothing(kill: int, tmp_path: Path) -> None:
    place = str(tmp_path / "register.db")
    said = killed(place, kill)
    with sqlite3.connect(place) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    with Register.open(place, create=False) as register:
        register.refresh()
        gone = {row["url"] for row in withdraw.withdrawals(register)}
        reported_gone = {str(one["url"]) for one in said if one["did"] == "withdraw"}
        assert reported_gone <= gone
        assert len(gone) <= len(reported_gone) + 1

        until = max(int(str(one["until"])) for one in said if one["did"] == "add")
        with register.reading() as connection:
            urls = Counter(connection.execute(select(tables.pages.c.url)).scalars())
            decided = judgements.load(connection)
        wanted = {f"https://page{n}.example/1" for n in range(until)} - gone
        assert wanted <= urls.keys()
        assert set(urls.values()) <= {1}
        kept = len(urls)
        assert kept + len(gone) in (until, until + 5)
        assert number(register, "documents") == number(register, "readings") == kept
        assert number(register, "deal_members") == kept
        assert number(register, "statements") == kept * statements_of_one()

        ids = Counter(one.id for one in decided)
        reported = {str(one["id"]) for one in said if one["did"] in ("judge", "undo")}
        assert reported <= ids.keys()
        assert len(ids) <= len(reported) + 1
        assert set(ids.values()) <= {1}
        assert {one["id"] for one in review.history(register)} == ids.keys()

        told = query.deals(register, Filter(sort="supplier"))
        again = [entry(f"page{n}", deal(quantity=1 + n, recipient=(f"R{n % 7}",))) for n in range(until)]
        assert register.add_all([one for one in again if one[0].url not in gone]) == 0
        register.resolve()
        assert query.deals(register, Filter(sort="supplier")) == told


def statements_of_one() -> int:
    """Statements of one entry of the worker."""
    from materiel.statements import split

    return len(split(entry("page0", deal(quantity=1))[1]))
