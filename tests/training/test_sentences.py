"""Sentences drawn from another program's model: reading it, and drawing by its probabilities."""

from __future__ import annotations

import struct

import marisa_trie
import numpy as np
import pytest
from training.sentences import Trigrams, read_libkkc

KEYS = ["<s>", "</s>", "あき/秋", "は/は", "きた/来た", "１/１", "。/。"]


def cost(probability: float) -> int:
    return round(-np.log10(probability) * 65535 / 8)


@pytest.fixture
def model() -> Trigrams:
    """After `秋は` the sentence goes on in one way as trigrams have it, and in another as bigrams do."""
    trie = marisa_trie.Trie(KEYS)
    number = {key.rpartition("/")[0] or key: trie[key] for key in KEYS if not key.startswith("<")}
    number |= {"<s>": trie["<s>"], "</s>": trie["</s>"]}
    two = {
        ("<s>", "あき"): 1.0, ("あき", "は"): 1.0, ("は", "きた"): 0.5, ("は", "１"): 0.5,
        ("きた", "</s>"): 1.0, ("１", "</s>"): 1.0,
    }  # fmt: skip
    # The order of the real files: by the bytes of the word, not of the one before it.
    rows = sorted((struct.pack("<II", number[word], number[before]), p) for (before, word), p in two.items())
    pairs = [key for key, _ in rows]
    place = pairs.index(struct.pack("<II", number["は"], number["あき"]))
    return read_libkkc(
        {
            "data.1gram.index": trie.tobytes(),
            "data.2gram": b"".join(key + struct.pack("<HH", cost(p), 592) for key, p in rows),
            "data.3gram": struct.pack("<IIH", number["きた"], place, cost(0.6)),
        }
    )


def test_surfaces_are_read_with_half_width_digits(model: Trigrams) -> None:
    assert sorted(model.words) == sorted(["<s>", "</s>", "秋", "は", "来た", "1", "。"])


def test_sentences_are_drawn_by_their_probabilities(model: Trigrams) -> None:
    drawn = list(model.sentences(5000, np.random.default_rng(3)))
    assert set(drawn) == {"秋は来た。", "秋は1。"}
    # 0.6 by the trigram, and half of the rest by the bigram.
    assert drawn.count("秋は来た。") / len(drawn) == pytest.approx(0.8, abs=0.02)


def test_the_same_seed_draws_the_same(model: Trigrams) -> None:
    one, other = (list(model.sentences(50, np.random.default_rng(1))) for _ in "12")
    assert one == other
