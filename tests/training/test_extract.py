import gzip
import json
import struct
import zipfile

import pytest
from training.extract import (
    EXTRACTORS,
    cantonese,
    catalogs,
    code,
    comments,
    ddtp,
    html,
    json_text,
    man,
    mozilla,
    qt,
    rst,
)


def _mo(pairs: dict[str, str]) -> bytes:
    """Pack a message catalogue as msgfmt does."""
    originals = [key.encode() for key in pairs]
    translations = [value.encode() for value in pairs.values()]
    table = 28
    data_at = table + 16 * len(pairs)
    index, body = b"", b""
    for string in (*originals, *translations):
        index += struct.pack("<2I", len(string), data_at + len(body))
        body += string + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), table, table + 8 * len(pairs), 0, 0)
    return header + index + body


def test_mo_yields_translations_without_header_and_accelerators():
    data = _mo(
        {"": "Content-Type: text/plain", "Open": "打开(_O)", "OK": "OK", "%d file": "%d 个文件\0%d 个文件们"}
    )
    assert list(catalogs.mo_strings(data)) == ["打开", "%d 个文件", "%d 个文件们"]


def test_po_joins_its_lines():
    data = 'msgid "x"\nmsgstr ""\n"第一行"\n"第二行"\n\nmsgid "y"\nmsgstr[0] "引号\\""\n'.encode()
    assert list(catalogs.po_strings(data)) == ["第一行第二行", '引号"']


def test_qm_yields_utf_16_strings():
    text = "開く".encode("utf-16-be")
    message = b"\x03" + struct.pack(">I", len(text)) + text + b"\x05" + b"\0" * 4 + b"\x01"
    data = b"\0" * 16 + b"\x69" + struct.pack(">I", len(message)) + message
    assert list(qt.strings(data)) == ["開く"]


def test_html_yields_blocks_and_joins_cjk_lines():
    head, script = "<head><title>x</title></head>", "<script>var x;</script>"
    data = f"{head}<p>第一\n 行 &amp; <b>粗体</b></p>{script}<li>項目".encode()
    assert [block for block in html.blocks(data) if block] == ["第一行 & 粗体", "項目"]


def test_compressed_man_page_without_macros():
    page = (
        '.\\" 注释\n.TH LS 1\n.SH 名称\nls \\- 列出\n.B "粗体"\n文字\\fI斜体\\fR\n.nf\n示例\n.fi\n'.encode()
    )
    lines = [line for line in man.paragraphs_from(gzip.compress(page)) if line]
    assert lines == ["名称", "ls - 列出粗体文字斜体"]


def test_rst_and_markdown_lose_their_marks():
    restructured = "标题\n====\n\n- 第一项\n- :ref:`第二项 <x>`\n".encode()
    assert [x for x in rst.paragraphs(restructured) if x] == ["标题", "第一项", "第二项"]
    markdown = "# 标题\n\n```sh\nls\n```\n[链接](x) **粗**\n".encode()
    assert [x for x in rst.markdown(markdown) if x] == ["标题", "链接 粗"]


def test_json_strings_in_order_without_notes():
    data = json.dumps({"a": "一", "@a": "note", "b": ["二", {"c": "三"}]}).encode()
    assert list(json_text.strings(data)) == ["一", "二", "三"]
    assert list(json_text.strings(b"{broken")) == []


def test_fluent_values_without_placeables(tmp_path):
    path = tmp_path / "langpack.xpi"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ftl", "# 注释\nopen = 打开 { $name }\n    .label = 标签\n")
        archive.writestr("b.properties", "close=关闭\n")
    assert [x.strip() for x in mozilla.strings(path.read_bytes())] == ["打开", "标签", "关闭"]


def test_package_descriptions():
    data = "Package: x\nDescription-md5: 0\nDescription-ja: 題\n 一行目の\n 続き\n .\n 二段落\n\n".encode()
    assert [x for x in ddtp.descriptions(data) if x] == ["題", "一行目の続き", "二段落"]


def test_comments_and_docstrings():
    data = 'x = 1  # 计数\ny = 2\n"""\n:param x: 参数<b>一</b>\n"""\n'.encode()
    assert list(comments.cjk_lines(data)) == ["x = 1  # 计数", ":param x: 参数<b>一</b>"]
    assert [x.strip() for x in comments.docstrings(data) if x.strip()] == ["参数 一"]


def test_cantonese_transcripts_get_chinese_punctuation():
    assert list(cantonese.chat_lines("*XXA:\t你 好 , 食 咗 飯 未 ?\n%mor:\tx\n".encode())) == [
        "你好，食咗飯未？"
    ]


def test_code_files_keep_their_layout_and_minified_ones_are_left_out():
    source = "def f():\n    return 1\n" * 30
    assert list(code.whole_file(source.encode())) == [source]
    assert list(code.whole_file(b"x" * 2000)) == []


@pytest.mark.parametrize("kind", sorted(EXTRACTORS))
def test_no_extractor_fails_on_an_empty_file(kind):
    if kind != "xpi":
        assert list(EXTRACTORS[kind](b"")) in ([], [""])
