"""The glance that most files need no more than: what holds nothing beyond plain ASCII can't be garbled.

Nothing heavy is imported for it: neither numpy nor a language model.
"""

from __future__ import annotations

from typing import Final

_CONTROLS: Final = bytes({*range(0x20), 0x7F} - set(b"\b\t\n\v\f\r\x1a"))
"""Control characters that plain text does not hold, escape sequences and the NULs of UTF-16 among them."""


def is_plain(data: bytes) -> bool:
    """Whether `data` is ASCII and nothing else, so that the engine would find nothing in it.

    `~{` begins Chinese in HZ. Question marks may be what is left of other text; only older versions could tell.
    """
    if not data.isascii() or b"~{" in data:
        return False
    return len(data.translate(None, _CONTROLS)) == len(data)
