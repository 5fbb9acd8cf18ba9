"""Whether the confidence that garble-fix states is the share of edits that are right.

    python -m benchmarks.reliability [--per 25] [--per-lossy 8]

The lines are those of `repair`, none of which the confidence was fitted on (see `calibrate`). Holes are guessed: how
likely each filling is, is part of the confidence. For each tenth of the confidences from 50 % on: how many edits, what
they say on average, and how many of them are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.damage import Case
from benchmarks.judging import judged
from benchmarks.markdown import percent, table
from benchmarks.progress import track
from benchmarks.repair import arguments, drawn
from benchmarks.tools import repair_of

_FIRST = 5
"""Tenths below this are not shown: an edit is made where it is likelier than not."""


def reliability(lines: Sequence[Case]) -> str:
    """The table, in Markdown."""
    stated: dict[int, list[float]] = {tenth: [] for tenth in range(10)}
    right: dict[int, list[bool]] = {tenth: [] for tenth in range(10)}
    for case in track(lines, "reliability"):
        for edit, is_right in judged(case, repair_of(case.garbled)):
            tenth = min(9, int(10 * edit.confidence))
            stated[tenth].append(edit.confidence)
            right[tenth].append(is_right)
    rows = [
        (
            f"{10 * tenth}–{10 * tenth + 10} %",
            str(len(flags)),
            f"{100 * sum(stated[tenth]) / len(flags):.1f}" if flags else "–",
            percent(flags),
        )
        for tenth, flags in right.items()
        if tenth >= _FIRST
    ]
    return table(["confidence", "edits", "stated, mean %", "right, %"], rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments(parser)
    lossless, lossy, lines = drawn(parser.parse_args())
    print(reliability([*lossless, *lossy, *lines]))


if __name__ == "__main__":
    main()
