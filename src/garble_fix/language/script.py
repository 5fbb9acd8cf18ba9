"""In which form a text's Han characters are written: Simplified, Traditional, or as only Japanese writes them.

The national standards say which forms belong together. GB 2312 (1980) has Simplified forms and those that were never
simplified, Big5 (1984) the Traditional ones, JIS X 0208 the Japanese; Python's codecs hold all three. A character
that GB 2312 has and Big5 has not is a Simplified form, one of Big5's frequently used characters (its first level,
A440–C67E, and what ETEN added) that GB 2312 has not is a Traditional form, and one that JIS X 0208 alone has was made
in Japan, or simplified there in a way of its own. All others say nothing about the script. Japanese also writes many
forms of either kind (国 as in Simplified, 風 as in Traditional); kana tell it from Chinese.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PAIRS: Final = tuple(lead << 8 | trail for lead in range(0xA1, 0xFF) for trail in range(0xA1, 0xFF))
_BIG5: Final = range(0xA140, 0xF9DD)
"""The pairs of bytes of the sets of 94 by 94, and those of Big5."""
_FREQUENT: Final = (*range(0xA440, 0xC67F), *range(0xF9D6, 0xF9DD))
"""Big5's first level, and the seven characters that ETEN added to it: 碁銹裏墻恒粧嫺."""
_IDEOGRAPH: Final = re.compile("[\u4e00-\u9fff]")
_KANA: Final = ((0x3041, 0x3097), (0x30A1, 0x30FB), (0x31F0, 0x3200), (0xFF66, 0xFF9E))


@dataclass(frozen=True, slots=True)
class ScriptProfile:
    """How many characters of a text are of which form, in code points."""

    simplified: int
    """Forms that Simplified Chinese has and Traditional has not: 发, 国."""
    traditional: int
    """Forms that Traditional Chinese has and Simplified has not: 發, 國."""
    shared: int
    """Han characters that say nothing about the script: 人, 里, and those beyond the standards."""
    japanese: int
    """Han characters that neither script of Chinese has: 発, 働."""
    kana: int
    """Hiragana and katakana, half-width ones included."""


def script_profile(text: str) -> ScriptProfile:
    """Count the forms of the Han characters in `text`; never fails."""
    simplified, traditional, japanese = forms()
    counts = {"simplified": 0, "traditional": 0, "shared": 0, "japanese": 0, "kana": 0}
    for char in text:
        if char in simplified:
            counts["simplified"] += 1
        elif char in traditional:
            counts["traditional"] += 1
        elif char in japanese:
            counts["japanese"] += 1
        elif (
            "\u3400" <= char <= "\u9fff"
            or "\uf900" <= char <= "\ufaff"
            or "\U00020000" <= char <= "\U000323af"
        ):
            counts["shared"] += 1
        elif any(start <= ord(char) < end for start, end in _KANA):
            counts["kana"] += 1
    return ScriptProfile(**counts)


@functools.cache
def frequent_in_both() -> frozenset[str]:
    """Characters that GB 2312 has and Big5 has among its frequently used ones: 人, 于, 后."""
    return _ideographs("gb2312", _PAIRS) & _ideographs("cp950", _FREQUENT)


@functools.cache
def forms() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The Simplified, the Traditional and the Japanese forms: those that only one of the scripts has."""
    hans, hant = _ideographs("gb2312", _PAIRS), _ideographs("cp950", _BIG5)
    japanese = _ideographs("euc_jp", _PAIRS)  # in EUC-JP, what JIS X 0212 adds takes three bytes
    return hans - hant, _ideographs("cp950", _FREQUENT) - hans, japanese - hans - hant


def _ideographs(codec: str, pairs: Sequence[int]) -> frozenset[str]:
    """The characters of the block of CJK Unified Ideographs that a codec reads in pairs of bytes."""
    # A line feed after each keeps the codec in step where a pair is not assigned.
    read = b"\n".join(pair.to_bytes(2, "big") for pair in pairs).decode(codec, "ignore")
    return frozenset(_IDEOGRAPH.findall(read))
