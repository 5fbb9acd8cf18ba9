# garble-fix: off
"""Text that was stored again in the page it had wrongly been read as, and is read as UTF-8 at last.

Nearly all of it is as it was. Only what the page could not hold is gone: its mark was stored in place of the bytes,
and broke the characters around it. Where a mark of code page 932 (`・`, 81 45) took the place of a pair, the 81
completes or spoils a character and the 45 is a letter E: `、E` was `。`, `チE��ク` was `ディク`.
"""
# garble-fix: on

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner
from garble_fix.language import LanguageModel
from garble_fix.search.alignment import Alignment
from garble_fix.search.lattice.arcs import ANY, Arc, Lattice, Losses, losses_of
from garble_fix.search.lattice.around import Surroundings, locale, log_shares
from garble_fix.search.lattice.beam import Accept, Island
from garble_fix.search.lattice.fillings import aligned
from garble_fix.search.lattice.further import LOOK_BACK
from garble_fix.search.lattice.paired import PAIRS
from garble_fix.search.lattice.slots import Slot
from garble_fix.search.lattice.structure import expected_each
from garble_fix.search.lattice.windows import CONTEXT, Floats
from garble_fix.search.lattice.wording import by_words
from garble_fix.search.lockstep import Search
from garble_fix.search.scoring import LanguageScores

_LOST: Final = "\ufffd"
_LEADS: Final = frozenset(range(0xC3, 0xF0))
_TRAILS: Final = frozenset(range(0x80, 0xC0))
_OPEN: Final = 3
"""Characters at the end of what has been damaged that depend on what follows."""

_LONGEST: Final = 60
"""Characters of an island that is searched."""

_STRAY: Final = re.compile("[\ud800-\udfff]")
"""Bytes that no encoding has read, or halves of pairs: no page has stored them."""

_NO_TRAIL: Final = "?"
"""The last of the ASCII characters that are the second byte of nothing."""


@dataclass(frozen=True)
class _Accident:
    """A page, and where its mark shows: the last character of every match."""

    page: str
    manner: Manner
    marks: re.Pattern[str]
    literal: bytes

    @property
    def chain(self) -> Chain:
        """The two wrong readings."""
        return Chain((Channel("utf-8", self.page, self.manner), Channel(self.page, "utf-8", Manner.PYTHON)))


_ENDS_IN_81: Final = "".join(chr(point) for point in range(0x801, 0xA000, 0x40))
_ACCIDENTS: Final = (
    _Accident("cp932", Manner.WINDOWS, re.compile(f"[{_LOST}{_ENDS_IN_81}]E"), b"\x81\x45"),
    _Accident("cp936", Manner.WINDOWS, re.compile(rf"{_LOST}\?"), b"?"),
    _Accident("cp1252", Manner.MARKED, re.compile(rf"{_LOST}\?"), b"?"),
    _Accident("cp1250", Manner.MARKED, re.compile(rf"{_LOST}\?"), b"?"),
)


def shows(text: str) -> bool:
    """Whether `text` has any sign of such damage."""
    return any(accident.marks.search(text) for accident in _ACCIDENTS)


def readings(text: str, model: LanguageModel, around: Surroundings) -> Search[list[Alignment]]:
    """The readings of `text` as text that was stored again in a page that could not hold it."""
    found = []
    for accident in _ACCIDENTS:
        if accident.marks.search(text):
            reading = yield from _read(text, accident, model, around)
            if reading:
                found.append(reading)
    return found


def read_back(
    text: str, chain: Chain, model: LanguageModel, around: Surroundings
) -> Search[Alignment | None]:
    """The reading of `text` by one such chain; None where it is none, or says nothing."""
    for accident in _ACCIDENTS:
        if accident.chain == chain and accident.marks.search(text):
            return (yield from _read(text, accident, model, around))
    return None


