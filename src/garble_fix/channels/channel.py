"""One wrong decode, or one encode into a page that cannot hold the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from garble_fix.codepages import CodePage, Manner, get

SUFFIXES = {
    Manner.STRICT: "",
    Manner.WINDOWS: "w",
    Manner.BARE: "bare",
    Manner.JAVA: "j",
    Manner.PYTHON: "py",
    Manner.WHATWG: "web",
    Manner.DROP: "drop",
    Manner.SPACES: "sp",
    Manner.COLLAPSED: "ws",
    Manner.WORN: "pysp",
    Manner.STRIPPED: "strip",
    Manner.MARKED: "q",
    Manner.ESCAPE: "raw",
}
"""How each manner is written after the name of the reading page."""

LOSSY = "?"
"""What is written after the name of a storing page that could not hold the text."""

_READERS = dict.fromkeys((Manner.SPACES, Manner.COLLAPSED, Manner.STRIPPED), Manner.STRICT)
"""Manners of what came after the decoder, and the decoder's own manner."""

_SPACED = (Manner.SPACES, Manner.COLLAPSED, Manner.WORN)
"""Manners after which U+00A0 is a plain space."""

_RAW = re.compile("([\udc80-\udcff]+)")
"""Bytes that mean nothing, as `Manner.ESCAPE` keeps them."""

_SPACES = re.compile(" {2,}")
_AT_LINE_END = re.compile("\u00a0+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Channel:
    """Text stored as one code page and read as another, with the reader's manner of losing bytes.

    A `lossy` one was stored with `?` for each UTF-16 unit that the page cannot hold.
    """

    stored: str
    read: str
    manner: Manner = Manner.STRICT
    lossy: bool = False

    @property
    def stored_page(self) -> CodePage:
        """The code page that the text was stored in."""
        return get(self.stored)

    @property
    def read_page(self) -> CodePage:
        """The code page that the text was taken for."""
        return get(self.read)

    def garble(self, text: str) -> str:
        """Do the damage; raises `UnicodeError` if the stored page cannot hold it or a strict read fails."""
        if self.manner is Manner.ESCAPE and _RAW.search(text):
            stored = b"".join(map(self._stored, _RAW.split(text)))
        else:
            stored = self.stored_page.encode(text, lossy=self.lossy)
        read = self.read_page.decode(stored, _READERS.get(self.manner, self.manner))
        if self.manner in _SPACED:
            read = read.replace("\u00a0", " ")
        if self.manner is Manner.STRIPPED:
            return _AT_LINE_END.sub("", read)
        return _SPACES.sub(" ", read) if self.manner is Manner.COLLAPSED else read

    def _stored(self, part: str) -> bytes:
        """The bytes of a text, or those that were kept as they are."""
        if _RAW.match(part):
            return bytes(ord(char) - 0xDC00 for char in part)
        return self.stored_page.encode(part, lossy=self.lossy)

    def ungarble(self, text: str) -> str:
        """Undo damage that lost nothing; raises `UnicodeError` if `text` cannot have come about so."""
        return self.stored_page.decode(self.read_page.encode(text))

    def __str__(self) -> str:
        return f"{self.stored}{LOSSY if self.lossy else ''}>{self.read}{SUFFIXES[self.manner]}"
