"""The registered channels and how likely each is before the text has been looked at.

The weights are judgements made from what public repositories, issue threads and text collections show:
how often an accident happens, relative to the others.  Only their logarithms matter: a factor of e is one
nat, and a few characters of text outweigh it.  They are here, in one table, to be argued about.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from garble_fix.channels.chain import Chain
from garble_fix.channels.channel import Channel
from garble_fix.codepages import Manner, get

DAMAGED = 1e-3
"""Prior probability that a span of text is damaged at all; documentation and code are mostly sound."""

REPEATED = 0.05
"""Probability that a damaged text is damaged once more by the channel that damaged it last, where that reads UTF-8:
what saves files today saves UTF-8."""

FURTHER = 0.01
"""Probability that a damaged text is damaged once more by any other channel."""

UNREGISTERED = 1e-7
"""Share of all accidents that is left for a channel that is not registered."""

# Accidents by the page the text was stored in, then by the page it was read as.
_WEIGHTS: dict[str, dict[str, float]] = {
    # UTF-8 without a byte order mark read as the ANSI page of the machine and written back: PowerShell 5.1,
    # cmd, old editors and coding agents.  Whole repositories are damaged so; Chinese Windows leads by far.
    "utf-8": {
        "cp936": 3000,
        "cp1252": 1500,
        "latin-1": 500,
        "cp932": 400,
        "cp949": 200,
        "cp950": 200,
        "cp1251": 200,
        "cp437": 120,
        "ms936": 100,
        "mac-roman": 80,
        "cp850": 80,
        "cp1250": 80,
        "cp1254": 60,
        "gb18030": 40,
        "cp866": 40,
        "euc-jp": 20,
        "koi8-r": 20,
        "cp852": 15,
        "iso-8859-15": 15,
        "iso-8859-2": 15,
        "iso-8859-9": 10,
        "cp1253": 15,
        "cp1255": 8,
        "cp1256": 15,
        "cp1257": 8,
        "cp1258": 8,
        "cp874": 15,
        "mac-cyrillic": 8,
    },
    "cesu-8": {"cp1252": 5, "latin-1": 3, "cp936": 3},
    # Legacy files, zip entries, ID3 tags, databases and PDF text in a Western page; text collections opened
    # as the page of the neighbour.
    "gb18030": {
        "latin-1": 300,
        "cp1252": 300,
        "cp437": 80,
        "cp950": 60,
        "big5hkscs": 30,
        "big5": 20,
        "cp1250": 30,
        "cp1251": 30,
        "cp1254": 25,
        "mac-roman": 20,
        "cp850": 30,
        "cp866": 15,
        "cp932": 40,
        "cp949": 25,
        "utf-8": 40,
    },
    "big5hkscs": {
        "cp936": 80,
        "latin-1": 50,
        "cp1252": 60,
        "cp437": 20,
        "cp1250": 5,
        "cp1251": 5,
        "cp1254": 5,
        "mac-roman": 5,
        "cp850": 8,
        "cp866": 3,
        "cp932": 15,
        "cp949": 5,
        "utf-8": 8,
    },
    "cp932": {
        "cp936": 120,
        "cp1252": 120,
        "latin-1": 80,
        "cp437": 50,
        "cp850": 20,
        "cp949": 15,
        "cp950": 20,
        "cp1250": 8,
        "cp1251": 12,
        "cp1254": 12,
        "mac-roman": 20,
        "cp866": 8,
        "euc-jp": 10,
        "utf-8": 40,
    },
    "euc-jp": {
        "latin-1": 40,
        "cp1252": 30,
        "cp932": 30,
        "cp936": 20,
        "cp437": 5,
        "cp1254": 4,
        "cp949": 4,
        "cp950": 4,
        "mac-roman": 3,
        "utf-8": 8,
    },
    "cp949": {
        "latin-1": 60,
        "cp1252": 80,
        "cp936": 80,
        "cp437": 20,
        "cp932": 20,
        "cp950": 8,
        "cp850": 8,
        "cp1250": 8,
        "cp1251": 8,
        "cp1254": 12,
        "mac-roman": 8,
        "cp866": 4,
        "utf-8": 15,
    },
    # Russian has had five pages in use at once, and a Western machine besides.
    "cp1251": {
        "latin-1": 80,
        "cp1252": 100,
        "koi8-r": 40,
        "cp866": 40,
        "cp936": 40,
        "cp1250": 5,
        "cp1254": 5,
        "cp437": 10,
        "cp850": 10,
        "mac-roman": 8,
        "mac-cyrillic": 10,
        "iso-8859-5": 10,
        "cp932": 8,
        "cp949": 5,
        "cp950": 5,
        "utf-8": 10,
    },
    "koi8-r": {
        "cp1251": 60,
        "latin-1": 30,
        "cp1252": 20,
        "cp866": 15,
        "mac-cyrillic": 3,
        "iso-8859-5": 5,
        "cp936": 5,
    },
    "koi8-u": {"cp1251": 5, "latin-1": 3, "cp1252": 2},
    "cp866": {
        "cp1251": 60,
        "cp1252": 20,
        "latin-1": 15,
        "koi8-r": 15,
        "cp437": 20,
        "cp850": 10,
        "iso-8859-5": 5,
        "mac-cyrillic": 3,
        "cp936": 8,
    },
    "iso-8859-5": {"cp1251": 10, "koi8-r": 5, "cp866": 5, "cp1252": 5, "latin-1": 8, "mac-cyrillic": 2},
    "mac-cyrillic": {"cp1251": 10, "koi8-r": 3, "cp866": 3, "cp1252": 5, "latin-1": 5, "mac-roman": 5},
    # Accents: a Western file on an Asian machine, DOS and Macintosh files on Windows and back.
    "cp1252": {
        "latin-1": 300,
        "cp936": 60,
        "cp437": 30,
        "cp850": 30,
        "mac-roman": 20,
        "cp1250": 15,
        "cp1251": 30,
        "cp1254": 8,
        "cp932": 15,
        "cp949": 12,
        "cp950": 8,
        "cp866": 5,
    },
    "cp437": {"cp1252": 30, "latin-1": 20, "cp1250": 5},
    "cp850": {"cp1252": 30, "latin-1": 20, "cp1250": 5},
    "cp852": {"cp1250": 15, "cp1252": 8, "latin-1": 3},
    "mac-roman": {"cp1252": 30, "latin-1": 20, "cp437": 3, "cp850": 3},
    "cp1250": {"cp1252": 30, "latin-1": 15, "iso-8859-2": 5, "cp852": 5, "cp437": 3, "cp936": 5},
    "iso-8859-2": {"cp1250": 8, "cp1252": 15, "latin-1": 15},
    "iso-8859-15": {"latin-1": 5, "cp1252": 5},
    "cp1253": {"cp1252": 10, "latin-1": 8, "cp437": 2, "cp936": 2},
    "cp1254": {"cp1252": 15, "latin-1": 10, "cp437": 2, "cp936": 3},
    "cp1255": {"cp1252": 8, "latin-1": 6},
    "cp1256": {"cp1252": 15, "latin-1": 10, "cp936": 2},
    "cp1257": {"cp1252": 4, "latin-1": 3},
    "cp1258": {"cp1252": 4, "latin-1": 3},
    "cp874": {"cp1252": 15, "latin-1": 12},
}

# UTF-8 read as the page of the machine with loss, and written back in that same page: what was lost stays lost, and the
# rest is as it was.  One accident, not two.
_WRITTEN_BACK: dict[str, float] = {"cp932": 150, "cp936": 80, "cp1252": 20, "cp1250": 20}

# How the readers of each page lose bytes, as shares.  Strict stands for every reader that lost nothing.
_WINDOWS_SHARES = {
    Manner.STRICT: 0.3,
    Manner.WINDOWS: 0.55,
    Manner.WHATWG: 0.06,
    Manner.PYTHON: 0.05,
    Manner.DROP: 0.03,
    Manner.JAVA: 0.01,
}
_MANNERS: dict[str, dict[Manner, float]] = {
    "cp936": _WINDOWS_SHARES,
    "cp932": _WINDOWS_SHARES,
    "cp949": _WINDOWS_SHARES,
    "cp950": _WINDOWS_SHARES | {Manner.WINDOWS: 0.4, Manner.BARE: 0.15},
    "ms936": {Manner.JAVA: 0.6, Manner.PYTHON: 0.4},
    "gb18030": {Manner.STRICT: 0.2, Manner.PYTHON: 0.45, Manner.WHATWG: 0.3, Manner.BARE: 0.05},
    "euc-jp": {Manner.STRICT: 0.8, Manner.PYTHON: 0.15, Manner.DROP: 0.05},
    "utf-8": {Manner.STRICT: 0.05, Manner.PYTHON: 0.9, Manner.DROP: 0.05},
    "cp1252": {Manner.STRICT: 0.94, Manner.PYTHON: 0.03, Manner.DROP: 0.03},
}
# What becomes of UTF-8 read as a page of single bytes: spaces of the kind A0 seldom stay what they are.
_UTF_8_BY_BYTES = {
    Manner.STRICT: 0.77,
    Manner.SPACES: 0.07,
    Manner.COLLAPSED: 0.07,
    Manner.STRIPPED: 0.01,
    Manner.PYTHON: 0.04,
    Manner.WORN: 0.01,
    Manner.MARKED: 0.01,
    Manner.DROP: 0.02,
}
_ONLY_STRICT = {Manner.STRICT: 1.0}


@dataclass(frozen=True, slots=True)
class RegisteredChannel:
    """A channel and the natural logarithm of its share of all accidents."""

    channel: Channel
    log_prior: float


def _total() -> float:
    return sum(sum(reads.values()) for reads in _WEIGHTS.values())


def _is_written_back(chain: Chain | tuple[Channel, ...]) -> bool:
    return len(chain) == 2 and chain[0].stored == chain[1].read and chain[0].read == chain[1].stored


def _channels() -> tuple[RegisteredChannel, ...]:
    total = _total()
    registered = [
        RegisteredChannel(Channel(stored, read, manner), math.log(weight * share / total))
        for stored, reads in _WEIGHTS.items()
        for read, weight in reads.items()
        for manner, share in _manners(stored, read).items()
    ]
    return tuple(sorted(registered, key=lambda entry: -entry.log_prior))


def _manners(stored: str, read: str) -> dict[Manner, float]:
    if stored in ("utf-8", "cesu-8") and not get(read).multibyte:
        return _UTF_8_BY_BYTES
    return _MANNERS.get(read, _ONLY_STRICT)


CHANNELS: tuple[RegisteredChannel, ...] = _channels()
"""All registered channels, the commonest first; their priors add up to one."""


def channel_log_prior(channel: Channel) -> float:
    """Return the natural logarithm of the share of all accidents that this channel is."""
    return _log_priors().get(channel, math.log(UNREGISTERED))


def chain_log_prior(chain: Chain | tuple[Channel, ...]) -> float:
    """Return the natural logarithm of the prior probability of this damage, in nats; of none if empty."""
    if not chain:
        return math.log1p(-DAMAGED)
    if _is_written_back(chain):
        weight = _WRITTEN_BACK.get(chain[0].read, 0)
        if weight:
            return math.log(DAMAGED * weight / _total())
    total = math.log(DAMAGED) + channel_log_prior(chain[0]) + math.log1p(-REPEATED - FURTHER)
    for earlier, later in pairwise(chain):
        repeated = later == earlier and later.stored_page.is_unicode
        total += math.log(REPEATED) if repeated else math.log(FURTHER) + channel_log_prior(later)
    return total


@cache
def _log_priors() -> dict[Channel, float]:
    return {entry.channel: entry.log_prior for entry in CHANNELS}
