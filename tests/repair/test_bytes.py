from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from garble_fix.codepages import names
from garble_fix.detect import BINARY, Detection
from garble_fix.detect.encodings import ESCAPES, read
from garble_fix.errors import UnknownCodePageError
from garble_fix.repair import bytes as repair_of_bytes
from garble_fix.repair.bytes import repair_bytes
from garble_fix.repair.result import Edit, Repair, Verdict

CASES = json.loads((Path(__file__).parent.parent / "cases" / "detect.json").read_text(encoding="utf-8"))
WORDS = ("用户登录成功", "文件已经保存", "今天天气很好")
SOUND = "".join(f"# {word}\n" for word in WORDS)
GARBLED = "".join(f"# {word.encode().decode('gbk')}\n" for word in WORDS)
CLEAN = "注意：修改配置以后必须重新启动服务，否则新的端口不会生效。\n" * 3


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_clean_text_in_any_encoding_comes_back_as_the_same_object(case: dict[str, str]) -> None:
    data = case["text"].encode(case["encoding"])
    repair = repair_bytes(data)
    assert repair.data is data
    assert (repair.text, repair.verdict, repair.edits, repair.doubts) == (case["text"], Verdict.CLEAN, (), ())


@pytest.mark.parametrize(
    ("bom", "encoding", "name"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
        (b"", "gbk", "gbk"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_repair_keeps_encoding_mark_and_newlines(
    bom: bytes, encoding: str, name: str, newline: str
) -> None:
    before, after = ((CLEAN + text).replace("\n", newline) for text in (GARBLED, SOUND))
    repair = repair_bytes(bom + before.encode(encoding))
    assert repair.data == bom + after.encode(encoding)
    assert (repair.text, repair.encoding, repair.bom) == (after, name, bom)
    assert repair.verdict == Verdict.REPAIRED
    for edit in repair.edits:
        assert before[edit.start : edit.end] == edit.before
        assert repair.text[edit.new_start : edit.new_end] == edit.after


def test_a_repair_is_clean() -> None:
    repair = repair_bytes(repair_bytes(GARBLED.encode()).data)
    assert (repair.edits, repair.verdict) == ((), Verdict.CLEAN)


def test_nothing_and_ascii() -> None:
    for data in (b"", b"a = b\r\n"):
        repair = repair_bytes(data)
        assert repair.data is data
        assert (repair.text, repair.verdict) == (data.decode(), Verdict.CLEAN)


@pytest.mark.parametrize("data", [b"\0\1\2", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + GARBLED.encode()])
def test_binary_data_is_left_alone(data: bytes) -> None:
    repair = repair_bytes(data)
    assert repair.data is data
    assert (repair.binary, repair.encoding, repair.verdict) == (True, BINARY, Verdict.CLEAN)


def test_stray_bytes_survive_beside_a_repair() -> None:
    stray = b"x\x80\xfe y\r\n"
    repair = repair_bytes(stray + GARBLED.encode() + stray)
    assert repair.data == stray + SOUND.encode() + stray
    assert "".join(ESCAPES.findall(repair.text)) == "\udc80\udcfe" * 2


def test_a_line_with_stray_bytes_is_not_half_repaired() -> None:
    sound = "ソースコードの文字化けを調べました。\n".encode("cp932") * 3
    garbled = "データベースのエラー".encode().decode("cp932", "ignore").encode("cp932")
    data = sound + garbled + b"\xfc \x81\n"
    repair = repair_bytes(data)
    assert repair.data is data
    assert repair.edits == ()


def test_an_odd_byte_at_the_end_of_utf_16() -> None:
    data = codecs.BOM_UTF16_LE + GARBLED.encode("utf-16-le") + b"x"
    assert repair_bytes(data).data == codecs.BOM_UTF16_LE + SOUND.encode("utf-16-le") + b"x"


def test_a_given_encoding_is_taken_at_its_word() -> None:
    data = "原始".encode("gbk")
    assert repair_bytes(data, encoding="gbk").text == "原始"
    assert repair_bytes(data, encoding="utf_8").text == "ԭʼ"
    assert repair_bytes(CLEAN.encode("utf-16-be"), encoding="utf-16-be").text == CLEAN


@pytest.mark.parametrize("encoding", ["klingon", "", "binary"])
def test_an_unknown_encoding(encoding: str) -> None:
    with pytest.raises(UnknownCodePageError):
        repair_bytes(b"a", encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-32-le", "iso-2022-jp", "hz"])
def test_a_given_encoding_that_the_data_is_not(encoding: str) -> None:
    data = CLEAN.encode("cp936") + b"\x81"
    repair = repair_bytes(data, encoding=encoding)
    assert repair.data is data
    assert repair.verdict == Verdict.DOUBTFUL


def edit(text: str, before: str, after: str) -> Repair:
    """A repair as `repair_text` might return it."""
    start = text.index(before)
    one = Edit(start, start + len(before), start, start + len(after), before, after, "test>test", 50.0, 1.0)
    return Repair(text.replace(before, after, 1), (one,), Verdict.REPAIRED)


def test_what_the_encoding_cannot_hold_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        repair_of_bytes, "repair_text", lambda text, holes, found, artefacts: edit(text, "配置", "🙂")
    )
    data = CLEAN.encode("gbk")
    repair = repair_bytes(data)
    assert repair.data is data
    assert (repair.text, repair.edits, repair.verdict) == (CLEAN, (), Verdict.DOUBTFUL)
    assert [doubt.after for doubt in repair.doubts] == ["🙂"]


def test_an_unsure_encoding_is_no_ground_for_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        repair_of_bytes, "repair_text", lambda text, holes, found, artefacts: edit(text, text[-1], "x")
    )
    monkeypatch.setattr(repair_of_bytes, "decide", lambda data: (Detection("gbk", 0.6), None))
    data = b"\xb0\xa1 1"
    repair = repair_bytes(data)
    assert repair.data is data
    assert repair.verdict == Verdict.DOUBTFUL


def test_characters_with_two_byte_pairs_keep_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        repair_of_bytes, "repair_text", lambda text, holes, found, artefacts: edit(text, "番目", "個目")
    )
    doubled = b"\x87\x90"  # cp932 has this sign at 81E0 too
    data = "番目の項目を表示します。".encode("cp932") + doubled
    assert data.decode("cp932").encode("cp932") != data
    assert repair_bytes(data).data == "個目の項目を表示します。".encode("cp932") + doubled


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(b"\xff\xfe\0\xd8")
@example(b"\xed\xa0\x80\n")
@given(st.binary(max_size=120))
def test_any_bytes_come_back_or_are_repaired(data: bytes) -> None:
    repair = repair_bytes(data)
    if not repair.edits:
        assert repair.data is data
    if not repair.binary:
        assert read(repair.encoding, repair.data[len(repair.bom) :])[0] == repair.text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=40),
    st.sampled_from([*names(), "utf-16-le", "utf-32-be", "ascii", "hz", "iso-2022-jp"]),
)
def test_any_bytes_in_any_encoding(data: bytes, encoding: str) -> None:
    repair = repair_bytes(data, encoding=encoding)
    if not repair.edits:
        assert repair.data is data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from([GARBLED.encode(), CLEAN.encode(), b"\x80", b"\xe4\xb8\n", b"\xff\r\n"]), max_size=6
    )
)
def test_undecodable_bytes_survive_whatever_stands_beside_them(parts: list[bytes]) -> None:
    data = GARBLED.encode() * 3 + b"\n".join(parts)
    repair = repair_bytes(data)
    strays = ESCAPES.findall(data.decode("utf-8", "surrogateescape"))
    assert ESCAPES.findall(repair.data.decode("utf-8", "surrogateescape")) == strays
