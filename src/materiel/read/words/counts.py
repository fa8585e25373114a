"""Counts: which number of a sentence counts a phrase of goods.

Calibres, ranges, crews, years and rates are never numbers of goods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.words.numbers import Number
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Mention, Sentence


def counted(text: str, sentence: Sentence, phrase: Goods, anchors: Sequence[Mention]) -> Goods:
    """The phrase with the number that counts it: right before it, or behind it in brackets or after a colon."""
    if sentence.has(phrase.last + 1, "rate"):
        return phrase  # "60 missiles a year"
    number, whole = _part_behind(sentence, phrase), _number_before(sentence, phrase, anchors)
    if number is None:
        number, whole = (_batch(sentence, whole), whole) if whole else (_number_after(text, sentence, phrase), None)
    if number is None:
        return replace(_single(sentence, phrase), total=_total_behind(sentence, phrase))
    start, end = min(phrase.start, number.start), max(phrase.end, number.end)
    first = min(phrase.first, number.first)
    span = (number.start, number.end)
    if number.value is None:
        return replace(phrase, first=first, start=start, end=end, vague=number.vague, number=span, begin=phrase.start)
    if number.value != int(number.value) or number.value < 1:
        return phrase
    qualifier = number.bound or ("up to" if number.low is not None else "exact")
    phrase = replace(phrase, first=first, start=start, end=end, number=span, begin=phrase.start)
    total = whole if whole and (whole.value or 0) > number.value else _total_behind(sentence, phrase)
    return replace(phrase, quantity=int(number.value), qualifier=qualifier, total=total)


def _number_before(sentence: Sentence, phrase: Goods, anchors: Sequence[Mention]) -> Number | None:
    """The nearest number left of the phrase with nothing but adjectives, makers and counting words between; it may
    count the whole that they are a part of."""
    types = {m.last for m in sentence.of("weapon")}
    for number in reversed([n for n in sentence.numbers if n.last < phrase.first and n.first - 1 not in types]):
        if number.currency or _measure(sentence, number) or _one_of(sentence, number) or phrase.first - number.last > 8:
            if phrase.first - number.last > 8:
                return None
            continue
        gap = range(number.last + 1 + _said_twice(sentence, number), phrase.first)
        if sentence.has(number.last + 1, "separate"):
            return None  # "iki ayrı silah satışı" are two sales
        taken = any(number.last < m.first and m.last < phrase.first for m in anchors)
        return number if not taken and _countable(sentence, gap) else None
    return None


def _said_twice(sentence: Sentence, number: Number) -> int:
    """How many words behind a number only repeat it in brackets: "sixty (60) missiles"."""
    behind = [word.low for word in sentence.words[number.last + 1 : number.last + 4]]
    again = len(behind) == 3 and behind[0] == "(" and behind[2] == ")" and behind[1].isdecimal()
    return 3 if again and int(behind[1]) == number.value else 0


def _part_behind(sentence: Sentence, phrase: Goods) -> Number | None:
    """The number behind goods whose ending says that a part of them is counted: "15 tanktan ilk üçü"."""
    table, last, words = sentence.pack["numbers"], phrase.last, sentence.words
    endings = (*table.get("partitive", ()), *table.get("owning", ()))
    if last + 2 < len(words) and words[last + 1].low in ("'", "’"):
        last += 2
    number = next((one for one in sentence.numbers if one.first > last), None)
    if not endings or not words[last].low.endswith(endings):
        return None
    if sentence.has(last + 1, "nth"):  # "korvetlerin ikincisi"
        word = words[last + 1]
        return Number(last + 1, last + 1, word.start, word.end, 1)
    if number is None:
        return None
    near = number.first - last <= 3 and all(sentence.has(at, "det") for at in range(last + 1, number.first))
    if words[last].low.endswith(tuple(sentence.pack["numbers"].get("owning", ()))):
        near = near and _alone(sentence, number)
    dated = any(date.first <= number.first <= date.last for date in sentence.dates)
    return number if near and not (dated or number.currency or _measure(sentence, number)) else None


def _alone(sentence: Sentence, number: Number) -> bool:
    """Whether the number counts no noun behind it, so that what owns it is counted: "uçağın dördü Bakü'ye geldi"."""
    after, words = number.last + 1, sentence.words
    if after + 1 < len(words) and words[after].low in ("'", "’"):
        return True
    after += sentence.has(after, "count")
    return any(m.first == after for m in sentence.of("rule", "state"))


def _total_behind(sentence: Sentence, phrase: Goods) -> Number | None:
    """What the goods are a part of, told behind them: "the first six jets, of a total of twelve"."""
    number = next((one for one in sentence.numbers if one.first > phrase.last), None)
    if number is None or number.currency or not number.value or number.value <= (phrase.quantity or 1):
        return None
    gap = range(phrase.last + 1, number.first)
    led = sentence.holds(gap.start, gap.stop, "of", "from") and sentence.holds(gap.start, gap.stop, "in_all")
    return number if len(gap) <= 6 and led and not _measure(sentence, number) else None


def _batch(sentence: Sentence, whole: Number) -> Number:
    """The part that is told of where ``whole`` counts what it is taken from: "the first six of a total of twelve"."""
    if (one := _nth(sentence, whole)) is not None:
        return one
    before = [number for number in sentence.numbers if number.last < whole.first]
    gap = range(before[-1].last + 1, whole.first) if before else range(0)
    if not gap or len(gap) > 4 or before[-1].currency or not sentence.holds(gap.start, gap.start + 1, "of", "from"):
        return whole
    joined = any(
        sentence.words[at].kind == "." or sentence.has(at, "and", "for", "to", "by", "with", "in") for at in gap
    )
    part, total = before[-1].value, whole.value
    return whole if joined or part is None or total is None or part >= total else before[-1]


def _nth(sentence: Sentence, whole: Number) -> Number | None:
    """The one that is told of by its place in the row: "the second of five", "prvi od ukupno deset"."""
    for at in range(whole.first - 1, max(0, whole.first - 4), -1):
        if sentence.has(at, "of", "from") and sentence.has(at - 1, "nth"):
            word = sentence.words[at - 1]
            return replace(whole, first=at - 1, last=at - 1, start=word.start, end=word.end, value=1, bound="")
        if sentence.words[at].kind == ".":
            return None
    return None


def _one_of(sentence: Sentence, number: Number) -> bool:
    """Whether one is picked out of many that are counted elsewhere: "sat in one of the tanks"."""
    after = number.last + 1
    return number.value == 1 and sentence.has(after, "of") and sentence.has(after + 1, "det", "own")


def _measure(sentence: Sentence, number: Number) -> bool:
    """Whether the number measures something: "155mm", "70 km", "10-year", "2 per cent", or is a year."""
    words, after = sentence.words, number.last + 1
    if number.value is not None and 1900 <= number.value <= 2070 and number.first == number.last and not number.bound:
        return True
    if after < len(words) and words[after].low == "%":
        return True
    if after < len(words) and words[after].low == "-":
        if words[number.last].kind == "a" and len(words[number.last].low) == 1:
            return True  # "90m-long"
        after += 1
    named = after + 1 < len(words) and words[after].end == words[after + 1].start and words[after + 1].kind == "0"
    named = named or (after < len(words) and len(words[after].low) == 1 and words[after].upper)
    goods = any(m.first == after < m.last for m in sentence.of("goods"))  # пять военных (soldiers) кораблей
    return after < len(words) and sentence.has(after, "unit") and not (named or goods)  # "six T-72" are no units


def _countable(sentence: Sentence, gap: range) -> bool:
    """Whether all words between a number and its phrase may stand in one noun phrase."""
    rules = {at for m in sentence.of("rule") for at in range(m.first, m.last + 1)}
    of = 0
    participle = tuple(sentence.pack.get("participle_endings", ("\0",)))
    for at in range(_attributive(sentence, gap), gap.stop):
        word = sentence.words[at]
        if word.kind == ".":
            if word.low not in "-–'’\"“”„«»/(" and not (word.low == "," and not sentence.has(at + 1, "and")):
                return False
            if word.low == "(":
                return False
            continue
        if sentence.has(at, "of"):
            of += 1
            counts = at > 0 and (sentence.has(at - 1, "count") or at - 1 == gap.start - 1)
            if of > 1 or not counts:
                return False
            continue
        if sentence.has(at, "and", "to", "for", "from", "by", "with", "in", "stop", "relative", "be", "say", "between"):
            return False
        if at in rules and not sentence.has(at, "used") and not word.low.endswith(participle):
            return False
    return True


def _attributive(sentence: Sentence, gap: range) -> int:
    """The first word behind a participle that stands before its noun with what belongs to it before or behind: "zwölf
    von Peru gelieferte Haubitzen", "двенадцать закупленных в Перу гаубиц"; the first of the gap where none does."""
    endings = tuple(sentence.pack.get("attributive_endings", ("\0",)))
    present = tuple(sentence.pack.get("present_endings", ("\0",)))  # of any verb: "aus alten Beständen stammende"
    forms = {m.last for m in sentence.of("rule")}
    if any(sentence.words[at].kind == "." and sentence.words[at].low not in "-'’\"“”„«»" for at in gap):
        return gap.start
    for at in reversed(gap):
        word = sentence.words[at]
        made = at in forms or sentence.has(at, "made") or word.low.endswith(present)
        if made and word.low.endswith(endings) and not word.upper:
            return at + 1 if at > gap.start else gap.stop
    return gap.start


