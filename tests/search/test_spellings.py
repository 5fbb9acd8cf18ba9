"""Characters that a page has twice, read back."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.codepages import get


def test_the_second_spelling_reads_as_the_same_character() -> None:
    page = get("cp932")
    assert len(page.twice) > 360
    assert all(page.decode(pair) == char and page.encode(char) != pair for char, pair in page.twice.items())


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("高级自动修理工厂", "gb18030>cp932"),
        ("分区软件有引导模式", "gb18030>cp932"),
        ("應該可以透過網路存取當然", "big5hkscs>cp932"),
        ("하나 확보하십시오", "utf-8>cp932"),
        ("도를 제어하는", "cp949>cp932"),
        ("ずけいをまんなかからひろげます。", "euc-jp>cp932"),
    ],
)
def test_the_spelling_is_the_one_that_makes_sense(text: str, chain: str) -> None:
    assert repair_text(garble(text, chain)).text == text
