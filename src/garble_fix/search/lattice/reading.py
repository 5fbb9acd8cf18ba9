"""Reading UTF-8 back that was read as a double-byte page with loss: what is left of it is read as it stands, and the
places in between, *islands*, are searched for what may have stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner
from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.model import code_points
from garble_fix.search import spellings
from garble_fix.search.alignment import Alignment, Filling, Offsets, assemble, spell
from garble_fix.search.lattice.arcs import Lattice, Losses, add_dangling, add_dropped, add_mark
from garble_fix.search.lattice.beam import CONTEXT, Floats, Slot, decode
from garble_fix.search.lattice.posterior import calibrated, rivals
from garble_fix.search.lattice.structure import expected
from garble_fix.search.stored import language_log_priors

_MARK: Final = 0xFF
"""Stands for a mark among the bytes that are known; no byte of UTF-8."""

_LONGEST: Final = 300
"""Bytes of an island that is searched."""

_WINDOWS_PAGES: Final = ("cp936", "cp932", "cp949", "cp950")

_BARE: Final = ("cp950",)
"""Those whose user-defined areas matter: in the others UTF-8 seldom gets there."""

_WINDOWS: Final = (Manner.WINDOWS, Manner.BARE)

_THREE_BYTES: Final = ("euc-jp",)
"""Pages of pairs and more."""

_SEQUENCES: Final = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)
"""Well-formed UTF-8 (Unicode 16.0, table 3-7)."""

_MOST_LOST: Final = 1.5
"""Bytes lost for each byte beyond ASCII that is not: more cannot be made good."""

_MOST_SEARCHED: Final = 0.75
"""Share of the bytes beyond ASCII that may lie in islands where nothing marks a loss: anything can be read so."""

_FEW: Final = 12
"""Bytes that may be lost, or lie in islands, whatever the rest is."""

_PER_BYTE: Final = 0.7
"""Nats that a byte of sound text costs at least, on average; the models take 1.3 for a byte of Han characters."""

_FAILURES: Final = 2
"""Islands that may come to nothing before it is asked whether any does not."""

_FOREIGN: Final = -25.0
"""log P, in nats, at least given to each language of a line."""

_PRIVATE: Final = re.compile("[\ue000-\uf8ef\uf8f4-\uf8ff]")
"""What plain codecs never read. Python's has the single bytes A0, FD, FE and FF of code page 932 as U+F8F0–F8F3."""

_SPOKEN: Final = {"cp932": "ja", "cp936": "zh-Hans", "ms936": "zh-Hans", "cp949": "ko", "cp950": "zh-Hant"}
_ELSEWHERE: Final = -2.0
"""The language of the machines of each page, and nats by which any other is less likely there."""

SPACED: Final = ("ko", "xx")
"""Languages with spaces between words and the punctuation of ASCII."""

_CRLF: Final = -1.5
"""log P that a text that shows no CR had CR LF before its line ends were changed; nats."""


@dataclass(frozen=True)
class Surroundings:
    """What is known beyond the line itself: the characters that follow it (none at the end of the text), log P that
    its lines ended in CR LF, nats, and whether they do.
    """

    follow: str = "\n"
    crlf: float = _CRLF
    returns: bool = False


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
    elif page.name == "gb18030" and "€" in text:
        # A2 E3 is a euro sign there; in code page 936 it means nothing.
        yield replace(channel, manner=Manner.WINDOWS)


def loses(channel: Channel) -> bool:
    """Whether the channel is one that loses bytes, of those that can be read here."""
    if channel.stored != "utf-8":
        return _between_pages(channel) and channel.manner in (*_WINDOWS, Manner.WHATWG)
    lossless = (Manner.STRICT, Manner.SPACES, Manner.COLLAPSED, Manner.STRIPPED, Manner.ESCAPE)
    return _between_pages(channel) and channel.manner not in lossless


def _between_pages(channel: Channel) -> bool:
    """Whether UTF-8, or a page of pairs, was read as a page of pairs."""
    stored, page = channel.stored_page, channel.read_page
    pairs = stored.multibyte and not stored.is_unicode and stored.name not in _THREE_BYTES
    return (channel.stored == "utf-8" or pairs) and page.multibyte and not page.is_unicode


