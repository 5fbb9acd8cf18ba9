"""The pieces that a text is looked at in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.spans.lines import WINDOW, Piece, line_end, pieces, pieces_at

CALM = settings(max_examples=100, deadline=None, derandomize=True)
TEXT = st.text(st.sampled_from("ab 中文é\n\r\u2028"), max_size=60)


@CALM
@given(TEXT)
def test_pieces_are_the_lines_that_are_not_ascii(text: str) -> None:
    lines = text.split(line_end(text))
    assert [piece.text for piece in pieces(text)] == [line for line in lines if not line.isascii()]
    for piece in pieces(text):
        assert text[piece.start : piece.end] == piece.text
        assert text[piece.end :].startswith(piece.follow)


def test_lines_of_ascii_with_what_is_marked_are_pieces_too() -> None:
    text = "a??b\nab\n中?"
    assert [piece.text for piece in pieces(text, "??")] == ["a??b", "中?"]


@CALM
@given(TEXT, st.data())
def test_pieces_at_places_are_those_that_hold_them(text: str, data: st.DataObject) -> None:
    every = list(pieces(text))
    chosen = [piece for piece in every if data.draw(st.booleans())]
    places = [(piece.start, piece.start + 1) for piece in chosen]
    assert list(pieces_at(text, places)) == chosen


def test_long_lines_are_cut_after_ascii_marks() -> None:
    text = ("好" * 99 + " ") * 40
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    assert all(len(piece.text) <= WINDOW for piece in found)
    assert all(piece.text.endswith(" ") for piece in found)
    assert list(pieces_at(text, [(found[1].end - 2, found[1].end + 2)])) == found[1:3]
    assert list(pieces_at(text, [(5, 6), (found[2].start, found[2].start + 1)])) == [found[0], found[2]]


def test_lines_end_in_carriage_returns_where_nothing_else_does() -> None:
    assert [piece.text for piece in pieces("好\r吗\rok")] == ["好", "吗"]
    assert [piece.text for piece in pieces("好\r吗\nok")] == ["好\r吗"]
    assert list(pieces("")) == []
    assert list(pieces("好")) == [Piece(0, "好")]
