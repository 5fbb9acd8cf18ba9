"""Code pages of one or two bytes a character, with Python's codec doing the bulk of the work."""

from __future__ import annotations

import codecs
import re
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from garble_fix.codepages.losses import LOSSES
from garble_fix.codepages.manner import Manner
from garble_fix.codepages.page import REPLACEMENT, CodePage, Spelling, question_marks, record_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from garble_fix.codepages.reading import Reading, Spelled

UNENCODABLE = "\udfff"
"""A lone surrogate, which no page holds: stands in for a character that Python's codec holds wrongly."""


class DoubleBytePage(CodePage):
    """A page of lead and trail bytes; single bytes from 80 on and three- or four-byte forms included."""

    multibyte: ClassVar[bool] = True

    def __init__(
        self,
        name: str,
        windows: Reading,
        *,
        python: Reading,
        whatwg: Reading | None = None,
        java: Reading | None = None,
        bare: Reading | None = None,
        spelled: Spelled | None = None,
        mark: str = "?",
        long_forms: int = 0,
        clusters: tuple[str, ...] = (),
    ) -> None:
        """Take how Windows, plain codecs, browsers, Java and Windows' imitators read the page, and how it is written.

        `long_forms` is the number of bytes of a character that takes more than two, 0 if none does;
        `clusters` are those pairs of code points that have one byte pair together.
        """
        self.name = name
        self.mark = mark
        self._windows = windows
        self._python = python
        self._whatwg = whatwg or windows
        self._java = java or python
        self._bare = bare or windows
        self._spelled = spelled
        self._clusters = clusters
        self._long_forms = long_forms
        self._assigned: dict[int, bool] = {}
        self._twice: dict[int, dict[str, bytes]] = {}
        self._unread: dict[tuple[int, bool], NDArray[np.bool_]] = {}
        self._handlers: dict[str, str] = {}
        """Names of the error handlers that are registered, by manner of reading or of writing."""

    # Reading

    def decode(self, data: bytes, manner: Manner = Manner.STRICT) -> str:
        """See `CodePage.decode`."""
        reading = self._reading(manner)
        text = data.decode(reading.codec, self._handler(manner))
        if reading.substitution:
            pattern, translation = reading.substitution
            text = pattern.sub(lambda match: translation[match[0]], text)
        return text

    def skim(self, data: bytes) -> str:
        """See `CodePage.skim`."""
        return data.decode(self._windows.codec, "replace")

    def jot(self, text: str) -> bytes:
        """See `CodePage.jot`; GB 18030 holds the private-use characters that code page 936 reads."""
        codec = self._windows.codec
        if codec != "gbk":
            return text.encode(codec, "replace")
        data = text.encode("gb18030", "replace")
        return data.replace(b"\xa2\xe3", b"\x80") if "€" in text else data

    def _reading(self, manner: Manner) -> Reading:
        match manner:
            case Manner.STRICT | Manner.WINDOWS | Manner.ESCAPE:
                return self._windows
            case Manner.BARE:
                return self._bare
            case Manner.WHATWG:
                return self._whatwg
            case Manner.JAVA:
                return self._java
            case _:
                return self._python

    def _handler(self, manner: Manner) -> str:
        """Return the name of the error handler that reads what the codec refuses; register it at need."""
        name = self._handlers.get(manner)
        if name is None:
            name = f"garble_fix.{self.name}.{manner}"
            codecs.register_error(name, self._make_handler(manner))
            self._handlers[manner] = name
        return name

    def _make_handler(self, manner: Manner) -> Callable[[UnicodeError], tuple[str, int]]:
        reading = self._reading(manner)
        lose = LOSSES[manner]
        # Old Java reads even the single bytes as leads.
        singles = {} if manner is Manner.JAVA else reading.singles
        mark = self.mark if manner in (Manner.WINDOWS, Manner.BARE) else REPLACEMENT

        def handle(error: UnicodeError) -> tuple[str, int]:
            if not isinstance(error, UnicodeDecodeError):
                raise error
            data, start = error.object, error.start
            single = singles.get(data[start])
            if single is not None:
                return single, start + 1
            if start + 1 < len(data):
                char = reading.extra.get(data[start] << 8 | data[start + 1])
                if char is not None:
                    return char, start + 2
            return lose(error, mark, reading.width(data, start))

        return handle

    def lead(self, byte: int) -> bool:
        """See `CodePage.lead`; as Windows has it."""
        return self._leads[byte]

    def assigned(self, lead: int, trail: int) -> bool:
        """See `CodePage.assigned`; as Windows has it."""
        pair = lead << 8 | trail
        known = self._assigned.get(pair)
        if known is None:
            known = self._assigned[pair] = self._leads[lead] and self._begins(pair)
        return known

    @cached_property
    def _leads(self) -> tuple[bool, ...]:
        return tuple(
            byte >= 0x80 and byte not in self._windows.lone and not self._alone(byte) for byte in range(256)
        )

    def _alone(self, byte: int) -> bool:
        try:
            self.decode(bytes((byte,)))
        except UnicodeDecodeError:
            return False
        return True

    def _begins(self, pair: int) -> bool:
        try:
            self.decode(pair.to_bytes(2, "big"))
        except UnicodeDecodeError as error:
            return "incomplete" in error.reason and error.start == 0 and error.end == 2
        return True

    def unread_pairs(self, manner: Manner) -> NDArray[np.bool_]:
        """See `CodePage.unread_pairs`."""
        reading = self._reading(manner)
        key = (id(reading), manner is Manner.JAVA)
        if key not in self._unread:
            self._unread[key] = _unread_pairs(reading, singles=manner is not Manner.JAVA)
        return self._unread[key]

    def as_windows(self, text: str) -> str:
        """See `CodePage.as_windows`."""
        if self._bare is self._windows or not self._windows.substitution:
            return text
        pattern, translation = self._windows.substitution
        return pattern.sub(lambda match: translation[match[0]], text)

    # Writing

    def encode(self, text: str, *, lossy: bool = False) -> bytes:
        """See `CodePage.encode`."""
        return self._encode(text, "lossy" if lossy else "exact")

    def _encode_gaps(self, text: str) -> bytes:
        return self._encode(text, "gaps")

    def _encode(self, text: str, errors: str) -> bytes:
        name = self._handlers.get(errors)
        if name is None:
            name = f"garble_fix.{self.name}.{errors}"
            codecs.register_error(name, self._make_writer(errors))
            self._handlers[errors] = name
        if self._spelled is None or not self._spelled.pattern.search(text):
            return text.encode(self._windows.codec, name)
        sentinels = self._spelled.sentinels
        prepared = self._spelled.pattern.sub(lambda match: sentinels.get(match[0], UNENCODABLE), text)
        try:
            return prepared.encode(self._windows.codec, name)
        except UnicodeEncodeError as error:
            raise UnicodeEncodeError(self.name, text, error.start, error.end, error.reason) from None

    def _make_writer(self, errors: str) -> Callable[[UnicodeError], tuple[bytes, int]]:
        def write(error: UnicodeError) -> tuple[bytes, int]:
            if not isinstance(error, UnicodeEncodeError):
                raise error
            written = bytearray()
            for index in range(error.start, error.end):
                char = error.object[index]
                own = self._bytes_of.get(char)
                if own is not None:
                    written += own
                elif errors == "exact":
                    raise UnicodeEncodeError(
                        self.name, error.object, index, index + 1, "not in the code page"
                    )
                elif errors == "lossy":
                    written += question_marks(char)
                else:
                    record_gap(index, index + 1)
            return bytes(written), error.end

        return write

    @cached_property
    def _bytes_of(self) -> dict[str, bytes]:
        """The bytes of the characters that Python's codec does not hold, and of the sentinels."""
        reading = self._windows
        mapping = self._spelled.bytes_of if self._spelled else {}
        mapping = mapping | {char: pair.to_bytes(2, "big") for pair, char in reading.extra.items()}
        return mapping | {char: bytes((byte,)) for byte, char in reading.singles.items()}

    def duplicates(self) -> dict[bytes, bytes]:
        """See `CodePage.duplicates`; works through all pairs, some tens of milliseconds."""
        spelled = {}
        for pair in (pair.to_bytes(2, "big") for pair in range(0x8000, 0x10000)):
            try:
                written = self.encode(self.decode(pair))
            except UnicodeError:
                continue
            if written != pair:
                spelled[pair] = written
        return spelled

    def twice(self, manner: Manner) -> Mapping[str, bytes]:
        """See `CodePage.twice`; what Python's codec does not hold at all, the page has but once."""
        reading = self._reading(manner)
        if id(reading) not in self._twice:
            chars = (*(self._spelled.respelt if self._spelled else ()), *reading.singles.values())
            found = [(char, char.encode(reading.codec, "ignore")) for char in chars]
            found += [(char, bytes((byte,))) for byte, char in reading.singles.items()]
            self._twice[id(reading)] = {
                char: other for char, other in found if other not in (b"", self.encode(char))
            }
        return self._twice[id(reading)]

    # Measuring

    def spell(self, text: str) -> Spelling:
        """See `CodePage.spell`; two code points that share a byte pair have a byte each."""
        spelling = super().spell(text)
        if not any(cluster in text for cluster in self._clusters):
            return spelling
        widths = bytearray(spelling.widths)
        for match in re.finditer("|".join(self._clusters), text):
            widths[match.start() : match.end()] = b"\1\1"
        return Spelling(spelling.data, bytes(widths))

    def _width_table(self) -> NDArray[np.uint8]:
        import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

        table = np.full(0x10001, self._long_forms or 2, dtype=np.uint8)
        if self._long_forms:
            table[self._two_byte_points()] = 2
            for char in (*self._windows.extra.values(), *(self._spelled.respelt if self._spelled else ())):
                table[ord(char)] = len(self.encode(char))
        for byte in range(256):
            if self._alone(byte):
                table[ord(self.decode(bytes((byte,))))] = 1
        return table

    def _two_byte_points(self) -> list[int]:
        """Return the code points up to U+FFFF that take two bytes, on a page that has longer forms too."""
        # EUC-JP has longer forms where 8F leads, GB 18030 where the second byte is a digit.
        three = self._windows.three
        leads = [byte for byte in range(0x81, 0xFF) if self._leads[byte] and byte != three]
        trails = [*range(0x40, 0x7F), *range(0x80, 0xFF)] if three is None else [*range(0xA1, 0xFF)]
        # A line feed after each pair keeps the codec in step where a pair is not assigned.
        pairs = b"\n".join(bytes((lead, trail)) for lead in leads for trail in trails)
        return [ord(char) for char in set(pairs.decode(self._windows.codec, "ignore")) if char > "\x7f"]


