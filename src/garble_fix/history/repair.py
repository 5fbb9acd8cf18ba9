"""Repair with the help of a file's history: first what is known to have stood there, then what can be worked out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from garble_fix.artefacts import DEFAULT, Artefacts
from garble_fix.detect import decide
from garble_fix.detect.encodings import read
from garble_fix.history.accidents import proposed
from garble_fix.history.matching import Present
from garble_fix.history.repository import Version
from garble_fix.history.restore import Restored, restore
from garble_fix.language import packaged
from garble_fix.language.model import code_points
from garble_fix.repair.bytes import repair_bytes
from garble_fix.repair.decision import GARBAGE
from garble_fix.repair.pragmas import blotted, exempt
from garble_fix.repair.proof import Holes
from garble_fix.repair.result import BytesRepair, text_before
from garble_fix.spans.surprise import THRESHOLD, surprises

_MARKS: Final = re.compile(
    "\\?{3}|[^\\s?]\\?\\?|\\?\\?[^\\s?=.]|[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff]|^\\?\\?$", re.M
)
"""What damage leaves even where no repair is found. `a ?? b` is an operator."""

_GLARING: Final = re.compile("\\?{4}|[\ufffd\x80-\x84\x86-\x9f]|锟斤拷")
"""What is seldom anything but damage."""

_RARE: Final = ((0x80, 0xA0), (0xE000, 0xF900), (0xFFFD, 0xFFFE))
"""Code points, from and to, of which the above has those beyond ASCII but for `锟斤拷`."""

_SAMPLE: Final = 48
"""Lines beyond ASCII that are looked at to see whether a text is plainly damaged, at most."""

_PLAIN: Final = 3
"""How many of them must be no text, at least, and more than half of them: models are surprised by single lines."""


def repair_with_history(
    data: bytes,
    versions: Iterable[Version],
    *,
    holes: Holes = "mark",
    encoding: str | None = None,
    to: str | None = None,
    escapes: bool = False,
    pragmas: bool = False,
    artefacts: Artefacts = DEFAULT,
) -> BytesRepair:
    """Repair `data` as `repair_bytes` does, restoring what its `versions`, newest first, show to have stood there.

    The versions are asked for only if something is damaged. What is plainly so is restored before anything is worked
    out, since that takes longer. Text that is ASCII because all else was lost is in the encoding of the version that
    it is restored from. `pragmas` is as in `repair_bytes`, which raises what this raises.
    """
    text, found = _plainly_damaged(data, pragmas=pragmas) if encoding is None else "", Restored()
    if text:
        found = restore(text, damaged_lines(text), (), versions, marked=data.startswith(b"\xef\xbb\xbf"))
    else:
        repair = repair_bytes(
            data, holes=holes, encoding=encoding, artefacts=artefacts, pragmas=pragmas, escapes=escapes
        )
        # What no decoder did is no matter for the history.
        known = [edit for edit in (*repair.edits, *repair.doubts) if not edit.artefacts or edit.proof]
        if not repair.binary and (known or _has_marks(repair.text)):
            text = _considered(text_before(repair.text, repair.edits), pragmas=pragmas)
            wanted = _lines_at(text, (edit.start for edit in known)) | damaged_lines(text)
            likely = proposed(edit.chain for edit in known)
            found = restore(text, wanted, likely, versions, marked=bool(repair.bom))
        if not found.changes and to is None:
            return repair
    if encoding is None and data.isascii() and found.changes:
        encoding = found.encoding
    return repair_bytes(
        data,
        holes=holes,
        encoding=encoding,
        found=found.changes,
        to=to,
        escapes=escapes,
        artefacts=artefacts,
        pragmas=pragmas,
    )


def _considered(text: str, *, pragmas: bool) -> str:
    """The text, what it exempts blotted out."""
    exempted = exempt(text) if pragmas else ()
    return blotted(text, exempted) if exempted else text


def _plainly_damaged(data: bytes, *, pragmas: bool) -> str:
    """The text, what it exempts blotted out, if a sample of it leaves no doubt that it is damaged; else nothing."""
    detection, text = decide(data)
    if detection.encoding not in ("utf-8", "ascii"):
        return ""
    if text is None:
        text = read(detection.encoding, data[len(detection.bom) :])[0]
    text = _considered(text, pragmas=pragmas)
    if _may_be_marked(text, "????", "锟斤拷") and _GLARING.search(text):
        return text
    lines = [line[:200] for line in text.split("\n") if not line.isascii()]
    lines = lines[:: max(1, -(-len(lines) // _SAMPLE))]
    garbage = sum(found.nats >= GARBAGE for found in surprises(lines, packaged()))
    return text if garbage >= _PLAIN and 2 * garbage > len(lines) else ""


def _has_marks(text: str) -> bool:
    return _may_be_marked(text, "??") and _MARKS.search(text) is not None


def _may_be_marked(text: str, *signs: str) -> bool:
    """Whether it is worth looking for what damage leaves: a pattern takes ten times longer to find nothing."""
    if any(sign in text for sign in signs):
        return True
    points = code_points(text)
    return any(bool((points - np.uint32(low) < high - low).any()) for low, high in _RARE)


def damaged_lines(text: str) -> set[int]:
    """The lines that bear marks of damage, or that no language would expect."""
    lines = text.split("\n")
    found = _lines_at(text, (match.start() for match in _MARKS.finditer(text)))
    foreign = [number for number, line in enumerate(lines) if not line.isascii()]
    looks: Sequence[str] = [lines[number][:2000] for number in foreign]
    surprising = zip(foreign, surprises(looks, packaged()), strict=True)
    return found | {number for number, surprise in surprising if surprise.nats >= THRESHOLD}


def _lines_at(text: str, places: Iterable[int]) -> set[int]:
    starts = Present.of(text).starts
    return {bisect_right(starts, place) - 1 for place in places}
