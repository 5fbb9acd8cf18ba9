"""From the share that the search gives a character to the probability that the character is right.

A share is sure of itself where the models are, and modest where many rivals are a little likely. How often characters
are right, on text that the models did not learn from, was therefore fitted to it, by beta calibration (Kull, Silva
Filho and Flach, 2017): log-odds that are linear in the logarithms of the share and of what it leaves. ASCII characters
are spaces, line ends and marks that a decoder swallowed; little is known of them, and they have figures of their own.
Where most of what stands around was lost, too, one mistake brings others with it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

Coefficients = tuple[float, float, float, float]
"""A constant, what a nat of the share and a nat less of the rest are worth, and what it is if all around was lost, too;
nats."""

# python -m benchmarks.calibrate
OTHERS: Coefficients = (1.25, 1.86, 0.51, -1.29)
ASCII: Coefficients = (0.46, 1.32, 0.91, 0.01)

_RUNNERS_UP: Final = 5
"""How many of the others are worth showing."""

_LEAST: Final = 1e-4
"""Shares are not taken for surer than this, either way."""

_AROUND: Final = 4
"""Code points on either side of a character of which it is asked how many were lost."""


def calibrated(char: str, share: float, crowding: float = 0.0) -> float:
    """Return the probability that `char` is right, which has this share of all that was found in its place.

    `crowding` is how much of what stands around it was lost, too, from 0 to 1.
    """
    return logistic((*beta(share), crowding), ASCII if char.isascii() else OTHERS)


def crowding(places: Sequence[int]) -> list[float]:
    """Return for each of the places of a text, in order, where a character was lost, how much around it was."""
    return [
        (bisect_right(places, place + _AROUND) - bisect_left(places, place - _AROUND) - 1) / (2 * _AROUND)
        for place in places
    ]


def rivals(
    share: float, posterior: float, others: Sequence[tuple[str, float]]
) -> tuple[tuple[str, float], ...]:
    """Return the others with their probabilities: the rest of the calibrated one, as they shared what was left.

    None of them is likelier than what was preferred to it.
    """
    left = (1.0 - posterior) / max(_LEAST, 1.0 - share)
    return tuple((char, min(posterior, other * left)) for char, other in others[:_RUNNERS_UP])


def beta(share: float) -> tuple[float, float, float]:
    """Return what log-odds are linear in."""
    share = min(max(share, _LEAST), 1.0 - _LEAST)
    return 1.0, math.log(share), -math.log(1.0 - share)


def logistic(features: Sequence[float], coefficients: Sequence[float]) -> float:
    """Return the probability that the weighted sum of the features stands for, as log-odds in nats."""
    nats = sum(weight * value for weight, value in zip(coefficients, features, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-500.0, min(500.0, nats))))
