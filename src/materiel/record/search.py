"""Search: full text over all documents, in every script, by the index of ``indexed``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import text

from materiel import packs
from materiel.record import indexed
from materiel.record.faults import RegisterError
from materiel.record.store import Register
from materiel.record.writing import folded

Row = dict[str, Any]
MOST_WORDS = 12
"""Words of a question that are looked for; the rest is left out."""

RANKED = 2_000
"""Documents that are put in order, of those with the words."""

COUNTED = 10_000
"""Documents up to which their number is told."""

_WORD = re.compile(r"\S+")
_AROUND = 90  # characters of an excerpt on each side of the word that was found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and of which language and time of publication (YYYY-MM-DD) the documents are."""

    words: str
    lang: str = ""
    since: str = ""
    until: str = ""


def find(register: Register, wanted: Wanted, limit: int, offset: int = 0) -> tuple[int, list[Row]]:
    """(number, documents) that hold every word, the best first: id, title, outlet, published, lang, and an excerpt as
    (before, word, after). The last word may be the beginning of one, where it has ``indexed.BEGINNING`` signs.

    Words that nearly all documents hold say little about any, so that no more than the ``RANKED`` latest are put in
    order; the number is told up to ``COUNTED``, and one more stands for all beyond.
    """
    asked = question(wanted.words, register.url.get_backend_name())
    if not asked:
        return 0, []
    if register.is_frozen and not register.has("found_texts"):
        way = "run `materiel serve` once where it may be written"
        raise RegisterError(f"{register.name}: its texts have no index, and none can be made here; {way}")
    how = indexed.match(register.url.get_backend_name(), wanted.lang, wanted.since, wanted.until)
    last = f"SELECT d.digest AS digest, {how.rank} AS rank {how.source} ORDER BY {how.place} DESC LIMIT :ranked"
    best = f"SELECT digest, rank, count(*) OVER () AS number FROM ({last}) f ORDER BY rank LIMIT :most OFFSET :skipped"
    shown = (
        "SELECT t.id, r.title, r.outlet, r.published, t.lang, t.script, t.text, f.number "
        f"FROM ({best}) f JOIN documents t ON t.digest = f.digest JOIN reports r ON r.document = f.digest "
        "ORDER BY f.rank, r.known DESC"
    )
    values = {**how.values, "words": asked}
    with register.reading() as connection:
        rows = connection.execute(text(shown), values | {"ranked": RANKED, "most": limit, "skipped": offset})
        found = [dict(row._mapping) for row in rows]
        number = max((row.pop("number") for row in found), default=0)
        if number >= RANKED or (offset and not found):  # more than are put in order, or not asked from the first
            counted = f"SELECT count(*) FROM (SELECT 1 {how.source} LIMIT :counted) f"
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
    quote, begins = ('"', "*") if kind == "sqlite" else ("'", ":*")
    told = [f"{quote}{word}{quote}" for word in words]
    return [*told[:-1], told[-1] + (begins if len(words[-1]) >= indexed.BEGINNING else "")]


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
