"""Reading and writing every encoding that detection names, without ever losing a byte.

A code page knows nothing of what it cannot read; here such bytes become lone surrogates (U+DC80–DCFF, as in
PEP 383) and are bytes again on writing. UTF-16 and UTF-32 need no escapes, since what they cannot read is at
most a few bytes at the end: the *tail*, which is kept apart.
"""

from __future__ import annotations

import re
from typing import Final

from garble_fix.codepages import CodePage, Manner, get, names
from garble_fix.errors import UnknownCodePageError

ESCAPES: Final = re.compile("[\udc80-\udcff]+")
"""Bytes that could not be read, in the text that `read` returns."""

BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks; that of UTF-32-LE begins like that of UTF-16-LE and comes first."""

_UNITS: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
STATEFUL: Final = {"iso-2022-jp": "iso2022_jp_ext", "iso-2022-kr": "iso2022_kr", "hz": "hz"}
"""Encodings that switch between tables by escape sequences, and the Python codec that reads most of each."""

BYTE_BY_BYTE: Final = frozenset(names())
"""Encodings in which ASCII is ASCII wherever it stands, so that each line can be read for itself."""

_ALIASES: Final = {
    "us-ascii": "ascii",
    "utf-8-sig": "utf-8",
    "utf16-le": "utf-16-le",
    "utf16-be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
    "hz-gb-2312": "hz",
}
_BY_MARK: Final = {"utf-16": "utf-16-le", "utf16": "utf-16-le", "utf-32": "utf-32-le", "utf32": "utf-32-le"}
"""Names that leave the byte order to the mark, and the order where there is none."""


def canonical(name: str, data: bytes = b"") -> str:
    """Return the name under which `read` and `write` know an encoding.

    `data` settles the byte order of plain `utf-16` and `utf-32`. Raises `UnknownCodePageError`.
    """
    lowered = name.strip().lower().replace("_", "-")
    if lowered in _BY_MARK:
        marked = [encoding for mark, encoding in BOMS if data.startswith(mark)]
        return next((found for found in marked if found.startswith(_BY_MARK[lowered][:6])), _BY_MARK[lowered])
    lowered = _ALIASES.get(lowered, lowered)
    if lowered == "ascii" or lowered in _UNITS or lowered in STATEFUL:
        return lowered
    try:
        return get(lowered).name
    except UnknownCodePageError:
        return get(name).name


def mark_of(data: bytes, encoding: str) -> bytes:
    """Return the byte order mark of `encoding` that `data` starts with, if it does."""
    return next((mark for mark, name in BOMS if name == encoding and data.startswith(mark)), b"")


def read(encoding: str, data: bytes) -> tuple[str, bytes]:
    """Return the text of `data` and its tail: bytes at the end that are no character.

    A byte order mark is taken for text; leave it out.

    Raises `UnicodeDecodeError` where the encoding has no way to keep what it cannot read: UTF-32 and the
    stateful ones.
    """
    unit = _UNITS.get(encoding)
    if unit:
        whole = len(data) - len(data) % unit
        return data[:whole].decode(encoding, "surrogatepass" if unit == 2 else "strict"), data[whole:]
    if encoding in STATEFUL:
        return data.decode(STATEFUL[encoding]), b""
    if encoding == "ascii":
        return data.decode("ascii", "surrogateescape"), b""
    return get(encoding).decode(data, Manner.ESCAPE), b""


def write(encoding: str, text: str) -> bytes:
    """Return `text` in `encoding`, escaped bytes as themselves.

    Raises `UnicodeEncodeError` if the encoding cannot hold it.
    """
    unit = _UNITS.get(encoding)
    if unit:
        return text.encode(encoding, "surrogatepass" if unit == 2 else "strict")
    if encoding in STATEFUL:
        return text.encode(STATEFUL[encoding])
    if encoding == "ascii":
        return text.encode("ascii", "surrogateescape")
    page = get(encoding)
    if not ESCAPES.search(text):
        return page.encode(text)
    return b"".join(_written(page, part) for part in re.split("([\udc80-\udcff]+)", text))


def _written(page: CodePage, part: str) -> bytes:
    if ESCAPES.match(part):
        return bytes(ord(char) - 0xDC00 for char in part)
    return page.encode(part)
