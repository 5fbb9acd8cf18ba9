"""Reading UTF-8 back that was read as a double-byte page with loss: what is left of it is read as it stands, and the
places in between, *islands*, are searched for what may have stood there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner
from garble_fix.language import LanguageModel
from garble_fix.search import spellings
from garble_fix.search.alignment import Alignment, Offsets, spell
from garble_fix.search.lattice.arcs import Lattice, Losses, add_dangling, add_dropped, add_mark, losses_of
from garble_fix.search.lattice.around import Surroundings, locale, log_shares
from garble_fix.search.lattice.fillings import aligned
from garble_fix.search.lattice.islands import (
    MARK,
    Run,
    breaks_off,
    runs_of_pairs,
    search,
    sound_runs,
    sound_within,
)
from garble_fix.search.lattice.paired import HOLE
from garble_fix.search.lattice.untouched import runs_apart
from garble_fix.search.lattice.windows import Floats
from garble_fix.search.lockstep import Search
from garble_fix.search.scoring import Scores, telling
from garble_fix.search.stored import language_log_priors

_LONGEST: Final = 300
"""Bytes of an island that is searched."""

_WINDOWS_PAGES: Final = ("cp936", "cp932", "cp949", "cp950")

_BARE: Final = ("cp950",)
"""Those whose user-defined areas matter: in the others UTF-8 seldom gets there."""

_WINDOWS: Final = (Manner.WINDOWS, Manner.BARE)

_THREE_BYTES: Final = ("euc-jp",)
"""Pages of pairs and more."""

_MOST_LOST: Final = 1.25
"""Bytes lost for each byte beyond ASCII that is not: more cannot be made good."""

_AMONG_LETTERS: Final = 0.5
"""Bytes lost for each letter of ASCII, where these are what the text is made of."""

_MOST_SEARCHED: Final = 0.75
"""Share of the bytes beyond ASCII that may lie in islands where nothing marks a loss: anything can be read so."""

_BYTES: Final = 3
"""Bytes of UTF-8 of most characters beyond ASCII."""

_FEW: Final = 12
"""Bytes that may be lost, or lie in islands, whatever the rest is."""

_PER_BYTE: Final = 0.7
"""Nats that a byte of sound text costs at least, on average; the models take 1.3 for a byte of Han characters."""

_GB18030: Final = re.compile("[€ǹ〾⿰-⿻]")
"""What GB 18030 reads from A2 E3, A8 BF and A9 89–95; in code page 936 these are private use."""

_ALIKE: Final = {("cp936", Manner.STRICT), ("cp936", Manner.WINDOWS), ("gb18030", Manner.BARE)}
"""Pages and manners that differ in these alone."""

_PRIVATE: Final = re.compile("[\ue000-\uf8ef\uf8f4-\uf8ff]")
"""What plain codecs never read. Python's has the single bytes A0, FD, FE and FF of code page 932 as U+F8F0–F8F3."""


def manners(text: str, channel: Channel) -> Iterator[Channel]:
    """The lossy channels that `text` shows signs of, given the one that loses nothing."""
    page = channel.read_page
    if not _between_pages(channel):
        return
    private = _PRIVATE.search(text) is not None
    if channel.stored != "utf-8":
        # Both pages have pairs: one that is not read is a character, and nothing else is lost.
        if "\ufffd" in text:
            yield replace(channel, manner=Manner.WHATWG)
        elif page.name in _WINDOWS_PAGES and page.mark in text:
            yield replace(channel, manner=Manner.WINDOWS)
            if page.name in _BARE and not private:
                yield replace(channel, manner=Manner.BARE)
        return
    if "\ufffd" in text:
        if not private:
            yield replace(channel, manner=Manner.PYTHON)
            yield replace(channel, manner=Manner.JAVA)
        yield replace(channel, manner=Manner.WHATWG)
        if page.name == "cp936":
            yield Channel("utf-8", "ms936", Manner.JAVA)
            yield Channel("utf-8", "ms936", Manner.PYTHON)
    elif page.name in _WINDOWS_PAGES:
        yield replace(channel, manner=Manner.WINDOWS)
        if page.name in _BARE and not private:
            yield replace(channel, manner=Manner.BARE)
        if not private:
            yield replace(channel, manner=Manner.DROP)
    elif page.name == "gb18030" and _GB18030.search(text):
        yield replace(channel, manner=Manner.BARE)