def is_reencoded(chain: Chain) -> bool:
    """Whether a chain is of this kind."""
    return any(accident.chain == chain for accident in _ACCIDENTS)


def _read(
    text: str, accident: _Accident, model: LanguageModel, around: Surroundings
) -> Search[Alignment | None]:
    marks = {match.end() - 1 for match in accident.marks.finditer(text)}
    scores = yield LanguageScores(text.replace(_LOST, ""))
    task = _Task(text, accident, marks, log_shares(scores + locale(accident.page)), around)
    islands = list(_islands(text, marks))
    best = yield from _attempt(task, islands)
    alone: set[int] = set()
    while True:
        # Where nothing fits, what was found just before is to blame: from there on, pairs begin elsewhere.
        blamed = next((index for index in best.failed if _may_join(islands, index, alone)), None)
        if blamed is None:
            break
        joined = [
            *islands[: blamed - 1],
            (islands[blamed - 1][0], islands[blamed][1]),
            *islands[blamed + 1 :],
        ]
        other = yield from _attempt(task, joined)
        if blamed - 1 in other.failed:
            alone.add(islands[blamed][1])
        else:
            islands, best = joined, other
    if not best.found:
        return None
    before_ends = np.arange(1, len(text) + 1, dtype=np.int64)
    return aligned(
        text, accident.chain, before_ends, best.reading, np.concatenate(best.ends), best.found, around
    )


@dataclass(frozen=True)
class _Task:
    """What is to be read: `marks` are the indices of the last characters of marks; `weights` log P of languages."""

    text: str
    accident: _Accident
    marks: set[int]
    weights: Floats
    around: Surroundings


@dataclass
class _Attempt:
    """What was read so far: the text, where its characters end in the damaged one, and what was put for lost bytes.

    `failed` are the indices of islands in which nothing fits.
    """

    reading: str = ""
    ends: list[npt.NDArray[np.int64]] = field(default_factory=list)
    found: list[tuple[int, Slot]] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def _may_join(islands: list[tuple[int, int]], index: int, alone: set[int]) -> bool:
    """Whether an island may be searched as one with the one before it."""
    start, end = islands[index - 1][0], islands[index][1]
    return index > 0 and end not in alone and end - start <= _LONGEST


def _attempt(task: _Task, islands: list[tuple[int, int]]) -> Search[_Attempt]:
    """Read the text island by island; what was found in one stands when the next is searched."""
    text, around, accident = task.text, task.around, task.accident
    losses = losses_of(accident.chain[0].read_page, accident.manner)
    attempt = _Attempt()
    # Where, in the text and in its reading, a character of the page is known to begin.
    since: tuple[int, int] | None = (0, 0)
    at = 0
    for index, (start, end) in enumerate([*islands, (len(text), len(text))]):
        for place in range(start - 1, at - 1, -1):
            if text[place] <= _NO_TRAIL:
                since = place + 1, len(attempt.reading) + place + 1 - at
                break
        attempt.reading += text[at:start]
        attempt.ends.append(np.arange(at + 1, start + 1, dtype=np.int64))
        at = end
        if start == end:
            break
        limit = islands[index + 1][0] if index + 1 < len(islands) else len(text)
        right = text[end:limit] or around.follow
        left = attempt.reading
        slots = None
        if end - start <= _LONGEST and not _STRAY.search(text, start, end):
            line, right_line = left.rpartition("\n")[2], text[end:].partition("\n")[0] or around.follow
            known = "".join(char for char in text[start:end] if char in PAIRS)
            expectations = expected_each(line, right_line, around, within=known)
            lattice = _lattice(text, start, end, task.marks, losses, accident.literal)
            rest, ends = text[end:limit], limit == len(text)
            if ends:
                rest += around.follow[:1]
            accept = since and _prover(
                left[since[1] :], rest, text[since[0] : end] + rest, accident.chain, ends=ends
            )
            slots = yield Island(
                lattice, left[-LOOK_BACK:], right, task.weights, expectations, accept or None, around.seen
            )
            if slots:
                whole = ends or not right.isalpha()
                slots = by_words(slots, left, right, accident.chain, whole=whole)
        if not slots:
            since = None
            attempt.failed.append(index)
        part = "".join(slot.char for slot in slots) if slots else "\udc80"
        attempt.found += [(len(left) + place, slot) for place, slot in enumerate(slots or ()) if slot.lost]
        inner = -1 - np.arange(len(left), len(left) + len(part), dtype=np.int64)
        inner[-1] = end
        attempt.ends.append(inner)
        attempt.reading += part
    return attempt


