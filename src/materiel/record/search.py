"""Search: full text over all documents, in every script: SQLite's FTS5 or PostgreSQL's tsvector.

The index holds words as ``writing.folded`` gives them. It is made beside the register's tables, and filled with what
has been added since it was last asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, text

from materiel import packs
from materiel.record.store import Register
from materiel.record.tables import documents, reports
from materiel.record.writing import folded

Row = dict[str, Any]
MOST_WORDS = 12
"""Words of a question that are looked for; the rest is left out."""

RANKED = 2_000
"""Documents that are put in order, of those with the words."""

COUNTED = 10_000
"""Documents up to which their number is told."""

_AT_ONCE = 500
_WORD = re.compile(r"\S+")
_AROUND = 90  # characters of an excerpt on each side of the word that was found

_MAKE = {
    "sqlite": (
        "CREATE TABLE IF NOT EXISTS found_documents (place INTEGER PRIMARY KEY, digest VARCHAR(64) NOT NULL UNIQUE)",
        "CREATE VIRTUAL TABLE IF NOT EXISTS found_words USING fts5(title, body, content='', detail=full, "
        "tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS found_documents (place SERIAL PRIMARY KEY, digest VARCHAR(64) NOT NULL UNIQUE, "
        "words TSVECTOR)",
        "CREATE INDEX IF NOT EXISTS found_documents_words ON found_documents USING GIN (words)",
    ),
}
_MATCH = {  # by database: rank, tables, place, condition
    "sqlite": (
        "bm25(found_words, 8.0, 1.0)",
        "found_words CROSS JOIN found_documents d ON d.place = found_words.rowid",
        "found_words.rowid",
        "found_words MATCH :words",
    ),
    "postgresql": (
        "-ts_rank(d.words, to_tsquery('simple', :words))",
        "found_documents d",
        "d.place",
        "d.words @@ to_tsquery('simple', :words)",
    ),
}
_NARROWED = " JOIN documents t ON t.digest = d.digest JOIN reports r ON r.document = d.digest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and of which language and time of publication (YYYY-MM-DD) the documents are."""

    words: str
    lang: str = ""
    since: str = ""
    until: str = ""


def refresh(register: Register) -> int:
    """Takes documents into the index that are not in it yet; gives their number."""
    kind = register.url.get_backend_name()
    added = 0
    with register.writing() as connection:
        for statement in _MAKE[kind]:
            connection.exec_driver_sql(statement)
    while True:
        with register.reading() as connection:
            rows = list(connection.execute(_missing()))
        if not rows:
            return added
        with register.writing() as connection:
            for digest, title, body in rows:
                _add(connection, kind, digest, (folded(title or ""), folded(body)))
        added += len(rows)


def find(register: Register, wanted: Wanted, limit: int, offset: int = 0) -> tuple[int, list[Row]]:
    """(number, documents) that hold every word, the best first: id, title, outlet, published, lang, and an excerpt as
    (before, word, after). The last word may be the beginning of one.

    Words that nearly all documents hold say little about any, so that no more than the ``RANKED`` last added are put in
    order; the number is told up to ``COUNTED``, and one more stands for all beyond.
    """
    asked = question(wanted.words, register.url.get_backend_name())
    if not asked:
        return 0, []
    where, values = _filters(wanted)
    rank, source, place, match = _MATCH[register.url.get_backend_name()]
    inner = f"FROM {source}{_NARROWED if where else ''} WHERE {match}{where}"
    last = f"SELECT d.digest AS digest, {rank} AS rank {inner} ORDER BY {place} DESC LIMIT :ranked"
    best = f"SELECT digest, rank, count(*) OVER () AS number FROM ({last}) f ORDER BY rank LIMIT :most OFFSET :skipped"
    shown = (
        "SELECT t.id, r.title, r.outlet, r.published, t.lang, t.script, t.text, f.number "
        f"FROM ({best}) f JOIN documents t ON t.digest = f.digest JOIN reports r ON r.document = f.digest "
        "ORDER BY f.rank, r.known DESC"
    )
    values |= {"words": asked}
    with register.reading() as connection:
        rows = connection.execute(text(shown), values | {"ranked": RANKED, "most": limit, "skipped": offset})
        found = [dict(row._mapping) for row in rows]
        number = max((row.pop("number") for row in found), default=0)
        if number >= RANKED or (offset and not found):  # more than are put in order, or not asked from the first
            counted = f"SELECT count(*) FROM (SELECT 1 {inner} LIMIT :counted) f"
            number = connection.execute(text(counted), values | {"counted": COUNTED + 1}).scalar_one()
    words = folded(wanted.words).split()
    return int(number), [row | {"excerpt": excerpt(_below(row.pop("text"), row["title"]), words)} for row in found]


