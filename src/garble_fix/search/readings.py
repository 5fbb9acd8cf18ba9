"""Reading a text back through many channels at once, cheaply.

A text is spelled once for each page that it may have been wrongly read as; the bytes are then read as every page
that they may have been stored in. Each reading gets a quick score, by single characters without context; only the
best are looked at closely (see `alignment` and `explain`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from garble_fix.channels import Channel
from garble_fix.channels.registry import CHANNELS
from garble_fix.codepages import CodePage, Manner, get
from garble_fix.language import LanguageModel
from garble_fix.search import mend

_UNREAD = "\ufffd"


@dataclass(frozen=True)
class Reading:
    """What a channel makes of a text, U+FFFD where bytes mean nothing to it. `quick` is in nats.

    `gaps` are the characters of the text that the page does not have: they cannot have been read in it.
    """

    channel: Channel
    text: str
    quick: float
    gaps: int = 0


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


@functools.cache
def read_pages() -> tuple[ReadPage, ...]:
    """The registered channels that lose nothing, grouped for the search."""
    return by_read_page(entry.channel for entry in CHANNELS if entry.channel.manner is Manner.STRICT)


def rough(text: str, pages: Sequence[ReadPage], model: LanguageModel) -> list[Reading]:
    """The readings of `text` by every channel, in which some of it may remain unread; in no order."""
    beyond_ascii = "".join(char for char in text if char > "\x7f")
    foreign, ascii_only = len(beyond_ascii), len(text) - len(beyond_ascii)
    marks, plain = text.count("?"), model.rarity(beyond_ascii)
    found: list[tuple[Channel, str, int]] = []
    corrections: list[float] = []
    for group in pages:
        spelled = group.page.jot(text)
        gaps = spelled.count(b"?") - marks
        if gaps >= foreign:
            continue
        # What is not read will stand as it is, and costs what it costs now.
        per_byte, per_char = plain / (len(spelled) - ascii_only), plain / foreign
        gap_cost = gaps * (per_char - model.rarity("?"))
        for channel, stored in group.channels:
            bytewise = stored.is_unicode and not group.page.multibyte
            read = stored.skim(mend.rough(spelled) if bytewise else spelled)
            if read != text:
                found.append((channel, read, gaps))
                corrections.append(gap_cost + read.count(_UNREAD) * (per_byte - model.rarity(_UNREAD)))
    scores = model.rarities([read for _, read, _ in found]) + np.array(corrections)
    return [
        Reading(channel, read, float(quick), gaps)
        for (channel, read, gaps), quick in zip(found, scores, strict=True)
    ]


def strict(text: str, pages: Sequence[ReadPage], model: LanguageModel) -> list[Reading]:
    """The readings of `text` by the channels that can read all of it; in no order."""
    found: list[tuple[Channel, str]] = []
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
                found.append((channel, read))
    scores = model.rarities([read for _, read in found])
    return [
        Reading(channel, read, float(quick)) for (channel, read), quick in zip(found, scores, strict=True)
    ]
