"""What recovery pages on the web do: try all pairs of encodings, and show what looks best.

The text is written in one encoding and read in another, strictly, by Python's codecs; the best is what single
characters make likeliest. Frequencies of characters are those of garble-fix's model, which knows more languages than
public lists do, so that nothing but the method is compared. The text as it stands takes part; what has no strict
reading at all stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from garble_fix.language import packaged

ENCODINGS: Final = (
    "utf-8", "gb18030", "big5", "cp932", "euc_jp", "cp949", "latin-1", "cp1252", "cp1250", "cp1251", "koi8-r", "cp866",
    "cp437", "cp850", "mac-roman", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
)  # fmt: skip


def repair(text: str) -> str:
    """Return the likeliest of the readings, or the text."""
    readings = list(dict.fromkeys([text, *_readings(text)]))
    # The sum, not the mean of a character: it brings back more.
    return max(zip(packaged().rarities(readings), readings, strict=True))[1]


def _readings(text: str) -> Iterator[str]:
    for read in ENCODINGS:
        try:
            data = text.encode(read)
        except UnicodeEncodeError:
            continue
        for stored in ENCODINGS:
            if stored != read:
                try:
                    reading = data.decode(stored)
                except UnicodeDecodeError:
                    continue
                if reading:
                    yield reading
