"""Documents: what is left of them tells what they are like, and that, what was lost."""

from __future__ import annotations

import pytest

from garble_fix import Verdict, garble, repair_text

NOTES = """发布说明
本次更新修复了若干问题。
设置窗口可以记住上一次的位置
请先备份数据，然后再升级。
升级之后，旧的插件需要重新启用。
已知问题
在某些电脑上，启动时间会变长。
如果遇到错误，请查看日志文件。
日志文件保存在用户目录中
感谢所有参与测试的用户。
"""

CHECKLIST = """## 检查清单

- **名称**：文件的名称是否正确
- **编码**：所有文件都使用同一种编码
- **换行**：换行符是否一致（空行/行尾/文件末尾）
- **路径**：路径中没有空格

## 后续步骤

- **备份**：把原来的文件放在别处
- **修复**：先看一遍再写入文件
- **确认**：请同事再看一遍
"""


@pytest.mark.parametrize("document", [NOTES, CHECKLIST], ids=["notes", "checklist"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_the_lines_of_a_document_come_back(document: str, end: str) -> None:
    written = document.replace("\n", end)
    garbled = garble(written, "utf-8>cp936w")
    assert garbled.count("\n") < written.count("\n") or end == "\r\n"
    result = repair_text(garbled, holes="guess")
    assert result.text == written
    assert repair_text(result.text, holes="guess").text is result.text


def test_lines_come_back_without_a_guess() -> None:
    result = repair_text(garble(NOTES, "utf-8>cp936w"))
    right = set(result.text.split("\n")) & set(NOTES.split("\n"))
    assert len(right) >= 8


@pytest.mark.parametrize("page", ["cp936w", "cp932w"])
def test_strings_that_broke_off_one_by_one(page: str) -> None:
    lines = NOTES.splitlines()
    garbled = "\n".join(garble(line, f"utf-8>{page}") for line in lines) + "\n"
    result = repair_text(garbled, holes="guess")
    assert result.verdict is Verdict.REPAIRED
    assert result.text.splitlines() == lines
