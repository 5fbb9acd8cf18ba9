"""Repair of a file's bytes: find out the encoding, repair the text, and put only the repaired spans back.

The bytes outside the edits are never written anew. An edit is spliced in where the bytes of its span stand,
so that newlines, stray bytes, and characters that a code page can spell in two ways stay what they are. The
result is read again before it is returned: were it not the repaired text, nothing would be changed.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from garble_fix.artefacts import DEFAULT, Artefacts
from garble_fix.channels.channel import SUFFIXES
from garble_fix.codepages import Manner
from garble_fix.detect import BINARY, decide
from garble_fix.detect.encodings import ESCAPES, STATEFUL, canonical, mark_of, read, write
from garble_fix.detect.foreign import foreign_lines
from garble_fix.errors import EncodingError
from garble_fix.repair.convert import converted
from garble_fix.repair.edits import Change, moved, placed
from garble_fix.repair.escaped import with_escapes
from garble_fix.repair.foreign import changes as foreign_changes
from garble_fix.repair.pragmas import Span, blotted, exempt, touches
from garble_fix.repair.proof import Holes
from garble_fix.repair.result import BytesRepair, Edit, Repair, Verdict, text_before
from garble_fix.repair.whole import repair_text

SURE: Final = 0.9
"""Probability that the encoding must have for edits to be made: an edit of misread bytes would be damage.

