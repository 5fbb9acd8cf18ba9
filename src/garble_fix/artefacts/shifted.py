# garble-fix: off
"""GBK whose bytes were paired one too late: `。“十三五”期間` as `?！笆濉逼陂g`.

The sites that put pinyin in brackets work on bytes, not on characters, and so lose one here and there, or put a
bracket between the two bytes of a character: of 量儀 (C1BF 8378) they know BF83, which is 績, and write `量?jī)x`. From
there on each character is made of the second byte of one and the first of the next, until ASCII sets things right: a
letter that was a second byte, or a mark where a lead byte took what is none.

Where such a run can begin and end says which bytes are missing; the rest is a noisy channel as any other. The bytes
are a lattice, the language models choose, and what they choose must be damaged into what stands there.
"""
# garble-fix: on

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.artefacts.brackets import PINYIN, sites
from garble_fix.artefacts.finding import SHIFTED, Finding
from garble_fix.artefacts.readings import readings, syllable
from garble_fix.artefacts.shown import Shown
from garble_fix.codepages import Manner, get
from garble_fix.language import packaged
from garble_fix.language.junk import junk_log_probs
from garble_fix.language.model import code_points
from garble_fix.language.script import forms
from garble_fix.search.lattice.posterior import calibrated
from garble_fix.search.lattice.shifted import LEADS, PAGE, PRIVATE, TRAILS, Pairs, Shift, read

_AROUND: Final = 12
"""Code points on either side that are read with a run."""

_LONGEST: Final = 80
"""Characters of a run."""

_STARTS: Final = 3
"""Places in a run that are tried where nothing marks its beginning."""

_PARTED: Final = -4.0
_MARKED: Final = -8.0
_SILENT: Final = -12.0
_HALF_BRACKET: Final = -3.0
"""log P, in nats, that a byte was lost in one place, on a page with pinyin in brackets: where a `?` stands before
full-width punctuation; where it stands elsewhere; where nothing does; and where the second half of a bracket does."""

_ELSEWHERE: Final = -6.0
"""The same in addition where no other bracket is in the text."""

_OPEN_END: Final = -4.0
"""log P that a run ends where no sign of it is left."""

_SPLIT: Final = frozenset((0xA1,))
"""The first byte of `。“”、《`. Who looks for `！`, A3A1, byte by byte, finds it in `。“`, A1A3 A1B0."""

_ODD: Final = -4.0
"""The same that another byte was lost there, nats."""

_CONFIRMED: Final = 6.0
"""Nats for a bracket behind with the reading of the last character: one in four hundred has it by chance."""

_AHEAD: Final = 2.0
"""Nats by which a reading must be likelier than any other."""

SURE: Final = 6.0
"""Log-odds, in nats, from which a run is put right."""

_FILLED: Final = 0.85
"""Posterior that each character must have of which a byte is missing."""

_JUNK: Final = -10.0
"""log P of garbage of unknown origin, beyond that of its characters; nats."""

_HALF: Final = re.compile(rf"\?({PINYIN})\)")
_BRACKET: Final = re.compile(rf"[(（]({PINYIN})[)）]")
_WIDE: Final = "\u00a7\u00b1\u00b7\u00d7\u0391-\u0451\u2010-\u33d5\u3400-\u9fff\ue000-\uffe5"
_ENDING: Final = re.compile(rf"[{_WIDE}]{{2,{_LONGEST}}}(?=[@-~€]|\?{PINYIN}\))")
"""Whole characters before a byte of ASCII that may belong to the last of them."""

_WORTH: Final = 3.0
"""Nats that single characters must gain for a run without a mark to be looked at."""

_FLAT: Final = {ord(char): chr(ord(char) + 0xFEE0) for char in "!?,:;()"}
_NARROW: Final = {ord(wide): chr(narrow) for narrow, wide in _FLAT.items()}
_PARTING: Final = "！？，：；（"
"""What such pages are parted at: A3 and the first byte of a character, behind the first byte of `。`."""

_SEPARATORS: Final = "，。！？；：、,.!;:"


@dataclass(frozen=True)
class _Run:
    """Code points `start:end` of a text, whole characters from `first` on, that may be made of the wrong halves, and
    the accident that made them so.
    """

    start: int
    first: int
    end: int
    pairs: Pairs
    shift: Shift
    log_prior: float


