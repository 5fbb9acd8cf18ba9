"""The likeliest readings of an island, weighed again by a network that looks further than the n-grams.

A beam search wants a model that looks at few characters: hypotheses that end in the same ones have the same future.
What it finds in the end are some readings of the island that differ in a few characters, and of these a network can say
more: it sees the line from its beginning, and what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.model import code_points
from garble_fix.language.network import Floats, packaged
from garble_fix.search.lattice.follow import STRING_ENDS
from garble_fix.search.lattice.windows import CONTEXT, Integers, Points

WEIGHT: Final = np.float32(0.6)
"""What a nat is worth that the network finds a reading likelier than the n-grams do."""

LOOK_BACK: Final = 40
"""Characters before an island that are looked at, more than a network sees: the line feed before them is
only seen where the text begins."""

_LOOK_AHEAD: Final = 12
"""Characters behind it that are."""

_READINGS: Final = 12
_NEAR: Final = np.float32(6)
"""How many readings are weighed again, and by how many nats they may be less likely than the best."""


def rivals(total: Floats) -> Integers:
    """The indices of the readings to be weighed again, the likeliest first, given log P of each in nats."""
    order = np.argsort(-total, kind="stable")[:_READINGS]
    result: Integers = order[total[order] >= total[order[0]] - _NEAR]
    return result


def gains(
    readings: Sequence[str], left: str, right: str, language: int, model: LanguageModel
) -> Floats | None:
    """Nats to be added to `log P` of each of some readings that stand between `left` and `right`.

    `language` is an index into `LANGUAGES`; None where it has no network.
    """
    network = packaged(LANGUAGES[language])
    if network is None:
        return None
    right = right[:_LOOK_AHEAD]
    texts = []
    for reading in readings:
        # Where a string or the text ends, what stands there is a line of its own. Nobody knows carriage returns.
        whole = (not right or right[0] in STRING_ENDS) and reading[-1:] > "\x7f"
        texts.append(code_points((reading.replace("\r", "") + ("\n" if whole else right)) or "\n"))
    before = code_points("\n" + left.replace("\r\n", "\n"))
    longest = max(text.size for text in texts)
    rows = np.zeros((len(texts), longest), np.uint32)
    for row, text in zip(rows, texts, strict=True):
        row[: text.size] = text
    further, known = network.log_probs(before, rows)
    near = _by_ngrams(rows, before[-CONTEXT:], language, model)
    # What the network does not know, or is not there, says nothing.
    result: Floats = WEIGHT * np.where(known, further - near, np.float32(0)).sum(axis=1)
    return result


def _by_ngrams(rows: Points, before: Points, language: int, model: LanguageModel) -> Floats:
    """`log P` of each character of some texts behind `before`, nats."""
    count, length = rows.shape
    points = np.concatenate([np.tile(before, (count, 1)), rows], axis=1)
    where = np.arange(points.size).reshape(points.shape)[:, before.size :]
    result: Floats = model.log_probs_at(points.ravel(), where.ravel(), [language])[0]
    return result.reshape(count, length)
