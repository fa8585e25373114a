"""``materiel export KIND [FILE]``: the register in the formats of others."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from materiel.commands import deals
from materiel.commands.screen import Refused, clean, several
from materiel.record import query
from materiel.record.exchange import annotations as web
from materiel.record.exchange import ftm, gold, plover
from materiel.record.filters import Filter
from materiel.record.sipri.written import written as sipri
from materiel.record.store import Register

Lines = Iterator[str]

KINDS: Mapping[str, tuple[str, Callable[[Register, Filter], Lines]]] = {
    "sipri": (
        "the trade register's 16 columns, CSV",
        lambda register, asked: sipri(query.deals(register, asked)),
    ),
    "ftm": (
        "FollowTheMoney entities, JSON Lines",
        lambda register, asked: ftm.written(query.whole_deals(register, asked)),
    ),
    "plover": (
        "reactions as PLOVER records, JSON Lines",
        lambda register, _: plover.written(query.reactions(register)),
    ),
    "annotations": (
        "quotes as W3C Web Annotations, JSON Lines",
        lambda register, asked: web.written(query.whole_documents(register)),
    ),
}
"""The exchange formats that are text; those of ``deals --format`` and gold (a folder) can be exported too."""

TABLES = ("csv", "json", "jsonl", "parquet")
GOLD = "gold"


def write(place: str, kind: str, target: str | None, asked: Mapping[str, Any]) -> int:
    """Writes the register as ``kind`` to the file ``target``, or to standard output (``None`` or ``-``)."""
    target = None if target == "-" else target
    if kind == GOLD:
        return _gold(place, target)
    if kind in TABLES and target is None:
        return deals.show(place, asked, kind)
    if kind in TABLES:
        return _table(place, kind, Path(str(target)), asked)
    with Register.open(place, create=False) as register:
        register.refresh()
        lines = KINDS[kind][1](register, Filter(**asked))
        if target is None:
            for line in lines:
                print(line, end="")
            return 0
        count = _save(Path(target), (line.encode() for line in lines))
    print(f"{clean(target)}: {several(count, 'line')} written", file=sys.stderr)
    return 0


def _save(path: Path, lines: Iterable[bytes]) -> int:
    """Writes beside the file and puts it in place when it is whole; into what is no file (/dev/stdout), straight."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            return len([file.write(line) for line in lines])
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            count = len([file.write(line) for line in lines])
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _table(place: str, kind: str, path: Path, asked: Mapping[str, Any]) -> int:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)
    with redirect_stdout(out):
        code = deals.show(place, asked, kind)
        out.flush()
    _save(path, [raw.getvalue()])
    return code


def _gold(place: str, target: str | None) -> int:
    if target is None:
        raise Refused("export gold writes a folder; name it")
    folder = Path(target)
    with Register.open(place, create=False) as register:
        register.refresh()
        found = list(gold.items(register))
    folder.mkdir(parents=True, exist_ok=True)
    for item, text in found:
        (folder / f"{item['id']}.txt").write_text(text, "utf-8", newline="")
    lines = (json.dumps(item, ensure_ascii=False) + "\n" for item, _ in found)
    (folder / "gold.jsonl").write_text("".join(lines), "utf-8", newline="")
    print(f"{clean(target)}: {several(len(found), 'item')} written", file=sys.stderr)
    return 0
