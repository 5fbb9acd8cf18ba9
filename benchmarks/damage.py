"""Damaged lines: held-out text, garbled by accidents drawn as often as they are registered to happen.

Chance is a hash of the text, so that every run has the same lines. An accident is drawn among those whose stored
page was used for the language; one that cannot happen to the line, or would not change it, is drawn again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

from benchmarks.pages import PAGES
from benchmarks.texts import GROUPS, digest, length_of, texts
from garble_fix.channels import CHANNELS, Chain, Channel
from garble_fix.channels.registry import FURTHER, REPEATED
from garble_fix.codepages import Manner

_DRAWS = 40
"""How often an accident is drawn for a line before the line is given up."""
_UNICODE = ("utf-8", "cesu-8")


@dataclass(frozen=True)
class Case:
    """A line as it was written (`text`) and as it stands after the accident (`garbled`)."""

    language: str
    length: str
    """A key of `texts.LENGTHS`."""
    text: str
    garbled: str
    chain: Chain
    """No channel for a sound line."""

    @property
    def group(self) -> str:
        """The languages that it counts among."""
        return GROUPS[self.language]


def cases(source: Literal["measure", "fit"], per: int, *, lossy: bool) -> Iterator[Case]:
    """Yield at most `per` garbled lines for each language and length; `lossy` says whether bytes were lost."""
    for language, lines in texts(source).items():
        counts: Counter[str] = Counter()
        for text in lines:
            length = length_of(text)
            if length is None or counts[length] >= per:
                continue
            case = _damaged(text, language, length, lossy=lossy)
            if case:
                counts[length] += 1
                yield case


def sound(source: Literal["measure", "fit"], per: int | None = None) -> Iterator[Case]:
    """Yield the lines as they were written: all, or those at the end, of which `cases` takes the last."""
    for language, lines in texts(source).items():
        counts: Counter[str] = Counter()
        for text in reversed(lines):
            length = length_of(text)
            if length and (per is None or counts[length] < per):
                counts[length] += 1
                yield Case(language, length, text, text, Chain())


def _damaged(text: str, language: str, length: str, *, lossy: bool) -> Case | None:
    chance = Random(digest(text))
    channels, weights = _channels(language, lossy=lossy)
    for _ in range(_DRAWS):
        chain = _chain(chance.choices(channels, weights)[0], chance, lossy=lossy)
        try:
            garbled = chain.garble(text)
        except UnicodeError:
            continue
        if garbled != text and _lost(chain, text, garbled) == lossy:
            return Case(language, length, text, garbled, chain)
    return None


def _chain(first: Channel, chance: Random, *, lossy: bool) -> Chain:
    """The accident, and sometimes another one after it."""
    kind = chance.random()
    if lossy or kind >= REPEATED + FURTHER:
        return Chain((first,))
    if kind < REPEATED:
        return Chain((first, first))
    later, weights = _later()
    return Chain((first, chance.choices(later, weights)[0]))


def _lost(chain: Chain, text: str, garbled: str) -> bool:
    """Whether bytes were lost."""
    try:
        return chain.ungarble(garbled) != text
    except UnicodeError:
        return True


@cache
def _channels(language: str, *, lossy: bool) -> tuple[list[Channel], list[float]]:
    stored = {*PAGES[language], *_UNICODE}
    return _weighted(
        {e.channel: e.log_prior for e in CHANNELS
         if e.channel.stored in stored and (e.channel.manner is not Manner.STRICT) == lossy}
    )  # fmt: skip


@cache
def _later() -> tuple[list[Channel], list[float]]:
    """What may happen to a text that is garbled already: it was saved as UTF-8."""
    return _weighted(
        {e.channel: e.log_prior for e in CHANNELS
         if e.channel.stored == "utf-8" and e.channel.manner is Manner.STRICT}
    )  # fmt: skip


def _weighted(log_priors: dict[Channel, float]) -> tuple[list[Channel], list[float]]:
    return list(log_priors), [math.exp(log_prior) for log_prior in log_priors.values()]
