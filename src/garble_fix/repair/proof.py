"""From an explanation to the changes that it makes, each of them proved by doing the damage again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from garble_fix.channels import Chain
from garble_fix.repair.decision import passed_by
from garble_fix.repair.edits import Change
from garble_fix.repair.evidence import PROVED
from garble_fix.repair.quotation import is_quotation
from garble_fix.repair.result import Hole
from garble_fix.search.alignment import UNREAD, Filling
from garble_fix.search.explain import Explanation
from garble_fix.spans.lines import Piece

Holes = Literal["mark", "guess"]

FILLED: Final = 0.85
"""Posterior from which a hole is filled when holes are to be marked: two in three are."""


def changes_of(piece: Piece, explanation: Explanation, holes: Holes, *, proved: bool) -> list[Change]:
    """The stretches that an explanation repairs, each of them proved by doing the damage again."""
    before, after = explanation.alignment.before, explanation.alignment.after
    around = passed_by(explanation)
    # Words on the same line are proof enough of what single characters are.
    words = sum(s.gain for s in explanation.segmentation.stretches if s.after_end - s.after_start > 1)
    proved = proved or words >= PROVED
    stretches = [
        (s.start, s.end, after[s.after_start : s.after_end]) for s in explanation.segmentation.stretches
    ]
    kept = [
        index
        for index in range(len(stretches))
        if not is_quotation(before, stretches, index, passed_by=around, proved=proved)
    ]
    made = []
    for first, last, after_start, after_end in _proved(explanation, kept):
        span = after_start, after_end
        new, found = _with_holes(after[after_start:after_end], span, explanation.alignment.holes, holes)
        start, end = piece.start + first, piece.start + last
        proof = explanation.alignment.filled[after_start:after_end]
        made.append(Change(start, end, new, explanation.chain, explanation.log_odds, found, proof))
    return made


def _proved(explanation: Explanation, kept: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """The spans, before and after, of those of the stretches that doing the damage again proves.

    A span starts and ends where the page's characters do: where a stretch alone is not proved, it is with what stands
    around it up to the next ASCII characters, or with the whole line.
    """
    before, filled = explanation.alignment.before, explanation.alignment.filled
    at = after_at = 0
    for number, index in enumerate(kept):
        stretch = explanation.segmentation.stretches[index]
        if stretch.start < at:
            continue
        last = number + 1 == len(kept)
        limit = len(before) if last else explanation.segmentation.stretches[kept[number + 1]].start
        for left, right in _margins(before, stretch.start, stretch.end, at, limit):
            start, end = stretch.start - left, stretch.end + right
            after_start, after_end = stretch.after_start - left, stretch.after_end + right
            if after_start >= after_at and proves(
                before[start:end], filled[after_start:after_end], explanation.chain
            ):
                yield start, end, after_start, after_end
                at, after_at = end, after_end
                break


def _margins(text: str, start: int, end: int, lowest: int, highest: int) -> Iterator[tuple[int, int]]:
    """How many characters more to take on either side, the fewest first."""
    yield 0, 0
    left = start
    while left > lowest and text[left - 1] > "\x7f":
        left -= 1
    right = end
    while right < highest and text[right] > "\x7f":
        right += 1
    yield start - left, 0
    yield start - left, right - end
    yield start - left, min(highest, right + 1) - end


def _with_holes(
    new: str, span: tuple[int, int], fillings: tuple[Filling, ...], holes: Holes
) -> tuple[str, tuple[Hole, ...]]:
    """What is written of `new`, the code points `span` of the text after, and its holes."""
    parts: list[str] = []
    found: list[Hole] = []
    length, at = 0, span[0]
    for filling in fillings:
        if not span[0] <= filling.index < span[1]:
            continue
        sound = new[at - span[0] : filling.index - span[0]]
        sure = holes == "guess" or filling.posterior >= FILLED
        shown = filling.shown if sure else UNREAD
        others = (
            filling.runners_up
            if sure
            else ((new[filling.index - span[0]], filling.posterior), *filling.runners_up)
        )
        length += len(sound)
        found.append(Hole(length, shown, filling.posterior if sure else 0.0, others))
        parts += [sound, shown]
        length += len(shown)
        at = filling.index + 1
    return "".join([*parts, new[at - span[0] :]]), tuple(found)


def proves(before: str, after: str, chain: Chain) -> bool:
    """Whether the chain turns `after` into `before`."""
    try:
        return chain.garble(after) == before
    except UnicodeError:
        return False
