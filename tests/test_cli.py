"""The command line: what it prints, its exit codes, and that nothing it is given makes it fall."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from made import deal, entry, figure, reaction
from materiel import __version__, packs
from materiel.cli import main, record
from materiel.commands import import_
from materiel.commands.parties import code
from materiel.record import query
from materiel.record.filters import Filter
from materiel.record.store import Register
from materiel.types import Weapon

SCRIPT = [sys.executable, "-m", "materiel"]
TEXT = "Kosovo receives drones\n\nPristina, 2 May 2023. Türkiye has delivered five Bayraktar TB2 drones to Kosovo 🛩.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and no register named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATERIEL_REGISTER", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A register of three deals, one of them background, with a contradiction and hostile names."""
    path = str(tmp_path_factory.mktemp("cli") / "register.db")
    hostile = Weapon('=HYPERLINK("http://x")', None, "other", 3)
    with Register.open(path) as register:
        register.add_all(
            [
                entry("a", deal(quantity=5, status="approved"), published="2023-01-10", reactions=[reaction()]),
                entry("b", deal(quantity=6, status="delivered"), published="2023-05-02", figures=[figure()]),
                entry("c", deal(supplier=("USA",), recipient=("[red]x[/red]",), weapons=(hostile,)), outlet="\x1b[31m"),
                entry("d", deal(recipient=("ALB",), background=True), published="2022-12-01"),
            ]
        )
        register.resolve()
    yield path


def run(*args: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SCRIPT, *args], capture_output=True, text=True, timeout=600, **options)  # type: ignore[call-overload, no-any-return]


def tb2(place: str) -> str:
    with Register.open(place) as register:
        return str(query.deals(register, Filter(supplier="TUR"))[0]["id"])


def one_line(complaint: str, name: str) -> None:
    """Standard error is one sentence that names the input."""
    assert complaint.count("\n") == 1, complaint
    assert name in complaint
    assert "Traceback" not in complaint


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for args in (["--help"], ["--version"], *([name, "--help"] for name in ("read", "deals", "show", "why", "demo"))):
        with pytest.raises(SystemExit) as ended:
            main(args)
        assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_help_does_not_load_what_it_does_not_need() -> None:
    """Half a second of processor time more than Python alone is the bound; what is loaded says it more exactly."""
    code = "import sys, materiel.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"sqlalchemy", "rich", "starlette", "trafilatura", "lxml", "selectolax", "uvicorn", "ahocorasick_rs"}
    assert not heavy & set(loaded)
    assert best([*SCRIPT, "--help"]) - best([sys.executable, "-c", "pass"]) < 0.5


