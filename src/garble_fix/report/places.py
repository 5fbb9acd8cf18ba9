"""Line and column of an offset, and where it is after a repair."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from garble_fix.repair.result import text_before

if TYPE_CHECKING:
    from garble_fix.repair.result import Edit


class LineIndex:
    """Finds the line and the column of any offset in a text, each counted from 1, columns in code points.

    Lines end at LF, as `grep -n`, compilers and patches count them; where a text has none, at CR. `end`
    says otherwise. `origin` is the line and column of the text's beginning, where it is but a piece of one.
    """

    def __init__(self, text: str, *, end: str | None = None, origin: tuple[int, int] = (1, 1)) -> None:
        end = end or ("\n" if "\n" in text or "\r" not in text else "\r")
        self._origin = origin
        self._starts = [0, *(match.end() for match in re.finditer(end, text))]

    def line(self, offset: int) -> int:
        """Return the line of the character at `offset`."""
        return self._number(offset) + self._origin[0] - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of the character at `offset`.

        >>> LineIndex("ab\\ncd").place(4)
        (2, 2)
        """
        number = self._number(offset)
        column = offset - self._starts[number - 1] + (self._origin[1] if number == 1 else 1)
        return number + self._origin[0] - 1, column

    def _number(self, offset: int) -> int:
        return bisect_right(self._starts, offset)


def offset_after(offset: int, edits: Sequence[Edit]) -> int:
    """Where the character at `offset` before the repair stands after it; it lies in none of the `edits`."""
    shift = 0
    for edit in edits:
        if edit.start > offset:
            break
        shift = edit.new_end - edit.end
    return offset + shift


def offset_before(offset: int, edits: Sequence[Edit]) -> int:
    """Where the character at `offset` after the repair stood before it; the start of its edit, if one made it."""
    shift = 0
    for edit in edits:
        if edit.new_start > offset:
            break
        if offset < edit.new_end:
            return edit.start
        shift = edit.new_end - edit.end
    return offset - shift


__all__ = ["LineIndex", "offset_after", "offset_before", "text_before"]
