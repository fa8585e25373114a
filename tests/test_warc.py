"""WARC files are read whatever they are packed with, in ranges, and through damage; captures come back to the byte."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import pytest
from fastwarc.stream_io import Lz4Writer, ZstdWriter
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from materiel.intake.archive import Archive, ArchiveError
from materiel.read.page import warc
from materiel.read.page.capture import LIMIT, captures, warc_pages
from materiel.read.sift.sieve import passes
from materiel.types import Discarded, Failure, Page, digest

DEMO = sorted((Path(__file__).parents[1] / "src" / "materiel" / "demo").glob("*.html"))


def write(path: Path, pages: list[tuple[str, bytes]], packed: bool = True, **headers: str) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for url, body in pages:
            told = StatusAndHeaders(
                headers.get("status", "200 OK"),
                [("Content-Type", headers.get("kind", "text/html; charset=utf-8")), ("X-Test", "1")],
                protocol="HTTP/1.1",
            )
            for kind in ("request", "response"):
                record = writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=told)
                writer.write_record(record)
    return path


def news(count: int = 40) -> list[tuple[str, bytes]]:
    everyday = b"<html><body><article><p>The weather stays fine, says the service.</p></article></body></html>"
    told = [(f"https://news.example/{path.stem}", path.read_bytes()) for path in DEMO[:4]]
    return [
        told[n // 10] if n % 10 == 0 else (f"https://news.example/{n}", everyday + bytes([48 + n % 10]))
        for n in range(count)
    ]


def names(found: list[Page | Failure | Discarded]) -> list[str]:
    assert all(isinstance(page, Page) for page in found), found
    return [page.url or "" for page in found if isinstance(page, Page)]


@pytest.mark.parametrize("packing", ["gzip", "zstd", "lz4", "none", "one gzip stream"])
def test_every_packing_is_read(tmp_path: Path, packing: str) -> None:
    plain = write(tmp_path / "plain.warc", news(), packed=False)
    path = tmp_path / "packed.bin"
    if packing == "none":
        path = plain
    elif packing == "gzip":
        path = write(tmp_path / "a.warc.gz", news())
    elif packing == "one gzip stream":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        with path.open("wb") as stream:
            writer = ZstdWriter(stream) if packing == "zstd" else Lz4Writer(stream)
            writer.write(plain.read_bytes())
            writer.close()
    assert names(list(captures([str(path)]))) == [url for url, _ in news()]


def test_ranges_give_each_record_once(tmp_path: Path) -> None:
    for packed in (True, False):
        path = write(tmp_path / f"{packed}.warc", news(), packed)
        source = (str(path), str(path))
        found = [
            page
            for span in warc.pieces(str(path), 700)
            for page in warc_pages(source, span, LIMIT, None)
            if not (isinstance(page, Failure) and "no WARC record" in page.reason)
        ]
        assert names(found) == [url for url, _ in news()]


def test_the_sieve_puts_the_rest_aside(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", news())
    found = list(captures([str(path)], passes=passes))
    assert sum(isinstance(page, Discarded) for page in found) == 36
    assert [page.content for page in found if isinstance(page, Page)] == [path.read_bytes() for path in DEMO[:4]]


def test_members_are_told_as_fastwarc_tells_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = write(tmp_path / "plain.warc", news(), packed=False).read_bytes()
    data = write(tmp_path / "a.warc.gz", news()).read_bytes()
    half = plain.index(b"WARC/1.0", len(plain) // 2)
    damaged = data[:6000] + b"\xff" * 50 + data[6050:]
    two = gzip.compress(plain[:half]) + gzip.compress(plain[half:])
    for number, content in enumerate((data, damaged, data[:-100], two, data + b"no gzip", plain)):
        path = tmp_path / f"{number}.warc.gz"
        path.write_bytes(content)
        found = []
        for quick in (True, False):
            with monkeypatch.context() as patched:
                if not quick:
                    patched.setattr(warc, "members", lambda stream, start: iter(()))
                spans = [(0, len(content)), *warc.pieces(str(path), 3000)]
                source = (str(path), str(path))
                told = [page for span in spans for page in warc_pages(source, span, LIMIT, passes)]
                found.append([page.name if isinstance(page, Failure) else page for page in told])
        assert found[0] == found[1]


@pytest.mark.parametrize("headers", [{"status": "404 Not Found"}, {"kind": "image/png"}])
def test_what_is_no_page_is_passed_over(tmp_path: Path, headers: dict[str, str]) -> None:
    assert list(captures([str(write(tmp_path / "a.warc.gz", news(4), **headers))])) == []


def test_damage_costs_the_records_it_hits(tmp_path: Path) -> None:
    data = write(tmp_path / "a.warc.gz", news()).read_bytes()
    path = tmp_path / "b.warc.gz"
    path.write_bytes(data[:6000] + b"\xff" * 50 + data[6050:])
    found = list(captures([str(path)]))
    pages = [page for page in found if isinstance(page, Page)]
    assert 30 <= len(pages) < 40
    assert any(isinstance(page, Failure) and "damaged" in page.reason for page in found)
    path.write_bytes(data[: len(data) - 100])
    assert any(isinstance(page, Failure) and "cut off" in page.reason for page in captures([str(path)]))


def test_a_page_above_the_limit_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [("https://news.example/", b"x" * 5000), ("https://news.example/2", b"y")])
    first, second = captures([str(path)], 1000)
    assert isinstance(first, Failure) and "larger than" in first.reason
    assert isinstance(second, Page)


def kept(tmp_path: Path) -> tuple[Archive, list[Page]]:
    source = write(tmp_path / "a.warc.gz", news())
    pages = [page for page in captures([str(source)], passes=passes) if isinstance(page, Page)]
    archive = Archive(tmp_path / "archive")
    assert archive.add(pages) == 4
    return archive, pages


def test_captures_are_kept_once_and_come_back(tmp_path: Path) -> None:
    archive, pages = kept(tmp_path)
    assert archive.add(pages) == 0
    assert Archive(archive.folder).add(pages) == 0
    for page in pages:
        found = archive.find(digest(page.content)[:20])
        assert found is not None
        assert (found.content, found.url) == (page.content, page.url)
        assert found.http == (page.http or b"") + f"\r\nContent-Length: {len(page.content)}".encode()
        assert found.captured == page.captured.replace(microsecond=0) if page.captured else False
    assert archive.find("f" * 64) is None
    assert archive.verify() == (4, [])


def test_other_tools_read_the_archive(tmp_path: Path) -> None:
    archive, pages = kept(tmp_path)
    [file] = archive.folder.glob("*.warc.gz")
    with file.open("rb") as stream:
        records = [
            (
                record.rec_headers["WARC-Target-URI"],
                record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.rec_type == "response"
        ]
    assert records == [(page.url, "200", page.content) for page in pages]
    told = type("Options", (), {"verbose": False, "inputs": [str(file)]})()
    checker = Checker(told)
    checker.process_all()
    assert checker.exit_value == 0


def test_the_archive_is_read_like_any_warc_file(tmp_path: Path) -> None:
    archive, pages = kept(tmp_path)
    again = [page for page in captures([str(archive.folder / "*.warc.gz")]) if isinstance(page, Page)]
    assert [(page.url, page.content, page.captured) for page in again] == [
        (page.url, page.content, page.captured) for page in pages
    ]


def test_damage_to_the_archive_is_found(tmp_path: Path) -> None:
    archive, pages = kept(tmp_path)
    place = list(archive.places())[2]
    [file] = archive.folder.glob("*.warc.gz")
    data = bytearray(file.read_bytes())
    data[place.offset + place.length // 2] ^= 0xFF
    file.write_bytes(data)
    whole, wrong = archive.verify()
    assert (whole, len(wrong)) == (3, 1)
    assert f"{file.name}:{place.offset}" in wrong[0]
    with pytest.raises(ArchiveError):
        archive.find(digest(pages[2].content))


def test_the_index_is_made_anew(tmp_path: Path) -> None:
    archive, _ = kept(tmp_path)
    before = (archive.folder / "index.tsv").read_text("utf-8")
    (archive.folder / "index.tsv").unlink()
    assert archive.verify()[1]
    assert archive.index() == 4
    assert (archive.folder / "index.tsv").read_text("utf-8") == before
    [file] = archive.folder.glob("*.warc.gz")
    file.write_bytes(file.read_bytes()[:-10])
    assert archive.index() == 3


def test_damage_and_kills_cost_the_index_nothing_else(tmp_path: Path) -> None:
    archive, _ = kept(tmp_path)
    place = list(archive.places())[1]
    [file] = archive.folder.glob("*.warc.gz")
    data = file.read_bytes()
    file.write_bytes(data + data[place.offset : place.offset + place.length - 7])  # a kill while the next was written
    assert archive.verify() == (4, [])
    file.write_bytes(data + data[place.offset : place.offset + place.length])  # a kill before its line was written
    assert "archive index" in archive.verify()[1][0]
    assert archive.index() == 4
    middle = place.offset + place.length // 2
    file.write_bytes(data[:middle] + b"\xff" * 20 + data[middle + 20 :])
    assert archive.index() == 3
    assert place.digest not in {one.digest for one in archive.places()}


def test_a_page_of_a_file_is_a_resource(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([Page("x", "x.html", b"<p>x</p>")])
    [file] = tmp_path.glob("*.warc.gz")
    with file.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", "resource"]
    found = archive.find(digest(b"<p>x</p>"))
    assert found is not None and found.content == b"<p>x</p>"


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from materiel.cli import main

    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.warc.gz", news())
    assert main(["read", "a.warc.gz", "--jobs", "2"]) == 0
    assert "36 pages sieved out, 4 pages read, 4 new" in capsys.readouterr().out
    assert main(["archive", "verify"]) == 0
    assert "4 captures whole, 0 wrong" in capsys.readouterr().out
    assert main(["read", "a.warc.gz", "--no-sieve", "--format", "jsonl"]) in (0, 1)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({item["id"] for item in told}) == len(told) > 4
    assert main(["archive", "page", digest(DEMO[0].read_bytes())[:16]]) == 0
    assert main(["archive", "page", "0000"]) == 2


def test_mutated_records_give_no_traceback(tmp_path: Path) -> None:
    chance = random.Random(7)
    data = write(tmp_path / "a.warc", news(6), packed=False).read_bytes()
    path = tmp_path / "b.warc"
    for number in range(150):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(changed))
            if number % 3:
                changed[at] = chance.randrange(256)
            else:
                del changed[at : at + chance.randint(1, 400)]
        path.write_bytes(bytes(changed) if number % 2 else gzip.compress(bytes(changed)))
        for found in captures([str(path)], LIMIT, passes):
            assert isinstance(found, Page | Failure | Discarded)