def loses(channel: Channel) -> bool:
    """Whether the channel is one that loses bytes, of those that can be read here."""
    if channel.stored != "utf-8":
        return _between_pages(channel) and channel.manner in (*_WINDOWS, Manner.WHATWG)
    lossless = (Manner.STRICT, Manner.SPACES, Manner.COLLAPSED, Manner.STRIPPED, Manner.ESCAPE)
    return _between_pages(channel) and channel.manner not in lossless


def fitting(text: str, chains: Sequence[Chain]) -> list[Chain]:
    """The chains, without those of two readings of UTF-8 as code page 936 that the characters of `text` speak against.

    Both read all else alike, so that one of them is enough; where there is but one, it stays.
    """
    read = "gb18030" if _GB18030.search(text) else "cp936"
    left = [chain for chain in chains if not _is_reading(chain) or chain[0].read == read]
    return left if any(map(_is_reading, left)) else list(chains)


def _is_reading(chain: Chain) -> bool:
    return len(chain) == 1 and chain[0].stored == "utf-8" and (chain[0].read, chain[0].manner) in _ALIKE


def _between_pages(channel: Channel) -> bool:
    """Whether UTF-8, or a page of pairs, was read as a page of pairs."""
    stored, page = channel.stored_page, channel.read_page
    pairs = stored.multibyte and not stored.is_unicode and stored.name not in _THREE_BYTES
    return (channel.stored == "utf-8" or pairs) and page.multibyte and not page.is_unicode


def read(
    text: str, channel: Channel, model: LanguageModel, around: Surroundings, least: float = -np.inf
) -> Search[Alignment | None]:
    """Read `text` back through a channel that loses bytes, the likeliest characters in place of what was lost.

    None where nothing was lost, where what is left makes no sense, or where it is plain before any search that the
    result cannot have log P above `least`, in nats.
    """
    losses = losses_of(channel.read_page, channel.manner)
    bare = channel.manner is Manner.BARE
    spelled, widths, _ = spell(channel.read_page, channel.read_page.as_windows(text) if bare else text)
    spelled, widths = spellings.likeliest(text, spelled, widths, channel, model)
    data, ends, marks = _marked(text, spelled, widths, losses.mark)
    if channel.stored != "utf-8":
        runs = runs_of_pairs(data, channel)
    elif losses.mark:
        runs = runs_apart(text, ends, data, marks)
    else:
        runs = sound_runs(data)
    islands = [run for run in runs if not (run.sound or run.untouched)]
    beyond_ascii = sum(byte >= 0x80 for byte in data)
    searched = sum(byte >= 0x80 for run in islands for byte in data[run.start : run.end])
    in_marks = sum(map(len, marks.values()))
    if not islands or not _enough(losses, text, beyond_ascii, len(marks), searched, in_marks):
        return None
    whole = frozenset(ends.tolist()) | {0}
    readable = "".join(run.text for run in runs)
    pieces = " ".join([readable, *(sound_within(data, islands) if channel.stored == "utf-8" else ())])
    (nats,) = yield Scores([pieces])
    if nats[:, : len(readable)].sum(axis=1).max() - searched * _PER_BYTE < least:
        return None
    weights = log_shares(telling(pieces, nats) + _languages(channel))

    def lattice_of(run: Run, following: int | None) -> Lattice | None:
        return _lattice(channel.stored, data, run, marks, losses, following, whole)

    found = yield from search(data, runs, channel, lattice_of, weights, around)
    if found is None:
        return None
    return aligned(text, Chain((channel,)), ends, found.reading, found.ends, found.slots, around)


def known(text: str, channel: Channel, least: float = 0.5) -> str | None:
    """What is left of `text`, which was stored in UTF-8 and went through a channel, with a `HOLE` for what is not.

    None where that is less than the share `least` of the bytes: it went through another one, or none.
    """
    losses = losses_of(channel.read_page, channel.manner)
    spelled, widths, _ = spell(channel.read_page, text)
    data, ends, marks = _marked(text, spelled, widths, losses.mark)
    runs = runs_apart(text, ends, data, marks)
    sound = sum(char > "\x7f" for run in runs if run.sound for char in run.text)
    through = sum(byte >= 0x80 for run in runs if not run.untouched for byte in data[run.start : run.end])
    return "".join(run.text or HOLE for run in runs) if sound * _BYTES > through * least else None


