"""The networks say what their weights say, of nothing but what they look at, and know more than the n-grams."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest

from garble_fix.errors import ModelError
from garble_fix.language import LANGUAGES, network
from garble_fix.language.model import code_points
from garble_fix.language.model import packaged as ngrams
from garble_fix.language.network import NAMES, Network, packaged, packed, unpacked

WIDTH, REACH, DILATIONS = 4, 3, (1, 2)
ALPHABET = "\n abc"


@pytest.fixture(scope="module")
def small() -> Network:
    draw = np.random.default_rng(5)
    numbers = np.full(0x110000, network.UNKNOWN, np.uint16)
    numbers[0] = network.GAP
    numbers[[ord(char) for char in ALPHABET]] = np.arange(len(ALPHABET)) + network.FIRST

    def weights(*shape: int) -> network.Floats:
        return draw.normal(size=shape).astype(np.float32)

    layers = tuple((weights(REACH * WIDTH, 2 * WIDTH), weights(2 * WIDTH)) for _ in DILATIONS)
    known = len(ALPHABET) + network.FIRST
    return Network(numbers, weights(known, WIDTH), weights(known), weights(3, WIDTH), layers, DILATIONS)


def plainly(one: Network, text: str) -> list[float]:
    """`log P` of each character of `text` but the first, worked out character by character."""

    def normalised(state: list[float], gain: network.Floats) -> list[float]:
        size = math.sqrt(sum(number * number for number in state) / WIDTH + np.finfo(np.float32).eps)
        return [number / size * float(factor) for number, factor in zip(state, gain, strict=True)]

    ids = [int(one.numbers[ord(char)]) for char in text]
    states = [[float(number) * math.sqrt(WIDTH) for number in one.embedding[number]] for number in ids]
    for (matrix, bias), dilation, gain in zip(one.layers, DILATIONS, one.gains, strict=False):
        given = [normalised(state, gain) for state in states]
        for at, state in enumerate(states):
            seen: list[float] = []
            for back in range(REACH):
                before = at - back * dilation
                seen += given[before] if before >= 0 else [0.0] * WIDTH
            both = (np.array(seen) @ matrix + bias).tolist()
            for index in range(WIDTH):
                state[index] += both[index] / (1 + math.exp(-both[WIDTH + index]))
    found = []
    for state, following in zip(states, ids[1:], strict=False):
        logits = one.embedding @ np.array(normalised(state, one.gains[-1])) + one.bias
        found.append(float(logits[following] - np.log(np.exp(logits).sum())))
    return found


@pytest.mark.parametrize("cut", range(1, 15))
def test_is_what_the_weights_say(small: Network, cut: int) -> None:
    draw = random.Random(cut)
    text = "\n" + "".join(draw.choice(ALPHABET) for _ in range(16))
    found, known = small.log_probs(code_points(text[:cut]), code_points(text[cut:])[None])
    if cut <= small.horizon:
        assert found[0].tolist() == pytest.approx(plainly(small, text)[cut - 1 :], abs=1e-4)
    assert known.all()


def test_looks_back_to_its_horizon_and_no_further(small: Network) -> None:
    assert small.horizon == 7
    text = code_points("b" * 12)
    alike, _ = small.log_probs(code_points("a" * 5 + "b" * 7), text[None])
    other, _ = small.log_probs(code_points("c" * 5 + "b" * 7), text[None])
    nearer, _ = small.log_probs(code_points("c" * 6 + "b" * 6), text[None])
    assert alike.tolist() == other.tolist()
    assert alike[0, 0] != nearer[0, 0]


def test_texts_know_nothing_of_each_other(small: Network) -> None:
    texts = [code_points("abca"), code_points("ccba"), code_points("a\nbb")]
    before = code_points("\nab")
    found, _ = small.log_probs(before, np.stack(texts))
    for row, text in zip(found, texts, strict=True):
        assert small.log_probs(before, text[None])[0][0].tolist() == pytest.approx(row.tolist(), abs=1e-5)


def test_says_what_it_does_not_know(small: Network) -> None:
    _, known = small.log_probs(code_points("a"), code_points("b§\0a")[None])
    assert known.tolist() == [[True, False, False, True]]


def test_weights_come_back_within_a_half_step() -> None:
    draw = np.random.default_rng(3)
    codes = np.rint(draw.normal(size=(40, 300)) * 3).astype(np.int8)
    scales = draw.uniform(0.1, 2, 40).astype(np.float16)
    data = packed(codes)
    assert data.size < 0.55 * codes.size
    assert unpacked(data, scales).tolist() == (codes * scales.astype(np.float32)[:, None]).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "파일을 찾을 수 없는 경우에는 기본 설정을 사용합니다.\n",
        "이 명령을 실행하려면 관리자 권한이 필요합니다.\n",
        "이 파일은 이미 있습니다. 덮어쓰시겠습니까?\n",
    ],
)
def test_the_packaged_one_knows_more_than_the_ngrams(text: str) -> None:
    found = packaged("ko")
    assert found is not None
    nats, known = found.log_probs(code_points("\n"), code_points(text)[None])
    near = ngrams().char_log_probs(text)[LANGUAGES.index("ko")]
    assert known.all()
    assert nats.sum() > near.sum()


def test_some_languages_have_none() -> None:
    assert set(NAMES) < set(LANGUAGES)
    assert packaged("ja") is None


def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "networks.bin"
    network.container.write(path, {"dilations": [1]}, {"ko/embedding": np.arange(9, dtype=np.uint8)})
    with pytest.raises(ModelError, match=r"networks\.bin"):
        network.load(path, "ko")
