"""The ways in which decoders lose bytes that they cannot read."""

from __future__ import annotations

import enum


class Manner(enum.StrEnum):
    """What a decoder does with bytes that mean nothing in its code page."""

    STRICT = "strict"
    """Refuses: raises `UnicodeDecodeError`."""

    WINDOWS = "windows"
    """`MultiByteToWideChar`, .NET Framework, PowerShell 5.1: a lead byte takes the next byte with it,
    whatever that is; an unassigned pair becomes one mark (`?`, or `・` in cp932) and both bytes are
    gone; a lead byte that ends the data is dropped without a mark."""

    BARE = "bare"
    """As `WINDOWS`, by a decoder that has the page without its user-defined areas."""

    JAVA = "java"
    """Old Java and Eclipse: the same pairing with U+FFFD, every byte from 0x80 on leads, and a lead byte
    that ends the data leaves its U+FFFD."""

    PYTHON = "python"
    """Python's `errors="replace"`: U+FFFD for the lead byte alone, the next byte is read again."""

    WHATWG = "whatwg"
    """Browsers, Node, encoding_rs: U+FFFD for the pair, but an ASCII second byte is given back."""

    DROP = "drop"
    """`iconv -c` and Python's `errors="ignore"`: as `PYTHON`, but nothing is put."""

    ESCAPE = "escape"
    """No decoder's manner but ours, for reading back: as `PYTHON`, but each byte that means nothing is kept
    as the lone surrogate U+DC00 + byte, as in PEP 383."""

    SPACES = "spaces"
    """Read strictly; then U+00A0 became a plain space, as in many editors, mail programs and web pages."""

    COLLAPSED = "collapsed"
    """The same, and then runs of spaces became one, as in HTML."""

    WORN = "worn"
    """As `PYTHON`, and then U+00A0 became a plain space."""

    STRIPPED = "stripped"
    """Read strictly; then U+00A0 at the end of a line was stripped, as editors do with spaces there."""

    MARKED = "marked"
    """Bytes without meaning became `?`, as programs write what they cannot."""
