"""Whether an edit is right."""

from __future__ import annotations

from difflib import SequenceMatcher

from benchmarks.damage import Case
from garble_fix.repair.result import Edit, Repair


def judged(case: Case, repair: Repair) -> list[tuple[Edit, bool]]:
    """The edits of a line, and of each whether what it writes is what was written there.

    An edit of part of a line can be right where the line as a whole is not: it is if it lies within a stretch that the
    repaired line and the written one have in common. An edit of a sound line is wrong. Edits with holes that were left
    say themselves that they are not complete, and are left out.
    """
    edits = [edit for edit in repair.edits if "\ufffd" not in edit.after]
    if not case.chain:
        return [(edit, False) for edit in edits]
    blocks = SequenceMatcher(None, repair.text, case.text, autojunk=False).get_matching_blocks()
    common = [(block.a, block.a + block.size) for block in blocks]
    return [
        (edit, any(start <= edit.new_start and edit.new_end <= end for start, end in common))
        for edit in edits
    ]
