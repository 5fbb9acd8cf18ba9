"""Conversion: the text in another encoding, what is declared made to agree, nothing lost."""

from __future__ import annotations

import codecs

import pytest

from garble_fix import EncodingError, UnknownCodePageError, repair_bytes
from garble_fix.detect import detect
from garble_fix.repair.result import text_before

CHINESE = "修改配置以后必须重新启动服务，否则新的端口不会生效。\n"

DECLARED = [
    ('<?xml version="1.0" encoding="{}"?>\n<a>{}</a>\n', "GB2312", "UTF-8"),
    ('<html><head><meta charset="{}"><title>{}</title>\n', "gbk", "utf-8"),
    ("<meta http-equiv='Content-Type' content='text/html; charset={}'>\n{}", "gb2312", "utf-8"),
    ('@charset "{}";\n/* {} */\n', "gb18030", "utf-8"),
    ("#!/usr/bin/python\n# -*- coding: {} -*-\n# {}", "gbk", "utf-8"),
    ("# vim: set fileencoding={} :\n# {}", "gbk", "utf-8"),
]


@pytest.mark.parametrize(("form", "old", "new"), DECLARED)
def test_a_declaration_follows(form: str, old: str, new: str) -> None:
    before = form.format(old, CHINESE)
    repair = repair_bytes(before.encode("gbk"), to="utf-8")
    assert repair.data == form.format(new, CHINESE).encode()
    assert repair.encoding == "utf-8"
    assert text_before(repair.text, repair.edits) == before
    assert repair_bytes(repair.data, to="utf-8").data is repair.data


@pytest.mark.parametrize(("form", "old", "new"), DECLARED)
def test_without_conversion_nothing_is_declared_anew(form: str, old: str, new: str) -> None:
    data = form.format(new, CHINESE).encode("gbk")
    assert repair_bytes(data).data is data


def test_what_is_declared_is_evidence() -> None:
    words = "日本".encode("cp932")
    assert detect(b'<?xml version="1.0" encoding="Shift_JIS"?>' + words).encoding == "cp932"
    lies = '<?xml version="1.0" encoding="Shift_JIS"?>' + CHINESE
    assert detect(lies.encode("gbk")).encoding == "gbk"


def test_there_and_back() -> None:
    data = CHINESE.encode("gbk") * 2
    there = repair_bytes(data, to="utf-16")
    assert there.data == codecs.BOM_UTF16_LE + (CHINESE * 2).encode("utf-16-le")
    assert repair_bytes(there.data, to="gbk").data == data


def test_garbled_lines_and_pasted_ones_are_repaired_on_the_way() -> None:
    garbled = "文件已经保存".encode().decode("gbk") + "\n"
    data = (CHINESE * 3 + garbled).encode("gbk") + "다시 로그인해 주십시오.\n".encode()
    assert repair_bytes(data, to="utf-8").text == CHINESE * 3 + "文件已经保存\n다시 로그인해 주십시오.\n"


def test_stray_bytes_stay() -> None:
    data = CHINESE.encode("gbk") * 2 + b"x\xff\n"
    assert repair_bytes(data, to="utf-8").data == (CHINESE * 2).encode() + b"x\xff\n"


def test_what_cannot_be_held_is_refused() -> None:
    with pytest.raises(EncodingError, match="cp1251"):
        repair_bytes(CHINESE.encode(), to="cp1251")
    with pytest.raises(UnknownCodePageError):
        repair_bytes(CHINESE.encode(), to="klingon")
