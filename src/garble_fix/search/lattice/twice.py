"""UTF-8 that was read as a page of pairs, saved, and read so once more, with bytes lost both times.

What the second reading left is UTF-8 of garbled text. Where it lost the last byte of a character, and the ASCII
character after it, that character is one of sixty-four; each of them is a pair of bytes of the true text, so that its
lattice has these pairs there, and behind them the ASCII character, or the mark of what the first reading had lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import CodePage, Manner
from garble_fix.language import LanguageModel
from garble_fix.search.alignment import Alignment, spell
from garble_fix.search.lattice.arcs import ANY, Arc, Lattice, Losses, Pairs, add_dangling, add_mark, losses_of
from garble_fix.search.lattice.around import Surroundings, locale, log_shares
from garble_fix.search.lattice.fillings import aligned
from garble_fix.search.lattice.islands import MARK, Run, search, sound_runs
from garble_fix.search.lockstep import Search
from garble_fix.search.scoring import LanguageScores

_PAGES: Final = ("cp936",)
_MARKED: Final = b"?"
_MOST_SEARCHED: Final = 0.8
"""Share of the bytes beyond ASCII that may lie in islands."""
_NO_TRAIL: Final = frozenset(range(0x40))
"""The ASCII characters that no page has as second bytes."""
_NOWHERE: Final = -(10**9)
"""Below any offset."""


def damages(channel: Channel) -> bool:
    """Whether text may have been damaged twice by `channel`, of those that are known here."""
    return channel.stored == "utf-8" and channel.read in _PAGES and channel.manner is Manner.WINDOWS


def is_twice(chain: Chain) -> bool:
    """Whether a chain is of this kind."""
    return len(chain) == 2 and chain[0] == chain[1] and damages(chain[0])


def read(text: str, channel: Channel, model: LanguageModel, around: Surroundings) -> Search[Alignment | None]:
    """Read `text` back through `channel` twice; None where that says nothing."""
    page = channel.read_page
    spelled, widths, gaps = spell(page, text)
    if gaps.size:
        return None
    bytes_ends = np.cumsum(widths, dtype=np.int64)
    at_ends = np.frombuffer(spelled, np.uint8)[bytes_ends - 1]
    marks = (bytes_ends - 1)[at_ends == ord(_MARKED)].tolist()
    between = _between(spelled, frozenset(marks), page)
    if between is None:
        return None
    data = bytes(between.data)
    runs = sound_runs(data)
    islands = [run for run in runs if not run.sound]
    beyond_ascii = sum(byte >= 0x80 for byte in data)
    searched = sum(byte >= 0x80 for run in islands for byte in data[run.start : run.end])
    if not islands or searched > beyond_ascii * _MOST_SEARCHED:
        return None
    scores = yield LanguageScores("".join(run.text for run in runs))
    weights = log_shares(scores + locale(channel.read))
    losses = losses_of(page, channel.manner)

    def lattice_of(run: Run, following: int | None) -> Lattice:
        return _lattice(between, run, losses, following)

    found = yield from search(data, runs, channel, lattice_of, weights, around)
    if found is None:
        return None
    ends = np.array(
        [between.offsets.get(end, _NOWHERE - end) for end in bytes_ends.tolist()],
        np.int64,
    )
    return aligned(text, Chain((channel, channel)), ends, found.reading, found.ends, found.slots, around)


@dataclass
class _Between:
    """The text between the two readings, in the bytes that it was read from; what is not known is `MARK`.

    `holes` are the pairs and the single bytes that may stand at an offset where the second reading lost a character,
    and whether an ASCII character behind it went too. `marks` are the offsets of what may be the marks of the first
    reading. `offsets` says for the offsets of bytes read last where they are in `data`.
    """

    data: bytearray = field(default_factory=bytearray)
    holes: dict[int, tuple[tuple[Pairs, frozenset[int]], bool]] = field(default_factory=dict)
    marks: set[int] = field(default_factory=set)
    offsets: dict[int, int] = field(default_factory=dict)


def _between(spelled: bytes, marks: frozenset[int], page: CodePage) -> _Between | None:
    """What the last reading was read from; None where it was no UTF-8."""
    result = _Between()
    at = 0
    while at < len(spelled):
        lead = spelled[at]
        size = 1 if lead < 0x80 else 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 0
        end = at + size
        if not size:
            return None
        known = spelled[at : at + size]
        lost = next((index for index in range(1, size) if at + index in marks), size)
        if at in marks:
            result.marks.add(len(result.data))
            result.data.append(MARK)
        elif lost < size - 1 or len(known) < size - 1:
            return None
        elif lost == size - 1 or len(known) == size - 1:
            swallowed = lost == size - 1
            result.holes[len(result.data)] = _pairs(known[: size - 1], page), swallowed
            result.data += bytes((MARK,)) * (3 if swallowed else 2)
            end = min(end, len(spelled))
        else:
            try:
                result.data += page.encode(known.decode("utf-8"))
            except UnicodeError:
                return None
        at = end
        result.offsets[at] = len(result.data)
    return result


@lru_cache(maxsize=512)
def _pairs(known: bytes, page: CodePage) -> tuple[Pairs, frozenset[int]]:
    """The pairs of bytes and the single bytes of the characters of `page` whose UTF-8 is `known` and one byte more."""
    pairs = np.zeros((256, 256), np.bool_)
    single = set()
    for byte in range(0x80, 0xC0):
        try:
            written = page.encode((known + bytes((byte,))).decode("utf-8"))
        except UnicodeError:
            continue
        if len(written) == 2:
            pairs[written[0], written[1]] = True
        else:
            single.add(written[0])
    return pairs, frozenset(single)


def _lattice(between: _Between, run: Run, losses: Losses, following: int | None) -> Lattice:
    lattice = Lattice()
    at = run.start
    while at < run.end:
        if at in between.holes:
            (pairs, single), swallowed = between.holes[at]
            _add_hole(lattice, pairs, single, losses, swallowed=swallowed)
            at += 3 if swallowed else 2
        elif at in between.marks:
            at += 1
            known = following if at >= run.end else None if between.data[at] == MARK else between.data[at]
            add_mark(lattice, losses, _MARKED, known, ends=known is None and at >= run.end)
        else:
            lattice.add_known(bytes(between.data[at : at + 1]))
            at += 1
    if following is None and run.end == len(between.data) and between.data[-1] != MARK:
        add_dangling(lattice, losses)
    return lattice


def _add_hole(
    lattice: Lattice, pairs: Pairs, single: frozenset[int], losses: Losses, *, swallowed: bool
) -> None:
    """Go on with one of the pairs or single bytes, and what was swallowed behind: ASCII, or the mark of two bytes."""
    leads = frozenset(np.flatnonzero(pairs.any(axis=1)).tolist())
    trails = frozenset(np.flatnonzero(pairs.any(axis=0)).tolist())
    start = lattice.end
    middle, behind = lattice.add_node(), lattice.add_node()
    lattice.arcs[start].append(Arc(leads, middle))
    lattice.arcs[middle].append(Arc(trails, behind, pairs))
    if single:
        lattice.arcs[start].append(Arc(single, behind))
    if not swallowed:
        return
    broken, end = lattice.add_node(), lattice.add_node()
    lattice.arcs[behind] += [Arc(_NO_TRAIL, end), Arc(losses.leads, broken)]
    lattice.arcs[broken].append(Arc(ANY, end, losses.unread))


def readings(
    text: str, channel: Channel, model: LanguageModel, around: Surroundings
) -> Search[list[Alignment]]:
    """The reading of `text` as damaged twice by `channel`, if it is such and there is one."""
    found = None
    if "?" in text and damages(channel):
        found = yield from read(text, channel, model, around)
    return [found] if found else []
