"""A hole and what may have stood there, for a person to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from garble_fix.report.escape import printable
from garble_fix.report.numbers import percent
from garble_fix.report.places import LineIndex
from garble_fix.report.spans import quoted

_AROUND = 30
"""Code points shown on either side of a hole."""


def hole_lines(name: str, text: str, offset: int, choices: Sequence[tuple[str, float]]) -> list[str]:
    """Show where a hole is in the repaired `text`, and its ranked `choices` with their probabilities."""
    line, column = LineIndex(text).place(offset)
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    before, after = text[max(start, offset - _AROUND) : offset], text[offset + 1 : min(end, offset + _AROUND)]
    lines = [f"{printable(name)}:{line}:{column}: {printable(before)}[?]{printable(after)}"]
    lines += (
        f"  {number}  {quoted(choice)}  {percent(share)}" for number, (choice, share) in enumerate(choices, 1)
    )
    return lines
