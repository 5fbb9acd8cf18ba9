"""Manual pages: the running text of roff sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.extract.common import decode, paragraphs

_FONT = re.compile(r"(?m)^\.(?:[BI]|[BIR][BIR]|SM|SB|Nm|Pa|Fl|Ar|Xr|Em|Ql)\s+(.*)$")
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?m)^[.']\s*\\\".*$", ""),
        (r"(?ms)^\.(?:nf|EX|TS)\b.*?^\.(?:fi|EE|TE)\b.*?$", "\n\n"),
        (r"(?m)^\.(?:SH|SS|Sh|Ss)\s+\"?(.*?)\"?$", r"\n\n\1\n\n"),
        (r"(?m)^[.'].*$", "\n"),
        (r"\\f(?:\[[^\]]*\]|\(..|.)|\\s[+-]?\d+|\\[&:/,|^%]|\\$", ""),
        (r"\\\((?:lq|rq|dq)", '"'),
        (r"\\\((?:aq|cq|oq)", "'"),
        (r"\\\(..|\\\[[^\]]*\]", ""),
        (r"\\-", "-"),
        (r"\\[ ~]", " "),
        (r"\\e", r"\\"),
    )
)


def paragraphs_of(text: str) -> Iterator[str]:
    """Yield the paragraphs of a page in the macros `man` or `mdoc`, without tables and examples."""
    text = _FONT.sub(lambda macro: macro.group(1).replace('"', ""), text)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    yield from paragraphs(text)


def paragraphs_from(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a (perhaps compressed) manual page."""
    yield from paragraphs_of(decode(data))