It is not asked of UTF-8, which proves itself.
"""


def repair_bytes(
    data: bytes,
    *,
    holes: Holes = "mark",
    encoding: str | None = None,
    found: Sequence[Change] = (),
    to: str | None = None,
    escapes: bool = False,
    pragmas: bool = False,
    artefacts: Artefacts = DEFAULT,
) -> BytesRepair:
    """Repair `data`, which keeps its encoding, its byte order mark, its newlines and its undecodable bytes.

    `holes` is as in `repair_text`. `encoding` is a code page, or one of the other names in `Detection`;
    without it the encoding is detected. `found` and `artefacts` are as in `repair_text`, the former in terms
    of the text of `data`. With `pragmas`, what comments in the text exempt (`repair/pragmas.py`) is left as it is.
    With `to`, the result is in that encoding, and says so where it declares one (`repair/convert.py`).
    With `escapes`, garble behind escapes such as `\\u9515` is repaired, too (`repair/escaped.py`).
    Undamaged and binary data come back as the same object. Bytes that could not be decoded stand in
    `BytesRepair.text` as U+DC80–DCFF, and edits that would touch them, or whose text the encoding cannot hold,
    are among the doubts. Offsets count from after the byte order mark.

    Raises `UnknownCodePageError`, `EncodingError` if what `to` asks for cannot be done, `ValueError` if `holes` is
    neither "mark" nor "guess", `ModelError` if the language model is not there, and `ExtraMissingError` if a conversion
    of script is asked for and OpenCC is not; without `to`, no data raises anything.
    """
    sure = True
    text: str | None = None
    if encoding is not None:
        name = canonical(encoding, data)
        bom = mark_of(data, name)
        foreign = foreign_lines(data[len(bom) :], name)
    else:
        detection, text = decide(data)
        name, bom, foreign = detection.encoding, detection.bom, detection.foreign
        sure = name == "utf-8" or detection.confidence >= SURE
    if name == BINARY:
        return BytesRepair(data, "", BINARY, binary=True)
    body, tail = data[len(bom) :], b""
    if text is None:
        try:
            text, tail = read(name, body)
        except UnicodeDecodeError:  # only where the caller named an encoding that this is not
            return BytesRepair(data, "", name, verdict=Verdict.DOUBTFUL, bom=bom)
    exempted = exempt(text) if pragmas else ()
    pasted = [
        change
        for change in foreign_changes(body, text, name, foreign)
        if not (_overlap(change, found) or touches(change, exempted))
    ]
    if pasted:
        found = sorted((*found, *pasted), key=lambda change: change.start)
    considered = blotted(text, exempted) if exempted else text
    repair = repair_text(considered, holes=holes, found=found, artefacts=artefacts)
    if escapes:
        repair = with_escapes(considered, repair, holes)
        if name == "ascii" and repair.edits:  # which is UTF-8 as well, as what was escaped may be from now on
            name = "utf-8"
    if exempted:
        repair = _with_exempted(text, repair, exempted)
    if to is not None:
        if not sure:
            raise EncodingError(f"may be {name}, but that is not sure; name its encoding (--encoding)")
        if tail:
            raise EncodingError(f"is {name} that ends within a character; mend its end")
        repair = _without_refused(text, repair, canonical(to), pasted, none=False)
        return converted(data, repair, text, name, to)
    if not repair.edits:
        return BytesRepair(data, text, name, (), repair.verdict, repair.doubts, bom)
    repair = _without_refused(text, repair, name, pasted, none=not sure)
    spliced = _splice(body[: len(body) - len(tail)], text, repair.edits, name) if repair.edits else None
    if spliced is None or not _reads(name, spliced, repair.text):
        repair = _without_refused(text, repair, name, pasted, none=True)
        return BytesRepair(data, text, name, (), Verdict.DOUBTFUL, repair.doubts, bom)
    return BytesRepair(
        bom + spliced + tail, repair.text, name, repair.edits, repair.verdict, repair.doubts, bom
    )


def _with_exempted(text: str, repair: Repair, exempted: Sequence[Span]) -> Repair:
    """The repair of the text of which `exempted` was blotted out, made of the text itself.

    What reaches into it knows not what stands there, and is dropped.
    """
    kept = [edit for edit in repair.edits if not touches(edit, exempted)]
    if not kept and not repair.doubts:
        return Repair(text)
    edits, after = placed(text, kept)
    doubts = sorted(repair.doubts, key=lambda doubt: doubt.start)
    verdict = repair.verdict
    if repair.edits and not kept:
        verdict = doubts[0].verdict
    return Repair(after if kept else text, edits, verdict, tuple(moved(doubts, edits)))


def with_edits(data: bytes, repair: BytesRepair, edits: Sequence[Edit]) -> BytesRepair | None:
    """Return `repair` of `data` with other texts after its edits; None where the encoding cannot hold them.

    `edits` are those of `repair`, in order, and differ in `after`, `holes` and `proof` only.
    """
    text = text_before(repair.text, repair.edits)
    chosen, after = placed(text, edits)
    body = data[len(repair.bom) :]
    spliced = _splice(body, text, chosen, repair.encoding)
    if spliced is None or not _reads(repair.encoding, spliced, after):
        return None
    doubts = tuple(moved(repair.doubts, chosen))
    partly = doubts or any(edit.verdict is Verdict.PARTLY_REPAIRED for edit in chosen)
    verdict = Verdict.PARTLY_REPAIRED if partly else Verdict.REPAIRED
    return replace(
        repair, data=repair.bom + spliced, text=after, edits=chosen, verdict=verdict, doubts=doubts
    )


def _without_refused(
    text: str, repair: Repair, encoding: str, pasted: Sequence[Change], *, none: bool
) -> Repair:
    """The repair without the edits that cannot be made in this encoding (`none` can); they become doubts."""
    kept: list[Edit] = []
    doubts = list(repair.doubts)
    stray = _lines_with_stray_bytes(text)
    for edit in repair.edits:
        # The bytes of pasted lines are strays no longer.
        harmless = _overlap(edit, pasted) or not _touches(edit, stray)
        if not none and harmless and _possible(edit, encoding):
            kept.append(edit)
        else:
            doubts.append(replace(edit, verdict=Verdict.DOUBTFUL))
    if len(kept) == len(repair.edits):
        return repair
    edits, after = placed(text, kept)
    doubts.sort(key=lambda doubt: doubt.start)
    return Repair(after, edits, repair.verdict if kept else Verdict.DOUBTFUL, tuple(moved(doubts, edits)))


def _possible(edit: Edit, encoding: str) -> bool:
    written = _written(encoding, edit.after)
    if not ESCAPES.search(edit.after):
        return written is not None
    # Bytes that mean nothing where they stand may mean something after others.
    kept = edit.chain.endswith(SUFFIXES[Manner.ESCAPE])
    return kept and written is not None and _reads(encoding, written, edit.after)


def _lines_with_stray_bytes(text: str) -> list[tuple[int, int]]:
    """Start and end of each line that holds bytes which could not be decoded, in order.

    Such a line is most often one in another encoding. To repair the half of it that can be read in this one
    would destroy what the whole can still be read from.
    """
    lines: list[tuple[int, int]] = []
    match = ESCAPES.search(text)
    while match:
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        lines.append((start, len(text) if end < 0 else end))
        match = ESCAPES.search(text, lines[-1][1])
    return lines


def _overlap(span: Edit | Change, others: Sequence[Change]) -> bool:
    index = bisect(others, span.start, key=lambda other: other.end)
    return index < len(others) and others[index].start < span.end


def _touches(edit: Edit, lines: Sequence[tuple[int, int]]) -> bool:
    index = bisect(lines, (edit.end, 0)) - 1
    return index >= 0 and edit.start <= lines[index][1]


def _splice(body: bytes, text: str, edits: Sequence[Edit], encoding: str) -> bytes | None:
    """`body` with the bytes of each edit's span replaced; None where these bytes are not certain."""
    if encoding in STATEFUL:
        # A span has no bytes of its own where tables are switched: all is written anew if that is harmless.
        after = placed(text, edits)[1]
        return _written(encoding, after) if _written(encoding, text) == body else None
    parts: list[bytes] = []
    at = byte = 0
    for edit in edits:
        kept = _span(body, byte, text[at : edit.start], encoding)
        old = None if kept is None else _span(body, byte + len(kept), edit.before, encoding)
        new = _written(encoding, edit.after)
        if kept is None or old is None or new is None:
            return None
        parts += [kept, new]
        at, byte = edit.end, byte + len(kept) + len(old)
    return b"".join([*parts, body[byte:]])


def _span(body: bytes, start: int, text: str, encoding: str) -> bytes | None:
    """The bytes of `body` from `start` on that read as `text`; None if they are not found at once."""
    written = _written(encoding, text)
    if written is None:
        return None
    # A page may have two ways to write a character, nearly always of one length.
    found = body[start : start + len(written)]
    return found if found == written or _reads(encoding, found, text) else None


def _written(encoding: str, text: str) -> bytes | None:
    try:
        return write(encoding, text)
    except UnicodeEncodeError:
        return None


def _reads(encoding: str, data: bytes, text: str) -> bool:
    try:
        return read(encoding, data) == (text, b"")
    except UnicodeDecodeError:
        return False


__all__ = ["SURE", "repair_bytes", "with_edits"]
