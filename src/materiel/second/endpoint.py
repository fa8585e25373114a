"""Endpoint: a server that speaks the OpenAI chat protocol (llama.cpp, Ollama, vLLM or a hosted one)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from materiel.late import Late

if TYPE_CHECKING:
    import httpx
else:
    httpx = Late("httpx")


TRIES = 3
LARGEST = 1_000_000
"""Bytes of an answer that are taken; a server that sends more is cut off."""

LONGEST_WAIT = 30.0
"""Seconds that a server's Retry-After is waited for at most."""

ANSWER_TOKENS = 2048

_PASSING = frozenset((408, 409, 425, 429, 500, 502, 503, 504))
_NO_SCHEMA = frozenset((400, 404, 415, 422, 501))


class NoAnswer(Exception):
    """The server gave no answer; the message says why and the way out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote, and the tokens it cost (as the server counts, or a quarter of the characters)."""

    text: str
    tokens: int


class Endpoint:
    """One model on one server. Safe to use from several threads at once."""

    def __init__(self, url: str, model: str, key: str | None = None, seconds: float = 120.0) -> None:
        """``url`` is the address up to ``/v1``; ``key`` is sent as a bearer token; ``seconds`` is what one try may
        take, to the last byte. Raises ``ValueError`` where ``url`` is no http address."""
        place = httpx.URL(url)
        if place.scheme not in ("http", "https") or not place.host:
            raise ValueError(f"{url!r} is no address of a model server; give one such as http://127.0.0.1:8080/v1")
        self.url, self.model, self.seconds = url.rstrip("/"), model, seconds
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=httpx.Timeout(seconds, connect=10.0), trust_env=False)
        self._schema = True

    def close(self) -> None:
        """Ends all connections."""
        self._client.close()

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Answer:
        """The model's answer; raises ``NoAnswer`` after ``TRIES`` tries, or at once where trying again is no use."""
        reason = "no answer"
        for attempt in range(TRIES):
            try:
                status, wait, content = self._post(self._body(messages, schema))
            except httpx.HTTPError as error:
                reason, wait, status = f"{type(error).__name__} {error}".strip(), 0.0, 503
                content = b""
            if status == 200:
                return _answer(content, messages)
            if status in _NO_SCHEMA and self._schema:
                self._schema = False  # an older server: ask in words alone, and repair what comes
                return self.ask(messages, schema)
            if content:
                reason = f"HTTP {status} {_shown(content)}".strip()
            elif status != 503:
                reason = f"HTTP {status}"
            if status not in _PASSING:
                break
            if attempt + 1 < TRIES:
                time.sleep(min(wait or 0.5 * 4**attempt, LONGEST_WAIT))
        raise NoAnswer(f"the model server at {self.url} gave no answer ({reason}); see that it runs, then read again")

    def _body(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self.model, "messages": list(messages), "temperature": 0, "stream": False}
        body["max_tokens"] = ANSWER_TOKENS
        if self._schema:
            form = {"name": "deals", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body

    def _post(self, body: Mapping[str, Any]) -> tuple[int, float, bytes]:
        """(status, seconds to wait as the server asks, content), within the time and size that an answer may have."""
        end = time.monotonic() + self.seconds
        with self._client.stream("POST", f"{self.url}/chat/completions", json=body) as response:
            content = b""
            for piece in response.iter_bytes():
                content += piece
                if len(content) > LARGEST:
                    raise httpx.ReadError(f"more than {LARGEST} bytes")
                if time.monotonic() > end:
                    raise httpx.ReadTimeout(f"not done after {self.seconds:g} seconds")
            wait = response.headers.get("retry-after", "")
            return response.status_code, float(wait) if wait.isascii() and wait.isdigit() else 0.0, content


def _answer(content: bytes, messages: Sequence[Mapping[str, str]]) -> Answer:
    try:
        told = json.loads(content)
        text = told["choices"][0]["message"]["content"]
        if not isinstance(text, str):
            raise TypeError(f"content is {type(text).__name__}")
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoAnswer(
            f"the model server's reply is not of the OpenAI protocol ({error}); name another --second"
        ) from error
    used = told.get("usage")
    counted = used.get("total_tokens") if isinstance(used, dict) else None
    sent = sum(len(message["content"]) for message in messages)
    return Answer(text, counted if isinstance(counted, int) and counted > 0 else (sent + len(text)) // 4)


def _shown(content: bytes) -> str:
    """The first words of a server's error, on one line."""
    return " ".join(content[:200].decode("utf-8", "replace").split())
