"""What follows an island says as much of what is in it as what stands before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from garble_fix.language.model import code_points
from garble_fix.search.lattice.hypotheses import Hypotheses
from garble_fix.search.lattice.structure import comment_end, line_start
from garble_fix.search.lattice.windows import CONTEXT, Floats, Languages

_LINE_START: Final = np.float32(-3.0)
"""Nats for indentation or the mark of a list or a comment where a line begins."""

STRING_ENDS: Final = frozenset("\"'<]}")
"""What ends a string, or what is between tags. The models learned from lines that are nothing else."""

_NO_FEED: Final = np.float32(-1.5)
"""Nats for a text that leaves its last line open: few do."""

_FEED: Final = np.uint32(10)


def followed(final: Hypotheses, rights: Sequence[str], languages: Languages) -> Floats:
    """`log P` of what follows each hypothesis of an island; `rights` are what follows the islands.

    Shape (hypotheses, languages); nats.
    """
    result = np.zeros(final.scores.shape, np.float32)
    lengths = np.array([min(len(right), CONTEXT) for right in rights], np.int64)
    following = np.zeros((len(rights), CONTEXT), np.uint32)
    for row, right in enumerate(rights):
        following[row, : lengths[row]] = code_points(right[:CONTEXT])
    marks = np.array([line_start(right) for right in rights], np.int64)[final.island]
    closing = np.array([comment_end(right) for right in rights], np.int64)[final.island]
    ends = np.array([not right or right[0] in STRING_ENDS for right in rights])[final.island]
    last = final.contexts[:, -1]
    # Where a string or the text ends, what stands there is a line of its own.
    whole = ends & (last > 0x7F)
    result[whole & (lengths == 0)[final.island]] += _NO_FEED
    # The models have seen neither indentation nor marks of lists, nor what a comment begins and ends with.
    begins = (last == _FEED) & (marks > 0)
    result[begins] += _LINE_START
    contexts = final.contexts
    for place in range(CONTEXT):
        chars = following[final.island, place]
        there = lengths[final.island] > place
        if place == 0:
            asked, there = np.where(whole, _FEED, chars), there | whole
        else:
            asked, there = chars, there & ~whole
        rows = np.flatnonzero(there & ~((last == _FEED) & (place < marks)) & (place >= closing))
        if rows.size:
            result[rows] += languages.after(contexts, final.island, rows, asked[rows])
        contexts = np.concatenate([contexts[:, 1:], chars[:, None]], axis=1)
    return result
