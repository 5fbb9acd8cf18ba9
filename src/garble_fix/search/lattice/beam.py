"""The likeliest text in a lattice: a beam search under the language models, with context on both sides.

Hypotheses are kept by the node that they have reached: all that have are spelled by the same part of the damaged
text, so that their log-probabilities compare. Behind the last node, what follows in the text is scored as well.

Islands know nothing of each other, so many are searched at once: each goes from one of its nodes to the next, and all
hypotheses of all islands are rows of the same arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

import numpy as np

from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.model import code_points
from garble_fix.language.network import NAMES
from garble_fix.search.lattice.arcs import Lattice
from garble_fix.search.lattice.fan import Fans, Tries, spread
from garble_fix.search.lattice.follow import followed
from garble_fix.search.lattice.further import gains, rivals
from garble_fix.search.lattice.hypotheses import Hypotheses, Integers, best_of_each, start
from garble_fix.search.lattice.seen import Seen
from garble_fix.search.lattice.slots import Slot, slots_of
from garble_fix.search.lattice.structure import ENDS, Expectations
from garble_fix.search.lattice.windows import CONTEXT, Floats, Languages, Points

Accept = Callable[[str, bool], bool]

WIDTH: Final = 48
"""Hypotheses kept at each node."""

_IMPOSSIBLE: Final = -12.0
"""Nats by which a language may be less likely than the best of a line and still count."""

_HOPELESS: Final = np.float32(24.0)
"""Nats by which a hypothesis may be less likely than the best one at its node."""

_LEADING: Final = 6
"""The likeliest hypotheses at a node, behind which every swallowed ASCII character is tried."""

_UNLIKELY: Final = np.float32(6.0)
_FAR: Final = np.float32(14.0)
"""Nats by which such a character may be less likely there than another, to be tried behind other hypotheses, too, and
by which these may be less likely than the best."""

_CHECKED: Final = 600
"""Hypotheses that are looked at where not all are acceptable."""

_TOGETHER: Final = 64
"""Islands searched at once, which bounds memory and keeps it near the processor."""

_BEGINS: Final = re.compile("[\"'>]")
"""What begins a string, or what is between tags. The models learned from lines that are nothing else."""

_RETURN, _FEED, _ASKED, _ASCII = 13, 10, 63, 0x80
_ASKED_TWICE: Final = np.float32(-3)
"""Nats for two question marks in a row that are what they look like: the models have seen many, in chats."""
_ENDS: Final = code_points(ENDS)
_NOWHERE: Final = np.int64(1 << 40)


@dataclass(frozen=True)
class Island:
    """What is to be found: the likeliest characters for `lattice` between the texts `left` and `right`.

    `weights` are log P of each language here, in nats; `expectations` are what the line says of lost characters, of
    those that other marks follow and of those where the last one stands.
    `seen` is what the text has elsewhere, the same for all islands that are searched together.
    `accept` tells of the beginning of a text, or of all of it, whether the damage can have made of it what is there.
    """

    lattice: Lattice
    left: str
    right: str
    weights: Floats
    expectations: tuple[Expectations, Expectations]
    accept: Accept | None = None
    seen: Seen | None = None

    @classmethod
    def answer(cls, questions: Sequence[Island], model: LanguageModel) -> list[tuple[Slot, ...] | None]:
        """The characters of each island; None where there are none."""
        found: list[tuple[Slot, ...] | None] = []
        for at in range(0, len(questions), _TOGETHER):
            found += _Beams(questions[at : at + _TOGETHER], model).search()
        return found

    @property
    def context(self) -> Points:
        """The characters before it that the models look back to."""
        begins = _BEGINS.split(self.left[-CONTEXT:])[-1]
        return np.concatenate([np.full(CONTEXT, _FEED, np.uint32), code_points(begins)])[-CONTEXT:]


class _Beams:
    """The searches of some islands. All arrays of one number an island have `islands` as their first axis."""

    def __init__(self, islands: Sequence[Island], model: LanguageModel) -> None:
        self.islands = islands
        weights = np.stack([island.weights for island in islands])
        # What is all but impossible here need not be asked.
        weights[weights <= weights.max(axis=1, keepdims=True) + np.float32(_IMPOSSIBLE)] = -np.inf
        self.languages = Languages(model, weights > -np.inf, islands[0].seen)
        self.weights = weights[:, self.languages.columns]
        self.ends = np.array([island.lattice.end for island in islands])
        self.fans = Fans([island.lattice for island in islands], self.languages)
        self.last_marks = np.array([island.lattice.last_mark for island in islands])
        self.expected = _Expected([each for island in islands for each in island.expectations])
        self.checked = any(island.accept for island in islands)
        self.before_feed = np.array([island.right.startswith("\n") for island in islands])

    def search(self) -> list[tuple[Slot, ...] | None]:
        """The characters of each island."""
        kept = start(np.stack([island.context for island in self.islands]), self.languages.columns.size)
        nodes = np.zeros(len(self.islands), np.int64)
        history, count = [kept], kept.size
        waiting = self._extended(kept.numbered(0), nodes)
        while True:
            within = waiting.target < self.ends[waiting.island]
            if not within.any():
                break
            nodes = np.full(len(self.islands), _NOWHERE)
            np.minimum.at(nodes, waiting.island[within], waiting.target[within])
            now = waiting.target == nodes[waiting.island]
            kept = self._best(waiting.rows(np.flatnonzero(now)), history)
            waiting = waiting.rows(np.flatnonzero(~now))
            if kept.size:
                history.append(kept)
                waiting = Hypotheses.joined([waiting, self._extended(kept.numbered(count), nodes)])
                count += kept.size
        final = self._best(waiting, history, whole=True)
        scores = final.scores + followed(final, [island.right for island in self.islands], self.languages)
        total = self._total(scores, final.island)
        self._look_further(final, total, history)
        return slots_of(final, total, history, len(self.islands))

    def _look_further(self, final: Hypotheses, total: Floats, history: list[Hypotheses]) -> None:
        """Add to `total` what the networks say of the likeliest hypotheses of each island."""
        bounds = np.searchsorted(final.island, np.arange(len(self.islands) + 1)).tolist()
        languages = self.languages.columns[self.weights.argmax(axis=1)].tolist()
        chosen: dict[int, Integers] = {}
        for number, (language, (first, last)) in enumerate(zip(languages, pairwise(bounds), strict=True)):
            if LANGUAGES[language] in NAMES and last > first:
                chosen[number] = first + rivals(total[first:last])
        if not chosen:
            return
        texts = iter(final.texts(np.concatenate(list(chosen.values())), history))
        for number, some in chosen.items():
            island, language = self.islands[number], languages[number]
            readings = list(islice(texts, some.size))
            if some.size > 1:
                nats = gains(readings, island.left, island.right, language, self.languages.model)
                assert nats is not None
                total[bounds[number] : bounds[number + 1]] += nats[0]
                total[some] += nats - nats[0]

    def _extended(self, kept: Hypotheses, nodes: Integers) -> Hypotheses:
        """Every hypothesis with every character that may come next, but for what is hopeless."""
        tries = spread(kept, self.fans.at(nodes, kept))
        # A carriage return alone ends no line.
        ends = self.before_feed[tries.island] & (tries.target == self.ends[tries.island])
        tries = tries.rows(np.flatnonzero((tries.char != _RETURN) | ~tries.lost | ends))
        tries, steps = self._scored(kept, tries)
        steps += kept.scores[tries.who]
        total = self._total(steps, tries.island)
        width = _CHECKED if self.checked else WIDTH
        place = tries.island * (self.ends.max() + 1) + tries.target
        few = best_of_each(place, total, width, _HOPELESS)
        tries = tries.rows(few)
        contexts = np.concatenate([kept.contexts[tries.who, 1:], tries.char[:, None]], axis=1)
        returns = tries.char == _RETURN
        contexts[returns] = kept.contexts[tries.who[returns]]
        return Hypotheses(
            tries.island,
            tries.target,
            contexts,
            steps[few],
            tries.last,
            kept.number[tries.who],
            tries.char,
            nodes[tries.island],
            tries.lost,
        )

    def _scored(self, kept: Hypotheses, tries: Tries) -> tuple[Tries, Floats]:
        """What each character costs after its hypothesis, of those that are worth trying.

        An ASCII character that was swallowed at the end of an island can be any of forty, and says little of the
        character before it. Behind all but the likeliest hypotheses only those are tried that are likely behind these.
        """
        swallowed = tries.lost & (tries.char < _ASCII) & (tries.target == self.ends[tries.island])
        rank = np.arange(kept.size) - np.searchsorted(kept.island, kept.island)
        later = swallowed & (rank[tries.who] >= _LEADING)
        first = tries.rows(np.flatnonzero(~later))
        steps = self._steps(kept, first)
        if not later.any():
            return first, steps
        nats = np.full((len(self.islands), _ASCII), -np.inf, np.float32)
        rows = np.flatnonzero(first.char < _ASCII)
        np.maximum.at(nats, (first.island[rows], first.char[rows]), steps[rows].max(axis=1))
        likely = nats >= nats.max(axis=1, keepdims=True) - _UNLIKELY
        total = self._total(kept.scores, kept.island)
        near = total >= total[np.searchsorted(kept.island, kept.island)] - _FAR
        rows = np.flatnonzero(later & near[tries.who])
        second = tries.rows(rows[likely[tries.island[rows], tries.char[rows]]])
        return Tries.joined(first, second), np.concatenate([steps, self._steps(kept, second)])

    def _steps(self, kept: Hypotheses, tries: Tries) -> Floats:
        steps = self.languages.after(kept.contexts, kept.island, tries.who, tries.char)
        before = kept.contexts[tries.who, -1]
        steps[tries.char == _RETURN] = 0
        steps[(tries.char == _ASKED) & ~tries.lost & (before == _ASKED)] += _ASKED_TWICE
        which = 2 * tries.island + (tries.target > self.last_marks[tries.island])
        self.expected.apply(steps, tries.char, before, which, np.flatnonzero(tries.lost))
        return steps

    def _best(self, arrived: Hypotheses, history: list[Hypotheses], *, whole: bool = False) -> Hypotheses:
        """The likeliest of the hypotheses at one node of each island, of those that are acceptable."""
        total = self._total(arrived.scores, arrived.island)
        if not self.checked:
            return arrived.rows(best_of_each(arrived.island, total, WIDTH, _HOPELESS))
        found = []
        order = best_of_each(arrived.island, total, _CHECKED, np.float32(np.inf))
        good = dict.fromkeys(range(len(self.islands)), 0)
        texts = arrived.texts(order, history)
        for row, text in zip(order.tolist(), texts, strict=True):
            island = int(arrived.island[row])
            accept = self.islands[island].accept
            if good[island] < WIDTH and (accept is None or accept(text, whole)):
                good[island] += 1
                found.append(row)
        return arrived.rows(np.array(found, np.int64))

    def _total(self, scores: Floats, island: Integers) -> Floats:
        """`log P` whatever the language."""
        weighted = scores + self.weights[island]
        if weighted.shape[1] == 1:
            return weighted[:, 0]
        most = weighted.max(axis=1)
        weighted -= most[:, None]
        result: Floats = np.log(np.exp(weighted).sum(axis=1)) + most
        return result


class _Expected:
    """Many expectations as tables, with a column for every character that some say something of."""

    def __init__(self, expectations: Sequence[Expectations]) -> None:
        chars = sorted({char for one in expectations for char in (*one.added, *one.floors, *one.behind_ends)})
        self._column = np.zeros(1 << 16, np.int64)
        self._column[chars] = np.arange(1, len(chars) + 1)
        self._added = np.zeros((len(expectations), len(chars) + 1), np.float32)
        self._floors = np.full_like(self._added, -np.inf)
        self._behind = np.zeros_like(self._added)
        for row, one in enumerate(expectations):
            self._behind[row, self._column[list(one.behind_ends)]] = list(one.behind_ends.values())
            self._added[row, self._column[list(one.added)]] = list(one.added.values())
            self._floors[row, self._column[list(one.floors)]] = list(one.floors.values())

    def apply(self, steps: Floats, chars: Points, before: Points, which: Integers, lost: Integers) -> None:
        """Raise and add to `steps`, log P of `chars` behind those `before`, at the indices `lost`, by the expectations
        number `which`.
        """
        column = self._column[np.minimum(chars[lost], 0xFFFF)]
        known = np.flatnonzero(column)
        rows, column = lost[known], column[known]
        at = which[rows]
        added = self._added[at, column] + self._behind[at, column] * np.isin(before[rows], _ENDS)
        steps[rows] = np.maximum(steps[rows], self._floors[at, column][:, None]) + added[:, None]
