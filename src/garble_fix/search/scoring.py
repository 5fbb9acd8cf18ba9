"""What searches that run side by side ask the language models about whole texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LANGUAGES, LanguageModel

Floats = npt.NDArray[np.float32]

_IDEOGRAPHIC: Final = re.compile(r"\S*[^\W\d_\x00-\u2e7f]\S*")
"""A word with Han characters, kana or Hangul."""

_BATCH: Final = 20_000
"""Code points scored at a time, which bounds memory."""


@dataclass(frozen=True)
class Scores:
    """Asks for `log P` of each code point of some texts, each a line of its own: shape (languages, code points)."""

    texts: Sequence[str]

    @classmethod
    def answer(cls, questions: Sequence[Scores], model: LanguageModel) -> list[list[Floats]]:
        """The scores of the texts of each question."""
        texts = [text for question in questions for text in question.texts]
        found = (scores for batch in _batches(texts) for scores in model.char_log_probs_each(batch))
        return [[next(found) for _ in question.texts] for question in questions]


@dataclass(frozen=True)
class LanguageScores:
    """Asks for `log P` of a text in each language, as far as it tells which that is (see `telling`); nats."""

    text: str

    @classmethod
    def answer(cls, questions: Sequence[LanguageScores], model: LanguageModel) -> list[Floats]:
        """The scores of each text; nothing is sure."""
        scores = Scores.answer([Scores([question.text for question in questions])], model)[0]
        return [telling(question.text, nats) for question, nats in zip(questions, scores, strict=True)]


def telling(text: str, nats: Floats) -> Floats:
    """`log P` in each language of the words of a text with Han characters, kana or Hangul, of all if there are none.

    Code, markup and English stand beside any of them. `nats` are those of each code point, shape (languages, code
    points).
    """
    if not text:
        return np.zeros(len(LANGUAGES), np.float32)
    words = [slice(*match.span()) for match in _IDEOGRAPHIC.finditer(text)] or [slice(None)]
    result: Floats = np.sum([nats[:, word].sum(axis=1) for word in words], axis=0)
    return result


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch
