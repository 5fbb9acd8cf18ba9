"""What a network is trained on, and how its weights are stored."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from training.build import Corpus
from training.rounding import STEP, arrays, rounded
from training.stretches import LENGTH, ROWS, Text

from garble_fix.language import container, network
from garble_fix.language.model import code_points
from garble_fix.language.network import FIRST, GAP, UNKNOWN

LINES = [f"文字化けの例 {number} 行" for number in range(800)]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Text:
    folder = tmp_path_factory.mktemp("corpus")
    for name, content in {
        "text/ja/one.txt": "\n".join([*LINES, "稀"]) + "\n",
        "fragments/ja/drawn.txt": "断片\n" * 5,
        "words/ja.tsv": "単語\t9\n単語\t8\n単語\t7\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
    return Text.of(Corpus(folder), ("ja",), 3)


def test_lines_words_and_pieces_are_read(text: Text) -> None:
    assert text.units == [*(f"{line}\n" for line in LINES), "稀\n", *["単語\n"] * 3, *["\0断片"] * 5]


def test_characters_seen_often_enough_are_known(text: Text) -> None:
    assert {"\n", " ", "~", "文", "断", "単"} <= set(text.characters)
    assert "稀" not in text.characters
    assert "\0" not in text.characters
    table = text.ids()
    assert table[0] == GAP
    assert table[ord("稀")] == UNKNOWN
    assert [table[ord(char)] for char in text.characters] == list(range(FIRST, FIRST + len(text.characters)))


def test_stretches_are_of_the_text_and_the_same_each_time(text: Text) -> None:
    first, again = (list(islice(text.batches(), 12)) for _ in range(2))
    assert all((one == other).all() for one, other in zip(first, again, strict=True))
    assert all(batch.shape == (ROWS, LENGTH + 1) for batch in first)
    known = dict(enumerate(text.characters, FIRST)) | {GAP: "\0", UNKNOWN: "稀"}
    lines = {unit.rstrip("\n") for unit in text.units} | {""}
    for row in first[0]:
        _, *whole, _ = "".join(known[int(number)] for number in row).split("\n")
        assert all(line.partition("\0")[0] in lines or "\0" in line for line in whole)


def test_rounding_is_within_half_a_step() -> None:
    matrix = np.random.default_rng(2).normal(size=(30, 200)).astype(np.float32) * 0.03
    codes, scales = rounded(matrix)
    back = codes * scales.astype(np.float32)[:, None]
    size = np.sqrt((matrix**2).mean(axis=1, keepdims=True))
    assert np.abs(back - matrix).max() <= (0.51 * STEP * size).max()


def test_what_was_trained_can_be_read(tmp_path: Path) -> None:
    draw = np.random.default_rng(4)
    width, known = 8, "\nabc"
    shapes = {
        "embedding.weight": (len(known) + FIRST, width),
        "bias": (len(known) + FIRST,),
        "gains": (3, width),
    }
    for layer in range(2):
        shapes |= {f"layers.{layer}.weight": (2 * width, 3 * width), f"layers.{layer}.bias": (2 * width,)}
    weights = {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    path = tmp_path / "networks.bin"
    own = {f"xy/{name}": array for name, array in arrays(known, weights).items()}
    container.write(path, {"dilations": (1, 2)}, own)
    read = network.load(path, "xy")
    assert read.horizon == 7
    assert read.embedding == pytest.approx(weights["embedding.weight"], abs=0.3)
    assert read.layers[1][0] == pytest.approx(weights["layers.1.weight"].T, abs=0.3)
    assert read.bias == pytest.approx(weights["bias"], abs=2e-3)
    nats, seen = read.log_probs(code_points("\na"), code_points("bx")[None])
    assert np.isfinite(nats).all()
    assert seen.tolist() == [[True, False]]
