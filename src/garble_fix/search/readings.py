"""Reading a text back through many channels at once, cheaply.

A text is spelled once for each page that it may have been wrongly read as; the bytes are then read as every page
that they may have been stored in. Each reading gets a quick score, by single characters without context; only the
best are looked at closely (see `alignment` and `explain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from garble_fix.channels import Channel
from garble_fix.codepages import CodePage, Manner, Spelling, get
from garble_fix.language import LanguageModel


@dataclass(frozen=True)
class Reading:
    """What a channel makes of a text. `text` holds lone surrogates where bytes mean nothing; `quick` is in nats."""

    channel: Channel
    text: str
    quick: float


@dataclass(frozen=True)
class ReadPage:
    """A page that text is wrongly read as, and the channels that end in it."""

    page: CodePage
    channels: tuple[tuple[Channel, CodePage], ...]


def by_read_page(channels: Iterable[Channel]) -> tuple[ReadPage, ...]:
    """Group channels by the page that they read as, so that a text is spelled but once for each."""
    groups: dict[str, list[tuple[Channel, CodePage]]] = {}
    for channel in channels:
        groups.setdefault(channel.read, []).append((channel, channel.stored_page))
    return tuple(ReadPage(get(name), tuple(members)) for name, members in groups.items())


_UNREAD = re.compile("[\udc80-\udcff]")
"""Bytes that mean nothing to the page that they are read as."""


def lenient(text: str, pages: Sequence[ReadPage], model: LanguageModel) -> Iterator[Reading]:
    """The readings of `text` by every channel, in which some of it may remain unread."""
    plain = model.rarity(text)
    for group in pages:
        spelling = group.page.spell(text)
        spelled, gaps = _with_gaps(spelling)
        # What is not read will stand as it is, and costs what it costs now: so much a byte.
        unread_cost = plain / len(spelled)
        for channel, stored in group.channels:
            read = stored.decode(spelled, Manner.ESCAPE)
            if gaps and not stored.multibyte:
                read = _reopened(read, gaps)
            if read != text:
                sound, unread = _UNREAD.subn("", read)
                yield Reading(channel, read, model.rarity(sound) + unread * unread_cost)


def strict(text: str, pages: Sequence[ReadPage], model: LanguageModel) -> Iterator[Reading]:
    """The readings of `text` by the channels that can read all of it."""
    for group in pages:
        try:
            spelled = group.page.encode(text)
        except UnicodeEncodeError:
            continue
        for channel, stored in group.channels:
            try:
                read = stored.decode(spelled)
            except UnicodeDecodeError:
                continue
            if read != text:
                yield Reading(channel, read, model.rarity(read))


def _with_gaps(spelling: Spelling) -> tuple[bytes, list[int]]:
    """The bytes, with FF for each character that could not be spelled, and where these are.

    FF is a trail byte in no page that has lead bytes. In pages of single bytes it means something; see `_reopened`.
    """
    if spelling.complete:
        return spelling.data, []
    data, gaps, at = bytearray(), [], 0
    for width in spelling.widths:
        if not width:
            gaps.append(len(data))
            data += b"\xff"
        data += spelling.data[at : at + width]
        at += width
    return bytes(data), gaps


def _reopened(read: str, gaps: Sequence[int]) -> str:
    """The reading of a page of single bytes, with the gaps marked as unread."""
    chars = list(read)
    for gap in gaps:
        chars[gap] = "\udcff"
    return "".join(chars)
