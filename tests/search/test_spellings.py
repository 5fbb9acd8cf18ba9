"""Characters that a page has twice, read back."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.codepages import get
from garble_fix.codepages.registry import names


@pytest.mark.parametrize("name", names())
def test_the_second_spelling_reads_as_the_same_character(name: str) -> None:
    page = get(name)
    assert all(page.decode(pair) == char and page.encode(char) != pair for char, pair in page.twice.items())


def test_code_page_932_has_what_ibm_and_nec_have_added_twice() -> None:
    assert len(get("cp932").twice) > 360


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("高级自动修理工厂", "gb18030>cp932"),
        ("分区软件有引导模式", "gb18030>cp932"),
        ("應該可以透過網路存取當然", "big5hkscs>cp932"),
        ("하나 확보하십", "utf-8>cp932"),
        ("도를 제어하는", "cp949>cp932"),
        ("ずけいをまんなかからひろげます。", "euc-jp>cp932"),
    ],
)
def test_the_spelling_is_the_one_that_makes_sense(text: str, chain: str) -> None:
    assert repair_text(garble(text, chain)).text == text
