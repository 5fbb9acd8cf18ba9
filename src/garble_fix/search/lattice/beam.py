"""The likeliest text in a lattice: a beam search under the language models, with context on both sides.

Hypotheses are kept by the node that they have reached: all that have are spelled by the same part of the damaged
text, so that their log-probabilities compare. Behind the last node, what follows in the text is scored as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LanguageModel
from garble_fix.language.model import code_points
from garble_fix.search.lattice.arcs import Lattice
from garble_fix.search.lattice.characters import Choice, Points, choices
from garble_fix.search.lattice.doubt import doubted
from garble_fix.search.lattice.structure import Expectations, line_start

Floats = npt.NDArray[np.float32]

Accept = Callable[[str, bool], bool]

CONTEXT: Final = 3
"""Characters before and after that matter to the models."""

WIDTH: Final = 48
"""Hypotheses kept at each node."""

_ASKED: Final = 4
"""The best hypotheses, which are asked what is likely to come next where that may be any of many characters."""

_IMPOSSIBLE: Final = -12.0
"""Nats by which a language may be less likely than the best of a line and still count."""

_TEMPERATURE: Final = 1.6
"""By what differences of log P are divided before they become posteriors. The models count every character as if it
said something of its own, and are too sure of themselves."""

_CHECKED: Final = 600
"""Hypotheses that are looked at where not all are acceptable."""


_LINE_START: Final = -3.0
"""Nats for indentation or the mark of a list or a comment where a line begins."""

_BEGINS: Final = re.compile("[\"'>]")
_ENDS: Final = "\"'<]}"
"""What begins and ends a string, or what is between tags. The models learned from lines that are nothing else."""

_RETURN, _FEED = 13, 10


@dataclass(frozen=True)
class Slot:
    """One character of the text found, from byte node `start` to `end`; `lost` tells whether any byte was.

    `posterior` is its probability, `runners_up` the next best characters in its place with theirs.
    """

    char: str
    start: int
    end: int
    lost: bool
    posterior: float
    runners_up: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class _Step:
    """The last character of a hypothesis and how it came to be there."""

    before: _Step | None
    char: int
    start: int
    end: int
    lost: bool


@dataclass(frozen=True)
class _Hypotheses:
    """Hypotheses that have reached one node. `scores` is log P for each language, shape (hypotheses, languages)."""

    contexts: Points
    scores: Floats
    last: npt.NDArray[np.uint8]
    steps: list[_Step | None]


@dataclass(frozen=True)
class _Arrivals:
    """Hypotheses that reach a node from another, by characters that take the same way: not looked at one by one."""

    contexts: Points
    scores: Floats
    chars: Points
    last: npt.NDArray[np.uint8]
    owners: npt.NDArray[np.int64]
    before: list[_Step | None]
    start: int
    choice: Choice

    def step(self, index: int) -> _Step:
        """How one of them came."""
        return _Step(
            self.before[self.owners[index]],
            int(self.chars[index]),
            self.start,
            self.choice.target,
            self.choice.lost,
        )


def decode(
    lattice: Lattice,
    left: str,
    right: str,
    model: LanguageModel,
    weights: Floats,
    expectations: Expectations,
    accept: Accept | None = None,
) -> tuple[Slot, ...] | None:
    """Return the likeliest characters for `lattice` between the texts `left` and `right`; None if there are none.

    `weights` are log P of each language here, in nats; `expectations` is what the line says of lost characters.
    `accept` tells of the beginning of a text, or of all of it, whether the damage can have made of it what is there.
    """
    begins = _BEGINS.split(left[-CONTEXT:])[-1]
    context = np.concatenate([np.full(CONTEXT, _FEED, np.uint32), code_points(begins)])[-CONTEXT:]
    # What is all but impossible here need not be asked.
    languages = np.flatnonzero(weights > weights.max() + _IMPOSSIBLE).tolist()
    weights = weights[languages]
    kept = _Hypotheses(
        context[None], np.zeros((1, len(languages)), np.float32), np.zeros(1, np.uint8), [None]
    )
    reached: dict[int, list[_Arrivals]] = {}
    for node in range(lattice.end):
        if node:
            if node not in reached:
                continue
            kept = _best(reached.pop(node), weights, accept)
            if not kept.steps:
                continue
        for found in _extended(lattice, node, kept, model, languages, expectations, right):
            reached.setdefault(found.choice.target, []).append(found)
    if lattice.end not in reached:
        return None
    final = _best(reached[lattice.end], weights, accept, whole=True)
    if not final.steps:
        return None
    scores = final.scores
    if right:
        following = _following(final.contexts, right[:CONTEXT], model, languages)
        if right[0] in _ENDS:
            words = final.contexts[:, -1] > 0x7F
            following[words] = 0
            following[words, :1] = _following(final.contexts[words], "\n", model, languages)
        # The models have seen neither indentation nor marks of lists and comments.
        start = line_start(right)
        following[final.contexts[:, -1] == _FEED, :start] = 0
        following[final.contexts[:, -1] == _FEED, :1] += np.float32(_LINE_START if start else 0)
        scores = scores + following.sum(axis=1)
    return _slots(final.steps, total(scores, weights))


def _extended(
    lattice: Lattice,
    node: int,
    kept: _Hypotheses,
    model: LanguageModel,
    languages: Sequence[int],
    expectations: Expectations,
    right: str,
) -> list[_Arrivals]:
    """Every hypothesis with every character that may come next."""
    ways: list[tuple[Choice, npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    asked = kept.contexts[:_ASKED]

    def rank(points: Points) -> Floats:
        windows = np.concatenate(
            [np.repeat(asked, points.size, axis=0), np.tile(points, asked.shape[0])[:, None]], axis=1
        )
        scores = score_windows(windows, model, languages)[:, 0].max(axis=1)
        found: Floats = scores.reshape(asked.shape[0], points.size).max(axis=0)
        return found

    for choice in choices(lattice, node, model, languages, rank):
        who, what = np.divmod(np.arange(len(kept.steps) * choice.points.size), choice.points.size)
        first = choice.arcs[0].pairs
        if first is not None:
            allowed = first[kept.last[who], choice.first[what]]
            who, what = who[allowed], what[allowed]
        # A carriage return alone ends no line.
        if (
            choice.points[0] < 0x80
            and choice.lost
            and not (right.startswith("\n") and choice.target == lattice.end)
        ):
            allowed = choice.points[what] != _RETURN
            who, what = who[allowed], what[allowed]
        if who.size:
            ways.append((choice, who, what))
    if not ways:
        return []
    who = np.concatenate([way[1] for way in ways])
    chars = np.concatenate([choice.points[what] for choice, _, what in ways])
    windows = np.concatenate([kept.contexts[who], chars[:, None]], axis=1)
    steps = score_windows(windows, model, languages)[:, 0]
    contexts = windows[:, 1:]
    returns = chars == _RETURN
    if returns.any():
        steps[returns] = 0
        contexts[returns] = kept.contexts[who[returns]]
    lost = np.concatenate([np.full(way[1].size, way[0].lost) for way in ways])
    for char, nats in expectations.floors.items():
        steps[lost & (chars == char)] = np.maximum(steps[lost & (chars == char)], np.float32(nats))
    for char, nats in expectations.added.items():
        steps[lost & (chars == char)] += np.float32(nats)
    scores = kept.scores[who] + steps
    found, at = [], 0
    for choice, owners, what in ways:
        part = slice(at, at + owners.size)
        at += owners.size
        last = choice.last[what]
        found.append(
            _Arrivals(contexts[part], scores[part], chars[part], last, owners, kept.steps, node, choice)
        )
    return found


def score_windows(windows: Points, model: LanguageModel, languages: Sequence[int]) -> Floats:
    """`log P` of the characters of each row beyond its first `CONTEXT`; shape (rows, characters, languages)."""
    rows, width = windows.shape
    where = np.flatnonzero(np.arange(rows * width) % width >= CONTEXT)
    points = np.ascontiguousarray(windows, np.uint32).ravel()
    scores = model.log_probs_at(points, where, languages)
    scores = doubted(scores, points, where, model, languages)
    return np.moveaxis(scores.reshape(len(languages), rows, width - CONTEXT), 0, 2)


def _following(contexts: Points, right: str, model: LanguageModel, languages: Sequence[int]) -> Floats:
    """`log P` of each character of `right` after each context; shape (contexts, characters, languages)."""
    rows = contexts.shape[0]
    following = np.broadcast_to(code_points(right), (rows, len(right)))
    return score_windows(np.concatenate([contexts, following], axis=1), model, languages)


def total(scores: Floats, weights: Floats) -> Floats:
    """`log P` whatever the language; shape (hypotheses,)."""
    result: Floats = np.logaddexp.reduce(scores + weights, axis=1)
    return result


def _best(
    arrivals: list[_Arrivals], weights: Floats, accept: Accept | None, *, whole: bool = False
) -> _Hypotheses:
    """The likeliest of the hypotheses at a node, of those that are acceptable."""
    scores = np.concatenate([batch.scores for batch in arrivals])
    order = np.argsort(-total(scores, weights), kind="stable")[: WIDTH if accept is None else _CHECKED]
    contexts = np.concatenate([batch.contexts for batch in arrivals])
    last = np.concatenate([batch.last for batch in arrivals])
    starts = np.cumsum([0, *(batch.owners.size for batch in arrivals)])
    which = np.searchsorted(starts, order, side="right") - 1
    steps: list[_Step | None] = [
        arrivals[batch].step(index - starts[batch])
        for batch, index in zip(which.tolist(), order.tolist(), strict=True)
    ]
    if accept is not None:
        good = [index for index, step in enumerate(steps) if accept(_text(step), whole)][:WIDTH]
        order, steps = order[good], [steps[index] for index in good]
    return _Hypotheses(contexts[order], scores[order], last[order], steps)


def _slots(steps: list[_Step | None], totals: Floats) -> tuple[Slot, ...]:
    """The best hypothesis, character by character, with the posterior of each."""
    shares = np.exp((totals - totals.max()) / _TEMPERATURE)
    shares /= shares.sum()
    chains = [_unrolled(step) for step in steps]
    there: dict[tuple[int, int], dict[int, float]] = {}
    for chain, share in zip(chains, shares.tolist(), strict=True):
        for step in chain:
            chars = there.setdefault((step.start, step.end), {})
            chars[step.char] = chars.get(step.char, 0.0) + share
    slots = []
    for step in chains[int(totals.argmax())]:
        chars = there[step.start, step.end]
        others = sorted(((share, char) for char, share in chars.items() if char != step.char), reverse=True)
        runners_up = tuple((chr(char), share) for share, char in others[:5] if share >= 0.001)
        slots.append(
            Slot(chr(step.char), step.start, step.end, step.lost, min(1.0, chars[step.char]), runners_up)
        )
    return tuple(slots)


def _text(step: _Step | None) -> str:
    return "".join(chr(one.char) for one in _unrolled(step))


def _unrolled(step: _Step | None) -> list[_Step]:
    steps = []
    while step is not None:
        steps.append(step)
        step = step.before
    return steps[::-1]
