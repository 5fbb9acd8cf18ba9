# garble-fix: ignore-file - garbled text is what this is about
"""How each manner loses bytes, on UTF-8 that is read as something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.codepages import Manner, get, names

LOSSY = [Manner.WINDOWS, Manner.JAVA, Manner.PYTHON, Manner.WHATWG, Manner.DROP]


@pytest.mark.parametrize(
    ("page", "manner", "data", "text"),
    [
        # A lead byte and a space: what each makes of the pair.
        ("cp936", Manner.WINDOWS, b"\xe5 x", "?x"),
        ("cp936", Manner.PYTHON, b"\xe5 x", "� x"),
        ("cp936", Manner.WHATWG, b"\xe5 x", "� x"),
        ("cp936", Manner.DROP, b"\xe5 x", " x"),
        ("cp936", Manner.JAVA, b"\xe5 x", "�x"),
        ("cp932", Manner.WINDOWS, b"\x82 x", "・x"),
        ("cp949", Manner.WINDOWS, b"\xe5 x", "?x"),
        ("cp950", Manner.WINDOWS, b"\xe5 x", "?x"),
        # A lead byte at the end.
        ("cp936", Manner.WINDOWS, b"x\xe5", "x"),
        ("cp936", Manner.JAVA, b"x\xe5", "x�"),
        ("cp936", Manner.PYTHON, b"x\xe5", "x�"),
        ("cp936", Manner.WHATWG, b"x\xe5", "x�"),
        ("cp936", Manner.DROP, b"x\xe5", "x"),
        # 80 is a character to Windows and a lead byte to old Java.
        ("cp936", Manner.WINDOWS, b"\x80\xe6\x8c", "€鎸"),
        ("cp936", Manner.JAVA, b"\x80\xe6\x8c\x89", "�寜"),
        # Plain codecs know no user-defined area; Windows, browsers and the Java of Eclipse do.
        ("cp936", Manner.WINDOWS, b"\xaa\xe5", "\ue044"),
        ("cp936", Manner.WHATWG, b"\xaa\xe5", "\ue044"),
        ("ms936", Manner.JAVA, b"\xaa\xe5", "\ue044"),
        ("cp936", Manner.PYTHON, b"\xaa\xe5\x8c", "�" + b"\xe5\x8c".decode("gbk")),
        ("cp936", Manner.WHATWG, b"\xa2\xe3", "€"),
        ("cp949", Manner.WHATWG, b"\xc9\xa1", "�"),
        # An unassigned pair of two high bytes.
        ("cp932", Manner.WINDOWS, b"\x85\x9e!", "・!"),
        ("cp932", Manner.WHATWG, b"\x85\x9e!", "�!"),
        ("cp932", Manner.WHATWG, b"\xa0", "�"),
        # Three-byte characters of EUC-JP that are not assigned.
        ("euc-jp", Manner.WHATWG, b"\x8f\xa1\xa1!", "�!"),
        ("euc-jp", Manner.WHATWG, b"\x8f!", "�!"),
        # Single bytes: Windows and browsers have C1 controls, strict codecs nothing.
        ("cp1252", Manner.WINDOWS, b"\x9d", "\x9d"),
        ("cp1252", Manner.WHATWG, b"\x9d", "\x9d"),
        ("cp1252", Manner.PYTHON, b"\x9d", "�"),
        ("cp1252", Manner.DROP, b"\x9d", ""),
        ("cp1253", Manner.WHATWG, b"\xd2", "�"),
        # UTF-8: a mark for each maximal subpart.
        ("utf-8", Manner.PYTHON, b"\xe4\xb8a\x80", "�a�"),
        ("utf-8", Manner.DROP, b"\xe4\xb8a\x80", "a"),
        ("cesu-8", Manner.PYTHON, b"\xed\xa0\xbd\xed\xb8\x80\xff", "😀�"),
    ],
)
def test_loses(page: str, manner: Manner, data: bytes, text: str) -> None:
    assert get(page).decode(data, manner) == text


@pytest.mark.parametrize("name", ["cp932", "cp936", "cp949", "cp950", "gb18030", "euc-jp", "utf-8"])
def test_strict_refuses_a_lead_byte_alone(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        get(name).decode(b"\xe5")


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("manner", LOSSY)
@given(data=st.binary(max_size=40))
def test_a_lossy_manner_reads_anything(name: str, manner: Manner, data: bytes) -> None:
    get(name).decode(data, manner)


@pytest.mark.parametrize("name", names())
@given(data=st.binary(max_size=40))
def test_windows_loses_nothing_where_strict_does_not(name: str, data: bytes) -> None:
    page = get(name)
    try:
        text = page.decode(data)
    except UnicodeDecodeError:
        return
    assert page.decode(data, Manner.WINDOWS) == text


@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12))
def test_chinese_alone_loses_nothing_but_a_dangling_byte_in_cp936(text: str) -> None:
    assert "?" not in get("cp936").decode(text.encode(), Manner.WINDOWS)
