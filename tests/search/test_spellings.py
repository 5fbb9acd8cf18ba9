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
        ("项目软件的理解与管理最重要", "gb18030>cp932"),
        ("減少安裝所需的資源，當然也可以", "big5hkscs>cp932"),
        ("하나의 설정을 확인하십시오", "utf-8>cp932"),
        ("세 명의 선수가 창고를 보고 싶어야 합니다", "cp949>cp932"),
        ("一覧からひろげて、パネルを開きます", "euc-jp>cp932"),
    ],
)
def test_the_spelling_is_the_one_that_makes_sense(text: str, chain: str) -> None:
    assert repair_text(garble(text, chain)).text == text
