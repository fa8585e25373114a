"""Tag: find once, in every sentence, the names, goods, numbers, dates and rule words that all later steps read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

from materiel import packs
from materiel.read.words.dateline import dateline
from materiel.read.words.dates import Date, dates
from materiel.read.words.fold import Word, words
from materiel.read.words.lexicon import TELLING, Entry, Lexicon, Node, Opening, step
from materiel.read.words.numbers import Number, Scan
from materiel.read.words.sentences import bounded, sentences
from materiel.types import Document

_JOINTS = frozenset(" &\n\r\t-\u2010\u2011\u2012\u2013'\u2019.\u00a0\u202f/\"\u201c\u201d\u201e\u00ab\u00bb\u00ad")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words ``first`` to ``last`` of a sentence that stand for an entry of the lexicon."""

    entry: Entry
    first: int
    last: int
    start: int
    end: int

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def value(self) -> str:
        return self.entry.value


@dataclass(slots=True)
class Sentence:
    """One sentence with all that was found in it; offsets point into the document's text."""

    number: int
    block: int
    kind: str
    start: int
    end: int
    words: list[Word]
    pack: Mapping[str, Any]
    mentions: list[Mention] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    classes: dict[int, frozenset[str]] = field(default_factory=dict)
    said: frozenset[str] = frozenset()  # the classes of all its words
    currencies: list[tuple[int, str]] = field(default_factory=list)
    begins: int = 0  # the first word behind a dateline
    _of: dict[tuple[str, ...], Sequence[Mention]] = field(default_factory=dict)

    def of(self, *kinds: str) -> Sequence[Mention]:
        """The mentions of these kinds, in order; asked for once all are there."""
        found = self._of.get(kinds)
        if found is None:
            found = self._of[kinds] = [mention for mention in self.mentions if mention.entry.kind in kinds]
        return found

    def has(self, at: int, *names: str) -> bool:
        """Whether the word at ``at`` belongs to one of these word classes."""
        found = self.classes.get(at)
        return found is not None and not found.isdisjoint(names)

    def where(self, *names: str) -> Sequence[int]:
        """The places of the words of these classes, in order."""
        if self.said.isdisjoint(names):
            return ()
        return sorted(at for at, found in self.classes.items() if not found.isdisjoint(names))

    def holds(self, first: int, end: int, *names: str) -> bool:
        """Whether a word from ``first`` up to, and without, ``end`` belongs to one of these word classes."""
        if self.said.isdisjoint(names):
            return False
        get = self.classes.get
        return any(not found.isdisjoint(names) for at in range(first, end) if (found := get(at)) is not None)


