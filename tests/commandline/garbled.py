# garble-fix: ignore-file - garbled text is what this is about
"""Garbled texts nobody can mistake, made by real decoders and without loss."""

from __future__ import annotations

WORDS = ("用户登录成功", "文件已经保存", "今天天气很好")


def garble(text: str) -> str:
    """Read the UTF-8 of `text` as GBK, as Chinese Windows does."""
    return text.encode().decode("gbk")


_LINES = "# {}, {}\nprint('ok')\n# {}\n"
GOOD = _LINES.format(*WORDS)
BAD = _LINES.format(*map(garble, WORDS))
CLEAN = "今天天气很好，我们一起去公园散步。\nplain ASCII, café\n"
HOPELESS = "# 锟斤拷锟斤拷锟斤拷锟斤拷\n"