def read(
    text: str, channel: Channel, model: LanguageModel, around: Surroundings, least: float = -np.inf
) -> Alignment | None:
    """Read `text` back through a channel that loses bytes, the likeliest characters in place of what was lost.

    None where nothing was lost, where what is left makes no sense, or where it is plain before any search that the
    result cannot have log P above `least`, in nats.
    """
    losses = Losses(channel.read_page, channel.manner)
    bare = channel.manner is Manner.BARE
    spelled, widths, _ = spell(channel.read_page, channel.read_page.as_windows(text) if bare else text)
    spelled = spellings.likeliest(text, spelled, widths, channel, model)
    ends = np.cumsum(widths, dtype=np.int64)
    data = bytearray(spelled)
    marks: dict[int, bytes] = {}
    for index in (
        (match.start() for match in re.finditer(re.escape(losses.mark), text)) if losses.mark else ()
    ):
        start, end = int(ends[index]) - int(widths[index]), int(ends[index])
        marks[start] = bytes(data[start:end])
        data[start:end] = bytes((_MARK,)) * (end - start)
    if channel.stored == "utf-8":
        runs = _runs(bytes(data))
    else:
        runs = _runs_of_pairs(bytes(data), channel)
    islands = [run for run in runs if not run.sound]
    beyond_ascii = sum(byte >= 0x80 for byte in data)
    searched = sum(byte >= 0x80 for run in islands for byte in data[run.start : run.end])
    if not islands or not _enough(losses, beyond_ascii, len(marks), searched, sum(map(len, marks.values()))):
        return None
    whole = frozenset(ends.tolist()) | {0}
    scores = language_scores("".join(run.text for run in runs), model)
    if scores.max() - searched * _PER_BYTE < least:
        return None
    weights = log_shares(scores + _languages(channel))
    spaced = LANGUAGES[int(weights.argmax())] in SPACED
    failed = 0
    parts: list[str] = []
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
            left = "".join(parts)[-CONTEXT:]
            right = runs[index + 1].text if index + 1 < len(runs) else around.follow
            following = bytes(data[run.end :]) or around.follow[:1].encode("utf-8", "replace")
            lattice = _lattice(channel.stored, bytes(data), run, marks, losses, following[0] if following else None, whole)
            line = "".join(parts).rpartition("\n")[2]
            right_line = "".join(part.text for part in runs[index + 1 :]) or around.follow
            expectations = expected(line, right_line, around.crlf, spaced=spaced)
            slots = decode(lattice, left, right, model, weights, expectations) if lattice else None
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
        length += len(part)
    if not found:
        return None
    reading = "".join(parts)
    return aligned(text, Chain((channel,)), ends, reading, np.concatenate(after_ends), found, around)


def _enough(losses: Losses, beyond_ascii: int, marks: int, searched: int, in_marks: int) -> bool:
    """Whether what is left says enough of what was lost; all but `marks` are numbers of bytes."""
    if losses.manner is Manner.DROP:
        return searched <= max(_FEW, beyond_ascii * _MOST_SEARCHED)
    return 2 * marks <= max(_FEW, (beyond_ascii - in_marks) * _MOST_LOST)


@dataclass(frozen=True)
class _Run:
    """Bytes `start:end`: sound UTF-8, which reads `text`, or an island."""

    start: int
    end: int
    text: str
    sound: bool


def _runs(data: bytes) -> list[_Run]:
    """Sound stretches and islands by turns. Where few characters lie between islands, they are one island."""
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
        if islands and len(data[islands[-1][1] : start].decode("utf-8")) < CONTEXT:
            islands[-1] = (islands[-1][0], end)
        else:
            islands.append((start, end))
    runs: list[_Run] = []
    at = 0
    for start, end in islands:
        if start > at:
            runs.append(_Run(at, start, data[at:start].decode("utf-8"), sound=True))
        runs.append(_Run(start, end, "", sound=False))
        at = end
    if at < len(data):
        runs.append(_Run(at, len(data), data[at:].decode("utf-8"), sound=True))
    return runs


def _runs_of_pairs(data: bytes, channel: Channel) -> list[_Run]:
    """The same of text stored in a page of pairs: the marks are the islands."""
    runs: list[_Run] = []
    at = 0
    for match in re.finditer(b"%c+" % _MARK, data):
        if match.start() > at:
            part = channel.stored_page.decode(data[at : match.start()], Manner.ESCAPE)
            runs.append(_Run(at, match.start(), part, sound=True))
        runs.append(_Run(match.start(), match.end(), "", sound=False))
        at = match.end()
    if at < len(data):
        runs.append(_Run(at, len(data), channel.stored_page.decode(data[at:], Manner.ESCAPE), sound=True))
    return runs


