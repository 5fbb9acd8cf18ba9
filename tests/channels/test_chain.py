# garble-fix: ignore-file - garbled text is what this is about
"""Chains: how they are written, what they do, and that a strict chain can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.channels import Chain, Channel, garble, parse
from garble_fix.codepages import Manner
from garble_fix.errors import UnknownChainError


@pytest.mark.parametrize(
    ("written", "channels"),
    [
        ("utf-8>cp936", (Channel("utf-8", "cp936"),)),
        ("utf-8>cp936w", (Channel("utf-8", "cp936", Manner.WINDOWS),)),
        ("utf-8>cp936j", (Channel("utf-8", "cp936", Manner.JAVA),)),
        ("utf-8>cp936py", (Channel("utf-8", "cp936", Manner.PYTHON),)),
        ("utf-8>gb18030web", (Channel("utf-8", "gb18030", Manner.WHATWG),)),
        ("utf-8>cp936drop", (Channel("utf-8", "cp936", Manner.DROP),)),
        (
            "gbk>cp1252>utf-8>cp1252",
            (Channel("gbk", "cp1252"), Channel("utf-8", "cp1252")),
        ),
        ("cp1252?>cp1252", (Channel("cp1252", "cp1252", lossy=True),)),
    ],
)
def test_is_read_and_written(written: str, channels: tuple[Channel, ...]) -> None:
    assert parse(written) == channels
    assert str(parse(written)) == written


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("utf-8>cp932w>cp932>utf-8~", "utf-8>cp932w>cp932>utf-8py"),
        ("UTF8>Shift_JISw", "utf-8>cp932w"),
        ("euc-kr>windows-1252", "cp949>cp1252"),
    ],
)
def test_aliases_are_understood(written: str, canonical: str) -> None:
    assert str(parse(written)) == canonical


@pytest.mark.parametrize(
    "written", ["", "utf-8", "utf-8>", "utf-8>cp936>utf-8", "utf-8>cp936x", "utf-8w>cp936", "utf-8??>cp936"]
)
def test_what_is_no_chain_is_refused(written: str) -> None:
    with pytest.raises(UnknownChainError):
        parse(written)


@pytest.mark.parametrize(
    ("text", "chain", "garbled"),
    [
        ("需要：", "utf-8>cp936w", "闇€瑕侊細"),
        ("需要 x", "utf-8>cp936w", "闇€瑕?x"),
        ("café", "utf-8>cp936", "caf茅"),
        ("don’t", "utf-8>cp936", "don鈥檛"),
        ("🚀", "utf-8>cp936", "馃殌"),
        ("原始", "gbk>utf-8", "ԭʼ"),
        ("锟", "gbk>utf-8py", "�"),
        ("é", "utf-8>cp1252>utf-8>cp1252", "ÃƒÂ©"),
        ("à", "utf-8>cp1252", "Ã\N{NO-BREAK SPACE}"),
        ("č", "utf-8>cp1250", "ÄŤ"),
        ("é用🚀", "cp1252?>cp1252", "é???"),
        ("é用", "ascii?>ascii", "??"),
        ("用é", "cp936?>latin-1", "ÓÃ¨¦"),
        ("Привет", "cp1251>latin-1", "Ïðèâåò"),
    ],
)
def test_damage(text: str, chain: str, garbled: str) -> None:
    assert garble(text, chain) == garbled


def test_a_mark_of_cp932_that_is_stored_leaves_a_stray_e() -> None:
    # U+30FB is 81 45 in cp932; in UTF-8 the 81 ends another character and the 45 is a letter.
    assert garble("起動</a>", "utf-8>cp932w") == "襍ｷ蜍・/a>"
    assert garble("起動</a>", "utf-8>cp932w>cp932>utf-8py") == "起勁E/a>"
    assert garble("。\n", "utf-8>cp932w>cp932>utf-8py") == "、E"


def test_strict_damage_that_would_lose_something_fails() -> None:
    with pytest.raises(UnicodeDecodeError):
        garble("需要 x", "utf-8>cp936")
    with pytest.raises(UnicodeEncodeError):
        garble("需要", "cp1252>utf-8")


@pytest.mark.parametrize(
    "chain",
    [
        "utf-8>cp936",
        "utf-8>cp949",
        "utf-8>cp950",
        "utf-8>cp1252",
        "gb18030>cp1252",
        "gb18030>latin-1",
        "big5hkscs>cp936",
        "cp949>cp936",
        "utf-8>cp1252>utf-8>cp1252",
        "gb18030>latin-1>utf-8>cp936",
    ],
)
@given(text=st.text(st.sampled_from("中文字符需要的一是了我，。ab \n—é🚀あアｱ한국Яжё"), max_size=12))
def test_strict_damage_can_be_undone(chain: str, text: str) -> None:
    try:
        garbled = garble(text, chain)
    except UnicodeError:
        return
    assert parse(chain).ungarble(garbled) == text


def test_what_cannot_have_come_about_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        parse("utf-8>latin-1").ungarble("中文")
    with pytest.raises(UnicodeDecodeError):
        parse("utf-8>latin-1").ungarble("é")


@pytest.mark.parametrize(
    ("text", "chain", "garbled"),
    [
        ("voilà tout", "utf-8>cp1252", "voilÃ\xa0 tout"),
        ("voilà tout", "utf-8>cp1252sp", "voilÃ  tout"),
        ("voilà tout", "utf-8>cp1252ws", "voilÃ tout"),
        ("a  b", "utf-8>cp1252sp", "a  b"),
        ("a   b", "utf-8>cp1252ws", "a b"),
        ("à", "utf-8>cp1252sp", "Ã "),
        ("à", "utf-8>cp1252ws", "Ã "),
        ("à", "utf-8>cp1252sp>utf-8>cp1252", "Ãƒ "),
    ],
)
def test_no_break_spaces_that_became_spaces(text: str, chain: str, garbled: str) -> None:
    assert garble(text, chain) == garbled
    assert str(parse(chain)) == chain


@pytest.mark.parametrize("manner", [Manner.SPACES, Manner.COLLAPSED])
def test_before_spaces_were_lost_it_was_read_strictly(manner: Manner) -> None:
    with pytest.raises(UnicodeDecodeError):
        Channel("utf-8", "cp936", manner).garble("需要 x")


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        ("utf-8>cp1252", "gbk>cp1252", "gbk>cp1252>utf-8>cp1252"),
        ("cp1252>cp1251", "utf-8>cp1252", "utf-8>cp1251"),
        ("cp1252>cp1251py", "utf-8>cp1252", "utf-8>cp1251py"),
        ("cp1252>cp1251", "utf-8>cp1252py", "utf-8>cp1252py>cp1252>cp1251"),
        ("cp1252>cp1251", "utf-8>cp1252sp", "utf-8>cp1252sp>cp1252>cp1251"),
        ("cp1252>cp1251>utf-8>cp437", "gbk>latin-1>utf-8>cp1252", "gbk>latin-1>utf-8>cp1251>utf-8>cp437"),
    ],
)
def test_one_damage_after_another(last: str, first: str, joined: str) -> None:
    assert str(parse(last).after(parse(first))) == joined


def test_after_nothing_and_nothing_after() -> None:
    chain = parse("utf-8>cp1252")
    assert chain.after(Chain()) == Chain().after(chain) == chain


@given(
    st.text(st.sampled_from("éüßñÀ€Яж中a "), max_size=8),
    st.sampled_from(["utf-8>cp1252", "utf-8>cp1251", "cp1252>cp1251", "cp1251>koi8-r", "utf-8>cp1252py"]),
    st.sampled_from(["utf-8>cp1252", "cp1252>cp1251", "cp1251>koi8-r", "koi8-r>latin-1"]),
)
def test_the_joined_chain_does_what_the_two_do(text: str, first: str, last: str) -> None:
    try:
        damaged = garble(garble(text, first), last)
    except UnicodeError:
        return
    assert parse(last).after(parse(first)).garble(text) == damaged
