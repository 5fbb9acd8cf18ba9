"""Excerpts of whole files from packages of the registry, damaged; and how often files have each symbol.

    python -m benchmarks.documents

prints the symbols, for `search/lattice/symbols.py`, and what ASCII stands behind characters beyond ASCII, for
`search/lattice/habits.py`.
The source `documents` of `texts.toml` names the packages. Chance is a hash of the text, so that every run has the same.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Final

from training.archives import members
from training.fetch import fetch_all
from training.sources import Sources, read_sources

from benchmarks.damage import Case
from benchmarks.texts import SOURCES, digest, texts
from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner
from garble_fix.search.lattice import Habits
from garble_fix.search.lattice.around import SPACED
from garble_fix.search.lattice.habits import SORTS

_LARGEST: Final = 60_000
"""Bytes of a file that is read; what is larger was made by a program."""

_LETTERS: Final = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[가-힣]")),
    ("zh-Hans", re.compile("[\u4e00-\u9fff]")),
)
_ENOUGH: Final = 30
"""Characters from which on a file is in a language."""

_PAGES: Final = {
    "zh-Hans": ("cp936",),
    "ja": ("cp932", "cp936"),
    "ko": ("cp936", "cp949"),
    "xx": ("cp936", "cp932"),
}
"""What files of each language are read as, wrongly."""

_LONG: Final = 800
"""Code points of an excerpt that is repaired as a whole."""

_WHOLE: Final = 4000
"""Code points of a file that is repaired whole."""
_STRINGS: Final = 12
"""How many strings are put together."""

_LINES: Final = (1, 2, 4, 12, 1000)
"""How many lines an excerpt has: what is repaired may be a file, a paragraph, or a line that somebody pasted."""

_ARROW: Final = -8.1
"""log P of `→` in the language models of the alphabets, nats."""
_MOST: Final = 5
"""How often a symbol counts in one file: tables and drawings repeat them."""
_MOST_PLACES: Final = 20
"""Places of a sort of a file that count in full."""
_SHOWN: Final = 0.002
"""The least share of a character that is shown."""
_SEEN: Final = 10
"""How often a symbol must be there to be among the common ones."""

_RETURNS: Final = 0.45
_ENDED: Final = 0.7
"""The share of excerpts whose lines end in CR LF, and of those that end in a line end."""


def documents(*, apart: bool) -> list[tuple[str, str]]:
    """The language of each file and its text, in an arbitrary but fixed order: one in ten is kept apart."""
    return [file for file in _files() if (digest(file[1]) % 10 == 0) == apart]


@cache
def _files() -> tuple[tuple[str, str], ...]:
    sources = read_sources(SOURCES)
    source = next(source for source in sources.sources if source.name == "documents")
    packages = {key: package for key, package in sources.packages.items() if package in source.packages}
    fetch_all(Sources(packages, (source,), ()))
    found: dict[str, str] = {}
    for package in source.packages:
        for _, data in members(package.path, lambda path: source.pattern.search(path) is not None):
            if len(data) > _LARGEST:
                continue
            try:
                text = data.decode("utf-8").replace("\r\n", "\n")
            except UnicodeDecodeError:
                continue
            if not text.isascii() and "\ufffd" not in text:
                found[text] = _language(text)
    return tuple((found[text], text) for text in sorted(found, key=digest))


def excerpts(text: str) -> Iterator[str]:
    """Excerpts of a file, with the line ends that it may have had: CR LF in some."""
    chance = Random(digest(text))
    lines = text.splitlines(keepends=True)
    for most in _LINES:
        start = chance.randrange(max(1, len(lines) - most + 1))
        part = "".join(lines[start : start + most]).rstrip("\n")
        if chance.random() < _ENDED:
            part += "\n"
        if not part.isascii():
            yield part.replace("\n", "\r\n") if chance.random() < _RETURNS else part


def cases(per: int, *, apart: bool) -> Iterator[Case]:
    """Yield `per` excerpts in each language, damaged by what files in it are read as; the line ends are LF again."""
    counts: Counter[str] = Counter()
    for language, text in documents(apart=apart):
        for excerpt in excerpts(text):
            plain = excerpt.replace("\r\n", "\n")
            for page in _PAGES[language]:
                chain = Chain((Channel("utf-8", page, Manner.WINDOWS),))
                garbled = chain.garble(excerpt).replace("\r\n", "\n")
                if counts[language] < per and len(plain) <= _LONG and garbled != plain:
                    counts[language] += 1
                    yield Case(language, "excerpt", plain, garbled, chain)


def whole(per: int, *, apart: bool) -> Iterator[Case]:
    """Yield at most `per` files in each language, whole, damaged by what files in it are read as first."""
    counts: Counter[str] = Counter()
    for language, text in documents(apart=apart):
        chain = Chain((Channel("utf-8", _PAGES[language][0], Manner.WINDOWS),))
        garbled = chain.garble(text)
        if counts[language] < per and len(text) <= _WHOLE and garbled != text:
            counts[language] += 1
            yield Case(language, "files", text, garbled, chain)


def lists(per: int, *, apart: bool) -> Iterator[Case]:
    """Yield `per` texts in each language of strings of programs, one a line, damaged: notes, subtitles, dialogues."""
    for language, strings in texts("measure" if apart else "fit").items():
        pages = _PAGES.get(language, _PAGES["zh-Hans"] if language == "zh-Hant" else ())
        chance = Random(digest(language))
        for page in pages:
            for _ in range(per // len(pages)):
                lines = [chance.choice(strings) for _ in range(_STRINGS)]
                text = "\n".join(line for line in lines if len(line) <= _LONG // _STRINGS) + "\n"
                chain = Chain((Channel("utf-8", page, Manner.WINDOWS),))
                end = "\r\n" if chance.random() < _RETURNS else "\n"
                garbled = chain.garble(text.replace("\n", end)).replace("\r\n", "\n")
                if garbled != text:
                    yield Case(language, "strings", text, garbled, chain)


def _language(text: str) -> str:
    counts = Counter({name: len(pattern.findall(text)) for name, pattern in _LETTERS})
    if counts["ja"] * 10 > counts["zh-Hans"] and counts["ja"] >= _ENOUGH:
        return "ja"
    name, count = counts.most_common(1)[0]
    return name if count >= _ENOUGH else "xx"


def symbols() -> dict[str, float]:
    """log P of the commonest symbols of three bytes of UTF-8, nats; that of the arrow is as in the language models."""
    counts: Counter[str] = Counter()
    for _, text in _files():
        for symbol, count in Counter(filter(_is_symbol, text)).items():
            counts[symbol] += min(count, _MOST)
    return {
        symbol: round(_ARROW + math.log(count / counts["→"]), 1)
        for symbol, count in counts.most_common()
        if count >= _SEEN
    }


def usual(*, spaced: bool) -> dict[str, dict[str, float]]:
    """The share of each ASCII character behind characters beyond ASCII, by the sort of what follows it.

    Files in Korean and in alphabets count as `spaced`, files in Chinese and Japanese do not.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for language, text in _files():
        if (language in SPACED) == spaced:
            for sort, counts in Habits.of(text).counts.items():
                if sort not in SORTS:
                    continue
                # A file that has many says no more than others.
                weight = min(1.0, _MOST_PLACES / counts.total())
                found[sort] += Counter({char: count * weight for char, count in counts.items()})
    return {
        sort: {
            char: round(count / counts.total(), 3)
            for char, count in counts.most_common()
            if count >= _SHOWN * counts.total()
        }
        for sort, counts in found.items()
    }


def _is_symbol(char: str) -> bool:
    return "\u2190" <= char <= "\u2bff" and not "\u2500" <= char <= "\u259f"


if __name__ == "__main__":
    print(json.dumps(symbols(), ensure_ascii=False))
    print(json.dumps(usual(spaced=False)))
    print(json.dumps(usual(spaced=True)))
