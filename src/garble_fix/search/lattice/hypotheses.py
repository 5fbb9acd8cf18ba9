"""Beginnings of texts, as rows of arrays: those of many islands together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from garble_fix.search.lattice.windows import Floats, Points

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Hypotheses:
    """Beginnings that have come from the node `start` to `target` of their `island` by the character `char`.

    `scores` is log P for each language, nats; `contexts` are the last characters, `last` the last byte. `number` is
    the number of the hypothesis that it goes on from until it has its own (see `numbered`), -1 at the beginning.
    """

    island: Integers
    target: Integers
    contexts: Points
    scores: Floats
    last: npt.NDArray[np.uint8]
    number: Integers
    char: Points
    start: Integers
    lost: npt.NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many there are."""
        return self.island.size

    def rows(self, index: Integers) -> Hypotheses:
        """Some of them."""
        return Hypotheses(*(getattr(self, field.name)[index] for field in fields(self)))

    def numbered(self, first: int) -> Hypotheses:
        """The same as what is to be gone on from, with numbers from `first`."""
        return replace(self, number=first + np.arange(self.size))

    @staticmethod
    def joined(parts: Sequence[Hypotheses]) -> Hypotheses:
        """All of several."""
        return Hypotheses(
            *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Hypotheses))
        )

    def texts(self, index: Integers, history: Sequence[Hypotheses]) -> list[str]:
        """What some of them say; `history` are all that were gone on from, in the order of their numbers."""
        before = np.concatenate([part.number for part in history])
        chars = np.concatenate([part.char for part in history])
        numbers = self.number[index]
        columns = [self.char[index]]
        while (there := before[numbers] >= 0).any():
            columns.append(np.where(there, chars[numbers], np.uint32(0)))
            numbers = np.where(there, before[numbers], numbers)
        return ["".join(map(chr, filter(None, row))) for row in np.stack(columns[::-1], axis=1).tolist()]


def start(contexts: Points, languages: int) -> Hypotheses:
    """The empty beginning of each island."""
    count = contexts.shape[0]
    zeros = np.zeros(count, np.int64)
    return Hypotheses(
        np.arange(count),
        zeros,
        contexts,
        np.zeros((count, languages), np.float32),
        np.zeros(count, np.uint8),
        zeros - 1,
        np.zeros(count, np.uint32),
        zeros,
        np.zeros(count, np.bool_),
    )


def best_of_each(group: Integers, worth: Floats, width: int, within: np.float32) -> Integers:
    """The indices of the `width` best of each group, of those that are `within` so much of the best; best first."""
    if not group.size:
        return np.zeros(0, np.int64)
    most = np.full(int(group.max()) + 1, -np.inf, np.float32)
    np.maximum.at(most, group, worth)
    index = np.flatnonzero(worth >= most[group] - within)
    order = index[np.lexsort((-worth[index], group[index]))]
    groups = group[order]
    first = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    rank = np.arange(order.size) - np.repeat(first, np.diff(np.append(first, order.size)))
    found: Integers = order[rank < width]
    return found
