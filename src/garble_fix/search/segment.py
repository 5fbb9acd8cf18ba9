"""Which blocks of a reading to take: the likeliest alternation of text that stands and text that is repaired.

A Viterbi search (1967) over the blocks of an alignment. The states are (taken as it stands | as it reads) × the
language that explains it. Changing from one language to another costs something; starting a repaired stretch costs
the prior of the damage, ending it costs a little, so that a stretch must earn its keep. What the search returns is
therefore the maximum of `log P(text) + log P(damage)` over all ways to cut the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LANGUAGES
from garble_fix.language.junk import junk_log_probs
from garble_fix.language.model import code_points
from garble_fix.search.alignment import Alignment
from garble_fix.search.stored import language_log_priors

Floats = npt.NDArray[np.float32]

LANGUAGE_CHANGE: Final = -4.0
"""log P(the next stretch is in another language), nats; measured in characters, a word or two."""

JUNK: Final = -10.0
"""log P that what follows is garbage of unknown origin, beyond the change of language; nats."""

AGAIN: Final = -4.0
"""log P that the line is damaged again further on, once it has been; nats. The prior of the damage is paid once."""

_FIRST: Final = np.array([0.0] * len(LANGUAGES) + [JUNK], np.float32)

CUT_AT_ASCII: Final = -3.0
"""log P(damage begins or ends here though the line goes on), next to a space or an ASCII mark; nats."""

CUT_WITHIN: Final = -6.0
"""The same between two letters or characters: accidents happen to files, lines and strings, seldom to half a word."""


@dataclass(frozen=True)
class Stretch:
    """Code points `start:end` of the text before are repaired to `after`; `gain` is the log-odds for it, in nats."""

    start: int
    end: int
    after_start: int
    after_end: int
    gain: float


@dataclass(frozen=True)
class Segmentation:
    """The best alternation: its score, that of leaving everything as it stands, and the stretches repaired."""

    score: float
    kept_score: float
    stretches: tuple[Stretch, ...]

    @property
    def gain(self) -> float:
        """Log-odds of this explanation against "nothing is wrong", in nats."""
        return self.score - self.kept_score


def segment(
    alignment: Alignment, before_scores: Floats, after_scores: Floats, log_prior: float
) -> Segmentation:
    """Choose the blocks to repair.

    `before_scores` and `after_scores` are `log P` per code point, shape (languages, code points), of the two texts.
    """
    keep, repair = _emissions(alignment, before_scores, after_scores)
    blocks, languages = keep.shape
    # Three modes: as it stands, as it reads, and as it stands again after a stretch that was repaired.
    emissions = np.concatenate([keep, repair, keep], axis=1)
    stored = alignment.chain[0].stored_page
    spoken = language_log_priors(stored.name, multibyte=stored.multibyte, unicode=stored.is_unicode)
    spoken = np.append(spoken, 0.0).astype(np.float32)
    soft, hard = (_transitions(languages, spoken, log_prior, cost) for cost in (CUT_AT_ASCII, CUT_WITHIN))
    is_soft = _beside_ascii_marks(alignment)
    never = np.full(languages, -np.inf, np.float32)
    score = emissions[0] + np.concatenate([_FIRST, _FIRST + spoken + np.float32(log_prior), never])
    every = np.arange(score.size)
    back = np.zeros((blocks, score.size), np.int8)
    for index in range(1, blocks):
        arriving = score[:, None] + (soft if is_soft[index] else hard)
        best = arriving.argmax(axis=0)
        back[index] = best
        score = arriving[best, every] + emissions[index]
    kept = _kept_score(keep, soft[:languages, :languages])
    state = int(score.argmax())
    states = np.empty(blocks, np.int64)
    for index in range(blocks - 1, -1, -1):
        states[index] = state
        state = int(back[index, state])
    repaired = states // languages == 1
    return Segmentation(float(score.max()), kept, _stretches(alignment, repaired, keep, repair))


def hope(alignment: Alignment, before_scores: Floats, after_scores: Floats) -> float:
    """An upper bound of what `segment` can reach (the prior aside): every block at its best, every switch free."""
    keep, repair = _emissions(alignment, before_scores, after_scores)
    return float(np.maximum(keep.max(axis=1), repair.max(axis=1)).sum())


def _transitions(languages: int, spoken: Floats, log_prior: float, cut: float) -> Floats:
    """log P of each state given the one before it; three modes of all languages each (see `segment`)."""
    change = np.full((languages, languages), LANGUAGE_CHANGE, np.float32)
    change[:, -1] += JUNK
    np.fill_diagonal(change, 0)
    into = np.full((3 * languages, 3 * languages), -np.inf, np.float32)
    stands, reads, again = (slice(mode * languages, (mode + 1) * languages) for mode in range(3))
    for mode in (stands, reads, again):
        into[mode, mode] = change
    into[stands, reads] = change + spoken + np.float32(log_prior + cut)
    into[reads, again] = change + np.float32(cut)
    into[again, reads] = change + spoken + np.float32(AGAIN + cut)
    return into


def _beside_ascii_marks(alignment: Alignment) -> list[bool]:
    """For each cut, whether an ASCII character that is no letter or digit stands beside it."""
    text = alignment.before
    ends = alignment.before_cuts.tolist()
    return [cut in (0, len(text)) or _is_mark(text[cut - 1]) or _is_mark(text[cut]) for cut in ends]


def _is_mark(char: str) -> bool:
    return char <= "\x7f" and not char.isalnum()


def _kept_score(keep: Floats, change: Floats) -> float:
    score = keep[0] + _FIRST
    for row in keep[1:]:
        score = (score[:, None] + change).max(axis=0) + row
    return float(score.max())


def _emissions(alignment: Alignment, before_scores: Floats, after_scores: Floats) -> tuple[Floats, Floats]:
    """log P of each block as it stands and as it reads; shape (blocks, languages and junk)."""
    junk = junk_log_probs(code_points(alignment.before))
    keep = _per_block(np.concatenate([before_scores, junk[None]]), alignment.before_cuts)
    repair = _per_block(after_scores, alignment.after_cuts)
    repair[~alignment.read] = -np.inf
    never = np.full((repair.shape[0], 1), -np.inf, np.float32)
    return keep, np.concatenate([repair, never], axis=1)


def _per_block(scores: Floats, cuts: npt.NDArray[np.int64]) -> Floats:
    sums = np.concatenate(
        [np.zeros((scores.shape[0], 1)), np.cumsum(scores, axis=1, dtype=np.float64)], axis=1
    )
    result: Floats = np.diff(sums[:, cuts], axis=1).T.astype(np.float32)
    return result


def _stretches(
    alignment: Alignment, repaired: npt.NDArray[np.bool_], keep: Floats, repair: Floats
) -> tuple[Stretch, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], repaired, [False]]).astype(np.int8)))
    found = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        for start, end in _changed_runs(alignment, first, last):
            gain = float(repair[start:end].sum(axis=0).max() - keep[start:end].sum(axis=0).max())
            cuts, after_cuts = alignment.before_cuts, alignment.after_cuts
            found.append(
                Stretch(int(cuts[start]), int(cuts[end]), int(after_cuts[start]), int(after_cuts[end]), gain)
            )
    return tuple(found)


def _changed_runs(alignment: Alignment, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The runs of blocks between `first` and `last` that change, cut where an ASCII mark between them does not."""
    start = end = None
    for index in range(first, last):
        if not _same(alignment, index):
            start = index if start is None else start
            end = index + 1
        elif (
            start is not None and end is not None and _is_mark(alignment.before[alignment.before_cuts[index]])
        ):
            yield start, end
            start = end = None
    if start is not None and end is not None:
        yield start, end


def _same(alignment: Alignment, block: int) -> bool:
    before = alignment.before[alignment.before_cuts[block] : alignment.before_cuts[block + 1]]
    return before == alignment.after[alignment.after_cuts[block] : alignment.after_cuts[block + 1]]
