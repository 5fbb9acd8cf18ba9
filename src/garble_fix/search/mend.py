"""UTF-8 read as a page of single bytes, and one byte of a sequence changed or lost since.

Two things happen to such text so often that they are looked for whenever UTF-8 may have been read byte by byte:

- The byte A0 was read as a no-break space, and something made it a plain space: `Ã ` for `à`. The space that
  followed may have gone with it, where runs of spaces became one.
- A byte without meaning in the page (81, 8D, 8F, 90 and 9D in Windows-1252) became U+FFFD. What is left of the
  sequence says how long it was, not which character: a hole.

Either way the sequence keeps its length in bytes, so that the alignment is the same as if nothing had been lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from garble_fix.channels import Channel
from garble_fix.codepages import Manner

GAP: Final = 0xFF
"""Stands for a character that the page cannot hold; no trail byte in any page that has lead bytes."""

_TRAIL = rb"[\x80-\xbf]"


def _sequences(odd: bytes) -> re.Pattern[bytes]:
    """Sequences of UTF-8 in which at least one trail byte is `odd`."""
    any_of = rb"[\x80-\xbf" + odd + rb"]"
    two = rb"[\xc2-\xdf]" + odd
    three = rb"[\xe0-\xef](?=%b?%b)%b{2}" % (_TRAIL, odd, any_of)
    four = rb"[\xf0-\xf4](?=%b{0,2}%b)%b{3}" % (_TRAIL, odd, any_of)
    return re.compile(b"|".join((two, three, four)))


_WITH_SPACE: Final = _sequences(rb"\x20")
_WITH_GAP: Final = _sequences(rb"\xff")


def manners(text: str, channel: Channel) -> Iterator[Manner]:
    """The manners of loss, `STRICT` first, in which it is worth reading `text` back through `channel`."""
    yield Manner.STRICT
    if not _applies(channel):
        return
    spelled = channel.read_page.jot(text)
    if _WITH_SPACE.search(spelled):
        yield Manner.SPACES
        yield Manner.COLLAPSED
    if "\ufffd" in text:
        yield Manner.PYTHON


def _applies(channel: Channel) -> bool:
    return channel.stored_page.is_unicode and not channel.read_page.multibyte


def mend(spelled: bytes, channel: Channel) -> tuple[bytes, list[int]]:
    """Put back what can be put back, by the manner of `channel`; the offsets of the sequences that were mended.

    The bytes put for holes are such as the page does not define; they make valid sequences, and say nothing more.
    """
    fillings: tuple[bytes, ...]
    match channel.manner:
        case Manner.SPACES | Manner.COLLAPSED:
            pattern, odd, fillings = _WITH_SPACE, b" ", (b"\xa0",)
        case Manner.PYTHON:
            pattern, odd, fillings = _WITH_GAP, b"\xff", _undefined(channel)
        case _:
            return spelled, []
    places: list[int] = []

    def fill(match: re.Match[bytes]) -> bytes:
        found = match[0]
        for filling in fillings:
            whole = found.replace(odd, filling)
            try:
                whole.decode("utf-8")
            except UnicodeDecodeError:
                continue
            places.append(match.start())
            return whole
        return found

    return pattern.sub(fill, spelled), places


def rough(spelled: bytes) -> bytes:
    """Mend spaces where that makes sense, for a first look."""
    return _WITH_SPACE.sub(lambda match: match[0].replace(b" ", b"\xa0"), spelled)


def _undefined(channel: Channel) -> tuple[bytes, ...]:
    """The bytes from 80 to BF that plain decoders of the page give U+FFFD for."""
    page = channel.read_page
    all_bytes = (bytes((byte,)) for byte in range(0x80, 0xC0))
    return tuple(byte for byte in all_bytes if page.decode(byte, Manner.PYTHON) == "\ufffd")
