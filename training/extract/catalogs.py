"""Message catalogues of gettext: binary `.mo`, and `.po` as text."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from training.extract.common import decode, interface_strings

_MSGSTR = re.compile(r'^msgstr(?:\[\d\])?\s+((?:".*"\s*\n?)+)', re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_MAGIC = 0x950412DE


def mo_strings(data: bytes) -> Iterator[str]:
    """Yield the translations of a `.mo` file that differ from their originals."""
    yield from interface_strings(_mo_translations(data))


def _mo_translations(data: bytes) -> Iterator[str]:
    if len(data) < 20:
        return
    order = "<" if struct.unpack_from("<I", data)[0] == _MAGIC else ">"
    count, originals, translations = struct.unpack_from(f"{order}3I", data, 8)
    for index in range(count):
        size, start = struct.unpack_from(f"{order}2I", data, originals + 8 * index)
        original = data[start : start + size]
        size, start = struct.unpack_from(f"{order}2I", data, translations + 8 * index)
        translation = data[start : start + size]
        if not original or original == translation:
            continue
        for plural in translation.split(b"\0"):
            try:
                yield plural.decode("utf-8")
            except UnicodeDecodeError:
                return


def po_strings(data: bytes) -> Iterator[str]:
    """Yield the translations of a `.po` file."""
    found = ("".join(_QUOTED.findall(entry)) for entry in _MSGSTR.findall(decode(data)))
    plain = (text.replace('\\"', '"').replace("\\t", " ") for text in found if "Content-Type:" not in text)
    yield from interface_strings(plain)
