"""Readings in brackets behind Han characters: `領(lǐng)`, `領（ling3）`, `領(ㄌㄧㄥˇ)`, `領(ling5)`.

What is looked for here is the form alone. Whether somebody meant it is for `glosses` to judge.
"""

from __future__ import annotations

import enum
import functools
import heapq
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from garble_fix.artefacts.readings import readings, syllable, zhuyin

_MARKED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếề"
PINYIN: Final = rf"[a-z:üêɑɡ{_MARKED}\u0300\u0301\u0304\u0306\u0308\u030c]{{1,9}}[0-5]?"
"""One syllable, as it may be written; a regular expression."""

_ZHUYIN: Final = "˙?[\u3105-\u3129]{1,3}[ˉˊˇˋ˙]?"

_HAN: Final = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"

_BRACKETS: Final = tuple(
    re.compile(
        rf"{opening}(?<=[{_HAN}]{opening})\s?(?:(?P<latin>{PINYIN}|[a-z]{{1,6}}6)|(?P<zhuyin>{_ZHUYIN}))\s?[)）]"
    )
    for opening in (r"\(", "（")
)
"""Looked for from the bracket on, and each kind of bracket on its own, which is quick: text that has none is passed
over in one sweep. What is before the bracket comes second for the same reason."""

_TONED: Final = re.compile(rf"[{_MARKED}\u0300\u0301\u0304\u0306\u030c]|[1-6]$")

_RUNNING: Final = re.compile(
    rf"[(（\[]\s?[A-Za-züêɑɡ{_MARKED}'’\- ]{{0,40}}?[{_MARKED}][A-Za-züêɑɡ{_MARKED}'’,.\- ]{{0,80}}[)）\]]"
    r"|[(（\[]\s?[a-z]{1,6}[1-6](?:[ -]?[a-z]{1,6}[1-6]){1,20}\s?[)）\]]"
    "|[(（\\[]\\s?[\u3105-\u3129ˉˊˇˋ˙]{1,5}(?:[ \u3000][\u3105-\u3129ˉˊˇˋ˙]{1,5}){1,20}\\s?[)）\\]]"
)
"""Brackets that hold tone marks: several syllables together are how people write words."""

_JYUTPING: Final = re.compile(
    r"(?:b|p|m|f|d|t|n|l|ng|gw|g|kw|k|h|w|z|c|s|j)?"
    r"(?:aa(?:i|u|m|n|ng|p|t|k)?|a(?:i|u|m|n|ng|p|t|k)?|e(?:i|u|m|ng|p|t|k|n)?|i(?:u|m|n|ng|p|t|k)?"
    r"|o(?:i|u|n|ng|t|k)?|u(?:i|n|ng|t|k)?|oe(?:ng|t|k)?|eo(?:i|n|t)|yu(?:n|t)?|m|ng)[1-6]"
)
"""A syllable of Jyutping as the Linguistic Society of Hong Kong defined it in 1993: onset, rime, tone."""


class System(enum.StrEnum):
    """The romanisation or alphabet that a reading is written in."""

    PINYIN = "pinyin"
    ZHUYIN = "zhuyin"
    JYUTPING = "jyutping"


@dataclass(frozen=True, slots=True)
class Site:
    """A Han character at `start` with a bracket behind it that ends at `end`, and the reading in it."""

    start: int
    end: int
    char: str
    reading: str
    system: System
    usual: bool
    """Whether it is the first reading that a dictionary gives, rather than another."""
    toned: bool


def sites(text: str) -> Iterator[Site]:
    """Find the brackets that hold one true reading, and nothing else, of the character that they stand behind.

    Jyutping is known by its form; there is no dictionary of it here. None where no bracket shows a tone: `图(a)` and
    `列表(list)` are not worth loading a dictionary for.
    """
    brackets = heapq.merge(*(bracket.finditer(text) for bracket in _BRACKETS), key=re.Match.start)
    behind = [match for match in brackets if match.start() and is_han(text[match.start() - 1])]
    if not any(match["zhuyin"] or _TONED.search(match["latin"]) for match in behind):
        return
    for match in behind:
        at = match.start() - 1
        char = text[at]
        latin, zhuyin_written = match["latin"], match["zhuyin"]
        found = _of_zhuyin(char, zhuyin_written) or _of_pinyin(char, latin) or _of_jyutping(latin)
        if found:
            yield Site(at, match.end(), char, *found)


def running(text: str) -> Iterator[tuple[int, int]]:
    """Find the brackets with readings that are no `sites`: of whole words, of no character, or untrue."""
    known = {site.end for site in sites(text)}
    for match in _RUNNING.finditer(text):
        if match.end() not in known:
            yield match.span()


@functools.lru_cache(4096)
def is_han(char: str) -> bool:
    """Whether `char` is a Han character (no radical, and no mark such as 々)."""
    return unicodedata.category(char) == "Lo" and (
        "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or char >= "\U00020000"
        or char == "\u3007"
    )


def _of_pinyin(char: str, written: str | None) -> tuple[str, System, bool, bool] | None:
    if not written:
        return None
    known, reading = readings(char), syllable(written)
    if reading not in known:
        return None
    return reading, System.PINYIN, reading == known[0], bool(_TONED.search(written))


def _of_zhuyin(char: str, written: str | None) -> tuple[str, System, bool, bool] | None:
    if not written:
        return None
    written = written.removesuffix("ˉ")
    return (written, System.ZHUYIN, True, True) if written in zhuyin(char) else None


def _of_jyutping(written: str | None) -> tuple[str, System, bool, bool] | None:
    return (written, System.JYUTPING, True, True) if written and _JYUTPING.fullmatch(written) else None
