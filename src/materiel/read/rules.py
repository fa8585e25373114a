"""Rules: the first reader. A document's sentences are tagged once; events, deals, reactions and figures follow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from materiel import packs
from materiel.read.beside.figures import figures
from materiel.read.beside.reactions import reactions
from materiel.read.beside.tables import tables
from materiel.read.clauses.clause import Event, Story
from materiel.read.clauses.events import events
from materiel.read.clauses.grid import headers, row_events
from materiel.read.gather.blamed import blamed
from materiel.read.gather.deals import decide
from materiel.read.gather.draft import Draft
from materiel.read.gather.drafts import LEAD, Place, drafts
from materiel.read.gather.lines import same_goods
from materiel.read.who.actor import Actor, grammar
from materiel.read.who.home import home
from materiel.read.who.houses import made
from materiel.read.who.same import NOBODY
from materiel.read.words import mixed
from materiel.read.words.lexicon import lexicon
from materiel.read.words.phrases import Goods
from materiel.read.words.skim import may_deal, skim
from materiel.read.words.tag import Sentence
from materiel.types import Deal, Document, Figure, Issue, Reaction, Reading, digest


@cache
def reader() -> str:
    """The reader's name with the version of its packs: what is read with other rules is another reading."""
    names = sorted(place.name for place in packs.data("lang").iterdir())
    text = "".join(packs.data("lang", name).read_text("utf-8") for name in names)
    return f"rules-1.{digest(text)[:8]}"


def code(document: Document) -> Reading:
    """Read a document by the rules of its language's pack; a language without one is an issue, not an error."""
    if document.lang not in packs.languages():
        name = document.lang or "an unknown language"
        issue = Issue("language", f"there is no language pack for {name}; `materiel packs` lists those there are")
        return Reading(document, issues=(issue,), reader=reader())
    sentences = skim(document, lexicon(document.lang))
    found, said = dealt(document, sentences)
    deals = tuple(deal for _, deal in found)
    vetoes = {state for deal in deals for state in deal.refused_by}
    return Reading(
        document,
        deals=deals,
        reactions=tuple(one for one in said if not (one.plover == "REJECT" and one.actor in vetoes)),
        figures=_once([*figures(document.text, sentences), *tables(document, sentences)]),
        issues=tuple(mixed.issues(document)),
        reader=reader(),
    )


def dealt(document: Document, sentences: list[Sentence]) -> tuple[list[tuple[Draft, Deal]], list[Reaction]]:
    """The deals as ``told``, with what the reactions to them add, and these reactions."""
    assert document.lang is not None
    found = told(document, sentences)
    said = reactions(document.text, sentences, [deal for _, deal in found], grammar(document.lang))
    return blamed(found, said), said


def told(document: Document, sentences: list[Sentence]) -> list[tuple[Draft, Deal]]:
    """The deals of a document in a language that has a pack, each with the clauses that tell it."""
    return decide(document, drafts(list(clauses(document, sentences)), document.published), sentences)


def clauses(document: Document, sentences: list[Sentence]) -> Iterator[tuple[Event, Place]]:
    """The clauses of a document in a language that has a pack, in order; none where no deal can be told."""
    assert document.lang is not None
    pack = lexicon(document.lang)
    places = _places(document, sentences)
    spoken_of: Actor | None = None
    section: Actor | None = None
    goods: Goods | None = None
    others = NOBODY
    heads = headers(document, sentences)
    state, types = home(sentences), made(sentences)
    for sentence in sentences if may_deal(document, sentences) else ():
        table = document.blocks[sentence.block].table
        if table is not None and any(heads[table]):
            found = row_events(document, sentence, heads[table], pack)
        else:
            found = events(document.text, sentence, pack, Story(spoken_of, state, types, goods, others))
        if sentence.kind == "heading" and not places[sentence.number].heading:
            section = _section(found)
        for event in found:
            event.section = section
        goods = _spoken_of(goods, next((one for event in found if event.rules for one in event.goods), None))
        named = [actor for event in found for actor in event.actors]
        others = others.after(named, state)
        bare = [actor for actor in named if not actor.marker]
        spoken_of = bare[0] if bare else spoken_of
        yield from ((event, places[sentence.number]) for event in found)


def _spoken_of(before: Goods | None, now: Goods | None) -> Goods | None:
    """The goods that a sentence leaves the story with: a type stays, where only general words name it again."""
    if before is None or now is None:
        return now or before
    return before if before.designation and now.generic and same_goods(before, now) else now


def _section(found: list[Event]) -> Actor | None:
    """The state that a sub-headline is about, where it names one and tells of nothing."""
    named = [actor for event in found for actor in event.actors if actor.marker not in ("in", "loc")]
    return named[0] if len(named) == 1 and not any(event.rules or event.goods for event in found) else None


def _once(found: list[Figure]) -> tuple[Figure, ...]:
    """Each figure once, as it was told first."""
    out: dict[tuple[str, str, float], Figure] = {}
    for figure in found:
        out.setdefault((figure.country, figure.measure, figure.amount), figure)
    return tuple(out.values())


def _places(document: Document, sentences: list[Sentence]) -> dict[int, Place]:
    """Headline, lead or body for each sentence; the lead is the first paragraphs that hold whole sentences."""
    out: dict[int, Place] = {}
    paragraphs: list[int] = []
    for sentence in sentences:
        heading = sentence.kind == "heading" and sentence.block <= 2
        block = document.blocks[sentence.block]
        opens = not paragraphs and block.end - block.start > 60  # a short sentence may open the first paragraph
        long = opens or sentence.end - sentence.start > 60
        if not heading and long and sentence.block not in paragraphs:
            paragraphs.append(sentence.block)
        lead = sentence.block in paragraphs[:LEAD]
        out[sentence.number] = Place(heading, lead)
    return out
