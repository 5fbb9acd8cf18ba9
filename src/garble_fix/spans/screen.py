"""One fast pass that leaves clean text alone: which stretches are worth a second look.

What the language models say of pairs of neighbouring characters, without more context, tells most garbage from text.
A text of millions of characters has but some hundred thousand different pairs, so each is scored once, in the language
of the part of the text that it stands in, and looked up from then on. A stretch is suspicious where the sum of what
its characters cost beyond what is expected of them climbs above a threshold: Page's CUSUM (Biometrika 41, 1954), run
over the whole text at once, a part that the processor's cache holds at a time.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.tokens import fold

LONG: Final = 7.0
SHORT: Final = 3.0
"""CUSUM in nats from which a line of a long text is looked at, and of a short one. There each line weighs more: an
accent that became one Han character, all that is garbled, costs 3 to 5 beyond what is expected. Of a thousand sound
lines they let 27 and 214 through, of garbled ones they hold back 7 and 3."""

EXPECTED: Final = 7.0
"""Nats that a Han character, kana or Hangul syllable may cost after the character before it, and say nothing."""

EXPECTED_OF_LETTERS: Final = 5.0
LETTERS_WEIGH: Final = 1.4
"""The same of letters of alphabets, and how much more what they cost beyond it says."""

_SCALE: Final = 256.0
"""Units per nat."""

_PART: Final = 1 << 16
"""Code points looked at together."""

_SAMPLE: Final = 128
"""Characters of each part by which its language is told."""

_RESET: Final = np.int64(1 << 40)
"""Units, more than any sum within a part: subtracted at each line end, it makes every line start afresh."""

_POINT_BITS: Final = np.uint64(21)
_VALUE_BITS: Final = np.uint64(16)
_ZERO: Final = 1 << 15

Points = npt.NDArray[np.uint32]


class Screen:
    """The pass over one text."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._pairs: dict[int, _Pairs] = {}

    def stretches(
        self, points: Points, line_end: str = "\n", threshold: float = LONG
    ) -> npt.NDArray[np.int64]:
        """The suspicious stretches of a text, none of which goes beyond a line: their starts and ends, in code points.

        Shape (stretches, 2), in order. A stretch starts where the sum begins to climb, and ends where it was last
        above `threshold`, in nats.
        """
        found: list[npt.NDArray[np.int64]] = []
        risen, since = 0, 0
        for start in range(0, points.size, _PART):
            part = points[start : start + _PART]
            before = np.empty_like(part)
            before[0] = points[start - 1] if start else ord(line_end)
            before[1:] = part[:-1]
            scores = self._excess(before, part)
            scores[part == ord(line_end)] -= _RESET
            sums = np.cumsum(scores)
            sums += risen
            # Where the sum falls to a new depth, evidence starts afresh.
            depth = np.minimum.accumulate(np.minimum(sums, 0))
            at = np.flatnonzero(sums - depth >= threshold * _SCALE)
            if at.size:
                found.append(_climbs(at, depth, start, since))
            last = int(depth[-1])
            risen = int(sums[-1]) - last
            if last < 0:
                since = start + int(np.searchsorted(-depth, -last)) + 1
        return np.concatenate(found) if found else np.empty((0, 2), np.int64)

    def _excess(self, before: Points, points: Points) -> npt.NDArray[np.int64]:
        """What each character costs beyond what is expected, in units; ASCII is evidence of nothing."""
        scores = np.zeros(points.size, np.int64)
        at = np.flatnonzero(points > 0x7F)
        if at.size:
            before, points = before[at], points[at]
            language = self._language(before, points)
            if language not in self._pairs:
                self._pairs[language] = _Pairs(self._model, language)
            scores[at] = self._pairs[language].excess(before, points)
        return scores

    def _language(self, before: Points, points: Points) -> int:
        step = -(-points.size // _SAMPLE)
        pairs = self._model.pair_log_probs(before[::step], points[::step], range(len(LANGUAGES)))
        return int(pairs.sum(axis=1).argmax())


def _climbs(
    at: npt.NDArray[np.int64], depth: npt.NDArray[np.int64], start: int, since: int
) -> npt.NDArray[np.int64]:
    """The stretches of the part that begins at `start`; `at` is where the sum is above the threshold in there.

    What has been climbing since before the part has been since `since`.
    """
    depths = depth[at]
    first = np.flatnonzero(np.concatenate([[True], depths[1:] != depths[:-1]]))
    last = np.concatenate([first[1:], [at.size]]) - 1
    starts = start + np.searchsorted(-depth, -depths[first]) + 1
    starts[depths[first] == 0] = since
    return np.stack([starts, start + at[last] + 1], axis=1)


class _Pairs:
    """What pairs of characters cost in one language: a cache in which each pair has one place, shared with others.

    An entry is the pair and its cost in one integer, so that a look-up is one access to memory.
    """

    _BITS: Final = 19

    def __init__(self, model: LanguageModel, language: int) -> None:
        self._model, self._language = model, language
        self._entries = np.zeros(1 << self._BITS, np.uint64)

    def excess(self, before: Points, points: Points) -> npt.NDArray[np.int64]:
        """What each of `points` costs after the one `before` it, beyond what is expected; in units."""
        pairs = (before.astype(np.uint64) << _POINT_BITS) | points
        pairs += np.uint64(1)  # an empty place is no pair
        found = self._entries[self._places(pairs)]
        unknown = np.flatnonzero(found >> _VALUE_BITS != pairs)
        if unknown.size:
            new, which = np.unique(pairs[unknown], return_inverse=True)
            entries = (new << _VALUE_BITS) | self._scored(new - np.uint64(1))
            self._entries[self._places(new)] = entries
            found[unknown] = entries[which]
        return (found & np.uint64((1 << 16) - 1)).astype(np.int64) - _ZERO

    def _places(self, pairs: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
        places: npt.NDArray[np.uint64] = pairs * np.uint64(0x9E3779B97F4A7C15)
        places >>= np.uint64(64 - self._BITS)
        return places

    def _scored(self, pairs: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
        before = (pairs >> _POINT_BITS).astype(np.uint32)
        points = (pairs & np.uint64((1 << 21) - 1)).astype(np.uint32)
        costs = -self._model.pair_log_probs(before, points, [self._language])[0]
        letters = self._model.letter[fold(points)] < self._model.letters
        beyond = np.where(letters, LETTERS_WEIGH * (costs - EXPECTED_OF_LETTERS), costs - EXPECTED)
        values: npt.NDArray[np.uint64] = np.clip(beyond * _SCALE + _ZERO, 1, 2 * _ZERO - 1).astype(np.uint64)
        return values
