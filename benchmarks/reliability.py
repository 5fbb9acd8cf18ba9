"""Whether the confidence that garble-fix states is the share of edits that are right.

    python -m benchmarks.reliability [--per 20] [--per-lossy 50]

The lines are those of `repair`, none of which the confidence was fitted on (see `calibrate`). Holes are guessed: how
likely each filling is, is part of the confidence, and has a table of its own. For each tenth: how many edits or holes,
what they say of themselves on average, and how many of them are right. An edit is seldom made where it is not likelier
than not, so that tenths begin at 50 %; fillings of holes begin at 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.damage import Case
from benchmarks.judging import judged, judged_holes
from benchmarks.markdown import percent, table
from benchmarks.progress import track
from benchmarks.repair import arguments, drawn
from benchmarks.tools import repair_of

_FEW = 30
"""Less than this in a tenth say little; the row says so."""


def reliability(lines: Sequence[Case]) -> str:
    """The tables, in Markdown: edits from 50 % on, and what was put in holes."""
    edits, holes = [], []
    for case in track(lines, "reliability"):
        repair = repair_of(case.garbled)
        edits += [(edit.confidence, right) for edit, right in judged(case, repair)]
        holes += [(hole.posterior, right) for hole, _, right in judged_holes(case, repair)]
    return f"{_tenths('confidence', 'edits', edits, 5)}\n\n{_tenths('probability', 'holes', holes, 0)}"


def _tenths(title: str, what: str, stated: Sequence[tuple[float, bool]], first: int) -> str:
    rows = []
    for tenth in range(first, 10):
        chosen = [(share, right) for share, right in stated if min(9, int(10 * share)) == tenth]
        mean = f"{100 * sum(share for share, _ in chosen) / len(chosen):.1f}" if chosen else "–"
        few = ", few" if len(chosen) < _FEW else ""
        right = percent([right for _, right in chosen])
        rows.append((f"{10 * tenth}–{10 * tenth + 10} %{few}", str(len(chosen)), mean, right))
    return table([title, what, "stated, mean %", "right, %"], rows)


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
