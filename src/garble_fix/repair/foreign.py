"""Lines in another encoding than their file, as damage that can be undone.

To paste a line of GBK into a UTF-8 file is to store it as GBK and read it as UTF-8: `gbk>utf-8`, or `gbk>utf-8raw`
where some of its bytes could not be read. So it is repaired as all else is, with an edit and a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner, get
from garble_fix.detect import ForeignLine
from garble_fix.detect.encodings import ESCAPES
from garble_fix.repair.edits import Change

_BROKEN: Final = re.compile(f"{ESCAPES.pattern}\\Z")


def changes(body: bytes, text: str, encoding: str, lines: Sequence[ForeignLine]) -> list[Change]:
    """Return the changes to `text`, which is `body` in `encoding`, that give the lines as they were written.

    The bytes of a character that is broken off at the end of a line stay. A line with other bytes that its own encoding
    cannot read is left as it is, and so is what cannot be proved.
    """
    if not lines:
        return []
    page = get(encoding)
    found: list[Change] = []
    at = offset = 0
    for line in lines:
        offset += len(page.decode(body[at : line.start], Manner.ESCAPE))
        data = body[line.start : line.end]
        before = page.decode(data, Manner.ESCAPE)
        if not text.startswith(before, offset):
            break  # never, as long as no page has characters that reach over the end of a line
        found += _changes_of_line(line, data, encoding, offset)
        at, offset = line.end, offset + len(before)
    return found


def _changes_of_line(line: ForeignLine, data: bytes, encoding: str, offset: int) -> Iterator[Change]:
    page, own = get(encoding), get(line.encoding)
    broken = _BROKEN.search(own.decode(data, Manner.ESCAPE))
    whole = data[: len(data) - len(broken.group())] if broken else data
    before, seen = page.decode(whole, Manner.ESCAPE), page.decode(data, Manner.ESCAPE)
    if ESCAPES.search(own.decode(whole, Manner.ESCAPE)):
        return
    if not seen.startswith(before):  # in the page of the file, a character begins before what is broken off
        whole, before = data, seen
    manner = Manner.ESCAPE if ESCAPES.search(before) else Manner.STRICT
    chain = Chain((Channel(line.encoding, encoding, manner),))
    yield from _proved(before, own.decode(whole, Manner.ESCAPE), chain, offset, line.log_odds)


def _proved(before: str, after: str, chain: Chain, offset: int, log_odds: float) -> Iterator[Change]:
    """The change, without the ASCII around it where the damage is none of its business; none if it is not proved."""
    left = _common_ascii(before, after)
    right = _common_ascii(before[left:][::-1], after[left:][::-1])
    for first, last in ((left, right), (0, 0)):
        span = before[first : len(before) - last], after[first : len(after) - last]
        try:
            proved = chain.garble(span[1]) == span[0]
        except UnicodeError:
            proved = False
        if proved:
            yield Change(offset + first, offset + len(before) - last, span[1], chain, log_odds)
            return


def _common_ascii(one: str, other: str) -> int:
    """How many characters of ASCII both begin with."""
    count = 0
    for char, same in zip(one, other, strict=False):
        if char != same or char > "\x7f":
            break
        count += 1
    return count
