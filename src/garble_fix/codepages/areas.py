"""Where the double-byte code pages of Windows assign more than Python's codecs of them do.

Source: ICU's converters windows-936-2000, windows-949-2000 and windows-950-2000, every pair, as Node's
`TextDecoder` has them (`benchmarks/verify_codepages.py`).  Microsoft's best-fit tables say the same where
they were looked into (936: rows A1–A5; 950: rows C6–C8 and F9–FE), and so does the `EUDCCodeRange` of the
Windows registry: https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WindowsBestFit/
"""

from __future__ import annotations

from typing import NamedTuple


class Area(NamedTuple):
    """A block of byte pairs, row by row of trail bytes, that stands for consecutive code points."""

    first_lead: int
    last_lead: int
    trails: tuple[tuple[int, int], ...]
    code_point: int

    def pairs(self) -> dict[int, str]:
        """Return the characters of the area by byte pair, lead byte first."""
        mapping: dict[int, str] = {}
        code_point = self.code_point
        for lead in range(self.first_lead, self.last_lead + 1):
            for low, high in self.trails:
                for trail in range(low, high + 1):
                    mapping[lead << 8 | trail] = chr(code_point)
                    code_point += 1
        return mapping


_GBK_LOW = ((0x40, 0x7E), (0x80, 0xA0))
_HIGH = ((0xA1, 0xFE),)
_BIG5 = ((0x40, 0x7E), (0xA1, 0xFE))


def _gaps(code_point: int, *runs: tuple[int, int]) -> tuple[Area, ...]:
    """Return areas of one run each, given by first and last byte pair, that take consecutive code points."""
    areas = []
    for first, last in runs:
        areas.append(Area(first >> 8, first >> 8, ((first & 0xFF, last & 0xFF),), code_point))
        code_point += last - first + 1
    return tuple(areas)


CP936 = (
    Area(0xAA, 0xAF, _HIGH, 0xE000),  # user-defined area 1
    Area(0xF8, 0xFE, _HIGH, 0xE234),  # user-defined area 2
    Area(0xA1, 0xA7, _GBK_LOW, 0xE4C6),  # user-defined area 3
    # The gaps between the characters of GB 2312 and GBK, to which GB 18030-2000 gave the next code points.
    *_gaps(
        0xE766,
        (0xA2AB, 0xA2B0),
        (0xA2E3, 0xA2E4),
        (0xA2EF, 0xA2F0),
        (0xA2FD, 0xA2FE),
        (0xA4F4, 0xA4FE),
        (0xA5F7, 0xA5FE),
        (0xA6B9, 0xA6C0),
        (0xA6D9, 0xA6DF),
        (0xA6EC, 0xA6ED),
        (0xA6F3, 0xA6F3),
        (0xA6F6, 0xA6FE),
    ),
    *_gaps(0xE7A0, (0xA7C2, 0xA7D0), (0xA7F2, 0xA7FE)),
    *_gaps(0xE7BC, (0xA896, 0xA8A0), (0xA8BC, 0xA8BC), (0xA8BF, 0xA8BF), (0xA8C1, 0xA8C4), (0xA8EA, 0xA8FE)),
    *_gaps(0xE7E2, (0xA958, 0xA958), (0xA95B, 0xA95B), (0xA95D, 0xA95F), (0xA989, 0xA995)),
    *_gaps(0xE7F4, (0xA997, 0xA9A3), (0xA9F0, 0xA9FE)),
    *_gaps(0xE810, (0xD7FA, 0xD7FE), (0xFE50, 0xFE7E), (0xFE80, 0xFEA0)),
)

CP949 = (
    Area(0xC9, 0xC9, _HIGH, 0xE000),
    Area(0xFE, 0xFE, _HIGH, 0xE05E),
)

CP950 = (
    Area(0xFA, 0xFE, _BIG5, 0xE000),
    Area(0x8E, 0xA0, _BIG5, 0xE311),
    Area(0x81, 0x8D, _BIG5, 0xEEB8),
    # C6A1–C8FE: Python's cp950 has kana and Cyrillic in part of it, Windows has none of them.
    Area(0xC6, 0xC6, _HIGH, 0xF6B1),
    Area(0xC7, 0xC8, _BIG5, 0xF70F),
)
