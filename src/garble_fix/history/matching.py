"""The lines of a text that are damaged lines of an older version, and what they were.

Whole lines first: an older line, damaged by a chain, is a line now. Both texts are laid side by side, so that lines
that damage made alike (????) are told apart by where they stand. What has been edited since the damage is matched
piece by piece with the older lines of the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from garble_fix.channels import Chain
from garble_fix.history.accidents import tells
from garble_fix.history.alignment import align
from garble_fix.history.edited import Place, best_pieces
from garble_fix.history.forward import Block, Forward, Stretch, blocks

Units = Sequence[tuple[int, str, list[Stretch]]]
"""Pieces of the old text that may each be one line now: first line, text, and what it may be."""

Pairs = Sequence[tuple[int, int]]
"""Units, and the lines that they are now."""

_NEAR: Final = 4
"""Lines up to which another one is a neighbour."""

_GAP: Final = 60
"""Lines between two matched ones, on either side, that are compared with each other."""


@dataclass(frozen=True)
class Present:
    """A text as it stands now: its lines without their ends, and where they start."""

    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    crlf: bool
    """Whether most lines end in CR LF."""

    @classmethod
    def of(cls, text: str) -> Present:
        """Cut a text into lines, which end in LF or CR LF."""
        lines = text.split("\n")
        starts = [0]
        for line in lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        crlf = 2 * text.count("\r\n") > len(lines) - 1
        return cls(text, tuple(line.removesuffix("\r") for line in lines), tuple(starts), crlf)


@dataclass(frozen=True, slots=True)
class Match:
    """What stands on a line now, and what it was: `blocks`, at offsets of the line.

    `old` is the old line, or lines, and `damaged` what the chain makes of it: the line now, unless it was edited.
    `surely` is false where only the place speaks for it.
    """

    line: int
    old: str
    damaged: str
    chain: Chain
    blocks: tuple[Block, ...]
    surely: bool = True


@dataclass
class Matching:
    """An older version, as its lines, laid beside the text as it is now.

    `chains` are the accidents that may have happened, the likeliest first; `skip` are lines of the text that are
    settled already.
    """

    old: Sequence[str]
    now: Present
    chains: Sequence[Chain]
    skip: frozenset[int] = frozenset()
    _tokens: dict[str, int] = field(default_factory=dict)
    _parents: list[int] = field(default_factory=list)
    _texts: dict[int, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        newlines = ("\r\n", "\n") if "\r\n" in self.now.text else ("\n",)
        self._forward = [Forward(chain, newline) for chain in self.chains for newline in newlines]
        self._standing = frozenset(self.now.lines)

    def matches(self) -> Iterator[Match]:
        """What is found: whole lines, and pieces of edited ones."""
        units = list(self._units())
        old = [self._token(text) for _, text, _ in units]
        now = [self._token(line) for line in self.now.lines]
        pairs = align(old, now, lambda token: len(self._texts.get(token, ())) < 2)
        placed = {line: unit for unit, line in pairs}
        spared = self._spared(units, pairs)
        whole: dict[int, Match] = {}
        for at, (unit, line) in enumerate(pairs):
            found = self._whole(units[unit][2], line)
            # Where only the place speaks for it, both sides must, or one if the chain explains the text as a whole.
            if found and (found.surely or self._in_place(at, units, pairs) > (found.chain in spared)):
                whole[line] = found
        forms = {form.damaged: form for _, _, found in units for form in found}
        for line, content in enumerate(self.now.lines):
            if line in placed or content not in forms or not tells(content):
                continue
            if len(self._texts.get(now[line], ())) == 1:
                moved = self._whole([forms[content]], line)
                if moved:
                    whole[line] = moved
        yield from whole.values()
        yield from self._edited(units, pairs, {*placed, *whole})

    def _units(self) -> Iterator[tuple[int, str, list[Stretch]]]:
        """The old text in units that may each be one line now: its first line, its text, and what it may be now."""
        at = 0
        while at < len(self.old):
            line = self.old[at]
            found: list[Stretch] = []
            # A line that ends within a character takes the next one with it, be that ASCII or not.
            if not line.isascii():
                found = [form for form in self._forms(at) if self._stands(form)]
            # Of several, what the likeliest chain makes of it; and of that, what accounts for most.
            likeliest = [form for form in found if form.forward is found[0].forward]
            end = max((form.end for form in likeliest), default=at + 1)
            found = [form for form in found if form.end == end]
            text = "\n".join(self.old[at:end])
            for form in found:
                self._unite(text, form.damaged)
            yield at, text, found
            at = end

    def _forms(self, at: int) -> Iterator[Stretch]:
        for forward in self._forward:
            for form in forward.stretches(self.old, at):
                if form.damaged != self.old[at]:
                    yield form

    def _stands(self, form: Stretch) -> bool:
        """Whether this stands there now; where the end of the text was swallowed, as its last line."""
        if form.end == len(self.old) and form.old.endswith("\n") and not form.typed:
            return form.damaged == self.now.lines[-1]
        return form.damaged in self._standing

    def _unite(self, text: str, damaged: str) -> None:
        """Note that a line now may be this old text."""
        one, other = self._token(text), self._token(damaged)
        texts = self._texts.pop(one, set()) | self._texts.pop(other, set()) | {text}
        self._parents[other] = one
        self._texts[one] = texts

    def _token(self, text: str) -> int:
        """A number for the text; the same for all texts that were united."""
        token = self._tokens.setdefault(text, len(self._parents))
        if token == len(self._parents):
            self._parents.append(token)
        while self._parents[token] != token:
            self._parents[token] = token = self._parents[self._parents[token]]
        return token

    def _whole(self, forms: Sequence[Stretch], line: int) -> Match | None:
        content = self.now.lines[line]
        if line in self.skip:
            return None
        form = next((form for form in forms if form.damaged == content), None)
        if form is None:
            return None
        found = tuple(blocks(form, fine=False))
        return (
            Match(line, form.old, form.damaged, form.forward.chain, found, tells(content)) if found else None
        )

    def _spared(self, units: Units, pairs: Pairs) -> set[Chain]:
        """The chains that would have changed more lines that stand as they stood than they explain."""
        balance: dict[Chain, int] = dict.fromkeys(self.chains, 0)
        for unit, line in pairs:
            content, text = self.now.lines[line], units[unit][1]
            for form in units[unit][2]:
                if form.damaged == content:
                    balance[form.forward.chain] += 1
            if text == content and not text.isascii():
                for forward in self._forward:
                    if forward.newline == "\n" and forward.garble(text) != text:
                        balance[forward.chain] -= 1
        return {chain for chain, count in balance.items() if count <= 0}

    def _in_place(self, at: int, units: Units, pairs: Pairs) -> int:
        """On how many sides the pair number `at` has a neighbour, or the border of the texts, that it had before."""
        unit, line = pairs[at]
        sides = 0
        for step, border in ((-1, (-1, -1)), (1, (len(units), len(self.now.lines)))):
            near = at + step
            while 0 <= near < len(pairs) and not units[pairs[near][0]][1].strip():
                near += step
            other, other_line = pairs[near] if 0 <= near < len(pairs) else border
            sides += max(abs(unit - other), abs(line - other_line)) <= _NEAR
        return sides

    def _edited(
        self,
        units: Units,
        pairs: Pairs,
        settled: set[int],
    ) -> Iterator[Match]:
        """Pieces of lines that were edited since the damage, from the old lines between the same neighbours."""
        borders = [(-1, -1), *pairs, (len(units), len(self.now.lines))]
        for (left, now_left), (right, now_right) in pairwise(borders):
            open_lines = [
                line
                for line in range(now_left + 1, now_right)
                if line not in settled and line not in self.skip and _may_be_damaged(self.now.lines[line])
            ]
            if not open_lines or right - left == 1 or max(len(open_lines), right - left) > _GAP:
                continue
            firsts = [units[unit][0] for unit in range(left + 1, right) if not units[unit][1].isascii()]
            places = [
                Place(form)
                for forward in self._forward
                for first in firsts
                for form in forward.stretches(self.old, first)
            ]
            for line in open_lines:
                found = best_pieces(self.now.lines[line], places)
                if found:
                    form, pieces = found
                    yield Match(line, form.old, form.damaged, form.forward.chain, tuple(pieces))


def _may_be_damaged(line: str) -> bool:
    return "?" in line or not line.isascii()
