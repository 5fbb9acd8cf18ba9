"""A bounded part of the data that tells as much as the whole: what stands around its non-ASCII bytes.

ASCII reads alike in every code page, and a thousand characters decide as well as a million. So only stretches
with bytes from 80 on are kept, with a little ASCII around them: those at the beginning, and some from places
spread over the rest. A stretch ends with its line, since lines of one file may be in different encodings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_FIRST: Final = 500
"""Bytes taken from the beginning."""
_PLACES: Final = 6
"""Places in the rest that are looked at."""
_EACH: Final = 80
"""Bytes taken at each of them."""

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_RUN: Final = re.compile(rb"[\x80-\xff]+")
_STRETCH: Final = re.compile(rb"(?:[\x80-\xff]+[^\n\x80-\xff]{0,24})+")
_BEFORE: Final = 24
"""ASCII bytes kept before a stretch."""
_REACH: Final = 1 << 20
"""How far from a place on non-ASCII bytes are looked for."""
_SAFE: Final = re.compile(rb"[\x00-\x2f][\x80-\xff]")
"""A byte that is part of no longer character in any code page, and one that therefore begins one."""
_LAST_SAFE: Final = re.compile(rb"(?s)(.*[\x00-\x2f])")


class Stretch(NamedTuple):
    """Bytes between places where a character ends in every code page; where `cut`, perhaps within one."""

    data: bytes
    cut: bool


def sample(data: bytes) -> tuple[Stretch, ...]:
    """Return the stretches to judge `data` by: all that matters of short data, some 2 KB of long data."""
    taken = list(_taken(data, 0, _FIRST))
    step = len(data) // (_PLACES + 1)
    if step > 2 * _FIRST:
        for place in range(1, _PLACES + 1):
            # What was taken already says nothing twice.
            start = _synchronised(data, max(place * step, taken[-1][1]) if taken else place * step)
            if start is not None:
                taken += _taken(data, start, _EACH)
    return tuple(stretch for stretch, _ in taken)


def distinct(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Take out each run of non-ASCII bytes that came before: a sign that a text repeats is evidence once."""
    seen: set[bytes] = set()

    def first_time(run: re.Match[bytes]) -> bytes:
        known = run.group() in seen
        seen.add(run.group())
        return b"" if known else run.group()

    shorter = (Stretch(_RUN.sub(first_time, data), cut) for data, cut in stretches)
    return tuple(stretch for stretch in shorter if not stretch.data.isascii())


def _synchronised(data: bytes, place: int) -> int | None:
    """The first non-ASCII byte from `place` on that begins a character in every code page, if one is near."""
    match = _SAFE.search(data, place, min(len(data), place + _REACH))
    return match.start() + 1 if match else None


def _taken(data: bytes, start: int, budget: int) -> Iterator[tuple[Stretch, int]]:
    """Stretches of `budget` bytes in all from `start` on, and where in `data` each ends."""
    while budget > 0:
        high = _HIGH.search(data, start, min(len(data), start + _REACH))
        if not high:
            return
        match = _STRETCH.match(data, high.start(), high.start() + budget)
        assert match  # there is a high byte
        first, end = max(start, match.start() - _BEFORE), match.end()
        kept, cut = data[first:end], end < len(data) and end == high.start() + budget
        if cut:
            safe = _LAST_SAFE.match(kept)
            if safe and _HIGH.search(safe[1]):
                kept, cut = safe[1], False
        yield Stretch(kept, cut), end
        budget -= end - match.start()
        start = end
