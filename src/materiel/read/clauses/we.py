"""We: for whom the first person speaks in a verb, "we are buying twelve jets".

It is the state of whoever is named as speaking, else the state of the story. Which words say "we" tells the class
``we`` of a pack: verbs in the first person, or the auxiliaries and pronouns beside them.
"""

from __future__ import annotations

from materiel.read.clauses.frame import Frame
from materiel.read.who.actor import Actor

_SPEAK = ("body", "government", "home")


def we(frame: Frame) -> Actor | None:
    """The state that acts in the first person of the frame's verb; the verb is its quotation."""
    event, opener = frame.event, frame.opener
    if "we" not in event.sentence.said:
        return None
    near = range(max(event.first, opener.first - 2), min(event.last, opener.last + 2) + 1)
    at = next((at for at in near if event.sentence.has(at, "we")), None)
    if at is None:
        return None
    said = next((actor.code for actor in event.actors if actor.form in _SPEAK and not actor.marker), None)
    said = said or next((m.value for m in event.sentence.of("person")), None) or event.home
    word = event.sentence.words[at]
    return Actor(said, at, at, word.start, word.end, "", "home") if said else None
