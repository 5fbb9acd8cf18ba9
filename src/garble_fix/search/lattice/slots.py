"""What the hypotheses of an island agree on: its characters, the likeliest first, with the share of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.search.lattice.hypotheses import Hypotheses, Integers
from garble_fix.search.lattice.windows import Floats

_TEMPERATURE: Final = 1.6
"""By what differences of log P are divided before they become posteriors. The models count every character as if it
said something of its own, and are too sure of themselves."""

_BITS: Final = 21
_CHAR: Final = (1 << _BITS) - 1
"""How many bits a code point has."""

_RUNNERS_UP: Final = 16
_LEAST: Final = 0.001
"""How many runners-up are kept (its word may make one of them the likeliest), and the least share of one."""


@dataclass(frozen=True)
class Slot:
    """One character of the text found, from byte node `start` to `end`; `lost` tells whether any byte was.

    `posterior` is the share that it has of all that was found, `runners_up` are the next best characters in its place
    with theirs; where they are `calibrated`, they are the probabilities that each is right.
    """

    char: str
    start: int
    end: int
    lost: bool
    posterior: float
    runners_up: tuple[tuple[str, float], ...]


def slots_of(
    final: Hypotheses, totals: Floats, history: Sequence[Hypotheses], islands: int
) -> list[tuple[Slot, ...] | None]:
    """The characters of the best hypothesis of each island; None where none has come to the end.

    `totals` are log P of each, nats; `history` are all that were gone on from, in the order of their numbers.
    """
    most = np.full(islands, -np.inf, np.float32)
    np.maximum.at(most, final.island, totals)
    shares = np.exp((totals - most[final.island]) / np.float32(_TEMPERATURE)).astype(np.float64)
    shares /= np.bincount(final.island, shares, islands)[final.island]
    best = np.full(islands, -1, np.int64)
    winners = np.flatnonzero(totals == most[final.island])[::-1]
    best[final.island[winners]] = winners
    step = _steps(final, history)
    island = final.island[step.hypothesis]
    nodes = int(step.end.max(initial=0)) + 1
    place = (island * nodes + step.start) * nodes + step.end
    there, which = np.unique(place << _BITS | step.char, return_inverse=True)
    share = np.bincount(which, shares[step.hypothesis])
    places = there >> _BITS
    rows = np.flatnonzero(step.hypothesis == best[island])[::-1]
    first, beyond = np.searchsorted(places, place[rows]), np.searchsorted(places, place[rows], side="right")
    found: list[list[Slot]] = [[] for _ in range(islands)]
    for row, one, other in zip(rows.tolist(), first.tolist(), beyond.tolist(), strict=True):
        lost, own = bool(step.lost[row]), int(which[row])
        rivals = (
            [index for index in range(one, other) if index != own and share[index] >= _LEAST] if lost else []
        )
        rivals.sort(key=lambda index: (-share[index], -there[index]))
        runners_up = tuple((chr(there[index] & _CHAR), float(share[index])) for index in rivals[:_RUNNERS_UP])
        posterior = min(1.0, float(share[own]))
        slot = Slot(
            chr(step.char[row]), int(step.start[row]), int(step.end[row]), lost, posterior, runners_up
        )
        found[island[row]].append(slot)
    return [tuple(slots) or None for slots in found]


@dataclass(frozen=True)
class _Steps:
    """Characters of hypotheses, the last ones first; `hypothesis` are the indices of these."""

    hypothesis: Integers
    char: Integers
    start: Integers
    end: Integers
    lost: npt.NDArray[np.bool_]


def _steps(final: Hypotheses, history: Sequence[Hypotheses]) -> _Steps:
    passed = Hypotheses.joined(history)
    rows, numbers = np.arange(final.size), final.number
    hypotheses, found = [rows], [final]
    while True:
        going = np.flatnonzero(passed.number[numbers] >= 0)
        if not going.size:
            break
        rows, numbers = rows[going], numbers[going]
        hypotheses.append(rows)
        found.append(passed.rows(numbers))
        numbers = passed.number[numbers]
    steps = Hypotheses.joined(found)
    return _Steps(
        np.concatenate(hypotheses), steps.char.astype(np.int64), steps.start, steps.target, steps.lost
    )