def _prover(left: str, right: str, damaged: str, chain: Chain, *, ends: bool) -> Accept:
    """Whether what was found, between `left` and `right`, is damaged into the beginning of `damaged`.

    The last characters tell nothing yet, unless the text `ends` with them: what follows decides how they were read.
    """

    def accept(found: str, whole: bool) -> bool:
        try:
            made = chain.garble(left + found + (right if whole else ""))
        except UnicodeError:
            return False
        return made == damaged if whole and ends else damaged.startswith(made[:-_OPEN])

    return accept


def _islands(text: str, marks: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of marks, what they spoilt, and U+FFFD; with fewer than `CONTEXT` characters between, they are one."""
    touched = sorted(
        {*marks, *(mark - 1 for mark in marks), *(at for at, char in enumerate(text) if char == _LOST)}
    )
    start = end = -1
    for at in touched:
        if end >= 0 and at - end < CONTEXT:
            end = at + 1
            continue
        if end >= 0:
            yield start, end
        start, end = at, at + 1
    if end >= 0:
        yield start, end


def _lattice(text: str, start: int, end: int, marks: set[int], losses: Losses, literal: bytes) -> Lattice:
    lattice = Lattice()
    at = start
    while at < end:
        marked = at + 1 in marks
        before = lattice.end
        if text[at] == _LOST:
            _add_broken(lattice, marked=marked)
        elif marked:
            # What completes this character is the first byte of the mark.
            lattice.add_known(text[at].encode("utf-8")[:-1])
        else:
            lattice.add_known(text[at].encode("utf-8"))
        if marked:
            lattice.last_mark = lattice.end
            if losses.page.multibyte:
                broken = lattice.end
                _add_pair(lattice, losses, None if text[at] == _LOST else literal)
                if text[at] == _LOST and len(literal) == 2:
                    # The mark's own first byte may be all that made no sense.
                    lattice.arcs[before] += lattice.arcs[broken]
            else:
                start = lattice.end
                lattice.arcs[start].append(Arc(losses.leads, lattice.add_node()))
            at += 1
        at += 1
    return lattice


def _add_pair(lattice: Lattice, losses: Losses, literal: bytes | None) -> None:
    """Two bytes that the page did not read, or the mark itself."""
    start = lattice.end
    middle, other = lattice.add_node(), lattice.add_node() if literal and len(literal) == 2 else start
    end = lattice.add_node()
    lattice.arcs[start].append(Arc(losses.leads, middle))
    lattice.arcs[middle].append(Arc(ANY, end, losses.unread))
    if literal and len(literal) == 2:
        lattice.arcs[start].append(Arc(frozenset(literal[:1]), other))
        lattice.arcs[other].append(Arc(frozenset(literal[1:]), end))


def _add_broken(lattice: Lattice, *, marked: bool) -> None:
    """U+FFFD: a byte, or the beginning of a character, that made no sense without what was lost."""
    start = lattice.end
    middle, end = lattice.add_node(), lattice.add_node()
    lattice.arcs[start].append(Arc(_LEADS, end))
    lattice.arcs[start].append(Arc(_LEADS, middle))
    lattice.arcs[middle].append(Arc(_TRAILS, end))
    if not marked:
        lattice.arcs[start].append(Arc(_TRAILS, end))
