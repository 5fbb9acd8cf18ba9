"""Holes that a person fills: what may be put there, and the repair with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from garble_fix.channels import parse
from garble_fix.errors import UnknownChainError
from garble_fix.repair.bytes import with_edits
from garble_fix.repair.restraint import restrained
from garble_fix.repair.result import BytesRepair, Edit, Hole, Verdict, text_before

LEFT: Final = "\N{REPLACEMENT CHARACTER}"
"""What stands in a hole that was left."""


@dataclass(frozen=True, slots=True)
class OpenHole:
    """A hole that was left: number `hole` of edit number `edit`; it stands at `offset` of the repaired text."""

    edit: int
    hole: int
    offset: int
    choices: tuple[tuple[str, float], ...]
    """What may have stood there, likeliest first, with probabilities."""


def open_holes(edits: Sequence[Edit]) -> list[OpenHole]:
    """Return the holes that were left, in order."""
    return [
        OpenHole(
            number,
            index,
            edit.new_start + hole.offset,
            tuple(sorted(hole.runners_up, key=lambda choice: -choice[1])),
        )
        for number, edit in enumerate(edits)
        for index, hole in enumerate(edit.holes)
        if hole.filled == LEFT
    ]


def reopened(data: bytes, repair: BytesRepair) -> BytesRepair:
    """Return `repair` of `data` with the repairs that were left for their holes, so that a person may fill these."""
    if not open_holes(repair.doubts):
        return repair
    left = [doubt for doubt in repair.doubts if doubt.before != doubt.after]
    asked = (
        replace(doubt, verdict=Verdict.PARTLY_REPAIRED if open_holes([doubt]) else Verdict.REPAIRED)
        for doubt in left
    )
    edits = sorted((*repair.edits, *asked), key=lambda edit: edit.start)
    others = tuple(doubt for doubt in repair.doubts if doubt.before == doubt.after)
    return with_edits(data, replace(repair, doubts=others), edits) or repair


def closed(data: bytes, repair: BytesRepair) -> BytesRepair:
    """Return `repair` of `data` without what is better left as it is, now that a person has been asked."""
    kept, left = restrained(text_before(repair.text, repair.edits), repair.edits)
    if not left:
        return repair
    doubts = tuple(sorted((*repair.doubts, *left), key=lambda doubt: doubt.start))
    return with_edits(data, replace(repair, doubts=doubts), kept) or repair


def fill(data: bytes, repair: BytesRepair, place: OpenHole, text: str) -> BytesRepair | None:
    """Return `repair` of `data` with `text` in a hole that was left.

    None if it cannot be: the damage would not have made of it what stands in `data`, or the encoding cannot hold it.
    """
    edit = repair.edits[place.edit]
    hole = edit.holes[place.hole]
    # A carriage return that is not shown stands in the proof all the same.
    hidden = sum(not earlier.filled for earlier in edit.holes[: place.hole])
    proof = _replaced(edit.proof or edit.after, hole.offset + hidden, text)
    # A carriage return is written where the lines end in it, and known to have been there elsewhere.
    shown = "" if text == "\r" and "\r\n" not in repair.text else text
    if not _proves(proof, edit):
        return None
    holes = [
        replace(other, offset=other.offset + (len(shown) - 1 if index > place.hole else 0))
        for index, other in enumerate(edit.holes)
    ]
    holes[place.hole] = Hole(hole.offset, shown, 1.0, hole.runners_up)
    left = any(other.filled == LEFT for other in holes)
    filled = replace(
        edit,
        after=_replaced(edit.after, hole.offset, shown),
        holes=tuple(holes),
        proof=proof,
        verdict=Verdict.PARTLY_REPAIRED if left else Verdict.REPAIRED,
    )
    edits = [filled if index == place.edit else other for index, other in enumerate(repair.edits)]
    return with_edits(data, repair, edits)


def _replaced(text: str, index: int, new: str) -> str:
    return text[:index] + new + text[index + 1 :]


def _proves(proof: str, edit: Edit) -> bool:
    try:
        return parse(edit.chain).garble(proof) == edit.before
    except (UnicodeError, UnknownChainError):
        return False