def _lattice(
    stored: str,
    data: bytes,
    run: _Run,
    marks: dict[int, bytes],
    losses: Losses,
    following: int | None,
    whole: frozenset[int],
) -> Lattice | None:
    """The lattice of an island; `whole` are the offsets in `data` at which characters of the damaged text begin."""
    if run.end - run.start > _LONGEST:
        return None
    lattice = Lattice(stored)
    at = run.start
    while at < run.end:
        if losses.manner is Manner.DROP:
            add_dropped(
                lattice,
                losses,
                data[at : run.end],
                following,
                [at + i in whole for i in range(run.end - at + 1)],
            )
            break
        literal = marks.get(at)
        if literal is None:
            if data[at] == _MARK:
                return None
            lattice.add_known(data[at : at + 1])
            at += 1
            continue
        again = at - 1 >= run.start and data[at - 1] == _MARK
        at += len(literal)
        after = following if at >= run.end else None if at in marks else data[at]
        real = literal if losses.manner in _WINDOWS else None
        add_mark(lattice, losses, real, after, again=again, ends=after is None and at >= run.end)
    if losses.manner in _WINDOWS and following is None and run.end == len(data) and data[-1] != _MARK:
        add_dangling(lattice, losses)
    return lattice


def language_scores(text: str, model: LanguageModel) -> Floats:
    """log P of `text` in each language; nats."""
    return model.char_log_probs(text).sum(axis=1) if text else np.zeros(len(LANGUAGES), np.float32)


def _languages(channel: Channel) -> Floats:
    """log P of each language of what a channel was stored in and read as, but for a constant."""
    stored = channel.stored_page
    if channel.stored == "utf-8":
        return locale(channel.read)
    return language_log_priors(stored.name, multibyte=stored.multibyte, unicode=False)


def locale(page: str) -> Floats:
    """log P of each language of what is read as this page on the machines whose page it is, but for a constant."""
    spoken = _SPOKEN.get(page)
    return np.array([0.0 if spoken in (None, name) else _ELSEWHERE for name in LANGUAGES], np.float32)


def log_shares(scores: Floats) -> Floats:
    """log P of each language of a text, given that of the text in each; nats."""
    relative = np.maximum(scores - scores.max(), _FOREIGN)
    shares: Floats = (relative - np.log(np.exp(relative).sum())).astype(np.float32)
    return shares


def aligned(
    text: str,
    chain: Chain,
    before_ends: Offsets,
    reading: str,
    after_ends: Offsets,
    found: list[tuple[int, Slot]],
    around: Surroundings,
) -> Alignment | None:
    """`text` and its `reading` cut wherever both have an end at the same place; `found` are the characters put."""
    _, before_index, after_index = np.intersect1d(
        before_ends, after_ends, assume_unique=False, return_indices=True
    )
    before_cuts = np.concatenate([[0], before_index + 1])
    after_cuts = np.concatenate([[0], after_index + 1])
    if before_cuts[-1] != len(text) or after_cuts[-1] != len(reading):
        return None
    bad = np.concatenate([[0], np.cumsum([char == "\ufffd" or "\udc80" <= char < "\ue000" for char in reading])])
    unread = np.diff(bad[after_cuts]) > 0
    whole = assemble(chain, text, reading, reading, before_cuts, after_cuts, unread)
    if whole is None:
        return None
    return replace(whole, holes=tuple(_fillings(whole, reading, after_cuts, unread, found, around)))


def _fillings(
    whole: Alignment,
    reading: str,
    cuts: Offsets,
    unread: npt.NDArray[np.bool_],
    found: list[tuple[int, Slot]],
    around: Surroundings,
) -> Iterator[Filling]:
    """The characters found, by where they stand in the text after; those of blocks that stayed unread left out."""
    starts = np.array([index for index, _ in found])
    blocks = np.searchsorted(cuts, starts, side="right") - 1
    # Neighbouring blocks that are unread have been merged, and stand there as they were.
    lengths = np.diff(cuts)
    ends = np.cumsum(np.where(unread, 0, lengths))
    sound = whole.after_cuts[:-1][whole.read]
    sizes = np.diff(whole.after_cuts)[whole.read]
    kept_ends = np.cumsum(sizes)
    for (index, slot), block in zip(found, blocks.tolist(), strict=True):
        if unread[block]:
            continue
        within = int(ends[block] - lengths[block] + index - cuts[block])
        which = int(np.searchsorted(kept_ends, within, side="right"))
        place = int(sound[which] + within - (kept_ends[which] - sizes[which]))
        shown = "" if slot.char == "\r" and not around.returns else slot.char
        posterior = calibrated(slot.char, slot.posterior)
        yield Filling(place, shown, posterior, rivals(slot.posterior, posterior, slot.runners_up))
