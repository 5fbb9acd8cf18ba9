"""The alphabet of the models: which characters are told apart."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from garble_fix.language.tokens import COVERED, TABLE_SIZE, TokenTables, build_tables, symbol_ranges


@pytest.fixture(scope="module")
def tables() -> TokenTables:
    return build_tables()


def test_hanzi_kana_and_hangul_are_tokens_of_their_own(tables: TokenTables) -> None:
    points = [*range(0x4E00, 0x9FA6), *range(0x3041, 0x3097), *range(0xAC00, 0xD7A4)]
    tokens = tables.token[points]
    assert np.unique(tokens).size == len(points)
    assert (tables.class_size[tokens] == 1).all()


def test_letters_of_an_alphabet_share_a_token_and_differ_as_letters(tables: TokenTables) -> None:
    for alphabet in ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "0123456789"):
        points = [ord(char) for char in alphabet]
        assert np.unique(tables.token[points]).size == 1
        letters = tables.letter[points]
        assert np.unique(letters).size == len(points)
        assert (letters < tables.letters).all()
        assert (tables.letter_class[letters] == tables.token[points]).all()


def test_case_is_told_apart(tables: TokenTables) -> None:
    for lower, upper in ("aA", "éÉ", "дД", "λΛ"):
        assert tables.token[ord(lower)] != tables.token[ord(upper)]


def test_every_entry_is_within_the_tables(tables: TokenTables) -> None:
    assert tables.token.shape == tables.letter.shape == (TABLE_SIZE,)
    assert tables.token.max() + 1 == len(tables.class_size) == len(tables.group)
    assert tables.letters == tables.letter_class.size


def test_symbols_are_symbols_and_punctuation() -> None:
    marked = np.zeros(COVERED, np.bool_)
    for start, end in symbol_ranges():
        assert not marked[start:end].any()
        marked[start:end] = True
    for char in "═★!。«€😀":
        assert marked[ord(char)]
    assert not any(marked[ord(char)] for char in "a中 1\n\ue000")
    assert int(marked.sum()) == sum(unicodedata.category(chr(point))[0] in "SP" for point in range(COVERED))
