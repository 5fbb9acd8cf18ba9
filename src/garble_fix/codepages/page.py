"""The interface that every code page has, and what its pages share."""

from __future__ import annotations

import abc
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from garble_fix.codepages.manner import Manner

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text in the bytes of a code page, with gaps where the page cannot hold it.

    `data` are the bytes of all code points the page holds, one after another; `widths[i]` is how many
    of them code point `i` takes (0: the page cannot hold it, and `data` has nothing for it).
    `sum(widths) == len(data)` always.
    """

    data: bytes
    widths: bytes

    @property
    def complete(self) -> bool:
        """Whether the page holds every code point of the text."""
        return 0 not in self.widths

    def owners(self) -> NDArray[np.int64]:
        """For each byte of `data`, the index of the code point that it belongs to."""
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        widths = np.frombuffer(self.widths, dtype=np.uint8)
        return np.repeat(np.arange(len(widths), dtype=np.int64), widths)


class CodePage(abc.ABC):
    """One code page, as the decoders that caused the damage have it."""

    name: str
    multibyte: ClassVar[bool] = False
    is_unicode: ClassVar[bool] = False
    mark: str = "?"
    """What the page's Windows manner leaves for bytes that it cannot read."""

    @abc.abstractmethod
    def decode(self, data: bytes, manner: Manner = Manner.STRICT) -> str:
        """Read `data` as this page, losing what cannot be read in the given manner."""

    @abc.abstractmethod
    def encode(self, text: str, *, lossy: bool = False) -> bytes:
        """Store `text` in this page: the inverse of a strict `decode`.

        With `lossy`, each UTF-16 unit that the page cannot hold becomes `?`, as Windows writes it.
        """

    @abc.abstractmethod
    def skim(self, data: bytes) -> str:
        """Read roughly, as fast as can be: U+FFFD for what Python's codec does not know, rare areas included."""

    @abc.abstractmethod
    def jot(self, text: str) -> bytes:
        """Write roughly, as fast as can be: `?` for what Python's codec does not hold, rare areas included."""

    @abc.abstractmethod
    def lead(self, byte: int) -> bool:
        """Whether a decoder of this page takes another byte after this one."""

    @abc.abstractmethod
    def assigned(self, lead: int, trail: int) -> bool:
        """Whether the two bytes can be the first two of one character."""

    def unread_pairs(self, manner: Manner) -> NDArray[np.bool_]:
        """Return which pairs of a lead byte and another byte decoders of this manner lose; shape (256, 256).

        All false for pages whose characters have no lead bytes.
        """
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        return np.zeros((256, 256), np.bool_)

    def duplicates(self) -> dict[bytes, bytes]:
        """Return the byte sequences that `encode` does not give back: sequence read, sequence written.

        Where it is empty, a strict `decode` loses nothing: `encode(decode(data)) == data`.
        """
        return {}

    def as_windows(self, text: str) -> str:
        """Return `text`, which a decoder of the manner `BARE` read, as Windows reads the same bytes."""
        return text

    def twice(self, manner: Manner) -> Mapping[str, bytes]:
        """The letters that such a decoder reads in two spellings, and of each the one that `encode` does not write."""
        return {}

    @abc.abstractmethod
    def _encode_gaps(self, text: str) -> bytes:
        """Encode, putting nothing for what the page cannot hold and noting its place in `_gaps`."""

    @abc.abstractmethod
    def _width_table(self) -> NDArray[np.uint8]:
        """Bytes per code point for U+0000–U+FFFF and, as the last entry, for all beyond."""

    def spell(self, text: str) -> Spelling:
        """Write `text` in the page's bytes as far as it goes; never fails."""
        if text.isascii():
            return Spelling(text.encode("ascii"), b"\1" * len(text))
        gaps: list[tuple[int, int]] = []
        try:
            data = self.encode(text)
        except UnicodeEncodeError:
            _recorder.gaps = gaps
            data = self._encode_gaps(text)
        widths = self._widths_of(text)
        for start, end in gaps:
            widths[start:end] = bytes(end - start)
        return Spelling(data, bytes(widths))

    def _widths_of(self, text: str) -> bytearray:
        """Return the widths of the characters of `text`, whether the page holds them or not."""
        if len(text) < 50:  # where a loop takes less time than numpy's calls
            table = self._width_bytes
            return bytearray([table[min(ord(char), 0x10000)] for char in text])
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return bytearray(self.widths(points).tobytes())

    def widths(self, points: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return how many bytes each of the code points takes, where the page holds it."""
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        widths: NDArray[np.uint8] = self._widths[np.minimum(points, 0x10000)]
        return widths

    @cached_property
    def _widths(self) -> NDArray[np.uint8]:
        return self._width_table()

    @cached_property
    def _width_bytes(self) -> bytes:
        return self._widths.tobytes()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class _Recorder(threading.local):
    """Where the error handler of `spell` notes what could not be encoded, for each thread its own."""

    def __init__(self) -> None:
        self.gaps: list[tuple[int, int]] = []


_recorder = _Recorder()


def record_gap(start: int, end: int) -> None:
    """Note that the page cannot hold the code points from `start` to `end`; for encode handlers."""
    _recorder.gaps.append((start, end))


def question_marks(text: str) -> bytes:
    """Return what Windows writes for text that a page cannot hold: `?` for each UTF-16 unit."""
    return b"?" * sum(2 if ord(char) > 0xFFFF else 1 for char in text)
