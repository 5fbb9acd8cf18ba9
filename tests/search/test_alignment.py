"""Alignments: cuts partition both texts, and what was read can be garbled again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import CHANNELS, Channel, garble, parse
from garble_fix.codepages import Manner
from garble_fix.language import packaged
from garble_fix.search.alignment import Alignment, align, compose
from garble_fix.search.explain import read_back
from garble_fix.search.lockstep import alone

CALM = settings(max_examples=150, deadline=None, derandomize=True)
STRICT = [entry.channel for entry in CHANNELS if entry.channel.manner is Manner.STRICT]
ANY_TEXT = st.text(
    st.sampled_from("a ?\n.中文字あいカ한글éüñПриветλא銆俓锛ÃФ€…\xa0\x81\ue000\ufffd\uff76😀")
    | st.characters(exclude_categories=[]),
    min_size=1,
    max_size=25,
)


def blocks(alignment: Alignment) -> list[tuple[str, str, bool]]:
    return [
        (alignment.before[start:end], alignment.after[after_start:after_end], bool(read))
        for (start, end), (after_start, after_end), read in zip(
            pairwise(alignment.before_cuts.tolist()),
            pairwise(alignment.after_cuts.tolist()),
            alignment.read,
            strict=True,
        )
    ]


def check_partition(alignment: Alignment, text: str) -> None:
    assert alignment.before == text
    for cuts, whole in ((alignment.before_cuts, alignment.before), (alignment.after_cuts, alignment.after)):
        assert cuts[0] == 0
        assert cuts[-1] == len(whole)
    assert all(start < end for start, end in pairwise(alignment.before_cuts.tolist()))
    assert all(start < end for start, end in pairwise(alignment.after_cuts.tolist()))


@CALM
@given(ANY_TEXT, st.sampled_from(STRICT))
def test_any_text_is_cut_alike_in_both(text: str, channel: Channel) -> None:
    alignment = align(text, channel)
    if alignment is None:
        return
    check_partition(alignment, text)
    assert alignment.read.any()
    assert alignment.after != text
    for before, after, read in blocks(alignment):
        if not read:
            assert after == before


@CALM
@given(ANY_TEXT, st.sampled_from(STRICT))
def test_what_was_read_garbles_into_what_stands_there(text: str, channel: Channel) -> None:
    alignment = align(text, channel)
    for before, after, read in blocks(alignment) if alignment else ():
        if read:
            # A page that reads several byte pairs as one character writes but one of them.
            assert channel.stored_page.encode(after) in spellings(channel, before)


def spellings(channel: Channel, text: str) -> set[bytes]:
    spelled = channel.read_page.encode(text)
    return {spelled, channel.stored_page.encode(channel.stored_page.decode(spelled))}


@CALM
@given(ANY_TEXT, st.sampled_from(STRICT))
def test_damage_that_lost_nothing_is_read_in_whole(text: str, channel: Channel) -> None:
    try:
        damaged = channel.garble(text)
        sound = channel.ungarble(damaged) == text and damaged != text
    except UnicodeError:
        return
    if not sound or "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text):
        return
    alignment = align(damaged, channel)
    assert alignment is not None
    assert alignment.after == text
    assert alignment.read.all()


@pytest.mark.parametrize(
    ("text", "channel"), [("plain ASCII", "utf-8>cp1252"), ("中文", "utf-8>cp1252"), ("中", "utf-8>latin-1")]
)
def test_text_of_which_nothing_can_be_read_has_no_alignment(text: str, channel: str) -> None:
    assert align(text, parse(channel)[0]) is None


def test_good_text_stands_beside_garbled() -> None:
    bad = garble("文字", "utf-8>cp1252")
    alignment = align(f"好 {bad} 好", parse("utf-8>cp1252")[0])
    assert alignment is not None
    assert alignment.after == "好 文字 好"
    assert [after for _, after, read in blocks(alignment) if not read] == ["好", "好"]


@CALM
@given(ANY_TEXT, st.sampled_from(STRICT), st.sampled_from(STRICT))
def test_composed_readings_are_cut_alike(text: str, last: Channel, first: Channel) -> None:
    outer = align(text, last)
    inner = align(outer.after, first) if outer else None
    if outer is None or inner is None:
        return
    both = compose(outer, inner)
    check_partition(both, text)
    assert 1 <= len(both.chain) <= 2  # two channels may be as good as one
    assert both.after == inner.after


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("数据库连接失败", "utf-8>cp1252>utf-8>cp1252"),
        ("数据库连接失败", "gbk>cp1252>utf-8>cp1252"),
        ("Übergröße für Ärzte", "utf-8>cp1252>utf-8>cp1252>utf-8>cp1252"),
        ("Привет, мир", "utf-8>cp1251>utf-8>cp1251"),
    ],
)
def test_a_whole_chain_is_read_back(text: str, chain: str) -> None:
    reading = alone(read_back(garble(text, chain), parse(chain), packaged()), packaged())
    assert reading is not None
    assert (reading.after, str(reading.chain)) == (text, chain)
    assert reading.read.all()
    for before, after, _ in blocks(reading):
        assert garble(after, chain) == before


def test_a_chain_of_which_a_step_changes_nothing_is_not_read_back() -> None:
    search = read_back(garble("déjà", "utf-8>cp1252"), parse("utf-8>cp1252>utf-8>cp1252"), packaged())
    assert alone(search, packaged()) is None


@pytest.mark.parametrize(
    ("spans", "passed"),
    [([], "éÃ©ü中"), ([(0, 1)], "Ã©ü中"), ([(2, 4)], "éü中"), ([(0, 1), (2, 4), (5, 8)], "")],
)
def test_what_the_accident_passed_by(spans: list[tuple[int, int]], passed: str) -> None:
    alignment = align("é Ã© ü 中", parse("utf-8>cp1252")[0])
    assert alignment is not None
    assert alignment.passed_by(spans) == passed


def test_what_would_not_have_changed_was_not_passed_by() -> None:
    # 1A to 7F are the same in both pages, and so are these letters.
    alignment = align("ñ ± €", parse("iso-8859-15>cp1252")[0])
    assert alignment is not None
    assert alignment.passed_by([]) == "€"


@pytest.mark.parametrize(
    ("text", "chain", "after"),
    [
        ("â la voilà tout", "utf-8>cp1252sp", "â la voilà tout"),
        ("Nous allons à la plage", "utf-8>cp1252ws", "Nous allons à la plage"),
        ("Elle dit “oui”, puis “non”.", "utf-8>cp1252py", "Elle dit “oui\ufffd, puis “non\ufffd."),
    ],
)
def test_what_was_lost_is_filled_so_as_to_prove_the_damage(text: str, chain: str, after: str) -> None:
    damaged = garble(text, chain)
    alignment = align(damaged, parse(chain)[0])
    assert alignment is not None
    check_partition(alignment, damaged)
    assert alignment.after == after
    assert garble(alignment.filled, chain) == damaged
    assert len(alignment.filled) == len(after)
    assert all(found in (char, "\ufffd") for char, found in zip(alignment.filled, after, strict=True))


@CALM
@given(ANY_TEXT, st.sampled_from(STRICT))
def test_where_nothing_was_lost_nothing_is_filled(text: str, channel: Channel) -> None:
    alignment = align(text, channel)
    if alignment:
        assert alignment.filled == alignment.after
        assert alignment.passed_by([(0, len(text))]) == ""
