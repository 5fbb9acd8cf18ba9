"""What a page reads it writes back, and the other way round, but for the duplicates it declares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.codepages import CodePage, get, names

PAGES = [get(name) for name in names()]
BMP = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]


def written(page: CodePage, char: str) -> bytes | None:
    try:
        return page.encode(char)
    except UnicodeEncodeError:
        return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_character_that_can_be_written_reads_back(page: CodePage) -> None:
    spelled = [(char, data) for char in BMP if (data := written(page, char)) is not None]
    assert [char for char, data in spelled if page.decode(data) != char] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.multibyte and not page.is_unicode], ids=repr)
def test_every_pair_is_written_back_or_declared(page: CodePage) -> None:
    declared = page.duplicates()
    for pair in (pair.to_bytes(2, "big") for pair in range(0x8000, 0x10000)):
        try:
            text = page.decode(pair)
        except UnicodeDecodeError:
            continue
        assert page.encode(text) == declared.get(pair, pair), pair.hex()


def test_the_duplicates_are_those_that_are_known() -> None:
    counts = {page.name: len(page.duplicates()) for page in PAGES if page.duplicates()}
    assert counts.pop("cp932") == 398  # NEC's and IBM's extensions of JIS X 0208
    assert counts.pop("cp950") == 10  # box drawing, 十 and 卅
    assert set(counts) == {"big5", "big5hkscs", "cp51932"}


@pytest.mark.parametrize(
    ("char", "pair"),
    [
        ("￢", "81ca"),  # thrice in the page: JIS X 0208, NEC's selection, IBM's extension
        ("∵", "81e6"),
        ("Ⅰ", "8754"),  # NEC's row 13 before IBM's extension
        ("ⅰ", "fa40"),  # IBM's extension before NEC's selection of it
        ("髙", "fbfc"),
        ("﨑", "fab1"),
    ],
)
def test_windows_chooses_among_the_duplicates_of_cp932(char: str, pair: str) -> None:
    assert get("cp932").encode(char).hex() == pair


def test_windows_chooses_the_later_box_drawing_pairs_of_cp950() -> None:
    assert get("cp950").encode("═╞╡╪╭").hex() == "f9f9f9e9f9ebf9eaa27e"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@given(data=st.binary(max_size=40))
def test_a_strict_read_is_written_back_unless_it_holds_duplicates(page: CodePage, data: bytes) -> None:
    try:
        text = page.decode(data)
    except UnicodeDecodeError:
        return
    again = page.encode(text)
    assert again == data or page.decode(again) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@given(text=st.text(max_size=40))
def test_text_that_is_written_reads_back(page: CodePage, text: str) -> None:
    if all(written(page, char) is not None for char in text):
        assert page.decode(page.encode(text)) == text
    elif page.name != "big5hkscs":  # which holds two combining marks, but only after Ê and ê
        with pytest.raises(UnicodeEncodeError) as raised:
            page.encode(text)
        assert raised.value.object == text
        assert written(page, text[raised.value.start]) is None


@pytest.mark.parametrize("name", ["cp932", "cp936", "latin-1", "utf-8", "cesu-8"])
def test_lone_surrogates_cannot_be_written(name: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        get(name).encode("ⅰa\udc00")


def test_what_cannot_be_held_becomes_a_question_mark_for_each_utf16_unit() -> None:
    assert get("cp936").encode("é🙂好", lossy=True) == b"\xa8\xa6" + b"??" + "好".encode("gbk")
    assert get("cp1252").encode("好a🙂", lossy=True) == b"?a??"
    assert get("utf-8").encode("a\ud800", lossy=True) == b"a?"


def test_cesu_8_has_two_surrogates_for_an_astral_character() -> None:
    page = get("cesu-8")
    assert page.encode("a😀b").hex() == "61" + "eda0bdedb880" + "62"
    assert page.decode(bytes.fromhex("61eda0bdedb88062")) == "a😀b"
    with pytest.raises(UnicodeDecodeError):
        page.decode("😀".encode())
