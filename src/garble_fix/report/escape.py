r"""Making text safe for a terminal: whatever would act on it, or hide, is shown as an escape.

Files, their names and command line arguments come from anywhere. Printed raw, an escape sequence can retitle
or rewrite the terminal, a bidirectional control can show code in another order than it runs, and a zero-width
character can't be seen at all.
"""

from __future__ import annotations

import unicodedata

_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Drawn as nothing, though their categories are those of letters and marks.
_INVISIBLE = frozenset(
    "\N{COMBINING GRAPHEME JOINER}"
    "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}"
    "\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}"
)

_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def printable(text: str, *, keep: str = "") -> str:
    r"""Return `text` with control, format and other unseen characters as escapes; those in `keep` stay.

    >>> printable("a\x1b[31mb\u202ec\n")
    'a\\x1b[31mb\\u202ec\\n'
    >>> printable("乱码\tx", keep="\t") == "乱码\tx"
    True

    A byte that is no character of a file name (Python holds it as a lone surrogate) is shown as that byte:

    >>> printable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(c if c in keep or not _is_unsafe(c) else escape(c) for c in text)


def escape(character: str) -> str:
    r"""Write one character as an escape: `\xNN`, `\uNNNN` or `\UNNNNNNNN`.

    >>> escape("\u200b")
    '\\u200b'
    """
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _ESCAPED_CATEGORIES or character in _INVISIBLE
