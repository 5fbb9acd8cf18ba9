"""Marks that come in pairs, brackets and quotation marks: what stands open on a line, and what closes it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

HOLE: Final = "\ufffd"
"""Stands, in what follows a place, for whatever else was lost there and is not known yet."""

PAIRS: Final = {
    ")": "(",
    "）": "（",
    "]": "[",
    "】": "【",
    "」": "「",
    "』": "『",
    "》": "《",
    "”": "“",
    "}": "{",
    "〉": "〈",
}
"""What opens, by what closes it."""
_CLOSING: Final = {opening: mark for mark, opening in PAIRS.items()}
_EITHER: Final = "“"
"""Opens in some languages, and closes in others."""
STRAIGHT: Final = "\"'`"

WAITED_FOR: Final = -2.5
"""log P that a mark is closed here, at least, when it stands open; nats."""
_LAST_CHANCE: Final = -1.2
"""The same where the line goes on, and nothing further on can close it."""
_UNEXPECTED: Final = -2.5
"""Nats for a mark that closes nothing, or opens what is never closed."""
_WITHIN: Final = -2.5
"""Nats, in addition, for a straight quotation mark that would open another string where one stands open."""

_INSIDE: Final = re.compile(r"\w[^\"'`]{2,}\Z")
"""What may stand within brackets that were lost: not the number of an item, as in `1)`, nor the end of a string."""

_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")


def expected_marks(line: str, within: str, ahead: str) -> tuple[dict[str, float], dict[str, float]]:
    """What to add for each mark of a pair between `line` (from its start) and `ahead` (to its end), and the floors.

    Both in nats; a mark that has no floor is not waited for. `within` is what is known between the two.
    """
    added: dict[str, float] = {}
    floors: dict[str, float] = {}
    lost = HOLE in ahead
    opened = Counter(_in_string(line))
    _, closed = _matched(within + ahead)
    for closing, opening in PAIRS.items():
        if opened[closing] > closed[closing]:
            added[closing], floors[closing] = 0.0, WAITED_FOR if lost or not ahead else _LAST_CHANCE
        else:
            added[closing] = _UNEXPECTED
        if closed[closing] > opened[closing]:
            added[opening] = 0.0
            inside = ahead.partition(closing)[0]
            if _INSIDE.match(inside):
                floors[opening] = WAITED_FOR if HOLE in inside else _LAST_CHANCE
        elif not lost and opening != _EITHER:
            added[opening] = _UNEXPECTED
    for mark in STRAIGHT:
        added[mark], least = _quote(mark, line.replace(mark * 3, ""), ahead.replace(mark * 3, ""))
        if least is not None:
            floors[mark] = least
    return added, floors


def unclosed(line: str) -> set[str]:
    """The closing marks that the line waits for; within a string, those of what was opened in the string."""
    return set(_in_string(line))


def innermost(line: str) -> str:
    """The mark that closes what was opened last, be it a bracket or a straight quotation mark; empty if all is shut."""
    waiting, _ = _matched(_APOSTROPHE.sub("", line), STRAIGHT)
    return waiting[-1] if waiting else ""


def closed_further_on(mark: str, line: str, ahead: str) -> bool:
    """Whether all that waits on `line` for the closing bracket `mark` is closed in what follows."""
    if mark not in PAIRS:
        return False
    _, closed = _matched(ahead)
    return 0 < _in_string(line).count(mark) <= closed[mark]


def _in_string(line: str) -> list[str]:
    waiting, _ = _matched(_APOSTROPHE.sub("", line), STRAIGHT)
    quotes = [at for at, mark in enumerate(waiting) if mark in STRAIGHT]
    return waiting[quotes[-1] + 1 :] if quotes else waiting


def _matched(text: str, quotes: str = "") -> tuple[list[str], Counter[str]]:
    """The closing marks that a text waits for, the outermost first, and how many of each close nothing in it.

    `quotes` open and close by turns.
    """
    stack: list[str] = []
    unmatched = Counter[str]()
    for char in text:
        if char in quotes and char not in stack:
            stack.append(char)
        elif char in _CLOSING:
            stack.append(_CLOSING[char])
        elif char in stack:
            del stack[len(stack) - 1 - stack[::-1].index(char) :]
        elif char in PAIRS:
            unmatched[char] += 1
    return stack, unmatched


def _quote(mark: str, line: str, ahead: str) -> tuple[float, float | None]:
    """What to add for a straight quotation mark between `line` and `ahead`, and its floor, if it has one; nats."""
    apostrophes = re.compile(rf"(?<=\w){mark}(?=\w)") if mark == "'" else None
    if apostrophes:
        line, ahead = apostrophes.sub("", line), apostrophes.sub("", ahead)
    is_open = line.count(mark) % 2 == 1
    at = ahead.find(mark)
    if at < 0:
        # A string goes on where a letter follows, and something further on may close it.
        if not is_open or (HOLE in ahead and (ahead[0].isalnum() or ahead[0] == HOLE)):
            return _UNEXPECTED, None
        return 0.0, WAITED_FOR
    before, after = ahead[at - 1 : at] if at else "", ahead[at + 1 : at + 2]
    opens = (not before or before in "=([{,:+ ") and after not in ("", " ")
    if is_open:
        return (0.0, WAITED_FOR) if opens else (_UNEXPECTED + _WITHIN, None)
    return (0.0, WAITED_FOR) if not opens and ahead.count(mark) % 2 else (_UNEXPECTED, None)
