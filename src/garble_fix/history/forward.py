"""The damage done again to lines of an older version, and which part of them became which.

A decoder that loses bytes may swallow the end of a line, so that what was two lines is one. A *stretch* is as many old
lines as stand on one line after the damage; mostly that is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from garble_fix.channels import Chain

_LINES: Final = 40
"""Lines of a stretch, at most."""

_AHEAD: Final = 200
"""Characters after a cut that are damaged to see whether the cut is one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Old lines from `start` to `end` (exclusive), what was damaged (`old`, line ends included), and what came of it.

    `damaged` has no line end after it. With `typed`, the line end that was swallowed is taken to have been typed in
    again, and `old` ends with it. `forward` is what did the damage.
    """

    start: int
    end: int
    old: str
    damaged: str
    forward: Forward
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a stretch that is damaged by itself: `old` becomes `damaged`, at offset `at` of the damaged line.

    With `typed`, the line end that `old` ends with stands there again.
    """

    old: str
    damaged: str
    at: int
    typed: bool = False

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.at + len(self.damaged)


@dataclass(slots=True, eq=False)
class Forward:
    """One chain, and the line ends that the text had when it was damaged. What it makes of a line is remembered."""

    chain: Chain
    newline: str
    _known: dict[str, str | None] = field(default_factory=dict)

    def garble(self, text: str) -> str | None:
        """The text damaged; None if the chain cannot happen to it."""
        if text not in self._known:
            try:
                self._known[text] = self.chain.garble(text)
            except UnicodeError:
                self._known[text] = None
        return self._known[text]

    def stretches(self, lines: Sequence[str], start: int) -> Iterator[Stretch]:
        """What becomes of the lines from `start` on: as it was, and as it is where a line end was typed in again."""
        for end in range(start + 1, min(start + _LINES, len(lines)) + 1):
            last = end == len(lines)
            old = self.newline.join(lines[start:end]) + ("" if last else self.newline)
            damaged = self.garble(old)
            if damaged is None:
                return
            if last or damaged.endswith("\n"):
                content = damaged if last else damaged[:-1].removesuffix("\r")
                yield Stretch(start, end, old, content, self)
                return
            if end == start + 1:
                yield Stretch(start, end, old, damaged, self, typed=True)


def blocks(stretch: Stretch, *, fine: bool) -> list[Block]:
    """Cut a stretch where what stands before the cut and what stands after it are damaged independently.

    Only the damaged blocks are returned, in order. Cuts are looked for beside ASCII, or, if `fine`, everywhere.
    """
    old, forward, found = stretch.old, stretch.forward, list[Block]()
    damaged = forward.garble(old)
    if damaged is None:
        return []
    at = after = 0
    for cut in _cuts(old, fine=fine):
        head = forward.garble(old[at:cut])
        if head is None or not damaged.startswith(head, after):
            continue
        ahead = forward.garble(old[cut : cut + _AHEAD])
        rest = damaged[after + len(head) :]
        # Where the text goes on, the last characters depend on what follows.
        whole = cut + _AHEAD >= len(old)
        if ahead is None or (ahead != rest if whole else not rest.startswith(ahead[:-8])):
            continue
        found.append(Block(old[at:cut], head, after))
        at, after = cut, after + len(head)
    if forward.garble(old[at:]) != damaged[after:]:
        found, at, after = [], 0, 0
    last, rest = old[at:], damaged[after:]
    if rest.endswith("\n") and last.endswith("\n"):
        last, rest = (part[:-1].removesuffix("\r") for part in (last, rest))
        if forward.garble(last) != rest:  # the line end became what it is together with what stands before it
            last, rest = old[at:-1], damaged[after:-1]
    found.append(Block(last, rest, after, stretch.typed and last.endswith("\n")))
    return [block for block in found if block.old != block.damaged]


def _cuts(text: str, *, fine: bool) -> Iterator[int]:
    if fine:
        yield from range(1, len(text))
        return
    since = 9
    for at in range(1, len(text)):
        foreign = text[at] > "\x7f"
        before = text[at - 1] > "\x7f"
        since = 0 if before else since + 1
        # A decoder may take one or two of the characters that follow.
        if foreign != before or (not foreign and since <= 2):
            yield at
