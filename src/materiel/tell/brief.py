"""Brief: what a month brought to a region, a state or a pair: sentences made of cells, each number with its cell.

A brief is plain data: sections of lines, each line a run of parts, each part words and perhaps an address. The page,
the Markdown and the PDF are made of the same lines (``brief_forms``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.packs import states as states_known
from materiel.record import browse, query
from materiel.record.store import Register
from materiel.tell import brief_weighed, summary, things
from materiel.tell import words as say
from materiel.tell.phrases import edition
from materiel.tell.source import Source
from materiel.tell.tongue import told
from materiel.tell.topics import Topic

Row = Mapping[str, Any]
MOST = 40
"""Lines of a section; the rest is counted."""

GROUPS = (
    ("ordered", ("ordered",)),
    ("delivered", ("delivered",)),
    ("stopped", ("refused", "cancelled", "suspended")),
    ("earlier", ("approved", "negotiating", "requested", "considered")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a line, and the address within the site of what they rest on ("" where that is nothing)."""

    text: str
    href: str = ""


Line = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; ``key`` is its anchor, ``note`` a sentence on where not to lean on it.

    Where there are ``heads`` it is a table: they stand above its columns, and each part of a line is a cell.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    note: str = ""
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A month of a topic. ``sources`` are the reports that the deals of the month rest on, as lists show them."""

    topic: Topic
    month: str
    title: str
    lede: Line
    sections: tuple[Section, ...]
    sources: tuple[Row, ...]


def brief(held: Source, topic: Topic, month: str) -> Brief:
    """The brief of a state, pair or region for a month (YYYY-MM), from what was known at its end."""
    first, last = f"{month}-01", f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"
    changed = held.ask(browse.between, topic.terms, first, last)
    wholes = list(held.ask(query.wholes, [row["id"] for row, _ in changed], last).values())
    year_before = f"{int(month[:4]) - 1}{month[4:]}-01"
    disputed = [row for row, _ in held.ask(browse.between, topic.terms, year_before, last) if row["disputed"]]
    sections = [
        *_steps(changed),
        _reactions(held, topic, (first, last)),
        _new(held, topic, {row["id"] for row, _ in changed}),
        _spending(held, topic),
        _contradictions(held, disputed, last),
        _sure(wholes, topic.path),
    ]
    title = told("{name}: arms transfers in {month}", name=topic.name, month=say.day(month))
    sources = {row["id"]: row for whole in wholes for row in whole["documents"]}
    ordered = sorted(sources.values(), key=lambda row: (row["published"] or "", row["id"]))
    return Brief(topic, month, title, _lede(changed, month), tuple(one for one in sections if one), tuple(ordered))


def states_of(topic: Topic) -> tuple[str, ...]:
    """The states that a topic is about."""
    codes = topic.key.split("/") if topic.kind == "pair" else next(iter(topic.terms.values()))
    return tuple(code for code in codes if code in states_known())


def linked(row: Row) -> Line:
    """A deal's sentence with each of its numbers leading to the cell, and its reports behind it."""
    path = f"/deals/{say.segment(row['id'])}"
    told_in = say.told_in(row["reports"], row["origins"])
    return (
        *split(summary.headline(row), _needles(row), path),
        Part(" ("),
        Part(told_in, f"{path}#reports"),
        Part(")."),
    )


def split(text: str, needles: Iterable[tuple[str, str]], path: str) -> Iterator[Part]:
    """``text`` in parts: each of the ``needles`` (words, field) where it first stands as a whole leads to its cell."""
    places: list[tuple[int, int, str]] = []
    for words, field in needles:
        for found in re.finditer(rf"(?<![\w.,]){re.escape(words)}(?!\w)", text) if words else ():
            if all(found.end() <= start or found.start() >= end for start, end, _ in places):
                places.append((found.start(), found.end(), field))
                break
    at = 0
    for start, end, field in sorted(places):
        if start > at:
            yield Part(text[at:start])
        yield Part(text[start:end], f"{path}#{say.anchor(field)}")
        at = end
    if at < len(text):
        yield Part(text[at:])


