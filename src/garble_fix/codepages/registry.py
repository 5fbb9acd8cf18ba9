"""All code pages by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from garble_fix.codepages import doublebytes, singlebytes
from garble_fix.codepages.unicode import Cesu8Page, Utf8Page
from garble_fix.errors import UnknownCodePageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from garble_fix.codepages.page import CodePage

_ALIASES = {
    "utf8": "utf-8",
    "cesu8": "cesu-8",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "ms932": "cp932",
    "windows-31j": "cp932",
    "windows-936": "cp936",
    "gb2312": "gbk",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "euckr": "cp949",
    "uhc": "cp949",
    "ms949": "cp949",
    "ms950": "cp950",
    "big5-hkscs": "big5hkscs",
    "euc_jp": "euc-jp",
    "eucjp": "euc-jp",
    "latin1": "latin-1",
    "iso-8859-1": "latin-1",
    "ibm437": "cp437",
    "ibm737": "cp737",
    "ibm850": "cp850",
    "ibm852": "cp852",
    "ibm866": "cp866",
    "macroman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "windows-874": "cp874",
} | {f"windows-{number}": f"cp{number}" for number in range(1250, 1259)}
"""Other names of the pages. `shift_jis` and `euc-kr` are the Windows pages, as in browsers."""

_BUILDERS: Mapping[str, Callable[[], CodePage]] = {
    "utf-8": Utf8Page,
    "cesu-8": Cesu8Page,
    **doublebytes.BUILDERS,
    **singlebytes.BUILDERS,
}


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
