"""The lines of a text, and windows of those that are very long: what is looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

WINDOW: Final = 1500
"""Code points looked at together; longer lines are taken in pieces, cut where a cut does least harm."""

_FOLLOWING: Final = 8
"""Code points known of what follows a piece."""


@dataclass(frozen=True)
class Piece:
    """Part of a text that is looked at as a whole: a line, or a window of a very long one."""

    start: int
    text: str
    follow: str = ""
    """The characters that come after it; none at the end of the text."""

    @property
    def end(self) -> int:
        """Where it ends, in code points of the text."""
        return self.start + len(self.text)


def line_end(text: str) -> str:
    """What the lines of a text end in: CR where there is no LF (Mac OS until version 9), LF otherwise."""
    return "\r" if "\n" not in text and "\r" in text else "\n"


def pieces(text: str, marked: str = "") -> Iterator[Piece]:
    """The pieces of a text that are not ASCII alone, or have what is `marked` in them, if anything is; in order."""
    newline = line_end(text)
    start = 0
    while start <= len(text):
        end = text.find(newline, start)
        end = len(text) if end < 0 else end
        yield from _pieces_of_line(text, start, end, marked)
        start = end + 1


def pieces_at(text: str, places: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces of a text that are not ASCII alone and have a part of one of these stretches, in order.

    `places` are the starts and ends, in code points, of stretches of single lines, in order.
    """
    newline = line_end(text)
    done = 0
    waiting: list[Piece] = []
    for start, end in places:
        if start >= done:
            first = text.rfind(newline, 0, start) + 1
            last = text.find(newline, start)
            done = (len(text) if last < 0 else last) + 1
            waiting = list(_pieces_of_line(text, first, done - 1))
        while waiting and waiting[0].start < end:
            piece = waiting.pop(0)
            if piece.end > start:
                yield piece


def _pieces_of_line(text: str, start: int, end: int, marked: str = "") -> Iterator[Piece]:
    while end - start > WINDOW:
        cut = _cut(text, start)
        yield from _piece(text, start, cut, marked)
        start = cut
    yield from _piece(text, start, end, marked)


def _piece(text: str, start: int, end: int, marked: str) -> Iterator[Piece]:
    part = text[start:end]
    if not part.isascii() or (marked and marked in part):
        yield Piece(start, part, text[end : end + _FOLLOWING])


def _cut(text: str, start: int) -> int:
    """Where to end a window: after a space or an ASCII mark, if there is one in its second half."""
    end = start + WINDOW
    for index in range(end, start + WINDOW // 2, -1):
        char = text[index - 1]
        if char <= "\x7f" and not char.isalnum():
            return index
    return end
