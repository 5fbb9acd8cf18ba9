"""Han characters of the wrong script: `主持并講話` in a Traditional page.

A page that was converted from Simplified one character at a time has the right Traditional form wherever there is but
one, and the wrong one, or none, where that depends on the word: 并 and 于 stay, 復雜 is 複雜. Converting it back to
Simplified and forth again by words shows which these are. In text that was written in Traditional nearly all such
characters are right, and what differs is mostly a matter of taste.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from garble_fix.artefacts import han
from garble_fix.artefacts.finding import MIXED, SCRIPT, Finding
from garble_fix.artefacts.settings import Script
from garble_fix.language.model import code_points
from garble_fix.language.script import forms, frequent_in_both

Points = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]


LEFT: Final = 0.5
"""Share of the characters whose form depends on the word that is wrong in a page converted by characters."""

_FEWEST: Final = 3
"""How many such characters must be wrong before that is believed."""

_DIFFERENT: Final = 2
"""How many different ones."""

_WITNESSES: Final = 3
"""How often the same one counts."""

_OTHERS: Final = 0.2
"""Share of the Traditional forms that forms of Simplified alone, or of Japanese alone, may come to."""

_WRONG: Final = 2.0
_RIGHT: Final = -3.0
"""Nats for each character that is as no word would have it, and for each as the word has it."""

_ENOUGH_ODDS: Final = 5.0
"""Nats from which a page is taken for converted. Titles of old poems, with their names and forms, may reach 4."""

_STANDARDS: Final[tuple[han.Target, ...]] = ("tw", "hk", "traditional")

_ASKED: Final = 20.0
"""Nats for what was asked for: it is no matter of probability."""

_TIMES: Final = 2
"""How many Traditional forms there must be for each character that is wrong: fewer are a list of words."""

_ENOUGH: Final = 40_000
_STRETCHES: Final = 8
"""Code points from which a text is judged by so many stretches of it."""

_KANA_OR_HANGUL: Final = re.compile(
    "[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d\uac00-\ud7a3\u1100-\u11ff]"
)
_HAN: Final = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")


def convert(text: str, script: Script) -> list[Finding]:
    """Find what to change for `text` to be in one script; lines with kana or Hangul are not Chinese and stay.

    `auto` finds out whether the page was converted from Simplified by characters, and then restores that; it changes
    nothing otherwise. `traditional`, `tw` and `hk` are the forms of the standards of OpenCC, Taiwan and Hong Kong;
    `consistent` changes what is `inconsistent` alone, which is for a person to look at.
    Raises `ExtraMissingError` without OpenCC, but for `keep`.
    """
    if script == "keep":
        return []
    han.require()
    if not _HAN.search(text):
        return []
    if script == "consistent":
        return inconsistent(text)
    chinese = _chinese(text)
    odds = _ASKED
    if script == "auto":
        odds = _was_simplified(chinese)
        if odds <= 0:
            return []
    if script == "auto" or script == "simplified":  # noqa: PLR1714 - narrows the type
        converted = han.to_simplified(chinese)
    elif _balance(code_points(chinese)) < 0 or _was_simplified(chinese) > 0:
        converted = han.from_simplified(han.to_simplified(chinese), script)
    else:
        converted = han.between_traditional(chinese, script)
    return list(_differences(chinese, converted, odds))


def was_simplified(text: str) -> float:
    """Log-odds, in nats, that Traditional `text` was converted from Simplified one character at a time.

    Not above 0 for text that is Simplified as it stands, nor where too few characters tell. Raises
    `ExtraMissingError` without OpenCC.
    """
    return _was_simplified(_chinese(text))


def _was_simplified(chinese: str) -> float:
    sample = _sample(chinese)
    points = code_points(sample)
    balance = _balance(points)
    if balance < _TIMES * _FEWEST or _is_of_two_scripts(points):
        return 0.0
    left, right = _tallies(sample, points)
    wrong = sum(left.values())
    if len(left) < _DIFFERENT or wrong < max(_FEWEST, LEFT * (wrong + sum(right.values()))):
        return 0.0
    odds = wrong * _WRONG + sum(right.values()) * _RIGHT
    return odds if balance >= _TIMES * wrong and odds >= _ENOUGH_ODDS else 0.0


def _tallies(sample: str, points: Points) -> tuple[dict[int, int], dict[int, int]]:
    """How often characters stand as no word has them, and how often as the word has them, by the Simplified form.

    One again and again is no more than so many witnesses: it may be a name. A converter that knows characters only has
    one form for each: what stands in both was not converted so.
    """
    wrong, right, plain = _wrong_and_right(sample, points)
    left, proper = (Counter(plain[flags].tolist()) for flags in (wrong, right))
    mixed = left.keys() & proper.keys()
    proper += Counter({char: left.pop(char) for char in mixed})
    return tuple({char: min(count, _WITNESSES) for char, count in each.items()} for each in (left, proper))  # type: ignore[return-value]


def _is_of_two_scripts(points: Points) -> bool:
    """Whether so much of it is written as Traditional never is that it is a list of both, or Japanese."""
    traditional = int(_has(points, _table("hant")).sum())
    return any(
        int(_has(points, _table(other)).sum()) > _OTHERS * traditional for other in ("hans", "japanese")
    )


def inconsistent(text: str) -> list[Finding]:
    """Find the characters that are not of the script of the text around them, each with the form that would be.

    In Traditional lines those are Simplified forms, and characters that the word would have another for; in
    Simplified ones, Traditional forms. Of a line that is evenly mixed, the text as a whole decides. Raises
    `ExtraMissingError`.
    """
    han.require()
    chinese = _chinese(text)
    points = code_points(chinese)
    hans, hant = _has(points, _table("hans")), _has(points, _table("hant"))
    if not hans.any() and not hant.any():
        return []
    simple = han.by_words_alone(chinese)
    taiwan = han.from_simplified(simple, "tw")
    wrong, _, _ = _wrong_and_right(chinese, points)
    whole = _balance(points)
    found: list[Finding] = []
    start = 0
    for line in chinese.splitlines(keepends=True):
        end = start + len(line)
        balance = int(hant[start:end].sum()) - int(hans[start:end].sum()) or whole
        odd, form = (hant, simple) if balance < 0 else (hans | wrong, taiwan)
        found += (
            Finding(at, at + 1, form[at], MIXED, 0.0)
            for at in (start + np.flatnonzero(odd[start:end])).tolist()
            if form[at] != chinese[at]
        )
        start = end
    return found


def _wrong_and_right(chinese: str, points: Points) -> tuple[Flags, Flags, Points]:
    """Which characters are as they are in Simplified though the word has another form, which have that form, and the
    Simplified forms of all.

    Only those count that Traditional writes often, too, in other words: 于, 并, 干, 后.
    """
    simple = han.by_words_alone(chinese)
    plain = code_points(simple)
    telling = _has(plain, _table("ambiguous"))
    for standard in _STANDARDS:
        telling &= code_points(han.from_simplified(simple, standard)) != plain
        if not (telling & (points == plain)).any():
            break
    return telling & (points == plain), telling & (points != plain), plain


def _sample(text: str) -> str:
    """The text, or stretches from all over a long one."""
    if len(text) <= _ENOUGH:
        return text
    step, size = len(text) // _STRETCHES, _ENOUGH // _STRETCHES
    return "\n".join(text[start : start + size] for start in range(0, step * _STRETCHES, step))


@functools.cache
def _table(which: Literal["hans", "hant", "japanese", "ambiguous"]) -> Flags:
    """Which code points of the basic plane are Simplified, Traditional or Japanese forms, or frequent in both scripts
    of Chinese.
    """
    hans, hant, japanese = forms()
    chars: Iterable[str] = {"hans": hans, "hant": hant, "japanese": japanese}.get(which) or frequent_in_both()
    table = np.zeros(0x10000, np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


def _has(points: Points, table: Flags) -> Flags:
    flags: Flags = table[np.where(points < 0x10000, points, 0)]
    return flags


def _balance(points: Points) -> int:
    """Positive where Traditional forms outnumber the Simplified, negative the other way round."""
    return int(_has(points, _table("hant")).sum()) - int(_has(points, _table("hans")).sum())


def _chinese(text: str) -> str:
    """The text, the lines with kana or Hangul blotted out."""
    if not _KANA_OR_HANGUL.search(text):
        return text
    lines = text.splitlines(keepends=True)
    return "".join(_HAN.sub("\0", line) if _KANA_OR_HANGUL.search(line) else line for line in lines)


def _differences(before: str, after: str, odds: float) -> Iterator[Finding]:
    for match in re.finditer("[^\x00-\x7f]+", before):
        if before[match.start() : match.end()] == after[match.start() : match.end()]:
            continue
        for at in range(match.start(), match.end()):
            if before[at] != after[at]:
                yield Finding(at, at + 1, after[at], SCRIPT, odds)
