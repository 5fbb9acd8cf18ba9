"""Which code pages are tried, and how common files in each are before the bytes have been looked at.

The weights are judgements: shares of the legacy files that people still meet, with the East Asian pages, for
whose users this is made, in front. Only their logarithms matter, and three characters of text outweigh most
of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from garble_fix.codepages import Manner, get

UTF_8_FOUND: Final = 6.0
"""log P(UTF-8) against all the others together, in nats, for bytes that are valid UTF-8 for the most part."""

SEQUENCES: Final = ((range(0xC2, 0xE0), 3.8), (range(0xE0, 0xF0), 14.0), (range(0xF0, 0xF5), 20.0))
"""Nats in favour of UTF-8 for each valid sequence, by its lead byte.

Text that is *damaged* and stored in UTF-8 looks improbable to the language models, yet it is UTF-8, and
damage is not that rare; that bytes of another page are valid sequences by chance is rare, the more so the
longer they are. Two sequences of two bytes can be outweighed (`ԭʼ` is 原始 in GBK), one of three hardly.
"""

DECLARED: Final = 4.0
"""Nats in favour of a page that the data themselves name."""

_WEIGHTS: Final = {
    # Of the three for Simplified Chinese the plainest that holds everything is named: see `stages`.
    "gbk": 1000.0,
    "gb18030": 100.0,
    "cp936": 50.0,
    "cp950": 300.0,
    "big5hkscs": 100.0,
    "cp932": 500.0,
    "euc-jp": 150.0,
    # Differs from EUC-JP in a few symbols, and in NEC's rows, for which alone it is worth a try.
    "cp51932": 0.01,
    "cp949": 400.0,
    "cp1252": 600.0,
    "cp1251": 400.0,
    "koi8-r": 60.0,
    "koi8-u": 10.0,
    "cp866": 60.0,
    "mac-cyrillic": 3.0,
    "iso-8859-5": 10.0,
    "cp1250": 80.0,
    "iso-8859-2": 40.0,
    "cp852": 5.0,
    "cp1253": 40.0,
    "iso-8859-7": 15.0,
    "cp737": 5.0,
    "cp1254": 40.0,
    "iso-8859-9": 10.0,
    "cp1255": 30.0,
    "cp1256": 40.0,
    "cp1257": 15.0,
    "cp1258": 10.0,
    "iso-8859-15": 20.0,
    "cp874": 30.0,
    "mac-roman": 10.0,
    "cp437": 10.0,
    "cp850": 15.0,
}

LOG_PRIORS: Final = {name: math.log(weight / sum(_WEIGHTS.values())) for name, weight in _WEIGHTS.items()}
"""log P(page) of each page that is tried, in nats, given that the data is not UTF-8."""

_WIDER: Final = {
    "gbk": ("gb18030", "cp936"),
    "cp950": ("big5hkscs",),
    "euc-jp": ("cp51932",),
}
"""Pages that read what another one cannot, and nearly all else alike."""

_STRANGE: Final = re.compile("[\udc80-\udcff\ue000-\uf8ff]+")
"""Unreadable bytes, and characters for private use."""


def sequence_evidence(valid: bytes) -> float:
    """Log-odds, in nats, of UTF-8 against other pages, that lie in the sequences of valid UTF-8."""
    return sum(nats * (len(valid) - len(valid.translate(None, bytes(leads)))) for leads, nats in SEQUENCES)


def holding_all(data: bytes, names: Sequence[str]) -> str:
    """Of pages that read the sample alike, and wider ones, the first that reads `data` best.

    That is the fewest unreadable bytes and private-use characters: what one page leaves to its users is where
    another one has characters.
    """
    best = names[0], math.inf
    for name in (*names, *(wider for wider in _WIDER.get(names[0], ()) if wider not in names)):
        strange = sum(map(len, _STRANGE.findall(get(name).decode(data, Manner.ESCAPE))))
        if not strange:
            return name
        if strange < best[1]:
            best = name, strange
    return best[0]
