# garble-fix: ignore-file - garbled text is what this is about
"""The search for what stood where bytes were lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix import garble
from garble_fix.channels import Channel, parse
from garble_fix.codepages import Manner, get
from garble_fix.language import packaged
from garble_fix.search.lattice import Surroundings, fitting, loses, manners, read, reencoded
from garble_fix.search.lattice.arcs import ANY, Arc, Lattice, Losses, add_dangling, add_mark, paths
from garble_fix.search.lattice.characters import ways
from garble_fix.search.lattice.structure import expected, floor
from garble_fix.search.lockstep import alone

LOSSY = [
    Channel("utf-8", page, manner)
    for page, manner in [
        ("cp936", Manner.WINDOWS),
        ("cp936", Manner.PYTHON),
        ("cp936", Manner.WHATWG),
        ("cp936", Manner.DROP),
        ("cp936", Manner.JAVA),
        ("ms936", Manner.JAVA),
        ("cp932", Manner.WINDOWS),
        ("cp949", Manner.WINDOWS),
        ("cp950", Manner.WINDOWS),
    ]
]


@pytest.mark.parametrize("manner", [Manner.STRICT, Manner.PYTHON])
@pytest.mark.parametrize("name", ["cp936", "cp932", "cp949", "cp950"])
def test_unread_pairs_are_those_that_a_decoder_loses(name: str, manner: Manner) -> None:
    page = get(name)
    unread = page.unread_pairs(manner)
    for lead in (0x81, 0x98, 0xA2, 0xAC, 0xE4, 0xF9, 0xFE):
        if not unread[lead].any():
            continue  # a byte of its own
        for trail in range(0x100):
            try:
                lost = "\ufffd" in page.decode(bytes((lead, trail)), manner)
            except UnicodeDecodeError:
                lost = True
            assert unread[lead, trail] == lost


def test_pages_of_single_bytes_lose_no_pairs() -> None:
    assert not get("cp1252").unread_pairs(Manner.WINDOWS).any()
    assert Losses(get("cp1252"), Manner.MARKED).leads == {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def test_a_mark_is_itself_or_two_bytes_that_are_no_pair() -> None:
    lattice = Lattice()
    lattice.add_known(b"\xe3\x80")
    add_mark(lattice, Losses(get("cp936"), Manner.WINDOWS), b"?", None)
    found = {chr(point) for choice in ways(lattice, 0) for point in choice.characters.points.tolist()}
    assert {"。", "、", "」"} <= found
    assert all("\u3000" <= char <= "\u303f" for char in found)


def test_a_text_may_end_within_a_character() -> None:
    lattice = Lattice()
    lattice.add_known(b"\xe3\x80")
    add_dangling(lattice, Losses(get("cp936"), Manner.WINDOWS))
    (choice,) = ways(lattice, 0)
    assert choice.target == lattice.end
    assert ord("。") in choice.characters.points.tolist()


def test_paths_take_only_bytes_that_are_wanted() -> None:
    lattice = Lattice()
    lattice.arcs[0].append(Arc(ANY, lattice.add_node()))
    ((arc,),) = paths(lattice, 0, (frozenset((1, 2)),))
    assert arc.values == {1, 2}
    assert arc.lost
    assert paths(lattice, 0, (frozenset((1,)), frozenset((2,)))) == []


WRITTEN = st.text(
    st.sampled_from(
        "我们在学校里看书，这是一个测试。今天天气很好！éàü—“”…カタカナひらがな한국어 abcXYZ012\"'()*-/:;"
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(WRITTEN, st.sampled_from(LOSSY))
def test_what_is_read_in_full_is_proved(text: str, channel: Channel) -> None:
    damaged = channel.garble(text)
    found = alone(read(damaged, channel, packaged(), Surroundings("", -1.5)), packaged())
    if found is None:
        return
    assert found.before == damaged
    if found.read.all():
        assert channel.garble(found.filled) == damaged
    for hole in found.holes:
        assert found.after[hole.index] == hole.shown or hole.shown == ""
        assert 0.0 < hole.posterior <= 1.0
        assert all(0.0 < share <= 1.0 for _, share in hole.runners_up)
    assert found.before_cuts[-1] == len(found.before)
    assert found.after_cuts[-1] == len(found.after)
    assert (np.diff(found.before_cuts) > 0).all()


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("请检查网络连接，然后重新启动程序。\n", "utf-8>cp936w"),
        ("请检查网络连接，然后重新启动程序。", "utf-8>cp936drop"),
        ("昨日は友達と一緒に映画を見に行きました。", "utf-8>cp932w"),
    ],
)
def test_what_was_lost_comes_back(text: str, chain: str) -> None:
    (channel,) = parse(chain)
    found = alone(read(garble(text, chain), channel, packaged(), Surroundings("", -1.5)), packaged())
    assert found is not None
    assert found.after == text


def test_signs_of_loss_name_the_manners() -> None:
    strict = Channel("utf-8", "cp936")
    assert [channel.manner for channel in manners("鎺ㄨ崘鐞嗚В鏂瑰紡锛?", strict)] == [
        Manner.WINDOWS,
        Manner.DROP,
    ]
    assert Manner.PYTHON in {channel.manner for channel in manners("淇�澶嶈兘鍔�", strict)}
    assert list(manners("ÃƒÂ©", Channel("utf-8", "cp1252"))) == []
    assert loses(Channel("utf-8", "cp936", Manner.WINDOWS))
    assert not loses(strict)


def test_a_few_characters_tell_code_page_936_from_gb_18030() -> None:
    windows, bare, other = parse("utf-8>cp936w"), parse("utf-8>gb18030bare"), parse("utf-8>cp1252")
    assert fitting("鈥?鎴", [windows, bare, other]) == [windows, other]
    assert fitting("銈€儕", [windows, bare, other]) == [bare, other]
    assert fitting("銈€儕", [windows, other]) == [windows, other]
    assert list(manners("甑\ue106⿳", Channel("utf-8", "gb18030"))) == [bare[0]]


def test_written_back_text_shows_the_letter_that_the_mark_left() -> None:
    text = "今日は友達と一緒に映画を見ました。楽しかったです。 "
    damaged = garble(text, "utf-8>cp932w>cp932>utf-8py")
    assert "E" in damaged
    assert reencoded.shows(damaged)
    (found,) = alone(reencoded.readings(damaged, packaged(), Surroundings("\n", -1.5)), packaged())
    assert garble(found.filled + "\n", "utf-8>cp932w>cp932>utf-8py") == damaged + "\n"
    assert not reencoded.shows(text)


def test_a_bracket_that_stands_open_is_expected_to_close() -> None:
    waiting = expected("参数（可选", "\n", -1.5)
    assert ord("）") in waiting.floors
    assert ord("）") not in expected("参数", "\n", -1.5).floors
    assert ord('"') in expected('print("完成', ")", -1.5).floors


def test_a_line_feed_is_expected_where_markup_begins_a_line() -> None:
    before_markup = expected("完成。", "## 用法", -1.5).added[ord("\n")]
    before_word = expected("完成。", "ok", -1.5).added[ord("\n")]
    assert before_markup > 0 > before_word
    assert expected("| 甲 | 乙", "|", -1.5).added[ord("\n")] < before_word


def test_a_string_that_stands_open_is_closed_before_the_line_ends() -> None:
    assert (
        expected('name = "设置', "", -1.5).added[ord("\n")] < 0 < expected("设置", "", -1.5).added[ord("\n")]
    )
    within = expected('name = "设置', "\n}", -1.5).added
    assert within[ord("\r")] < expected("设置", "\n}", -1.5).added[ord("\r")]
    docstring = expected('"""设置', "\n}", -1.5).added
    assert docstring == expected("设置", "\n}", -1.5).added


def test_three_quotation_marks_are_not_made_four() -> None:
    assert ord('"') in expected("说明。", '""', -1.5).floors
    assert ord('"') not in expected("说明。", '"""', -1.5).floors
    assert expected("说明。", '"""', -1.5).added[ord("\n")] > expected("说明。", "ok", -1.5).added[ord("\n")]


def test_the_floor_of_a_mark_is_what_its_line_asks_for() -> None:
    assert floor("<b>起動</b>", 5) > floor("<b>起動<b", 5)
    assert floor('a = "起動"', 7) > -5
    assert floor("起動\n", 2) == floor("起動", 0) == floor("起動x", 2) == float("-inf")
