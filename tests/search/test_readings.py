"""Reading a text back through all channels at once agrees with undoing each of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import CHANNELS, Channel, garble, parse
from garble_fix.codepages import Manner
from garble_fix.language import packaged
from garble_fix.search.readings import by_read_page, rough, strict

CALM = settings(max_examples=40, deadline=None, derandomize=True)
STRICT = [entry.channel for entry in CHANNELS if entry.channel.manner is Manner.STRICT]
PAGES = by_read_page(STRICT)
ANY_TEXT = st.text(
    st.sampled_from("a ?。中文字あいカ한글éüñПривλא銆俓锛ÃФ€…\xa0\ue000😀"), min_size=1, max_size=15
)
SENTENCES = [
    "请检查网络连接",
    "データを削除します",
    "Не удалось сохранить",
    "Où êtes-vous ?",
    "저장되었습니다",
]


def undone(text: str) -> dict[Channel, str]:
    found = {}
    for channel in STRICT:
        try:
            found[channel] = channel.ungarble(text)
        except UnicodeError:
            continue
    return found


def test_pages_hold_every_channel_once() -> None:
    assert sorted(str(channel) for page in PAGES for channel, _ in page.channels) == sorted(map(str, STRICT))
    assert len({page.page.name for page in PAGES}) == len(PAGES)


@CALM
@given(ANY_TEXT)
def test_strict_readings_are_what_ungarble_gives(text: str) -> None:
    readings = {reading.channel: reading.text for reading in strict(text, PAGES, packaged())}
    assert readings == {channel: read for channel, read in undone(text).items() if read != text}


@CALM
@given(st.sampled_from(SENTENCES), st.sampled_from(STRICT))
def test_rough_readings_hold_what_was_written(text: str, channel: Channel) -> None:
    try:
        damaged = channel.garble(text)
        if channel.ungarble(damaged) != text or damaged == text or "?" in text:
            return
    except UnicodeError:
        return
    readings = {reading.channel: reading for reading in rough(damaged, PAGES, packaged())}
    exact = {reading.channel: reading for reading in strict(damaged, PAGES, packaged())}
    assert readings[channel].text == exact[channel].text == text
    assert readings[channel].quick == pytest.approx(exact[channel].quick, abs=1e-2)


@CALM
@given(st.text(st.characters(exclude_categories=[]), max_size=15))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    model = packaged()
    for reading in [*rough(text or "é", PAGES, model), *strict(text, PAGES, model)]:
        assert reading.quick == reading.quick


def test_the_true_channel_is_among_the_best() -> None:
    damaged = garble("这个问题已经解决了吗", "gbk>cp1252")
    ranked = sorted(rough(damaged, PAGES, packaged()), key=lambda reading: -reading.quick)
    assert parse("gb18030>cp1252")[0] in [reading.channel for reading in ranked[:8]]
