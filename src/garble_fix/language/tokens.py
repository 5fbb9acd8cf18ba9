"""Which kind of character a code point is: the alphabet of the language models.

The models are factored. *What kind of character comes next* is a matter of the language; *which letter* of an
alphabet comes next is not, so long as several languages share the alphabet. Therefore every code point maps to
two small integers:

- its **token**: Han characters, kana, Hangul syllables, CJK punctuation and single marks of ASCII, Latin-1 and
  General Punctuation are tokens of their own; all others are represented by a class, such as "ASCII lower-case
  letter", "Cyrillic upper-case letter" or "arrow". The language models count tokens.
- its **letter**: what it is to the alphabet model, which all languages share. Members of a class have numbers of
  their own, in the order of the classes; so have single marks, as context; Han characters are all one letter, and
  so are kana, Hangul and the other groups.

The tables are made once, by the training, from the `unicodedata` of the Python that trains, and are stored in
the model file, so that a later Unicode version changes nothing by itself. Block boundaries are those of
Unicode's Blocks.txt.
"""

from __future__ import annotations

import bisect
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

COVERED: Final = 0x20000
"""Code points below this have table entries of their own; those above share four entries (see `fold`)."""
_HIGH: Final = ("Han planes", "tags", "Co planes", "Cn planes")
TABLE_SIZE: Final = COVERED + len(_HIGH)

# Classes whose members are not told apart, with the number of code points they stand for.
_CLASSES_AS_ONE: Final = {
    "Cn": 60_000, "Cs": 2_048, "Co": 6_400, "Han planes": 65_000, "tags": 368,
    "Co planes": 131_068, "Cn planes": 600_000,
}  # fmt: skip

# Ranges whose assigned characters are tokens of their own: scripts with thousands of characters, of which each
# says much, and the punctuation that belongs to them.
_OWN_TOKENS: Final = (
    (0x2E80, 0x2FDF),  # CJK and Kangxi radicals
    (0x3000, 0x33FF),  # CJK punctuation, kana, Bopomofo, compatibility Jamo, enclosed and squared forms
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # unified ideographs
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE30, 0xFE6F),  # vertical and small forms
    (0xFF00, 0xFFEF),  # half-width and full-width forms
    (0x00A0, 0x00BF),  # Latin-1 punctuation and symbols
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x2010, 0x203B),  # dashes, quotation marks, ellipsis, per mille, primes, reference mark
    (0x20AC, 0x20AC),  # the euro sign, which is what code page 936 makes of a byte 80
    (0x2122, 0x2122),
    (0xFEFF, 0xFEFF),
    (0xFFFD, 0xFFFD),
)

# First code points of the blocks that make classes; a class is (block, letter case or kind).
_BLOCKS: Final = (
    0x0000, 0x0080, 0x00C0, 0x0100, 0x0180, 0x0250, 0x02B0, 0x0300, 0x0370, 0x0400, 0x0460, 0x0500, 0x0530, 0x0590,
    0x0600, 0x0700, 0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00, 0x0D80, 0x0E00, 0x0E80,
    0x0F00, 0x1000, 0x10A0, 0x1100, 0x1200, 0x13A0, 0x1780, 0x1800, 0x1D00, 0x1E00, 0x1EA0, 0x1F00, 0x2000, 0x2070,
    0x20A0, 0x20D0, 0x2100, 0x2150, 0x2190, 0x2200, 0x2300, 0x2400, 0x2460, 0x2500, 0x2580, 0x25A0, 0x2600, 0x2700,
    0x27C0, 0x2800, 0x2900, 0x2C00, 0x2D00, 0x2E00, 0x2FF0, 0xA000, 0xA4D0, 0xD7B0, 0xD800, 0xE000, 0xFB00, 0xFB50,
    0xFE00, 0xFE10, 0xFE70, 0xFFF0, 0x10000, 0x1D400, 0x1F000, 0x1F300, 0x1F650, 0x1F680, 0x1F700, 0x1F900, 0x1FA00,
)  # fmt: skip

# Groups of own tokens that share a prior for characters never seen in training.
_GROUPS: Final = (
    (0x0000, "mark"), (0x2E80, "radical"), (0x3000, "cjk punctuation"), (0x3040, "kana"), (0x3100, "rare syllable"),
    (0x31F0, "rare kana"), (0x3200, "squared"), (0x3400, "han extension"), (0x4E00, "han"), (0xAC00, "hangul"),
    (0xF900, "han compatibility"), (0xFE30, "vertical form"), (0xFF00, "full-width"), (0xFF61, "half-width"),
    (0xFFE0, "full-width"), (0xFEFF + 0x10000, "mark"),
)  # fmt: skip


