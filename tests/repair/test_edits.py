# garble-fix: ignore-file - garbled text is what this is about
"""Keeping account of changes: what is applied to the current text is told in terms of the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import garble, parse
from garble_fix.repair.edits import Change, Changes
from garble_fix.repair.result import Verdict

CALM = settings(max_examples=80, deadline=None, derandomize=True)


def change(start: int, end: int, after: str, chain: str = "utf-8>cp1252", log_odds: float = 5.0) -> Change:
    return Change(start, end, after, parse(chain), log_odds)


def test_changes_are_applied_and_told() -> None:
    changes = Changes("a Ã© b\nÃ¼ c")
    assert changes.apply([change(2, 4, "é"), change(7, 9, "ü")])
    assert changes.text == "a é b\nü c"
    first, second = changes.edits()
    assert (first.start, first.end, first.new_start, first.new_end) == (2, 4, 2, 3)
    assert (second.start, second.end, second.new_start, second.new_end) == (7, 9, 6, 7)
    assert (first.before, first.after, first.chain) == ("Ã©", "é", "utf-8>cp1252")


@pytest.mark.parametrize(
    ("between", "chain", "edits"),
    [
        (" and ", "utf-8>cp1252", 1),
        ("\n", "utf-8>cp1252", 2),
        (" and ", "utf-8>latin-1", 2),
        ("é", "utf-8>cp1252", 2),
    ],
)
def test_what_one_damage_did_to_one_line_is_one_edit(between: str, chain: str, edits: int) -> None:
    original = f"Ã©{between}Ã¼"
    changes = Changes(original)
    changes.apply([change(0, 2, "é"), change(2 + len(between), len(original), "ü", chain)])
    assert changes.text == f"é{between}ü"
    assert len(changes.edits()) == edits
    for edit in changes.edits():
        assert garble(edit.proof, edit.chain) == edit.before == original[edit.start : edit.end]


@pytest.mark.parametrize(("length", "edits"), [(0, 1), (12, 1), (13, 2)])
def test_edits_are_joined_over_a_little_ascii(length: int, edits: int) -> None:
    between = "x" * length
    changes = Changes(f"Ã©{between}Ã¼")
    changes.apply([change(0, 2, "é", log_odds=3.0), change(2 + length, 4 + length, "ü", log_odds=7.0)])
    found = changes.edits()
    assert len(found) == edits
    if edits == 1:
        assert (found[0].after, found[0].log_odds) == (f"é{between}ü", 7.0)


def test_lost_bytes_are_holes_and_the_repair_a_partial_one() -> None:
    changes = Changes("x â€œouiâ€\ufffd")
    changes.apply([change(2, 11, "“oui\ufffd", "utf-8>cp1252py")])
    (edit,) = changes.edits()
    assert edit.verdict is Verdict.PARTLY_REPAIRED
    assert [(hole.offset, hole.filled) for hole in edit.holes] == [(4, "\ufffd")]


def test_nothing_to_apply_changes_nothing() -> None:
    changes = Changes("text")
    assert not changes.apply([])
    assert changes.text == "text"
    assert changes.edits() == ()


def test_a_later_change_is_placed_in_the_original() -> None:
    changes = Changes("Ã©\nmid Ã¼\nend Ã±")
    assert changes.apply([change(0, 2, "é")])
    assert changes.text == "é\nmid Ã¼\nend Ã±"
    assert changes.apply([change(13, 15, "ñ")])
    assert changes.apply([change(6, 8, "ü")])
    assert changes.text == "é\nmid ü\nend ñ"
    assert [(edit.start, edit.end) for edit in changes.edits()] == [(0, 2), (7, 9), (14, 16)]
    assert [(edit.new_start, edit.new_end) for edit in changes.edits()] == [(0, 1), (6, 7), (12, 13)]


def test_a_change_within_an_earlier_one_deepens_it() -> None:
    twice = "utf-8>cp1252>utf-8>cp1252"
    text = f"x {garble('café', twice)} y"
    changes = Changes(text)
    assert changes.apply([change(2, len(text) - 2, garble("café", "utf-8>cp1252"), log_odds=9.0)])
    inner = changes.text.index("Ã")
    assert changes.apply([change(inner, inner + 2, "é", log_odds=4.0)])
    assert changes.text == "x café y"
    (edit,) = changes.edits()
    assert (edit.before, edit.after, edit.chain) == (text[2:-2], "café", twice)
    assert edit.log_odds == 13.0


def test_two_changes_within_one_edit_make_one_edit() -> None:
    twice = "utf-8>cp1252>utf-8>cp1252"
    text = garble("é ü", twice)
    changes = Changes(text)
    assert changes.apply([change(0, len(text), garble("é ü", "utf-8>cp1252"))])
    # Each alone would leave the other half undone, which no single chain proves.
    changes.apply([change(0, 2, "é"), change(3, 5, "ü")])
    for edit in changes.edits():
        assert garble(edit.proof, edit.chain) == edit.before
    assert [edit.end for edit in changes.edits()][:-1] <= [edit.start for edit in changes.edits()][1:]


def test_a_change_that_straddles_an_earlier_one_is_refused() -> None:
    changes = Changes("Ã© Ã¼")
    assert changes.apply([change(0, 2, "é")])
    assert not changes.apply([change(0, 4, "x")])
    assert changes.text == "é Ã¼"


def test_a_deepening_that_is_not_proved_is_refused() -> None:
    changes = Changes("Ã©x")
    assert changes.apply([change(0, 3, "éx")])
    assert not changes.apply([change(0, 1, "ö")])
    assert not changes.apply([change(0, 1, "中", "gbk>cp437")])
    assert changes.text == "éx"


def test_no_edit_is_deeper_than_a_chain_may_be() -> None:
    chain = ">".join(["utf-8>cp1252"] * 4)
    changes = Changes(garble("é", chain))
    for layers in (3, 2, 1, 0):
        after = garble("é", ">".join(["utf-8>cp1252"] * layers)) if layers else "é"
        applied = changes.apply([change(0, len(changes.text), after)])
        assert applied == (layers > 0)
    assert changes.text == "Ã©"


@CALM
@given(
    st.lists(st.tuples(st.text("ab ", max_size=4), st.text("éüñçø", min_size=1, max_size=3)), max_size=5),
    st.data(),
)
def test_offsets_always_map_the_texts_to_each_other(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Words repaired in any order, each found anew in the text as it is by then."""
    # A bar before each word tells which one it is.
    shown = [(plain, garble(letters, "utf-8>cp1252")) for plain, letters in parts]
    original = "".join(f"{plain}|{bad}" for plain, bad in shown)
    changes = Changes(original)
    for index in data.draw(st.permutations(range(len(parts)))):
        at = [place for place, char in enumerate(changes.text) if char == "|"][index] + 1
        bad, good = shown[index][1], parts[index][1]
        assert changes.text.startswith(bad, at)
        assert changes.apply([change(at, at + len(bad), good)])
    assert changes.text == "".join(f"{plain}|{letters}" for plain, letters in parts)
    at = new_at = 0
    for edit in changes.edits():
        assert original[edit.start : edit.end] == edit.before
        assert changes.text[edit.new_start : edit.new_end] == edit.after
        assert original[at : edit.start] == changes.text[new_at : edit.new_start]
        at, new_at = edit.end, edit.new_end
    assert original[at:] == changes.text[new_at:]
