"""One fast pass that leaves clean text alone: which lines are worth a search.

For each pair of neighbouring characters a table holds how much oftener it is seen in garbled than in clean text (log
of the ratio, in nats; learned from the training text and what every registered channel makes of it). A line is
suspicious where the sum over some stretch of it climbs above a threshold: Page's CUSUM (Biometrika 41, 1954), run
over the whole text at once. Pairs are hashed without regard to collisions: the table was counted through the same
hash, so that a collision makes a pair less telling, not wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

THRESHOLD: Final = 5.0
"""CUSUM in nats from which a line is looked at. Low: what is looked at is not changed thereby, only slower."""

SCALE: Final = 8.0
"""Table units per nat."""

_FIRST: Final = np.uint32(0x9E3779B1)
_SECOND: Final = np.uint32(0x85EBCA77)
_RESET: Final = 1e6
"""Larger than any sum within a line; subtracted at each line end, it makes every line start afresh."""


def pair_hashes(points: npt.NDArray[np.uint32], bits: int) -> npt.NDArray[np.uint32]:
    """Hash of each character with the one before it (the first with a line feed), below `2**bits`."""
    previous = np.empty_like(points)
    previous[:1] = 10
    previous[1:] = points[:-1]
    hashed = previous * _FIRST
    hashed ^= hashed >> np.uint32(15)
    hashed += points
    hashed *= _SECOND
    hashed ^= hashed >> np.uint32(13)
    hashed *= _FIRST
    return hashed >> np.uint32(32 - bits)


@dataclass(frozen=True)
class Screen:
    """The table: int8, a power of two of entries, in units of 1/`SCALE` nats."""

    table: npt.NDArray[np.int8]

    @property
    def bits(self) -> int:
        """How many bits of hash index the table."""
        return self.table.size.bit_length() - 1

    def suspicious_lines(
        self, points: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Whether each line of a text needs looking at; `starts` are the indices at which the lines start."""
        foreign = points > 0x7F
        # A pair of ASCII characters is evidence of nothing.
        telling = foreign.copy()
        telling[1:] |= foreign[:-1]
        at = np.flatnonzero(telling)
        result = np.zeros(starts.size, np.bool_)
        if not at.size:
            return result
        scores = self.table[pair_hashes(points, self.bits)[at]].astype(np.float64) / SCALE
        line = np.searchsorted(starts, at, side="right") - 1
        sums = np.cumsum(scores) - _RESET * line
        before = np.concatenate([[0.0], sums[:-1]])
        # The first pair of a line starts from the sum before it, lowered as the line itself is.
        fresh = np.concatenate([[True], line[1:] != line[:-1]])
        before[fresh] = (sums - scores)[fresh]
        rise = sums - np.minimum.accumulate(np.minimum(before, sums))
        result[line[rise >= THRESHOLD]] = True
        return result
