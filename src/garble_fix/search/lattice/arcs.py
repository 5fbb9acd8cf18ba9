"""A lattice of bytes: what may have stood where some were lost.

Nodes are numbered from 0, arcs lead forward. A path from the first node to the last is one sequence of bytes that
the damaged text may stand for. A mark (`?`, U+FFFD, `・`) has several ways through: it may be what it looks like, or
one or two bytes that the page could not read.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.codepages import CodePage, Manner
from garble_fix.codepages.page import REPLACEMENT

Pairs = npt.NDArray[np.bool_]
"""For each lead and trail byte, whether something holds of the pair; shape (256, 256)."""

ANY: Final = frozenset(range(256))
ASCII: Final = frozenset(range(0x80))
_BEYOND_ASCII: Final = ANY - ASCII


@dataclass(frozen=True)
class Arc:
    """One byte out of `values`, on the way to the node `target`.

    `pairs`, where given, must hold of the byte before it and this one.
    """

    values: frozenset[int]
    target: int
    pairs: Pairs | None = None

    @property
    def lost(self) -> bool:
        """Whether the byte is not known."""
        return len(self.values) > 1


@dataclass(eq=False)
class Lattice:
    """The arcs that leave each node; the last node has none. `stored` names the page whose bytes they are.

    `last_mark` is the node at which the last mark begins; -1 where no mark tells where bytes were lost.
    """

    stored: str = "utf-8"
    arcs: list[list[Arc]] = field(default_factory=lambda: [[]])
    last_mark: int = -1

    @property
    def end(self) -> int:
        """The last node."""
        return len(self.arcs) - 1

    def add_node(self) -> int:
        """Add a node behind all others and return its number."""
        self.arcs.append([])
        return self.end

    def add_known(self, data: bytes) -> None:
        """Go on from the last node with bytes that are known."""
        for byte in data:
            node = self.end
            self.arcs[node].append(Arc(frozenset((byte,)), self.add_node()))

    def end_early(self, node: int) -> None:
        """Let whatever leads to `node` lead to the last node as well."""
        for arcs in self.arcs:
            arcs += [replace(arc, target=self.end) for arc in arcs if arc.target == node]


@dataclass(frozen=True)
class Losses:
    """How one page in one manner loses bytes: which pairs it does not read, and which bytes begin one."""

    page: CodePage
    manner: Manner

    @property
    def mark(self) -> str:
        """What is left where bytes were lost; empty where nothing is."""
        match self.manner:
            case Manner.WINDOWS | Manner.BARE:
                return self.page.mark
            case Manner.DROP:
                return ""
            case _:
                return "\ufffd"

    @property
    def unread(self) -> Pairs:
        """The pairs of a lead byte and any other byte that the page does not read."""
        return self.page.unread_pairs(self.manner)

    @functools.cached_property
    def leads(self) -> frozenset[int]:
        """The bytes that begin a pair that is not read; in a page of single bytes, those that mean nothing."""
        if not self.page.multibyte:
            return frozenset(
                byte
                for byte in range(0x80, 0x100)
                if self.page.decode(bytes((byte,)), Manner.PYTHON) == REPLACEMENT
            )
        return frozenset(np.flatnonzero(self.unread.any(axis=1)).tolist())

    def before(self, following: int | None) -> frozenset[int]:
        """The lead bytes that are lost before a known byte; any of them where it is not known."""
        return self.leads if following is None else self._before[following]

    @functools.cached_property
    def _before(self) -> Sequence[frozenset[int]]:
        return [frozenset(np.flatnonzero(column).tolist()) for column in self.unread.T]


@functools.cache
def losses_of(page: CodePage, manner: Manner) -> Losses:
    """The losses of a page in a manner: one object for all, so that lattices share its sets of bytes."""
    return Losses(page, manner)


def add_mark(
    lattice: Lattice,
    losses: Losses,
    literal: bytes | None,
    following: int | None,
    *,
    again: bool = False,
    ends: bool = False,
) -> None:
    """Go on with a mark: `literal` is what it is if it is real, `following` the byte after it if known.

    `again` tells whether another mark stands right before it: a lead byte lost alone made no pair with the next.
    `ends` tells whether nothing follows, so that a lead byte may have stood there alone.
    """
    start = lattice.last_mark = lattice.end
    pair = losses.manner in (Manner.WINDOWS, Manner.BARE, Manner.JAVA, Manner.WHATWG)
    middle = lattice.add_node() if pair else start
    middle_of_literal = lattice.add_node() if literal and len(literal) == 2 else start
    end = lattice.add_node()
    if literal:
        lattice.arcs[start].append(
            Arc(frozenset(literal[:1]), middle_of_literal if len(literal) == 2 else end)
        )
        if len(literal) == 2:
            lattice.arcs[middle_of_literal].append(Arc(frozenset(literal[1:]), end))
    if pair:
        lattice.arcs[start].append(Arc(losses.leads, middle))
        trails = _BEYOND_ASCII if losses.manner is Manner.WHATWG else ANY
        lattice.arcs[middle].append(Arc(trails, end, losses.unread))
    alone = (
        losses.manner is Manner.PYTHON
        or (losses.manner is Manner.WHATWG and (following is None or following < 0x80))
        or (losses.manner is Manner.JAVA and ends)
    )
    if alone:
        no_pair = losses.unread if again and losses.manner is Manner.PYTHON else None
        lattice.arcs[start].append(Arc(losses.before(following), end, no_pair))


def add_dropped(
    lattice: Lattice, losses: Losses, data: bytes, following: int | None, whole: Sequence[bool]
) -> None:
    """Go on with known bytes, and with a lost lead byte before any of them, or behind them.

    Not within a character of the damaged text, though: `whole` tells of each place whether one begins there.
    """
    for index in range(len(data) + 1):
        start = lattice.end
        known = frozenset(data[index : index + 1])
        lost = losses.before(data[index] if known else following) if whole[index] else frozenset()
        if not lost:
            if known:
                lattice.add_known(data[index : index + 1])
            continue
        # One lead byte or two that were lost one after the other.
        first, second = lattice.add_node(), lattice.add_node()
        lattice.arcs[start].append(Arc(losses.leads, first))
        lattice.arcs[first].append(Arc(lost, second, losses.unread))
        if known:
            end = lattice.add_node()
            lattice.arcs[start] += [Arc(known, end), Arc(lost, second)]
            lattice.arcs[second].append(Arc(known, end))
        else:
            lattice.arcs[start].append(Arc(lost, second))
            lattice.end_early(start)


def add_dangling(lattice: Lattice, losses: Losses) -> None:
    """Let the text end where it does, or after a lead byte that had no other byte to take with it."""
    last = lattice.end
    end = lattice.add_node()
    lattice.arcs[last].append(Arc(losses.leads, end))
    lattice.end_early(last)


@functools.lru_cache(maxsize=1 << 12)
def _common(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    """What two sets share: one object for all paths that ask."""
    return one & other


def paths(lattice: Lattice, node: int, wanted: Sequence[frozenset[int]]) -> list[tuple[Arc, ...]]:
    """All ways on from `node` whose bytes can be out of `wanted`, one set a byte."""
    found: list[tuple[Arc, ...]] = []
    for arc in lattice.arcs[node]:
        values = _common(arc.values, wanted[0])
        if not values:
            continue
        first = Arc(values, arc.target, arc.pairs)
        if len(wanted) == 1:
            found.append((first,))
        else:
            found += [(first, *rest) for rest in paths(lattice, arc.target, wanted[1:])]
    return found
