"""The explanations of a line, and which stretches of it they repair."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import garble, parse
from garble_fix.channels.registry import chain_log_prior
from garble_fix.language import packaged
from garble_fix.search.alignment import align
from garble_fix.search.explain import Explanation, apply, explain, read_back, score
from garble_fix.search.lockstep import alone
from garble_fix.search.readings import read_pages
from garble_fix.search.segment import Segmenting, hope, segment

CALM = settings(max_examples=40, deadline=None, derandomize=True)


def explained(text: str) -> list[Explanation]:
    return alone(explain(text, packaged(), read_pages(), chain_log_prior), packaged())


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("任务已完成，共处理三百条记录", "utf-8>cp936"),
        ("任务已完成，共处理三百条记录", "gb18030>cp1252"),
        ("任務已完成，共處理三百筆資料", "big5hkscs>cp936"),
        ("メールを送信しました。ご確認ください。", "cp932>cp1252"),
        ("메시지를 보냈습니다. 확인해 주세요.", "cp949>cp936"),
        ("Сообщение отправлено, проверьте почту", "cp1251>koi8-r"),
        ("La réponse a été envoyée à l’élève.", "utf-8>cp1252"),
    ],
)
def test_the_damage_is_the_first_explanation(text: str, chain: str) -> None:
    best = explained(garble(text, chain))[0]
    assert apply(best) == text
    assert garble(text, str(best.chain)) == garble(text, chain)
    assert best.log_odds > 10


@pytest.mark.parametrize("chain", ["utf-8>cp1252>utf-8>cp1252", "gb18030>cp1252>utf-8>cp1252"])
def test_two_accidents_are_explained(chain: str) -> None:
    text = "请在提交之前检查所有的字段"
    best = explained(garble(text, chain))[0]
    assert apply(best) == text
    assert len(best.chain) == 2
    assert best.chain.garble(text) == garble(text, chain)


def test_explanations_are_in_order_and_better_than_none() -> None:
    odds = [explanation.log_odds for explanation in explained(garble("请检查所有的字段", "gbk>latin-1"))]
    assert odds == sorted(odds, reverse=True)
    assert all(nats > 0 for nats in odds)


def test_one_layer_only_where_only_one_is_asked_for() -> None:
    damaged = garble("请检查所有的字段", "gbk>cp1252>utf-8>cp1252")
    found = alone(explain(damaged, packaged(), read_pages(), chain_log_prior, layers=1), packaged())
    assert all(len(explanation.chain) == 1 for explanation in found)


@pytest.mark.parametrize("text", ["", "plain", "你好，世界", "Ça va très bien", "Добрый день"])
def test_sound_text_has_no_convincing_explanation(text: str) -> None:
    assert all(explanation.log_odds < 3 for explanation in explained(text or "é"))


def test_no_readings_have_no_scores() -> None:
    assert alone(score([], "é", packaged(), chain_log_prior), packaged()) == []


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        (f"print('{garble('错误', 'utf-8>cp936')}')  # 打印", "print('错误')  # 打印"),
        (f"好的部分 {garble('坏的部分在这里', 'gbk>cp1252')} 好的部分", "好的部分 坏的部分在这里 好的部分"),
    ],
)
def test_what_is_good_is_left(line: str, repaired: str) -> None:
    best = explained(line)[0]
    assert apply(best) == repaired
    for stretch in best.segmentation.stretches:
        assert best.alignment.before[stretch.start : stretch.end] != "好的部分"


@CALM
@given(
    st.text(st.sampled_from("ab .。中文字好的銆俓锛é"), max_size=8),
    st.text(st.sampled_from("中文字好的，。一个"), min_size=1, max_size=8),
    st.text(st.sampled_from("ab .。中文字好的銆俓锛é"), max_size=8),
    st.sampled_from(["utf-8>cp936", "gb18030>cp1252", "utf-8>cp1252", "gb18030>cp1252>utf-8>cp1252"]),
    st.floats(-40, 0),
)
def test_stretches_are_in_order_apart_and_change_something(
    head: str, bad: str, tail: str, chain: str, log_prior: float
) -> None:
    try:
        text = head + garble(bad, chain) + tail
    except UnicodeError:
        return
    reading = alone(read_back(text, parse(chain), packaged()), packaged())
    if reading is None:
        return
    model = packaged()
    before, after = model.char_log_probs_each([reading.before, reading.after])
    result = segment(Segmenting(reading, before, after, log_prior))
    assert result.kept_score <= result.score + 1e-3
    assert result.score <= max(hope(reading, before, after), result.kept_score) + 1e-2
    at = after_at = 0
    for stretch in result.stretches:
        assert at <= stretch.start < stretch.end <= len(reading.before)
        assert after_at <= stretch.after_start < stretch.after_end <= len(reading.after)
        # What lies between the stretches stands as it is or reads as it is.
        old = reading.before[stretch.start : stretch.end]
        new = reading.after[stretch.after_start : stretch.after_end]
        assert old != new
        at, after_at = stretch.end, stretch.after_end


def test_a_hopeless_prior_repairs_nothing() -> None:
    reading = align(garble("数据已经保存", "gbk>cp1252"), parse("gb18030>cp1252")[0])
    assert reading is not None
    before, after = packaged().char_log_probs_each([reading.before, reading.after])
    result = segment(Segmenting(reading, before, after, -1e4))
    assert result.stretches == ()
    assert result.gain == pytest.approx(0, abs=1e-3)
    likely = segment(Segmenting(reading, before, after, math.log(0.1)))
    assert [(stretch.start, stretch.end) for stretch in likely.stretches] == [(0, len(reading.before))]


def test_a_likelier_chain_gains_more() -> None:
    reading = align(garble("数据已经保存", "gbk>cp1252"), parse("gb18030>cp1252")[0])
    assert reading is not None
    scores = packaged().char_log_probs_each([reading.before, reading.after])
    gains = [segment(Segmenting(reading, *scores, log_prior)).gain for log_prior in (-20.0, -10.0, -1.0)]
    assert np.diff(gains) == pytest.approx([10.0, 9.0], abs=1e-2)
