"""The second reader and servers that are busy, slow, dead or lie."""

from __future__ import annotations

import time
from typing import Any

import pytest

from materiel.read.page.text import document
from materiel.second.endpoint import Endpoint, NoAnswer
from materiel.second.prompt import messages, prompt
from model_server import Asked, Respond, Response, said, serving
from second_made import page


def answers(respond: Respond, seconds: float = 20.0, key: str | None = None) -> tuple[Any, list[Asked]]:
    """What an endpoint gives from a server that does ``respond``: its answer or the reason why there is none."""
    with serving(respond) as model:
        endpoint = Endpoint(model.url, "tiny", key, seconds)
        try:
            return endpoint.ask(messages(document(page())), prompt().schema), model.asked
        except NoAnswer as reason:
            return reason, model.asked
        finally:
            endpoint.close()


def test_the_protocol_is_spoken() -> None:
    answer, (asked,) = answers(lambda _: said("{}", 321), key="secret")
    assert (answer.text, answer.tokens) == ("{}", 321)
    assert asked.headers["Authorization"] == "Bearer secret"
    assert asked.body["model"] == "tiny"
    assert asked.body["temperature"] == 0
    assert asked.body["response_format"]["json_schema"]["schema"] == prompt().schema
    assert [message["role"] for message in asked.body["messages"]] == ["system", "user"]


def test_tokens_are_estimated_where_the_server_does_not_count() -> None:
    answer, (asked,) = answers(lambda _: said("{}", None))
    assert answer.tokens == (len(asked.document) + len(prompt().text) + 2) // 4


def test_a_server_without_schemas_is_asked_in_words() -> None:
    def respond(asked: Asked) -> Response:
        return Response(b'{"error": "no response_format"}', 400) if "response_format" in asked.body else said("{}")

    answer, asked = answers(respond)
    assert answer.text == "{}"
    assert len(asked) == 2


def test_a_busy_server_is_waited_for_as_it_asks() -> None:
    def respond(asked: Asked) -> Response:
        return Response(b"", 429, {"Retry-After": "1"}) if asked.number == 0 else said("{}")

    start = time.monotonic()
    answer, asked = answers(respond)
    assert answer.text == "{}"
    assert time.monotonic() - start >= 1
    assert len(asked) == 2


@pytest.mark.parametrize(
    "response",
    [
        Response(b"not json"),
        Response(b'{"choices": []}'),
        Response(b'{"choices": [{"message": {"content": null}}]}'),
        Response(b"[]"),
        Response(b'{"error": "no such model"}', 401),
        Response(b"", endless=True),
    ],
    ids=["no json", "no choice", "null", "a list", "refused", "endless"],
)
def test_a_lying_server_gives_no_answer(response: Response) -> None:
    reason, _ = answers(lambda _: response)
    assert isinstance(reason, NoAnswer)


def test_a_slow_server_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("materiel.second.endpoint.TRIES", 1)
    start = time.monotonic()
    reason, _ = answers(lambda _: Response(said("{}" + " " * 500).content, drip=0.05), seconds=0.5)
    assert isinstance(reason, NoAnswer)
    assert "0.5 seconds" in str(reason)
    assert time.monotonic() - start < 5


def test_what_is_no_address_is_refused() -> None:
    for wrong in ("", "localhost", "file:///etc/passwd", "ftp://a.example"):
        with pytest.raises(ValueError, match="model server"):
            Endpoint(wrong, "tiny")


# ---------------------------------------------------------------- two readers