def _number_after(text: str, sentence: Sentence, phrase: Goods) -> Number | None:
    """ "TB2 drones (five)", "Leopard 2: 18", "x 12", or the number in the next cell of a table's row."""
    for number in sentence.numbers:
        if number.first <= phrase.last or number.currency or _measure(sentence, number):
            continue
        between = text[phrase.end : number.start].strip()
        if between in ("(", ":", "x", "X", "×", "|", "-", "–") and sentence.kind in ("row", "item", "paragraph"):
            closed = between != "(" or text[number.end : number.end + 1] == ")"
            return number if closed and (between not in "-–" or sentence.kind != "paragraph") else None
        return None
    return None


_SINGLE = frozenset(("ship", "submarine", "satellite", "air defence", "combat aircraft", "transport aircraft",
                     "helicopter", "trainer aircraft"))  # fmt: skip


def _single(sentence: Sentence, phrase: Goods) -> Goods:
    """ "a Patriot battery", "an Akula-class submarine" are one; "the S-300 system" is a kind."""
    if phrase.plural or phrase.category not in _SINGLE or (phrase.category == "air defence" and phrase.generic):
        return phrase
    nouns = (
        {rule["id"] for rule in sentence.pack["rule"] if rule.get("noun")} if sentence.pack.get("verb_final") else ()
    )
    follows = [m for m in sentence.of("rule") if m.first == phrase.last + 1]
    if any(not nouns or m.value in nouns for m in follows):
        return phrase  # "a JF-17 deal"; where verbs stand last one stands behind what it acts on
    for at in range(phrase.first - 1, max(-1, phrase.first - 5), -1):
        word = sentence.words[at]
        if sentence.has(at, "one"):
            return replace(phrase, first=at, start=word.start, begin=phrase.start, quantity=1, qualifier="exact",
                           number=(word.start, word.end))  # fmt: skip
        if sentence.has(at, "det") and sentence.has(at - 1, "one"):
            continue  # "a new frigate"
        if (word.kind == "." and word.low != "-") or sentence.has(at, "det", "to", "for", "from", "by", "with", "of"):
            return phrase
    return phrase
