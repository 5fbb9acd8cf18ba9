"""Brackets, quotation marks, comments and tables: what a line says of what was lost in it."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.search.lattice.paired import HOLE, closed_further_on, expected_marks
from garble_fix.search.lattice.structure import comment_end, expected


def test_what_is_never_closed_is_not_opened() -> None:
    added, _ = expected_marks("参数", "", "必填，默认为空。")
    assert added["（"] < 0
    lost_ahead, _ = expected_marks("参数", "", f"必填{HOLE}，默认为空。")
    closed_ahead, _ = expected_marks("参数", "", "必填），默认为空。")
    assert "（" not in lost_ahead
    assert closed_ahead["（"] == 0


def test_what_is_closed_further_on_is_not_closed_here() -> None:
    _, waited_for = expected_marks("（可选", "", "，默认为空。")
    _, closed = expected_marks("（可选", "", "，默认为空）。")
    assert "）" in waited_for
    assert "）" not in closed


def test_the_last_place_is_likelier_than_one_of_several() -> None:
    _, several = expected_marks("（可选", "", f"，默认{HOLE}。")
    _, last = expected_marks("（可选", "", "，默认。")
    assert last["）"] > several["）"]


def test_a_string_goes_on_where_a_letter_follows() -> None:
    _, within = expected_marks('msgstr "文件', "", f"已保存{HOLE}")
    _, at_end = expected_marks('msgstr "文件', "", "")
    assert '"' not in within
    assert '"' in at_end


def test_what_is_closed_further_on_was_opened() -> None:
    _, sought = expected_marks("신", "", "God) 모드")
    assert "(" in sought
    assert "（" not in sought
    _, several = expected_marks("신", "", f"God{HOLE}모드) 켜짐")
    assert several["("] < sought["("]


@pytest.mark.parametrize("ahead", ["1) 安装", " a) 安装", "')\n", "功能表。')", "安装"])
def test_neither_numbers_of_items_nor_ends_of_strings_are_opened(ahead: str) -> None:
    assert "(" not in expected_marks("说明", "", ahead)[1]


@pytest.mark.parametrize(
    ("line", "ahead", "closed"),
    [
        ("套件 (包括真實的", ".deb 檔案)，其", True),
        ("套件 (包括 (真實的", ".deb 檔案)，其", False),
        ("套件 (包括真實的", ".deb 檔案，其", False),
        ("套件", "檔案)，其", False),
        ("f('套件", "檔案')", False),
    ],
)
def test_what_waits_may_be_closed_further_on(line: str, ahead: str, closed: bool) -> None:
    assert closed_further_on(")", line, ahead) is closed


def test_what_is_known_between_two_marks_counts() -> None:
    inside, _ = expected_marks("期待", "(", ") 值")
    outside, _ = expected_marks("期待", "", ") 值")
    assert inside["("] < outside["("]


@pytest.mark.parametrize(("right", "length"), [("*/", 2), ("**/\n", 3), ("-->", 3), ("* x", 0), ("", 0)])
def test_comments_end(right: str, length: int) -> None:
    assert comment_end(right) == length


def test_a_comment_on_one_line_has_a_space_before_its_end() -> None:
    within = expected("/* 取消", "*/", -1.5).added
    after = expected("取消", "*/", -1.5).added
    assert within[ord(" ")] > within[ord("\n")]
    assert after[ord("\n")] > within[ord("\n")]


@pytest.mark.parametrize(
    ("line", "chain"),
    [
        ("/* 允许建造三型 */", "utf-8>cp936w"),
        ("<!-- 首页的标题 -->", "utf-8>cp936w"),
        ("| 重型武力平台 | ok | 3 |", "utf-8>cp936w"),
        ("需要安装的软件(推荐的) and more\n", "utf-8>cp936w"),
        ("套件 (包括真實的 .deb 檔案)，其唯一目的是顯示。", "utf-8>cp936w"),
        ('  "title": "ポート番号%dで接続を受け付けています。",', "utf-8>cp936w"),
    ],
)
def test_line_structure_comes_back(line: str, chain: str) -> None:
    garbled = garble(line, chain)
    assert garbled != line
    assert repair_text(garbled, holes="guess").text == line
