# garble-fix: ignore-file - garbled text is what this is about
"""Garble that somebody quotes: manuals about encodings, tests, tables of signatures.

Damage happens to files and lines; a quotation stands between marks of quotation, with sense around it. A stretch
that fills such marks from end to end is taken for a quotation

- if text beside it on the line is sound that the same damage would have changed: the accident passed it by, or
- if it is alone there and stands for a single character, as in a table of replacements, unless the same damage is
  proved elsewhere.

Marks or no marks, it is a quotation where its sound form stands beside it on the line: "write ü, not Ã¼". But a word of
one letter beside garbled words is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_CLOSING: Final = {
    '"': '"', "'": "'", "`": "`", "/": "/", "«": "»", "‹": "›", "“": "”", "‘": "’", "„": "“”", "‚": "‘’", "»": "«",
    "”": "”", "’": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "【": "】", "＂": "＂", "＇": "＇", "｀": "｀",
}  # fmt: skip
_WORD: Final = re.compile(r"\w")
_SPACES: Final = " \u00a0\u2009\u202f"


def is_quotation(
    line: str, stretches: Sequence[tuple[int, int, str]], index: int, *, passed_by: str, proved: bool
) -> bool:
    """Whether stretch number `index` of a line is a quotation of garble.

    A stretch is (start, end, what it would be repaired to), in code points of `line`; `passed_by` is what else on
    the line the same damage would have changed; `proved` tells whether it is known to have happened elsewhere.
    """
    start, end, after = stretches[index]
    enclosed = _enclosed(line, stretches, index)
    # Words of one letter are on half of the lines of a language: beside garbled words that says nothing.
    telling = len(after) > 1 or enclosed or not proved
    if telling and _stands_alone(line[start:end], line) and _stands_alone(after, _without(line, stretches)):
        return True
    if not enclosed:
        return False
    alone = len(enclosed) == 1 and len(after) == 1
    return (alone and not proved) or any(char.isalpha() for char in passed_by)


def _without(line: str, stretches: Sequence[tuple[int, int, str]]) -> str:
    """The line with what is garbled blotted out; sound words are not looked for in there."""
    chars = list(line)
    for start, end, _ in stretches:
        chars[start:end] = "_" * (end - start)
    return "".join(chars)


def _stands_alone(text: str, line: str) -> bool:
    """Whether `text`, which must hold a letter, is found in `line` as a word or phrase of its own."""
    if not any(char.isalpha() for char in text):
        return False
    at = line.find(text)
    while at >= 0:
        end = at + len(text)
        if not (_WORD.match(line, at - 1, at) if at else None) and not _WORD.match(line, end):
            return True
        at = line.find(text, at + 1)
    return False


def _enclosed(line: str, stretches: Sequence[tuple[int, int, str]], index: int) -> range:
    """The stretches within the same marks of quotation, if nothing else but spaces is there; else none."""
    first = last = index
    start, end, _ = stretches[index]
    while start > 0 and (line[start - 1] in _SPACES or (first > 0 and stretches[first - 1][1] == start)):
        if line[start - 1] in _SPACES:
            start -= 1
        else:
            first -= 1
            start = stretches[first][0]
    while end < len(line) and (
        line[end] in _SPACES or (last + 1 < len(stretches) and stretches[last + 1][0] == end)
    ):
        if line[end] in _SPACES:
            end += 1
        else:
            last += 1
            end = stretches[last][1]
    closing = _CLOSING.get(line[start - 1], "") if start else ""
    # Whoever quotes garble breaks off anywhere: what is left of its last character reads as nothing.
    if line[end : end + 1].isalpha() and line[end] > "\x7f" and line[end + 1 : end + 2]:
        end += line[end + 1] in closing
    if not closing or end == len(line) or line[end] not in closing:
        return range(0)
    return range(first, last + 1)
