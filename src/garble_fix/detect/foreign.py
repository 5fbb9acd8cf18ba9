"""Lines in another encoding than their file: pasted, or written by a tool that knows but one encoding.

Two searches, both for the likeliest explanation. Which encodings the file has besides its own: each that is added
must make its lines likelier by more than a further encoding costs. Then which line is in which: of all ways through
the lines the likeliest (Viterbi), where going from one encoding to another costs something, so that a line that says
little is what its neighbours are.

Only strange lines raise the question: in a UTF-8 file those that are no UTF-8, in another file those that are, for the
most part at least, and those that the file's own page cannot read. Once it is raised, it is asked of lines of UTF-8,
too, that may be so by chance. Bytes that no language explains stay what they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from garble_fix.codepages import Manner, get
from garble_fix.detect.encodings import BYTE_BY_BYTE, ESCAPES
from garble_fix.detect.pages import LOG_PRIORS, holding_all, sequence_evidence
from garble_fix.detect.result import ForeignLine
from garble_fix.detect.weigh import LANGUAGE_CHANGE, quick_scores, text_log_probs, unreadable_cost
from garble_fix.language import packaged

SWITCH: Final = 3.0
"""Cost in nats of a line in another encoding than the one before it."""

FURTHER: Final = 4.0 + 2 * SWITCH
"""Cost in nats of a further encoding in a file, besides that of the encoding itself: one file in fifty has one, and
the way leads there and back."""

SINGLE_BYTES: Final = 6.0
"""Cost in nats, besides, of one with single bytes: in one of so many nearly any byte is a letter that makes sense."""

STRAY: Final = 7.0
_ANY_BYTE: Final = math.log(256)
"""Cost in nats of a line with bytes that are no text at all, and of each of its bytes from 80 on."""

CHANCE: Final = 20.0
"""Nats that valid sequences of UTF-8 count at most on a line where others are invalid."""

_SAMPLE: Final = 64
"""Lines, spread over the file, by which encodings are found."""

_PAGES: Final = 4
"""Encodings that a file has at most besides its own."""

_FULL: Final = 8
"""Readings of a line that are scored in full, while encodings are looked for."""

_TOGETHER: Final = 2000
"""Lines scored in one pass."""

Scores = npt.NDArray[np.float64]


class _Line(NamedTuple):
    """A line that is not all ASCII, without its end; `start` is its offset in bytes."""

    start: int
    data: bytes
    strange: bool
    """Whether it looks like one in another encoding."""
    asked: bool
    """Whether it may be in another encoding if others are."""


def foreign_lines(body: bytes, encoding: str) -> tuple[ForeignLine, ...]:
    """Return the lines of `body` (without byte order mark) that are in another encoding than `encoding`, in order.

    None are found where the encoding is not one of those whose lines are their own: UTF-16, or one that switches
    tables.
    """
    if encoding not in BYTE_BY_BYTE or (encoding == "utf-8" and is_utf_8(body)):
        return ()
    lines = _lines(body, encoding)
    strange = [line.data for line in lines if line.strange]
    if not strange:
        return ()
    spoken = _language([line.data for line in lines if not line.strange], encoding)
    pages = (encoding, *_further(strange, encoding, spoken))
    if len(pages) == 1:
        return ()
    asked = [line.data for line in lines if line.asked]
    scores = _scores(asked, pages)
    labels = _likeliest_way(lines, scores)
    gains = scores[np.arange(len(asked)), labels] - scores[:, 0]
    chosen = {}
    for label in range(1, len(pages)):
        # The same line once more is no further witness.
        witnesses = {asked[at]: gains[at] for at in np.flatnonzero(labels == label)}
        if sum(witnesses.values()) > _cost(pages[label]):
            chosen[label] = _plainest(list(witnesses), pages[label])
    starts = [line.start for line in lines if line.asked]
    return tuple(
        ForeignLine(start, start + len(data), chosen[label], float(gain))
        for start, data, label, gain in zip(starts, asked, labels.tolist(), gains, strict=True)
        if label in chosen
    )


def _lines(body: bytes, encoding: str) -> list[_Line]:
    end = b"\r" if b"\n" not in body and b"\r" in body else b"\n"
    page = get(encoding)
    strays = encoding != "utf-8" and bool(ESCAPES.search(page.decode(body, Manner.ESCAPE)))
    found, start = [], 0
    for data in body.split(end):
        if not data.isascii():
            if encoding == "utf-8":
                strange = not is_utf_8(data)
                asked = strange or sequence_evidence(data) < CHANCE
            else:
                strange = is_utf_8(data) or _evidence(data) >= CHANCE
                asked = strange = strange or (
                    strays and bool(ESCAPES.search(page.decode(data, Manner.ESCAPE)))
                )
            found.append(_Line(start, data, strange, asked))
        start += len(data) + 1
    return found


def is_utf_8(data: bytes) -> bool:
    """Whether the bytes are valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _language(lines: Sequence[bytes], encoding: str) -> int | None:
    """The language of the lines, as an index into `LANGUAGES`; None if there are none."""
    if not lines:
        return None
    texts = [get(encoding).decode(line, Manner.ESCAPE) for line in _spread(lines)]
    scores = text_log_probs([ESCAPES.sub("", text) for text in texts], packaged())
    return int(scores.sum(axis=0).argmax())


