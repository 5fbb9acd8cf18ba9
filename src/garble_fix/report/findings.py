"""What was found in a file, as reports for programs have it: places, texts, the damage, how surely."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from garble_fix.report.numbers import percent
from garble_fix.report.places import LineIndex
from garble_fix.report.spans import excerpt, holes_left
from garble_fix.report.summary import Outcome

if TYPE_CHECKING:
    from garble_fix.repair.result import BytesRepair, Edit, Hole, Repair


class Rule(enum.StrEnum):
    """The kinds of findings. Their names are stable: reports and what reads them go by them."""

    GARBLED = "garbled"
    HOLES = "holes"
    DOUBTFUL = "doubtful"
    UNRECOVERABLE = "unrecoverable"

    @property
    def description(self) -> str:
        """What it means, in a sentence."""
        return _DESCRIPTIONS[self]


_DESCRIPTIONS = {
    Rule.GARBLED: "Text was decoded with the wrong encoding; it can be repaired.",
    Rule.HOLES: "Text was decoded with the wrong encoding and lost bytes; it can be repaired but for some characters.",
    Rule.DOUBTFUL: "Text looks garbled, but no repair is sure enough to be made.",
    Rule.UNRECOVERABLE: "Text was destroyed by a wrong decoding; what it was is not in it any more.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One span of a file.

    Lines and columns count from 1, columns in code points, both in the file as it was; the end is the place after
    the last character. `after` is what it was or would be repaired to; for a doubt, the best guess, and for what is
    unrecoverable, `before`. `confidence` is a probability, `log_odds` are in nats.
    """

    rule: Rule
    line: int
    column: int
    end_line: int
    end_column: int
    before: str
    after: str
    chain: str
    confidence: float
    log_odds: float
    source: str = ""
    holes: tuple[Hole, ...] = ()

    @property
    def fixable(self) -> bool:
        """Whether `fix` changes it."""
        return self.rule in {Rule.GARBLED, Rule.HOLES}

    @property
    def message(self) -> str:
        """Say it in a line: `garbled text: BEFORE → AFTER (CHAIN, CONFIDENCE)`; escaped and shortened."""
        change = f"{excerpt(self.before)} → {excerpt(self.after)}"
        source = f", restored from {self.source}" if self.source else ""
        if self.rule is Rule.UNRECOVERABLE:
            return f"text beyond recovery: {excerpt(self.before)}"
        if self.rule is Rule.DOUBTFUL:
            return f"looks garbled, but no repair is sure enough: {excerpt(self.before)}"
        lost = f", {len(holes_left(self))} lost" if self.rule is Rule.HOLES else ""
        return f"garbled text: {change} ({self.chain}{source}, {percent(self.confidence)}{lost})"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file: `error` says what failed, `findings` come in order.

    `unlisted` counts findings beyond those that are listed, in very large files.
    """

    path: str
    outcome: Outcome
    encoding: str = ""
    findings: tuple[Finding, ...] = ()
    error: str = ""
    unlisted: int = 0


def findings(
    before: str, repair: Repair | BytesRepair, *, origin: tuple[int, int] = (1, 1)
) -> Iterator[Finding]:
    """Give the findings of a repair, in the order of the text `before`, which begins at `origin` (line, column)."""
    if not repair.edits and not repair.doubts:
        return
    index = LineIndex(before, origin=origin)
    doubts = {id(doubt) for doubt in repair.doubts}
    for edit in sorted((*repair.edits, *repair.doubts), key=lambda edit: edit.start):
        yield Finding(
            _rule(edit, doubt=id(edit) in doubts),
            *index.place(edit.start),
            *index.place(edit.end),
            edit.before,
            edit.after,
            edit.chain,
            edit.confidence,
            edit.log_odds,
            edit.source,
            edit.holes,
        )


def _rule(edit: Edit, *, doubt: bool) -> Rule:
    if doubt:
        return Rule.UNRECOVERABLE if edit.verdict == "unrecoverable" else Rule.DOUBTFUL
    return Rule.HOLES if holes_left(edit) else Rule.GARBLED
