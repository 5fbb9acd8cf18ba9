"""Readings that the n-grams cannot tell apart are told apart by the whole line, where there is a network."""

from __future__ import annotations

import numpy as np
import pytest

from garble_fix.language import LANGUAGES, packaged
from garble_fix.search.lattice.further import gains, rivals

KOREAN, JAPANESE = LANGUAGES.index("ko"), LANGUAGES.index("ja")


@pytest.mark.parametrize(
    ("left", "right", "better", "worse"),
    [
        ("파일을 찾을 수 ", "습니다.\n", "없", "꼬"),
        ("문서의 색인 항목에 대", " 반복하려면 다음을 클릭합니다.\n", "해", "한"),
        ("필드를 누르면 이 대화 상자가 표시", "니다.\n", "됩", "합"),
    ],
)
def test_the_line_decides(left: str, right: str, better: str, worse: str) -> None:
    found = gains([worse, better], left, right, KOREAN, packaged())
    assert found is not None
    assert found[1] > found[0]


def test_readings_of_other_lengths_and_line_ends_are_weighed_alike() -> None:
    readings = ["다.\r\n", "다.\n", "다."]
    found = gains(readings, "설정을 저장했습니", "", KOREAN, packaged())
    assert found is not None
    assert found.shape == (3,)
    assert np.isfinite(found).all()
    assert found[0] == pytest.approx(found[1], abs=1e-4)


def test_a_language_without_a_network_says_nothing() -> None:
    assert gains(["は", "の"], "今日", "天気\n", JAPANESE, packaged()) is None


def test_rivals_are_the_likeliest_and_near() -> None:
    assert rivals(np.array([-9.0, -3.0, -14.0, -4.0], np.float32)).tolist() == [1, 3, 0]
    assert rivals(np.arange(40, dtype=np.float32) / 100).tolist() == list(range(39, 27, -1))
