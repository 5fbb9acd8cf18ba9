"""The list of words with letters beyond ASCII."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from garble_fix.language import container, static_function, words


@pytest.mark.parametrize(
    ("commoner", "rarer"),
    [("sẽ", "sẵ"), ("dụ", "dỗ"), ("für", "fùr"), ("девять", "девятс"), ("içeriği", "içerişi")],
)
def test_words_are_commoner_than_what_is_none(commoner: str, rarer: str) -> None:
    one, other = words.log_probs([commoner, rarer])
    assert other + 1 < one < 0
    assert other >= words.LEAST


def test_case_says_nothing() -> None:
    one, other, third = words.log_probs(["für", "Für", "FÜR"])
    assert one == other == third


def test_what_is_written_is_read(tmp_path: Path) -> None:
    def function(names: list[str], values: list[int]) -> static_function.StaticFunction:
        return static_function.build(words.keys(names), np.array(values, np.uint16), np.uint16, 10)

    tables = words.Tables(
        function(["é", "für", "ночь"], [1, 2, 63]),
        function(["für é"], [9]),
        function(["委托"], [4]),
        function(["对"], [0]),
        running=7,
    )
    words.write(tmp_path / "words.bin", tables, {"made from": "nothing"})
    assert container.read(tmp_path / "words.bin")[0]["made from"] == "nothing"
    read = words.read(tmp_path / "words.bin")
    assert read.running == 7
    for function_of, names, expected in (
        ("words", ["É", "FÜR", "НОЧЬ"], [1, 2, 63]),
        ("pairs", ["FÜR É"], [9]),
        ("unspaced", ["委托"], [4]),
        ("checks", ["对"], [0]),
    ):
        values, present = getattr(read, function_of).get(words.keys(names))
        assert present.all()
        assert values.tolist() == expected


def test_words_without_spaces_are_told_from_what_is_none() -> None:
    found = words.unspaced_log_probs(["委托", "服務", "サーバー", "对托", "ヨ落"])
    assert (found[:3] > words.LEAST + 3).all()
    assert found[3:].tolist() == [words.LEAST] * 2


def test_hardly_a_word_without_spaces_is_one_by_accident() -> None:
    none = [
        chr(0x4E00 + 7 * one) + chr(0x9000 - 11 * other) + "ヴ" for one in range(100) for other in range(100)
    ]
    assert (words.unspaced_log_probs(none) > words.LEAST).sum() <= 2


def test_words_that_stand_side_by_side_gain() -> None:
    usual, unusual = words.gains([("bộ", "nhớ"), ("bộ", "nhỏ")])
    assert usual > 2
    assert unusual < usual - 2
    assert unusual >= words.LEAST_GAIN


def test_languages_whose_pairs_are_not_known_gain_nothing() -> None:
    assert words.gains([("été", "très"), ("été", "près")]).tolist() == [0.0, 0.0]