def _needles(row: Row) -> Iterator[tuple[str, str]]:
    """What a deal's sentence shows of its cells as numbers and dates, with the field of each."""
    yield say.money(row.get("value")), "value"
    for field in ("order_date", "delivery_date"):
        for day in str(row.get(field) or "").split("/"):
            yield say.day(day), field
    small = say.words()["small_numbers"]
    for at, weapon in enumerate(row.get("weapons") or ()):
        number, shown = weapon.get("quantity"), things.quantity(weapon)
        if isinstance(number, int) and 0 <= number < len(small):
            yield shown.replace(str(number), small[number], 1), f"weapons[{at}].quantity"
        yield shown, f"weapons[{at}].{'quantity_text' if number is None else 'quantity'}"


def _lede(changed: Sequence[tuple[Row, Row | None]], month: str) -> Line:
    """What the month was in a sentence."""
    if not changed:
        return (Part(told("No report of {month} that was read tells of a transfer here.", month=say.day(month))),)
    fresh = sum(before is None for _, before in changed)
    text = told("Reports of {month} tell of {deals}", month=say.day(month), deals=say.count(len(changed), "deal"))
    if fresh == len(changed):
        more = told(", for the first time.") if fresh == 1 else told(", all of them for the first time.")
    else:
        more = told(", {fresh} of them for the first time.", fresh=say.number(fresh)) if fresh else "."
    return (Part(text + more),)


def _steps(changed: Sequence[tuple[Row, Row | None]]) -> Iterator[Section]:
    """A section for each group of steps: what was ordered, delivered, refused, and what is on its way there."""
    titles = {
        "ordered": told("Ordered"),
        "delivered": told("Delivered"),
        "stopped": told("Refused, cancelled or on hold"),
        "earlier": told("Under way"),
    }
    for key, statuses in GROUPS:
        rows = [(row, before) for row, before in changed if row["status"] in statuses]
        rows.sort(key=lambda one: (one[1] is not None, -one[0]["origins"], one[0]["id"]))
        lines = [(*linked(row), *_was(row, before)) for row, before in rows[:MOST]]
        if len(rows) > MOST:
            lines.append((Part(told("{n} more of these.", n=say.number(len(rows) - MOST))),))
        if lines:
            yield Section(key, titles[key], tuple(lines))


def _was(row: Row, before: Row | None) -> Line:
    """What changed in the month, for a deal that was known before."""
    if before is None:
        return ()
    if before["status"] != row["status"]:
        return (Part(" " + told("Before: {step}.", step=say.word("status", before["status"]).lower())),)
    return (Part(" " + told("Known before; reported anew.")),)


def _reactions(held: Source, topic: Topic, days: tuple[str, str]) -> Section | None:
    found = held.ask(brief_weighed.reactions, states_of(topic), days)
    lines = []
    for one in found[:MOST]:
        who = say.reaction({"actor": one.actor, "target": one.target, "plover": one.event})
        about = (
            (Part(told(", on "), ""), Part(told("this deal"), f"/deals/{say.segment(one.deal)}#reactions"))
            if one.deal
            else ()
        )
        where = Part(say.day(one.day), f"/documents/{one.document[:12]}" if one.document else "")
        quoted = (Part(f": “{one.sentence}”"),) if one.sentence else ()
        lines.append((Part(who), *about, Part(", "), where, *quoted))
    return Section("reactions", told("Who reacted"), tuple(lines)) if lines else None


def _new(held: Source, topic: Topic, ids: set[str]) -> Section | None:
    """What the deals of the month bring for the first time."""
    phrases = {
        "kind": told("the first {category} known to go to {state}"),
        "system": told("the first {goods} known to go to {state}"),
        "region": told("the first {category} known in its region"),
    }
    lines = []
    for state, row in held.ask(brief_weighed.novelties, states_of(topic), frozenset(ids))[:MOST]:
        goods = row["designation"] or say.word("category", row["category"])
        names = {"category": things.one_of(row["category"]), "goods": goods, "state": say.name(state)}
        firsts = say.listed([phrases[one].format(**names) for one in row["first"] if one in phrases])
        lines.append((Part(goods, f"/deals/{say.segment(row['id'])}"), Part(f": {firsts}.")))
    note = told("Known to this register: what a state had before it begins, or built itself, is not in it.")
    return Section("new", told("What is new"), tuple(lines), note) if lines else None


