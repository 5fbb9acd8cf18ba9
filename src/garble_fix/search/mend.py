"""UTF-8 read as a page of single bytes, and one byte of a sequence changed or lost since.

Three things happen to such text so often that they are looked for whenever UTF-8 may have been read byte by byte:

- The byte A0 was read as a no-break space, and something made it a plain space: `Ã ` for `à`. The space that
  followed may have gone with it, where runs of spaces became one.
- A byte without meaning in the page (81, 8D, 8F, 90 and 9D in Windows-1252) became U+FFFD. What is left of the
  sequence says how long it was, not which character: a hole of few candidates.

- The byte A0 was the last of a line, and went with the spaces there.

But for the last, the sequence keeps its length in bytes, so that the alignment is the same as if nothing had been lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from garble_fix.channels import Channel
from garble_fix.codepages import Manner

GAP: Final = 0xFF
"""Stands for a character that the page cannot hold; no trail byte in any page that has lead bytes."""

_TRAIL = rb"[\x80-\xbf]"


def _sequences(odd: bytes) -> re.Pattern[bytes]:
    """Sequences of UTF-8 in which at least one trail byte is one of `odd`."""
    any_of, odd = rb"[\x80-\xbf" + odd + rb"]", rb"[" + odd + rb"]"
    two = rb"[\xc2-\xdf]" + odd
    three = rb"[\xe0-\xef](?=%b?%b)%b{2}" % (_TRAIL, odd, any_of)
    four = rb"[\xf0-\xf4](?=%b{0,2}%b)%b{3}" % (_TRAIL, odd, any_of)
    return re.compile(b"|".join((two, three, four)))


_WITH_SPACE: Final = _sequences(rb"\x20")
_WITH_GAP: Final = _sequences(rb"\xff")
_WITH_EITHER: Final = _sequences(rb"\x20\xff")
# Two bytes of which the second is a question mark are an accent at the end of a question, unless such pairs are beside.
_WITH_MARK: Final = re.compile(
    rb"[\xe0-\xef](?=[\x80-\xbf]?\?)[\x80-\xbf?]{2}"
    rb"|(?<=[\xc2-\xdf][\x80-\xbf])[\xc2-\xdf]\?|[\xc2-\xdf]\?(?=[\xc2-\xdf][\x80-\xbf])"
)
_CUT: Final = re.compile(rb"(?:[\xc2-\xdf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xe0[\xa0-\xbf])\Z")
_PATTERNS: Final = {
    Manner.SPACES: _WITH_SPACE,
    Manner.COLLAPSED: _WITH_SPACE,
    Manner.PYTHON: _WITH_GAP,
    Manner.WORN: _WITH_EITHER,
    Manner.STRIPPED: _CUT,
    Manner.MARKED: _WITH_MARK,
}
_LOST: Final = {Manner.PYTHON: b"\xff", Manner.WORN: b"\xff", Manner.MARKED: b"?"}
"""What stands for a byte that was lost."""


def manners(text: str, channel: Channel) -> Iterator[Manner]:
    """The manners of loss, `STRICT` first, in which it is worth reading `text` back through `channel`."""
    yield Manner.STRICT
    if not _applies(channel):
        page = channel.read_page
        if not set(text).isdisjoint(page.twice(Manner.BARE).keys() - page.twice(Manner.STRICT).keys()):
            yield Manner.BARE
        return
    spelled = channel.read_page.jot(text)
    spaces, lost = _WITH_SPACE.search(spelled) is not None, "\ufffd" in text
    if spaces:
        yield Manner.SPACES
        yield Manner.COLLAPSED
    if lost:
        yield Manner.PYTHON
    if spaces and lost:
        yield Manner.WORN
    if _CUT.search(spelled):
        yield Manner.STRIPPED
    if _WITH_MARK.search(spelled) and not lost:
        yield Manner.MARKED


def _applies(channel: Channel) -> bool:
    return channel.stored_page.is_unicode and not channel.read_page.multibyte


@dataclass(frozen=True)
class Mended:
    """Bytes put right, the offsets of the sequences that were, and the characters that the holes among them may be.

    `holes` has the offset of each with its candidates: those that bytes make which the page does not define. The first
    of them is what was put.
    """

    data: bytes
    places: tuple[int, ...] = ()
    holes: dict[int, str] = field(default_factory=dict)


def mend(spelled: bytes, channel: Channel) -> Mended:
    """Put back what can be put back, by the manner of `channel`."""
    pattern = _PATTERNS.get(channel.manner)
    if pattern is None:
        return Mended(spelled)
    lost = _LOST.get(channel.manner)
    fillings = _undefined(channel) if lost else ()
    places: list[int] = []
    holes: dict[int, str] = {}

    def fill(match: re.Match[bytes]) -> bytes:
        found = match[0]
        if channel.manner is Manner.STRIPPED:
            spaced = found + b"\xa0"
        elif channel.manner in (Manner.PYTHON, Manner.MARKED):
            spaced = found
        else:
            spaced = found.replace(b" ", b"\xa0")
        wholes = []
        for filling in product(fillings, repeat=found.count(lost) if lost else 0):
            parts = iter(filling)
            whole = b"".join(next(parts) if bytes((byte,)) == lost else bytes((byte,)) for byte in spaced)
            try:
                wholes.append((whole, whole.decode("utf-8")))
            except UnicodeDecodeError:
                continue
        if not wholes:
            return found
        places.append(match.start())
        if lost and lost in found:
            holes[match.start()] = "".join(char for _, char in wholes)
        return wholes[0][0]

    return Mended(pattern.sub(fill, spelled), tuple(places), holes)


def rough(spelled: bytes) -> bytes:
    """Mend spaces where that makes sense, for a first look."""
    return _WITH_SPACE.sub(lambda match: match[0].replace(b" ", b"\xa0"), spelled)


def _undefined(channel: Channel) -> tuple[bytes, ...]:
    """The bytes from 80 to BF that plain decoders of the page give U+FFFD for."""
    page = channel.read_page
    all_bytes = (bytes((byte,)) for byte in range(0x80, 0xC0))
    return tuple(byte for byte in all_bytes if page.decode(byte, Manner.PYTHON) == "\ufffd")
