"""The text that a network learns, in stretches of one length."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language.network import FIRST, GAP, UNKNOWN
from training.build import Corpus, texts, words

ROWS, LENGTH = 16, 128
"""Stretches read at once, and the characters of each."""

_WORDS: Final = 30_000
"""How many words of each frequency list are read, each as a line."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Text:
    """The text to learn, and the characters that it knows, in the order of their numbers."""

    units: list[str]
    characters: list[str]

    @classmethod
    def of(cls, corpus: Corpus, models: Iterable[str], seen: int) -> Text:
        """All that some models learn: lines, words as lines, and pieces after a gap; `seen` makes a character known."""
        units: list[str] = []
        for language in itertools.chain.from_iterable(map(corpus.languages, models)):
            listed = words(corpus.folder / "words" / f"{language}.tsv", 1, _WORDS)
            for text in (*texts(corpus.folder / "text", language), listed):
                units += [f"{line}\n" for line in text.split("\n") if line]
            for text in corpus.fragments(language):
                units += [f"\0{piece}" for piece in text.split("\n") if piece]
        counts: Counter[str] = Counter()
        for unit in units:
            counts.update(unit)
        ascii_ = {chr(point) for point in range(0x20, 0x7F)} | {"\n"}
        known = {char for char, count in counts.items() if count >= seen} | ascii_
        return cls(units, sorted(known - {"\0"}))

    def ids(self) -> Ids:
        """The number of each code point."""
        table = np.full(0x110000, UNKNOWN, np.int64)
        table[0] = GAP
        table[[ord(char) for char in self.characters]] = np.arange(len(self.characters)) + FIRST
        return table

    def batches(self) -> Iterator[Ids]:
        """Stretches of text and the character after each, for ever; `ROWS` at a time."""
        table = self.ids()
        draw = np.random.RandomState(1)
        while True:
            order = draw.permutation(len(self.units))
            text = "\n" + "".join(self.units[index] for index in order)
            stream = table[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)]
            count = (stream.size - 1) // LENGTH
            starts = draw.permutation(count)[: count // ROWS * ROWS].reshape(-1, ROWS) * LENGTH
            for some in starts:
                yield stream[some[:, None] + np.arange(LENGTH + 1)]
