"""Lines about spans: where each stands, what it was, what it is now, by which chain, how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from garble_fix.report.escape import printable
from garble_fix.report.numbers import percent
from garble_fix.report.places import LineIndex, offset_after, offset_before
from garble_fix.report.width import shorten

if TYPE_CHECKING:
    from garble_fix.artefacts.survey import Notice
    from garble_fix.repair.result import BytesRepair, Edit, Hole, Repair
    from garble_fix.report.findings import Finding

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


def span_lines(
    name: str, before: str, repair: Repair | BytesRepair, *, origin: tuple[int, int] = (1, 1)
) -> Iterator[tuple[Edit, str]]:
    """Give every span of `repair`, repairable or not, with its line, in the order of the text `before`.

    `origin` is the line and column at which that text begins in what is called `name`.
    """
    if not repair.edits and not repair.doubts:  # as in most files: don't look for their lines
        return
    index = LineIndex(before, origin=origin)
    doubts = {id(doubt) for doubt in repair.doubts}
    for edit in sorted((*repair.edits, *repair.doubts), key=lambda edit: edit.start):
        if id(edit) in doubts:
            yield edit, doubt_line(name, index, edit, edit.start)
        else:
            yield edit, span_line(name, index, edit)


def left_lines(name: str, repair: Repair | BytesRepair, *, origin: tuple[int, int] = (1, 1)) -> list[str]:
    """Give a line for everything still wrong in the repaired text: holes, and spans left alone, in order.

    `origin` is the line and column at which that text begins in what is called `name`.
    """
    if not repair.edits and not repair.doubts:
        return []
    index = LineIndex(repair.text, origin=origin)
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


@dataclass(slots=True)
class Repaired:
    """Counts what was repaired in a file, repair by repair where it is taken in pieces."""

    spans: int = 0
    holes: int = 0
    chains: dict[str, None] = field(default_factory=dict)
    sources: Counter[str] = field(default_factory=Counter)

    def add(self, edits: Iterable[Edit]) -> Repaired:
        """Add the edits of a repair."""
        for edit in edits:
            self.spans += 1
            self.holes += len(holes_left(edit))
            self.chains.update(dict.fromkeys(damage(edit).split(", ")))
            if edit.source:
                self.sources[edit.source] += 1
        return self


def fixed_line(name: str, repaired: Repaired) -> str:
    """Say in one line what was repaired: `fixed NAME: 3 spans, utf-8>cp936, 2 restored from COMMIT`."""
    parts = [_count(repaired.spans, "span"), ", ".join(repaired.chains)]
    parts += (f"{count} restored from {source}" for source, count in repaired.sources.items())
    if repaired.holes:
        parts.append(f"{_count(repaired.holes, 'hole')} left")
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


def holes_left(edit: Edit | Finding) -> list[Hole]:
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
