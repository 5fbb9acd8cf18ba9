"""Which blocks of a reading to take: the likeliest alternation of text that stands and text that is repaired.

A Viterbi search (1967) over the blocks of an alignment. The states are (taken as it stands | as it reads) × the
language that explains it. Changing from one language to another costs something; starting a repaired stretch costs
the prior of the damage, ending it costs a little, so that a stretch must earn its keep. What the search returns is
therefore the maximum of `log P(text) + log P(damage)` over all ways to cut the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


_BLOCKS: Final = 20_000
"""Blocks that are segmented together, which bounds memory."""


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


@dataclass(frozen=True)
class Segmenting:
    """Asks which blocks of a reading are to be repaired.

    `before_scores` and `after_scores` are `log P` per code point, shape (languages, code points), of the two texts;
    `log_prior` is that of the chain, nats.
    """

    alignment: Alignment
    before_scores: Floats
    after_scores: Floats
    log_prior: float

    @classmethod
    def answer(cls, questions: Sequence[Segmenting], model: object = None) -> list[Segmentation]:
        """The best alternation of each, all searched at once."""
        order = sorted(
            range(len(questions)), key=lambda index: 1 - questions[index].alignment.before_cuts.size
        )
        found: dict[int, Segmentation] = {}
        for some in _batches(order, [question.alignment.before_cuts.size for question in questions]):
            cases = [_case(questions[index]) for index in some]
            for index, case, (score, kept, states) in zip(some, cases, _viterbi(cases), strict=True):
                alignment = questions[index].alignment
                repaired = states // case.keep.shape[1] == 1
                stretches = _stretches(alignment, repaired, case.keep, case.repair)
                found[index] = Segmentation(score, kept, stretches)
        return [found[index] for index in range(len(questions))]


def segment(question: Segmenting) -> Segmentation:
    """The answer to one question."""
    return Segmenting.answer([question])[0]


def _batches(order: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Indices in order, as many at a time as the arrays of the search may be large."""
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * sizes[batch[0]] > _BLOCKS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


@dataclass(frozen=True)
class _Case:
    """One reading for the Viterbi search; the states are three modes of all languages each, and junk.

    The modes: as it stands, as it reads, and as it stands again after a stretch that was repaired.
    """

    keep: Floats
    repair: Floats
    """Shape (blocks, languages and junk), like `keep`."""
    start: Floats
    transitions: Floats
    """Into each state (second axis) from each (third), where the first axis says: within words, beside ASCII marks."""
    soft: npt.NDArray[np.int64]
    """For each block, whether an ASCII mark is beside where it begins."""


def _case(asked: Segmenting) -> _Case:
    alignment, log_prior = asked.alignment, asked.log_prior
    keep, repair = _emissions(alignment, asked.before_scores, asked.after_scores)
    languages = keep.shape[1]
    stored = alignment.chain[0].stored_page
    spoken = language_log_priors(stored.name, multibyte=stored.multibyte, unicode=stored.is_unicode)
    spoken = np.append(spoken, 0.0).astype(np.float32)
    transitions = np.stack(
        [_transitions(languages, spoken, log_prior, cut) for cut in (CUT_WITHIN, CUT_AT_ASCII)]
    )
    never = np.full(languages, -np.inf, np.float32)
    start = np.concatenate([_FIRST, _FIRST + spoken + np.float32(log_prior), never])
    soft = np.array(_beside_ascii_marks(alignment)[: keep.shape[0]], np.int64)
    return _Case(keep, repair, start, transitions.transpose(0, 2, 1), soft)


def _viterbi(cases: Sequence[_Case]) -> list[tuple[float, float, npt.NDArray[np.int64]]]:
    """The best score of each case, that of leaving all as it is, and the state of each block; longest case first."""
    blocks = [case.keep.shape[0] for case in cases]
    states = cases[0].start.size
    emissions = np.zeros((blocks[0], len(cases), states), np.float32)
    soft = np.zeros((blocks[0], len(cases)), np.int64)
    for number, case in enumerate(cases):
        emissions[: blocks[number], number] = np.concatenate([case.keep, case.repair, case.keep], axis=1)
        soft[: blocks[number], number] = case.soft
    transitions = np.stack([case.transitions for case in cases])
    score = np.stack([case.start for case in cases]) + emissions[0]
    back = np.zeros((blocks[0], len(cases), states), np.int8)
    every = np.arange(len(cases))
    for index in range(1, blocks[0]):
        while blocks[every.size - 1] <= index:
            every = every[:-1]
        arriving = transitions[every, soft[index, : every.size]]
        arriving += score[: every.size, None, :]
        best = arriving.argmax(axis=2)
        back[index, : every.size] = best
        score[: every.size] = np.take_along_axis(arriving, best[:, :, None], axis=2)[:, :, 0]
        score[: every.size] += emissions[index, : every.size]
    found = []
    for number, length in enumerate(blocks):
        state = int(score[number].argmax())
        # What stands comes from what stands: the best of these is that of leaving all as it is.
        kept = float(score[number, : states // 3].max())
        path = np.empty(length, np.int64)
        for index in range(length - 1, -1, -1):
            path[index] = state
            state = int(back[index, number, state])
        found.append((float(score[number].max()), kept, path))
    return found


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
