"""Lines about spans: where each stands, what it was, what it is now, by which chain, how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from garble_fix.report.escape import printable
from garble_fix.report.numbers import percent
from garble_fix.report.places import LineIndex, offset_after, offset_before
from garble_fix.report.width import shorten

if TYPE_CHECKING:
    from garble_fix.artefacts.survey import Notice
    from garble_fix.repair.result import BytesRepair, Edit, Hole, Repair

_CELLS = 40
_LOST = "\N{REPLACEMENT CHARACTER}"


def span_line(name: str, index: LineIndex, edit: Edit) -> str:
    """Describe a span that can be repaired: `NAME:LINE:COLUMN: CHAIN (CONFIDENCE): BEFORE → AFTER`.

    What was found in the history has `, restored from COMMIT` after the chain.
    `index` is that of the text before; `name` is escaped here.
    """
    holes = len(holes_left(edit))
    lost = f", {_count(holes, 'hole')} left" if holes else ""
    change = f"{excerpt(edit.before)} → {excerpt(edit.after)}"
    how = f"{damage(edit)}{_restored(edit)} ({percent(edit.confidence)})"
    return f"{_place(name, index, edit.start)}: {how}{lost}: {change}"


def doubt_line(name: str, index: LineIndex, doubt: Edit, offset: int) -> str:
    """Describe a span left as it is; `offset` is where it stands in the text of `index`."""
    what = str(doubt.verdict)
    if doubt.source:
        what = f"was {quoted(shorten(doubt.after, _CELLS))} in {doubt.source}, which cannot be written here"
    elif doubt.verdict == "doubtful":
        what = f"looks garbled, but no repair is sure enough ({_guess(doubt)})"
    return f"{_place(name, index, offset)}: {what}: {excerpt(doubt.before)}"


def span_lines(name: str, before: str, repair: Repair | BytesRepair) -> Iterator[tuple[Edit, str]]:
    """Give every span of `repair`, repairable or not, with its line, in the order of the text `before`."""
    if not repair.edits and not repair.doubts:  # as in most files: don't look for their lines
        return
    index = LineIndex(before)
    doubts = {id(doubt) for doubt in repair.doubts}
    for edit in sorted((*repair.edits, *repair.doubts), key=lambda edit: edit.start):
        if id(edit) in doubts:
            yield edit, doubt_line(name, index, edit, edit.start)
        else:
            yield edit, span_line(name, index, edit)


def left_lines(name: str, repair: Repair | BytesRepair) -> list[str]:
    """Give a line for everything still wrong in the repaired text: holes, and spans left alone, in order."""
    if not repair.edits and not repair.doubts:
        return []
    index = LineIndex(repair.text)
    found = []
    for edit in repair.edits:
        for hole in holes_left(edit):
            offset = edit.new_start + hole.offset
            message = f"bytes were lost here{_fillings(hole)}: {excerpt(edit.after)}"
            found.append((offset, f"{_place(name, index, offset)}: {message}"))
    for doubt in repair.doubts:
        offset = offset_after(doubt.start, repair.edits)
        found.append((offset, doubt_line(name, index, doubt, offset)))
    return [line for _, line in sorted(found)]


def fixed_line(name: str, repair: Repair | BytesRepair) -> str:
    """Say in one line what was repaired: `fixed NAME: 3 spans, utf-8>cp936, 2 restored from COMMIT`."""
    chains = ", ".join(dict.fromkeys(name for edit in repair.edits for name in damage(edit).split(", ")))
    holes = sum(len(holes_left(edit)) for edit in repair.edits)
    parts = [_count(len(repair.edits), "span"), chains]
    sources = Counter(edit.source for edit in repair.edits if edit.source)
    parts += (f"{count} restored from {source}" for source, count in sources.items())
    if holes:
        parts.append(f"{_count(holes, 'hole')} left")
    return f"fixed {printable(name)}: {', '.join(parts)}"


def notice_line(name: str, index: LineIndex, repair: Repair | BytesRepair, notice: Notice) -> str:
    """Describe artefacts that `repair` left, by the first: `NAME:LINE:COLUMN: KIND, COUNT places: …`.

    `index` is that of the text before.
    """
    first = notice.first
    before = repair.text[first.start : first.end]
    if notice.switch:
        told = f"{excerpt(before)} → {excerpt(first.after)}; {notice.switch} puts them right"
    else:
        told = f"{excerpt(before)}; left, since they may be meant"
    place = _place(name, index, offset_before(first.start, repair.edits))
    return f"{place}: {notice.artefact}, {_count(notice.count, 'place')}: {told}"


def damage(edit: Edit) -> str:
    """Name the chain of `edit`, and the artefacts in it."""
    names = ", ".join(edit.artefacts)
    return edit.chain if not names or names == edit.chain else f"{names}, {edit.chain}"


def holes_left(edit: Edit) -> list[Hole]:
    """Pick the holes of `edit` that were not filled."""
    return [hole for hole in edit.holes if _LOST in hole.filled]


def excerpt(text: str) -> str:
    """Show `text` on part of a line: escaped, the middle left out where it is long."""
    return printable(shorten(text, _CELLS))


def _place(name: str, index: LineIndex, offset: int) -> str:
    line, column = index.place(offset)
    return f"{printable(name)}:{line}:{column}"


def _restored(edit: Edit) -> str:
    return f", restored from {edit.source}" if edit.source else ""


def _guess(doubt: Edit) -> str:
    return f"{doubt.chain}, {percent(doubt.confidence)}" if doubt.chain else "no chain explains it"


def _fillings(hole: Hole) -> str:
    likely: Sequence[tuple[str, float]] = hole.runners_up[:3]
    if not likely:
        return ""
    named = ", ".join(f"{quoted(text)} {percent(probability)}" for text, probability in likely)
    return f" (perhaps {named})"


def quoted(text: str) -> str:
    """Put what may stand in a hole between quotes, so that a space or nothing at all can be seen."""
    return f"‘{printable(text)}’"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
