"""Pieces of a line that was edited after it had been damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from garble_fix.history.accidents import tells
from garble_fix.history.forward import Block, Stretch, blocks

_FINE: Final = 300
"""Characters of a line up to which cuts are looked for within words."""

_LONG: Final = 3000
"""Characters of a line up to which it is compared with others at all."""

_PART: Final = 6
"""Characters of a damaged word, at its beginning or end, that are looked for where the whole is not there."""

_CONTEXT: Final = 3
"""Characters beside a piece that must be what they were, where the piece says little itself; spaces do not count."""


@dataclass(frozen=True)
class Place:
    """An old line that may be what a line now was made of, and the damage done to it."""

    form: Stretch

    @cached_property
    def words(self) -> list[Block]:
        """What is damaged by itself, cut beside ASCII."""
        return blocks(self.form, fine=False)

    @cached_property
    def pieces(self) -> list[Block]:
        """The same, cut wherever it can be."""
        if len(self.form.old) > _FINE:
            return self.words
        return blocks(self.form, fine=True)


def best_pieces(line: str, places: Sequence[Place]) -> tuple[Stretch, list[Block]] | None:
    """The old line that most of `line` is made of, and the damaged pieces of it, at their offsets in `line`.

    Of `places`, those with the likeliest damage come first. None where no piece is found, or where two old lines would
    put different things there.
    """
    scored: list[tuple[tuple[int, int], Place, list[Block]]] = []
    for place in places:
        if len(line) > _LONG or len(place.form.damaged) > _LONG or not _shares(line, place):
            continue
        matcher = SequenceMatcher(None, place.form.damaged, line, autojunk=False)
        regions = matcher.get_matching_blocks()
        found = [block for region in regions for block in _within(line, place, region)]
        if found:
            common = sum(region.size for region in regions)
            scored.append(((common, sum(len(block.damaged) for block in found)), place, found))
    if not scored:
        return None
    most = max(score for score, _, _ in scored)
    best = [(place, found) for score, place, found in scored if score == most]
    likeliest = best[0][0].form.forward.chain
    best = [(place, found) for place, found in best if place.form.forward.chain == likeliest]
    if len({tuple((block.old, block.at) for block in found) for _, found in best}) > 1:
        return None
    chosen, found = max(best, key=lambda entry: entry[0].form.end)
    return chosen.form, found


def _shares(line: str, place: Place) -> bool:
    """Whether some word, damaged, or its beginning or end, stands in the line."""
    if any(block.damaged in line for block in place.words):
        return True
    ends = (part for block in place.words for part in (block.damaged[:_PART], block.damaged[-_PART:]))
    return len(place.form.old) <= _FINE and any(tells(part) and part in line for part in ends)


def _within(line: str, place: Place, region: tuple[int, int, int]) -> Iterator[Block]:
    """The damaged pieces that lie in a region where the old line, damaged, and the line now are the same."""
    start, now_start, size = region
    # A piece of which nothing is left is found anywhere.
    inside = [
        block for block in place.pieces if block.damaged and block.at >= start and block.end <= start + size
    ]
    for block in _joined(inside):
        shift = now_start - start
        if tells(block.damaged) or _has_context(line, place.form.damaged, block, region):
            # A line end was swallowed, and this line ends here, though the damaged one did not.
            ends = block.end + shift == len(line) and block.end < len(place.form.damaged)
            typed = block.old.endswith("\n") and (place.form.typed or ends)
            yield replace(block, at=block.at + shift, typed=typed)


def _joined(found: Sequence[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in found:
        if joined and joined[-1].end == block.at:
            last = joined.pop()
            block = Block(last.old + block.old, last.damaged + block.damaged, last.at)  # noqa: PLW2901
        joined.append(block)
    return joined


def _has_context(line: str, damaged: str, block: Block, region: tuple[int, int, int]) -> bool:
    """Whether what stands beside a piece in both lines is enough to tell that it is the same piece."""
    start, now_start, size = region
    left, right = damaged[start : block.at], damaged[block.end : start + size]
    now_at = block.at - start + now_start
    now_end = now_at + len(block.damaged)
    begins = left or (block.at == 0 and now_at == 0)
    ends = right or (block.end == len(damaged) and now_end == len(line))
    # As many question marks, and no more.
    whole = line[max(0, now_at - 1) : now_at] != "?" and line[now_end : now_end + 1] != "?"
    beside = len("".join((left + right).split()))
    return whole and beside >= (_CONTEXT if begins and ends else 2 * _CONTEXT)
