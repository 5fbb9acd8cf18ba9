"""What always holds of a repair, whatever the text."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix import Repair, Verdict, garble, repair_text
from garble_fix.channels import CHANNELS, Channel
from garble_fix.codepages import Manner
from garble_fix.repair.proof import Holes
from garble_fix.search.explain import Explanation
from garble_fix.search.explain import explain as search
from garble_fix.search.lockstep import Search

CALM = settings(max_examples=60, deadline=None, derandomize=True)
STRICT = [entry.channel for entry in CHANNELS if entry.channel.manner is Manner.STRICT]
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=40)
ODD_CHARS = (
    "\0\r\n\t ?a中文字あいカ한글éüÀñПриветλא銆俓锛鐢ÃÂФ€™…"
    "\x81\x9d\xa0\ud800\udc80\ue000\ufffd\uff76😀\U0010ffff"
)
ODD = st.text(st.sampled_from(ODD_CHARS), max_size=40)
CLEAN = [
    "保存失败，请稍后重试",
    "這本小說寫得很好，我昨天晚上看到兩點才睡。",
    "ファイルが見つかりません",
    "파일을 찾을 수 없습니다.",
    "Не удалось открыть файл",
    "L’élève a oublié ses affaires.",
    "Größe der Datei",
    "plain ASCII",
    "",
]
PHRASES = [
    "检查网络连接是否正常",
    "數據庫連接失敗",
    "エラーが発生しました",
    "사용자 정보를 가져온다",
    "Доступ запрещён",
    "dépassé",
]


def check(text: str, result: Repair) -> None:
    """The edits are in order, apart, proved, and together they are the difference of the two texts."""
    at = new_at = 0
    for edit in result.edits:
        assert at <= edit.start < edit.end <= len(text)
        assert text[edit.start : edit.end] == edit.before
        assert result.text[edit.new_start : edit.new_end] == edit.after
        assert text[at : edit.start] == result.text[new_at : edit.new_start]
        assert garble(edit.proof, edit.chain) == edit.before
        assert edit.holes or edit.proof == edit.after
        for hole in edit.holes:
            assert edit.after[hole.offset :].startswith(hole.filled)
            assert 0 <= hole.posterior <= 1
        assert edit.after.count("\ufffd") == sum(hole.filled == "\ufffd" for hole in edit.holes)
        at, new_at = edit.end, edit.new_end
    assert text[at:] == result.text[new_at:]
    for doubt in result.doubts:
        assert text[doubt.start : doubt.end] == doubt.before == result.text[doubt.new_start : doubt.new_end]
    if not result.edits:
        assert result.text is text
    if result.edits:
        whole = not result.doubts and all(edit.verdict is Verdict.REPAIRED for edit in result.edits)
        assert result.verdict is (Verdict.REPAIRED if whole else Verdict.PARTLY_REPAIRED)
    else:
        doubtful = any(doubt.verdict is Verdict.DOUBTFUL for doubt in result.doubts)
        assert result.verdict is (
            Verdict.DOUBTFUL if doubtful else Verdict.UNRECOVERABLE if result.doubts else Verdict.CLEAN
        )


@CALM
@given(ANYTHING | ODD)
def test_any_text_at_all_is_repaired_honestly_and_once(text: str) -> None:
    result = repair_text(text)
    check(text, result)
    assert repair_text(result.text).text is result.text


@pytest.mark.parametrize("channel", STRICT, ids=str)
def test_undoing_undoes(channel: Channel) -> None:
    """Wherever a channel loses nothing, `ungarble` gives back what `garble` was given."""
    undone = 0
    for text in [*CLEAN, *PHRASES, "naïve café", "שלום", "مرحبا", "สวัสดี", "Γειά σου", "ďábelské", "İşçi"]:
        try:
            damaged = channel.garble(text)
        except UnicodeError:
            continue
        try:
            back = channel.ungarble(damaged)
        except UnicodeError:
            continue
        assert back == text
        undone += 1
    assert undone


@CALM
@given(ODD, st.sampled_from(STRICT))
def test_undoing_any_damage_that_lost_nothing(text: str, channel: Channel) -> None:
    try:
        damaged = channel.garble(text)
        spelled = channel.read_page.encode(damaged)
    except UnicodeError:
        return
    if spelled == channel.stored_page.encode(text):  # no byte pair that is written otherwise
        assert channel.ungarble(damaged) == text


@CALM
@given(st.lists(st.sampled_from(CLEAN), max_size=8))
def test_clean_text_comes_back_as_the_same_object(lines: list[str]) -> None:
    text = "\n".join(lines)
    result = repair_text(text)
    assert result.text is text
    assert result == Repair(text)


@CALM
@given(
    st.lists(st.sampled_from(CLEAN), max_size=3),
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3),
    st.lists(st.sampled_from(CLEAN), max_size=3),
    st.sampled_from([channel for channel in STRICT if channel.stored == "utf-8"]),
)
def test_a_repair_never_touches_the_clean_lines_beside(
    head: list[str], bad: list[str], tail: list[str], channel: Channel
) -> None:
    try:
        damaged = [channel.garble(line) for line in bad]
    except UnicodeError:
        return
    text = "\n".join([*head, *damaged, *tail])
    result = repair_text(text)
    check(text, result)
    lines = result.text.split("\n")
    assert lines[: len(head)] == head
    assert lines[len(lines) - len(tail) :] == tail


@CALM
@given(st.sampled_from(PHRASES), st.sampled_from(STRICT), st.sampled_from(STRICT))
def test_repairing_never_makes_garble_worse(text: str, first: Channel, second: Channel) -> None:
    """What was damaged twice and repaired once can still be repaired: every edit is undone by its chain."""
    try:
        damaged = second.garble(first.garble(text))
    except UnicodeError:
        return
    result = repair_text(damaged)
    check(damaged, result)
    rebuilt, at = "", 0
    for edit in result.edits:
        rebuilt += result.text[at : edit.new_start] + garble(edit.after, edit.chain)
        at = edit.new_end
    assert rebuilt + result.text[at:] == damaged


def test_holes_must_be_marked_or_guessed() -> None:
    holes: Any = "ignore"
    with pytest.raises(ValueError, match="'mark' or 'guess', not 'ignore'"):
        repair_text("é", holes=holes)
    assert repair_text("é", holes="guess").text == "é"


LOST = "Спасибо за помощь, эта страница переведена на русский язык"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Elle a dit “oui”, l’été dernier, puis “non”.", "utf-8>cp1252py"),
        ("Разширение на страница", "utf-8>cp1252q"),
        ("אין לך הרשאה להדביק את התוסף הזה", "utf-8>cp1252py"),
        ("לא נמצאו %(verbose_name_plural)s בזמן", "utf-8>cp1252pysp"),
        ("Đã thay đổi", "utf-8>cp1252py"),
        ("červen", "utf-8>cp1254py"),
    ],
)
def test_bytes_without_meaning_are_one_of_few(text: str, chain: str) -> None:
    result = repair_text(garble(text, chain))
    check(garble(text, chain), result)
    assert result.text == text
    assert result.verdict is Verdict.REPAIRED
    assert any(edit.holes for edit in result.edits)


def test_what_no_text_has_is_not_sure_though_nothing_else_fits_the_bytes() -> None:
    """`€` and `™` were garbled twice and lost a byte each time: they are no U+276C and U+2062."""
    twice = "ItÃ?Â¢â?¬â?¢s classic. ItÃ?Â¢â?¬â?¢s epic. For goodnessÃ?Â¢â?¬â?¢ sake!"  # garble-fix: ignore
    assert not re.search("[\u276c\u2062]", repair_text(twice).text)
    guessed = repair_text(twice, holes="guess")
    sure = garble("“Sure”, he said. ", "utf-8>cp1252q")
    assert _posterior(guessed, "\u2062") < _posterior(repair_text(sure), "”")


def _posterior(result: Repair, filled: str) -> float:
    return max(hole.posterior for edit in result.edits for hole in edit.holes if hole.filled == filled)


def test_what_is_not_sure_is_marked_and_guessed_where_asked_for() -> None:
    damaged = garble(LOST, "utf-8>cp1252py")
    result = repair_text(damaged)
    check(damaged, result)
    assert result.verdict is Verdict.PARTLY_REPAIRED
    assert result.text == LOST.replace("эта", "\ufffdта")
    assert repair_text(result.text).text is result.text
    (hole,) = (hole for edit in result.edits for hole in edit.holes if hole.filled == "\ufffd")
    assert "э" in dict(hole.runners_up)
    assert "\ufffd" not in repair_text(damaged, holes="guess").text


def test_a_chain_that_is_proved_helps_short_lines() -> None:
    """`ÊÇ` and `·ñ` alone could be many things; in a file of GBK read as Latin-1 they are 是 and 否."""
    lines = [
        "系统设置保存成功，请重新启动程序",
        "用户名或密码错误，请重新输入",
        "是",
        "否",
        "无法连接到服务器，请检查网络",
    ]
    text = "\n".join(garble(line, "gb18030>latin-1") for line in lines)
    assert repair_text(text).text == "\n".join(lines)


@pytest.mark.parametrize("holes", ["mark", "guess"])
def test_question_marks_that_are_meant_stay_though_dashes_of_the_text_became_such(holes: Holes) -> None:
    meant = [
        "Really??",
        "What do you mean??",
        "a ?? b",
        "if (a??.b) return c ?? d;",
        "file??.txt",
        "??",
        "Why???",
    ]
    damaged = ["The guide is for “new users” only.", "The option “verbose” shows more.", "It’s all there."]
    lines = repair_text(garble("\r\n".join([*damaged, *meant, ""]), "utf-8>cp949w"), holes=holes).text.split(
        "\r\n"
    )
    assert lines == [*damaged, *meant, ""]


def test_what_is_left_of_a_line_proves_a_page_that_differs_a_little() -> None:
    lines = [
        "彼らは日本語を話します。",
        "ガイアナ人",
        "設定を変更してから、もう一度お試しください。",
        "この関数は文字列を返します。",
        "新しい都市を建設しました。",
        "その結果を確認してください。",
        "入力された値が正しくありません。",
        "次の手順に進みます。",
        "必要な資源がありません。",
        "変更を保存しますか？",
        "ガイアナ",
    ]
    text = "\r\n".join([*lines, ""])
    assert repair_text(garble(text, "utf-8>gb18030bare"), holes="guess").text.split("\r\n")[1] == lines[1]


def test_a_long_line_is_repaired_piece_by_piece() -> None:
    sentence = "本程序用于管理图书馆的借阅记录, "
    line = sentence * 100
    damaged = garble(line, "gb18030>cp1252")
    result = repair_text(damaged)
    check(damaged, result)
    assert result.text == line


def test_a_long_line_without_a_place_to_cut_is_repaired() -> None:
    line = "本程序用于管理图书馆的借阅记录" * 60
    damaged = garble(line, "gb18030>cp1252")
    result = repair_text(damaged)
    check(damaged, result)
    assert result.text.count("本程序用于管理图书馆的借阅记录") > 50


def test_in_a_large_text_the_damaged_lines_are_found() -> None:
    clean = "这一行没有任何问题，只是为了让文件变得更长一些。\n" * 800
    damaged = garble("这一行被错误地保存过，需要修复。", "gb18030>latin-1")
    text = clean + damaged + "\n" + clean
    assert len(text) > 30_000
    result = repair_text(text)
    assert result.text == clean + "这一行被错误地保存过，需要修复。\n" + clean


HOSTILE = {
    "U+FFFD": "\ufffd" * 5000,
    "A with tilde": "Ã" * 5000,
    "kun jin kao": "锟斤拷" * 2000,
    "surrogates": "\udc80" * 3000,
    "NULs": "\0é" * 2000,
    "random hanzi": "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(3000)),
    "short lines": "\n".join(chr(0xA0 + number * 31 % 96) * 3 for number in range(100)),
    "whole blocks": "".join(map(chr, range(0x80, 0x900))),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    started = time.perf_counter()
    check(text, repair_text(text))
    assert time.perf_counter() - started < 30


def test_equal_lines_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def explain(text: str, *arguments: Any, **named: Any) -> Search[list[Explanation]]:
        searched.append(text)
        return search(text, *arguments, **named)

    monkeypatch.setattr("garble_fix.repair.text.explain", explain)
    repair_text("ж\N{SNOWMAN}ÿ\N{WHITE STAR}\n" * 90)
    # What follows the last ones differs.
    assert len(searched) < 6
