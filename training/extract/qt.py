"""Compiled Qt translations, `.qm`: sections of tagged, big-endian, UTF-16 strings."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from training.extract.common import interface_strings

_HEADER = 16
_MESSAGES = 0x69
_END, _TRANSLATION, _OBSOLETE_ID, _HASH = 1, 3, 2, 5
_WITH_LENGTH = {3, 6, 7, 8}
_NONE = 0xFFFFFFFF


def strings(data: bytes) -> Iterator[str]:
    """Yield the translations in a `.qm` file."""
    yield from interface_strings(_translations(data))


def _translations(data: bytes) -> Iterator[str]:
    at = _HEADER
    while at + 5 <= len(data):
        tag, size = data[at], struct.unpack_from(">I", data, at + 1)[0]
        if tag == _MESSAGES:
            yield from _messages(data[at + 5 : at + 5 + size])
            return
        at += 5 + size


def _messages(section: bytes) -> Iterator[str]:
    at = 0
    while at < len(section):
        tag = section[at]
        at += 1
        if tag == _HASH:
            at += 4
        elif tag == _OBSOLETE_ID:
            at += 8
        elif tag in _WITH_LENGTH:
            size = struct.unpack_from(">I", section, at)[0]
            at += 4
            if size != _NONE:
                if tag == _TRANSLATION:
                    yield section[at : at + size].decode("utf-16-be", "replace")
                at += size
        elif tag != _END:
            return
