# garble-fix: ignore-file - garbled text is what this is about
from __future__ import annotations

import codecs
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.codepages import get
from garble_fix.detect import BINARY, detect
from garble_fix.detect.encodings import read

CASES = json.loads((Path(__file__).parent.parent / "cases" / "detect.json").read_text(encoding="utf-8"))
CHINESE = "注意：修改配置以后必须重新启动服务，否则新的端口不会生效。\n"


def decoded(data: bytes) -> str | None:
    found = detect(data)
    return None if found.encoding == BINARY else read(found.encoding, data[len(found.bom) :])[0]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_text_is_read_as_it_was_written(case: dict[str, str]) -> None:
    assert decoded(case["text"].encode(case["encoding"])) == case["text"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_posterior_probabilities_are_probabilities(case: dict[str, str]) -> None:
    found = detect(case["text"].encode(case["encoding"]))
    assert 0.0 <= found.confidence <= 1.0
    assert sum(candidate.confidence for candidate in found.candidates) <= 1.0 + 1e-9
    assert list(found.candidates) == sorted(found.candidates, key=lambda c: -c.log_prob)
    assert found.why


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", ["", "x", "a\nb", CHINESE, "鐢ㄦ埛鐧诲綍鎴愬姛", "🙂"])
def test_a_byte_order_mark_decides(mark: bytes, encoding: str, text: str) -> None:
    found = detect(mark + text.encode(encoding))
    assert (found.encoding, found.bom, found.confidence) == (encoding, mark, 1.0)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["ab", "int main() {}\n", CHINESE, "# 鐢ㄦ埛鐧诲綍鎴愬姛\n"])
def test_nul_bytes_give_unmarked_utf_16_and_32_away(encoding: str, text: str) -> None:
    assert detect(text.encode(encoding)).encoding == encoding


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"\x7fELF\2\1\1\0\0\0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"text\0text",
        bytes(range(1, 32)),
    ],
)
def test_what_is_no_text_is_binary(data: bytes) -> None:
    assert detect(data).encoding == BINARY


def test_nothing_is_ascii() -> None:
    assert detect(b"").encoding == "ascii"


def test_gbk_that_happens_to_be_valid_utf_8() -> None:
    data = "原始".encode("gbk")
    assert data.decode("utf-8") == "ԭʼ"
    assert decoded(data) == "原始"


@pytest.mark.parametrize("text", ["ÖÐ¹ú", "锛堢", "caf茅", "Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "é", "ß", "→", "²", "…"])
def test_valid_utf_8_is_not_doubted_for_reading_badly(text: str) -> None:
    assert detect(text.encode()).encoding == "utf-8"


_PLACES = (
    "voltages in {}V, ",
    "the charge counter (in {}Ah). ",
    "{}A, and energy ",
    "All {} values\n",
    "a {}-law codec\n",
)


@pytest.mark.parametrize("sign", "µ°²½®ª·§éñα")
@pytest.mark.parametrize("count", [1, 3, 8, 40])
def test_a_sign_that_english_text_repeats_is_no_ideograph(sign: str, count: int) -> None:
    """Read as GBK or EUC-KR each is a common ideograph or syllable, which forty times would outweigh all else."""
    places = "".join(_PLACES[place * place % len(_PLACES)].format(sign) for place in range(count))
    assert detect(f"All power supplies are described here.\n\n{places}".encode()).encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["gbk", "cp950", "cp932", "cp949", "utf-8"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_block_that_ends_within_a_character(encoding: str, cut: int) -> None:
    text = {"gbk": "无法打开文件", "cp950": "無法開啟檔案", "cp949": "파일을 열었다"}.get(
        encoding, "ファイルを開く"
    )
    data = text.encode(encoding)[:-cut]
    assert text.startswith((decoded(data) or "-")[:-2])


def test_a_damaged_file_is_still_known() -> None:
    data = bytearray((CHINESE * 20).encode("gbk"))
    data[100:100] = b"\xff"
    data[701:701] = b"\x81\n"
    assert detect(bytes(data)).encoding in {"gbk", "cp936", "gb18030"}
    utf_8 = CHINESE.encode() + b"\x80\xff" + CHINESE.encode()
    assert detect(utf_8).encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("今天天气很好，一起去吧。", "gbk"),
        ("今天天气很好，一起去吧。🙂", "gb18030"),
        ("今天天氣很好，一起去吧。", "cp950"),
        ("今日係好天氣，佢哋喺嗰度玩。", "big5hkscs"),
        ("一覧の表示、①番の項目。", "cp932"),
    ],
)
def test_the_plainest_page_that_holds_all_is_named(text: str, encoding: str) -> None:
    assert detect(text.encode(encoding)).encoding == encoding


def test_the_euro_sign_of_windows() -> None:
    assert detect("这本书的价格是".encode("gbk") + b"\x80" + "，很便宜。".encode("gbk")).encoding == "cp936"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Сохраните изменения, прежде чем закрыть окно.\n"),
        ("gbk", CHINESE),
        ("cp932", "設定を保存しました。\n"),
    ],
)
def test_most_lines_decide_what_a_mixed_file_is(encoding: str, text: str, first: bool) -> None:
    few, many = text.encode(), text.encode(encoding) * 5
    found = detect(few + many if first else many + few).encoding
    assert "utf" not in found
    assert get(found).decode(many) == text * 5


def test_what_comes_late_in_a_long_file_counts() -> None:
    late = b"x = 1\n" * 50_000 + ("# " + CHINESE).encode("gbk") + b"y = 2\n" * 50_000
    assert detect(late).encoding == "gbk"
    four_byte = (CHINESE * 3000).encode("gbk") + "🙂".encode("gb18030") + (CHINESE * 3000).encode("gbk")
    assert detect(four_byte).encoding == "gb18030"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer_that_can_be_read(data: bytes) -> None:
    found = detect(data)
    assert data.startswith(found.bom)
    if found.encoding != BINARY:
        read(found.encoding, data[len(found.bom) :])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40).map(lambda data: data * 200))
def test_long_data_has_an_answer_too(data: bytes) -> None:
    detect(data)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs", "Cc"]), min_size=12))
def test_utf_8_is_recognised_whatever_it_says(text: str) -> None:
    expected = "ascii" if text.isascii() else "utf-8"
    if len(text.encode()) - len(text) >= 24 or text.isascii():
        assert detect(text.encode()).encoding in {expected, "hz"}


@pytest.mark.parametrize("first", ["from garble_fix import repair_bytes; repair_bytes(b'')", ""])
def test_it_is_public_whatever_was_imported_before(first: str) -> None:
    program = f"{first}\nimport garble_fix\nassert garble_fix.detect(b'a').encoding == 'ascii'"
    subprocess.run([sys.executable, "-c", program], check=True)
