"""Characters that a page has twice, read back."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.codepages import Manner, get
from garble_fix.codepages.registry import names


@pytest.mark.parametrize("manner", [Manner.WINDOWS, Manner.BARE, Manner.WHATWG])
@pytest.mark.parametrize("name", names())
def test_the_second_spelling_reads_as_the_same_character(name: str, manner: Manner) -> None:
    page = get(name)
    twice = page.twice(manner).items()
    assert all(page.decode(other, manner) == char and page.encode(char) != other for char, other in twice)


def test_code_page_932_has_what_ibm_and_nec_have_added_twice() -> None:
    assert len(get("cp932").twice(Manner.STRICT)) > 360


def test_browsers_read_two_spellings_of_the_euro_sign() -> None:
    assert get("cp936").twice(Manner.WHATWG) == {"€": b"\xa2\xe3"}
    assert get("gb18030").twice(Manner.WHATWG) == {"€": b"\x80"}
    assert not get("cp936").twice(Manner.WINDOWS)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("高级自动修理工厂", "gb18030>cp932"),
        ("分区软件有引导模式", "gb18030>cp932"),
        ("應該可以透過網路存取當然", "big5hkscs>cp932"),
        ("하나 확보하십", "utf-8>cp932"),
        ("도를 제어하는", "cp949>cp932"),
        ("ずけいをまんなかからひろげます。", "euc-jp>cp932"),
        ("アクティブなダイアログをリモートで開きます。", "utf-8>gb18030bare"),
        ("アクティブなダイアログをリモートで開きます。", "utf-8>cp936web"),
        ("可选「保留」「替换」与「省略」之一", "utf-8>gb18030bare"),
    ],
)
def test_the_spelling_is_the_one_that_makes_sense(text: str, chain: str) -> None:
    assert repair_text(garble(text, chain)).text == text
