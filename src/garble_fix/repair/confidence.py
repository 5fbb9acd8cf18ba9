"""From what is known of an edit to the probability that it is right.

Log-odds say how much better one explanation is than another, under models that count every character as evidence of
its own. They are far too sure of themselves to be read as a probability, and they know nothing of what was put in the
holes. So it was measured, on text that the models did not learn from, how often edits are right, and a logistic
regression fitted to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from garble_fix.repair.result import Hole
from garble_fix.search.lattice.posterior import beta, logistic

# python -m benchmarks.calibrate
COEFFICIENTS: Final = (3.88, 0.28, -8.04, -5.47, 0.66, 1.2)

_WORN: Final = re.compile(r"\?[^\W\d_]")
"""A question mark with a letter after it: a mark of loss that the explanation takes for one."""


def confidence(log_odds: float, after: str, holes: Sequence[Hole] = ()) -> float:
    """Return the probability, between 0 and 1, that `after` is what was written.

    `log_odds` (nats) compare the explanation with "nothing is wrong". Holes that were left count for nothing: the
    probability is that of what was filled in, and of all around.
    """
    return logistic(features(log_odds, after, holes), COEFFICIENTS)


def features(log_odds: float, after: str, holes: Sequence[Hole] = ()) -> tuple[float, ...]:
    """Return what the log-odds of being right are linear in."""
    filled = [hole.posterior for hole in holes if hole.posterior]
    together = beta(math.prod(filled)) if filled else (0.0, 0.0, 0.0)
    return (1.0, math.log(max(1.0, log_odds)), float(bool(_WORN.search(after))), *together)
