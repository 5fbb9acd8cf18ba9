from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.codepages import names
from garble_fix.detect.encodings import STATEFUL, canonical, mark_of, read, write
from garble_fix.errors import UnknownCodePageError

LOSSLESS = ("ascii", "utf-8", "utf-16-le", "utf-16-be", "cp1252", "koi8-u", "gbk", "gb18030", "cp936")


@pytest.mark.parametrize("encoding", LOSSLESS)
@given(data=st.binary(max_size=60))
def test_what_is_read_can_be_written_again(encoding: str, data: bytes) -> None:
    text, tail = read(encoding, data)
    assert read(encoding, write(encoding, text))[0] == text
    if encoding not in ("gbk", "gb18030", "cp936"):  # these have characters with two byte pairs
        assert write(encoding, text) + tail == data


@pytest.mark.parametrize("encoding", names())
@given(data=st.binary(max_size=60))
def test_reading_keeps_all_that_it_cannot_read(encoding: str, data: bytes) -> None:
    text, tail = read(encoding, data)
    assert tail == b""
    # The one has characters of two bytes that it writes with three, the other reads four bytes that it writes as six.
    if encoding not in ("cp51932", "cesu-8"):
        assert len(write(encoding, text)) == len(data)


@pytest.mark.parametrize("encoding", sorted(STATEFUL))
def test_stateful_encodings_are_read_whole_or_not_at_all(encoding: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        read(encoding, b"abc\xff")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("UTF-8", b"", "utf-8"),
        ("utf_8_sig", b"", "utf-8"),
        (" GB2312 ", b"", "gbk"),
        ("shift_jis", b"", "cp932"),
        ("euc_kr", b"", "cp949"),
        ("utf-16", b"", "utf-16-le"),
        ("utf-16", b"\xfe\xff\0a", "utf-16-be"),
        ("utf16", b"\xff\xfea\0", "utf-16-le"),
        ("UTF-32", b"\0\0\xfe\xff", "utf-32-be"),
        ("US-ASCII", b"", "ascii"),
        ("HZ-GB-2312", b"", "hz"),
    ],
)
def test_names(name: str, data: bytes, expected: str) -> None:
    assert canonical(name, data) == expected


@pytest.mark.parametrize("name", ["", "utf-9", "binary", "klingon"])
def test_unknown_names(name: str) -> None:
    with pytest.raises(UnknownCodePageError):
        canonical(name)


def test_marks_belong_to_their_encoding() -> None:
    assert mark_of(b"\xef\xbb\xbfa", "utf-8") == b"\xef\xbb\xbf"
    assert mark_of(b"\xef\xbb\xbfa", "gbk") == b""
    assert mark_of(b"\xff\xfe\0\0", "utf-16-le") == b"\xff\xfe"
    assert mark_of(b"\xff\xfe\0\0", "utf-32-le") == b"\xff\xfe\0\0"
