"""Tables and lists of characters are no text, and dictionaries no garble."""

from __future__ import annotations

import pytest

from garble_fix import Verdict, repair_bytes, repair_text
from garble_fix.repair.decision import lonely
from garble_fix.repair.tables import CERTAIN, listed, order


@pytest.mark.parametrize(
    "line",
    [
        '        "│┌┐┘├┤┬┼"\n',
        '        "▀▄█▌▐░▒▓"\n',
        "    'ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦˊˇˋ˙ㄝ'\n",
        "# - fractionals 1/2, 1/4, 3/4 -> ½, ¼, ¾\n",
        "// á, í, ò, ó and Á, Í, Ò, Ó, Ú, ñ, Ñ\n",
        "// on the third level: æ, ü, î, û, œ, ô, ö, ï, â, ë\n",
        "[A Ă Â B C D E F G H I Î  J K L M N O P Q R S Ș T Ț U V W X Y Z]\n",
        "the characters §, №, – (en-dash), — (em-dash), …, •, ·, ±, °, ¬\n",
        "it&#x2019;s ﬂubberiﬁc!\n",
        "丌 14 zg\n",
        "scanner · WAF bypass · XSS·Upload·Auth·GraphQL·\n",
    ],
)
def test_characters_in_a_table_or_a_list_stay(line: str) -> None:
    assert repair_text(line, holes="guess").text == line


def test_order_by_chance_says_little() -> None:
    assert order("") == order("a") == order("é") == order("éa") == 0
    assert order("дом") == 0
    assert order("абвгдежз") >= CERTAIN
    # UTF-8 read byte by byte goes up twice in three, however long it is.
    assert order("ã‚·ã‚¹ãƒ†ãƒ " * 30) == 0  # garble-fix: ignore


def test_three_letters_one_by_one_are_a_list() -> None:
    assert listed("á, í, ò", 3, 4)
    assert not listed("á, í", 0, 4)
    assert not listed("á, in, ò", 0, 1)
    assert not listed("a b c où", 6, 8)


def test_where_most_is_sound_one_repair_must_be_sure() -> None:
    assert lonely(1, 1) == 0
    assert lonely(1, 100_000) > 5 > lonely(1, 100) > lonely(50, 100)


def test_a_dictionary_of_rare_words_is_left_alone_and_soon_done_with() -> None:
    words = [
        chr(0x4E00 + 7 * at % 20_000) + chr(0x4E00 + 131 * at % 20_000) + f" {at}" for at in range(4_000)
    ]
    data = ("\n".join(words) + "\n").encode()
    repair = repair_bytes(data)
    assert repair.data == data
    assert repair.verdict is Verdict.CLEAN


def test_among_rare_words_garble_is_still_found() -> None:
    words = [
        chr(0x4E00 + 7 * at % 20_000) + chr(0x4E00 + 131 * at % 20_000) + f" {at}\n" for at in range(500)
    ]
    garbled = "".join(words) + "# 璇峰厛鐧诲綍璐﹀彿锛岀劧鍚庡啀璇曚竴娆°€?\n"  # garble-fix: ignore
    assert "请先登录账号" in repair_text(garbled, holes="guess").text
