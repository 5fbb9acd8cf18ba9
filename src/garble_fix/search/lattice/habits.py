"""What a text has behind characters beyond ASCII: of the ASCII there, what survived tells what did not.

A lead byte that is lost takes the next byte along, whatever that is, if it is below 40; where it falls on the second
byte of a pair, the next is spared. So what is spared is a fair sample of what was swallowed: a file of one sentence a
line has line feeds there, a file of JSON has quotation marks, and next to no Chinese has spaces. Each text is a mixture
of what is usual and of what it shows (a cache model; Kuhn and De Mori, 1990).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from garble_fix.search.lattice.paired import HOLE

_PLACE: Final = re.compile("[^\\x00-\\x7f\ufffd\u30fb](?=([\\n\\x20-\\x3e])(.?.?))", re.DOTALL)
"""An ASCII character that any lead byte takes along and what follows it, behind a character that is no mark; a question
mark may be one."""

_STRENGTH: Final = 4.0
"""As much as so many characters that were spared counts what is usual."""

_LINES: Final = 3
"""Line feeds that a text has that is no single string."""

_MOST: Final = 4.0
"""Nats that a habit says, at most."""

_RARE: Final = 0.001
"""How usual a character is that the table leaves out."""

SORTS: Final = ("wide", "word", "mark", "end")
"""What may follow: a character beyond ASCII, a letter or digit, a mark, or the end of the line."""

Shares = Mapping[str, Mapping[str, float]]

# python -m benchmarks.documents
_UNSPACED: Final[Shares] = {
    "wide": {
        " ": 0.299, "/": 0.209, "\n": 0.151, "\"": 0.144, "1": 0.028, "(": 0.022, "3": 0.019, ")": 0.015,
        ",": 0.015, "5": 0.015, "2": 0.013, "0": 0.011, "+": 0.011, ":": 0.009, "8": 0.007, "7": 0.007,
        "-": 0.006, "4": 0.006, "6": 0.005, "9": 0.002,
    },
    "word": {
        " ": 0.486, "\n": 0.284, "1": 0.041, "/": 0.039, "2": 0.031, "(": 0.02, "$": 0.018, "3": 0.016,
        "5": 0.012, "\"": 0.011, "<": 0.009, "4": 0.007, "6": 0.007, "9": 0.004, ".": 0.004, "7": 0.003,
        "8": 0.003,
    },
    "mark": {
        "\n": 0.407, "\"": 0.217, " ": 0.174, "*": 0.123, ":": 0.022, "'": 0.015, "$": 0.012, ".": 0.006,
        "1": 0.005, ")": 0.005, "2": 0.003,
    },
    "end": {
        "\n": 0.815, "\"": 0.118, ":": 0.034, ")": 0.019, "'": 0.007, "*": 0.003,
    },
}  # fmt: skip
_SPACED: Final[Shares] = {
    "wide": {
        " ": 0.891, "\n": 0.075, "/": 0.028,
    },
    "word": {
        " ": 0.822, "\n": 0.134, "(": 0.031, "1": 0.004, "/": 0.004,
    },
    "mark": {
        " ": 0.494, "\"": 0.171, "\n": 0.114, ",": 0.059, ":": 0.049, ")": 0.029, "*": 0.027, ".": 0.025,
        "$": 0.016, "'": 0.006, "5": 0.003, "1": 0.002,
    },
    "end": {
        "\n": 0.393, ")": 0.359, ".": 0.15, "\"": 0.066, ":": 0.024, "'": 0.004,
    },
}  # fmt: skip
"""The share of each ASCII character behind characters beyond ASCII, by what follows it, in languages without spaces
between words and in those that have them."""


@dataclass(frozen=True)
class Habits:
    """How often a text has each ASCII character behind one beyond ASCII, by what follows it: its sort, and itself."""

    counts: Mapping[str, Counter[str]] = field(default_factory=dict)
    of_lines: bool = False
    """Whether the text has several lines."""
    _known: dict[tuple[str | bool, ...], Mapping[str, float]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, text: str) -> Habits:
        """Those of a damaged text."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for match in _PLACE.finditer(text):
            for name in _names(match[2]):
                counts[name][match[1]] += 1
        return cls(dict(counts), text.count("\n") >= _LINES)

    def nats(self, right: str, *, spaced: bool) -> Mapping[str, float]:
        """How much likelier than elsewhere each ASCII character is before `right`; nats. Nothing at the end."""
        if not right or not self.counts:
            return {}
        names = _names(right[:2])
        known = self._known.get((*names, spaced))
        if known is None:
            known = self._known[(*names, spaced)] = self._compared(names, _SPACED if spaced else _UNSPACED)
        return known

    def _compared(self, names: Sequence[str], usual: Shares) -> Mapping[str, float]:
        common = usual[names[0]]
        shares = dict(common)
        for name in names:
            counts = self.counts.get(name, Counter())
            prior = _STRENGTH / (counts.total() + _STRENGTH)
            shares = {
                char: counts[char] / (counts.total() + _STRENGTH) + prior * shares.get(char, _RARE)
                for char in {*shares, *counts}
            }
        return {
            char: max(-_MOST, min(math.log(share / common.get(char, _RARE)), _MOST))
            for char, share in shares.items()
        }


def _names(right: str) -> list[str]:
    """Under which names what is followed by `right` counts: its sort and, if it is a mark, by which and what for."""
    if right[:1] == HOLE or right[:1] > "\x7f":
        return ["wide"]
    if right[:1].isalnum():
        return ["word"]
    if right[:1] in ("", "\r", "\n"):
        return ["end"]
    # What begins an item of a list has a space behind it.
    return ["mark", f"{right[0]} " if right[1:] == " " else right[0]]
