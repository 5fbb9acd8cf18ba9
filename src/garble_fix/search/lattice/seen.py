"""What is sound of a text says what the rest of it is like: its terms, its names, how its lines begin.

The language models are adapted to it: n-grams that the text has elsewhere are counted, with the models as the prior
(maximum a posteriori adaptation; Bacchiani and Roark, 2003). Where a context is not in the text, nothing changes. Nor
does it for ASCII behind other characters: that is what decoders swallow, so what is left of it is no fair sample.
"""

from __future__ import annotations

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
_PRIOR: Final = 3.0
"""As many times as this a context must be there for what follows it to count as much as what the models say."""

_LINE_FEED, _ASCII = 10, 0x80
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads code points over 64 bits: 2 to the 64th by the golden ratio (Knuth, 6.4)."""


class Seen:
    """The n-grams of a text; U+FFFD stands in it for what is not known."""

    def __init__(self, text: str) -> None:
        points = code_points(text)
        known = points != ord(HOLE)
        grams, there = points.astype(np.uint64), known
        self._contexts: list[_Counts] = []
        self._grams: list[_Counts] = []
        before = _before(points)
        for length in range(_SHORTEST, _LONGEST + 1):
            contexts = _joined(before[: length - 1])
            there = known.copy()
            for back in range(1, length):
                there[back:] &= known[:-back]
            self._contexts.append(_Counts(contexts[there]))
            self._grams.append(_Counts(_extended(contexts, grams)[there]))

    def adapted(self, scores: Floats, contexts: Points, who: npt.NDArray[np.int64], chars: Points) -> Floats:
        """Return `scores`, log P in nats of `chars` after the rows `who` of `contexts`, given what the text has.

        `scores` have the shape (characters, languages), `contexts` (contexts, code points).
        """
        shares = np.exp(scores)
        sampled = (chars >= _ASCII) | (contexts[who, -1] < _ASCII)
        before = [contexts[:, -back].astype(np.uint64) for back in range(1, _LONGEST)]
        ended = np.zeros(contexts.shape[0], np.bool_)
        for column in before:
            ended |= column == _LINE_FEED
            column[ended] = _LINE_FEED
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
            shares[rows[there]] += (_SHARE * counts[there] / (totals[some[there]] + _PRIOR))[:, None]
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


def _before(points: Points) -> list[Keys]:
    """The code points before each, the nearest first. A line knows nothing of the line before it."""
    found = []
    begins = np.zeros(points.size, np.bool_)
    for back in range(1, _LONGEST):
        earlier = np.full(points.size, _LINE_FEED, np.uint64)
        earlier[back:] = points[:-back]
        begins |= earlier == _LINE_FEED
        found.append(np.where(begins, np.uint64(_LINE_FEED), earlier))
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