def _marked(
    text: str, spelled: bytes, widths: npt.NDArray[np.uint8], mark: str
) -> tuple[bytes, Offsets, dict[int, bytes]]:
    """Bytes of which each of the marks in `text` became `MARK`, the offsets at which its characters end, and the marks.

    The last by where they start, as they are spelled.
    """
    ends = np.cumsum(widths, dtype=np.int64)
    data = bytearray(spelled)
    marks: dict[int, bytes] = {}
    for match in re.finditer(re.escape(mark), text) if mark else ():
        end = int(ends[match.start()])
        start = end - int(widths[match.start()])
        marks[start] = bytes(data[start:end])
        data[start:end] = bytes((MARK,)) * (end - start)
    return bytes(data), ends, marks


def _enough(losses: Losses, text: str, beyond_ascii: int, marks: int, searched: int, in_marks: int) -> bool:
    """Whether what is left of `text` says enough of what was lost; all numbers but `marks` are of bytes."""
    if losses.manner is Manner.DROP:
        return searched <= max(_FEW, beyond_ascii * _MOST_SEARCHED)
    if 2 * marks <= max(_FEW, (beyond_ascii - in_marks) * _MOST_LOST):
        return True
    return 2 * marks <= sum(char.isalpha() for char in text if char < "\x80") * _AMONG_LETTERS


def _lattice(
    stored: str,
    data: bytes,
    run: Run,
    marks: dict[int, bytes],
    losses: Losses,
    following: int | None,
    whole: frozenset[int],
) -> Lattice | None:
    """The lattice of an island; `whole` are the offsets in `data` at which characters of the damaged text begin."""
    if run.end - run.start > _LONGEST:
        return None
    inside = tuple((at - run.start, marks[at]) for at in range(run.start, run.end) if at in marks)
    begins: tuple[bool, ...] = ()
    if losses.manner is Manner.DROP:
        begins = tuple(at in whole for at in range(run.start, run.end + 1))
    dangles = False
    if losses.manner in _WINDOWS:
        ends = following is None and run.end == len(data)
        dangles = ends or breaks_off(data, run.end, following)
        following = None  # of which nothing depends there
    return _made(stored, data[run.start : run.end], inside, losses, following, begins, dangles)


@functools.lru_cache(maxsize=1024)
def _made(
    stored: str,
    part: bytes,
    marks: tuple[tuple[int, bytes], ...],
    losses: Losses,
    following: int | None,
    begins: tuple[bool, ...],
    dangles: bool,
) -> Lattice | None:
    """The lattice of the bytes `part`, in which `marks` stand for what is lost.

    `begins` tells of each offset whether a character of the damaged text begins there, `dangles` whether a lead byte
    may have been lost at the end. Most islands are like many others: a character or two that lost a byte.
    """
    lattice = Lattice(stored)
    if losses.manner is Manner.DROP:
        add_dropped(lattice, losses, part, following, begins)
        return lattice
    literals = dict(marks)
    at = 0
    while at < len(part):
        literal = literals.get(at)
        if literal is None:
            if part[at] == MARK:
                return None
            lattice.add_known(part[at : at + 1])
            at += 1
            continue
        again = at > 0 and part[at - 1] == MARK
        at += len(literal)
        after = following if at >= len(part) else None if at in literals else part[at]
        real = literal if losses.manner in _WINDOWS else None
        add_mark(lattice, losses, real, after, again=again, ends=after is None and at >= len(part))
    if dangles:
        add_dangling(lattice, losses)
    return lattice


def _languages(channel: Channel) -> Floats:
    """log P of each language of what a channel was stored in and read as, but for a constant."""
    stored = channel.stored_page
    if channel.stored == "utf-8":
        return locale(channel.read)
    return language_log_priors(stored.name, multibyte=stored.multibyte, unicode=False)