def _spending(held: Source, topic: Topic) -> Section | None:
    rows, editions = held.ask(brief_weighed.spent, states_of(topic))
    path = f"{topic.path}/weighed#spending"
    heads = brief_weighed.heads() if len(rows) > 2 else ()
    lines = [_row(row, path) if heads else _told(row, path) for row in rows[:MOST]]
    note = told("After: {sources}.", sources="; ".join(dict.fromkeys(map(edition, editions)))) if editions else ""
    return Section("spending", told("How spending compares"), tuple(lines), note, heads) if lines else None


def _told(row: Row, path: str) -> Line:
    """What is known of a state's spending in a year as a sentence."""
    money, share, grown = brief_weighed.figures(row)
    of_gdp = told("{share} of its gross domestic product", share=share) if share else ""
    since = told("{grown} against the year before", grown=grown) if grown else ""
    parts = [Part(f"{say.name(row['country'])}: ")]
    for words in filter(None, (money, of_gdp, since)):
        parts += [*([Part(", ")] if len(parts) > 1 else []), Part(words, path)]
    return (*parts, Part(f" ({row['year']})."))


def _row(row: Row, path: str) -> Line:
    """The same as a row of a table."""
    figures = (Part(shown or "–", path if shown else "") for shown in brief_weighed.figures(row))
    return (Part(say.name(row["country"])), *figures, Part(str(row["year"])))


def _contradictions(held: Source, rows: Sequence[Row], last: str) -> Section | None:
    lines: list[Line] = []
    wholes = held.ask(query.wholes, [row["id"] for row in rows[:MOST]], last)
    for row in rows[:MOST]:
        path = f"/deals/{say.segment(row['id'])}"
        for cell in wholes.get(row["id"], {}).get("cells", ()):
            if cell["field"] not in row["disputed"]:
                continue
            parts = [Part(summary.headline(row), path), Part(f". {say.field(cell['field'])}: ")]
            for at, value in enumerate(cell["values"]):
                told_by = f" ({say.told_in(value['reports'], value['origins'])})"
                shown = Part(summary.cell(cell["field"], value["value"]), f"{path}#{say.anchor(cell['field'])}")
                parts += [*([Part(f" {told('or')} ")] if at else []), shown, Part(told_by)]
            lines.append((*parts, Part(".")))
    return Section("contradictions", told("Open contradictions"), tuple(lines)) if lines else None


def _sure(wholes: Sequence[Row], path: str) -> Section | None:
    if not wholes:
        return None
    confirmed = sum(whole["standing"] == "confirmed" for whole in wholes)
    guarded = [whole for whole in wholes if whole["modality"] != "asserted"]
    documents = {row["id"]: row for whole in wholes for row in whole["documents"]}
    origins = {row["origin"] for row in documents.values()}
    mean = sum(whole["score"] for whole in wholes) / len(wholes)
    counted = {"n": say.number(confirmed), "all": say.count(len(wholes), "deal")}
    told_in = {"reports": say.count(len(documents), "report"), "origins": say.count(len(origins), "origin")}
    lines = [
        told("Confirmed by two independent origins or by a person: {n} of {all}.", **counted),
        told("What is told here stands in {reports}, from {origins}.", **told_in),
        told("The mean chance that a deal was read right is {share}.", share=say.percent(round(mean * 100))),
    ]
    if guarded:
        lines.append(told("Told with reserve, as plans or as possibilities: {n}.", n=say.number(len(guarded))))
    note = told("What no report that was read tells is not here; that is no proof that it did not happen.")
    return Section("sure", told("How sure this is"), tuple(tuple(_counted(line, path)) for line in lines), note)


def _counted(line: str, path: str) -> Iterator[Part]:
    """A line whose numbers lead to the list that they count."""
    for at, text in enumerate(re.split(r"(\d[\d.,]*\d|\d)", line)):
        if text:
            yield Part(text, path if at % 2 else "")


def months(register: Register, topic: Topic, most: int = 12) -> list[str]:
    """The last months in which deals of a topic were reported, the latest first."""
    days = (row["last_reported"] or "" for row in browse.deals(register, topic.terms, None, 400))
    return sorted({day[:7] for day in days if len(day) >= 7}, reverse=True)[:most]


def last_month(register: Register, topic: Topic) -> str:
    """The last of them; "" where there is none."""
    last = browse.deals(register, topic.terms, None, 1)  # the last reported
    day = last[0]["last_reported"] or "" if last else ""
    return day[:7] if len(day) >= 7 else next(iter(months(register, topic, 1)), "")
