"""Character n-grams with interpolated Kneser–Ney smoothing, packed for look-ups over whole arrays.

`log P(target | context)` is that of the longest n-gram on record, plus the backoff weight of every longer context
on record (Chen and Goodman, 1999; the backoff form of an interpolated model). N-grams and backoff weights lie in
one static function; single symbols have dense arrays.

A model may be conditional on a class that the target is known to belong to: the alphabet model predicts *which*
lower-case letter comes, given that one does. Backoff weights are then stored for (context, class).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.language.static_function import Hashes, Keys, StaticFunction

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
        targets, *before = (symbols[at] for symbols in histories(ids, order, self.pad))
        return self.score_after(Successors(targets, before), known, order)[-1]

    def score_after(
        self, successors: Successors, known: Keys | None = None, order: int | None = None
    ) -> list[Floats]:
        """`log P` of symbols that may follow contexts, by n-grams of each length up to `order`, the shortest first.

        `known` are the classes of the symbols; the model is conditional on these if they are given.
        """
        order = self.order if order is None else min(order, self.order)
        who, targets = successors.who, successors.targets
        results = [self.unigram[targets]]
        there: Any = None
        for length in range(1, order):
            shorter = results[-1]
            rows = there
            if known is None and length == 1:
                weight = self.unigram_backoff[successors.before[0]]
                extended = shorter + (weight if who is None else weight[who])
            else:
                key = successors.context(length)
                if known is not None:
                    key = ((key if who is None else key[who]) << _WIDTH) | known
                codes, has_weight = self.ngrams.get(backoff_key(key, length))
                weight = np.where(has_weight, self.backoff_table[codes], np.float32(0))
                if known is None and who is not None:
                    weight, has_weight = weight[who], has_weight[who]
                extended = shorter + weight
                # Every context on record has a weight, and so has every n-gram the shorter one that ends it: without
                # either, what looks like an n-gram is an accident of hashing.
                rows = np.flatnonzero(has_weight) if there is None else there[has_weight[there]]
            hashes = successors.hashes(length, self.ngrams.seed)
            codes, seen = self.ngrams.get(hashes if rows is None else hashes[rows])
            there = np.flatnonzero(seen) if rows is None else rows[seen]
            extended[there] = self.prob_table[codes[seen]]
            results.append(extended)
        return results


class Successors:
    """Symbols that may follow contexts: `targets[i]` follows context `who[i]`, or context `i` if `who` is None.

    `before` are the symbols of the contexts, the nearest first. The hashes of the n-grams are kept for all models of
    the same symbols.
    """

    def __init__(
        self, targets: Keys, before: Sequence[Keys], who: npt.NDArray[np.int64] | None = None
    ) -> None:
        self.targets, self.before, self.who = targets, before, who
        self._hashes: dict[tuple[int, int], Hashes] = {}

    def context(self, length: int) -> Keys:
        """The nearest `length` symbols of each context, sixteen bits each."""
        packed = self.before[0]
        for back in range(1, length):
            packed = packed | (self.before[back] << np.uint64(16 * back))
        return packed

    def hashes(self, length: int, seed: int) -> Hashes:
        """The hashes of the n-grams of the targets after that many symbols."""
        if (length, seed) not in self._hashes:
            context = self.context(length) << _WIDTH
            packed = self.targets | (context if self.who is None else context[self.who])
            self._hashes[length, seed] = Hashes.of(ngram_key(packed, length + 1), seed)
        return self._hashes[length, seed]
