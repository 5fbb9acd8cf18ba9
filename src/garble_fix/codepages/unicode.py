"""The Unicode encodings as code pages: UTF-8, CESU-8 and UTF-16."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from garble_fix.codepages.manner import Manner
from garble_fix.codepages.page import REPLACEMENT, CodePage
from garble_fix.codepages.singlebyte import _QUESTION, _SPELL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Utf8Page(CodePage):
    """UTF-8. Every lossy manner but `DROP` puts U+FFFD for each maximal subpart, as all decoders now do."""

    name = "utf-8"
    multibyte: ClassVar[bool] = True
    is_unicode: ClassVar[bool] = True
    mark = REPLACEMENT

    def decode(self, data: bytes, manner: Manner = Manner.STRICT) -> str:
        """See `CodePage.decode`."""
        match manner:
            case Manner.STRICT:
                return data.decode("utf-8")
            case Manner.DROP:
                return data.decode("utf-8", "ignore")
            case Manner.ESCAPE:
                return data.decode("utf-8", "surrogateescape")
            case _:
                return data.decode("utf-8", "replace")

    def encode(self, text: str, *, lossy: bool = False) -> bytes:
        """See `CodePage.encode`; only lone surrogates cannot be held."""
        return text.encode("utf-8", _QUESTION if lossy else "strict")

    def skim(self, data: bytes) -> str:
        """See `CodePage.skim`."""
        return data.decode("utf-8", "replace")

    def jot(self, text: str) -> bytes:
        """See `CodePage.jot`."""
        return text.encode("utf-8", "replace")

    def lead(self, byte: int) -> bool:
        """C2–F4."""
        return 0xC2 <= byte <= 0xF4

    def assigned(self, lead: int, trail: int) -> bool:
        """Whether the bytes begin a character: neither overlong, nor a surrogate, nor beyond U+10FFFF."""
        low = {0xE0: 0xA0, 0xF0: 0x90}.get(lead, 0x80)
        high = {0xED: 0x9F, 0xF4: 0x8F}.get(lead, 0xBF)
        return self.lead(lead) and low <= trail <= high

    def _encode_gaps(self, text: str) -> bytes:
        return text.encode("utf-8", _SPELL)

    def _width_table(self) -> NDArray[np.uint8]:
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        table = np.full(0x10001, 3, dtype=np.uint8)
        table[:0x800] = 2
        table[:0x80] = 1
        table[0x10000] = 4
        return table


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Cesu8Page(Utf8Page):
    """CESU-8: as UTF-8, but characters beyond U+FFFF are two surrogates of three bytes each.

    It is what MySQL's `utf8`, Oracle's `UTF8` and old Java wrote: https://www.unicode.org/reports/tr26/
    """

    name = "cesu-8"

    def decode(self, data: bytes, manner: Manner = Manner.STRICT) -> str:
        """See `CodePage.decode`; the lossy manners also take the four-byte form, as lenient decoders do."""
        four = _FOUR_BYTE_LEAD.search(data)
        if four and manner is Manner.STRICT:
            raise UnicodeDecodeError(self.name, data, four.start(), four.end(), "not in CESU-8")
        errors = {Manner.STRICT: "strict", Manner.DROP: "ignore", Manner.ESCAPE: "surrogateescape"}.get(
            manner, "replace"
        )
        if b"\xed" not in data:
            return data.decode("utf-8", errors)
        parts = _CESU_PAIR.split(data)
        # Every second part is a surrogate pair; the others are plain UTF-8.
        return "".join(
            part.decode("utf-8", errors) if index % 2 == 0 else _joined(part)
            for index, part in enumerate(parts)
        )

    def skim(self, data: bytes) -> str:
        """See `CodePage.skim`."""
        return self.decode(data, Manner.PYTHON)

    def encode(self, text: str, *, lossy: bool = False) -> bytes:
        """See `CodePage.encode`."""
        errors = _QUESTION if lossy else "strict"
        if not _ASTRAL.search(text):
            return text.encode("utf-8", errors)
        return b"".join(
            _split(part) if index % 2 else part.encode("utf-8", errors)
            for index, part in enumerate(re.split("([\U00010000-\U0010ffff])", text))
        )

    def assigned(self, lead: int, trail: int) -> bool:
        """As UTF-8, but ED may also begin a surrogate and F0–F4 begin nothing."""
        return 0xC2 <= lead <= 0xEF and (0xA0 if lead == 0xE0 else 0x80) <= trail <= 0xBF

    def _encode_gaps(self, text: str) -> bytes:
        marked = text.encode("utf-8", _SPELL)
        return self.encode(marked.decode("utf-8"))

    def _width_table(self) -> NDArray[np.uint8]:
        table = super()._width_table()
        table[0x10000] = 6
        return table


_FOUR_BYTE_LEAD = re.compile(rb"[\xf0-\xf4]")
_CESU_PAIR = re.compile(rb"(\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])")


def _joined(six: bytes) -> str:
    """Return the character whose two surrogates these six bytes are."""
    return six.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _split(char: str) -> bytes:
    """Return the six bytes of a character beyond U+FFFF."""

    high, low = divmod(ord(char) - 0x10000, 0x400)
    return (chr(0xD800 + high) + chr(0xDC00 + low)).encode("utf-8", "surrogatepass")
