"""Repairs that would give up too much for what they restore.

Where bytes were lost and nothing tells what they were, a repair writes U+FFFD. `鈥?` says that something beginning
E2 80 stood there; U+FFFD says nothing, to nobody, ever after. So a line of which a third or more would be unknown after
its repair is left as it is, and reported as doubtful with what it may have been, unless other lines prove what
happened to the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from garble_fix.channels import parse
from garble_fix.repair.evidence import PROVED, pages_of
from garble_fix.repair.result import Edit, Verdict
from garble_fix.search.alignment import UNREAD

_LEAST_RESTORED: Final = 2
"""How many characters a repair must restore, and more, for each that it leaves unknown."""


def restrained(text: str, edits: Sequence[Edit]) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Part the edits of `text` into those to make, and those of lines that are better left, which become doubts.

    Both come in order.
    """
    if not any(UNREAD in edit.after for edit in edits):
        return tuple(edits), ()
    lines = [list(group) for _, group in groupby(edits, lambda edit: text.count("\n", 0, edit.start))]
    kept: list[Edit] = []
    left: list[Edit] = []
    for line in lines:
        if _restores_enough(line) or _proved_elsewhere(line, lines):
            kept += line
        else:
            left += (replace(edit, verdict=Verdict.DOUBTFUL) for edit in line)
    return tuple(kept), tuple(left)


def _restores_enough(line: Sequence[Edit]) -> bool:
    after = "".join(edit.after for edit in line)
    unknown = after.count(UNREAD)
    restored = sum(char > "\x7f" for char in after) - unknown
    return restored > _LEAST_RESTORED * unknown or any(edit.source for edit in line)


def _proved_elsewhere(line: Sequence[Edit], lines: Sequence[Sequence[Edit]]) -> bool:
    pages = _pages(line)
    nats = sum(
        max(edit.log_odds for edit in other) for other in lines if other is not line and pages & _pages(other)
    )
    return nats >= PROVED


def _pages(line: Sequence[Edit]) -> set[tuple[tuple[str, str], ...]]:
    return {pages_of(parse(edit.chain)) for edit in line}
