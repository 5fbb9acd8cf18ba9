"""The single-byte code pages, and where Windows and browsers differ from Python's codecs of them.

Sources: for the private-use characters that Windows reads, Microsoft's best-fit tables (bestfit1253.txt,
bestfit1255.txt, bestfit1257.txt) in https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WindowsBestFit/
and, for 874, ICU's windows-874-2000; for the rest the indexes of https://encoding.spec.whatwg.org/
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from garble_fix.codepages.singlebyte import SingleBytePage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from garble_fix.codepages.page import CodePage

_WINDOWS = ("cp874", *(f"cp{number}" for number in range(1250, 1259)))
_OTHERS = {
    "ascii": "ascii",
    "latin-1": "latin-1",
    "iso-8859-2": "iso8859_2",
    "iso-8859-5": "iso8859_5",
    "iso-8859-7": "iso8859_7",
    "iso-8859-9": "iso8859_9",
    "iso-8859-15": "iso8859_15",
    "cp437": "cp437",
    "cp737": "cp737",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp866": "cp866",
    "mac-roman": "mac_roman",
    "mac-cyrillic": "mac_cyrillic",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
}

_FIXES: Mapping[str, Mapping[int, str]] = {
    "cp1255": {0xCA: "\N{HEBREW POINT HOLAM HASER FOR VAV}"},
    # Browsers and Windows (21866) read the Belarusian letter where RFC 2319 has box drawing.
    "koi8-u": {0xAE: "\N{CYRILLIC SMALL LETTER SHORT U}", 0xBE: "\N{CYRILLIC CAPITAL LETTER SHORT U}"},
}
_PRIVATE: Mapping[str, Mapping[int, str]] = {
    "cp874": {0xDB + at: chr(0xF8C1 + at) for at in range(4)}
    | {0xFC + at: chr(0xF8C5 + at) for at in range(4)},
    "cp1253": {0xAA: "\uf8f9", 0xD2: "\uf8fa", 0xFF: "\uf8fb"},
    "cp1255": dict(zip((*range(0xD9, 0xE0), 0xFB, 0xFC, 0xFF), map(chr, range(0xF88D, 0xF897)), strict=True)),
    "cp1257": {0xA1: "\uf8fc", 0xA5: "\uf8fd"},
}


def _build(name: str, codec: str, *, c1: bool) -> CodePage:
    return SingleBytePage(name, codec, c1=c1, fixes=_FIXES.get(name, {}), private=_PRIVATE.get(name, {}))


BUILDERS: Mapping[str, Callable[[], CodePage]] = {
    name: partial(_build, name, name, c1=True) for name in _WINDOWS
} | {name: partial(_build, name, codec, c1=False) for name, codec in _OTHERS.items()}
"""What makes each page, by name."""
