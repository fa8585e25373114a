"""The mapped model of languages gives what py3langid gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from materiel.packs import toml
from materiel.read.page import native
from materiel.read.page.guess import Guess, _unpacked, guess

TEXTS = Path(__file__).parents[1] / "bench" / "gold"

pytestmark = pytest.mark.skipif(not native.there(), reason="the loops in C are not compiled")


@pytest.fixture
def anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache, and a model that is not in memory yet."""
    monkeypatch.setenv("MATERIEL_CACHE", str(tmp_path))
    guess.cache_clear()
    yield tmp_path
    guess.cache_clear()


def test_the_mapped_model_guesses_what_the_unpacked_one_does(anew: Path) -> None:
    whole = _unpacked(toml("text", "languages.toml")["known"])
    texts = [path.read_text("utf-8") for path in sorted(TEXTS.glob("xx*/0*.txt"))[::12]]
    assert len(texts) > 20
    for text in (*texts, *(text[:20] for text in texts), "", "1", "AN ORDER", "\x00", "日本"):
        assert guess().classify(text[:600]) == whole.classify(text[:600])


def test_a_torn_model_is_unpacked_again(anew: Path) -> None:
    assert guess().classify("the order of the day")[0] == "en"
    (torn,) = anew.glob("language-next-*.npy")
    torn.write_bytes(torn.read_bytes()[:1000])
    guess.cache_clear()
    assert guess().classify("the order of the day")[0] == "en"
    assert torn.stat().st_size > 1000


def test_without_a_cache_the_model_is_held_in_memory(anew: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATERIEL_CACHE", "")
    assert not isinstance(guess(), Guess)
    assert list(anew.iterdir()) == []
