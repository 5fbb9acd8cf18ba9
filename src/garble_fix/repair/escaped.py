r"""Garble behind escapes: `\u9515\u5806`, `&#38168;`, percent and quoted-printable bytes, `\xe4\xb8` in text.

A run of escapes is read as the characters or bytes that it names, and what comes out is repaired like any other text.
Sound text behind escapes of characters, of a URL or of a mail is somebody's intention and stays. Bytes spelled `\xe4`
in text are what a program printed that should have printed characters, and are always read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from garble_fix.detect import BINARY, detect
from garble_fix.detect.encodings import ESCAPES, read
from garble_fix.repair.proof import Holes
from garble_fix.repair.result import Edit, Repair, Verdict
from garble_fix.repair.whole import repair_text

SURE: Final = 0.9
"""Probability that the encoding of escaped bytes must have."""

_HEX: Final = "[0-9A-Fa-f]"
_UNICODE: Final = re.compile(rf"(?:\\u{_HEX}{{4}}){{2,}}")
_ENTITIES: Final = re.compile(rf"(?:&#(?:[0-9]{{2,7}}|[xX]{_HEX}{{2,6}});){{2,}}")
_PERCENT: Final = re.compile(rf"(?:%{_HEX}{{2}}){{2,}}")
_PRINTABLE: Final = re.compile(r"(?:=[0-9A-F]{2}(?:=\r?\n)?){2,}")
_BYTES: Final = re.compile(rf"(?:\\x{_HEX}{{2}}){{2,}}")
_PAIR: Final = re.compile(_HEX + "{2}")


def with_escapes(text: str, repair: Repair, holes: Holes) -> Repair:
    """Return `repair`, which is of `text`, with the garble behind escapes repaired besides, each as an edit."""
    taken = [(edit.start, edit.end) for edit in repair.edits]
    found = [
        edit for edit in _edits(text, holes) if not any(a < edit.end and edit.start < b for a, b in taken)
    ]
    if not found:
        return repair
    placed, parts, at, shift = [], [], 0, 0
    for edit in sorted((*repair.edits, *found), key=lambda edit: edit.start):
        start = edit.start + shift
        placed.append(replace(edit, new_start=start, new_end=start + len(edit.after)))
        parts += [text[at : edit.start], edit.after]
        at, shift = edit.end, shift + len(edit.after) - len(edit.before)
    verdict = Verdict.REPAIRED if repair.verdict is Verdict.CLEAN else repair.verdict
    return Repair("".join([*parts, text[at:]]), tuple(placed), verdict, repair.doubts)


def _edits(text: str, holes: Holes) -> Iterator[Edit]:
    for pattern, named, always, what in _KINDS:
        for match in pattern.finditer(text):
            found = _repaired(named(match[0]), holes, always=always)
            if found:
                after, sure = found
                start, end = match.span()
                yield Edit(start, end, start, end, match[0], after, "", 0.0, sure, artefacts=(what,))


def _repaired(named: str | bytes, holes: Holes, *, always: bool) -> tuple[str, float] | None:
    """What escapes stood for and how sure that is; None where it is sound, or cannot be told."""
    sure = 1.0
    if isinstance(named, bytes):
        if named.isascii():
            return None
        try:
            text = named.decode("utf-8")
        except UnicodeDecodeError:
            detection = detect(named)
            if detection.encoding == BINARY or detection.confidence < SURE:
                return None
            text, tail = read(detection.encoding, named)
            if tail or ESCAPES.search(text):
                return None
            always, sure = True, detection.confidence
    else:
        text = named
    if text.isascii() or not text.isprintable():
        return None
    repair = repair_text(text, holes=holes)
    if repair.edits:
        return repair.text, min(sure, *(edit.confidence for edit in repair.edits))
    return (text, sure) if always else None


def _units(run: str) -> str:
    units = bytes.fromhex(run.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _characters(run: str) -> str:
    numbers = (int(part[1:], 16) if part[0] in "xX" else int(part) for part in run[2:-1].split(";&#"))
    return "".join(chr(number) if number < 0x110000 else "\ufffd" for number in numbers)


def _pairs(run: str) -> bytes:
    return bytes(int(pair, 16) for pair in _PAIR.findall(run))


_KINDS: Final[tuple[tuple[re.Pattern[str], Callable[[str], str | bytes], bool, str], ...]] = (
    (_UNICODE, _units, False, "escapes \\u"),
    (_ENTITIES, _characters, False, "escapes &#"),
    (_PERCENT, _pairs, False, "escapes %"),
    (_PRINTABLE, _pairs, False, "escapes ="),
    (_BYTES, _pairs, True, "escapes \\x"),
)
"""Each way to escape: the pattern, what a run names, whether sound text is read too, and what reports call it."""
