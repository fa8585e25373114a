"""Tags: small pieces of markup that stand on a page many times, each drawn once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from materiel.tell import tongue
from materiel.tell import words as say

_CROSS = {"suspended": "M14.5 2.5v10M20.5 2.5v10"}


def status(name: str) -> Markup:
    """A status as a word and its step on the ladder; the drawing repeats the word."""
    return _status(tongue.current(), name)


@lru_cache(maxsize=500)
def _status(_: str, name: str) -> Markup:
    step = say.step(name)
    bars = "".join(
        f'<rect class="{"on" if it < step else "off"}" x="{it * 6 + 0.5}" y="{11.5 - it * 2.2:.4g}" width="4" '
        f'height="{3 + it * 2.2:.4g}"/>'
        for it in range(6)
    )
    if not step:
        path = _CROSS.get(name, "M12.5 2.5l10 10M22.5 2.5l-10 10")
        bars += f'<path class="halo" d="{path}"/><path class="stop" d="{path}"/>'
    return Markup(
        f'<span class="status status-{escape(name)}"><svg class="steps" viewBox="0 0 35 15" width="35" height="15" '
        f'aria-hidden="true" focusable="false">{bars}</svg>{escape(say.word("status", name))}</span>'
    )


def options(choices: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """The options of a choice, of which one may be chosen."""
    held = tuple(choices)
    drawn = _options(held)
    name = dict(held).get(chosen)
    if name is None:
        return drawn
    selected = Markup('    <option value="{}" selected>{}</option>\n').format(chosen, name)
    return Markup(drawn.replace(_OPTION.format(chosen, name), selected, 1))


_OPTION = Markup('    <option value="{}">{}</option>\n')


@lru_cache(maxsize=50)
def _options(choices: tuple[tuple[str, str], ...]) -> Markup:
    return Markup("".join(_OPTION.format(*one) for one in choices))


def lang(code: str | None, text: str, script: str | None = None) -> Markup:
    """The attributes of an element whose words are of a report: its language, if that is known, and direction."""
    tag = say.tag(code, text, script)
    return Markup(f' lang="{tag}" dir="auto"' if tag else ' dir="auto"')