def best(command: list[str]) -> float:
    """Seconds of processor time of the fastest of three runs; a clock would measure what else the machine does."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def test_text_is_printed_to_the_letter(here: Path) -> None:
    (here / "page.txt").write_text(TEXT, "utf-8")
    found = subprocess.run([*SCRIPT, "read", "--text", "page.txt"], capture_output=True, check=True)
    assert found.stdout.decode("utf-8") == TEXT


def test_text_of_several_documents_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.txt", "two.txt"):
        (here / name).write_text(TEXT, "utf-8")
    assert main(["read", "--text", str(here)]) == 2
    one_line(capsys.readouterr().err, "one document")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_jsonl_comes_in_the_order_of_the_input(here: Path, jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"page{number:03}" for number in range(70)]
    for name in names:
        (here / f"{name}.txt").write_text(f"{name}. {TEXT}", "utf-8")
    (here / "page030.txt").write_bytes(b"")
    assert main(["read", *(f"{name}.txt" for name in reversed(names)), "--format", "jsonl", "--jobs", jobs]) == 1
    told = capsys.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert [row["id"] for row in rows] == [name for name in reversed(names) if name != "page030"]
    one_line(told.err, "page030.txt")
    assert not list(here.glob("*.db"))


def test_every_quote_that_is_printed_stands_in_the_text_that_is_printed(here: Path) -> None:
    (here / "page.txt").write_text(TEXT, "utf-8")
    text = subprocess.run([*SCRIPT, "read", "--text", "page.txt"], capture_output=True, check=True).stdout.decode()
    [row] = [json.loads(line) for line in run("read", "page.txt", "--format", "jsonl").stdout.splitlines()]
    quoted = [quote for one in row["deals"] for quotes in one["evidence"].values() for quote in quotes]
    assert all(text[quote["start"] : quote["end"]] == quote["quote"] for quote in quoted)


def test_inputs_that_fail_are_named_and_the_rest_is_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "good.txt").write_text(TEXT, "utf-8")
    (here / "empty.txt").write_bytes(b"")
    (here / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (here / "cut.html.gz").write_bytes(gzip.compress(TEXT.encode() * 99)[:-20])
    assert main(["read", "good.txt", "empty.txt", "noise.bin", "cut.html.gz", "none.txt"]) == 1
    told = capsys.readouterr()
    for name in ("empty.txt", "noise.bin", "cut.html.gz", "none.txt"):
        [line] = [line for line in told.err.splitlines() if name in line]
        assert line.startswith("materiel: ")
    assert "1 page read, 1 new, 4 failed" in told.out
    with Register.open(here / "materiel.db", create=False) as register:
        assert len(query.documents(register)) == 1
    assert main(["read", "good.txt"]) == 0
    assert "1 page read, 0 new" in capsys.readouterr().out
    assert main(["issues", "--kind", "unreadable"]) == 0
    shown = capsys.readouterr().out
    assert "4 issues: 4 unreadable" in shown
    assert max(map(len, shown.splitlines())) <= 100
    assert main(["issues", "--format", "jsonl"]) == 0
    failed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"empty.txt", "none.txt"} <= {one["name"] for one in failed}


def test_standard_input_is_read(here: Path) -> None:
    found = run("read", "-", "--format", "jsonl", input=TEXT)
    assert json.loads(found.stdout)["id"] == "stdin"


def test_a_process_that_dies_costs_one_page(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from materiel.commands import pool, tasks
    from materiel.types import Discarded, Document, Failure, Page, Reading

    def read(page: Page) -> Reading:
        if b"poison" in page.content:
            os.kill(os.getpid(), signal.SIGKILL)
        return Reading(Document(page.id, page.content.decode()))

    monkeypatch.setattr(pool, "read", read)
    monkeypatch.setattr(tasks, "PAGES", 4)
    names = [f"p{number:02}.txt" for number in range(40)]
    for name in names:
        (here / name).write_text("poison" if name == "p13.txt" else f"{name} is fine", "utf-8")
    results = list(pool.readings(names, 2))
    failed = [result for result in results if isinstance(result, Failure)]
    assert [failure.name for failure in failed] == ["p13.txt"]
    assert [result[0].name for result in results if not isinstance(result, Failure | Discarded)] == [
        name for name in names if name != "p13.txt"
    ]


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["read"],
        ["nonsense"],
        ["read", "x", "--jobs", "0"],
        ["read", "x", "--format", "xml"],
        ["deals", "--since", "yesterday"],
        ["deals", "--country", "Kosovoo"],
        ["deals", "--status", "happy"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_ends_with_two(args: list[str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(args)
    assert ended.value.code == 2
    assert "usage: materiel" in capsys.readouterr().err


def test_storing_and_printing_do_not_go_together(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "x.txt", "--format", "jsonl", "--register", "r.db"]) == 2
    one_line(capsys.readouterr().err, "--register")


def test_the_table_fits_a_hundred_columns_and_calls_states_by_name(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deals", "--register", place]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 100
    for words in (
        "Türkiye",
        "Kosovo",
        "Bayraktar TB2",
        "Delivered",
        "2/2 ≠",
        "2 deals",
        "--all adds 1",
        "[red]x[/red]",
    ):
        assert words in shown, words
    assert "\x1b" not in shown
    assert tb2(place).rpartition("-")[2] in shown


def test_filters_reach_the_register(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    def found(*args: str) -> list[str]:
        assert main(["deals", "--register", place, "--format", "jsonl", *args]) == 0
        return [json.loads(line)["id"].rpartition("-")[0] for line in capsys.readouterr().out.splitlines()]

    assert found("--country", "Kosovo") == ["TUR-XKX-bayraktar-tb2"]
    assert found("--supplier", "usa", "--category", "other")[0].startswith("USA-")
    assert len(found("--all")) == 3
    assert found("--status", "delivered", "--as-of", "2023-02") == []
    assert found("--status", "approved", "--as-of", "2023-02") == ["TUR-XKX-bayraktar-tb2"]
    assert found("--text", "bayraktar", "--since", "2023-05") == ["TUR-XKX-bayraktar-tb2"]


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deals", "--register", place, "--format", "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 3
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_json_is_the_rows_of_the_query(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deals", "--register", place, "--format", "json"]) == 0
    with Register.open(place) as register:
        assert json.loads(capsys.readouterr().out) == query.deals(register)


def test_parquet_is_read_back(place: str) -> None:
    found = subprocess.run([*SCRIPT, "deals", "--register", place, "--format", "parquet"], capture_output=True)
    try:
        import polars
    except ImportError:
        assert found.returncode == 2
        one_line(found.stderr.decode(), "materiel[parquet]")
        return
    frame = polars.read_parquet(io.BytesIO(found.stdout))
    assert sorted(frame["status"].to_list()) == ["delivered", "ordered"]


def test_show_tells_values_reports_and_reactions(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    digits = tb2(place).rpartition("-")[2]
    assert main(["show", digits, "--register", place]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 100
    for words in (
        tb2(place),
        "2 reports, 2 independent origins",
        "later report",
        "Title of a",
        "Serbia",
        "153 million",
    ):
        assert words in shown, words
    assert main(["show", tb2(place), "--register", place, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == tb2(place)


def test_the_help_names_all_that_can_be_imported() -> None:
    assert set(record.IMPORTS) == import_.KINDS.keys()


def test_why_tells_all_cells_of_a_lot(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", tb2(place), "weapons", "--register", place]) == 0
    told = capsys.readouterr().out
    assert "weapons[0].name" in told and "weapons[0].quantity" in told and "supplier" not in told.split()


def test_why_marks_the_words_in_their_sentence(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", tb2(place), "quantity", "--register", place]) == 0
    shown = capsys.readouterr().out
    for words in ("»6«", "»5«", "preferred: later report", "2023-05-02", "https://b.example/1", "characters"):
        assert words in shown, words
    assert shown.index("»6«") < shown.index("»5«")
    assert main(["why", tb2(place), "status", "--as-of", "2023-02", "--register", place]) == 0
    assert "»approved«" in capsys.readouterr().out


def test_what_pages_say_cannot_steer_the_terminal(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Register.open(place) as register:
        [hostile] = query.deals(register, Filter(supplier="USA"))
    for command in (["show", hostile["id"]], ["why", hostile["id"], "supplier"]):
        assert main([*command, "--register", place]) == 0
        assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["show", "TUR-XKX-bayraktar-tb3"], "the nearest are TUR-XKX-bayraktar-tb2-"),
        (["show", "zz"], "no deal of this name"),
        (["why", "TUR", "fiield"], "no such cell; it has supplier"),
        (["show", "TUR", "--as-of", "2001"], "nothing was known"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    args: list[str], words: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [tb2(place) if part == "TUR" else part for part in args]
    assert main([*named, "--register", place]) == 2
    complaint = capsys.readouterr().err
    one_line(complaint, words)


def test_registers_that_cannot_be_used_end_with_two(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "notes.db").write_text("these are notes, not a register", "utf-8")
    (here / "page.txt").write_text(TEXT, "utf-8")
    for args in (["deals", "--register", "notes.db"], ["read", "page.txt", "--register", "notes.db"]):
        assert main(args) == 2
        one_line(capsys.readouterr().err, "notes.db")
    assert main(["deals"]) == 2
    one_line(capsys.readouterr().err, "materiel.db")
    assert main(["read", "page.txt", "--register", str(here / "none" / "r.db")]) == 2
    one_line(capsys.readouterr().err, "r.db")


def test_the_environment_may_name_the_register(here: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATERIEL_REGISTER", place)
    assert main(["deals"]) == 0
    assert not list(here.glob("*.db"))


def test_a_reader_that_stops_listening_is_no_fault(place: str) -> None:
    command = f"{' '.join(SCRIPT)} deals --register {place} --all --format json | head -1"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert found.stdout.startswith("[")
    assert found.stderr == ""


def test_a_full_standard_output_is_told_in_one_line(place: str) -> None:
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run([*SCRIPT, "deals", "--register", place], stdout=full, stderr=subprocess.PIPE, text=True)
    assert found.returncode == 1
    one_line(found.stderr, "no space left")


def test_control_c_ends_quietly_and_keeps_what_was_kept(here: Path) -> None:
    page = json.dumps({"text": TEXT * 20})
    process = subprocess.Popen(
        [*SCRIPT, "read", "-", "--register", "r.db"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write(page + "\n")
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while not (here / "r.db").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=30)
    assert (process.returncode, complaint) == (130, "")
    Register.open(here / "r.db").close()


def test_the_demo_reads_its_pages_and_prints_their_register(here: Path) -> None:
    found = run("demo", "--no-serve", cwd=here)
    assert found.returncode == 0, found.stderr
    assert "Kosovo" in found.stdout
    assert "materiel-demo.db" in found.stdout
    again = run("demo", "--no-serve", cwd=here)
    assert " 0 new" in again.stdout


def test_packs_are_listed_with_their_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs"]) == 0
    shown = capsys.readouterr().out
    assert "English" in shown
    assert "gazetteer/states.csv" in shown
    row = next(row for row in packs.table("codebook", "scores.csv") if row["lang"] == "sr")
    line = next(line for line in shown.splitlines() if line.split()[:1] == ["sr"])
    assert line.split()[-4:] == [row["texts"], row["item"], row["deal"], row["cell"]]


@pytest.mark.parametrize(
    ("typed", "meant"), [("xkx", "XKX"), ("Türkiye", "TUR"), ("nato", "NATO"), ("Houthis", "Houthis")]
)
def test_parties_are_known_by_code_and_name(typed: str, meant: str) -> None:
    assert code(typed) == meant


@pytest.mark.parametrize("typed", ["XXX", "Serbai", ""])
def test_a_party_that_nobody_knows_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no state or organisation"):
        code(typed)
