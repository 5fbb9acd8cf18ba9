"""A file in another encoding: its text written anew, and what it declares made to agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from garble_fix.detect.declared import declarations
from garble_fix.detect.encodings import BOMS, canonical, write
from garble_fix.errors import EncodingError, UnknownCodePageError
from garble_fix.repair.result import BytesRepair, Edit, Repair, Verdict

DECLARATION: Final = "declaration"
"""The `chain` of an edit that changes what a file says it is in."""

_NAMES: Final = {
    "gb18030": "GB18030", "gbk": "GBK", "cp950": "Big5", "big5hkscs": "Big5-HKSCS", "cp932": "Shift_JIS",
    "euc-jp": "EUC-JP", "cp949": "EUC-KR", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U",
}  # fmt: skip
"""What declarations call an encoding, as registered with IANA, where that differs."""


def converted(data: bytes, repair: Repair, before: str, encoding: str, to: str) -> BytesRepair:
    """Return the outcome of `repair`, which is of the text `before`, read from `data` in `encoding`, written in `to`.

    UTF-8 and the legacy encodings get no byte order mark, UTF-16 and UTF-32 get one. Bytes that could not be read stay
    what they are. Raises `EncodingError` if `to` cannot hold the text, and `UnknownCodePageError`.
    """
    target = canonical(to)
    if target == encoding and not repair.edits:
        return BytesRepair(data, before, encoding, (), repair.verdict, repair.doubts)
    edits, text = _with_declarations(before, repair, target)
    bom = next((mark for mark, name in BOMS if name == target and name.startswith(("utf-16", "utf-32"))), b"")
    try:
        written = bom + write(target, text)
    except UnicodeEncodeError as error:
        line, char = text.count("\n", 0, error.start) + 1, text[error.start]
        raise EncodingError(f"{target} has no {char!a} (line {line}); convert to utf-8") from error
    verdict = repair.verdict if repair.verdict != Verdict.CLEAN or not edits else Verdict.REPAIRED
    return BytesRepair(data if written == data else written, text, target, edits, verdict, repair.doubts, bom)


def _with_declarations(before: str, repair: Repair, target: str) -> tuple[tuple[Edit, ...], str]:
    """The edits together with those of declarations, and the text that they make."""
    edits = sorted((*repair.edits, *_declared(before, repair, target)), key=lambda edit: edit.start)
    placed, parts, at, shift = [], [], 0, 0
    for edit in edits:
        start = edit.start + shift
        placed.append(replace(edit, new_start=start, new_end=start + len(edit.after)))
        parts += [before[at : edit.start], edit.after]
        at, shift = edit.end, shift + len(edit.after) - len(edit.before)
    return tuple(placed), "".join([*parts, before[at:]])


def _declared(before: str, repair: Repair, target: str) -> Iterator[Edit]:
    after = _NAMES.get(target, target.removesuffix("-le").removesuffix("-be"))
    if after.startswith("cp125"):
        after = after.replace("cp", "windows-")
    for start, end, name in declarations(before):
        inside = any(edit.start < end and start < edit.end for edit in repair.edits)
        if not inside and _known(name) != target:
            # In the manner of the one that stood there.
            shown = after.upper() if name.isupper() else after.lower() if name.islower() else after
            yield Edit(start, end, start, start + len(shown), name, shown, DECLARATION, 0.0, 1.0, proof=shown)


def _known(name: str) -> str:
    try:
        return canonical(name)
    except UnknownCodePageError:
        return ""