def _unread_pairs(reading: Reading, *, singles: bool) -> NDArray[np.bool_]:
    """Which pairs a reading does not know; with `singles`, its single bytes lead nothing."""
    import numpy as np  # noqa: PLC0415  (numpy is not needed to start the program)

    unread = np.zeros((256, 256), np.bool_)
    for lead in range(0x80, 0x100):
        alone = lead in reading.lone or (singles and lead in reading.singles)
        if not (alone or _reads(reading.codec, bytes((lead,)))):
            unread[lead] = True
            unread[lead, _second_bytes(reading.codec, lead)] = False
            unread[lead, [pair & 0xFF for pair in reading.extra if pair >> 8 == lead]] = False
    return unread


def _second_bytes(codec: str, lead: int) -> list[int]:
    """The bytes with which `lead` makes one character."""
    # A line feed after each pair keeps the codec in step where a pair is not assigned.
    seconds = [byte for byte in range(0x100) if byte != ord("\n")]
    pairs = b"\n".join(bytes((lead, byte)) for byte in seconds).decode(codec, "replace").split("\n")
    return [
        byte
        for byte, read in zip(seconds, pairs, strict=True)
        if len(read) == 1 and read != "\N{REPLACEMENT CHARACTER}"
    ]


def _reads(codec: str, data: bytes) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
