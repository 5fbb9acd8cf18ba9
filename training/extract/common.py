"""What several extractors need: decoding, joining wrapped lines, and the marks of user interfaces."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterable, Iterator

_CJK = r"[\u2e80-\u9fff\u3000-\u30ff\uff00-\uffef]"
_BREAK_BETWEEN_CJK = re.compile(rf"(?<={_CJK})[^\S\n]*\n\s*(?={_CJK})")
_BREAK = re.compile(r"\s*\n\s*")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_ACCELERATOR = re.compile(r"\s?\([&_~]\w\)")
_ACCELERATOR_MARK = re.compile(r"[&_~](?=\w)")
_TAG = re.compile(r"<[^<>]{0,300}>")
_CHARSET = re.compile(rb"(?:charset|encoding)=[\"']?([\w-]+)", re.IGNORECASE)


def decode(data: bytes) -> str:
    """Decode a file: unzip it if needed; UTF-8 if it is that, else what it says of itself, else nothing."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:3000])
    if declared is None:
        return ""
    try:
        return data.decode(declared.group(1).decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return ""


def join_wrapped(text: str) -> str:
    """Join wrapped lines into one; between two CJK characters a line break is no blank.

    >>> join_wrapped("第一章 这是\\n  句子 and\\nEnglish")
    '第一章 这是句子 and English'
    """
    return _BREAK.sub(" ", _BREAK_BETWEEN_CJK.sub("", text.strip()))


def paragraphs(text: str) -> Iterator[str]:
    """Split at empty lines, and join the lines of each paragraph."""
    for paragraph in _PARAGRAPH_BREAK.split(text):
        yield join_wrapped(paragraph)


def interface_strings(strings: Iterable[str]) -> Iterator[str]:
    """Take keyboard accelerators, tags and entities out of strings of a user interface.

    >>> list(interface_strings(["ファイル(&F)を開く", "_Datei <b>öffnen</b>"]))
    ['ファイルを開く', 'Datei öffnen']
    """
    for string in strings:
        for part in paragraphs(string.replace("\\n", "\n")):
            text = _ACCELERATOR.sub("", part)
            if len(_ACCELERATOR_MARK.findall(text)) == 1:
                text = _ACCELERATOR_MARK.sub("", text)
            yield html.unescape(_TAG.sub("", text))
