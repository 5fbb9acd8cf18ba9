"""Keeping account of changes: successive changes to a text, as edits of the original."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from garble_fix.channels import Chain
from garble_fix.codepages import Manner
from garble_fix.repair.confidence import confidence
from garble_fix.repair.result import Edit, Hole, Verdict
from garble_fix.search.alignment import UNREAD
from garble_fix.search.explain import MAX_LAYERS

_BETWEEN: Final = 12
"""Characters of ASCII between two changes up to which they are shown as one."""


@dataclass(frozen=True)
class Change:
    """Code points `start:end` of the current text become `after`; undoes `chain`, with `log_odds` nats for it."""

    start: int
    end: int
    after: str
    chain: Chain
    log_odds: float
    holes: tuple[Hole, ...] = ()
    """What was done where bytes were lost."""
    proof: str = ""
    """What the chain turns into the text before, where that is not `after`."""
    source: str = ""
    """Where `after` was found, if it was not worked out."""


class Changes:
    """A text under repair. Changes are applied to the current text and remembered as edits of the original."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text
        self._edits: list[Change] = []  # in terms of the original, in order, disjoint

    def apply(self, changes: list[Change]) -> bool:
        """Apply disjoint, ordered changes of the current text; tell whether any could be applied.

        A change that lies within an earlier one deepens it: both chains are undone. One that straddles the border of
        an earlier one is refused, since no single chain would prove it.
        """
        added, removed = [], set()
        for change in changes:
            placed = self._place(change)
            if placed:
                new, replaced = placed
                added.append(new)
                removed |= replaced
        if not added:
            return False
        kept = [edit for index, edit in enumerate(self._edits) if index not in removed]
        self._edits = sorted([*kept, *added], key=lambda edit: edit.start)
        self.text = self._rebuilt()
        return True

    def _place(self, change: Change) -> tuple[Change, set[int]] | None:
        """The change in terms of the original, and the earlier edits that it takes the place of."""
        shift = 0
        for index, edit in enumerate(self._edits):
            new_start, new_end = edit.start + shift, edit.start + shift + len(edit.after)
            if change.end <= new_start:
                break
            if change.start < new_end:
                return self._deepen(change, edit, new_start, index)
            shift += len(edit.after) - (edit.end - edit.start)
        return replace(change, start=change.start - shift, end=change.end - shift), set()

    def _deepen(
        self, change: Change, edit: Change, new_start: int, index: int
    ) -> tuple[Change, set[int]] | None:
        # Where the holes are, only the chain that made them can tell; and what was found needs no guess.
        if change.holes or edit.holes or edit.source:
            return None
        if change.start < new_start or change.end > new_start + len(edit.after):
            return None
        chain = edit.chain.after(change.chain)
        if len(chain) > MAX_LAYERS:
            return None
        after = edit.after[: change.start - new_start] + change.after + edit.after[change.end - new_start :]
        try:
            proved = chain.garble(after) == self.original[edit.start : edit.end]
        except UnicodeError:
            proved = False
        if not proved:
            return None
        return Change(edit.start, edit.end, after, chain, edit.log_odds + change.log_odds), {index}

    def _rebuilt(self) -> str:
        parts, at = [], 0
        for edit in self._edits:
            parts += [self.original[at : edit.start], edit.after]
            at = edit.end
        return "".join([*parts, self.original[at:]])

    def spans(self) -> list[tuple[int, int]]:
        """Where the changes so far stand in the current text: starts and ends, in order."""
        found, shift = [], 0
        for edit in self._edits:
            start = edit.start + shift
            found.append((start, start + len(edit.after)))
            shift += len(edit.after) - (edit.end - edit.start)
        return found

    def edits(self) -> tuple[Edit, ...]:
        """All changes as edits of the original; what the same damage did to one line comes as one where it can."""
        result, shift = [], 0
        for edit in self._merged():
            before, new_start = self.original[edit.start : edit.end], edit.start + shift
            shift += len(edit.after) - len(before)
            new_end = new_start + len(edit.after)
            chain = str(edit.chain)
            left = UNREAD in edit.after
            verdict = Verdict.PARTLY_REPAIRED if left else Verdict.REPAIRED
            known = {hole.offset for hole in edit.holes}
            others = (at for at, char in enumerate(edit.after) if char == UNREAD and at not in known)
            holes = (*edit.holes, *(Hole(at, UNREAD, 0.0) for at in others))
            holes = tuple(sorted(holes, key=lambda hole: hole.offset))
            odds = edit.log_odds
            # What was found is no matter of what the models think of it.
            sure = 1 / (1 + math.exp(-odds)) if edit.source else confidence(odds, edit.after, edit.holes)
            result.append(
                Edit(
                    edit.start,
                    edit.end,
                    new_start,
                    new_end,
                    before,
                    edit.after,
                    chain,
                    odds,
                    sure,
                    holes,
                    verdict,
                    edit.proof or edit.after,
                    edit.source,
                )
            )
        return tuple(result)

    def _merged(self) -> list[Change]:
        """The changes, neighbours joined where but a little ASCII of the same line lies between them."""
        merged: list[Change] = []
        for edit in self._edits:
            last = merged[-1] if merged else None
            between = self.original[last.end : edit.start] if last else ""
            alike = last and (last.chain, last.source) == (edit.chain, edit.source)
            if (
                last and edit.source and (last.proof or edit.proof)
            ):  # a proof of its own is not that of the whole
                alike = False
            if last and alike and _joins(between) and _by_bytes(edit.chain):
                odds = max(last.log_odds, edit.log_odds)
                after = last.after + between + edit.after
                merged[-1] = Change(last.start, edit.end, after, edit.chain, odds, source=edit.source)
            else:
                merged.append(edit)
        return merged


def _by_bytes(chain: Chain) -> bool:
    """Whether the damage of a whole is the damage of its parts."""
    return all(channel.manner is Manner.STRICT for channel in chain)


def _joins(between: str) -> bool:
    return between.isascii() and "\n" not in between and "\r" not in between and len(between) <= _BETWEEN


def placed(text: str, edits: Sequence[Edit]) -> tuple[tuple[Edit, ...], str]:
    """These edits alone, with their offsets in the text that they make, and that text."""
    placed, parts, at, shift = [], [], 0, 0
    for edit in edits:
        start = edit.start + shift
        placed.append(replace(edit, new_start=start, new_end=start + len(edit.after)))
        parts += [text[at : edit.start], edit.after]
        at = edit.end
        shift += len(edit.after) - (edit.end - edit.start)
    return tuple(placed), "".join([*parts, text[at:]])


def moved(doubts: Sequence[Edit], edits: Sequence[Edit]) -> Iterator[Edit]:
    """Spans that are left as they are, in order, with their offsets in the text that the edits make."""
    coming = iter(edits)
    edit, shift = next(coming, None), 0
    for doubt in doubts:
        while edit and edit.end <= doubt.start:
            shift = edit.new_end - edit.end
            edit = next(coming, None)
        yield replace(doubt, new_start=doubt.start + shift, new_end=doubt.end + shift)
