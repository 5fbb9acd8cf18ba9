from __future__ import annotations

import pytest
from built_repairs import repair

from garble_fix.report import LineIndex, text_before
from garble_fix.report.places import offset_after


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("乱码x", 2, (1, 3)),
        ("a\nb\nc", 0, (1, 1)),
        ("a\nb\nc", 2, (2, 1)),
        ("a\nb\n", 4, (3, 1)),
        ("a\r\nb\rc", 3, (2, 1)),
        ("a\r\nb\rc", 5, (2, 3)),
        ("a\rb\rc", 4, (3, 1)),
        ("a\u2028b\x0bc", 4, (1, 5)),
    ],
)
def test_lines_and_columns_are_those_of_editors(text: str, offset: int, place: tuple[int, int]) -> None:
    assert LineIndex(text).place(offset) == place


def test_the_text_before_is_got_back() -> None:
    before, repaired = repair("a ", ("鐢ㄦ埛", "用户"), " b\n", ("鐧诲綍", "登录"))
    assert text_before(repaired.text, repaired.edits) == before
    assert text_before("clean", ()) == "clean"


def test_an_offset_moves_with_the_edits_before_it() -> None:
    before, repaired = repair("a ", ("鐢ㄦ埛", "用户"), " b ", ("鐧诲綍", "登录"), " c")
    for letter in "abc":
        assert offset_after(before.index(letter), repaired.edits) == repaired.text.index(letter)
