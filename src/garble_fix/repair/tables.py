"""Tables of characters: programs list them in the order of their code points, and no accident puts text in order."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

SLACK: Final = 2.0
"""Nats that say nothing: a few characters may be in order by chance."""

MOST: Final = 0.85
"""Share of the neighbours that are in order in a table, at least. UTF-8 that was read byte by byte has two in three."""

CERTAIN: Final = 12.0
"""Nats from which on what is in order is a table: of a hundred thousand texts not one is by chance."""


def order(text: str) -> float:
    """Return how much more in order the characters beyond ASCII are than chance would have them, in nats.

    The number of neighbours of which the second has the greater code point is, in random order, nearly normal with the
    mean (n - 1) / 2 and the variance (n + 1) / 12 (the Eulerian distribution; Carlitz and others, 1972).

    >>> order("│┌┐┘├┤┬┼") > 6 > order("┌─┐│└─┘")
    True
    """
    foreign = [char for char in text if char > "\x7f"]
    if len(foreign) < 2:
        return 0.0
    ascents = sum(one < other for one, other in pairwise(foreign))
    if ascents < MOST * (len(foreign) - 1):
        return 0.0
    beyond = (ascents - (len(foreign) - 1) / 2) / math.sqrt((len(foreign) + 1) / 12)
    return max(0.0, beyond**2 / 2 - SLACK)
