"""Characters that only a decoder or a PDF extractor makes: `⼀⽤⼾` for `一用户`.

Four kinds, each replaced only where the characters beside it show what it stands for:

- Radicals (Kangxi, U+2F00-2FD5, and some of the supplement, U+2E80-2EF3) inside words. Fonts of PDF files often give
  them the glyphs of the ideographs. Which ideograph is Unicode's NFKC, and `EquivalentUnifiedIdeograph.txt` of its
  character database for those of the supplement.
- CJK compatibility ideographs (U+F900-FAFF, U+2F800-2FA1F), by their canonical decomposition. In Korean they come from
  KS X 1001, and in Japanese from names, where U+FA19 is written for 神 on purpose: only lines without kana or Hangul.
- Half-width katakana within a full-width word.
- Private-use characters that code page 936, and code page 950 with Hong Kong's supplement, gave to what has since been
  encoded: GB 18030-2022, and HKSCS as of 2008. Icon fonts use the same code points; their icons don't stand
  between Han characters.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from garble_fix.artefacts.brackets import is_han
from garble_fix.artefacts.finding import COMPAT, Finding
from garble_fix.codepages.registry import get
from garble_fix.language import packaged
from garble_fix.language.model import code_points
from garble_fix.language.script import script_profile

_ODD: Final = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")

_SUPPLEMENT: Final = {
    "⺁": "厂", "⺄": "乙", "⺆": "冂", "⺌": "小", "⺎": "兀", "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺛": "旡",
    "⺜": "日", "⺝": "月", "⺞": "歺", "⺠": "民", "⺧": "牛", "⺩": "王", "⺬": "示", "⺶": "羊", "⺷": "羊",
    "⺼": "月", "⻁": "虎", "⻃": "覀", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻑": "長",
    "⻓": "长", "⻔": "门", "⻗": "雨", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食",
    "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾",
    "⻫": "斉", "⻬": "齐", "⻭": "歯", "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龜", "⻲": "亀",
}  # fmt: skip
"""Radicals of the supplement that are ideographs by themselves; NFKC has ⺟ and ⻳."""

_BY_SCRIPT: Final = {"戶": ("户", "戸"), "黑": ("黑", "黒")}
"""Ideographs that Simplified Chinese and Japanese write in a way of their own under the same Kangxi radical."""

_NUMERALS: Final = frozenset("零一二三四五六七八九十百千壹貳參肆伍陸柒捌玖拾佰仟〇")
"""Numbers in Han characters are told by machines in the forms of every country, Korea's (U+F9D1, U+F96B) included."""

_ABOUT: Final = re.compile("部首|偏旁|康熙|radical|NFKC|compatibility", re.IGNORECASE)
"""Text about such characters."""

_RADICALS_IN_A_ROW: Final = re.compile("[\u2e80-\u2fd5]{5}")

_KANA_OR_HANGUL: Final = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uac00-\ud7a3]")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]+")
_STOPS: Final = "，。、！？「」"
_KATAKANA: Final = re.compile("[\u30a1-\u30fa\u30fc\uff66-\uff9f]+")
_WIDE: Final = re.compile("[\u30a1-\u30fa]")
_RANGE: Final = re.compile("-[\u30a1-\u30fc\uff66-\uff9f]")
"""What follows where a word is none but the range of an expression."""

_HALF: Final = re.compile("[\uff66-\uff9f]+")

_GB18030: Final = dict(
    zip(
        "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue816\ue817\ue818\ue81e"
        "\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
        "︐︒︑︓︔︕︖︗︘︙ḿ𠂇𠂉𠃌龴龵龶龷𡗗龸𢦏龹龺𤇾龻",
        strict=True,
    )
)
"""What GB 18030-2022 has for those private-use characters that Python's codec, of an older edition, still has."""

_KNOWN: Final = -14.0
"""log P, in nats, that a character of Hong Kong's thousands must have to be taken for one: it must be in use."""

_NEAR: Final = 500

_BESIDE: Final = 20

_SURE: Final = 8.0
"""Nats for a place. What these characters are is no matter of degree; whether they are meant, the surroundings say."""


def compatible(text: str) -> list[Finding]:
    """Find the characters that stand for others, each with what it stands for. None in text that is about them."""
    if text.isascii() or not _any_odd(text) or _ABOUT.search(text):
        return []
    found = [*_ideographs(text), *_private(text), *_katakana(text)]
    return sorted(found, key=lambda finding: finding.start)


def _any_odd(text: str) -> bool:
    """Whether there is anything to look at; ten times as quick as the expression."""
    points = code_points(text)
    points = points[points >= 0x2E80]
    return bool(
        (
            (points <= 0x2FD5)
            | ((points >= 0xE000) & (points <= 0xFAFF))
            | ((points >= 0xFF66) & (points <= 0xFF9F))
            | ((points >= 0x2F800) & (points <= 0x2FA1F))
        ).any()
    )


