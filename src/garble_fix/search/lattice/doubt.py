"""How far to trust the models about characters of which thousands are tried.

The n-grams on record are told from all others by fingerprints of ten bits (`language/static_function.py`): of a
thousand that were never seen, one is taken for one that was, with any probability. Text that stands there has no such
luck; of all that may have stood where bytes were lost, some always has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.tokens import fold

Floats = npt.NDArray[np.float32]

_IDEOGRAPHS: Final = 0x2E80
_LINE_FEED: Final = 10

_ASSOCIATED: Final = 4.0
"""Nats by which P(b after a) may exceed P(b) / P(a): no pair is commoner than what it consists of, and the rest is
for three characters and for what is estimated here and there."""

_SELDOM: Final = np.float32(-10.0)
"""log P of a character without context, in nats, that follows as often in n-grams on record as by accident: of the
seven thousand characters some twenty are on record after any two others."""


_LONGER: Final = 7.0
"""Nats by which P of a character after two others may exceed that after the nearer one: where a phrase is on record,
nearly always what it ends in is, too."""


_UNSHOWN: Final = np.float32(-6.0)
"""Nats for a character that no text in Chinese, Japanese or Korean showed. Whoever writes may write anything; of what
may have stood there, some arrow or letter of some script always fits."""


_NEVER: Final = np.float32(-14.0)
"""log P of a letter without context, in nats, that no text of the alphabetic languages showed: whatever is on record
of it is by accident."""

_NEW: Final = np.float32(-13.5)
"""log P of such a letter, at most; nats."""


def doubted(
    scores: Floats,
    points: npt.NDArray[np.uint32],
    where: npt.NDArray[np.int64],
    model: LanguageModel,
    languages: Sequence[int],
) -> Floats:
    """Return `scores` of the code points at the indices `where`, as far as they are to be believed.

    `scores` are log P, nats, shape (languages, indices); `languages` are indices into `LANGUAGES`.
    """
    there = np.flatnonzero(points[where] >= _IDEOGRAPHS)
    pairs = scores.copy()
    pairs[:, there] = model.log_probs_at(points, where[there], languages, order=2)
    before = points[where - 1]
    before[where == 0] = _LINE_FEED
    return believed(scores, pairs, before, points[where], model, languages)


def believed(
    scores: Floats,
    pairs: Floats,
    before: npt.NDArray[np.uint32],
    points: npt.NDArray[np.uint32],
    model: LanguageModel,
    languages: Sequence[int],
) -> Floats:
    """Return `scores` of `points` as far as they are to be believed; `before` are the code points before them.

    `pairs` are what the scores are where no more is known than the one before; nats, shape (languages, points).
    """
    result = scores.copy()
    there = np.flatnonzero(points >= _IDEOGRAPHS)
    folded = fold(points)
    chars, last = model.token[folded[there]], model.token[fold(before[there])]
    for row, language in enumerate(languages):
        if LANGUAGES[language] == "xx":
            np.minimum(result[row], _NEW, out=result[row], where=_unheard_of(folded, model))
            continue
        result[row, scores[row] <= model.novelty[folded]] += _UNSHOWN
        limit = pairs[row, there] + _LONGER
        unigram = model.languages[LANGUAGES[language]].unigram
        alone = unigram[chars]
        np.minimum(limit, alone - unigram[last] + _ASSOCIATED, out=limit)
        result[row, there] = np.minimum(result[row, there], limit) - np.logaddexp(0, _SELDOM - alone)
    return result


def _unheard_of(folded: npt.NDArray[np.uint32], model: LanguageModel) -> npt.NDArray[np.bool_]:
    """Whether each of some folded code points is one that the alphabetic languages never showed."""
    letters = model.letter[folded]
    found: npt.NDArray[np.bool_] = (
        model.languages["xx"].unigram[letters] - model.log_letter_size[letters] < _NEVER
    )
    return found