def shifted(text: str) -> list[Finding]:
    """Find the runs whose bytes were paired one too late, each with what stood there before.

    Only what is sure: where a byte is missing and several would do, the run stays. Needs the language model
    (`ModelError`).
    """
    if "?" not in text and "(" not in text:
        return []
    glossed = any(site.toned for site in sites(text))
    # Where one is left, no program took them out.
    shift = Shift(plain=not PRIVATE.search(text))
    marked = list(_marked(text, shift, glossed=glossed))
    runs = [*marked, *(_unmarked(text, shift, {run.first for run in marked}) if glossed else ())]
    shown = Shown(text)
    readings = [
        found for run in runs if not shown.covers(run.start, run.end) and (found := _reading(text, run))
    ]
    return sorted(_surest(readings), key=lambda finding: finding.start)


def _marked(text: str, shift: Shift, *, glossed: bool) -> Iterator[_Run]:
    """What may be shifted behind a `?`, with half a bracket or without."""
    at = 0
    while (at := text.find("?", at)) >= 0:
        start, at = at, at + 1
        before = _bytes(text[start - 1 : start])
        half = _HALF.match(text, start)
        if half and len(before) == 2 and (leads := _leads(before[1], half[1])):
            inserted = replace(shift, inserted=f"({half[1]})")
            yield from _ends(text, start, half.end(), leads, inserted, _HALF_BRACKET)
        elif (
            not half
            and (len(before) == 2 or before == b")")
            and len(_bytes(text[at : at + 1].translate(_FLAT))) == 2
        ):
            parted = text[at : at + 1] in _PARTING
            prior = (_PARTED if parted else _MARKED) + (0.0 if glossed else _ELSEWHERE)
            marked = replace(shift, marked=True)
            likely = list(_ends(text, start, at, _SPLIT, marked, prior))
            if likely and (parted or _worth(likely[0].pairs)[0] >= _WORTH):
                yield from likely
                yield from _ends(text, start, at, LEADS - _SPLIT, marked, prior + _ODD)


def _unmarked(text: str, shift: Shift, known: Collection[int]) -> Iterator[_Run]:
    """The same where the end alone is seen: `展！”或測` as `展!被驕y`; but for what is `known` to begin there."""
    for match in _ENDING.finditer(text):
        data = b"".join(map(_bytes, match.group()))
        if match.start() in known or len(data) != 2 * len(match.group()):
            continue
        end = _bytes(text[match.end()]).replace(b"?", b"")
        for at in _promising(_worth(Pairs(data, LEADS, frozenset(end) or LEADS))):
            first = match.start() + at
            yield from _ends(text, first, first, _SPLIT, shift, _SILENT)
            yield from _ends(text, first, first, LEADS - _SPLIT, shift, _SILENT + _ODD)


def _worth(pairs: Pairs) -> npt.NDArray[np.float64]:
    """What single characters gain, in nats, if the shift begins at each of the whole characters."""
    data = pairs.known
    end = bytes(pairs.trails) if len(pairs.trails) == 1 else b""
    stands = get(PAGE).decode(data)
    reads = get(PAGE).decode(data[1:] + end, Manner.ESCAPE)
    # Of the last character nothing is known if its last byte was lost.
    size = len(stands) if end else len(stands) - 1
    gains = packaged().rarities(list(reads[:size])) - packaged().rarities(list(stands[:size]))
    return np.append(np.cumsum(gains[::-1])[::-1], [0.0] * (len(stands) - size))


def _promising(worth: npt.NDArray[np.float64]) -> list[int]:
    """The places that gain most, the last first."""
    best = np.argsort(-worth, kind="stable")[:_STARTS]
    return sorted((int(at) for at in best if worth[at] >= _WORTH), reverse=True)


