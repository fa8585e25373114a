"""Mix: a news crawl as a gzip WARC file - real pages, and in between a few that tell of arms transfers.

    python bench/mix.py FILE [RECORDS]

The ordinary pages are those of ../shared/pages, over and over, each time with a comment of its own so that none is a
copy; every two-hundredth page is a telling text of the gold sets as HTML. Nothing of it is kept in the repository.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import random
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "pages"
RECORDS = 5_000
EVERY = 200
"""One page in so many tells of a transfer: 0.5 %."""


def ordinary(folder: Path = SHARED) -> list[bytes]:
    """The real pages, as their sets hold them; pages that a set made from others (expected results) are left out."""
    out = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*/html/*.html.gz"))]
    for path in sorted(folder.glob("*/*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".html") and "expected" not in member.name:
                    held = archive.extractfile(member)
                    out.append(held.read() if held is not None else b"")
    return [content for content in out if content.strip()]


def telling() -> list[bytes]:
    """The gold texts that tell of a transfer, as HTML."""
    out = []
    for folder in sorted(path for path in (HERE / "gold").iterdir() if path.is_dir()):
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            if item["is_transfer"]:
                out.append(as_html((folder / f"{item['id']}.txt").read_text("utf-8")))
    return out


def as_html(text: str) -> bytes:
    """A text as a page with a headline and its paragraphs."""
    head, *rest = [html.escape(line) for line in text.splitlines() if line.strip()]
    body = "\n".join(f"<p>{line}</p>" for line in rest)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{head}</title></head><body>'
        f"<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>{head}</h1>\n{body}</article>"
        "</body></html>"
    ).encode()


def mixed(records: int, wanted: Callable[[bytes], bool] = bool, seed: int = 7) -> Iterator[bytes]:
    """``records`` pages in an order that is the same each time; of the ordinary ones only those that are ``wanted``."""
    chance = random.Random(seed)
    plain, told = [content for content in ordinary() if wanted(content)], telling()
    if not plain:
        sys.exit(f"{SHARED}: there are no pages here; the mix is made from them")
    chance.shuffle(plain)
    chance.shuffle(told)
    for number in range(records):
        if number % EVERY == EVERY // 2:
            yield told[number // EVERY % len(told)] + b"<!-- %d -->" % number
        else:
            yield plain[number % len(plain)] + b"<!-- %d -->" % number


def write(path: Path, records: int = RECORDS, wanted: Callable[[bytes], bool] = bool) -> int:
    """Writes the mix; gives the bytes of its pages, unpacked."""
    return store(path, mixed(records, wanted))


def store(path: Path, pages: Iterable[bytes]) -> int:
    """Writes pages as a gzip WARC file; gives their bytes, unpacked."""
    size = 0
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, content in enumerate(pages):
            told = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"https://news.example/{number}"
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(content), http_headers=told)
            writer.write_record(record)
            size += len(content)
    return size


if __name__ == "__main__":
    file = Path(sys.argv[1])
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else RECORDS
    print(
        f"{file}: {wanted} records, {write(file, wanted) / 1e6:.0f} MB of pages in {file.stat().st_size / 1e6:.0f} MB"
    )
