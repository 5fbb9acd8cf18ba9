"""All code pages by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from garble_fix.codepages import areas
from garble_fix.codepages.doublebyte import DoubleBytePage, Reading
from garble_fix.codepages.singlebyte import SingleBytePage
from garble_fix.codepages.unicode import Cesu8Page, Utf8Page
from garble_fix.errors import UnknownCodePageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from garble_fix.codepages.page import CodePage

_EURO = {0x80: "€"}
_WINDOWS_SINGLE_BYTE = (
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp874",
)
_OTHER_SINGLE_BYTE = {
    "latin-1": "latin-1",
    "iso-8859-2": "iso8859_2",
    "iso-8859-5": "iso8859_5",
    "iso-8859-7": "iso8859_7",
    "iso-8859-9": "iso8859_9",
    "iso-8859-15": "iso8859_15",
    "cp437": "cp437",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp866": "cp866",
    "mac-roman": "mac_roman",
    "mac-cyrillic": "mac_cyrillic",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
}


def _cp936() -> CodePage:
    # Plain GBK codecs know neither the user-defined areas nor the gaps; most know the euro sign.
    return DoubleBytePage(
        "cp936",
        Reading("gbk", areas.CP936, singles={0x80: "€", 0xFF: "\uf8f5"}),
        python=Reading("gbk", singles=_EURO),
        whatwg=Reading("gb18030", singles=_EURO, lone=frozenset((0xFF,))),
    )


def _plain(name: str, codec: str, long_forms: int = 0, mark: str = "?") -> CodePage:
    reading = Reading(codec)
    return DoubleBytePage(name, reading, python=reading, mark=mark, long_forms=long_forms)


def _cp932() -> CodePage:
    # Python's cp932 has the user-defined area and the single bytes 80, A0, FD–FF already.
    reading = Reading("cp932")
    return DoubleBytePage("cp932", reading, python=reading, mark="・")


def _cp949() -> CodePage:
    return DoubleBytePage(
        "cp949",
        Reading("cp949", areas.CP949, singles={0x80: "\x80", 0xFF: "\uf8f7"}),
        python=Reading("cp949"),
        whatwg=Reading("cp949", lone=frozenset((0x80, 0xFF))),
    )


def _cp950() -> CodePage:
    extra = {pair: char for area in areas.CP950 for pair, char in area.pairs().items()}
    instead = {}
    for pair, char in extra.items():
        if 0xC6A1 <= pair <= 0xC7FC:
            instead[pair.to_bytes(2, "big").decode("cp950")] = char
    return DoubleBytePage(
        "cp950",
        Reading("cp950", areas.CP950, singles={0x80: "\x80", 0xFF: "\uf8f8"}, instead=instead),
        python=Reading("cp950"),
        whatwg=Reading("big5hkscs", lone=frozenset((0x80, 0xFF))),
    )


_BUILDERS: dict[str, Callable[[], CodePage]] = {
    "utf-8": Utf8Page,
    "cesu-8": Cesu8Page,
    "cp932": _cp932,
    "cp936": _cp936,
    "cp949": _cp949,
    "cp950": _cp950,
    "gbk": lambda: _plain("gbk", "gbk"),
    "gb18030": lambda: _plain("gb18030", "gb18030", 4),
    "big5": lambda: _plain("big5", "big5"),
    "big5hkscs": lambda: _plain("big5hkscs", "big5hkscs"),
    "euc-jp": lambda: _plain("euc-jp", "euc_jp", 3),
    "euc-kr": lambda: _plain("euc-kr", "euc_kr"),
    "shift_jis": lambda: _plain("shift_jis", "shift_jis"),
}
for _name in _WINDOWS_SINGLE_BYTE:
    _BUILDERS[_name] = lambda name=_name: SingleBytePage(name, name, {}, c1=True)  # type: ignore[misc]
for _name, _codec in _OTHER_SINGLE_BYTE.items():
    _BUILDERS[_name] = lambda name=_name, codec=_codec: SingleBytePage(name, codec, {}, c1=False)  # type: ignore[misc]

_ALIASES = {
    "utf8": "utf-8",
    "cesu8": "cesu-8",
    "ms932": "cp932",
    "windows-31j": "cp932",
    "sjis": "cp932",
    "shift-jis": "shift_jis",
    "ms936": "cp936",
    "gb2312": "gbk",
    "uhc": "cp949",
    "ms949": "cp949",
    "big5-hkscs": "big5hkscs",
    "eucjp": "euc-jp",
    "euc_jp": "euc-jp",
    "euckr": "euc-kr",
    "euc_kr": "euc-kr",
    "latin1": "latin-1",
    "iso-8859-1": "latin-1",
    "ibm437": "cp437",
    "ibm850": "cp850",
    "ibm852": "cp852",
    "ibm866": "cp866",
    "dos-866": "cp866",
    "macroman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
} | {f"windows-{name[2:]}": name for name in _WINDOWS_SINGLE_BYTE}


def names() -> tuple[str, ...]:
    """Return the names of all code pages."""
    return tuple(_BUILDERS)


def get(name: str) -> CodePage:
    """Return the code page of this name or alias; raise `UnknownCodePageError` if there is none."""
    lowered = name.strip().lower()
    return _page(_ALIASES.get(lowered, lowered))


@cache
def _page(name: str) -> CodePage:
    try:
        build = _BUILDERS[name]
    except KeyError:
        raise UnknownCodePageError(f"unknown code page {name!r}; known are {', '.join(_BUILDERS)}") from None
    return build()
