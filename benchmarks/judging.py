"""Whether edits, and what was put in their holes, are right."""

from __future__ import annotations

from difflib import SequenceMatcher

from benchmarks.damage import Case
from garble_fix.repair.result import Edit, Hole, Repair

UNREAD = "\ufffd"


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


def judged_holes(case: Case, repair: Repair) -> list[tuple[Hole, bool]]:
    """The holes of a line that were filled, and of each whether it lies in what the two lines have in common."""
    common = _common(case, repair)
    return [
        (hole, any(start <= edit.new_start + hole.offset < end for start, end in common))
        for edit in repair.edits
        for hole in edit.holes
        if hole.filled not in ("", UNREAD)
    ]


def _common(case: Case, repair: Repair) -> list[tuple[int, int]]:
    """The stretches that the repaired line and the written one have in common, where they lie in the former."""
    if not case.chain:
        return []
    blocks = SequenceMatcher(None, repair.text, case.text, autojunk=False).get_matching_blocks()
    return [(block.a, block.a + block.size) for block in blocks]
