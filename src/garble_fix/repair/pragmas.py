"""Comments by which a file says what of it is to be left alone, as linters have them.

    greet("ä½ å¥½")   # garble-fix: ignore        this line
    # garble-fix: off                              from here
    # garble-fix: on                               to here, both lines included
    # garble-fix: ignore-file                      on one of the first ten lines: the whole file

The words count after a sign that begins a comment somewhere, or alone on their line. Exempt text is neither repaired
nor reported, and is evidence of nothing: it is blotted out before the repair, and stands there again after it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from garble_fix.repair.edits import Change
from garble_fix.repair.result import Edit

_WORD: Final = "garble-fix:"

# Comments begin so in: sh, C, HTML, SQL, Lisp and INI, TeX, reStructuredText, templates, ML, batch files, m4.
_PRAGMA: Final = re.compile(
    r"(?:^|\b(?:REM|rem|dnl)\b|[#;%*!]|//|--|\.\.|\{-|\(\*)[ \t]*"
    r"garble-fix:[ \t]*(?P<what>ignore-file|ignore|off|on)(?![\w-])",
    re.MULTILINE,
)

_TOP: Final = 10
"""Lines at the beginning on which a file may exempt itself."""

_BLOT: Final = re.compile(r"[^\r\n]")

Span = tuple[int, int]


def exempt(text: str) -> tuple[Span, ...]:
    """Find what `text` exempts from repair: disjoint spans of whole lines, in order, in code points.

    >>> exempt("a\nb  # garble-fix: ignore\nc\n")
    ((2, 26),)
    """
    if _WORD not in text:
        return ()
    spans: list[Span] = []
    off: int | None = None
    for pragma in _PRAGMA.finditer(text):
        what = pragma["what"]
        start, end = _line(text, pragma.start("what"))
        if what == "ignore-file" and text.count("\n", 0, start) < _TOP:
            return ((0, len(text)),)
        if what == "off" and off is None:
            off = start
        elif what == "on" and off is not None:
            spans.append((off, end))
            off = None
        elif what == "ignore" and off is None:
            spans.append((start, end))
    if off is not None:
        spans.append((off, len(text)))
    return tuple(dict.fromkeys(spans))


def blotted(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with an `x` in the place of each character in `spans`, line ends excepted."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], _BLOT.sub("x", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def touches(edit: Edit | Change, spans: Sequence[Span]) -> bool:
    """Whether an edit reaches into one of `spans`."""
    index = bisect_left(spans, edit.end, key=lambda span: span[0]) - 1
    return index >= 0 and edit.start < spans[index][1]


def _line(text: str, offset: int) -> Span:
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end
