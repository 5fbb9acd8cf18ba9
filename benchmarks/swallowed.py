"""Fit what the surroundings of a place tell of the ASCII character that a decoder swallowed there.

    python -m benchmarks.swallowed [--per 900] [--per-lists 80] [--per-lossy 150]

Excerpts of files (`documents`), and strings of programs (the source `fit` in `texts.toml`), alone and a dozen together,
are damaged and repaired, with all holes guessed. Of each ASCII character that was put in a hole, the search shows the
share that it had, and those of its rivals: which of them is right is a conditional logit (McFadden, 1974) of these and
of features of the place, found by gradient ascent with a pull towards the shares as they are. What is printed is
`search/lattice/weights.py`; of files kept apart it is shown what the weights are worth. Ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks import documents
from benchmarks.damage import Case, cases
from benchmarks.judging import show_shares
from benchmarks.progress import on_all_cores
from benchmarks.texts import LENGTHS
from benchmarks.tools import repair_of
from garble_fix.search.lattice import Habits, islands
from garble_fix.search.lattice.swallowed import features, none

Floats = npt.NDArray[np.float64]

_SHARE: Final = "share"
_PULL: Final = 0.5
"""As much as this many nats squared of a weight count as a nat of likelihood (twice)."""
_STEPS: Final = 400
_BATCH: Final = 10
_RATE: Final = 0.05
_SEEN: Final = 8
"""Candidates that must have a feature, for it to get a weight."""
_LEAST: Final = 0.1
_SURE: Final = 0.85
_MOST: Final = 6
"""Places of an excerpt that are taken: one with many is not to outweigh all others."""
_AROUND: Final = 8
"""Characters after a hole by which it is told from others: the same one is counted once."""


@dataclass(frozen=True)
class Choice:
    """The features of each character found in a place, and of none of them; which is right, by its index."""

    candidates: list[dict[str, float]]
    right: int


def choices(lines: Iterable[Case]) -> Iterator[Choice]:
    """The swallowed ASCII characters of lines, each place once, as the search finds them."""
    seen: set[tuple[str, str, str]] = set()
    for case in lines:
        repair = repair_of(case.garbled)
        written = _written(repair.text, case.text)
        habits = Habits.of(case.garbled)
        taken = 0
        for edit in repair.edits:
            for hole in edit.holes:
                at = edit.new_start + hole.offset
                left, right = repair.text[:at], repair.text[at + len(hole.filled) :]
                key = hole.filled, left[-_AROUND:], right[:_AROUND]
                # Where full stops are wide, what a string ends in is no ASCII. Whether it was a line, nobody knows.
                ends = not right and case.length in LENGTHS and case.group in ("Chinese", "Japanese")
                if hole.filled and hole.filled.isascii() and key not in seen and taken < _MOST and not ends:
                    seen.add(key)
                    taken += 1
                    found = ((hole.filled, hole.posterior), *hole.runners_up)
                    rest = 1.0 - sum(share for _, share in found)
                    names = [char for char, _ in found]
                    yield Choice(
                        [
                            *(dict(features(char, share, left, right, habits)) for char, share in found),
                            dict(none(rest, len(found))),
                        ],
                        names.index(written[at]) if written.get(at) in names else len(names),
                    )


def _written(repaired: str, text: str) -> dict[int, str]:
    """What was written in place of each character of the repaired text, where that is plain, by its index."""
    blocks = SequenceMatcher(None, repaired, text, autojunk=False).get_opcodes()
    return {
        start + at: text[other + at]
        for _, start, end, other, other_end in blocks
        if end - start == other_end - other
        for at in range(end - start)
    }


class Logit:
    """Choices as arrays, of candidates by features."""

    def __init__(self, chosen: Sequence[Choice], names: Sequence[str]) -> None:
        index = {name: at for at, name in enumerate(names)}
        rows = [row for choice in chosen for row in choice.candidates]
        shape = len(chosen), max(len(choice.candidates) for choice in chosen), max(map(len, rows))
        self.which = np.zeros(shape, np.int64)
        self.values = np.zeros(shape)
        self.there = np.full(shape[:2], -np.inf)
        self.right = np.array([choice.right for choice in chosen])
        for n, choice in enumerate(chosen):
            for c, row in enumerate(choice.candidates):
                self.there[n, c] = 0.0
                for k, (name, value) in enumerate(row.items()):
                    if name in index:
                        self.which[n, c, k], self.values[n, c, k] = index[name], value

    def shares(self, weights: Floats) -> Floats:
        """The probability of each candidate."""
        scores = (weights[self.which] * self.values).sum(axis=2) + self.there
        shares: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)

    def fit(self, start: Floats) -> Floats:
        """The weights: Adam (Kingma and Ba, 2015)."""
        weights = start
        first = second = np.zeros(start.size)
        for step in range(1, _STEPS + 1):
            off = -self.shares(weights)
            off[np.arange(self.right.size), self.right] += 1.0
            slope = np.bincount(self.which.ravel(), (off[:, :, None] * self.values).ravel(), start.size)
            slope -= _PULL * (weights - start)
            first = 0.9 * first + 0.1 * slope
            second = 0.999 * second + 0.001 * slope**2
            rate = _RATE * min(1.0, 3.0 * (1.0 - step / (_STEPS + 1)))
            weights = weights + rate * (first / (1 - 0.9**step)) / (
                np.sqrt(second / (1 - 0.999**step)) + 1e-8
            )
        return weights

    def report(self, weights: Floats) -> str:
        """How many of the characters that would be put are right, and of those that are sure enough to be filled."""
        shares = self.shares(weights)
        found = np.isfinite(self.there).sum(axis=1) - 1
        own = np.where(np.arange(shares.shape[1]) < found[:, None], shares, -1.0)
        right, sure = own.argmax(axis=1) == self.right, own.max(axis=1) >= _SURE
        return f"{right.mean():.3f} right; {sure.mean():.3f} sure, {right[sure].mean():.3f} of these right"


def main() -> None:
    """Print the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per", type=int, default=900, help="excerpts of files of each language")
    parser.add_argument("--per-lists", type=int, default=80, help="texts of strings, a line each")
    parser.add_argument("--per-lossy", type=int, default=150, help="strings of each language and length")
    options = parser.parse_args()
    lines = [
        *documents.cases(options.per, apart=False),
        *documents.lists(options.per_lists, apart=False),
        *cases("fit", options.per_lossy, lossy=True),
    ]
    chosen = _chosen(lines, "fit")
    kept_apart = [
        *documents.cases(options.per // 2, apart=True),
        *documents.lists(options.per_lists // 4, apart=True),
    ]
    other = _chosen(kept_apart, "kept apart")
    counts = Counter(name for choice in chosen for row in choice.candidates for name in row)
    names = [_SHARE, *sorted(name for name, count in counts.items() if count >= _SEEN and name != _SHARE)]
    start = np.array([1.0, *(0.0 for _ in names[1:])])
    # As found, that none is right has what the others leave.
    as_is = np.array([1.0 if name in (_SHARE, "rest") else 0.0 for name in names])
    weights = Logit(chosen, names).fit(start)
    check = Logit(other, names)
    print(module(dict(zip(names, weights.round(1).tolist(), strict=True))))
    print(f"# {len(chosen)} places; of {len(other)} kept apart {check.report(weights)}")
    print(f"# as found: {check.report(as_is)}")


def _chosen(lines: Sequence[Case], what: str) -> list[Choice]:
    return [choice for some in on_all_cores(_listed, lines, _BATCH, what, as_found) for choice in some]


def _listed(lines: Sequence[Case]) -> list[Choice]:
    return list(choices(lines))


def as_found() -> None:
    """Have the search show the shares of what it found, as they are."""
    show_shares()
    setattr(islands, "told", lambda slots, line, right, habits: slots)  # noqa: B010


def module(weights: dict[str, float]) -> str:
    """What `weights.py` says."""
    items = [f"{json.dumps(name)}: {nats}" for name, nats in weights.items() if abs(nats) >= _LEAST]
    # A line breaks between items, not within one.
    together = ", ".join(item.replace(" ", "\N{NO-BREAK SPACE}") for item in items)
    lines = textwrap.fill(
        together,
        110,
        initial_indent="    ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    ).replace("\N{NO-BREAK SPACE}", " ")
    return (
        '"""Weights fitted by `python -m benchmarks.swallowed`; nats. Names are those of `swallowed.features`."""\n\n'
        "from __future__ import annotations\n\nfrom typing import Final\n\n"
        f"WEIGHTS: Final[dict[str, float]] = {{\n{lines},\n}}  # fmt: skip"
    )


if __name__ == "__main__":
    main()
