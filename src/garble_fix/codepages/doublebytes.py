"""The double-byte code pages: how each family of decoders reads them, and how they are written.

Sources: see `areas` for the user-defined areas; the other facts are named where they stand.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from garble_fix.codepages import areas, whatwg_big5
from garble_fix.codepages.doublebyte import DoubleBytePage
from garble_fix.codepages.page import REPLACEMENT
from garble_fix.codepages.reading import Reading, Spelled, read_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from garble_fix.codepages.page import CodePage

_EURO = {0x80: "€"}
_HIGHEST = frozenset((0xFF,))
_WINDOWS_SYMBOLS = "～∥－￠￡￢"
"""What Windows and browsers read where JIS has 〜‖−¢£¬."""

# Two characters that the Encoding Standard's index-gb18030 has where Python's codec has private use.
_GB18030_WEB = {"\ue5e5": "\N{IDEOGRAPHIC SPACE}", "\ue7c7": "\N{LATIN SMALL LETTER M WITH ACUTE}"}
_GB18030_IN_BROWSERS = Reading("gb18030", singles=_EURO, instead=_GB18030_WEB, lone=_HIGHEST)


def _plain(name: str, codec: str) -> CodePage:
    """Return a page that is what Python's codec is."""
    return DoubleBytePage(name, Reading(codec), python=Reading(codec))


def _gb18030() -> CodePage:
    """Return GB 18030; what reads it in place of code page 936 has the euro sign as a single byte as well."""
    plain, bare = Reading("gb18030"), Reading("gb18030", singles=_EURO, lone=_HIGHEST)
    return DoubleBytePage(
        "gb18030", plain, python=plain, whatwg=_GB18030_IN_BROWSERS, bare=bare, long_forms=4
    )


def _cp936() -> CodePage:
    """Return Windows code page 936; plain GBK codecs know neither its user-defined areas nor the gaps."""
    return DoubleBytePage(
        "cp936",
        Reading("gbk", areas.CP936, singles={0x80: "€", 0xFF: "\uf8f5"}),
        python=Reading("gbk", singles=_EURO),
        whatwg=_GB18030_IN_BROWSERS,
    )


def _ms936() -> CodePage:
    """Return code page 936 as old Java (Eclipse) had it: user-defined areas, but 80 leads.

    Source: the eight `Java` cases of public histories that this reading reproduces.
    """
    reading = Reading("gbk", areas.CP936)
    return DoubleBytePage("ms936", reading, python=reading)


def _cp932() -> CodePage:
    """Return Windows code page 932; Python's codec has its user-defined area and single bytes already."""
    # IBM's extensions are there twice, as FA40–FC4B and, selected by NEC, as ED40–EEFC. Windows writes the
    # former (Microsoft KB 170559, and the WINDOWS-31J charmap of glibc), Python the latter.
    ibm = {}
    for pair in range(0xFA40, 0xFC4C):
        char = read_pair("cp932", pair)
        if char and char.encode("cp932")[0] in (0xED, 0xEE):
            ibm[char] = pair.to_bytes(2, "big")
    return DoubleBytePage(
        "cp932",
        Reading("cp932"),
        python=Reading("cp932"),
        # The four single bytes that Windows reads as F8F0–F8F3, U+F8F0 and on, mean nothing to browsers.
        whatwg=Reading("cp932", instead=dict.fromkeys("\uf8f0\uf8f1\uf8f2\uf8f3", REPLACEMENT)),
        spelled=Spelled(respelt=ibm, refused="¢£¬‖−〜"),
        mark="・",
    )


def _cp949() -> CodePage:
    return DoubleBytePage(
        "cp949",
        Reading("cp949", areas.CP949, singles={0x80: "\x80", 0xFF: "\uf8f7"}),
        python=Reading("cp949"),
        whatwg=Reading("cp949", lone=frozenset((0x80, 0xFF))),
    )


