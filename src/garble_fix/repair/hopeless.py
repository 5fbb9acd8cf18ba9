# garble-fix: ignore-file - garbled text is what this is about
"""Garble that no decoding brings back, known for what it is.

`锟斤拷` is what GBK makes of two U+FFFD in UTF-8: the text was read as UTF-8 with replacement, saved, and read as GBK.
`烫烫烫` (CC bytes) and `屯屯屯` (CD bytes) are uninitialised stack and heap memory of Microsoft's C run-time, debug
build. U+FFFD itself, and `ï¿½`, stand where a decoder gave up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from garble_fix.repair.result import Edit, Verdict

_CAUSES: Final = (
    ("gb18030>utf-8py>utf-8>cp936", r"(?:锟斤拷[\x21-\x7e]{0,3}[一-鿿]{0,3}){2,}"),
    ("memory CC", r"烫{3,}"),
    ("memory CD", r"屯{3,}"),
    ("gb18030>utf-8py>utf-8>cp1252", r"(?:ï¿½[\x21-\x7e]{0,3}){2,}"),
    ("gb18030>utf-8py", "(?:\ufffd[\\x21-\\x7e]{0,3}){2,}"),
)
_SIGNS: Final = ("锟斤拷", "烫烫烫", "屯屯屯", "ï¿½", "\ufffd")
"""Of these any stretch has one: looking for them is faster than the pattern."""

_PATTERN: Final = re.compile(
    "|".join(f"(?P<c{index}>{pattern})" for index, (_, pattern) in enumerate(_CAUSES))
)


def find_hopeless(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The hopeless stretches of `text` outside the edits, as edits that change nothing.

    `Edit.chain` names the likely accident, as a chain where it is one.
    """
    if not any(sign in text for sign in _SIGNS):
        return
    taken = iter(edits)
    edit = next(taken, None)
    shift = 0
    for match in _PATTERN.finditer(text):
        while edit and edit.end <= match.start():
            shift = edit.new_end - edit.end
            edit = next(taken, None)
        if edit and edit.start < match.end():
            continue
        cause = _CAUSES[int((match.lastgroup or "c0")[1:])][0]
        start, end, found = match.start(), match.end(), match.group()
        yield Edit(
            start, end, start + shift, end + shift, found, found, cause, 0.0, 1.0, (), Verdict.UNRECOVERABLE
        )
