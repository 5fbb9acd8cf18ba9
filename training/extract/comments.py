"""Source code written by speakers of Chinese, Japanese and Korean: comments, docstrings and literals."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from training.extract.common import decode

_CJK = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_DOCSTRING = re.compile(r'"""(.*?)"""', re.DOTALL)
_FIELD = re.compile(r"^\s*:(?:param|return|type|rtype)\s*\w*:\s*")
_TAG = re.compile(r"<[^<>]{0,200}>")
_BULLET = re.compile(r"^[\s\-*]+")


def cjk_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a source file that hold CJK text, as they stand, without their indentation."""
    for line in decode(data).split("\n"):
        if _CJK.search(line):
            yield line.strip()


def docstrings(data: bytes) -> Iterator[str]:
    """Yield the lines of the docstrings of a Python file, without field names, tags and bullets."""
    for docstring in _DOCSTRING.findall(decode(data)):
        for line in docstring.split("\n"):
            yield _BULLET.sub("", html.unescape(_TAG.sub(" ", _FIELD.sub("", line))))
