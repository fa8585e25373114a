"""Sources: what is watched, as a TOML file that people write.

    [[source]]
    name = "Balkan Insight"
    url = "https://balkaninsight.com/"
    kind = "site"
    country = "SRB"
    language = "en"
    interval = 60

``kind`` is feed (RSS, Atom, JSON Feed), sitemap, section (a page whose links are read) or site (its feed is looked for,
else it is read as a section); ``interval`` is in minutes.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from materiel import packs

KINDS = ("feed", "sitemap", "section", "site")
INTERVAL = 60
LEAST = 5
"""Minutes; nobody is visited more often."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that is watched; ``interval`` in minutes, ``country`` ISO 3166-1 alpha-3, ``language`` ISO 639-1."""

    name: str
    url: str
    kind: str = "site"
    country: str = ""
    language: str = ""
    interval: int = INTERVAL


class SourceError(Exception):
    """A file of sources that cannot be used: which, and what to mend."""


def load(path: str | Path) -> list[Source]:
    """The sources of a file; raises ``SourceError`` where it is not as it should be."""
    try:
        told = tomllib.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError as error:
        raise SourceError(f"{path}: there is no such file; `materiel sources init` writes one to begin with") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: it cannot be read ({error}); mend the file") from error
    rows = told.get("source")
    if not isinstance(rows, list) or not rows:
        raise SourceError(f"{path}: it lists no [[source]]; add one with `materiel sources add URL`")
    out = [_source(path, number, row) for number, row in enumerate(rows, 1)]
    urls = [source.url for source in out]
    twice = next((url for url in urls if urls.count(url) > 1), None)
    if twice:
        raise SourceError(f"{path}: {twice} is listed twice; take one out")
    return out


def _source(path: str | Path, number: int, row: object) -> Source:
    where = f"{path}: source {number}"
    if not isinstance(row, dict) or not isinstance(row.get("url"), str) or not isinstance(row.get("name"), str):
        raise SourceError(f"{where} has no name or no url; give both")
    unknown = row.keys() - Source.__slots__
    if unknown:
        raise SourceError(f"{where} ({row['name']}) has {sorted(unknown)[0]!r}, which is not known; take it out")
    source = Source(**row)
    if urlsplit(source.url).scheme not in ("http", "https") or not urlsplit(source.url).hostname:
        raise SourceError(f"{where} ({source.name}): {source.url!r} is no address; give one with http or https")
    if source.kind not in KINDS:
        raise SourceError(f"{where} ({source.name}): the kind is {source.kind!r}; give one of {', '.join(KINDS)}")
    if source.country and source.country not in packs.states() and source.country not in packs.groups():
        raise SourceError(f"{where} ({source.name}): {source.country!r} is no code of a state; give its ISO3 code")
    if type(source.interval) is not int or source.interval < LEAST:
        raise SourceError(f"{where} ({source.name}): the interval must be {LEAST} minutes or more")
    return source


def written(sources: Sequence[Source]) -> str:
    """The sources as a file has them."""
    out = []
    for source in sources:
        lines = [f"{key} = {json.dumps(getattr(source, key), ensure_ascii=False)}" for key in Source.__slots__]
        out.append("\n".join(["[[source]]", *(line for line in lines if not line.endswith('= ""'))]))
    return "\n\n".join(out) + "\n"