def _ideographs(text: str) -> Iterator[Finding]:
    """Radicals and compatibility ideographs that stand for ideographs."""
    for match in _ODD.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        meant = _radical if match.group() <= "\u2fd5" else _compatibility
        found = meant(text, start, before, after)
        if found and found != match.group():
            yield Finding(start, end, found, COMPAT, _SURE)


def _radical(text: str, at: int, before: str, after: str) -> str | None:
    """An ideograph, within words: radicals in lists stand by themselves or among radicals."""
    near = text[max(0, at - 6) : at + 7]
    if not any(map(is_han, near)) or not (_is_text(before) or _is_text(after)):
        return None
    if sum(map(_is_text, near)) < sum(
        char.isalnum() and not _is_text(char) and char < "\u2e80" for char in near
    ):
        return None  # data of a program
    if _RADICALS_IN_A_ROW.search(text[max(0, at - 4) : at + 5]):
        return None
    found = _SUPPLEMENT.get(text[at]) or unicodedata.normalize("NFKC", text[at])
    if found not in _BY_SCRIPT:
        return found
    line = _line(text, at)
    if _KANA_OR_HANGUL.search(line):
        return _BY_SCRIPT[found][1]
    profile = script_profile(line)
    return _BY_SCRIPT[found][0] if profile.simplified >= profile.traditional else found


def _compatibility(text: str, at: int, before: str, after: str) -> str | None:
    """The ideograph that another is a duplicate of, in Chinese, but for numbers."""
    found = unicodedata.normalize("NFC", text[at])
    beside = unicodedata.normalize("NFC", before), unicodedata.normalize("NFC", after)
    if not (_is_text(before) or _is_text(after)) or _KANA_OR_HANGUL.search(_line(text, at)):
        return None
    if found in text[max(0, at - _BESIDE) : at + _BESIDE]:
        return None  # a table of both
    return None if found in _NUMERALS and any(char in _NUMERALS for char in beside if char) else found


def _is_text(char: str) -> bool:
    """Whether it is a Han character, or one of those that stand for them."""
    return bool(char) and (is_han(char) or _ODD.fullmatch(char) is not None)


def _katakana(text: str) -> Iterator[Finding]:
    """Half-width katakana that has its other part in full width."""
    for word in _KATAKANA.finditer(text):
        if _WIDE.search(word.group()) and not _RANGE.match(text, word.end()):
            for half in _HALF.finditer(text, word.start(), word.end()):
                wide = unicodedata.normalize("NFKC", half.group())
                yield Finding(half.start(), half.end(), wide, COMPAT, _SURE)


def _private(text: str) -> Iterator[Finding]:
    """Private-use characters between Han characters: of Hong Kong's in Traditional text, else of mainland's."""
    pages: dict[int, Callable[[str], str | None]] = {}
    for run in _PRIVATE.finditer(text):
        start, end = run.span()
        beside = text[start - 1 : start] if start else "", text[end : end + 1]
        if not all(char and (is_han(char) or char in _STOPS) for char in beside):
            continue
        if all(char in _STOPS for char in beside):
            continue
        block = start // _NEAR
        if block not in pages:
            profile = script_profile(text[max(0, block - 1) * _NEAR : (block + 2) * _NEAR])
            pages[block] = _hong_kong if profile.traditional > profile.simplified else _mainland
        page = pages[block]
        for at in range(start, end):
            found = page(text[at])
            if found:
                yield Finding(at, at + 1, found, COMPAT, _SURE)


@functools.lru_cache(1024)
def _mainland(char: str) -> str | None:
    return _GB18030.get(char) or _read_anew("cp936", "gb18030", char)


@functools.lru_cache(1024)
def _hong_kong(char: str) -> str | None:
    found = _read_anew("cp950", "big5hkscs", char)
    return found if found and packaged().rarity(found) >= _KNOWN else None


def _read_anew(page: str, standard: str, char: str) -> str | None:
    """What the bytes of `char` in a code page are in the standard that later filled its private areas."""
    try:
        found = get(page).encode(char).decode(standard)
    except UnicodeError:
        return None
    return found if len(found) == 1 and not "\ue000" <= found <= "\uf8ff" else None


def _line(text: str, at: int) -> str:
    """The line of the character at `at`, or as much of a long one as is near."""
    first = max(0, at - _NEAR)
    end = text.find("\n", at, at + _NEAR)
    return text[max(first, text.rfind("\n", first, at) + 1) : end if end >= 0 else at + _NEAR]


__all__ = ["COMPAT", "compatible"]
