"""What did not go through the channel: sound text on one line with text that did.

All bytes of it are known, and they are no UTF-8. Beside a mark the channel leaves a few bytes of a sequence that has
lost the others, and no more.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from garble_fix.search.alignment import Offsets
from garble_fix.search.lattice.islands import BROKEN, MORE, TWO, Run, sound_runs
from garble_fix.search.mend import GAP

_SEQUENCE: Final = re.compile(MORE)
_TWO: Final = re.compile(TWO)
"""Sequences of two bytes are frequent by chance where every byte is above 7F."""

_TRAILS: Final = re.compile(rb"\A[\x80-\xbf]{1,3}")
"""What a mark may leave behind it."""

_BEHIND: Final = re.compile(rb"\A[\x80-\xbf]{1,2}(?=\xff)")
_BEFORE: Final = re.compile(rb"(?<=\xff)[\xe1-\xef][\x80-\xbf]?\Z")
"""What may be left of a sequence between a mark and what the page cannot hold."""

_LEAST: Final = 2
"""Bytes of no sequence that are too many for what a channel leaves, besides what may stand beside a mark."""

_CHANCE: Final = 1
"""Characters between others that did not go through the channel whose bytes happen to be a sequence."""

_OTHER: Final = 0x20
"""Put for bytes of sequences, and for ASCII."""


def runs_apart(text: str, ends: Offsets, data: bytes, marks: Mapping[int, bytes]) -> list[Run]:
    """Sound stretches, islands, and what is untouched.

    `ends` are the offsets in `data` at which the characters of the damaged text end, `marks` its marks by where they
    start.
    """
    spelled = _Spelled(data, [0, *ends.tolist()], _loose(data))
    runs: list[Run] = []
    at = 0
    for first, last in _untouched(spelled, marks):
        start, end = spelled.cuts[first], spelled.cuts[last]
        runs += _between(data, at, start)
        runs.append(Run(start, end, text[first:last], sound=False, untouched=True))
        at = end
    return [*runs, *_between(data, at, len(data))]


def _between(data: bytes, start: int, end: int) -> Iterator[Run]:
    """The runs of a part of `data`."""
    for run in sound_runs(data[start:end]):
        yield Run(start + run.start, start + run.end, run.text, run.sound)


@dataclass(frozen=True)
class _Spelled:
    """Bytes, the offsets at which the characters of the damaged text begin, and those of bytes of no sequence."""

    data: bytes
    cuts: Sequence[int]
    loose: frozenset[int]

    def is_odd(self, index: int) -> bool:
        """Whether some byte of a character is of no sequence."""
        return self.cuts[index] in self.loose or self.cuts[index + 1] - 1 in self.loose

    def is_beyond_ascii(self, first: int, last: int) -> bool:
        """Whether no byte of some characters is ASCII."""
        return all(byte >= 0x80 for byte in self.data[self.cuts[first] : self.cuts[last]])

    def odd_bytes(self, first: int, last: int) -> bytes:
        """The bytes of some characters, with `_OTHER` for those that are of a sequence."""
        places = range(self.cuts[first], self.cuts[last])
        return bytes(self.data[place] if place in self.loose else _OTHER for place in places)


def _loose(data: bytes) -> frozenset[int]:
    """The offsets of bytes beyond ASCII that are of no sequence of three or four."""
    found: list[int] = []
    at = 0
    for start, end in [*(match.span() for match in _SEQUENCE.finditer(data)), (len(data), len(data))]:
        found += (place for place in range(at, start) if data[place] >= 0x80)
        at = end
    return frozenset(found)


def _untouched(spelled: _Spelled, marks: Mapping[int, bytes]) -> Iterator[tuple[int, int]]:
    """The indices of the first characters of what did not go through the channel, and of those behind it."""
    start, last = 0, len(spelled.cuts) - 1
    for stop, offset in enumerate(spelled.cuts):
        if stop == last or offset in marks:
            for first, end in _odd(spelled, start, stop):
                behind, before = start > 0 and first == start, stop < last and end == stop
                first, end = _without_rests(spelled, first, end, behind=behind, before=before)  # noqa: PLW2901
                if first < end:
                    yield first, end
            start = stop + 1


def _odd(spelled: _Spelled, start: int, stop: int) -> list[tuple[int, int]]:
    """Stretches of odd characters, and of what happens to be none between them."""
    found: list[tuple[int, int]] = []
    for index in range(start, stop):
        if spelled.is_odd(index):
            first, last = found[-1] if found else (index, index)
            if found and index - last <= _CHANCE and spelled.is_beyond_ascii(last, index):
                found[-1] = first, index + 1
            else:
                found.append((index, index + 1))
    return found


def _without_rests(
    spelled: _Spelled, first: int, last: int, *, behind: bool, before: bool
) -> tuple[int, int]:
    """The stretch, without what a sequence left beside a mark; an empty one if that may be all of it.

    It may stand `behind` a mark, and `before` another.
    """
    cuts, odd = spelled.cuts, spelled.odd_bytes(first, last)
    if GAP in odd:
        # What the page cannot hold was not read as it.
        head, tail = _BEHIND.match(odd) if behind else None, _BEFORE.search(odd) if before else None
        return (
            bisect_left(cuts, cuts[first] + head.end()) if head else first,
            bisect_right(cuts, cuts[last] - len(tail[0])) - 1 if tail else last,
        )
    rest = BROKEN.sub(b"", _TRAILS.sub(b"", odd) if behind else odd)
    untouched = sum(byte != _OTHER for byte in _TWO.sub(b"", rest)) >= _LEAST
    return (first, last) if untouched else (first, first)
