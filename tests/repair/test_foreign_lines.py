"""Files with lines in another encoding: each line comes out as it was written, in the encoding of the file."""

from __future__ import annotations

import codecs

import pytest

from garble_fix import garble
from garble_fix.detect import detect
from garble_fix.detect.encodings import read
from garble_fix.repair.bytes import repair_bytes
from garble_fix.repair.result import Verdict

TEXTS = {
    "gbk": "用户登录成功，欢迎回来。\n文件已经保存到默认目录。\n修改配置以后必须重新启动服务。\n确定\n",
    "cp950": "使用者登入成功，歡迎回來。\n檔案已經儲存到預設目錄。\n修改設定以後必須重新啟動服務。\n確定\n",
    "cp932": "設定を保存しました。\nファイルを開けませんでした。\nもう一度ログインしてください。\n完了\n",
    "euc-jp": "設定を保存しました。\nファイルを開けませんでした。\nもう一度ログインしてください。\n完了\n",
    "cp949": "설정을 저장했습니다.\n파일을 열 수 없습니다.\n다시 로그인해 주십시오.\n확인\n",
    "cp1251": "Настройки сохранены.\nНе удалось открыть файл.\nВойдите в систему ещё раз.\nГотово\n",
    "koi8-r": "Настройки сохранены.\nНе удалось открыть файл.\nВойдите в систему ещё раз.\nГотово\n",
}
CODE = ["import sys", "", "def main():", "    return 0"]


def mixed(text: str, own: str, other: str, pasted: set[int]) -> bytes:
    lines = text.rstrip("\n").split("\n") * 3
    stored = [line.encode(other if number in pasted else own) for number, line in enumerate(lines)]
    return b"\n".join(part for line in stored for part in (line, *(code.encode() for code in CODE)))


def whole(text: str) -> str:
    lines = text.rstrip("\n").split("\n") * 3
    return "\n".join(part for line in lines for part in (line, *CODE))


@pytest.mark.parametrize("pasted", [{0}, {3}, {11}, {4, 5, 6}, {1, 6, 7, 10}])
@pytest.mark.parametrize("legacy", TEXTS)
@pytest.mark.parametrize("first", [True, False])
def test_every_line_is_what_it_was(legacy: str, first: bool, pasted: set[int]) -> None:
    own, other = (legacy, "utf-8") if first else ("utf-8", legacy)
    data = mixed(TEXTS[legacy], own, other, pasted)
    repair = repair_bytes(data)
    assert repair.text == whole(TEXTS[legacy])
    assert repair.data == whole(TEXTS[legacy]).encode(own)
    assert (repair.verdict, len(repair.edits)) == (Verdict.REPAIRED, len(pasted))
    before = read(repair.encoding, data)[0]
    for edit in repair.edits:
        assert before[edit.start : edit.end] == edit.before
        assert repair.text[edit.new_start : edit.new_end] == edit.after
        assert garble(edit.proof, edit.chain) == edit.before


@pytest.mark.parametrize("legacy", TEXTS)
def test_what_is_repaired_stays(legacy: str) -> None:
    repaired = repair_bytes(mixed(TEXTS[legacy], legacy, "utf-8", {2, 5})).data
    assert repair_bytes(repaired).data is repaired


def test_detection_says_which_lines() -> None:
    data = mixed(TEXTS["gbk"], "utf-8", "gbk", {1})
    found = detect(data)
    (line,) = found.foreign
    assert (found.encoding, line.encoding) == ("utf-8", "gbk")
    assert data[line.start : line.end].decode("gbk") == TEXTS["gbk"].split("\n")[1]
    assert "gbk" in found.why


def test_a_byte_order_mark_does_not_hide_them() -> None:
    repair = repair_bytes(codecs.BOM_UTF8 + mixed(TEXTS["gbk"], "utf-8", "gbk", {1, 2}))
    assert repair.data == codecs.BOM_UTF8 + whole(TEXTS["gbk"]).encode()


def test_lines_in_two_further_encodings() -> None:
    chinese, japanese = TEXTS["gbk"], TEXTS["cp932"]
    data = (chinese * 3).encode() + chinese.encode("gbk") + chinese.encode() + japanese.encode("cp932")
    assert repair_bytes(data).text == chinese * 5 + japanese


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends(newline: str) -> None:
    data = mixed(TEXTS["gbk"], "utf-8", "gbk", {1, 2}).replace(b"\n", newline.encode())
    assert repair_bytes(data).text == whole(TEXTS["gbk"]).replace("\n", newline)


@pytest.mark.parametrize("own", ["utf-8", "gbk"])
@pytest.mark.parametrize("last", ["utf-8", "gbk"])
def test_a_file_cut_off_within_a_character(own: str, last: str) -> None:
    text = TEXTS["gbk"] * 2
    cut = text.encode(own) + "文件已经保存到默认目录".encode(last)[:-1]
    repair = repair_bytes(cut)
    assert repair.text.startswith(text + "文件已经保存到默认目")
    if own == last:
        assert repair.data is cut
    else:
        assert repair.data.endswith(cut[-1:] if last == "gbk" else cut[-2:])


STRAYS = [b"\xff", b"caf\xe9", b"\x80\x81\xfe", b"\xe4\xb8", b"\xc3", b"[\xfd\xff\xa0\x9d]"]


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("text", [TEXTS["gbk"], TEXTS["cp1251"], "Une clé à la fenêtre où naît l'été.\n"])
def test_stray_bytes_stay(text: str, stray: bytes) -> None:
    data = text.encode() + b"x = " + stray + b"\n" + text.encode()
    assert repair_bytes(data).data is data


def test_what_the_encoding_of_the_file_cannot_hold_is_left() -> None:
    data = TEXTS["cp1251"].encode("cp1251") * 3 + TEXTS["gbk"].encode()
    repair = repair_bytes(data)
    assert repair.data is data
    assert (repair.verdict, len(repair.doubts)) == (Verdict.DOUBTFUL, 4)
    assert [doubt.after for doubt in repair.doubts] == TEXTS["gbk"].split("\n")[:-1]
