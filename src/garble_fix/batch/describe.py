"""What is said of a file: the lines on its repair, and the word for what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from garble_fix.batch.task import Engine, Line, Task
from garble_fix.report import (
    LineIndex,
    Outcome,
    Repaired,
    explain_edit,
    fixed_line,
    left_lines,
    notice_line,
    printable,
    span_lines,
    text_before,
)

if TYPE_CHECKING:
    from garble_fix.repair.result import BytesRepair, Edit


def described(
    name: str,
    before: str,
    repair: BytesRepair,
    place: str,
    task: Task,
    *,
    origin: tuple[int, int] = (1, 1),
    new_origin: tuple[int, int] = (1, 1),
    total: bool = True,
) -> Iterator[Line]:
    """Give the lines on a repair: all spans where nothing is written; where it is, what was fixed and what is left.

    `origin` and `new_origin` are where the text before and after begins, if it is a piece of a file, `total` whether
    the line on all that was fixed is wanted.
    """
    if task.action != "fix" or task.explain:
        for edit, line in span_lines(name, before, repair, origin=origin):
            for text in _explained(edit, line) if task.explain else (line,):
                yield Line("out" if task.action == "check" else "err", text)
    if task.action == "fix":
        if repair.edits and total:
            yield Line("err", fixed_line(name, Repaired().add(repair.edits)))
        for line in left_lines(place, repair, origin=new_origin):
            yield Line("err", line)


def _explained(edit: Edit, line: str) -> list[str]:
    from garble_fix import candidates  # noqa: PLC0415 - the engine is slow to import

    return explain_edit(line, edit, candidates(edit.before))


def outcome_of(repair: BytesRepair, *, written: bool) -> Outcome:
    """What became of an input, given whether its repair is `written` somewhere."""
    if repair.binary:
        return Outcome.SKIPPED
    if not (repair.edits or repair.doubts) and repair.verdict == "clean":
        return Outcome.CLEAN
    if not written:
        return Outcome.FOUND
    wholly = not repair.doubts and repair.verdict in {"clean", "repaired"}
    return Outcome.FIXED if wholly else Outcome.LEFT


def notices(name: str, repair: BytesRepair, engine: Engine) -> Iterator[Line]:
    """Give a line for each kind of artefact in a text that nobody asked to put right."""
    if repair.text.isascii():
        return
    from garble_fix.artefacts import Artefacts  # noqa: PLC0415 - the engine is slow to import
    from garble_fix.artefacts.survey import survey  # noqa: PLC0415
    from garble_fix.repair.pragmas import blotted, exempt  # noqa: PLC0415

    index = LineIndex(text_before(repair.text, repair.edits))
    text = blotted(repair.text, exempt(repair.text)) if engine.pragmas else repair.text
    for notice in survey(text, engine.artefacts or Artefacts()):
        yield Line("err", notice_line(name, index, repair, notice))


def not_text(name: str) -> Line:
    """Say that a file was left alone for what it is."""
    return Line("note", f"{printable(name)}: is not text; left alone")
