"""Words that no spaces are put between: how likely the likeliest way is to divide a text into words.

`策略?托服务`: the models find 对 a little likelier behind 策略 than 委; but 委托 is a word, and 对托 is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from garble_fix.language.words import LEAST, unspaced_log_probs
from garble_fix.search.lattice.windows import Floats

REACH: Final = 4
"""Code points on either side of a character that are looked at: as many as stand beside it in the longest word."""


def is_ideograph(char: str) -> bool:
    """Whether a character is Han. Kana are mostly endings and particles, which the models know better than lists do."""
    return char == "々" or "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def is_hiragana(char: str) -> bool:
    """Whether a character is hiragana, which alone is a particle."""
    return "\u3041" <= char <= "\u3096"


def likeliest_words(texts: Sequence[str]) -> Floats:
    """`log P` of each text, in words as likely as can be; nats. A character that is no word counts as rare."""
    parts = list(dict.fromkeys(text[start:end] for text in texts for start, end in _parts(text)))
    nats = dict(zip(parts, unspaced_log_probs(parts).tolist(), strict=True))
    return np.array([_likeliest(text, nats) for text in texts], np.float32)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where each part of a text that may be a word starts and ends, in the order of their starts."""
    for start in range(len(text)):
        for end in range(start + 1, min(start + REACH + 1, len(text)) + 1):
            yield start, end


def _likeliest(text: str, nats: dict[str, float]) -> float:
    """The same of one text, given `log P` of its parts."""
    best = [0.0] + [-np.inf] * len(text)
    for start, end in _parts(text):
        part = nats[text[start:end]]
        if part > LEAST or end == start + 1:
            best[end] = max(best[end], best[start] + part)
    return float(best[-1])