def question(typed: str, kind: str) -> str:
    """What is typed in a database's own words; "" where it holds no word. A name that a gazetteer knows is looked for
    in all its writings."""
    words = folded(typed).split()[:MOST_WORDS]
    if not words:
        return ""
    parts = _written(words, kind)
    whole = (" AND " if kind == "sqlite" else " & ").join(parts)
    others = [one for one in _names().get(" ".join(words), ()) if one != " ".join(words)]
    if not others:
        return whole
    either = " OR " if kind == "sqlite" else " | "
    return either.join([f"({whole})", *(_phrase(one.split(), kind) for one in others)])


def excerpt(body: str, words: Sequence[str]) -> tuple[str, str, str]:
    """The first place in a text where one of the folded ``words`` begins: what stands before, the word, and after."""
    for found in _WORD.finditer(body):
        start, at, word = found.start(), found.end(), found[0]
        if any(part.startswith(tuple(words)) for part in _parts(word)):
            before, after = body[max(0, start - _AROUND) : start], body[at : at + _AROUND]
            return _whole(before, True, start > _AROUND), word, _whole(after, False, at + _AROUND < len(body))
    return "", "", _whole(body[: 2 * _AROUND], False, len(body) > 2 * _AROUND)


@lru_cache(maxsize=1 << 15)
def _parts(word: str) -> Sequence[str]:
    return folded(word).split()


def _below(body: str, title: str | None) -> str:
    """A text without its headline, which is shown anyway, where there is more."""
    rest = body.removeprefix(title or "").strip()
    return rest or body


def _whole(part: str, at_start: bool, is_cut: bool) -> str:
    """An end of an excerpt without half a word, in one line."""
    if is_cut and at_start:
        part = f"…{part.partition(' ')[2]}"
    elif is_cut:
        part = f"{part.rpartition(' ')[0]}…"
    lead, tail = (" " if part[:1].isspace() else ""), (" " if part[-1:].isspace() else "")
    return lead + " ".join(part.split()) + tail


def _written(words: Sequence[str], kind: str) -> list[str]:
    """Each word, the last as a beginning; only letters and digits are left in them, so that nothing is a sign."""
    if kind == "sqlite":
        return [f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}"*']
    return [f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"]


def _phrase(words: Sequence[str], kind: str) -> str:
    if kind == "sqlite":
        return f'"{" ".join(words)}"'
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"


def warm() -> None:
    """Reads the writings of the gazetteers, so that the first reader need not wait for them."""
    _names()


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Every folded writing of a weapon to all its writings; those that could be another word are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for name, row in packs.weapons().items():
        careful = {folded(alias) for alias in packs.lines(row["caution"])}
        forms = {folded(alias) for alias in (name, *packs.lines(row["aliases"]))} - careful - {""}
        every = tuple(sorted(form for form in forms if len(form) > 2))[:12]
        for form in every:
            found.setdefault(form, every)
    return found


def _filters(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    parts = {
        "lang": ("t.lang = :lang", wanted.lang),
        "since": ("r.published >= :since", wanted.since),
        "until": ("r.published <= :until", f"{wanted.until}~" if wanted.until else ""),
    }
    kept = {name: part for name, part in parts.items() if part[1]}
    where = " AND ".join(condition for condition, _ in kept.values())
    return (f" AND {where}" if where else ""), {name: value for name, (_, value) in kept.items()}


def _missing() -> TextClause:
    return text(
        f"SELECT t.digest, r.title, t.text FROM {documents.name} t JOIN {reports.name} r ON r.document = t.digest "
        "LEFT JOIN found_documents f ON f.digest = t.digest WHERE f.digest IS NULL LIMIT :most"
    ).bindparams(bindparam("most", _AT_ONCE))


def _add(connection: Connection, kind: str, digest: str, words: tuple[str, str]) -> None:
    title, body = words
    if kind == "postgresql":
        insert = (
            "INSERT INTO found_documents (digest, words) VALUES (:digest, setweight(to_tsvector('simple', :title), 'A')"
            " || setweight(to_tsvector('simple', :body), 'D')) ON CONFLICT DO NOTHING"
        )
        connection.execute(text(insert), {"digest": digest, "title": title, "body": body})
        return
    made = connection.execute(
        text("INSERT OR IGNORE INTO found_documents (digest) VALUES (:digest)"), {"digest": digest}
    )
    if made.rowcount:
        insert = "INSERT INTO found_words (rowid, title, body) VALUES (:place, :title, :body)"
        connection.execute(text(insert), {"place": made.lastrowid, "title": title, "body": body})
