"""Counting and smoothing: from a sequence of symbols to a packed `NGramModel`.

Interpolated modified Kneser–Ney (Chen and Goodman, 1999): discounts by count class, continuation counts in the
lower orders. N-grams seen too seldom to be worth two bytes are pruned afterwards, and their probability goes to the
backoff weight, so that every conditional distribution still sums to one (before quantisation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from garble_fix.language import static_function
from garble_fix.language.ngrams import Codebook, NGramModel, backoff_key, histories, ngram_key

Keys = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_WIDTH = np.uint64(16)
_MASK = np.uint64(0xFFFF)

PROBS = Codebook(-15.75, 64)
BACKOFFS = Codebook(-7.875, 64)
_FINGERPRINT_BITS = 10


@dataclass
class Counted:
    """Distinct n-grams of one order, packed and sorted, with their counts."""

    keys: Keys
    counts: Counts


def count(
    chunks: Sequence[npt.NDArray[np.uint16]],
    order: int,
    pad: int,
    fragments: Sequence[npt.NDArray[np.uint16]] = (),
) -> Counted:
    """Count the n-grams of `order` symbols in each chunk; see `histories` for what stands before a line.

    The lines of `fragments` are pieces of text: where they begin and end says nothing, and is not counted.
    """
    parts: list[Keys] = []
    for chunk in chunks:
        parts.append(_packed(histories(chunk, order, pad)))
    for chunk in fragments:
        symbols = histories(chunk, order, pad)
        parts.append(_packed(symbols)[np.all([each != pad for each in symbols], axis=0)])
    keys, counts = np.unique(np.concatenate(parts), return_counts=True)
    return Counted(keys, counts.astype(np.int64))


def _packed(symbols: Sequence[Keys]) -> Keys:
    """The n-grams of symbols and those before them, sixteen bits each."""
    packed = np.zeros_like(symbols[0])
    for back, each in enumerate(symbols):
        packed |= each << np.uint64(16 * back)
    return packed


def shorten(longer: Counted, order: int) -> Counted:
    """Continuation counts: in how many distinct n-grams of `order + 1` each n-gram of `order` is the end."""
    mask = np.uint64((1 << (16 * order)) - 1)
    keys, counts = np.unique(longer.keys & mask, return_counts=True)
    return Counted(keys, counts.astype(np.int64))


def discounts(counts: Counts) -> Floats:
    """Modified Kneser–Ney discounts for counts of 1, 2, and 3 or more (indices 1 to 3; index 0 is unused)."""
    n = [max(1, int((counts == k).sum())) for k in range(1, 5)]
    y = n[0] / (n[0] + 2 * n[1])
    raw = [0.0, *(k - (k + 1) * y * n[k] / n[k - 1] for k in (1, 2, 3))]
    return np.clip(np.array(raw), [0, 0.1, 0.2, 0.3], [0, 0.95, 1.6, 2.4])


def train(
    chunks: list[npt.NDArray[np.uint16]],
    order: int,
    base: Floats,
    *,
    pad: int,
    prune: tuple[int, ...],
    letter_class: npt.NDArray[np.uint16] | None = None,
    fragments: Sequence[npt.NDArray[np.uint16]] = (),
) -> NGramModel:
    """Train a model of `order` on `chunks`.

    `base` is the probability of each symbol before anything was seen. `prune[n]` is the smallest (continuation)
    count with which an n-gram of order n is kept; prune[0] and prune[1] are unused. With `letter_class` (for each
    predicted symbol, its class; symbols beyond its end are context only) the model is conditional on the class.
    """
    table = count(chunks, order, pad, fragments)
    tables: dict[int, Counted] = {order: table}
    for n in range(order - 1, 0, -1):
        tables[n] = shorten(tables[n + 1], n)
    if letter_class is not None:
        for n, counted in tables.items():
            target = (counted.keys & _MASK) < letter_class.size
            tables[n] = Counted(counted.keys[target], counted.counts[target])
    classes = None if letter_class is None else letter_class.astype(np.uint64)

    kept_of = _kept(tables, prune)
    unigram = _unigrams(tables[1], base, classes)
    entries: list[tuple[Keys, npt.NDArray[np.uint16]]] = []
    lower_keys, lower_probs = np.arange(base.size, dtype=np.uint64), unigram
    dense_backoff = np.zeros(base.size)
    for n in range(2, order + 1):
        counted = tables[n]
        contexts = counted.keys >> _WIDTH
        groups = contexts if classes is None else (contexts << _WIDTH) | classes[counted.keys & _MASK]
        group_keys, group_of = np.unique(groups, return_inverse=True)
        total = np.bincount(group_of, weights=counted.counts, minlength=group_keys.size)
        level = discounts(counted.counts)
        mass = (counted.counts - level[np.minimum(counted.counts, 3)]) / total[group_of]
        keep = kept_of[n]
        kept = np.bincount(group_of[keep], weights=mass[keep], minlength=group_keys.size)
        weight = np.maximum(1.0 - kept, 1e-4)
        shorter = _lookup(lower_keys, lower_probs, counted.keys & np.uint64((1 << (16 * (n - 1))) - 1))
        probs = mass[keep] + weight[group_of[keep]] * shorter[keep]
        entries.append((ngram_key(counted.keys[keep], n), PROBS.encode(np.log(probs))))
        used = kept > 0
        if n == 2 and classes is None:
            dense_backoff[group_keys[used]] = np.log(weight[used])
        else:
            entries.append((backoff_key(group_keys[used], n - 1), BACKOFFS.encode(np.log(weight[used]))))
        # Longer n-grams interpolate with this order as it will be looked up: pruned entries through their backoff.
        full = np.where(keep, mass + weight[group_of] * shorter, weight[group_of] * shorter)
        lower_keys, lower_probs = counted.keys, full
    packed = static_function.build(
        np.concatenate([keys for keys, _ in entries]),
        np.concatenate([codes for _, codes in entries]),
        np.uint16,
        _FINGERPRINT_BITS,
    )
    return NGramModel(
        order,
        np.log(unigram).astype(np.float32),
        dense_backoff.astype(np.float32),
        packed,
        PROBS.table(),
        BACKOFFS.table(),
        pad,
    )


def _kept(tables: dict[int, Counted], prune: tuple[int, ...]) -> dict[int, npt.NDArray[np.bool_]]:
    """Which n-grams of each order are kept: those seen often enough, and the ends of longer ones that are.

    Whoever looks one up can then pass by all whose end is not on record: there are fewer look-ups, and an n-gram that
    was never there is hardly ever found by an accident of hashing.
    """
    kept: dict[int, npt.NDArray[np.bool_]] = {}
    for n in range(max(tables), 1, -1):
        kept[n] = tables[n].counts >= prune[n]
        if n + 1 in kept:
            ends = tables[n + 1].keys[kept[n + 1]] & np.uint64((1 << (16 * n)) - 1)
            kept[n] |= np.isin(tables[n].keys, ends)
    return kept


def marginals(
    chunks: list[npt.NDArray[np.uint16]], base: Floats, letter_class: npt.NDArray[np.uint16] | None = None
) -> Floats:
    """The plain relative frequency of each symbol (within its class), interpolated with `base`.

    Not the model's own unigrams: those count contexts, as Kneser–Ney wants, not occurrences.
    """
    counts = np.zeros(base.size)
    for chunk in chunks:
        counts += np.bincount(chunk, minlength=base.size)
    if letter_class is None:
        return (counts + base * 100.0) / (counts.sum() + 100.0)
    groups = np.concatenate(
        [letter_class, np.full(base.size - letter_class.size, int(letter_class.max()) + 1)]
    ).astype(np.int64)
    total = np.bincount(groups, weights=counts)
    return (counts + base * 100.0) / (total[groups] + 100.0)


def _unigrams(counted: Counted, base: Floats, classes: Keys | None) -> Floats:
    """Interpolate the symbols' continuation counts with `base`, overall or within each class."""
    counts = np.zeros(base.size)
    counts[counted.keys.astype(np.int64)] = counted.counts
    level = discounts(counted.counts)
    discounted = counts - level[np.minimum(counts, 3).astype(np.int64)]
    if classes is None:
        total = counts.sum()
        result = discounted / total + (1.0 - discounted.sum() / total) * base
        return np.asarray(result)
    groups = np.concatenate([classes, np.full(base.size - classes.size, int(classes.max()) + 1)]).astype(
        np.int64
    )
    total = np.maximum(np.bincount(groups, weights=counts), 1e-9)
    held = np.bincount(groups, weights=discounted)
    result = discounted / total[groups] + (1.0 - held / total)[groups] * base
    return np.maximum(result, 1e-12)


def _lookup(keys: Keys, probs: Floats, wanted: Keys) -> Floats:
    """Probability of each wanted n-gram; all of them are among the sorted `keys`."""
    return probs[np.searchsorted(keys, wanted)]
