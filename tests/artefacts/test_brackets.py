"""Readings in brackets: what is recognised, and as what."""

from __future__ import annotations

import pytest

from garble_fix.artefacts.brackets import System, running, sites
from garble_fix.artefacts.readings import readings, syllable, zhuyin


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        *[
            ("lǐng", "ling3"),
            ("ling3", "ling3"),
            ("lǚ", "lü3"),
            ("lv3", "lü3"),
            ("lu:4", "lü4"),
            ("lü4", "lü4"),
        ],
        *[
            ("ɑ̌n", "an3"),
            ("ɡuo2", "guo2"),
            ("de", "de5"),
            ("de5", "de5"),
            ("de0", "de5"),
            ("ér", "er2"),
            ("lìng", "ling4"),
        ],
        *[("li\u030cng", "ling3"), ("lĭng", "ling3"), ("Lǐng", "ling3"), ("nǚe", "nüe3")],
    ],
)
def test_syllables_have_one_form(written: str, reading: str) -> None:
    assert syllable(written) == reading


def test_all_readings_of_a_character() -> None:
    assert readings("領") == ("ling3",)
    assert {"zhong4", "chong2"} <= set(readings("重"))
    assert readings("a") == ()
    assert zhuyin("領") == {"ㄌㄧㄥˇ"}
    assert {"˙ㄉㄜ", "ㄉㄜ˙", "ㄉㄧˋ"} <= zhuyin("的")


@pytest.mark.parametrize(
    ("text", "system", "reading"),
    [
        ("領(lǐng)", System.PINYIN, "ling3"),
        ("領（lǐng）", System.PINYIN, "ling3"),
        ("領( lǐng )", System.PINYIN, "ling3"),
        ("領(ling3)", System.PINYIN, "ling3"),
        ("綠(lv4)", System.PINYIN, "lü4"),
        ("領(ㄌㄧㄥˇ)", System.ZHUYIN, "ㄌㄧㄥˇ"),
        ("風(ㄈㄥˉ)", System.ZHUYIN, "ㄈㄥ"),  # garble-fix: ignore
        ("領(ling5)", System.JYUTPING, "ling5"),
        ("食(sik6)", System.JYUTPING, "sik6"),
        ("㑇(zhòu)", System.PINYIN, "zhou4"),
    ],
)
def test_a_true_reading_is_recognised(text: str, system: System, reading: str) -> None:
    (site,) = sites(text)
    assert (site.system, site.reading, site.char) == (system, reading, text[0])
    assert (site.start, site.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        *[
            "領(dǎo)",
            "領(a)",
            "領(lǐng dǎo)",
            "領導(lǐngdǎo)",
            "A(lǐng)",
            "(lǐng)",
            " (lǐng)",
            "領(",
            "領()",
            "領[lǐng]",
            "領(ling)",
        ],
        *["函数(int)", "表(list)", "々(nǎ)", "の(no5)", "領(ㄉㄠˇ)", "領(xyz9)"],
    ],
)
def test_other_brackets_are_none(text: str) -> None:
    assert list(sites(text)) == []


def test_toneless_brackets_count_beside_others() -> None:
    assert list(sites("我們(men)")) == []
    assert [site.toned for site in sites("我們(men)的國(guó)家")] == [False, True]


def test_the_usual_reading_is_known() -> None:
    assert [site.usual for site in sites("行(xíng)走，銀行(háng)")] == [True, False]


@pytest.mark.parametrize(
    "text",
    ["領導(lǐngdǎo)", "北京(Běijīng)", "你好(nǐ hǎo)", "你好(ni3 hao3)", "小鳥(ㄒㄧㄠˇ ㄋㄧㄠˇ)", "領(dǎo)"],
)
def test_words_are_running_glosses(text: str) -> None:
    assert [text[start:end] for start, end in running(text)] == [text[text.index("(") :]]
    assert list(running("領(lǐng)導(dǎo)")) == []
