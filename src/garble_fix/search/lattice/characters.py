"""The characters that a stored page writes with bytes out of given sets."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.codepages import get
from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.tokens import fold
from garble_fix.search.lattice.arcs import ANY, ASCII, Arc, Lattice, Pairs, paths

Points = npt.NDArray[np.uint32]

MOST: Final = 160
"""How many characters are tried in one place; the likeliest there are taken."""

_KNOWN: Final = 2500
"""Of how many it is asked how likely they are there: the likeliest without context."""

_TRAIL: Final = frozenset(range(0x80, 0xC0))
_FORMS: Final = (
    (ASCII,),
    (frozenset(range(0xC2, 0xE0)), _TRAIL),
    (frozenset(range(0xE0, 0xF0)), _TRAIL, _TRAIL),
    (frozenset(range(0xF0, 0xF5)), _TRAIL, _TRAIL, _TRAIL),
)
"""UTF-8: the sets of bytes of characters of one, two, three and four bytes (RFC 3629)."""


_DOUBLE_BYTE_FORMS: Final = ((ASCII,), (ANY - ASCII, ANY - frozenset(range(0x30))))
"""The same of pages whose characters beyond ASCII have two bytes."""


@dataclass(frozen=True, eq=False)
class Characters:
    """Code points, with their first and last bytes. Equal to itself alone, so that it can be the key of a cache."""

    points: Points
    first: npt.NDArray[np.uint8]
    last: npt.NDArray[np.uint8]

    def rows(self, index: npt.NDArray[np.int64]) -> Characters:
        """Some of them."""
        return Characters(self.points[index], self.first[index], self.last[index])


@dataclass(frozen=True)
class Choice:
    """Characters that may come next, and the arcs that they use."""

    characters: Characters
    arcs: tuple[Arc, ...]

    @property
    def target(self) -> int:
        """The node behind the character."""
        return self.arcs[-1].target

    @property
    def lost(self) -> bool:
        """Whether some byte of it was lost."""
        return any(arc.lost for arc in self.arcs)


@dataclass(frozen=True)
class _Relation:
    """A matrix that must hold of two bytes, if any; the same as another where it is the same object."""

    number: int
    matrix: Pairs | None = field(compare=False)


def ways(lattice: Lattice, node: int) -> Iterator[Choice]:
    """The characters that may begin at `node`, by the way that they take through the lattice; of any number."""
    unicode = lattice.stored == "utf-8"
    for form in _FORMS if unicode else _DOUBLE_BYTE_FORMS:
        for arcs in paths(lattice, node, form):
            values = tuple(arc.values for arc in arcs)
            relations = tuple(_Relation(id(arc.pairs), arc.pairs) for arc in arcs[1:])
            found = _related(lattice.stored, values, relations)
            if found.points.size:
                yield Choice(found, arcs)


@functools.lru_cache(maxsize=1024)
def common(
    characters: Characters, model: LanguageModel, languages: tuple[int, ...], most: int = _KNOWN
) -> Characters:
    """The `most` characters that are commonest in `languages` (indices into `LANGUAGES`)."""
    if characters.points.size <= most:
        return characters
    known = frequency(characters.points, model, languages)
    return characters.rows(np.argsort(-known, kind="stable")[:most])


def frequency(points: Points, model: LanguageModel, languages: Sequence[int]) -> npt.NDArray[np.float32]:
    """`log P` of characters without context in the language of `languages` that has them most, in nats."""
    folded = fold(points)
    tokens, letters = model.token[folded], model.letter[folded]
    names = [LANGUAGES[language] for language in languages]
    in_class = np.where(letters < model.letters, model.letter_frequency[letters], np.float32(0))
    found = [
        model.languages[name].unigram[letters] - model.log_letter_size[letters]
        if name == "xx"
        else model.languages[name].unigram[tokens] + in_class
        for name in names
    ]
    result: npt.NDArray[np.float32] = np.max(found, axis=0)
    return result


@functools.lru_cache(maxsize=1024)
def _related(stored: str, values: tuple[frozenset[int], ...], relations: tuple[_Relation, ...]) -> Characters:
    """The characters whose bytes are out of these sets, and each with the one before in the relation of its own."""
    points, data = _characters(values) if stored == "utf-8" else _double_bytes(stored, values)
    if points.size:
        keep = np.ones(points.size, np.bool_)
        for index, relation in enumerate(relations, 1):
            if relation.matrix is not None:
                keep &= relation.matrix[data[:, index - 1], data[:, index]]
        points, data = points[keep], data[keep]
    return Characters(points, data[:, 0].copy(), data[:, -1].copy())


@functools.lru_cache(maxsize=64)
def _characters(
    values: tuple[frozenset[int], ...],
) -> tuple[Points, npt.NDArray[np.uint8]]:
    """The characters whose UTF-8 bytes are out of these sets, and their bytes; shape (characters, bytes)."""
    columns = [np.array(sorted(column), np.uint32) for column in values]
    data = np.stack([grid.ravel() for grid in np.meshgrid(*columns, indexing="ij")], axis=1)
    lead_bits = (0x7F, 0x1F, 0x0F, 0x07)[len(values) - 1]
    points: Points = (data[:, 0] & lead_bits).astype(np.uint32)
    for index in range(1, len(values)):
        points = (points << 6 | data[:, index] & 0x3F).astype(np.uint32)
    lowest = (0, 0x80, 0x800, 0x10000)[len(values) - 1]
    keep = (points >= lowest) & (points <= 0x10FFFF) & written(points)
    return points[keep], data[keep].astype(np.uint8)


@functools.lru_cache(maxsize=64)
def _double_bytes(page: str, values: tuple[frozenset[int], ...]) -> tuple[Points, npt.NDArray[np.uint8]]:
    """The characters whose bytes in a double-byte page are out of these sets, and their bytes."""
    columns = [np.array(sorted(column), np.uint32) for column in values]
    data = np.stack([grid.ravel() for grid in np.meshgrid(*columns, indexing="ij")], axis=1)
    points: Points = data[:, 0] if len(values) == 1 else _pairs_of(page)[data[:, 0], data[:, 1]]
    keep = (points > 0) & written(points)
    return points[keep], data[keep].astype(np.uint8)


@functools.cache
def _pairs_of(page: str) -> Points:
    """The character of each pair of bytes in a page, 0 where there is none; shape (256, 256)."""
    found = np.zeros((256, 256), np.uint32)
    for lead in range(0x81, 0xFF):
        for trail in range(0x30, 0xFF):
            try:
                read = get(page).decode(bytes((lead, trail)))
            except UnicodeDecodeError:
                continue
            if len(read) == 1:
                found[lead, trail] = ord(read)
    return found


def written(points: Points) -> npt.NDArray[np.bool_]:
    """Whether people write the characters: no controls but tab and line ends, no surrogates, no private use."""
    controls = (points < 0x20) & (points != 9) & (points != 10) & (points != 13) | (points >= 0x7F) & (
        points < 0xA0
    )
    private = (points >= 0xD800) & (points < 0xF900) | (points >= 0xF0000) | (points == 0xFFFD)
    result: npt.NDArray[np.bool_] = ~(controls | private)
    return result
