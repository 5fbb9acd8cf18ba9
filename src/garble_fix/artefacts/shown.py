"""What a text shows rather than says: between backticks, and in blocks of code of Markdown."""

from __future__ import annotations

import re
from bisect import bisect
from functools import cached_property
from typing import Final

_QUOTATION: Final = 300
"""Code points between backticks, at most."""

_FENCE: Final = re.compile(r"^[ \t>]*```", re.MULTILINE)
"""Where a block of code begins or ends in Markdown."""


class Shown:
    """The parts of a text that are shown; nothing is looked for before it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def covers(self, start: int, end: int) -> bool:
        """Whether code points `start:end` are shown, and written about."""
        if bisect(self._fences, start) % 2:
            return True
        first = max(0, start - _QUOTATION)
        first = max(first, self._text.rfind("\n", first, start) + 1)
        return self._text.count("`", first, start) % 2 == 1 and "`" in self._text[end : end + _QUOTATION]

    @cached_property
    def _fences(self) -> list[int]:
        return [match.start() for match in _FENCE.finditer(self._text)]
