"""The second look: lines that the language models, too, find improbable.

The screen is fast and easily alarmed. What it lets through is scored by the language models; a line is worth a search
only where some stretch of it is more surprising than text in any language should be. Again a CUSUM, here of the
surprise of each non-ASCII character above what is expected of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from garble_fix.language import LanguageModel
from garble_fix.language.model import code_points
from garble_fix.language.ngrams import Floats
from garble_fix.language.tokens import fold

EXPECTED: Final = 6.0
"""Nats: Han characters, kana and Hangul cost 3 to 4 on average in sound text, 8 to 12 in garbage."""

EXPECTED_OF_LETTERS: Final = 5.0
"""Nats: letters of alphabets cost 2 to 3 in sound text; Cyrillic garbled into Cyrillic costs but 6."""

THRESHOLD: Final = 4.0
"""CUSUM in nats from which a line is searched."""

SWITCH: Final = 1.5
"""Nats, beyond what it costs anywhere, that the first of several characters costs right behind an ASCII letter or
digit: the models learned from sentences, and have hardly seen `CPU` before a verb. One alone is what a letter becomes
(`d体zenli`), and kana of half width are."""

_WORD: Final = np.zeros(0x110000, np.bool_)
_WORD[[point for point in range(0x80) if chr(point).isalnum()]] = True
"""Whether each code point is an ASCII letter or digit."""

_ACCOUNTED_FOR: Final = -1e3
"""Nats: ends any stretch."""

_BATCH: Final = 20_000
"""Code points scored at a time, which bounds memory."""


@dataclass(frozen=True)
class Surprise:
    """The most surprising stretch of a line, `start:end` in code points, and how surprising it is: nats beyond what
    is expected of its characters.
    """

    nats: float
    start: int
    end: int


def surprises(
    lines: Sequence[str], model: LanguageModel, known: Sequence[Sequence[tuple[int, int]]] | None = None
) -> list[Surprise]:
    """Find the most surprising stretch of each line.

    `known` gives for each line the spans (start, end) that are accounted for: context, and no part of a stretch.
    """
    known = known or [()] * len(lines)
    found: list[Surprise] = []
    batch: list[tuple[str, Sequence[tuple[int, int]]]] = []
    size = 0
    for line, spans in zip(lines, known, strict=True):
        batch.append((line, spans))
        size += len(line)
        if size > _BATCH:
            found += _batch(batch, model)
            batch, size = [], 0
    return found + _batch(batch, model)


def _batch(batch: Sequence[tuple[str, Sequence[tuple[int, int]]]], model: LanguageModel) -> list[Surprise]:
    if not batch:
        return []
    scored = zip(batch, model.char_log_probs_each([line for line, _ in batch]), strict=True)
    return [_surprise(line, scores, model, spans) for (line, spans), scores in scored]


def _surprise(line: str, scores: Floats, model: LanguageModel, known: Sequence[tuple[int, int]]) -> Surprise:
    points = code_points(line)
    foreign = points > 0x7F
    if not foreign.any():
        return Surprise(0.0, 0, 0)
    # Most ASCII is code, and a comment in Chinese is as good as any among it.
    language = int(scores[:, foreign].sum(axis=1).argmax())
    folded = fold(points)
    alphabetic = model.letter[folded] < model.letters
    expected = np.where(alphabetic, EXPECTED_OF_LETTERS, EXPECTED)
    cost = -scores[language]
    written = foreign & ~alphabetic & ~((points >= 0xFF61) & (points <= 0xFF9F))
    behind = np.flatnonzero(_WORD[points[:-2]] & written[1:-1] & written[2:]) + 1
    cost[behind] = np.minimum(cost[behind], SWITCH - model.single[folded[behind]])
    beyond = np.where(foreign, cost - expected, 0.0)
    for start, end in known:
        beyond[start:end] = _ACCOUNTED_FOR
    excess = np.cumsum(beyond)
    before = np.concatenate([[0.0], excess[:-1]])
    rise = excess - np.minimum.accumulate(before)
    end = int(rise.argmax()) + 1
    start = end - 1 - int(before[end - 1 :: -1].argmin())
    return Surprise(float(rise[end - 1]), start, end)
