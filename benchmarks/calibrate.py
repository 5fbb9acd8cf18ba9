"""Fit the confidence of edits and the probabilities of what is put in holes to how often these are right.

    python -m benchmarks.calibrate [--per 40] [--per-lossy 120] [--per-text 25]

The lines are those of the source `fit` in `texts.toml`, which nothing else is measured on: damaged without and with
loss by accidents drawn by their priors, and as they were written. Whole texts are among them. Five minutes on
two cores. What is printed belongs into `search/lattice/posterior.py` and `repair/confidence.py`; `reliability` shows,
on other lines, whether it holds.

What the place of a swallowed character tells of it has weights of its own, to be fitted first (`swallowed`).

Both are logistic regressions, found by Newton's method, with a slight pull towards zero. The probabilities of a hole
must not fall where its share rises: a weight that would have to be negative for that is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks import documents
from benchmarks.damage import Case, cases, sound
from benchmarks.judging import JudgedHole, crowded, judged, judged_holes, show_shares
from benchmarks.progress import on_all_cores
from benchmarks.tools import repair_of
from garble_fix.repair.confidence import features
from garble_fix.repair.result import Edit
from garble_fix.search.lattice import posterior

Floats = npt.NDArray[np.float64]

_PULL: Final = 0.3
"""As much as this many nats squared of a coefficient count as a nat of likelihood (twice)."""
_STEPS: Final = 50
_BATCH: Final = 20


def regression(features: Floats, right: Floats) -> Floats:
    """Return the coefficients of log-odds of being right, of observations with these features, one a row."""
    coefficients = np.zeros(features.shape[1])
    pull = _PULL * np.eye(features.shape[1])
    for _ in range(_STEPS):
        stated = 1.0 / (1.0 + np.exp(-features @ coefficients))
        weights = stated * (1.0 - stated)
        curvature = (features * weights[:, None]).T @ features + pull
        gradient = features.T @ (right - stated) - pull @ coefficients
        coefficients = coefficients + np.linalg.solve(curvature, gradient)
    return coefficients


def of_holes(holes: Sequence[JudgedHole], *, ascii_only: bool) -> posterior.Coefficients:
    """Fit the probabilities of ASCII fillings, or of all others, to their shares and what was lost around them."""
    chosen = [each for each in holes if each.hole.filled.isascii() == ascii_only]
    known = np.array([(*posterior.beta(each.hole.posterior), each.crowding) for each in chosen])
    flags = np.array([float(each.right) for each in chosen])
    kept = [0, 1, 2, 3]
    found = regression(known, flags)
    if found[1:3].min() < 0:
        kept.remove(1 + int(found[1:3].argmin()))
        found = regression(known[:, kept], flags)
    result = np.zeros(4)
    result[kept] = found
    constant, share, rest, lost = result.round(2).tolist()
    return constant, share, rest, lost


def of_edits(edits: Sequence[tuple[Edit, bool]]) -> list[float]:
    """Fit the confidence of edits, whose holes have their calibrated probabilities, to what is known of them."""
    known = np.array([features(edit.log_odds, edit.after, edit.holes) for edit, _ in edits])
    fitted: list[float] = regression(known, np.array([float(right) for _, right in edits])).round(2).tolist()
    return fitted


def observed(lines: Sequence[Case]) -> tuple[list[JudgedHole], list[tuple[Edit, bool]]]:
    """Repair the lines, with the shares of what is put in holes as they are; return the holes and the edits."""
    holes, edits = [], []
    for some, others in on_all_cores(_observed, lines, _BATCH, "calibration", show_shares):
        holes += some
        edits += others
    return holes, edits


def _observed(lines: Sequence[Case]) -> tuple[list[JudgedHole], list[tuple[Edit, bool]]]:
    holes, edits = [], []
    for case in lines:
        repair = repair_of(case.garbled)
        holes += judged_holes(case, repair)
        edits += judged(case, repair)
    return holes, edits


def main() -> None:
    """Print the coefficients."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per", type=int, default=40, help="garbled lines of each language and length")
    parser.add_argument("--per-lossy", type=int, default=120, help="the same of lines that lost bytes")
    parser.add_argument("--per-text", type=int, default=25, help="whole texts, and excerpts of files")
    parser.add_argument("--per-sound", type=int, default=100, help="the same of sound lines")
    options = parser.parse_args()
    lines = [
        *documents.lists(options.per_text, apart=False),
        *documents.cases(options.per_text, apart=False),
        *cases("fit", options.per, lossy=False),
        *cases("fit", options.per_lossy, lossy=True),
        *sound("fit", options.per_sound),
    ]
    holes, edits = observed(lines)
    posterior.OTHERS = of_holes(holes, ascii_only=False)
    posterior.ASCII = of_holes(holes, ascii_only=True)
    fitted = of_edits([(_calibrated(edit), right) for edit, right in edits])
    print(f"OTHERS: Coefficients = {posterior.OTHERS}")
    print(f"ASCII: Coefficients = {posterior.ASCII}")
    print(f"COEFFICIENTS: Final = {tuple(fitted)}")
    print(f"# {len(lines)} lines, {len(holes)} holes, {len(edits)} edits")


def _calibrated(edit: Edit) -> Edit:
    holes = tuple(
        replace(hole, posterior=posterior.calibrated(hole.filled, hole.posterior, lost))
        for hole, lost in zip(edit.holes, crowded(edit), strict=True)
    )
    return replace(edit, holes=holes)


if __name__ == "__main__":
    main()
