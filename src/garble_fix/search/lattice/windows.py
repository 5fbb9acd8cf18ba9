"""What the language models say of characters after contexts, in arrays of many islands, each with its languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LanguageModel
from garble_fix.search.lattice.doubt import believed
from garble_fix.search.lattice.seen import Seen

Points = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

CONTEXT: Final = 3
"""Characters before and after that matter to the models."""


class Languages:
    """The languages that each island may be in; `spoken` tells so, shape (islands, languages).

    `columns` are those that some island may be in, as indices into `LANGUAGES`: most often one or two of them all.
    `seen` is what the text that all islands are of has elsewhere.
    """

    def __init__(self, model: LanguageModel, spoken: npt.NDArray[np.bool_], seen: Seen | None = None) -> None:
        self.model, self.seen = model, seen
        self.columns = np.flatnonzero(spoken.any(axis=0))
        sets, self._set_of = np.unique(spoken, axis=0, return_inverse=True)
        self._sets = [tuple(np.flatnonzero(row).tolist()) for row in sets]

    def of(self, island: int) -> tuple[int, ...]:
        """The languages of one island, as indices into `LANGUAGES`."""
        return self._sets[int(self._set_of[island])]

    def after(self, contexts: Points, island: Integers, who: Integers, chars: Points) -> Floats:
        """`log P` of each of `chars` after the context number `who`, which is in its `island`; nats.

        Shape (characters, columns); minus infinity for languages that are not spoken in the island.
        """
        result = np.full((chars.size, self.columns.size), -np.inf, np.float32)
        for languages, rows in self._by_set(island[who]):
            some = slice(None) if rows is None else rows
            scores, pairs = self.model.log_probs_after(contexts, who[some], chars[some], languages)
            scores = believed(scores, pairs, contexts[who[some], -1], chars[some], self.model, languages)
            for column, nats in zip(np.searchsorted(self.columns, languages).tolist(), scores, strict=True):
                result[some, column] = nats
        return self.seen.adapted(result, contexts, who, chars) if self.seen else result

    def _by_set(self, island: Integers) -> Iterator[tuple[tuple[int, ...], Integers | None]]:
        """Each set of languages and its rows; None for all."""
        if len(self._sets) == 1:
            yield self._sets[0], None
            return
        which = self._set_of[island]
        for number, languages in enumerate(self._sets):
            rows = np.flatnonzero(which == number)
            if rows.size:
                yield languages, rows
