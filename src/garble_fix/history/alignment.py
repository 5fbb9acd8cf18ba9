"""Which lines of an older version are which lines now: the patience diff, extended by lines that look alike.

Lines that occur once on both sides are anchors; between two anchors others are unique, and so on. What can no longer
be told apart is paired only if all of it stands on both sides, in one order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise


def align(
    old: Sequence[int], now: Sequence[int], interchangeable: Callable[[int], bool]
) -> list[tuple[int, int]]:
    """Pair positions of `old` and `now` that hold the same token, in order.

    `interchangeable` says of a token whether it stands for one text alone, so that mistaking one occurrence for another
    does no harm.
    """
    pairs: list[tuple[int, int]] = []
    todo = [(0, len(old), 0, len(now))]
    while todo:
        start, end, now_start, now_end = todo.pop()
        while start < end and now_start < now_end and old[start] == now[now_start]:
            if not interchangeable(old[start]):
                break
            pairs.append((start, now_start))
            start, now_start = start + 1, now_start + 1
        while start < end and now_start < now_end and old[end - 1] == now[now_end - 1]:
            if not interchangeable(old[end - 1]):
                break
            end, now_end = end - 1, now_end - 1
            pairs.append((end, now_end))
        if start == end or now_start == now_end:
            continue
        anchors = _anchors(old, now, (start, end, now_start, now_end), interchangeable)
        if not anchors:
            pairs += _rest(old, now, (start, end, now_start, now_end))
            continue
        pairs += anchors
        borders = [(start - 1, now_start - 1), *anchors, (end, now_end)]
        for (left, now_left), (right, now_right) in pairwise(borders):
            if right - left > 1 and now_right - now_left > 1:
                todo.append((left + 1, right, now_left + 1, now_right))
    return sorted(pairs)


def _anchors(
    old: Sequence[int],
    now: Sequence[int],
    area: tuple[int, int, int, int],
    interchangeable: Callable[[int], bool],
) -> list[tuple[int, int]]:
    """The longest ascending chain of tokens that are unique on both sides."""
    start, end, now_start, now_end = area
    counts, now_counts = Counter(old[start:end]), Counter(now[now_start:now_end])
    places = {token: at for at in range(now_start, now_end) if now_counts[token := now[at]] == 1}
    unique = [
        (at, places[old[at]])
        for at in range(start, end)
        if counts[old[at]] == 1 and old[at] in places and interchangeable(old[at])
    ]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(unique):
        length = bisect_left(tails, place)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[length], ends[length] = place, index
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(unique[index])
        index = previous[index]
    return found[::-1]


def _rest(old: Sequence[int], now: Sequence[int], area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """What both sides have, if it stands there in one order."""
    start, end, now_start, now_end = area
    common = set(old[start:end]) & set(now[now_start:now_end])
    places = [at for at in range(start, end) if old[at] in common]
    now_places = [at for at in range(now_start, now_end) if now[at] in common]
    if [old[at] for at in places] != [now[at] for at in now_places]:
        return []
    return list(zip(places, now_places, strict=True))
