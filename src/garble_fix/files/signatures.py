"""Kinds of files that are no text, told by how they begin.

Only kinds that hold text as well, or whose beginning may hold no NUL byte, need to be known: what holds NUL bytes is
looked at more closely by the detection of encodings. In some of them (PDF) offsets are written, so that not even what
is text in them may be repaired. The signatures are those of the formats' own specifications.
"""

from __future__ import annotations

_BEGINNINGS = (
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF87a",
    b"GIF89a",
    b"PK\x03\x04",  # zip, and what is packed in one: docx, jar, epub, wheel
    b"PK\x05\x06",
    b"\x1f\x8b\x08",  # gzip
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # zstd
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",  # Java class, Mach-O
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
    b"\0asm",
    b"OggS\0",
    b"fLaC\0",
    b"ID3\x02",
    b"ID3\x03",
    b"ID3\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # OLE: doc, xls, msi
    b"SQLite format 3\0",
    b"wOFF",
    b"wOF2",
    b"\0\x01\0\0\0",  # TrueType
    b"OTTO\0",
    b"!<arch>\n",
    b"DIRC\0\0\0",  # git's index
)

_LONGEST = max(map(len, _BEGINNINGS))


def is_no_text(start: bytes) -> bool:
    """Whether a file that begins with `start` is of a kind known to be no text."""
    return start[:_LONGEST].startswith(_BEGINNINGS)
