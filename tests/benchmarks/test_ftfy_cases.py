"""When an answer to one of ftfy's cases is right."""

from __future__ import annotations

import pytest
from benchmarks.ftfy_cases import Case


@pytest.mark.parametrize(
    ("expected", "answer", "right"),
    [
        ("Sloven\ufffdina", "Slovenčina", True),
        ("Sloven\ufffdina", "Sloven\ufffdina", True),
        ("Sloven\ufffdina", "Slovenina", False),
        ("Sloven\ufffdina", "SlovenÄ\ufffdina", False),
        ("Ру\ufffd\ufffdкий", "Русский", True),
        ("a\ufffd\ufffdb", "a’b", True),
        ("a.b", "a-b", False),
        ("é", "é", True),
    ],
)
def test_what_stands_for_lost_bytes_is_not_judged(expected: str, answer: str, right: bool) -> None:
    assert Case("", "", expected, known_failure=False).answered(answer) is right
