"""Code pages of one byte a character."""

from __future__ import annotations

import codecs
from functools import cached_property
from typing import TYPE_CHECKING, Any

from garble_fix.codepages.manner import Manner
from garble_fix.codepages.page import CodePage, question_marks, record_gap

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

UNDEFINED = "\ufffe"
"""What `codecs.charmap_decode` takes for a byte without a meaning."""

_SPELL = "garble_fix.spell"
_QUESTION = "garble_fix.question"


def _skip(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    record_gap(error.start, error.end)
    return b"", error.end


def _question(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return question_marks(error.object[error.start : error.end]), error.end


# An encode handler may return bytes, which the annotation in typeshed allows too.
codecs.register_error(_SPELL, _skip)
codecs.register_error(_QUESTION, _question)


class SingleBytePage(CodePage):
    """A Python charmap codec, with the bytes that it leaves undefined read as Windows reads them."""

    def __init__(
        self, name: str, codec: str, *, c1: bool, fixes: Mapping[int, str], private: Mapping[int, str]
    ) -> None:
        """Take the Python codec and how the real decoders differ from it.

        With `c1` the bytes 80–9F that the codec leaves undefined are the C1 controls of the same number.
        `fixes` are other characters that Windows and browsers read, `private` those of Windows alone.
        """
        self.name = name
        self._codec = codec
        self._c1 = c1
        self._fixes = fixes
        self._private = private

    @cached_property
    def _bare(self) -> str:
        """The 256 characters as Python's codec has them, `UNDEFINED` where it has none."""
        return bytes(range(256)).decode(self._codec, _undefined_handler())

    @cached_property
    def _web(self) -> str:
        """The 256 characters as browsers have them."""

        def meaning(byte: int, char: str) -> str:
            if self._c1 and char == UNDEFINED and 0x80 <= byte < 0xA0:
                char = chr(byte)
            return self._fixes.get(byte, char)

        return "".join(meaning(byte, char) for byte, char in enumerate(self._bare))

    @cached_property
    def _table(self) -> str:
        """The 256 characters as Windows has them."""
        return "".join(self._private.get(byte, char) for byte, char in enumerate(self._web))

    @cached_property
    def _encoding_map(self) -> Any:
        return codecs.charmap_build(self._table)

    def decode(self, data: bytes, manner: Manner = Manner.STRICT) -> str:
        """See `CodePage.decode`; `JAVA`, `PYTHON` and `DROP` have the plain codec's table."""
        match manner:
            case Manner.STRICT | Manner.SPACES | Manner.COLLAPSED | Manner.STRIPPED:
                return codecs.charmap_decode(data, "strict", self._table)[0]
            case Manner.ESCAPE:
                return codecs.charmap_decode(data, "surrogateescape", self._table)[0]
            case Manner.WINDOWS | Manner.BARE:
                text = codecs.charmap_decode(data, "replace", self._table)[0]
                return text.replace("\N{REPLACEMENT CHARACTER}", self.mark)
            case Manner.WHATWG:
                return codecs.charmap_decode(data, "replace", self._web)[0]
            case Manner.JAVA | Manner.PYTHON | Manner.WORN:
                return codecs.charmap_decode(data, "replace", self._bare)[0]
            case Manner.MARKED:
                text = codecs.charmap_decode(data, "replace", self._bare)[0]
                return text.replace("\N{REPLACEMENT CHARACTER}", "?")
            case Manner.DROP:
                return codecs.charmap_decode(data, "ignore", self._bare)[0]

    def encode(self, text: str, *, lossy: bool = False) -> bytes:
        """See `CodePage.encode`."""
        return codecs.charmap_encode(text, _QUESTION if lossy else "strict", self._encoding_map)[0]

    def skim(self, data: bytes) -> str:
        """See `CodePage.skim`."""
        return codecs.charmap_decode(data, "replace", self._table)[0]

    def jot(self, text: str) -> bytes:
        """See `CodePage.jot`."""
        return codecs.charmap_encode(text, "replace", self._encoding_map)[0]

    def lead(self, byte: int) -> bool:
        """No byte leads."""
        return False

    def assigned(self, lead: int, trail: int) -> bool:
        """No pair is one character."""
        return False

    def _encode_gaps(self, text: str) -> bytes:
        return codecs.charmap_encode(text, _SPELL, self._encoding_map)[0]

    def _width_table(self) -> NDArray[np.uint8]:
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        return np.ones(0x10001, dtype=np.uint8)


def _undefined_handler() -> str:
    name = "garble_fix.undefined"
    try:
        codecs.lookup_error(name)
    except LookupError:
        codecs.register_error(name, lambda error: (UNDEFINED, error.end))  # type: ignore[attr-defined]
    return name
