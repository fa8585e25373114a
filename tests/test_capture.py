"""Capture: paths become pages or failures, in order, and nothing raises."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from materiel.read.page.capture import captures
from materiel.types import Failure, Page

Stdin = Callable[[bytes], None]


def pages(*paths: str | Path, limit: int = 50_000_000) -> list[Page]:
    found = list(captures(map(str, paths), limit))
    assert all(isinstance(one, Page) for one in found), found
    return [one for one in found if isinstance(one, Page)]


def failure(*paths: str | Path, limit: int = 50_000_000) -> Failure:
    found = list(captures(map(str, paths), limit))
    assert len(found) == 1 and isinstance(found[0], Failure), found
    assert found[0].reason.count("\n") == 0 and not found[0].reason.endswith(".")
    return found[0]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    def given(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return given


def test_a_file_is_a_page_named_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "report.2.txt"
    file.write_bytes(b"Kiev asked.\r\n")
    assert pages(file) == [Page(id="report.2", name=str(file), content=b"Kiev asked.\r\n")]


def test_gzip_is_known_by_content_and_its_suffix_is_no_part_of_the_id(tmp_path: Path) -> None:
    packed, plain = tmp_path / "page.html.gz", tmp_path / "other.txt"
    packed.write_bytes(gzip.compress(b"<p>One</p>") + gzip.compress(b"<p>Two</p>"))
    plain.write_bytes(gzip.compress(b"Three"))
    assert [(page.id, page.content) for page in pages(packed, plain)] == [
        ("page", b"<p>One</p><p>Two</p>"),
        ("other", b"Three"),
    ]


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden", ".git/config", "a/.x"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    assert [page.content.decode() for page in pages(tmp_path)] == ["b.txt", "a/z.txt", "a/b/c.txt"]


def test_a_pattern_is_expanded_in_order(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt", "3.md"):
        (tmp_path / name).write_text(name)
    assert [page.id for page in pages(tmp_path / "*.txt")] == ["1", "2"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "[1].txt").write_text("x")
    assert pages(tmp_path / "[1].txt")[0].id == "[1]"


def test_the_same_path_twice_is_read_twice_and_order_is_kept(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(name)
    assert [page.id for page in pages(tmp_path / "b", tmp_path / "a", tmp_path / "b")] == ["b", "a", "b"]


def test_standard_input_is_read_packed_or_not(stdin: Stdin) -> None:
    stdin(gzip.compress(b"Words."))
    assert pages("-") == [Page(id="stdin", name="standard input", content=b"Words.")]
    stdin(b'{"text": "A"}\n{"text": "B", "id": 7}\n')
    assert [(page.id, page.name) for page in pages("-")] == [("stdin-1", "standard input:1"), ("7", "standard input:2")]


def test_json_lines_give_a_page_a_line(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    rows = [
        {"text": "Erste\r\nZeile", "url": "https://example.org/a", "title": "T", "published": "2024-05-01"},
        {"text": "\ufeffWith a mark", "id": "x/1", "published": 2023, "title": None},
    ]
    file.write_text("\n" + "\n\n".join(json.dumps(row) for row in rows))
    first, second = pages(file)
    assert (first.id, first.name) == ("news-2", f"{file}:2")
    assert (first.content, first.url, first.title) == (b"Erste\r\nZeile", "https://example.org/a", "T")
    assert first.published == "2024-05-01"
    assert (second.id, second.published, second.title) == ("x/1", "2023", None)


def test_bad_lines_fail_alone(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    lines = [
        '{"text": "good one"}',
        '{"text": broken}',
        "[1]",
        '{"url": "x"}',
        '{"text": "  "}',
        '{"text": "\\ud800 b"}',
    ]
    file.write_text("\n".join(lines))
    found = list(captures([str(file)]))
    assert [one.name.rsplit(":", 1)[1] for one in found] == ["1", "2", "3", "4", "5", "6"]
    assert [isinstance(one, Page) for one in found] == [True, False, False, False, False, True]
    last = found[-1]
    assert isinstance(last, Page) and last.content.decode() == "\ufffd b"


def test_one_object_over_several_lines_and_a_list_of_objects(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"text": "Alone", "title": "T"}, indent=2))
    many.write_text(json.dumps([{"text": "A"}, {"text": "B"}], indent=2))
    assert [(page.id, page.content) for page in pages(one, many)] == [
        ("one", b"Alone"), ("many-1", b"A"), ("many-2", b"B"),
    ]  # fmt: skip


def test_a_text_that_begins_with_a_brace_is_a_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text('{ "quoted" words begin this text')
    assert pages(file)[0].content.startswith(b"{")


def test_a_large_file_of_small_lines_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "big.jsonl"
    with file.open("w") as out:
        for number in range(300):
            out.write(json.dumps({"text": f"{number} " + "word " * 100}) + "\n")
    assert file.stat().st_size > 100_000
    assert len(pages(file, limit=2_000)) == 300


@pytest.mark.parametrize("given", ["no/such/file.txt", "", "nothing*.txt", "a\0b", "https://example.org/x"])
def test_what_is_not_there_is_one_failure(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failure(given if given else str(tmp_path / "missing"))


def test_too_large_names_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 3_000_001)
    assert "3 MB" in failure(file, limit=3_000_000).reason


def test_a_gzip_bomb_is_cut_at_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(b"\0" * 200_000_000, 9))
    assert "1 MB" in failure(file, limit=1_000_000).reason


def test_an_endless_line_of_json_fails_and_the_next_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [json.dumps({"text": text}) for text in ("short", "y" * 10_000, "after")]
    file.write_text("\n".join(rows))
    found = list(captures([str(file)], 1_000))
    assert [one.name.rsplit(":", 1)[1] for one in found] == ["1", "2", "3"]
    assert [isinstance(one, Page) for one in found] == [True, False, True]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (gzip.compress(b""), "empty"),
        (gzip.compress(b"words " * 5_000)[:60], "cut off"),
        (b"\x1f\x8b\x08\x00garbage", "cut off"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04" + bytes(50), "ZIP"),
        (bytes(range(256)) * 50, "binary"),
        (b'{"text": "cut of', "JSON"),
        (b'{"text": ' + b"[" * 100_000 + b"}", "JSON"),
    ],
)
def test_hostile_content_is_one_failure(content: bytes, word: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    assert word in failure(file).reason


def test_cut_off_json_lines_keep_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    rows = "".join(json.dumps({"text": f"{os.urandom(30).hex()} {number}"}) + "\n" for number in range(5_000))
    file.write_bytes(gzip.compress(rows.encode())[:-2_000])
    found = list(captures([str(file)]))
    assert len(found) > 1_000 and isinstance(found[-1], Failure)
    assert all(isinstance(one, Page) for one in found[:-2])


def test_odd_files_in_a_folder_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("first")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "c.txt").write_text("last")
    os.mkfifo(tmp_path / "bb")
    found = list(captures([str(tmp_path)]))
    assert [isinstance(one, Page) for one in found] == [True, False, False, True]


def test_an_empty_folder_and_a_name_that_is_no_text(tmp_path: Path) -> None:
    assert "no files" in failure(tmp_path).reason
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    with open(name, "w") as out:  # noqa: PTH123 - the name cannot be written otherwise
        out.write("words")
    page = pages(tmp_path)[0]
    page.name.encode(), page.id.encode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x")
    file.chmod(0)
    assert "permissions" in failure(file).reason
