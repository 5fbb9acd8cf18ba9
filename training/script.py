"""Which Chinese characters are written only in Simplified, or only in Traditional, text.

OpenCC knows which characters change in conversion; the old national character sets know which of
those are nevertheless at home on the other side (后, 里, 台, 著 …). A character is taken for
Simplified only if OpenCC would change it on the way to the Traditional of Taiwan and of Hong Kong
(which writes 户 and 税) *and* Big5 does not have it, and the other way round with GB 2312.
"""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

_CANTONESE = frozenset("吓响揾")
_HAN = tuple(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))


def _has(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _changed_by(conversion: str) -> set[str]:
    converted = OpenCC(conversion).convert("\n".join(_HAN)).split("\n")
    return {before for before, after in zip(_HAN, converted, strict=True) if before != after}


@cache
def simplified_only() -> frozenset[str]:
    """Return the characters that no Traditional text holds."""
    changed = _changed_by("s2t") & _changed_by("s2tw") & _changed_by("s2hk")
    return frozenset(c for c in changed - _CANTONESE if not _has(c, "big5"))


@cache
def traditional_only() -> frozenset[str]:
    """Return the characters that no Simplified text holds."""
    return frozenset(c for c in _changed_by("t2s") if not _has(c, "gb2312"))