@dataclass(frozen=True)
class TokenTables:
    """Look-up tables over `TABLE_SIZE` folded code points, and what there is to know about each token.

    `token` and `letter` are uint16 arrays indexed by `fold(code point)`. `class_size[t]` is the number of code
    points that token `t` stands for; `group[t]` names the group of tokens that share a prior. `letter_class[l]` is
    the token of which letter `l` is a member; `letters` is the number of letters that the alphabet model predicts
    (those of lower number; the others only ever serve as context). `letter_size[l]` is the number of code points
    that letter `l` stands for.
    """

    token: npt.NDArray[np.uint16]
    letter: npt.NDArray[np.uint16]
    class_size: npt.NDArray[np.uint32]
    group: tuple[str, ...]
    letter_class: npt.NDArray[np.uint16]
    letters: int
    letter_size: npt.NDArray[np.uint32]


def fold(code_points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Map code points to table indices: planes 0 and 1 to themselves, then one entry each for the rare rest.

    The rest is: Han extensions (planes 2 and 3), tags and variation selectors (plane 14), private-use planes 15
    and 16, and everything unassigned.
    """
    if code_points.size == 0 or int(code_points.max()) < COVERED:
        return code_points
    plane = code_points >> np.uint32(16)
    high = np.where(plane <= 3, 0, np.where(plane == 14, 1, np.where(plane >= 15, 2, 3))).astype(np.uint32)
    return np.where(code_points < COVERED, code_points, np.uint32(COVERED) + high)


def build_tables() -> TokenTables:
    """Make the tables from `unicodedata`; deterministic for one Python version."""
    own, members = _classify()
    token = np.zeros(TABLE_SIZE, np.uint16)
    letter = np.zeros(TABLE_SIZE, np.uint16)
    sizes: list[int] = []
    groups: list[str] = []
    letter_class: list[int] = []
    for name, code_points in members.items():
        number = len(sizes)
        token[code_points] = number
        sizes.append(_CLASSES_AS_ONE.get(name, len(code_points)))
        groups.append("class")
        if name in _CLASSES_AS_ONE:
            letter[code_points] = len(letter_class)
            letter_class.append(number)
        else:
            letter[code_points] = np.arange(len(letter_class), len(letter_class) + len(code_points))
            letter_class.extend([number] * len(code_points))
    letters = len(letter_class)
    shared: dict[str, int] = {}
    for code_point in own:
        group = _group(code_point)
        token[code_point] = len(sizes)
        if group == "mark":
            letter[code_point] = letters + len(shared)
            shared[chr(code_point)] = len(shared)
        else:
            letter[code_point] = letters + shared.setdefault(group, len(shared))
        sizes.append(1)
        groups.append(group)
    class_size = np.array(sizes, np.uint32)
    letter_size = np.bincount(letter).astype(np.uint32)
    for name in _CLASSES_AS_ONE.keys() & members.keys():
        letter_size[letter[members[name][0]]] = _CLASSES_AS_ONE[name]
    return TokenTables(
        token, letter, class_size, tuple(groups), np.array(letter_class, np.uint16), letters, letter_size
    )


def _classify() -> tuple[list[int], dict[str, list[int]]]:
    own: list[int] = []
    members: dict[str, list[int]] = {}
    for code_point in range(TABLE_SIZE):
        if code_point >= COVERED:
            members[_HIGH[code_point - COVERED]] = [code_point]
        elif _is_own_token(code_point):
            own.append(code_point)
        else:
            members.setdefault(_class_name(code_point), []).append(code_point)
    return own, members


def _is_own_token(code_point: int) -> bool:
    if code_point < 0x80:
        char = chr(code_point)
        return char in "\t\n\r" or (char.isprintable() and not char.isalnum())
    if not any(low <= code_point <= high for low, high in _OWN_TOKENS):
        return False
    return unicodedata.category(chr(code_point)) != "Cn"


def _class_name(code_point: int) -> str:
    category = unicodedata.category(chr(code_point))
    if category in ("Cn", "Cs", "Co"):
        return category
    block = _BLOCKS[bisect.bisect_right(_BLOCKS, code_point) - 1]
    kind = category if category in ("Lu", "Ll", "Nd", "Cc", "Cf") else category[0]
    return f"{block:04X} {kind}"


def _group(code_point: int) -> str:
    starts = [start for start, _ in _GROUPS]
    return _GROUPS[bisect.bisect_right(starts, code_point) - 1][1]


def symbol_ranges() -> list[tuple[int, int]]:
    """The half-open ranges of code points that are symbols or punctuation (general categories S and P)."""
    ranges: list[tuple[int, int]] = []
    for code_point in range(COVERED):
        if unicodedata.category(chr(code_point))[0] in "SP":
            if ranges and ranges[-1][1] == code_point:
                ranges[-1] = (ranges[-1][0], code_point + 1)
            else:
                ranges.append((code_point, code_point + 1))
    return ranges
