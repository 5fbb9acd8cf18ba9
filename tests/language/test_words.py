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
    names = ["é", "für", "ночь"]
    table = static_function.build(words.keys(names), np.array([1, 2, 63], np.uint16), np.uint16, 10)
    pairs = static_function.build(words.keys(["für é"]), np.array([9], np.uint16), np.uint16, 10)
    words.write(tmp_path / "words.bin", table, pairs, {"words": 3})
    meta, arrays = container.read(tmp_path / "words.bin")
    read = static_function.StaticFunction(arrays["slots"], meta["seed"], meta["bits"])
    values, present = read.get(words.keys([name.upper() for name in names]))
    assert present.all()
    assert values.tolist() == [1, 2, 63]
    assert meta["words"] == 3
    beside = static_function.StaticFunction(arrays["pairs"], meta["pairs_seed"], meta["bits"])
    values, present = beside.get(words.keys(["FÜR É"]))
    assert present.all()
    assert values.tolist() == [9]


def test_words_that_stand_side_by_side_gain() -> None:
    usual, unusual = words.gains([("bộ", "nhớ"), ("bộ", "nhỏ")])
    assert usual > 2
    assert unusual < usual - 2
    assert unusual >= words.LEAST_GAIN


def test_languages_whose_pairs_are_not_known_gain_nothing() -> None:
    assert words.gains([("été", "très"), ("été", "près")]).tolist() == [0.0, 0.0]
