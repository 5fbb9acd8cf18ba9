"""Unicode encodings that give themselves away: by a byte order mark, or by the NUL bytes of ASCII in them."""

from __future__ import annotations

import math
import re
from typing import Final

from garble_fix.detect.encodings import BOMS, read
from garble_fix.detect.result import Detection
from garble_fix.language import packaged

_SAMPLE: Final = 4096
"""Bytes looked at; a multiple of four."""

_POOR: Final = -9.5
"""Mean log P of a character without context, in nats, below which UTF-16 is not believed.

Arbitrary pairs of bytes come to -11, text to -4, ideographs to -7.
"""

_ASCII_SHARE: Final = 0.1
"""Share of ASCII from which it may say which of two bytes comes first."""

_ANY: Final = ("utf-8", "gb18030")
"""Encodings whose mark is too long to be there by chance."""

_LONE: Final = re.compile("[\ud800-\udfff]")
_NEVER: Final = re.compile("[\0\ufffe\uffff]")


def by_mark(data: bytes) -> Detection | None:
    """The encoding that a byte order mark names, if what follows it bears that out."""
    for mark, encoding in BOMS:
        if data.startswith(mark) and (encoding in _ANY or _is_text(data[len(mark) :][:_SAMPLE], encoding)):
            return Detection(encoding, 1.0, bom=mark, why="byte order mark")
    return None


def by_nuls(data: bytes) -> Detection | None:
    """UTF-32 or UTF-16 without a byte order mark, for data with NUL bytes; None if neither is text."""
    start = data[:_SAMPLE]
    if len(data) % 4 == 0:
        for encoding in ("utf-32-le", "utf-32-be"):
            if _is_text(start, encoding):
                return Detection(encoding, 1.0, why="every fourth byte is NUL")
    if len(data) % 2:
        return None
    # ASCII has its NUL bytes at odd places in little-endian, at even ones in big-endian order.
    even, odd = start[::2].count(0), start[1::2].count(0)
    if not (even and odd) and even + odd >= _ASCII_SHARE * len(start) / 2:
        encoding = "utf-16-le" if odd else "utf-16-be"
        if _is_text(start, encoding):
            return Detection(encoding, 0.99, why=f"every {'second' if odd else 'first'} byte of ASCII is NUL")
    score, encoding = max((mean(start, encoding), encoding) for encoding in ("utf-16-le", "utf-16-be"))
    return Detection(encoding, 0.95, why="reads as text") if score >= _POOR else None


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether `data` is valid, and without U+0000 and noncharacters; four arbitrary bytes hardly ever are."""
    try:
        text, _ = read(encoding, data)
    except UnicodeDecodeError:
        return False
    if encoding.startswith("utf-16") and _LONE.search(text):
        return mean(data, encoding) >= _POOR
    return not _NEVER.search(text)


def mean(data: bytes, encoding: str) -> float:
    """Mean log P of a character of `data` in nats; minus infinity if it is invalid or no text."""
    try:
        text, _ = read(encoding, data)
    except UnicodeDecodeError:
        return -math.inf
    if not text or _NEVER.search(text):
        return -math.inf
    return packaged().rarity(text) / len(text)
