"""Cache: answers are kept by what was asked, so that nothing is asked twice."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

from materiel.second.endpoint import Answer
from materiel.second.prompt import Messages
from materiel.types import digest


def folder() -> Path:
    """Where this user's caches are: ``$XDG_CACHE_HOME/materiel`` or ``~/.cache/materiel``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "materiel"


class Cache:
    """Answers in an SQLite file. Safe to use from several threads and processes at once."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file; raises ``OSError`` where that cannot be done."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        try:
            self._file = sqlite3.connect(path, timeout=30, check_same_thread=False)
            self._file.execute("create table if not exists answers (question text primary key, text text, tokens int)")
            self._file.commit()
        except sqlite3.Error as error:
            raise OSError(
                f"{path}: the answers of the second reader cannot be kept here ({error}); delete it"
            ) from error

    def close(self) -> None:
        """Ends the connection."""
        self._file.close()

    def get(self, question: str) -> Answer | None:
        """The answer that is kept."""
        with self._lock:
            row = self._file.execute("select text, tokens from answers where question = ?", (question,)).fetchone()
        return Answer(*row) if row else None

    def put(self, question: str, answer: Answer) -> None:
        """Keeps an answer; the first one stays."""
        with self._lock, self._file:
            self._file.execute("insert or ignore into answers values (?, ?, ?)", (question, answer.text, answer.tokens))


def question(model: str, version: str, messages: Messages) -> str:
    """The name of a question: a digest of model, prompt and all that is sent of the document."""
    return digest("\x1f".join([model, version, *(message["content"] for message in messages)]))
