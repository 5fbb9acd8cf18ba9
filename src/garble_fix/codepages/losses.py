"""What each manner of loss does with the bytes of a double-byte page that mean nothing."""

from __future__ import annotations

from collections.abc import Callable

from garble_fix.codepages.manner import Manner

# What each manner does with bytes that mean nothing; `width` is how many a decoder takes for one character.


def _refuse(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    raise error


def _lose_pair(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    """Windows: one mark for the pair, nothing for a lead byte at the end."""
    if width > 1 and error.start + 1 == len(error.object):
        return "", error.start + 1
    return mark, min(error.start + width, len(error.object))


def _lose_pair_and_end(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    """Old Java: one mark for the pair, and one for a lead byte at the end."""
    return mark, min(error.start + width, len(error.object))


def _lose_lead(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    """Python: what the codec says is wrong, usually the lead byte."""
    return mark, error.end


def _lose_pair_unless_ascii(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    """WHATWG: the pair, but an ASCII byte is read again."""
    start = error.start
    second = error.object[start + 1 : start + 2]
    if width > 1 and "incomplete" in error.reason and (second.isdigit() or not second.isascii()):
        return mark, len(error.object)  # the end of the data within a character
    last = error.object[start + width - 1 : start + width]
    return mark, start + (width - 1 if width > 1 and last.isascii() else width)


def _drop_lead(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    """`iconv -c`: nothing for what the codec says is wrong."""
    return "", error.end


def _escape_lead(error: UnicodeDecodeError, mark: str, width: int) -> tuple[str, int]:
    """Keep the lead byte as a lone surrogate."""
    return chr(0xDC00 + error.object[error.start]), error.start + 1


LOSSES: dict[Manner, Callable[[UnicodeDecodeError, str, int], tuple[str, int]]] = {
    Manner.STRICT: _refuse,
    Manner.WINDOWS: _lose_pair,
    Manner.BARE: _lose_pair,
    Manner.JAVA: _lose_pair_and_end,
    Manner.PYTHON: _lose_lead,
    Manner.WHATWG: _lose_pair_unless_ascii,
    Manner.DROP: _drop_lead,
    Manner.ESCAPE: _escape_lead,
    Manner.WORN: _lose_lead,
    Manner.MARKED: _lose_lead,
}
"""How each manner loses: from the error, the mark and the width, what to put and where to go on."""
