"""Transcribed conversation in the CHAT format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.extract.common import decode

_UTTERANCE = re.compile(r"(?m)^\*\w+:\s*(.*)$")
_MARKS = re.compile(r"\x15[^\x15]*\x15|\d+_\d+|#|&\S+|\bxxx\b")
_BETWEEN_WORDS = re.compile(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])")
_STOPS = {".": "。", "?": "？", "!": "！", ",": "，"}


def chat_lines(data: bytes) -> Iterator[str]:
    """Yield what was said, in the usual punctuation of written Chinese."""
    for utterance in _UTTERANCE.findall(decode(data).replace("\n\t", " ")):
        words = re.sub(r"\s+", " ", _MARKS.sub("", utterance)).strip()
        punctuated = re.sub(r" ?([.?!,]) ?", lambda stop: _STOPS[stop.group(1)], words)
        yield _BETWEEN_WORDS.sub("", punctuated)
