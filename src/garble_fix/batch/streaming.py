"""Files too large to be held in memory: repaired piece by piece, between line ends.

One piece is in memory at a time, `PIECE` bytes and what the repair of it takes, so that memory is bounded whatever the
size of the file. Its encoding is that of a sample of its lines beyond ASCII. Each piece is judged by itself: what is
proved in one is not evidence in another, and the history of the file is not asked. In a line longer than a piece, the
cut is made where no character is cut in two.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from garble_fix import files
from garble_fix.artefacts import Artefacts
from garble_fix.batch.describe import described, outcome_of
from garble_fix.batch.glance import is_plain
from garble_fix.batch.task import Done, Engine, Line, Task
from garble_fix.codepages import get
from garble_fix.detect import decide
from garble_fix.detect.encodings import BOMS, STATEFUL, canonical
from garble_fix.errors import FileError
from garble_fix.repair.bytes import SURE, repair_bytes
from garble_fix.repair.result import text_before
from garble_fix.report import FileReport, Finding, Outcome, Repaired, findings, fixed_line, printable

if TYPE_CHECKING:
    from garble_fix.repair.result import BytesRepair

PIECE: Final = 2 << 20
"""Bytes that are repaired at a time."""

_READ: Final = 1 << 20
"""Bytes read at a time where nothing is repaired."""

_SAMPLE: Final = 1 << 18
"""Bytes of lines beyond ASCII by which the encoding is told."""

_LISTED: Final = 1000
"""Findings that are listed, of a file; more are counted."""

_NEWLINES: Final = {
    "utf-16-le": b"\n\0",
    "utf-16-be": b"\0\n",
    "utf-32-le": b"\n\0\0\0",
    "utf-32-be": b"\0\0\0\n",
}

_TRAIL: Final = 0x30
"""The least byte that is the second, third or fourth of a character in any double-byte page."""

Place = tuple[int, int]
"""Line and column, from 1."""


@dataclass
class _Account:
    """What was found in a file so far. `place` is where the next piece begins, `new_place` where in what comes out."""

    listed: list[Finding] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    repaired: Repaired = field(default_factory=Repaired)
    unlisted: int = 0
    outcome: Outcome = Outcome.CLEAN
    place: Place = (1, 1)
    new_place: Place = (1, 1)


def work(file: io.FileIO, seen: files.Sighting, task: Task, engine: Engine, start: bytes) -> Done:
    """Do with a large file, which begins with `start`, what `task` says. Raises `FileError`."""
    encoding = _encoding(file, seen.name, engine, start)
    account = _Account()
    repaired = _repaired(file, seen.name, encoding, task, engine, account)
    if task.action == "fix" and task.outputs is not None:
        files.write(task.outputs[seen.name], (after for _, after in repaired))
    elif task.action == "fix" and task.to_standard_output:
        for _, after in repaired:
            files.write_standard_output(after)
    else:
        unchanged = 0
        for before, after in repaired:
            if task.action == "fix" and after != before:
                rest = (later for _, later in repaired)
                _replace(seen, chain(_read(seen.name, unchanged), (after,), rest), account, task)
                break
            unchanged += len(before)
    return _done(seen.name, encoding, account, task)


def _repaired(
    file: io.FileIO, name: str, encoding: str, task: Task, engine: Engine, account: _Account
) -> Iterator[tuple[bytes, bytes]]:
    """Give each piece of the file, before and after, in order, and keep account."""
    for piece in _pieces(file, encoding, name):
        if is_plain(piece):
            account.place = _after(account.place, piece)
            account.new_place = _after(account.new_place, piece)
            yield piece, piece
            continue
        repair = repair_bytes(
            piece,
            holes=engine.holes,
            encoding=encoding,
            artefacts=engine.artefacts or Artefacts(),
            pragmas=engine.pragmas,
        )
        _count(account, name, text_before(repair.text, repair.edits), repair, task)
        yield piece, repair.data


def _count(account: _Account, name: str, before: str, repair: BytesRepair, task: Task) -> None:
    places = account.place, account.new_place
    outcome = outcome_of(repair, written=task.action == "fix")
    if outcome is not Outcome.CLEAN:
        if account.outcome is not Outcome.LEFT:
            account.outcome = outcome
        account.repaired.add(repair.edits)
        found = list(findings(before, repair, origin=places[0]))
        room = _LISTED - len(account.listed)
        account.listed += found[:room]
        account.unlisted += len(found[room:])
        if task.talk and room > 0:
            account.lines += described(
                name, before, repair, name, task, origin=places[0], new_origin=places[1], total=False
            )
    account.place, account.new_place = _after(places[0], before), _after(places[1], repair.text)


def _replace(seen: files.Sighting, pieces: Iterable[bytes], account: _Account, task: Task) -> None:
    written = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for piece in pieces:
            written.update(piece)
            yield piece

    def keep() -> None:
        if task.recorder:
            what = fixed_line(seen.name, account.repaired)
            task.recorder.keep(seen.target, _read(seen.name), written.hexdigest(), what)

    files.replace_by(seen, hashed(), before=keep)
    if seen.hard_linked and task.talk:
        account.lines.append(
            Line("note", f"{printable(seen.name)}: its other hard links keep the old content")
        )


def _done(name: str, encoding: str, account: _Account, task: Task) -> Done:
    lines = account.lines
    if task.talk and account.repaired.spans:
        if task.action == "fix":
            lines.insert(0, Line("err", fixed_line(name, account.repaired)))
        if account.unlisted:
            kind: Line = Line("out" if task.action == "check" else "err", "")
            lines.append(Line(kind.kind, f"{printable(name)}: and {account.unlisted} more"))
        if task.action == "diff":
            lines.append(Line("err", f"{printable(name)}: is too large for its diff to be shown"))
    report = FileReport(name, account.outcome, encoding, tuple(account.listed), unlisted=account.unlisted)
    return Done(report, tuple(lines))


def _encoding(file: io.FileIO, name: str, engine: Engine, start: bytes) -> str:
    """The encoding of a file. Raises `FileError` where it isn't certain, or can't be cut in pieces."""
    if engine.encoding is not None:
        found, sure = canonical(engine.encoding, start), True
    else:
        marked = b"\0" in start or any(start.startswith(mark) for mark, _ in BOMS)
        detection, _ = decide(start[: len(start) & ~3] if marked else _sample(file))
        found, sure = detection.encoding, detection.confidence >= SURE
    if not sure and found != "utf-8":
        raise FileError(f"{name}: is large, and its encoding not certain; name it with --encoding")
    if found in STATEFUL:
        raise FileError(f"{name}: is too large to be repaired in {found}; convert it to UTF-8 first")
    return found


def _sample(file: io.FileIO) -> bytes:
    """Lines beyond ASCII from the beginning of the file on; nothing, if there are none."""
    file.seek(0)
    parts: list[bytes] = []
    size = 0
    rest = b""
    while size < _SAMPLE and (data := file.read(_READ)):
        if data.isascii() and rest.isascii():
            rest = data[data.rfind(b"\n") + 1 :][-_SAMPLE:]
            continue
        *lines, rest = (rest + data).split(b"\n")
        if not lines:
            lines, rest = [rest], b""
        for line in lines:
            if not line.isascii():
                parts.append(line[:_SAMPLE])
                size += len(parts[-1])
    if not rest.isascii():
        parts.append(rest[:_SAMPLE])
    return b"\n".join(parts)


def _pieces(file: io.FileIO, encoding: str, name: str) -> Iterator[bytes]:
    """Cut the file into pieces, at line ends where there are any."""
    file.seek(0)
    rest = b""
    while data := file.read(PIECE):
        data = rest + data
        at = _cut(data, encoding)
        if not at and len(data) >= PIECE:
            raise FileError(
                f"{name}: has {len(data) >> 20} MB without a place to cut it at; convert it to UTF-8 first"
            )
        if at:
            yield data[:at]
        rest = data[at:]
    if rest:
        yield rest


def _cut(data: bytes, encoding: str) -> int:
    """Where to cut `data`: after the last line end, else after the last blank, else after the last character."""
    newline = _NEWLINES.get(encoding)
    if newline:
        unit = len(newline)
        at = data.rfind(newline)
        while at >= 0 and at % unit:
            at = data.rfind(newline, 0, at + unit - 1)
        return at + unit if at >= 0 else len(data) - len(data) % unit
    at = max(data.rfind(b"\n"), -1) + 1 or data.rfind(b" ") + 1
    if at:
        return at
    if encoding == "utf-8":
        at = len(data) - 1
        while at > len(data) - 4 and data[at] & 0xC0 == 0x80:
            at -= 1
        return at
    if encoding == "ascii" or not get(encoding).multibyte:
        return len(data)
    return next((at + 1 for at in range(len(data) - 1, -1, -1) if data[at] < _TRAIL), 0)


def _read(name: str, limit: int | None = None) -> Iterator[bytes]:
    """Give the bytes of a file, or the first `limit` of them, piece by piece."""
    with files.opened(name) as (file, _):
        while piece := file.read(_READ if limit is None else min(_READ, limit)):
            if limit is not None:
                limit -= len(piece)
            yield piece


def _after(place: Place, text: str | bytes) -> Place:
    """Where one is after `text` that begins at `place`."""
    newline: str | bytes = "\n" if isinstance(text, str) else b"\n"
    lines = text.count(newline)  # type: ignore[arg-type]
    if lines:
        return place[0] + lines, len(text) - text.rfind(newline)  # type: ignore[arg-type]
    return place[0], place[1] + len(text)
