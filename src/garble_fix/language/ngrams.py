"""Character n-grams with interpolated Kneser–Ney smoothing, packed for look-ups over whole arrays.

`log P(target | context)` is that of the longest n-gram on record, plus the backoff weight of every longer context
on record (Chen and Goodman, 1999; the backoff form of an interpolated model). N-grams and backoff weights lie in
one static function; single symbols have dense arrays.

A model may be conditional on a class that the target is known to belong to: the alphabet model predicts *which*
lower-case letter comes, given that one does. Backoff weights are then stored for (context, class).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.language.static_function import Keys, StaticFunction

Ids = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]

_WIDTH: Final = np.uint64(16)


def ngram_key(packed: Keys, order: int) -> Keys:
    """Key of an n-gram of `order` symbols, at most four, packed sixteen bits each."""
    return packed + np.uint64(0x9E3779B97F4A7C15 * order & 0xFFFFFFFFFFFFFFFF)


def backoff_key(packed: Keys, order: int) -> Keys:
    """Key of the backoff weight of a context of `order` symbols (for a conditional model, the class comes last)."""
    return packed + np.uint64(0xD1B54A32D192ED03 * (order + 8) & 0xFFFFFFFFFFFFFFFF)


def histories(ids: Ids, order: int, pad: int) -> list[Keys]:
    """For each symbol, itself and the `order - 1` symbols before it, the nearest first, as 64-bit integers.

    A line knows nothing of the line before it: what is further back than the `pad` (line feed) that begins the line
    is `pad` again.
    """
    symbols = ids.astype(np.uint64)
    index = np.arange(ids.size)
    starts = np.zeros(ids.size, np.int64)
    starts[1:] = np.where(ids[:-1] == pad, index[1:], 0)
    since = index - np.maximum.accumulate(starts)
    result = [symbols]
    for back in range(1, order):
        earlier = np.full(ids.size, pad, np.uint64)
        earlier[back:] = symbols[:-back]
        earlier[since < back] = pad
        result.append(earlier)
    return result


@dataclass(frozen=True)
class Codebook:
    """Uniform quantisation of log-probabilities between `low` (nats, negative) and 0."""

    low: float
    levels: int

    def encode(self, log_probs: npt.NDArray[np.float64]) -> npt.NDArray[np.uint16]:
        """Nearest code of each log-probability in nats."""
        codes = np.rint((1.0 - np.clip(log_probs, self.low, 0.0) / self.low) * (self.levels - 1))
        return codes.astype(np.uint16)

    def table(self) -> Floats:
        """The log-probability in nats of each code."""
        codes = np.arange(self.levels, dtype=np.float32)
        return np.float32(self.low) * (np.float32(1.0) - codes / np.float32(self.levels - 1))


@dataclass(frozen=True)
class NGramModel:
    """One packed model of `order`; see the module's text. All logarithms are natural."""

    order: int
    unigram: Floats
    unigram_backoff: Floats
    ngrams: StaticFunction
    prob_table: Floats
    backoff_table: Floats
    pad: int
    """The symbol that stands before the first one of each line: the line feed."""

    def score(
        self,
        ids: Ids,
        classes: Ids | None = None,
        where: npt.NDArray[np.int64] | None = None,
        order: int | None = None,
    ) -> Floats:
        """`log P(id | the ids before it)` for each id, or for those at the indices `where` only.

        `classes` (parallel to `ids`) makes the model conditional on the class of each target. `order` bounds how
        long n-grams are.
        """
        order = self.order if order is None else min(order, self.order)
        at = slice(None) if where is None else where
        known = None if classes is None else classes[at].astype(np.uint64)
        history = [symbols[at] for symbols in histories(ids, order, self.pad)]
        result = self.unigram[ids[at]]
        packed, context = history[0], np.zeros(history[0].size, np.uint64)
        shift = np.uint64(0)
        for length in range(1, order):
            context = context | (history[length] << shift)
            shift += _WIDTH
            packed = packed | (history[length] << shift)
            result = self._extend(result, packed, context, known, history[1], length)
        return result

    def _extend(
        self, shorter: Floats, packed: Keys, context: Keys, known: Keys | None, last: Keys, length: int
    ) -> Floats:
        codes, seen = self.ngrams.get(ngram_key(packed, length + 1))
        if known is None and length == 1:
            weight: Any = self.unigram_backoff[last]
        else:
            key = context if known is None else (context << _WIDTH) | known
            back_codes, has_weight = self.ngrams.get(backoff_key(key, length))
            weight = np.where(has_weight, self.backoff_table[back_codes], np.float32(0))
            # Every context on record has a weight: without one, what looks like an n-gram is an accident of hashing.
            seen &= has_weight
        extended: Floats = np.where(seen, self.prob_table[codes], shorter + weight)
        return extended
