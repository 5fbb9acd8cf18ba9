"""The packaged model: what it says of a text, one by one and all at once."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from garble_fix.errors import ModelError
from garble_fix.language import LANGUAGES, LanguageModel, packaged
from garble_fix.language.junk import junk_log_probs
from garble_fix.language.model import code_points, load
from garble_fix.language.tokens import COVERED, TABLE_SIZE, fold

SENTENCES = {
    "zh-Hans": "这个函数返回列表中所有满足条件的元素。",
    "zh-Hant": "這個函數會傳回清單裡所有符合條件的元素。",
    "ja": "この関数は条件を満たす要素をすべて返します。",
    "ko": "이 함수는 조건을 만족하는 모든 요소를 반환한다.",
    "xx": "Cette fonction renvoie tous les éléments qui vérifient la condition.",
}
CALM = settings(max_examples=50, deadline=None, derandomize=True)
LINES = st.text(
    st.characters(exclude_characters="\n") | st.sampled_from("的是，あの이다 eéП\u3000"), max_size=30
)


LATIN = ((0xC0, 0x24F), (0x1E00, 0x1EFF))
SYMBOLS = ((0x2190, 0x22FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))


def is_free(point: int) -> bool:
    """Whether a code point is a Latin letter, an arrow, a sign of mathematics, a dingbat or an emoji."""
    return any(first <= point <= last for first, last in (*LATIN, *SYMBOLS))


def is_half_width(char: str) -> bool:
    """Whether a character is a kana of half width, or a mark that goes with them."""
    return "\uff61" <= char <= "\uff9f"


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return packaged()


def test_every_language_knows_its_own_best(model: LanguageModel) -> None:
    totals = model.log_probs(list(SENTENCES.values()))
    assert [LANGUAGES[best] for best in totals.argmax(axis=1)] == list(SENTENCES)


def test_text_is_likelier_than_its_garble(model: LanguageModel) -> None:
    garble = [text.encode().decode("latin-1") for text in SENTENCES.values()]
    good, bad = (model.log_probs(texts).max(axis=1) for texts in (list(SENTENCES.values()), garble))
    assert (good > bad + 50).all()


@CALM
@given(LINES)
def test_every_character_has_a_log_probability(text: str) -> None:
    scores = packaged().char_log_probs(text)
    assert scores.shape == (len(LANGUAGES), len(text))
    assert np.isfinite(scores).all()
    assert (scores <= 0).all()


@CALM
@given(LINES)
def test_no_character_costs_more_than_a_novelty(text: str) -> None:
    """Even a character that comes as no language has it is one of its kind, and may be new to the training."""
    points = code_points(text)
    garbage = junk_log_probs(fold(points))
    free = [is_free(point) for point in points.tolist()]
    floor = garbage - np.where(free, np.float32(8), np.float32(16))
    assert (packaged().char_log_probs(text) >= floor).all()


@CALM
@given(LINES)
@example("｡ｶﾞ")
def test_scores_are_those_of_the_models_or_of_novelty_or_of_repetition(text: str) -> None:
    """The score of each language, put together from its parts one character at a time."""
    model = packaged()
    folded = fold(code_points(text))
    tokens, letters = model.token[folded], model.letter[folded]
    where = np.flatnonzero(letters < model.letters)
    spelled = np.zeros(len(text), np.float32)
    spelled[where] = model.spelling.score(letters, tokens, where)
    garbage = junk_log_probs(folded)
    for language, found in zip(LANGUAGES, model.char_log_probs(text), strict=True):
        if language == "xx":
            plain = model.languages[language].score(letters) - model.log_letter_size[letters]
        else:
            plain = model.languages[language].score(tokens) + spelled
        for index, char in enumerate(text):
            known = float(plain[index])
            if is_half_width(char):
                # Scored as kana are, and used less; a voicing mark is part of the kana before it.
                known -= 0.5 if index and is_half_width(text[index - 1]) else 5.0
                known = max(known, -3.0) if char in "ﾞﾟ" else known
            wanted = max(known, float(garbage[index]) - (8 if is_free(ord(char)) else 16))
            if index and text[index - 1] == char and model.symbol[folded[index]]:
                wanted = max(wanted, math.log(0.3))
            elif index and folded[index - 1] == folded[index] and model.symbol[folded[index]]:
                continue  # different characters beyond the tables, which are one to the model
            assert found[index] == pytest.approx(wanted, abs=1e-3)


@CALM
@given(st.lists(LINES, max_size=6))
def test_a_batch_says_what_single_texts_say(texts: list[str]) -> None:
    model = packaged()
    for text, scores in zip(texts, model.char_log_probs_each(texts), strict=True):
        np.testing.assert_array_equal(scores, model.char_log_probs(text))


@CALM
@given(st.lists(LINES, min_size=1, max_size=6))
def test_a_text_is_the_sum_of_its_characters_and_the_end_of_its_line(texts: list[str]) -> None:
    model = packaged()
    sums = [model.char_log_probs(text + "\n").sum(axis=1, dtype=np.float64) for text in texts]
    np.testing.assert_allclose(model.log_probs(texts), sums, rtol=1e-4, atol=1e-3)


def test_no_texts_have_no_scores(model: LanguageModel) -> None:
    assert model.log_probs([]).shape == (0, len(LANGUAGES))


def test_a_line_knows_nothing_of_the_line_before(model: LanguageModel) -> None:
    one, other = "今天天气很好", "我们出去走走"
    both = model.char_log_probs(f"{one}\n{other}")
    np.testing.assert_array_equal(both[:, -len(other) :], model.char_log_probs(other))


def test_a_rule_is_cheaper_than_as_many_symbols(model: LanguageModel) -> None:
    rule, mixed = model.log_probs(["═" * 12, "═╬╠╣╦╩║╔╗╚╝═"]).max(axis=1)
    assert rule > mixed


def test_common_characters_are_less_rare(model: LanguageModel) -> None:
    assert model.rarity("的一是") > model.rarity("龘靐齉")
    assert model.rarity("") == 0


def test_surrogates_are_code_points() -> None:
    assert code_points("a\udc80\U0001f600").tolist() == [0x61, 0xDC80, 0x1F600]


def test_folding_leaves_the_first_planes_alone() -> None:
    points = np.array([0, 0xFFFF, COVERED - 1], np.uint32)
    assert fold(points) is points
    high = fold(np.array([0x41, 0x20000, 0x3FFFF, 0xE0001, 0xF0000, 0x10FFFF, 0x40000], np.uint32))
    assert high.tolist() == [0x41, *(COVERED + kind for kind in (0, 0, 1, 2, 2, 3))]
    assert high.max() < TABLE_SIZE


def test_a_model_that_is_not_there_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        load(tmp_path / "model.bin")
