"""The encoding that a file says it is in: XML, HTML, CSS, Python and others, each in its own words.

What is declared is evidence, no more: files are converted by programs that do not read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from garble_fix.codepages import get
from garble_fix.errors import UnknownCodePageError

_WHERE: Final = 2048
"""Characters at the beginning in which a declaration must stand; browsers look at the first 1024 bytes."""

_PATTERNS: Final = (
    # XML 1.0, 4.3.3; HTML Standard, 4.2.5; CSS Syntax 3, 3.2; PEP 263, in the first two lines.
    re.compile(r"""^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["'](?P<name>[\w.:-]+)["']"""),
    re.compile(r"""<meta\s[^>]*?\bcharset\s*=\s*["']?\s*(?P<name>[\w.:-]+)""", re.IGNORECASE),
    re.compile(r"""^@charset "(?P<name>[\w.:-]+)";"""),
    re.compile(r"""^(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*(?P<name>[-\w.]+)"""),
)

_SAME: Final = (
    ("gbk", "gb18030", "cp936"),
    ("cp950", "big5hkscs", "big5"),
    ("euc-jp", "cp51932"),
    ("cp1252", "latin-1", "iso-8859-15"),
    ("koi8-r", "koi8-u"),
    ("cp1254", "iso-8859-9"),
)
"""Pages that are declared by each other's names."""


class Declaration(NamedTuple):
    """A name of an encoding in a text, at the code points `start:end`."""

    start: int
    end: int
    name: str


def declarations(text: str) -> Iterator[Declaration]:
    """Yield what the beginning of `text` declares, in order."""
    found = {
        match.span("name"): match["name"]
        for pattern in _PATTERNS
        for match in pattern.finditer(text[:_WHERE])
    }
    for (start, end), name in sorted(found.items()):
        yield Declaration(start, end, name)


def declared_pages(data: bytes) -> frozenset[str]:
    """Return the code pages that `data` says it may be in; none where it says nothing that is known."""
    pages: set[str] = set()
    for declaration in declarations(data[:_WHERE].decode("latin-1")):
        try:
            page = get(declaration.name).name
        except UnknownCodePageError:
            continue
        pages.update(next((same for same in _SAME if page in same), (page,)))
    return frozenset(pages)
