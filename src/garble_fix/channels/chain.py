"""Chains: one to three wrong decodes in the order in which they happened.

A chain is written `stored>read[>stored>read...]`.  The name of a reading page may end in the manner of
loss: `w` Windows, `j` old Java, `py` Python's replace (also `~`), `web` WHATWG, `drop` dropped; none is
strict: nothing was lost.  After a strict reading, `sp` is U+00A0 become a space, `ws` also runs of spaces
become one; `pysp` is `py` and then `sp`, `q` is `?` for what means nothing, `raw` keeps such bytes.
`utf-8>cp936w` is UTF-8 read by Windows PowerShell 5.1 on Chinese Windows.  A storing page that ends in `?` could not
hold the text: `cp1252?>cp1252` put a `?` for each character that Windows-1252 does not have.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from garble_fix.channels.channel import LOSSY, SUFFIXES, Channel
from garble_fix.codepages import Manner, get
from garble_fix.errors import UnknownChainError, UnknownCodePageError

_MANNERS = {suffix: manner for manner, suffix in SUFFIXES.items() if suffix} | {"~": Manner.PYTHON}


class Chain(tuple[Channel, ...]):
    """Channels in the order of the damage."""

    __slots__ = ()

    def garble(self, text: str) -> str:
        """Do the damage, one channel after another; raises `UnicodeError` where a strict step cannot."""
        for channel in self:
            text = channel.garble(text)
        return text

    def ungarble(self, text: str) -> str:
        """Undo damage that lost nothing, last channel first; raises `UnicodeError` if it cannot be undone."""
        for channel in reversed(self):
            text = channel.ungarble(text)
        return text

    def after(self, earlier: Chain) -> Chain:
        """This damage after an earlier one; read as a page and stored in it again, a text is what it was."""
        if self and earlier and self[0].stored == earlier[-1].read and earlier[-1].manner is Manner.STRICT:
            joined = replace(earlier[-1], read=self[0].read, manner=self[0].manner)
            return Chain((*earlier[:-1], joined, *self[1:]))
        return Chain((*earlier, *self))

    def __str__(self) -> str:
        return ">".join(map(str, self))

    def __repr__(self) -> str:
        return f"Chain({str(self)!r})"


@lru_cache(maxsize=1024)
def parse(chain: str) -> Chain:
    """Return the chain that is written so; raise `UnknownChainError` if it is none."""
    steps = chain.split(">")
    if len(steps) % 2:
        raise UnknownChainError(f"{chain!r} is not written stored>read[>stored>read...]")
    return Chain(_channel(stored, read, chain) for stored, read in zip(steps[::2], steps[1::2], strict=True))


def garble(text: str, chain: str) -> str:
    """Damage `text` as the chain does, such as `utf-8>cp936w`."""
    return parse(chain).garble(text)


def _channel(stored: str, read: str, chain: str) -> Channel:
    try:
        page, manner = _split(read)
        return Channel(get(stored.removesuffix(LOSSY)).name, page, manner, stored.endswith(LOSSY))
    except UnknownCodePageError as error:
        raise UnknownChainError(f"in the chain {chain!r}: {error}") from None


def _split(read: str) -> tuple[str, Manner]:
    """Return the canonical page name and the manner of a reading side."""
    try:
        return get(read).name, Manner.STRICT
    except UnknownCodePageError:
        for suffix, manner in _MANNERS.items():
            if read.endswith(suffix):
                try:
                    return get(read.removesuffix(suffix)).name, manner
                except UnknownCodePageError:
                    continue
        raise
