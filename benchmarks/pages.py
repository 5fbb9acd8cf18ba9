"""The code pages that texts of each language were stored in before UTF-8, the commonest first."""

from __future__ import annotations

from typing import Final

_WESTERN: Final = ("cp1252", "cp850", "iso-8859-15", "mac-roman")
_CENTRAL: Final = ("cp1250", "iso-8859-2", "cp852")
_CYRILLIC: Final = ("cp1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic")

PAGES: Final[dict[str, tuple[str, ...]]] = {
    "zh-Hans": ("gb18030",),
    "zh-Hant": ("big5hkscs", "gb18030"),
    "ja": ("cp932", "euc-jp"),
    "ko": ("cp949",),
    "ru": _CYRILLIC,
    "uk": ("cp1251", "koi8-u"),
    "bg": ("cp1251",),
    "sr": ("cp1251",),
    **dict.fromkeys(("de", "fr", "es", "pt", "it", "sv", "nl"), _WESTERN),
    **dict.fromkeys(("pl", "cs", "hu"), _CENTRAL),
    "tr": ("cp1254",),
    "vi": ("cp1258",),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "th": ("cp874",),
}