def _ends(
    text: str, start: int, first: int, leads: frozenset[int], shift: Shift, log_prior: float
) -> Iterator[_Run]:
    """The ways in which what begins at `start`, with whole characters from `first` on, may end."""
    known = b""
    last = first
    while last < len(text) and last - first < _LONGEST:
        pair = _bytes(text[last].translate(_FLAT) if last == first else text[last])
        if len(pair) != 2:
            break
        known += pair
        last += 1

    def run(
        trails: Collection[int], end: int, nats: float = 0.0, *, swallows: bool = False, **more: Any
    ) -> _Run:
        pairs = Pairs(known, leads, frozenset(trails), swallows, shift.plain)
        return _Run(start, first, end, pairs, replace(shift, **more), log_prior + nats)

    after = text[last : last + 1]
    half = _HALF.match(text, last)
    if half and known and (trails := _trails(known[-1], half[1])):
        yield run(trails, half.end(), appended=f"({half[1]})")
    elif after == "?" and known:
        if text[last + 1 : last + 2] in _SEPARATORS:
            yield run(LEADS, last + 1, marked_end=True)
        yield run(LEADS, last + 1, swallows=True)
    elif len(end := _bytes(after)) == 1 and end[0] in TRAILS:
        yield run(end, last + 1)
    elif after in ("", "\r", "\n") and known:
        yield run(LEADS, last, _OPEN_END)


@dataclass(frozen=True)
class _Reading:
    """What a run may have been, with its log-odds in nats; and whether each of its characters is."""

    finding: Finding
    sure: bool


def _reading(text: str, run: _Run) -> _Reading | None:
    """What the language models make of a run, if the accident makes of that what stands there."""
    before = text[run.start : run.end]
    line = text[text.rfind("\n", 0, run.start) + 1 : run.start]
    left, right = _bare(line), _bare(text[run.end : run.end + _AROUND]) or "\n"
    slots = read(run.pairs, left, right, packaged())
    if slots is None:
        return None
    after = "".join(slot.char for slot in slots)
    if not proved(run.shift, after, before):
        return None
    odds = _odds(left[-_AROUND:], before, after, right) + run.log_prior
    bracket = _BRACKET.match(text, run.end)
    if bracket and syllable(bracket[1]) in readings(after[-1]):
        odds += _CONFIRMED
    sure = all(calibrated(slot.char, slot.posterior) >= _FILLED for slot in slots)
    return _Reading(Finding(run.start, run.end, after, SHIFTED, odds), sure)


def _surest(readings: Sequence[_Reading]) -> Iterator[Finding]:
    """The likeliest readings, if they are sure, and no other of the same place comes near."""
    waiting = sorted(readings, key=lambda reading: -reading.finding.log_odds)
    while waiting and waiting[0].finding.log_odds >= SURE:
        best = waiting[0].finding
        beside = [each for each in waiting[1:] if _overlap(each.finding, best)]
        if waiting[0].sure and all(best.log_odds - each.finding.log_odds >= _AHEAD for each in beside):
            yield best
        waiting = [each for each in waiting[1:] if not _overlap(each.finding, best)]


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def proved(shift: Shift, after: str, before: str) -> bool:
    """Whether the accident makes `before` of `after`, full-width marks flattened afterwards or not."""
    try:
        made = shift.garble(after)
    except UnicodeError:
        return False
    return before in (made, made[:1] + made[1:2].translate(_NARROW) + made[2:])


def _odds(left: str, before: str, after: str, right: str) -> float:
    """How much likelier the text is with `after` than with `before`, or with garbage, in nats."""
    stands, reads = (
        scores.sum(axis=1)
        for scores in packaged().char_log_probs_each([left + before + right, left + after + right])
    )
    around = packaged().char_log_probs(left + right).sum(axis=1)
    junk = float(around.max()) + _JUNK + float(junk_log_probs(code_points(before)).sum())
    return float(reads.max()) - max(float(stands.max()), junk)


def _bare(text: str) -> str:
    """The text without its brackets of pinyin."""
    return _BRACKET.sub("", text)


@lru_cache(4096)
def _bytes(char: str) -> bytes:
    """The bytes of a character in the page; none if it has not got it."""
    try:
        return get(PAGE).encode(char)
    except UnicodeEncodeError:
        return b""


def _leads(trail: int, reading: str) -> frozenset[int]:
    """The bytes that make a character of this reading with `trail` before them."""
    return frozenset(byte for byte in LEADS if _reads(bytes((trail, byte)), reading))


def _trails(lead: int, reading: str) -> frozenset[int]:
    """The bytes that make a character of this reading with `lead` before them."""
    return frozenset(byte for byte in TRAILS if _reads(bytes((lead, byte)), reading))


def _reads(pair: bytes, reading: str) -> bool:
    """Whether two bytes are a Traditional character that is read so: those are what gets a bracket."""
    try:
        char = get(PAGE).decode(pair)
    except UnicodeDecodeError:
        return False
    return char in forms()[1] and syllable(reading) in readings(char)
