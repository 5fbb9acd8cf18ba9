"""Which accidents may have happened between an older version and what stands there now.

Here the whole registry can be tried, and also what no repair could undo: damage runs forward, and it either gives what
stands there or it does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from garble_fix.channels import CHANNELS, Chain, Channel, parse
from garble_fix.codepages import Manner
from garble_fix.errors import UnknownChainError

_LOST_IN_UTF_8: Final = ("gb18030", "cp932", "cp949", "big5hkscs", "euc-jp", "cp1251", "cp1252")
_THEN_READ: Final = ("cp936", "cp936w", "cp936py", "cp1252", "latin-1", "cp932w", "cp949w", "cp950w")
"""What was read as UTF-8 with replacement and saved, and as what it was read then: 锟斤拷, ï¿½."""

_TOO_SMALL: Final = (
    "ascii", "latin-1", "cp1252", "cp936", "cp932", "cp949", "cp950", "cp1250", "cp1251", "cp437", "cp850", "koi8-r",
)  # fmt: skip
"""Pages that text was written in that they do not hold: ????"""

_WRITTEN_BACK: Final = (
    "utf-8>{0}w>{0}>utf-8py", "utf-8>{0}py>{0}?>utf-8py", "utf-8>{0}web>{0}?>utf-8py", "utf-8>{0}q>{0}>utf-8py",
)  # fmt: skip
_BACK_IN: Final = ("cp932", "cp936", "cp949", "cp950", "cp1252", "cp1250")

_PIECES: Final = 16
"""Pieces of a version that all accidents are tried on, at most."""

_MARKS: Final = frozenset("?\ufffd・锟斤拷ï¿½")
"""What says nothing of what stood there."""

_TELLING: Final = 3
"""Characters beyond ASCII, not all the same, from which damaged text tells by itself what it was."""

_BEFORE: Final = 8
"""Characters before a piece that count, too, where it says little itself."""

_PIECE: Final = re.compile(r"[^\x00-\x7f]+[\x00-\x7f]{0,2}")


@cache
def everything() -> tuple[Chain, ...]:
    """All accidents that are looked for, the commonest first."""
    single = [Chain((entry.channel,)) for entry in CHANNELS]
    twice = [
        Chain((channel, channel))
        for (channel,) in single
        if channel.stored == "utf-8" and channel.manner in (Manner.STRICT, Manner.WINDOWS)
    ]
    written = [f"{stored}>utf-8py>utf-8>{read}" for stored in _LOST_IN_UTF_8 for read in _THEN_READ]
    written += [pattern.format(page) for page in _BACK_IN for pattern in _WRITTEN_BACK]
    return tuple(dict.fromkeys([*single, *too_small(), *map(parse, written), *twice]))


@cache
def too_small() -> tuple[Chain, ...]:
    """The accidents that leave question marks."""
    return tuple(parse(f"{page}?>{page}") for page in _TOO_SMALL)


def proposed(chains: Iterable[str]) -> list[Chain]:
    """The chains that a repair came upon, and their kin: the same pages, other manners of loss."""
    found: dict[Chain, None] = {}
    for name in dict.fromkeys(chains):
        try:
            chain = parse(name)
        except UnknownChainError:  # names no chain, as "memory CC"
            continue
        found[chain] = None
        for channel in _manners(chain[-1]):
            found[Chain((*chain[:-1], channel))] = None
    return list(found)


def simplest(chain: Chain, old: str, damaged: str) -> Chain:
    """The same chain as one that loses nothing, where this piece lost nothing."""
    if len(chain) > 1 or chain[0].manner is Manner.STRICT:
        return chain
    strict = Chain((replace(chain[0], manner=Manner.STRICT),))
    try:
        return strict if strict.garble(old) == damaged else chain
    except UnicodeError:
        return chain


def tells(damaged: str) -> bool:
    """Whether damaged text leaves no doubt about what it was: more than marks, and more than chance would give."""
    telling = [char for char in damaged if char > "\x7f" and char not in _MARKS]
    return len(telling) >= _TELLING and len(set(telling)) > 1


def that_happened(chains: Sequence[Chain], lines: Collection[str], now: str) -> list[Chain]:
    """Those of the chains that turn some piece of the old lines into what is found in `now`; the likeliest first."""
    pieces = [piece for line in lines for piece in _pieces(line)]
    pieces = pieces[:: max(1, -(-len(pieces) // _PIECES))]
    hits: Counter[Chain] = Counter()
    for chain in dict.fromkeys(chains):
        for before, piece in pieces:
            damaged = _garbled(chain, piece)
            if damaged and damaged != piece:
                # A few question marks are found everywhere, unless what stands before them counts, too.
                hits[chain] += (damaged if tells(damaged) else before + damaged) in now
    return [chain for chain, count in hits.most_common() if count]


def _garbled(chain: Chain, text: str) -> str:
    try:
        return chain.garble(text)
    except UnicodeError:
        return ""


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """What may be damaged by itself in a line with its line end, and the few characters before it."""
    for match in _PIECE.finditer(line + "\n"):
        yield line[max(0, match.start() - _BEFORE) : match.start()], match[0]


@cache
def _manners(channel: Channel) -> tuple[Channel, ...]:
    pages = {channel.read} | ({"cp936", "ms936", "gb18030"} if channel.read in ("cp936", "ms936") else set())
    return tuple(
        entry.channel
        for entry in CHANNELS
        if entry.channel.stored == channel.stored and entry.channel.read in pages
    )
