"""Which lines of a long text are searched."""

from __future__ import annotations

import pytest

from garble_fix.channels import garble
from garble_fix.language import packaged
from garble_fix.spans.suspects import LONG, SCREENED, suspects

SOUND = "今天的天气非常好，我们去公园散步吧。\n這個檔案已經儲存。\nこの操作は元に戻せません。\n파일을 저장했습니다.\n"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("检查数组是否为空，避免越界", "utf-8>cp936"),
        ("关闭按钮", "gb18030>big5"),
        ("選擇遠端應用程式", "big5hkscs>cp936"),
        ("この操作は元に戻せません。", "euc-jp>cp936"),
        ("파일을 저장했습니다.", "cp949>cp936"),
        ("Обсуждение закрыто", "koi8-r>cp1251"),
        ("Ein größeres Übel", "utf-8>cp1252"),
    ],
)
@pytest.mark.parametrize("size", [SCREENED, LONG])
def test_one_garbled_line_is_found_in_a_long_text(text: str, chain: str, size: int) -> None:
    damaged = garble(text, chain)
    clean = SOUND * (size // len(SOUND) + 1)
    found = list(suspects(clean + damaged + "\n" + clean, packaged()))
    assert [suspect.piece.text for suspect in found] == [damaged]
    assert found[0].piece.start == len(clean)


def test_of_a_long_line_the_window_is_what_is_around_the_surprise() -> None:
    sound = "今天的天气非常好，我们去公园散步吧。" * 6
    damaged = garble("检查数组是否为空，避免越界", "utf-8>cp936")
    [suspect] = suspects(sound + damaged + sound, packaged())
    window = suspect.window
    assert damaged in window.text
    assert len(window.text) < len(suspect.piece.text) // 2
    assert (sound + damaged + sound)[window.start : window.end] == window.text
    assert (sound + damaged + sound)[window.end :].startswith(window.follow)
