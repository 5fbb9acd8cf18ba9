# garble-fix: off
"""GBK whose bytes were paired one too late, from a byte that was lost until a byte of ASCII: `陂g` was 期間.

Of 期間 (C6DA E967) and its first byte lost, DAE9 is 陂 and 67 is g. User-defined characters that come about so
(of 十三, CAAE C8FD, AEC8) are often gone in the end, since hardly any program shows them.
"""
# garble-fix: on

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from garble_fix.codepages import CodePage, Manner, get
from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.search.lattice.arcs import ASCII, Arc, Lattice, losses_of
from garble_fix.search.lattice.arcs import Pairs as PairTable
from garble_fix.search.lattice.around import Surroundings, log_shares
from garble_fix.search.lattice.beam import Island
from garble_fix.search.lattice.slots import Slot
from garble_fix.search.lattice.structure import expected
from garble_fix.search.lattice.windows import CONTEXT, Floats
from garble_fix.search.scoring import LanguageScores

PAGE: Final = "cp936"

LEADS: Final = frozenset(range(0x81, 0xFF))
TRAILS: Final = frozenset(range(0x40, 0xFF)) - {0x7F}
"""The bytes that begin and end a pair."""

PRIVATE: Final = re.compile("[\ue000-\uf8ff]")

_FOREIGN: Final = -12.0
"""log P of any language but Chinese, nats."""


@dataclass(frozen=True)
class Shift:
    """What became of GBK: its first byte was lost, and `marked` as such or not; and so its last.

    `inserted` was put behind the first byte, and `appended` behind all; `plain` tells whether user-defined characters
    are gone.
    """

    marked: bool = False
    marked_end: bool = False
    inserted: str = ""
    appended: str = ""
    plain: bool = False

    def garble(self, text: str) -> str:
        """Do the damage; raises `UnicodeError` if the page cannot hold it."""
        page = get(PAGE)
        data = page.encode(text)
        first, rest = data[:1], data[1:] + page.encode(self.appended)
        if self.inserted:
            read = page.decode(first + page.encode(self.inserted) + rest, Manner.WINDOWS)
        else:
            read = "?" * self.marked + page.decode(rest, Manner.WINDOWS)
        return (PRIVATE.sub("", read) if self.plain else read) + "?" * self.marked_end


@dataclass(frozen=True)
class Pairs:
    """Whole characters, `known`, whose first byte ends a character; the byte before is one of `leads`.

    Their last byte begins a character that ends in one of `trails`; where it `swallows`, an ASCII character was lost
    behind it. `plain` tells whether user-defined characters may be gone among them.
    """

    known: bytes
    leads: frozenset[int]
    trails: frozenset[int]
    swallows: bool = False
    plain: bool = False


def read(pairs: Pairs, left: str, right: str, model: LanguageModel) -> tuple[Slot, ...] | None:
    """The likeliest characters between the texts `left` and `right` that were paired so; None if there are none."""
    lattice = Lattice(PAGE)
    _add(lattice, pairs.leads)
    for at in range(0, len(pairs.known), 2):
        _add(lattice, pairs.known[at : at + 1], gone=pairs.plain)
        _add(lattice, pairs.known[at + 1 : at + 2])
    _add(lattice, pairs.trails, gone=pairs.plain)
    if pairs.swallows:
        _add(lattice, ASCII, losses_of(get(PAGE), Manner.WINDOWS).unread)
    expectation = expected(left.rpartition("\n")[2], right.partition("\n")[0], Surroundings().crlf)
    scores = LanguageScores.answer([LanguageScores(left + right)], model)[0]
    weights = log_shares(scores + _languages())
    return Island.answer(
        [Island(lattice, left[-CONTEXT:], right, weights, (expectation, expectation))], model
    )[0]


def _languages() -> Floats:
    return np.array([0.0 if name.startswith("zh") else _FOREIGN for name in LANGUAGES], np.float32)


def _add(
    lattice: Lattice, values: Iterable[int], pairs: PairTable | None = None, *, gone: bool = False
) -> None:
    """Go on with one byte; before it, where some may be `gone`, with nothing or with a user-defined character."""
    starts = [lattice.end]
    if gone:
        defined = _user_defined()
        leads, trails = (frozenset(np.flatnonzero(defined.any(axis=axis)).tolist()) for axis in (1, 0))
        middle, end = lattice.add_node(), lattice.add_node()
        lattice.arcs[starts[0]].append(Arc(leads, middle))
        lattice.arcs[middle].append(Arc(trails, end, defined))
        starts.append(end)
    end = lattice.add_node()
    for start in starts:
        lattice.arcs[start].append(Arc(frozenset(values), end, pairs))


@cache
def _user_defined() -> PairTable:
    """Which pairs are user-defined characters; shape (256, 256)."""
    page: CodePage = get(PAGE)
    found = np.zeros((256, 256), np.bool_)
    for lead in LEADS:
        for trail in TRAILS:
            read = page.decode(bytes((lead, trail)), Manner.WINDOWS)
            found[lead, trail] = PRIVATE.fullmatch(read) is not None
    return found
