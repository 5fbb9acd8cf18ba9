"""How a family of decoders reads a double-byte page, and how the page is written, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from garble_fix.codepages.areas import Area


def read_pair(codec: str, pair: int) -> str:
    """Return the character that a Python codec reads in a byte pair, lead byte first; "" if it has none."""
    try:
        text = pair.to_bytes(2, "big").decode(codec)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 else ""  # two characters are two single bytes


@dataclass(frozen=True)
class Reading:
    """How one family of decoders reads a page: a Python codec and where the decoder differs from it."""

    codec: str
    areas: tuple[Area, ...] = ()
    """Byte pairs that the codec refuses and the decoder reads."""
    pairs: Mapping[int, str] = field(default_factory=dict)
    """More of them, singly, lead byte first."""
    singles: Mapping[int, str] = field(default_factory=dict)
    """Single bytes that the codec refuses and the decoder reads."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Characters that the codec reads, and what the decoder reads in their place."""
    lone: frozenset[int] = frozenset()
    """Bytes from 80 on that are no lead bytes, whether they mean something or not."""
    three: int | None = None
    """The lead byte of three-byte characters, whose second and third byte are A1–FE."""

    @cached_property
    def extra(self) -> dict[int, str]:
        """All byte pairs that the codec refuses and the decoder reads."""
        mapping = dict(self.pairs)
        for area in self.areas:
            mapping |= area.pairs()
        return mapping

    def width(self, data: bytes, start: int) -> int:
        """Return how many bytes from `start` on a decoder takes for one character."""
        if data[start] in self.lone:
            return 1
        second = data[start + 1 : start + 2]
        return 3 if data[start] == self.three and b"\xa1" <= second <= b"\xfe" else 2

    @cached_property
    def substitution(self) -> tuple[re.Pattern[str], Mapping[str, str]] | None:
        """What finds the characters of `instead`, and what to put for them."""
        if not self.instead:
            return None
        return re.compile(f"[{re.escape(''.join(self.instead))}]"), self.instead


@dataclass(frozen=True)
class Spelled:
    """Where a page writes otherwise than its Python codec does."""

    respelt: Mapping[str, bytes] = field(default_factory=dict)
    """Characters that have several byte pairs, where the page prefers another one than the codec."""
    refused: str = ""
    """Characters that the codec writes as something that reads back as another character."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds what must be replaced before the codec may write; lone surrogates have a meaning then."""
        return re.compile(f"[\ud800-\udfff{re.escape(''.join(self.respelt) + self.refused)}]")

    @cached_property
    def sentinels(self) -> dict[str, str]:
        """The lone surrogate that stands for each respelt character while the codec writes."""
        return {char: chr(0xDC00 + number) for number, char in enumerate(self.respelt)}

    @cached_property
    def bytes_of(self) -> dict[str, bytes]:
        """What each sentinel is written as."""
        return {self.sentinels[char]: pair for char, pair in self.respelt.items()}
