"""What names may once have been: all that stand together are repaired as the lines of one text.

Names are short, but what happened to one of them happened to those beside it: one program unpacked them, or copied
them. So they bear witness for each other as lines do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from garble_fix.detect import detect
from garble_fix.detect.encodings import ESCAPES
from garble_fix.repair.bytes import SURE, repair_bytes

_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffd/\\\\\ud800-\udfff]")
"""What a name must not get: controls, what was lost, and what separates names in a path."""

_NEVER: Final = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that is garbled, and what it was; `chain` is the damage, `confidence` how sure that is (0 to 1).

    `after` is empty where the name looks garbled and cannot be repaired surely.
    """

    before: bytes
    after: str
    chain: str
    confidence: float


def proposals(names: Sequence[bytes], *, legacy: bool = False) -> dict[bytes, Proposal]:
    """Return what is proposed for those of `names` that are garbled.

    They are names without directories, as bytes, which should be UTF-8. With `legacy`, all that are not ASCII may be in
    any one encoding instead, as those of old archives.
    """
    asked = [name for name in dict.fromkeys(names) if not name.isascii() and b"\n" not in name]
    if not asked:
        return {}
    data = b"\n".join(asked)
    encoding = "utf-8"
    if legacy:
        found = detect(data)
        if found.encoding == "binary" or found.confidence < SURE:
            return {name: Proposal(name, "", found.encoding, found.confidence) for name in asked}
        encoding = found.encoding
    repair = repair_bytes(data, encoding=encoding)
    lines = repair.text.split("\n")
    if len(lines) != len(asked):
        return {}
    result: dict[bytes, Proposal] = {}
    at = 0
    for name, after in zip(asked, lines, strict=True):
        edits = [edit for edit in repair.edits if at <= edit.new_start < at + len(after) + 1]
        doubts = [edit for edit in repair.doubts if at <= edit.new_start < at + len(after) + 1]
        at += len(after) + 1
        chain = ", ".join(dict.fromkeys(edit.chain for edit in (*edits, *doubts)))
        sure = min((edit.confidence for edit in edits), default=1.0)
        if edits or (legacy and encoding != "utf-8"):
            fit = not (doubts or _UNFIT.search(after) or after in _NEVER)
            result[name] = Proposal(name, after if fit else "", chain or encoding, sure)
        elif doubts or ESCAPES.search(after):
            result[name] = Proposal(name, "", chain, 0.0)
    return result
