"""Bytes of which some are lost: sound stretches, and islands between them that are searched one after another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Channel
from garble_fix.codepages import Manner
from garble_fix.language import LANGUAGES
from garble_fix.language.model import code_points
from garble_fix.search.lattice.arcs import Lattice
from garble_fix.search.lattice.around import SPACED, Surroundings
from garble_fix.search.lattice.beam import Island
from garble_fix.search.lattice.further import LOOK_BACK
from garble_fix.search.lattice.paired import HOLE
from garble_fix.search.lattice.slots import Slot
from garble_fix.search.lattice.structure import expected_each
from garble_fix.search.lattice.swallowed import told
from garble_fix.search.lattice.windows import CONTEXT, Floats
from garble_fix.search.lattice.wording import ALPHABETS, by_words
from garble_fix.search.lockstep import Search

MARK: Final = 0xFF
"""Stands for a mark among the bytes that are known; no byte of UTF-8."""

TWO: Final = rb"[\xc2-\xdf][\x80-\xbf]"
MORE: Final = (
    rb"\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""Patterns of well-formed UTF-8 of two bytes, and of three and four (Unicode 16.0, table 3-7)."""

_SEQUENCES: Final = re.compile(rb"(?:[\x00-\x7f]|%b|%b)+" % (TWO, MORE))

BROKEN: Final = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
"""All but the last byte of a sequence."""

_NO_TRAIL: Final = bytes({10, 13, *range(0x20, 0x40)} - {*b"?\"'"})
"""They make no pair with any lead byte, and are no mark. Quotation marks enclose what is shown as garble."""

_FAILURES: Final = 2
"""Islands that may come to nothing before it is asked whether any does not."""


@dataclass(frozen=True)
class Run:
    """Bytes `start:end`: sound UTF-8, which reads `text`, or an island; or what is `untouched` (`text`)."""

    start: int
    end: int
    text: str
    sound: bool
    untouched: bool = False


def breaks_off(data: bytes, end: int, following: int | None) -> bool:
    """Whether a sequence lacks its last byte at `end`, before an ASCII character that a lead byte would have taken.

    Strings that were damaged one by one and put together since look so: what ended each was dropped without a mark.
    """
    return following is not None and following in _NO_TRAIL and bool(BROKEN.search(data, 0, end))


def sound_runs(data: bytes) -> list[Run]:
    """Sound stretches and islands by turns. Where few characters lie between islands, they are one island.

    What breaks off ends its island: nothing that follows could complete it.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for match in _SEQUENCES.finditer(data):
        if match.start() > at:
            spans.append((at, match.start()))
        at = match.end()
    if at < len(data):
        spans.append((at, len(data)))
    islands: list[tuple[int, int]] = []
    for start, end in spans:
        last = islands[-1][1] if islands else start
        near = len(data[last:start].decode("utf-8")) < CONTEXT
        if islands and near and not breaks_off(data, last, data[last]):
            islands[-1] = (islands[-1][0], end)
        else:
            islands.append((start, end))
    runs: list[Run] = []
    at = 0
    for start, end in islands:
        if start > at:
            runs.append(Run(at, start, data[at:start].decode("utf-8"), sound=True))
        runs.append(Run(start, end, "", sound=False))
        at = end
    if at < len(data):
        runs.append(Run(at, len(data), data[at:].decode("utf-8"), sound=True))
    return runs


def sound_within(data: bytes, islands: Iterable[Run]) -> Iterator[str]:
    """What is sound in islands, few characters in a row, as far as these are whole syllables or more."""
    for island in islands:
        for match in _SEQUENCES.finditer(data, island.start, island.end):
            found = match[0].decode("utf-8")
            if max(found) >= ALPHABETS:
                yield found


def runs_of_pairs(data: bytes, channel: Channel) -> list[Run]:
    """The same of text stored in a page of pairs: the marks are the islands."""
    runs: list[Run] = []
    at = 0
    for match in re.finditer(b"%c+" % MARK, data):
        if match.start() > at:
            part = channel.stored_page.decode(data[at : match.start()], Manner.ESCAPE)
            runs.append(Run(at, match.start(), part, sound=True))
        runs.append(Run(match.start(), match.end(), "", sound=False))
        at = match.end()
    if at < len(data):
        runs.append(Run(at, len(data), channel.stored_page.decode(data[at:], Manner.ESCAPE), sound=True))
    return runs


@dataclass(frozen=True)
class Found:
    """A reading, the byte offsets at which its characters end, and those of them that stand where bytes were lost.

    Within islands nothing lines up: offsets there are negative, such as no end has. `slots` come with their indices
    in `reading`.
    """

    reading: str
    ends: npt.NDArray[np.int64]
    slots: list[tuple[int, Slot]]


def search(
    data: bytes,
    runs: list[Run],
    channel: Channel,
    lattice_of: Callable[[Run, int | None], Lattice | None],
    weights: Floats,
    around: Surroundings,
) -> Search[Found | None]:
    """Search the islands among `runs` for the likeliest characters; None where that comes to nothing.

    `lattice_of` makes the lattice of an island, given the byte that follows it (None at the end of the text);
    `weights` are log P of each language, in nats.
    """
    spaced = LANGUAGES[int(weights.argmax())] in SPACED
    failed = 0
    parts: list[str] = []
    shown: list[str] = []
    after_ends: list[npt.NDArray[np.int64]] = []
    found: list[tuple[int, Slot]] = []
    length = 0
    for index, run in enumerate(runs):
        if run.sound:
            part = run.text
            points = code_points(part)
            lengths = channel.stored_page.widths(points)
            lengths[(points >= 0xDC80) & (points <= 0xDCFF)] = 1
            after_ends.append(run.start + np.cumsum(lengths, dtype=np.int64))
        else:
            slots = None
            if not run.untouched:
                before = "".join(shown)
                right = runs[index + 1].text if index + 1 < len(runs) else around.follow
                # The models know nothing of carriage returns.
                right = around.follow if right == "\r" else right.replace("\r\n", "\n")
                following = data[run.end : run.end + 1] or around.follow[:1].encode("utf-8", "replace")
                lattice = lattice_of(run, following[0] if following else None)
                line = before.rpartition("\n")[2]
                right_line = "".join(part.text or HOLE for part in runs[index + 1 :]) or around.follow
                within = data[run.start : run.end].decode("ascii", "ignore")
                expectations = expected_each(line, right_line, around, within=within, spaced=spaced)
                if lattice:
                    left = before[-LOOK_BACK:]
                    slots = yield Island(lattice, left, right, weights, expectations, seen=around.seen)
                    if slots:
                        whole = not (index + 2 < len(runs) and right.isalpha())
                        slots = by_words(slots, before, right, channel, whole=whole)
                    slots = slots and told(slots, line, right_line, around.habits, channel)
                failed += slots is None
                if failed > _FAILURES and failed * 2 > len(found):
                    return None
            part = "".join(slot.char for slot in slots) if slots else "\udc80"
            found += [(length + at, slot) for at, slot in enumerate(slots or ()) if slot.lost]
            # Within an island nothing lines up; the numbers are such as no end has.
            inner = -1 - np.arange(length, length + len(part), dtype=np.int64)
            inner[-1] = run.end
            after_ends.append(inner)
        parts.append(part)
        shown.append(run.text if run.untouched else part)
        length += len(part)
    if not found:
        return None
    return Found("".join(parts), np.concatenate(after_ends), found)