def tag(document: Document, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of the document's blocks, tagged; numbers and dates only where it names goods or spending."""
    out = named(document, lexicon)
    if any(speaks(sentence) for sentence in out):
        count(document, lexicon, out)
    return out


def named(document: Document, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of the document's blocks with their names and word classes."""
    abbreviations = _abbreviations(lexicon.code)
    out: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        place = (document.text, block.start, block.end)
        for start, end in bounded(*place) if block.kind == "row" else sentences(*place, abbreviations):
            found = words(document.text, start, end)
            if found:
                sentence = Sentence(len(out), number, block.kind, start, end, found, lexicon.pack)
                out.append(_named(document.text, lexicon, sentence))
    return out


def count(document: Document, lexicon: Lexicon, found: Sequence[Sentence]) -> None:
    """Add the numbers and dates of the sentences in which they can matter."""
    anchor = document.published
    for sentence in found:
        if sentence.kind == "row" or _counts(sentence):
            _counted(document, lexicon, sentence, anchor)
            told = [date.value for date in sentence.dates if not date.relative and len(date.value) in (7, 10)]
            anchor = document.published or (told[-1] if told else anchor)


def speaks(sentence: Sentence) -> bool:
    """Whether it names goods, military spending or personnel."""
    return bool(sentence.of("weapon", "goods")) or not sentence.said.isdisjoint(TELLING)


@cache
def _abbreviations(code: str) -> frozenset[str]:
    return frozenset(word.lower() for word in packs.toml("lang", f"{code}.toml")["abbreviations"])


def titled(sentence: Sentence) -> bool:
    """Whether most words are capitalised, so that a capital says nothing."""
    letters = [word for word in sentence.words if word.kind == "a" and len(word.low) > 3]
    return bool(letters) and sum(word.upper for word in letters) > 0.7 * len(letters)


def unused(sentence: Sentence, at: int) -> int:
    """The first of the words before ``at`` that only say the goods are not new: "twelve second-hand Typhoons"."""
    while sentence.has(at - 1, "used"):
        at -= 1
    return at


def _counts(sentence: Sentence) -> bool:
    """Whether numbers and dates of the sentence can matter."""
    kinds = ("weapon", "goods", "rule", "reaction", "response", "judgement")
    return bool(sentence.of(*kinds)) or not sentence.said.isdisjoint(_COUNTED)


_COUNTED = frozenset(
    (
        "defence",
        "spending",
        "gdp",
        "strength",
        "personnel",
        "worth",
        "anaphor",
        "percent",
        "unit_million",
        "unit_billion",
    )
)  # fmt: skip


def _counted(document: Document, lexicon: Lexicon, sentence: Sentence, anchor: str | None) -> None:
    """Add the numbers, sums and dates of a sentence; those inside a weapon's name are part of the name.

    A month without a year is counted from ``anchor``: the publication, else the date that the text told last.
    """
    text = document.text
    weapon = {at for m in sentence.of("weapon") for at in range(m.first, m.last + 1)}
    found = dates(text, sentence.words, lexicon.pack, document.published, anchor)
    if sentence.kind not in ("heading", "item"):  # "- Kuwait: 12 helicopters"
        sentence.begins = dateline(sentence.words, found)
    sentence.dates = [date for date in found if date.first not in weapon and date.first >= sentence.begins]
    taken = {at for date in sentence.dates for at in range(date.first, date.last + 1)}
    scan = Scan(text, sentence.words, lexicon.pack)
    forms = {m.last for m in sentence.of("rule") if m.last > m.first}
    if sentence.kind in ("row", "heading", "caption") or "defence" in sentence.said:
        sentence.currencies = scan.bare()
    sentence.numbers = [
        replace(number, bound="") if number.bound and number.first - 1 in forms else number  # "handed over 30"
        for number in scan.all()
        if not any(at in weapon for at in range(number.first, number.last + 1))
        and (number.currency or not any(at in taken for at in range(number.first, number.last + 1)))
    ]


def _named(text: str, lexicon: Lexicon, sentence: Sentence) -> Sentence:
    """Add the mentions and word classes of a sentence: every longest match, of which a word opens one of each group."""
    found, opened = sentence.words, lexicon.opened
    letters = [at for at, word in enumerate(found) if word.kind != "."]
    classes = sentence.classes
    busy: dict[str, int] = {}
    for index, at in enumerate(letters):
        low = found[at].low
        if low in lexicon.suffixes and at > 1 and _case_ending(text, found, at):
            continue
        opening = opened.get(low) or lexicon.opens(low)
        if opening.onward and _goes_on(text, found, letters, index, opening):
            for end, entries in _longest(text, found, letters, index, opening, lexicon):
                _mentioned(text, sentence, busy, (at, end), entries)
        elif opening.entries:
            if opening.classes:
                classes[at] = classes[at] | opening.classes if at in classes else opening.classes
            if opening.others:
                _mentioned(text, sentence, busy, (at, at), opening.others)
    sentence.said = frozenset().union(*set(classes.values()))
    other = [m for m in sentence.mentions if m.entry.kind == "maker" and _no_maker(sentence, m)]
    if other:
        sentence.mentions = [m for m in sentence.mentions if m not in other]
    return sentence


def _no_maker(sentence: Sentence, mention: Mention) -> bool:
    """Whether a maker's name is a person's, before another capitalised word (Rafael Correa), or part of a hull number
    (FFG-61)."""
    at = mention.last + 1
    if at >= len(sentence.words):
        return False
    word = sentence.words[at]
    if word.low == "-" and at + 1 < len(sentence.words):
        return sentence.words[at + 1].kind == "0" and sentence.words[at + 1].start - mention.end == 1
    named = mention.entry.cautious and word.kind == "a" and word.upper and word.start - mention.end == 1
    if not named or sentence.classes.get(at) or titled(sentence):
        return False
    return not any(m.first <= at <= m.last for m in sentence.mentions)


def _goes_on(text: str, found: Sequence[Word], letters: Sequence[int], index: int, opening: Opening) -> bool:
    """Whether the next word may continue what a word opens."""
    if index + 1 == len(letters):
        return False
    here, after = letters[index], letters[index + 1]
    return (opening.loose or found[after].low in opening.follows) and _joined(text, found, here, after)


def _mentioned(
    text: str, sentence: Sentence, busy: dict[str, int], span: tuple[int, int], entries: Sequence[Entry]
) -> None:
    """Add what the words of ``span`` stand for; ``busy`` holds the last word that each group has taken."""
    at, end = span
    found, classes = sentence.words, sentence.classes
    for entry in entries:
        group = entry.group
        taken = busy.get(group, -1)
        if taken >= at and not _same(sentence.mentions, at, end, group):
            continue
        if entry.kind == "word":
            for place in range(at, end + 1):
                classes[place] = classes.get(place, _NOTHING) | {entry.value}
        elif _written(text, found, at, end, entry):
            sentence.mentions.append(Mention(entry, at, end, found[at].start, found[end].end))
        else:
            continue
        busy[group] = max(taken, end)


def _case_ending(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether a word is the case of the name that a hyphen joins it to: "iz SAD-a", no word of its own."""
    start = found[at].start
    return text[start - 1] in "-\u2011" and found[at - 2].end == start - 1


_NOTHING: frozenset[str] = frozenset()
QUOTES = frozenset('"“”„«»‘’‚')


def _same(out: Sequence[Mention], first: int, last: int, group: str) -> bool:
    """Whether what keeps the group busy here is another reading of the very same words."""
    return any(m.first == first and m.last == last and m.entry.group == group for m in out)


def _longest(
    text: str, found: Sequence[Word], letters: Sequence[int], index: int, opening: Opening, lexicon: Lexicon
) -> Sequence[tuple[int, Sequence[Entry]]]:
    """The entries that begin at a word, by where they end, longest first."""
    ends: list[tuple[int, Sequence[Entry]]] = [(letters[index], opening.entries)] if opening.entries else []
    live: Sequence[Node] = opening.onward
    for left, here in pairwise(letters[index:]) if live else ():
        if not _joined(text, found, left, here):
            break
        low = found[here].low
        live = [node for old in live for node in step(old, low, lexicon)]
        if not live:
            break
        entries = [entry for node in live for entry in node.entries]
        if entries:
            ends.append((here, entries))
    return ends[::-1]


def _joined(text: str, found: Sequence[Word], left: int, right: int) -> bool:
    """Whether two words may belong to one name: only spaces, hyphens, dots of initials or quotes between them."""
    between = text[found[left].end : found[right].start]
    if between == " ":
        return True
    if len(between) > 3 or any(sign not in _JOINTS for sign in between):
        return False
    return not (between.startswith(". ") and found[left].end - found[left].start > 2)


def _written(text: str, found: Sequence[Word], first: int, last: int, entry: Entry) -> bool:
    """Whether the words are written as the name demands: capitals where it has them."""
    if entry.kind in ("rule", "reaction"):
        return True
    start = found[first].start
    glued = start > 1 and text[start - 1] in "-\u2011" and text[start - 2].isdigit()
    if glued and entry.kind in ("maker", "state", "group"):
        return False  # the GE of F404-GE-IN20
    if entry.kind == "state" and text[found[last].end : found[last].end + 1] == "$":
        return False  # the US of US$
    if entry.letters == "all":
        return all(char.isupper() for char in text[found[first].start : found[last].end] if char.isalpha())
    if entry.letters == "first" and not found[first].upper:
        return entry.kind == "weapon" and text[start - 1 : start] in QUOTES  # „мистрал“
    if entry.kind == "weapon" and found[first].kind == "a" and len(found[first].low) <= 2 and not found[first].upper:
        return False
    if entry.kind == "weapon" and first != last and found[first].end - found[first].start == 1:
        gap = text[found[first].end : found[first + 1].start]
        return gap != " " or found[first].low != "a"
    return True
