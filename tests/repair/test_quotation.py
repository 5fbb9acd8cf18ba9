# garble-fix: ignore-file - garbled text is what this is about
"""Garble that somebody quotes is left; garble in a string literal of a damaged file is not."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.repair.quotation import is_quotation


@pytest.mark.parametrize(
    ("line", "stretches", "passed_by", "proved", "expected"),
    [
        ("from “Ã©” to “é”", [(6, 8, "é")], "é", False, True),
        ("from “Ã©” to “é”", [(6, 8, "é")], "é", True, True),
        ("from “Ã©” to e", [(6, 8, "é")], "", False, True),
        ("from “Ã©” to e", [(6, 8, "é")], "", True, False),
        ("from ‘Ã©tÃ©’ to e", [(6, 11, "été")], "", False, False),
        ("from ‘Ã©tÃ©’ – e", [(6, 11, "été")], "–", False, False),
        ("x « Ã©tÃ© » é", [(4, 9, "été")], "é", False, True),
        ("Ã©tÃ© é", [(0, 5, "été")], "é", False, False),
        ("(Ã©tÃ©) é", [(1, 6, "été")], "é", False, False),
        ("'Ã©tÃ©", [(1, 6, "été")], "", False, False),
        ("「Ã©Ã¼」é", [(1, 3, "é"), (3, 5, "ü")], "é", False, True),
        ("╨Т ╤В", [(0, 2, "В"), (3, 5, "т")], "", False, False),
    ],
)
def test_marks_around_and_sound_text_beside(
    line: str, stretches: list[tuple[int, int, str]], passed_by: str, proved: bool, expected: bool
) -> None:
    assert is_quotation(line, stretches, 0, passed_by=passed_by, proved=proved) is expected


@pytest.mark.parametrize(
    "line",
    [
        "Statt „schÃ¶n“ muss dort „schön“ stehen.",
        'TABLE = {"Ã¤": "ä", "Ã¶": "ö"}',
        "如果看到“锛堢敤鎴”，说明编码不对，请改用正确的编码。",
    ],
)
def test_a_quotation_is_left(line: str) -> None:
    assert repair_text(line).text is line


def test_a_damaged_file_is_repaired_within_its_literals() -> None:
    code = 'title = "用户登录"\nhint = "请输入密码"\nerror = "用户名不存在，请先注册"\n'
    assert repair_text(garble(code, "gbk>cp1252")).text == code
