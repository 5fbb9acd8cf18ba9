"""The characters that may come next at the nodes of many lattices, as rows of arrays."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.search.lattice.arcs import Lattice, Pairs
from garble_fix.search.lattice.characters import MOST, Choice, common, ways
from garble_fix.search.lattice.hypotheses import Hypotheses
from garble_fix.search.lattice.windows import Integers, Languages, Points

_ASKED: Final = 4
_AMONG: Final = 16
"""How many hypotheses are asked what is likely to come next where that may be any of many characters: of the best, the
first to end in each character."""

_AT_ONCE: Final = 1 << 16
"""Characters in contexts that are asked for at once."""


@dataclass(frozen=True)
class Fan:
    """Characters: code points, their first and last bytes, the node behind them, and whether some byte was lost.

    `pairs` is the number of the matrix in `Fans.matrices` that must hold of the byte before and the first; -1 if none.
    """

    points: Points
    first: npt.NDArray[np.uint8]
    last: npt.NDArray[np.uint8]
    target: Integers
    lost: npt.NDArray[np.bool_]
    pairs: Integers
    begins: Integers
    """Where the characters of each island begin."""
    counts: Integers
    matrices: Sequence[Pairs]


class Fans:
    """The characters that may come next in some lattices, the likeliest where they are too many."""

    def __init__(self, lattices: Sequence[Lattice], languages: Languages) -> None:
        self._lattices, self._languages = lattices, languages

    def at(self, nodes: Integers, kept: Hypotheses) -> Fan:
        """Those at one node of each lattice, for the hypotheses that have reached it, the best of an island first."""
        chosen: list[Choice] = []
        owners: list[int] = []
        many: list[tuple[int, Choice]] = []
        rows = np.flatnonzero(np.diff(kept.island, prepend=-1))
        for island in kept.island[rows].tolist():
            for choice in _ways(self._lattices[island], int(nodes[island])):
                if choice.characters.points.size > MOST and len(choice.arcs) > 1:
                    known = common(choice.characters, self._languages.model, self._languages.of(island))
                    many.append((len(chosen), replace(choice, characters=known)))
                chosen.append(choice)
                owners.append(island)
        for index, choice in self._likeliest(many, owners, kept):
            chosen[index] = choice
        return _joined(chosen, np.array(owners, np.int64), len(self._lattices))

    def _likeliest(
        self, many: Sequence[tuple[int, Choice]], owners: Sequence[int], kept: Hypotheses
    ) -> Iterator[tuple[int, Choice]]:
        """The likeliest characters of choices of many, by what the best hypotheses expect."""
        batch: list[tuple[int, Choice, Integers]] = []
        size = 0
        for index, choice in many:
            among = np.flatnonzero(kept.island == owners[index])[:_AMONG]
            _, first = np.unique(kept.contexts[among, -1], return_index=True)
            asked = among[np.sort(first)[:_ASKED]]
            batch.append((index, choice, asked))
            size += asked.size * choice.characters.points.size
            if size >= _AT_ONCE:
                yield from self._ranked(batch, kept)
                batch, size = [], 0
        if batch:
            yield from self._ranked(batch, kept)

    def _ranked(
        self, batch: Sequence[tuple[int, Choice, Integers]], kept: Hypotheses
    ) -> Iterator[tuple[int, Choice]]:
        sizes = [choice.characters.points.size for _, choice, _ in batch]
        who = np.concatenate(
            [np.repeat(asked, size) for (_, _, asked), size in zip(batch, sizes, strict=True)]
        )
        points = np.concatenate([np.tile(choice.characters.points, asked.size) for _, choice, asked in batch])
        scores = self._languages.after(kept.contexts, kept.island, who, points).max(axis=1)
        at = 0
        for (index, choice, asked), size in zip(batch, sizes, strict=True):
            part = scores[at : at + asked.size * size].reshape(asked.size, -1)
            at += part.size
            likeliest = np.argsort(-part.max(axis=0), kind="stable")[:MOST]
            yield index, replace(choice, characters=choice.characters.rows(likeliest))


@functools.lru_cache(maxsize=1 << 12)
def _ways(lattice: Lattice, node: int) -> tuple[Choice, ...]:
    return tuple(ways(lattice, node))


def _joined(chosen: Sequence[Choice], owners: Integers, islands: int) -> Fan:
    sizes = np.array([choice.characters.points.size for choice in chosen], np.int64)
    counts = np.bincount(owners, sizes, islands).astype(np.int64)
    matrices: list[Pairs] = []
    numbers: dict[int, int] = {}
    pairs = []
    for choice in chosen:
        matrix = choice.arcs[0].pairs
        if matrix is not None and id(matrix) not in numbers:
            numbers[id(matrix)] = len(matrices)
            matrices.append(matrix)
        pairs.append(-1 if matrix is None else numbers[id(matrix)])
    return Fan(
        np.concatenate([np.zeros(0, np.uint32), *(choice.characters.points for choice in chosen)]),
        np.concatenate([np.zeros(0, np.uint8), *(choice.characters.first for choice in chosen)]),
        np.concatenate([np.zeros(0, np.uint8), *(choice.characters.last for choice in chosen)]),
        np.repeat(np.array([choice.target for choice in chosen], np.int64), sizes),
        np.repeat(np.array([choice.lost for choice in chosen], np.bool_), sizes),
        np.repeat(np.array(pairs, np.int64), sizes),
        np.cumsum(counts) - counts,
        counts,
        matrices,
    )


@dataclass(frozen=True)
class Tries:
    """Hypotheses, numbered `who`, each with a character that may come next."""

    who: Integers
    island: Integers
    char: Points
    last: npt.NDArray[np.uint8]
    target: Integers
    lost: npt.NDArray[np.bool_]

    def rows(self, index: Integers) -> Tries:
        """Some of them."""
        return Tries(*(getattr(self, field.name)[index] for field in fields(self)))

    @staticmethod
    def joined(*parts: Tries) -> Tries:
        """All of several."""
        return Tries(
            *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Tries))
        )


def spread(kept: Hypotheses, fan: Fan) -> Tries:
    """Every hypothesis with every character that may follow it."""
    counts = fan.counts[kept.island]
    who = np.repeat(np.arange(kept.size), counts)
    what = np.arange(who.size) + np.repeat(fan.begins[kept.island] - (np.cumsum(counts) - counts), counts)
    for number, matrix in enumerate(fan.matrices):
        bound = fan.pairs[what] == number
        allowed = ~bound
        allowed[bound] = matrix[kept.last[who[bound]], fan.first[what[bound]]]
        who, what = who[allowed], what[allowed]
    return Tries(who, kept.island[who], fan.points[what], fan.last[what], fan.target[what], fan.lost[what])
