from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.report import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("乱码，文字化け 깨진 글자 caf\u00e9", "乱码，文字化け 깨진 글자 caf\u00e9"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x7f\x80\x9b31m", r"\x7f\x80\x9b31m"),
        ("a\tb\r\n", r"a\tb\r\n"),
        ("if \u202eesle\u2066\u061c", r"if \u202eesle\u2066\u061c"),
        ("zero\u200bwidth\ufeff\u00ad", r"zero\u200bwidth\ufeff\xad"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("\u3164\u115f", r"\u3164\u115f"),
        ("\udce9", r"\xe9"),
        ("\ud800", r"\ud800"),
        ("lost \ufffd, private \ue000", "lost \ufffd, private \ue000"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_every_control_and_format_character_is_escaped() -> None:
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            assert printable(chr(code)).isascii()


@given(st.text(alphabet=st.characters(), max_size=20))
def test_what_is_shown_can_be_shown(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in printable(text))


def test_what_is_to_be_kept_is_kept() -> None:
    assert printable("a\tb\x1b", keep="\t") == "a\tb\\x1b"
