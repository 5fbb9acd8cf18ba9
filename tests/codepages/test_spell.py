"""`CodePage.spell`: bytes of a text as far as a page can hold it, and which byte is whose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.codepages import CodePage, get, names

PAGES = [get(name) for name in names()]
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("abc·é€？。、中文字符漢髙ⅰあアｱ한국어Яжё═\ue000\ue76c\uf8f5\ufffd\udc01Ê\u0304😀𠀋"),
    ),
    max_size=30,
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@given(text=TEXTS)
def test_widths_are_the_bytes_of_each_character(page: CodePage, text: str) -> None:
    spelling = page.spell(text)
    assert len(spelling.widths) == len(text)
    assert sum(spelling.widths) == len(spelling.data)
    assert page.decode(spelling.data) == "".join(
        char for char, width in zip(text, spelling.widths, strict=True) if width
    )


def test_gaps_have_no_bytes() -> None:
    spelling = get("cp936").spell("鍙?é�ɐ€x")
    assert spelling.widths == bytes((2, 1, 2, 0, 0, 1, 1))
    assert spelling.data == "鍙".encode("gbk") + b"?\xa8\xa6\x80x"
    assert not spelling.complete
    assert spelling.owners().tolist() == [0, 0, 1, 2, 2, 5, 6]


@pytest.mark.parametrize(
    ("page", "text", "widths"),
    [
        ("utf-8", "aé中😀\ud800", (1, 2, 3, 4, 0)),
        ("cesu-8", "aé中😀\ud800", (1, 2, 3, 6, 0)),
        ("gb18030", "a中é\u0904😀", (1, 2, 2, 4, 4)),
        ("euc-jp", "aｱ中丂", (1, 2, 2, 3)),
        ("cp932", "aｱ中\uf8f0", (1, 1, 2, 1)),
        ("big5hkscs", "Ê\u0304Ê中", (1, 1, 2, 2)),
        ("latin-1", "aé中", (1, 1, 0)),
    ],
)
def test_widths(page: str, text: str, widths: tuple[int, ...]) -> None:
    assert tuple(get(page).spell(text).widths) == widths
