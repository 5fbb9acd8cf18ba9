"""Plain text: a line each, fortunes, and the simple lists that some corpora keep in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.extract.common import decode, join_wrapped

_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")
_ITEM = re.compile(r"(?m)^\s*(?:- )+\s*(.*)$")
_VERSE_NUMBER = re.compile(r"^\d+(?::\d+)?\s+")


def lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a text, without the verse numbers that some begin with."""
    for line in _ESCAPE_SEQUENCE.sub("", decode(data)).split("\n"):
        yield _VERSE_NUMBER.sub("", line)


def fortunes(data: bytes) -> Iterator[str]:
    """Yield the sayings of a fortune file."""
    for saying in re.split(r"\n%+\n", _ESCAPE_SEQUENCE.sub("", decode(data))):
        yield join_wrapped(saying)


def yaml_items(data: bytes) -> Iterator[str]:
    """Yield the items of the lists in a YAML file."""
    for item in _ITEM.findall(decode(data)):
        yield item.strip().strip("\"'")
