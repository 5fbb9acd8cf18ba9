"""Tables and lists of characters, which are no text.

Programs list characters in the order of their code points, and no accident puts text in order. Comments and manuals
list letters one by one.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Final

SLACK: Final = 2.0
"""Nats that say nothing: a few characters may be in order by chance."""

MOST: Final = 0.85
"""Share of the neighbours that are in order in a table, at least. UTF-8 that was read byte by byte has two in three."""

_TOKEN: Final = re.compile(r"[^\s,;.|/()\[\]{}<>\"']+")
_BETWEEN: Final = 2
"""Code points between the characters of a list, at most."""

CERTAIN: Final = 8.0
"""Nats from which on what is in order is a table: of twenty thousand texts one is by chance."""


def order(text: str) -> float:
    """Return how much more in order the characters beyond ASCII are than chance would have them, in nats.

    The number of neighbours of which the second has the greater code point is, in random order, nearly normal with the
    mean (n - 1) / 2 and the variance (n + 1) / 12 (the Eulerian distribution; Carlitz and others, 1972).

    >>> order("│┌┐┘├┤┬┼") > 6 > order("┼┬┤├")
    True
    """
    foreign = [char for char in text if char > "\x7f"]
    if len(foreign) < 2:
        return 0.0
    ascents = sum(one < other for one, other in pairwise(foreign))
    if ascents < MOST * (len(foreign) - 1):
        return 0.0
    if ascents == len(foreign) - 1:
        return max(0.0, math.lgamma(len(foreign) + 1) - SLACK)
    beyond = (ascents - (len(foreign) - 1) / 2) / math.sqrt((len(foreign) + 1) / 12)
    return max(0.0, beyond**2 / 2 - SLACK)


def listed(text: str, start: int, end: int) -> bool:
    """Return whether all of `text` from `start` to `end` is characters that are listed one by one, three or more.

    >>> listed("á, í, ò and ó", 0, 4)
    True
    >>> listed("il va Ã  Paris", 6, 8)  # garble-fix: ignore
    False
    """
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    single = [last - first == 1 for first, last in tokens]
    runs = [False] * len(tokens)
    for at in range(len(tokens) - 2):
        near = tokens[at + 2][0] - tokens[at][1] <= 2 * _BETWEEN + 1
        if near and all(single[at : at + 3]):
            runs[at : at + 3] = [True] * 3
    inside = [run for (first, last), run in zip(tokens, runs, strict=True) if first < end and last > start]
    return bool(inside) and all(inside)
