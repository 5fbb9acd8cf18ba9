"""Whether edits, and what was put in their holes, are right."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple

from benchmarks.damage import Case
from benchmarks.texts import LENGTHS
from garble_fix.repair.result import Edit, Hole, Repair
from garble_fix.search.lattice import posterior
from garble_fix.search.lattice.posterior import crowding

UNREAD = "\ufffd"


class JudgedHole(NamedTuple):
    """A hole that was filled, how much around it was lost, too (from 0 to 1), and whether what fills it is right."""

    hole: Hole
    crowding: float
    right: bool


def judged(case: Case, repair: Repair) -> list[tuple[Edit, bool]]:
    """The edits of a line, and of each whether what it writes is what was written there.

    An edit of part of a line can be right where the line as a whole is not: it is if it lies within a stretch that the
    repaired line and the written one have in common. An edit of a sound line is wrong. Edits with holes that were left
    say themselves that they are not complete, and are left out.
    """
    common = _common(case, repair)
    return [
        (edit, any(start <= edit.new_start and edit.new_end <= end for start, end in common))
        for edit in repair.edits
        if UNREAD not in edit.after
    ]


def judged_holes(case: Case, repair: Repair) -> list[JudgedHole]:
    """The holes of a line that were filled; those that lie in what the two lines have in common are right.

    A line feed at the end of a string of a program is left out: whether it was a line of its own, nobody knows.
    """
    last = len(repair.text) - 1 if case.length in LENGTHS else -1
    common = _common(case, repair)
    return [
        JudgedHole(hole, lost, any(start <= edit.new_start + hole.offset < end for start, end in common))
        for edit in repair.edits
        for hole, lost in zip(edit.holes, crowded(edit), strict=True)
        if hole.filled not in ("", UNREAD)
        and not (hole.filled == "\n" and edit.new_start + hole.offset == last)
    ]


def show_shares() -> None:
    """Make the share of a character its posterior: what there is to fit to."""
    posterior.OTHERS = posterior.ASCII = (0.0, 1.0, 1.0, 0.0)


def crowded(edit: Edit) -> list[float]:
    """How much was lost around each hole of an edit, from 0 to 1."""
    return crowding([hole.offset for hole in edit.holes])


def _common(case: Case, repair: Repair) -> list[tuple[int, int]]:
    """The stretches that the repaired line and the written one have in common, where they lie in the former."""
    if not case.chain:
        return []
    blocks = SequenceMatcher(None, repair.text, case.text, autojunk=False).get_matching_blocks()
    return [(block.a, block.a + block.size) for block in blocks]
