"""Lines in another encoding than their file, as damage that can be undone.

To paste a line of GBK into a UTF-8 file is to store it as GBK and read it as UTF-8: `gbk>utf-8`, or `gbk>utf-8raw`
where some of its bytes could not be read. So it is repaired as all else is, with an edit and a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner, get
from garble_fix.detect import ForeignLine
from garble_fix.detect.encodings import ESCAPES
from garble_fix.repair.edits import Change


def changes(body: bytes, text: str, encoding: str, lines: Sequence[ForeignLine]) -> list[Change]:
    """Return the changes to `text`, which is `body` in `encoding`, that give the lines as they were written.

    Bytes that a line's own encoding cannot read either stay. What cannot be proved is left out.
    """
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
    page = get(encoding)
    parts = list(_parts(data, line.encoding))
    seen = [page.decode(part, Manner.ESCAPE) for part, _ in parts]
    if "".join(seen) != page.decode(data, Manner.ESCAPE):
        return
    for before, (_, after) in zip(seen, parts, strict=True):
        if not after.isascii() and not ESCAPES.search(after):
            manner = Manner.ESCAPE if ESCAPES.search(before) else Manner.STRICT
            chain = Chain((Channel(line.encoding, encoding, manner),))
            yield from _proved(before, after, chain, offset, line.log_odds)
        offset += len(before)


def _parts(data: bytes, encoding: str) -> Iterator[tuple[bytes, str]]:
    """The bytes of a line with their text, cut where the encoding begins or ceases to read them."""
    page, at = get(encoding), 0
    for text in re.split(f"({ESCAPES.pattern})", page.decode(data, Manner.ESCAPE)):
        end = at + (len(text) if ESCAPES.match(text) else len(page.encode(text)))
        # A character with two byte sequences of different lengths would be found here, and be no proof.
        yield data[at:end], page.decode(data[at:end], Manner.ESCAPE)
        at = end


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
