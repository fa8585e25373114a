"""Reader: the second reader goes over what the first one left, several documents side by side."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from materiel.second.agree import DIFFER, agree
from materiel.second.answer import Unusable, claims
from materiel.second.budget import Budget
from materiel.second.cache import Cache, question
from materiel.second.doubt import DOUBTFUL, wanted
from materiel.second.endpoint import Answer, Endpoint, NoAnswer
from materiel.second.gate import Gate
from materiel.second.prompt import messages, prompt
from materiel.types import Failure, Issue, Page, Reading

Result = tuple[Page, Reading] | Failure

READER = "second-1"
"""Readings of a model alone bear a name that begins so; they are kept, and never count by themselves."""

DEAD = 3
"""Documents without an answer in a row, after which the server is given up."""

ISSUE = "second reader"


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one page: ``readings`` are kept, the last one counts; ``failure`` is why the model is missing."""

    page: Page
    readings: tuple[Reading, ...]
    failure: str | None = None

    @property
    def reading(self) -> Reading:
        """The reading that counts, with an issue where the second reader gave nothing."""
        if self.failure is None:
            return self.readings[-1]
        last = self.readings[-1]
        return replace(last, issues=(*last.issues, Issue(ISSUE, self.failure)))

    def kept(self) -> list[Result]:
        """What goes into a register: each reading under its reader's name, and the failure as the page's own issue,
        so that the next run finds the first reading as it was and asks again."""
        pages: list[Result] = [(self.page, reading) for reading in self.readings]
        return pages + ([Failure(self.page.name, self.failure, ISSUE)] if self.failure else [])


@dataclass(slots=True)
class Second:
    """A second reader: its model, what it may cost, and the ``tally`` of what came of it.

    The tally counts documents ``sent``, ``cached``, ``unasked`` (the budget was spent) and ``failed``, values
    ``passed`` and thrown away by the gate (``quote``, ``value``), and cells in which the readers ``differ``.
    """

    endpoint: Endpoint
    cache: Cache
    budget: Budget = field(default_factory=Budget)
    send: str = DOUBTFUL
    parallel: int = 4
    tally: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _silent: int = 0

    @property
    def name(self) -> str:
        """The name of its readings: the reader, the prompt's version and the model."""
        return f"{READER}.{prompt().version}/{self.endpoint.model}"[:64]

    def over(self, results: Iterable[Result]) -> Iterator[Read | Failure]:
        """Every page that the first reader gives, in order, with the readings there are of it."""
        with ThreadPoolExecutor(self.parallel) as pool:
            waiting: deque[Future[Read] | Read | Failure] = deque()
            for result in results:
                asked = not isinstance(result, Failure) and wanted(result[1], self.send)
                if isinstance(result, Failure):
                    waiting.append(result)
                else:
                    waiting.append(pool.submit(self._read, *result) if asked else Read(result[0], (result[1],)))
                while waiting and (len(waiting) > 4 * self.parallel or not _pending(waiting[0])):
                    yield _done(waiting.popleft())
            while waiting:
                yield _done(waiting.popleft())

    def _read(self, page: Page, first: Reading) -> Read:
        try:
            answer = self._answer(first)
            if answer is None:
                return Read(page, (first,))
            second = self._gated(first, answer)
        except (NoAnswer, Unusable) as reason:
            self._count(failed=1)
            return Read(page, (first,), str(reason))
        both = agree(first, second)
        self._count(differ=sum(issue.kind == DIFFER for issue in both.issues))
        return Read(page, (first, second, both))

    def _answer(self, first: Reading) -> Answer | None:
        """The model's answer, from the cache where it is there; None where the budget is spent."""
        chat = messages(first.document)
        name = question(self.endpoint.model, prompt().version, chat)
        kept = self.cache.get(name)
        if kept is not None:
            self._count(cached=1)
            return kept
        if self._silent >= DEAD:
            raise NoAnswer(
                f"the model server at {self.endpoint.url} was given up after {DEAD} failures; read again later"
            )
        if not self.budget.take():
            self._count(unasked=1)
            return None
        self._count(sent=1)
        try:
            answer = self.endpoint.ask(chat, prompt().schema)
        except NoAnswer:
            self._silent += 1
            raise
        self._silent = 0
        self.budget.spend(answer.tokens)
        self.cache.put(name, answer)
        return answer

    def _gated(self, first: Reading, answer: Answer) -> Reading:
        gate = Gate(first.document)
        deals = gate.deals(claims(answer.text))
        self._count(passed=gate.passed, **gate.thrown)
        return Reading(first.document, deals=deals, reader=self.name)

    def _count(self, **more: int) -> None:
        with self._lock:
            self.tally.update(more)


def _pending(one: Future[Read] | Read | Failure) -> bool:
    return isinstance(one, Future) and not one.done()


def _done(one: Future[Read] | Read | Failure) -> Read | Failure:
    return one.result() if isinstance(one, Future) else one
