"""Repair of a text as a whole: first what wrong decodes did to it, then the artefacts that no decoder made."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from garble_fix.artefacts import DEFAULT, ORDER, Artefacts, Patch, mend
from garble_fix.channels import parse
from garble_fix.language import packaged
from garble_fix.repair import text as decoding
from garble_fix.repair.edits import Change, placed
from garble_fix.repair.leftovers import SURPRISING
from garble_fix.repair.proof import Holes, proves
from garble_fix.repair.result import Edit, Hole, Repair, Verdict
from garble_fix.spans.surprise import surprises

_BETWEEN: Final = 12
"""Code points of a line between two conversions of script up to which they are shown as one."""


def repair_text(
    text: str,
    *,
    holes: Holes = "mark",
    found: Sequence[Change] = (),
    artefacts: Artefacts = DEFAULT,
) -> Repair:
    """Repair `text`. Clean text comes back as the same object.

    `holes` says what becomes of places where bytes were lost: `mark` fills what is sure and leaves U+FFFD for the
    rest, `guess` fills everything. `found` are disjoint changes in order whose outcome is known from elsewhere; they
    are made first, and are evidence for the rest. `artefacts` says what else to put right; by default, pinyin left
    in brackets and what such a converter mispaired. Raises `ModelError` if the language model is not there, and
    `ExtraMissingError` if a conversion of script is asked for and OpenCC is not.
    """
    repair = decoding.repair_text(text, holes=holes, found=found)
    patches = mend(repair.text, artefacts)
    return _together(text, repair, patches) if patches else repair


def _together(text: str, repair: Repair, patches: Sequence[Patch]) -> Repair:
    """The repair, and the patches of its text, as one."""
    decoded = list(_stretched(repair, patches, text))
    joined = list(_joined(_merged(decoded, _possible(patches, decoded)), text))
    if not joined:
        return repair
    edits, after = placed(text, joined)
    doubts = tuple(_doubts(repair.doubts, edits, after))
    verdict = Verdict.REPAIRED
    if doubts or any(edit.verdict is Verdict.PARTLY_REPAIRED for edit in edits):
        verdict = Verdict.PARTLY_REPAIRED
    return Repair(after, edits, verdict, doubts)


def _stretched(repair: Repair, patches: Sequence[Patch], text: str) -> Iterator[Edit]:
    """The edits, those that end in the midst of a patch drawn out to its end, where the chain still proves them.

    Damage seldom touches ASCII, so that of `網(wǎng)` an edit may lack the last bracket.
    """
    waiting = deque(repair.edits)
    starts, ends = [patch.start for patch in patches], [patch.end for patch in patches]
    while waiting:
        edit = waiting.popleft()
        start, end = edit.new_start, edit.new_end
        first, beyond = bisect_right(ends, start), bisect_left(starts, end)
        if first < beyond:
            start, end = min(start, starts[first]), max(end, ends[beyond - 1])
        beside = waiting[0] if waiting and waiting[0].new_start < end else None
        last = beside or edit
        end = max(end, last.new_end)
        left, right = repair.text[start : edit.new_start], repair.text[last.new_end : end]
        between = repair.text[edit.new_end : last.new_start] if beside else ""
        if not (left or right or beside):
            yield edit
            continue
        wider = replace(
            edit,
            start=edit.start - len(left),
            end=last.end + len(right),
            new_start=start,
            new_end=end,
            before=text[edit.start - len(left) : last.end + len(right)],
            after=repair.text[start:end],
            proof=left + _proof(edit) + between + (_proof(last) if beside else "") + right,
            holes=tuple(replace(hole, offset=hole.offset + len(left)) for hole in edit.holes),
        )
        alike = not beside or (beside.chain == edit.chain and not edit.holes and not beside.holes)
        if alike and proves(wider.before, wider.proof, parse(edit.chain)):
            if beside:
                waiting.popleft()
            yield wider
        else:
            yield edit


def _proof(edit: Edit) -> str:
    return edit.proof or edit.after


def _possible(patches: Sequence[Patch], edits: Sequence[Edit]) -> Iterator[Patch]:
    """The patches that lie within an edit, clear of its holes, or outside all of them."""
    starts = [edit.new_start for edit in edits]
    for patch in patches:
        near = edits[max(0, bisect_right(starts, patch.start) - 1) : bisect_right(starts, patch.end)]
        touched = [edit for edit in near if patch.start < edit.new_end and edit.new_start < patch.end]
        if not touched or (len(touched) == 1 and _within(patch, touched[0])):
            yield patch


def _within(patch: Patch, edit: Edit) -> bool:
    if patch.start < edit.new_start or patch.end > edit.new_end:
        return False
    start, end = patch.start - edit.new_start, patch.end - edit.new_start
    return not any(hole.offset < end and start < hole.offset + len(hole.filled) for hole in edit.holes)


def _merged(edits: Sequence[Edit], patches: Iterator[Patch]) -> Iterator[Edit]:
    """The edits, with the patches that lie within them, and the others as edits of their own; in order."""
    shift = 0  # what the edits so far have added
    coming = deque(edits)
    waiting: list[Patch] = []
    for patch in patches:
        while coming and coming[0].new_end <= patch.start:
            edit = coming.popleft()
            yield _deepened(edit, waiting)
            waiting = []
            shift = edit.new_end - edit.end
        if coming and coming[0].new_start <= patch.start and patch.end <= coming[0].new_end:
            waiting.append(patch)
        else:
            yield _edit(patch, shift)
    for edit in coming:
        yield _deepened(edit, waiting)
        waiting = []


def _edit(patch: Patch, shift: int) -> Edit:
    """A patch as an edit of the text before; what stood there is filled in later."""
    start, end = patch.start - shift, patch.end - shift
    name = ", ".join(patch.artefacts)
    sure = 1 / (1 + math.exp(-patch.log_odds))
    return Edit(start, end, 0, 0, "", patch.after, name, patch.log_odds, sure, artefacts=patch.artefacts)


def _deepened(edit: Edit, patches: Sequence[Patch]) -> Edit:
    """An edit that undoes a chain, with the patches of what came out of it."""
    if not patches:
        return edit
    at = 0
    parts: list[str] = []
    holes: list[Hole] = []
    left = list(edit.holes)
    shift = 0
    names: list[str] = []
    for patch in patches:
        start, end = patch.start - edit.new_start, patch.end - edit.new_start
        while left and left[0].offset < start:
            holes.append(replace(left[0], offset=left[0].offset + shift))
            left.pop(0)
        parts += edit.after[at:start], patch.after
        shift += len(patch.after) - (end - start)
        at = end
        names += patch.artefacts
    holes += [replace(hole, offset=hole.offset + shift) for hole in left]
    return replace(
        edit,
        after="".join([*parts, edit.after[at:]]),
        holes=tuple(holes),
        proof=edit.proof or edit.after,
        confidence=min(edit.confidence, *(1 / (1 + math.exp(-patch.log_odds)) for patch in patches)),
        artefacts=_ordered(names),
    )


def _joined(edits: Iterator[Edit], text: str) -> Iterator[Edit]:
    """The edits, those that convert the script of one phrase as one, each with what stood there before."""
    last: Edit | None = None
    for edit in edits:
        here = replace(edit, before=text[edit.start : edit.end])
        if last and _alike(last, here):
            between = text[last.end : here.start]
            if len(between) <= _BETWEEN and "\n" not in between:
                names = _ordered((*last.artefacts, *here.artefacts))
                last = replace(
                    last,
                    end=here.end,
                    before=text[last.start : here.end],
                    after=last.after + between + here.after,
                    chain=", ".join(names),
                    artefacts=names,
                    confidence=min(last.confidence, here.confidence),
                    log_odds=min(last.log_odds, here.log_odds),
                )
                continue
        if last:
            yield last
        last = here
    if last:
        yield last


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=ORDER.index))


def _alike(one: Edit, other: Edit) -> bool:
    """Whether both are conversions of script, and nothing that a decoder did."""
    return all(
        "script" in edit.artefacts and edit.chain == ", ".join(edit.artefacts) for edit in (one, other)
    )


def _doubts(doubts: Sequence[Edit], edits: Sequence[Edit], after: str) -> Iterator[Edit]:
    """The spans that are left as they are, with their new offsets, without those that were doubted for artefacts."""
    starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
    for doubt in doubts:
        first, beyond = bisect_right(ends, doubt.start), bisect_left(starts, doubt.end)
        touched = edits[first:beyond]
        start = doubt.start + (edits[first - 1].new_end - ends[first - 1] if first else 0)
        if touched and doubt.verdict is Verdict.DOUBTFUL:
            at = touched[0].new_start
            line_end = after.find("\n", at)
            line = after[after.rfind("\n", 0, at) + 1 : line_end if line_end >= 0 else len(after)]
            if surprises([line], packaged())[0].nats < SURPRISING:
                continue
        grown = sum(len(edit.after) - len(edit.before) for edit in touched)
        yield replace(doubt, new_start=start, new_end=start + doubt.end - doubt.start + grown)
