"""How Han characters are read: every reading of a character, in Pinyin and in Zhuyin, from pypinyin's dictionary.

Pinyin is compared as base letters and a tone, so that `lǐng`, `li3ng`, `ling3` and the letter forms that fonts for
teaching use (ɑ, ɡ) are the same syllable, and so are `lü`, `lv` and `lu:`.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Final

_TONES: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}
"""Combining macron, acute, caron, breve (often seen for it), grave."""

_SHAPES: Final = str.maketrans({"ɑ": "a", "ɡ": "g", "v": "ü", "ê": "e"})

_TAUGHT: Final = frozenset(
    "阿熬扒把薄背奔便別别剝剥泊藏差禪禅長长場场朝車车稱称乘澄匙沖冲臭處处畜傳传創创答打大擔担單单當当倒得的地調调"
    "度斗都囤惡恶發发分縫缝佛父復复夫干幹給给更供骨冠觀观還还號号好喝和荷核橫横哄華华划劃晃會会混幾几紀纪系係假"
    "間间將将降教角结結解禁盡尽勁劲卷覺觉看殼壳可空樂乐累量了淋綠绿落埋脈脉沒没蒙模抹難难泥寧宁弄炮泡漂屏撲扑鋪铺"
    "奇強强切親亲曲圈任塞散喪丧色煞扇少舍攝摄參参什省盛石識识似數数率宿遂彈弹挑提帖通吐為为圩委尾遺遗吸嚇吓鮮鲜"
    "相削興兴行宿旋血咽要應应飲饮与與予暈晕載载擇择曾扎炸粘占漲涨着著正挣掙只中種种重轉转幢鑽钻作區区查單仇蓋盖"
)
"""Common characters with a second common reading, as schoolbooks list them: these are glossed though everybody knows
them."""


def syllable(written: str) -> str:
    """Bring a Pinyin syllable to the form `ling3`; toneless ones and those in the neutral tone end in `5`."""
    tone = ""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", written.lower().replace("u:", "ü")):
        if char in _TONES:
            tone = _TONES[char]
        elif char.isdigit():
            tone = "5" if char == "0" else char
        elif char == "\u0308":
            letters[-1:] = ["ü"]
        elif char == "\u0302":  # ê
            continue
        else:
            letters.append(char)
    return "".join(letters).translate(_SHAPES) + (tone or "5")


@functools.cache
def readings(char: str) -> tuple[str, ...]:
    """All readings of `char` in the form of `syllable`, the usual one first; none for what is no Han character."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - takes a fifth of a second

    found = PINYIN_DICT.get(ord(char), "")
    return tuple(dict.fromkeys(map(syllable, found.split(",")))) if found else ()


@functools.cache
def zhuyin(char: str) -> frozenset[str]:
    """All readings of `char` in Zhuyin, the first tone unmarked, the neutral one's dot behind or before."""
    from pypinyin import Style  # noqa: PLC0415
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415
    from pypinyin.style import convert  # noqa: PLC0415

    found = {
        convert(reading, Style.BOPOMOFO, strict=True) for reading in PINYIN_DICT.get(ord(char), "").split(",")
    }
    return frozenset({*found, *("˙" + each.rstrip("˙") for each in found if each.endswith("˙"))})


def has_two_readings(char: str) -> bool:
    """Whether Chinese readers need telling how `char`, which they know well, is read."""
    return char in _TAUGHT
