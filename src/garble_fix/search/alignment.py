"""Reading damaged text back through a chain, and how the two texts line up.

The text `before` is spelled in the bytes of the page that it was wrongly read as, and these bytes are read as the
page that they were stored in. Wherever a character of the one text ends at the same byte as a character of the
other, both can be cut: the stretches between cuts are *blocks*. Each block can be taken as it stands or as it reads,
independently of its neighbours; that is what the segmentation does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import CodePage, Manner
from garble_fix.language import LanguageModel
from garble_fix.language.model import code_points
from garble_fix.search import spellings
from garble_fix.search.mend import GAP, mend

Offsets = npt.NDArray[np.int64]

MARKS = "?\ufffd\u30fb"
"""What decoders write for what they cannot read."""

UNREAD = "\ufffd"


@dataclass(frozen=True)
class Filling:
    """What was put for bytes that were lost: the character at `index` of the text after.

    `posterior` is its probability, `runners_up` the next best in its place with theirs, `shown` what a reader sees
    of it (a carriage return of a text whose line ends have since become line feeds is there no more).
    """

    index: int
    shown: str
    posterior: float
    runners_up: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Alignment:
    """`before` and `after`, cut at corresponding places.

    Block `i` is `before[before_cuts[i]:before_cuts[i+1]]` and `after[after_cuts[i]:after_cuts[i+1]]` (code points).
    `filled` is `after` with something that proves the damage in each hole, where `after` has U+FFFD; nothing else
    is known of what stood there. `read[i]` tells whether it was read through the chain; where it could not be, `after`
    repeats `before`.

    `holes` are what was put for lost bytes. `candidates` has the characters that may stand at holes for which nothing
    was put yet, by their indices in `after`.
    """

    chain: Chain
    before: str
    after: str
    filled: str
    before_cuts: Offsets
    after_cuts: Offsets
    read: npt.NDArray[np.bool_]
    holes: tuple[Filling, ...] = ()
    candidates: Mapping[int, str] = field(default_factory=dict)

    def passed_by(self, spans: Iterable[tuple[int, int]]) -> str:
        """The characters beyond ASCII that the chain would have changed and that stand outside `spans`.

        `spans` are pairs of start and end in `before`. What the accident passed by is evidence against it.
        """
        inside = np.zeros(len(self.before), np.bool_)
        for start, end in spans:
            inside[start:end] = True
        found = []
        for block in range(self.read.size):
            start, end = self.before_cuts[block], self.before_cuts[block + 1]
            stands = self.before[start:end]
            if stands.isascii() or inside[start]:
                continue
            if (
                not self.read[block]
                or stands != self.after[self.after_cuts[block] : self.after_cuts[block + 1]]
            ):
                found.append(stands)
        return "".join(char for char in "".join(found) if char > "\x7f")


def align(text: str, channel: Channel, model: LanguageModel | None = None) -> Alignment | None:
    """Read `text` back through one channel; None where not even one block changes by it.

    With a `model`, characters that the page has twice are spelled as the likelier text wants it.
    """
    spelled, widths, gaps = spell(channel.read_page, text)
    if model:
        spelled, widths = spellings.likeliest(text, spelled, widths, channel, model)
    mended = mend(spelled, channel)
    if channel.manner not in (Manner.STRICT, Manner.BARE) and not mended.places:
        return None
    read = channel.stored_page.decode(mended.data, Manner.ESCAPE)
    before_ends = np.cumsum(widths, dtype=np.int64)
    before_ends[-1:] += len(mended.data) - len(spelled)
    points = code_points(read)
    # A reading that yields U+FFFD only finds where an earlier decoder gave up: nothing to repair with.
    escaped = ((points >= 0xDC80) & (points <= 0xDCFF)) | (points == 0xFFFD)
    read_widths = channel.stored_page.widths(points)
    read_widths[(points >= 0xDC80) & (points <= 0xDCFF)] = 1
    after_ends = np.cumsum(read_widths, dtype=np.int64)
    if after_ends.size == 0 or after_ends[-1] != before_ends[-1]:
        return None  # characters whose width in bytes is not determined: no readable text anyway
    _, before_index, after_index = np.intersect1d(
        before_ends, after_ends, assume_unique=True, return_indices=True
    )
    before_cuts = np.concatenate([[0], before_index + 1])
    after_cuts = np.concatenate([[0], after_index + 1])
    bad = np.concatenate([[0], np.cumsum(escaped)])
    unread = np.diff(bad[after_cuts]) > 0
    if gaps.size:
        if channel.manner in (Manner.PYTHON, Manner.WORN):
            gaps = gaps[[text[gap] != UNREAD for gap in gaps]]
        lost = np.concatenate([[0], np.cumsum(np.isin(np.arange(len(text)), gaps))])
        unread |= np.diff(lost[before_cuts]) > 0
    places = np.searchsorted(after_ends, mended.places, side="right").tolist()
    filled = read
    if mended.holes:
        holes = np.searchsorted(after_ends, list(mended.holes), side="right").tolist()
        read = _replaced(read, dict.fromkeys(holes, UNREAD))
    elif channel.manner is Manner.COLLAPSED:
        read = filled = _replaced(read, {place: read[place] + " " for place in places})
        after_cuts = after_cuts + np.searchsorted(places, after_cuts)
    whole = assemble(Chain((channel,)), text, read, filled, before_cuts, after_cuts, unread)
    if whole is None or not mended.holes:
        return whole
    there = placed(whole, after_cuts, unread, holes)
    candidates = {
        at: mended.holes[byte] for at, byte in zip(there, mended.holes, strict=True) if at is not None
    }
    return replace(whole, candidates=candidates)


def placed(
    whole: Alignment, cuts: Offsets, unread: npt.NDArray[np.bool_], indices: Sequence[int]
) -> Iterator[int | None]:
    """Where characters of a reading, cut at `cuts`, stand in the text after; None for what stayed `unread`."""
    blocks = np.searchsorted(cuts, indices, side="right") - 1
    # Neighbouring blocks that are unread have been merged, and stand there as they were.
    lengths = np.diff(cuts)
    ends = np.cumsum(np.where(unread, 0, lengths))
    sound = whole.after_cuts[:-1][whole.read]
    sizes = np.diff(whole.after_cuts)[whole.read]
    kept_ends = np.cumsum(sizes)
    for index, block in zip(indices, blocks.tolist(), strict=True):
        if unread[block]:
            yield None
            continue
        within = int(ends[block] - lengths[block] + index - cuts[block])
        which = int(np.searchsorted(kept_ends, within, side="right"))
        yield int(sound[which] + within - (kept_ends[which] - sizes[which]))


def _replaced(text: str, replacements: dict[int, str]) -> str:
    """`text` with the characters at some places replaced."""
    return "".join(replacements.get(index, char) for index, char in enumerate(text))


def spell(page: CodePage, text: str) -> tuple[bytes, npt.NDArray[np.uint8], Offsets]:
    """The bytes of `text` with a gap byte for what the page cannot hold, the bytes per character, and the gaps."""
    spelling = page.spell(text)
    widths = np.frombuffer(spelling.widths, np.uint8)
    if spelling.complete:
        return spelling.data, widths, np.zeros(0, np.int64)
    gaps = np.flatnonzero(widths == 0)
    places = np.cumsum(widths, dtype=np.int64)[gaps]
    data = np.insert(np.frombuffer(spelling.data, np.uint8), places, GAP)
    return data.tobytes(), np.maximum(widths, 1), gaps


def assemble(
    chain: Chain,
    before: str,
    read: str,
    filled: str,
    before_cuts: Offsets,
    read_cuts: Offsets,
    unread: npt.NDArray[np.bool_],
) -> Alignment | None:
    """Merge neighbouring blocks that could not be read, and put the text as it stands in their place."""
    keep_cut = np.ones(before_cuts.size, np.bool_)
    keep_cut[1:-1] = ~(unread[1:] & unread[:-1])
    unread = unread[keep_cut[:-1]]
    before_cuts, read_cuts = before_cuts[keep_cut], read_cuts[keep_cut]
    if unread.all():
        return None
    if not unread.any():
        return (
            None
            if read == before
            else Alignment(chain, before, read, filled, before_cuts, read_cuts, ~unread)
        )
    parts, filled_parts = [], []
    for index in range(unread.size):
        if unread[index]:
            parts.append(before[before_cuts[index] : before_cuts[index + 1]])
            filled_parts.append(parts[-1])
        else:
            parts.append(read[read_cuts[index] : read_cuts[index + 1]])
            filled_parts.append(filled[read_cuts[index] : read_cuts[index + 1]])
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    after = "".join(parts)
    if after == before:
        return None
    after_cuts = np.concatenate([[0], np.cumsum(lengths)])
    return Alignment(chain, before, after, "".join(filled_parts), before_cuts, after_cuts, ~unread)


def compose(outer: Alignment, inner: Alignment) -> Alignment:
    """Join two readings: `outer` undid the last damage, `inner`, which read what `outer` made, the one before it."""
    _, first, second = np.intersect1d(
        outer.after_cuts, inner.before_cuts, assume_unique=False, return_indices=True
    )
    before_cuts, after_cuts = outer.before_cuts[first], inner.after_cuts[second]
    # A block counts as read if no part of it was left as it stood by either reading.
    read = _all_within(outer.after_cuts, outer.read, first) & _all_within(
        inner.before_cuts, inner.read, second
    )
    chain = outer.chain.after(inner.chain)
    return Alignment(chain, outer.before, inner.after, inner.filled, before_cuts, after_cuts, read)


def _all_within(cuts: Offsets, flags: npt.NDArray[np.bool_], chosen: Offsets) -> npt.NDArray[np.bool_]:
    failures = np.concatenate([[0], np.cumsum(~flags)])
    result: npt.NDArray[np.bool_] = np.diff(failures[chosen]) == 0
    return result
