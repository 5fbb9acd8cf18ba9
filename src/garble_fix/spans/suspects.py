"""The pieces of a text that are worth a search, and which stretch of each is the most suspicious."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from garble_fix.language import LanguageModel
from garble_fix.language.model import code_points
from garble_fix.spans.lines import Piece, line_end, pieces, pieces_at
from garble_fix.spans.screen import LONG as SCREEN_LONG
from garble_fix.spans.screen import SHORT as SCREEN_SHORT
from garble_fix.spans.screen import Screen
from garble_fix.spans.surprise import THRESHOLD, Surprise, surprises

SCREENED: Final = 500
"""Code points from which a text is screened first; scoring a shorter one in full costs little."""

LONG: Final = 20_000
"""Code points from which a text is likely to be sound, or to show its damage in many places."""

AMONG_MANY: Final = 9.0
LETTERS_AMONG_MANY: Final = 6.0
"""Surprise, in nats, from which a line of Han characters, kana or Hangul, and one of letters, is searched in a long
text. Of garbled lines hardly one in five hundred stays below, of the sound ones that go beyond 4 the half."""

AMONG_SOME: Final = 2_000
"""Code points from which a text of less than `LONG` asks for `AMONG_MANY` where nothing but Han characters, kana or
Hangul surprises. Of a thousand garbled lines none stays below so; a letter or a mark of loss beside them is what those
have that do."""

_BESIDE_GARBLE: Final = re.compile("[A-Za-z\x80-\u02ff?\ufffd\u30fb]")
"""Letters and marks that what was garbled, or lost bytes, has among it."""

_TOGETHER: Final = 5_000
"""Pieces looked at together, which bounds memory."""

_MARGIN: Final = 16
"""Code points on either side of the most surprising stretch that are looked at first."""


@dataclass(frozen=True)
class Suspect:
    """A piece worth a search."""

    piece: Piece
    surprise: Surprise

    @property
    def nats(self) -> float:
        """How surprising its most surprising stretch is."""
        return self.surprise.nats

    @property
    def stretch(self) -> str:
        """That stretch."""
        return self.piece.text[self.surprise.start : self.surprise.end]

    @property
    def focus(self) -> str:
        """That stretch, with a character on either side."""
        return self.piece.text[max(0, self.surprise.start - 1) : self.surprise.end + 1]

    @property
    def window(self) -> Piece:
        """The most surprising stretch and what is around it: where even this has no explanation, nothing has."""
        text = self.piece.text
        start, end = max(0, self.surprise.start - _MARGIN), min(len(text), self.surprise.end + _MARGIN)
        if end - start > len(text) // 2:
            return self.piece
        return Piece(self.piece.start + start, text[start:end], text[end : end + 8] or self.piece.follow)


def suspects(text: str, model: LanguageModel) -> Iterator[Suspect]:
    """The pieces of `text` that are worth a search, in order."""
    if len(text) > SCREENED:
        least = SCREEN_LONG if len(text) > LONG else SCREEN_SHORT
        stretches = _screen(model).stretches(code_points(text), line_end(text), least)
        found = pieces_at(text, stretches.tolist())
    else:
        found = pieces(text)
    while some := list(islice(found, _TOGETHER)):
        for piece, surprise in zip(some, surprises([piece.text for piece in some], model), strict=True):
            suspect = Suspect(piece, surprise)
            if surprise.nats >= _least(suspect, len(text)):
                yield suspect


@functools.cache
def _screen(model: LanguageModel) -> Screen:
    """The screen, which knows the pairs of the texts before: most of those of the next are among them."""
    return Screen(model)


def _least(suspect: Suspect, size: int) -> float:
    """The surprise, in nats, from which a piece of a text of that many code points is worth a search."""
    if size > LONG:
        return AMONG_MANY if _is_cjk(suspect.piece.text, suspect.surprise) else LETTERS_AMONG_MANY
    if size > AMONG_SOME and _is_cjk(suspect.piece.text, suspect.surprise):
        return THRESHOLD if _BESIDE_GARBLE.search(suspect.focus) else AMONG_MANY
    return THRESHOLD


def _is_cjk(text: str, surprise: Surprise) -> bool:
    foreign = [char for char in text[surprise.start : surprise.end] if char > "\x7f"]
    return sum(char >= "\u2e80" for char in foreign) * 2 >= len(foreign)