def _spread(lines: Sequence[bytes]) -> list[bytes]:
    """So many different lines, spread evenly."""
    different = list(dict.fromkeys(lines))
    return different[:: -(-len(different) // _SAMPLE)]


def _further(strange: Sequence[bytes], encoding: str, spoken: int | None) -> list[str]:
    """The encodings besides its own that make strange lines likeliest, if any are worth their cost.

    Lines in another language than `spoken`, that of the other lines, pay for the change.
    """
    lines = _spread(strange)
    names = [name for name in ("utf-8", *LOG_PRIORS) if name != encoding]
    scores = _promising_scores(lines, names, spoken)
    costs = np.array([_cost(name) for name in names])
    reached = _scores(lines, (encoding,))[:, 0]
    found: list[str] = []
    while len(found) < _PAGES:
        gains = np.maximum(scores - reached[:, np.newaxis], 0.0).sum(axis=0) - costs
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        found.append(names[best])
        reached = np.maximum(reached, scores[:, best])
    return found


def _cost(encoding: str) -> float:
    """What a further encoding costs, in nats."""
    return FURTHER - LOG_PRIORS.get(encoding, 0.0) + (0.0 if get(encoding).multibyte else SINGLE_BYTES)


def _promising_scores(lines: Sequence[bytes], names: Sequence[str], spoken: int | None) -> Scores:
    """The score of each line in each encoding; minus infinity for those that a quick score leaves without hope."""
    readings = [[get(name).decode(line, Manner.ESCAPE) for name in names] for line in lines]
    wanted: dict[tuple[int, str], float] = {}
    for number, texts in enumerate(readings):
        quick = dict(zip(texts, quick_scores(texts), strict=True))
        best = sorted(quick, key=lambda text: -quick[text])[:_FULL]
        if is_utf_8(lines[number]) and names[0] == "utf-8":
            best.append(texts[0])
        wanted |= {(number, text): -math.inf for text in best}
    scored = text_log_probs([ESCAPES.sub("", text) for _, text in wanted], packaged())
    best_of = scored.max(axis=1)
    if spoken is not None:
        best_of = np.maximum(best_of - LANGUAGE_CHANGE, scored[:, spoken])
    for (number, text), score in zip(wanted, best_of.tolist(), strict=True):
        wanted[number, text] = score - unreadable_cost(text, cut=False)
    found = np.array(
        [[wanted.get((number, text), -math.inf) for text in texts] for number, texts in enumerate(readings)]
    )
    if names[0] == "utf-8":
        found[:, 0] += [_evidence(line) for line in lines]
    return found


def _evidence(line: bytes) -> float:
    """Nats in favour of UTF-8 that lie in the sequences of the line."""
    if is_utf_8(line):
        return sequence_evidence(line)
    return min(sequence_evidence(line.decode("utf-8", "ignore").encode()), CHANCE)


def _scores(lines: Sequence[bytes], pages: Sequence[str]) -> Scores:
    """log P of each line in each of the encodings, in nats; shape (lines, pages). The first is that of the file.

    A line is in the language that most lines of its encoding are in, or pays for the change.
    """
    parts = [lines[start : start + _TOGETHER] for start in range(0, len(lines), _TOGETHER)]
    by_language = np.concatenate([_by_language(part, pages) for part in parts])
    best = by_language.max(axis=2)
    labels = best.argmax(axis=1)
    for label in range(len(pages)):
        if (labels == label).any():
            spoken = by_language[labels == label, label].sum(axis=0).argmax()
            best[:, label] = np.maximum(by_language[:, label, spoken], best[:, label] - LANGUAGE_CHANGE)
    stray = np.concatenate([_stray(part) for part in parts])
    best[:, 0] = np.maximum(best[:, 0], stray)
    result: Scores = best
    return result


def _by_language(lines: Sequence[bytes], pages: Sequence[str]) -> Scores:
    """log P of each line in each of the encodings and languages; shape (lines, pages, languages)."""
    texts = [get(page).decode(line, Manner.ESCAPE) for line in lines for page in pages]
    scores = text_log_probs([ESCAPES.sub("", text) for text in texts], packaged())
    scores -= np.array([unreadable_cost(text, cut=False) for text in texts])[:, np.newaxis]
    shaped = scores.reshape(len(lines), len(pages), -1)
    for label, page in enumerate(pages):
        if page == "utf-8":
            shaped[:, label] += np.array([_evidence(line) for line in lines])[:, np.newaxis]
    return shaped


def _stray(lines: Sequence[bytes]) -> Scores:
    """log P of each line if its bytes from 80 on are no text."""
    ascii_alone = [line.decode("ascii", "ignore") for line in lines]
    strays = [len(line) - len(text) for line, text in zip(lines, ascii_alone, strict=True)]
    return text_log_probs(ascii_alone, packaged())[:, 0] - STRAY - _ANY_BYTE * np.array(strays)


def _likeliest_way(lines: Sequence[_Line], scores: Scores) -> npt.NDArray[np.int64]:
    """For each line with a choice the encoding, as a column of `scores`, that it has on the likeliest way through all.

    Lines without a choice are in the first.
    """
    count = scores.shape[1]
    reached = np.full(count, -SWITCH)
    reached[0] = 0.0
    settled = np.full(count, -np.inf)
    settled[0] = 0.0
    came_from: list[npt.NDArray[np.int64]] = []
    rows = iter(scores)
    for line in lines:
        changed = reached.max() - SWITCH
        origin = np.where(reached >= changed, np.arange(count), int(reached.argmax()))
        reached = np.maximum(reached, changed) + (next(rows) if line.asked else settled)
        came_from.append(origin)
    label = int(reached.argmax())
    labels = []
    for line, origin in zip(reversed(lines), reversed(came_from), strict=True):
        if line.asked:
            labels.append(label)
        label = int(origin[label])
    return np.array(labels[::-1])


def _plainest(lines: Sequence[bytes], page: str) -> str:
    """Of pages that differ in what few texts have, the one that reads all the lines."""
    return page if page == "utf-8" else holding_all(b"\n".join(lines), (page,))