def _cp950() -> CodePage:
    """Return Windows code page 950.

    Python's codec has kana and Cyrillic where Windows has a user-defined area (and ETen yet other ones), and
    prefers A2A4–A2A7 to the later pairs of four box-drawing characters (bestfit950.txt, Encoding Standard).
    """
    others = {}
    for area in areas.CP950:
        for pair, char in area.pairs().items():
            other = read_pair("cp950", pair)
            if other:
                others[other] = char
    box = {"═": b"\xf9\xf9", "╞": b"\xf9\xe9", "╡": b"\xf9\xeb", "╪": b"\xf9\xea"}
    return DoubleBytePage(
        "cp950",
        Reading("cp950", areas.CP950, singles={0x80: "\x80", 0xFF: "\uf8f8"}, instead=others),
        python=Reading("cp950"),
        bare=Reading("cp950", singles={0x80: "\x80", 0xFF: "\uf8f8"}),
        whatwg=_big5_in_browsers(),
        spelled=Spelled(respelt=box, refused="".join(others) + "¢£¥•‾∼☉♁､"),
    )


def _big5_in_browsers() -> Reading:
    """Return index-big5 of the Encoding Standard, but for the pairs A241 and A242 (it has ∕ and ﹨ there)."""
    return Reading(
        "big5hkscs",
        pairs=whatwg_big5.pairs(),
        instead=whatwg_big5.INSTEAD,
        lone=frozenset((0x80, 0xFF)),
    )


def _big5hkscs() -> CodePage:
    plain = Reading("big5hkscs")
    # Four byte pairs are a letter and a combining mark: HKSCS-2004 8862, 8864, 88A3, 88A5
    clusters = tuple(letter + mark for letter in "Êê" for mark in "\u0304\u030c")
    return DoubleBytePage("big5hkscs", plain, python=plain, whatwg=_big5_in_browsers(), clusters=clusters)


def _euc_jp(name: str, *, windows: bool) -> CodePage:
    """Return EUC-JP as Python has it, or (`cp51932`) as Windows and browsers have it."""
    lone = frozenset((*range(0x80, 0x8E), *range(0x90, 0xA1), 0xFF))
    plain = Reading("euc_jp", lone=lone, three=0x8F)
    web = Reading(
        "euc_jp",
        pairs=_nec_rows(),
        instead=dict(zip("〜‖−¢£¬", _WINDOWS_SYMBOLS, strict=True)),
        three=0x8F,
        lone=lone,
    )
    symbols = dict(
        zip(
            _WINDOWS_SYMBOLS,
            map(bytes.fromhex, ["a1c1", "a1c2", "a1dd", "a1f1", "a1f2", "a2cc"]),
            strict=True,
        )
    )
    return DoubleBytePage(
        name,
        web if windows else plain,
        python=plain,
        whatwg=web,
        spelled=Spelled(symbols, "¥‾〜‖−¢£¬") if windows else Spelled(refused="¥‾"),
        long_forms=3,
    )


def _nec_rows() -> dict[int, str]:
    """Return the rows 13 and 89–92 of NEC (AD, F9–FC), which code page 932 has and JIS X 0208 has not."""
    mapping = {}
    for row in (13, *range(89, 93)):
        for cell in range(1, 95):
            lead = (row + 0x101 if row < 63 else row + 0x181) // 2
            trail = (cell + 0x9E) if row % 2 == 0 else cell + (0x3F if cell < 64 else 0x40)
            char = read_pair("cp932", lead << 8 | trail)
            if char:
                mapping[(row + 0xA0) << 8 | cell + 0xA0] = char
    return mapping


BUILDERS: Mapping[str, Callable[[], CodePage]] = {
    "cp932": _cp932,
    "cp936": _cp936,
    "cp949": _cp949,
    "cp950": _cp950,
    "gbk": partial(_plain, "gbk", "gbk"),
    "gb18030": _gb18030,
    "ms936": _ms936,
    "big5": partial(_plain, "big5", "big5"),
    "big5hkscs": _big5hkscs,
    "euc-jp": partial(_euc_jp, "euc-jp", windows=False),
    "cp51932": partial(_euc_jp, "cp51932", windows=True),
}
"""What makes each page, by name."""
