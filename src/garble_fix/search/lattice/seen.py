"""What is sound of a text says what the rest of it is like: its terms, its names, how its lines begin.

N-grams that the text has elsewhere are counted, and are likelier where something was lost (a cache model; Kuhn and
De Mori, 1990). What the text does not have is not less likely for that: which characters survive depends on their
bytes, and some never do. ASCII behind other characters is left alone: that is what decoders swallow, so what is left of
it is no fair sample.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language.model import code_points
from garble_fix.search.lattice.paired import HOLE

Points = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]

_SHORTEST: Final = 3
_LONGEST: Final = 4
"""Code points of an n-gram."""

_SHARE: Final = 0.3
"""What the share of a character among those that follow a context in the text adds to its probability."""
_DOUBT: Final = 3.0
"""How much rarer it is taken to be: as if something else had followed so many times."""

_LINE_FEED, _ASCII = 10, 0x80
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads code points over 64 bits: 2 to the 64th by the golden ratio (Knuth, 6.4)."""


class Seen:
    """The n-grams of a text; U+FFFD stands in it for what is not known."""

    def __init__(self, text: str) -> None:
        points = code_points(text)
        known = points != ord(HOLE)
        self._contexts: list[_Counts] = []
        self._grams: list[_Counts] = []
        before = _within_line(_shifted(points, back) for back in range(1, _LONGEST))
        for length in range(_SHORTEST, _LONGEST + 1):
            contexts = _joined(before[: length - 1])
            there = known.copy()
            for back in range(1, length):
                there[back:] &= known[:-back]
            self._contexts.append(_Counts(contexts[there]))
            self._grams.append(_Counts(_extended(contexts, points.astype(np.uint64))[there]))

    def adapted(self, scores: Floats, contexts: Points, who: npt.NDArray[np.int64], chars: Points) -> Floats:
        """Return `scores`, log P in nats of `chars` after the rows `who` of `contexts`, given what the text has.

        `scores` have the shape (characters, languages), `contexts` (contexts, code points).
        """
        shares = np.exp(scores)
        sampled = (chars >= _ASCII) | (contexts[who, -1] < _ASCII)
        before = _within_line(contexts[:, -back].astype(np.uint64) for back in range(1, _LONGEST))
        points = chars.astype(np.uint64)
        for length in range(_SHORTEST, _LONGEST + 1):
            keys = _joined(before[: length - 1])
            totals = self._contexts[length - _SHORTEST].of(keys)
            if not totals.any():
                break
            rows = np.flatnonzero(sampled & (totals[who] > 0))
            some = who[rows]
            counts = self._grams[length - _SHORTEST].of(_extended(keys[some], points[rows]))
            there = counts > 0
            shares[rows[there]] += (_SHARE * counts[there] / (totals[some[there]] + _DOUBT))[:, None]
        with np.errstate(divide="ignore"):
            result: Floats = np.log(shares)
        return result


class _Counts:
    """How often each key was there."""

    def __init__(self, keys: Keys) -> None:
        self._keys, counts = np.unique(keys, return_counts=True)
        self._counts = np.append(counts, 0).astype(np.float32)

    def of(self, keys: Keys) -> Floats:
        """The counts of some keys."""
        if not self._keys.size:
            return np.zeros(keys.size, np.float32)
        at = np.searchsorted(self._keys, keys)
        at[self._keys[np.minimum(at, self._keys.size - 1)] != keys] = self._keys.size
        found: Floats = self._counts[at]
        return found


def _shifted(points: Points, back: int) -> Keys:
    """The code points so many places before each; line feeds before the first."""
    found = np.full(points.size, _LINE_FEED, np.uint64)
    found[back:] = points[:-back]
    return found


def _within_line(columns: Iterable[Keys]) -> list[Keys]:
    """Columns of code points, the nearest first; a line knows nothing of the line before it."""
    found: list[Keys] = []
    for column in columns:
        ended = column == _LINE_FEED if not found else (column == _LINE_FEED) | (found[-1] == _LINE_FEED)
        found.append(np.where(ended, np.uint64(_LINE_FEED), column))
    return found


def _joined(columns: list[Keys]) -> Keys:
    """Keys of rows of code points."""
    keys = np.zeros(columns[0].size, np.uint64)
    for column in columns:
        keys = _extended(keys, column)
    return keys


def _extended(keys: Keys, points: Keys) -> Keys:
    mixed: Keys = (keys ^ points) * _MULTIPLIER
    return mixed ^ (mixed >> np.uint64(32))
