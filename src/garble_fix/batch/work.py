"""One file from beginning to end: read, repaired, written, described. What fails is that file's failure alone."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from garble_fix import files
from garble_fix.batch.describe import described, not_text, notices, outcome_of
from garble_fix.batch.discovery import Found
from garble_fix.batch.glance import is_plain
from garble_fix.batch.patterns import Selection
from garble_fix.batch.task import Done, Engine, Line, Task
from garble_fix.errors import FileError, GarbleFixError, UnknownCodePageError
from garble_fix.journal import digest
from garble_fix.report import (
    FileReport,
    Outcome,
    Repaired,
    findings,
    fixed_line,
    patch,
    printable,
    shown_diff,
    text_before,
)

if TYPE_CHECKING:
    from garble_fix.repair.result import BytesRepair

LARGE: Final = 8 << 20
"""Bytes from which a file is not held in memory as a whole: repair takes some 30 times as much."""

_START: Final = 1 << 16
"""Bytes at the beginning by which a file is told to be no text."""


@dataclass(frozen=True, slots=True)
class Job:
    """One input, read, and repaired in memory. `name` is what messages call it."""

    name: str
    data: bytes
    repair: BytesRepair

    @property
    def before(self) -> str:
        """The text before the repair."""
        return text_before(self.repair.text, self.repair.edits)


def work(found: Found, task: Task) -> Done:
    """Do with the file what `task` says.

    Raises `StreamError` and `BrokenPipeError` where standard input or output fails, `UnknownCodePageError` for an
    encoding that the command line names; whatever else happens is in what is returned.
    """
    name = task.stdin_name if found.name == files.STANDARD else found.name
    if found.error:
        return _failed(name, found.error)
    try:
        return _worked(found, name, task)
    except (BrokenPipeError, files.StreamError):
        raise
    except FileError as error:
        return _failed(name, str(error))
    except MemoryError:
        return _failed(name, f"{name}: is too large for the memory there is; split it")
    except GarbleFixError as error:
        named = task.engine.encoding is not None or task.engine.to is not None
        if isinstance(error, UnknownCodePageError) and named:
            raise
        return _failed(name, f"{name}: {error}")
    except Exception as error:
        what = (
            f"{name}: failed with {type(error).__name__}: {error}; please report this (--verbose shows where)"
        )
        trace = "".join(traceback.format_exception(error)).splitlines()
        failure = _failed(name, what)
        return Done(failure.report, (*failure.lines, *(Line("note", printable(line)) for line in trace)))


def _worked(found: Found, name: str, task: Task) -> Done:
    relative = Selection(task.root).relative(name) if task.per_file else ""
    engine = task.engine_for(relative)
    if found.name == files.STANDARD:
        return _concluded(_repaired(name, files.read_standard_input(), engine, None), None, task)
    with files.opened(found.name) as (file, status):
        start = file.read(_START)
        if _is_no_text(start):
            return _passed_on(found, Outcome.SKIPPED, start + file.read() if _copies(task) else b"", task)
        if status.st_size > LARGE and engine.to is None and not engine.escapes:
            from garble_fix.batch import streaming  # noqa: PLC0415 - few files are that large

            return streaming.work(file, files.Sighting(found.name, status), task, engine, start)
        data = start + file.read() if len(start) == _START else start
    if (
        engine.encoding is None
        and engine.to is None
        and not engine.escapes
        and is_plain(data)
        and not (b"??" in data and _has_history(found.name, engine))
    ):
        return _passed_on(found, Outcome.CLEAN, data, task)
    snapshot = files.Snapshot(found.name, status, data)
    job = _repaired(name, data, engine, snapshot)
    if task.ask and not job.repair.binary:
        job = replace(job, repair=task.ask(name, data, job.repair))
    return _concluded(job, snapshot, task)


def _has_history(name: str, engine: Engine) -> bool:
    """Whether older versions may show what question marks are left of."""
    return engine.history > 0 and files.work_tree(Path(os.path.realpath(name)).parent) is not None


def _is_no_text(start: bytes) -> bool:
    if files.is_no_text(start):
        return True
    if b"\0" not in start:
        return False
    from garble_fix.detect import BINARY, decide  # noqa: PLC0415 - slower to import than plain text deserves

    # A character of UTF-16 must not be cut in two.
    return decide(start[: len(start) & ~3])[0].encoding == BINARY


def _copies(task: Task) -> bool:
    return task.outputs is not None or task.to_standard_output


def _passed_on(found: Found, outcome: Outcome, data: bytes, task: Task) -> Done:
    """What becomes of a file in which there is nothing to repair; its `data` count where they go elsewhere."""
    lines = (not_text(found.name),) if outcome is Outcome.SKIPPED and task.talk else ()
    if task.outputs is not None:
        _write(task.outputs[found.name], data, "copied", task)
    passed = data if task.to_standard_output else b""
    return Done(FileReport(found.name, outcome), lines, passed)


def _repaired(name: str, data: bytes, engine: Engine, snapshot: files.Snapshot | None) -> Job:
    if files.is_no_text(data):
        from garble_fix.repair.result import BytesRepair  # noqa: PLC0415

        return Job(name, data, BytesRepair(data, "", "binary", binary=True))
    from garble_fix import Artefacts, repair_bytes  # noqa: PLC0415 - slower to import than --version may be

    wanted: dict[str, Any] = {
        "holes": engine.holes,
        "encoding": engine.encoding,
        "to": engine.to,
        "escapes": engine.escapes,
        "artefacts": engine.artefacts or Artefacts(),
        "pragmas": engine.pragmas,
    }
    if snapshot and _has_history(snapshot.name, engine):
        from garble_fix import history  # noqa: PLC0415

        versions = history.versions(snapshot.target, engine.history)
        return Job(name, data, history.repair_with_history(data, versions, **wanted))
    return Job(name, data, repair_bytes(data, **wanted))


def _concluded(job: Job, snapshot: files.Snapshot | None, task: Task) -> Done:
    """Write the repair where it goes, and describe it."""
    repair = job.repair
    outcome = outcome_of(repair, written=task.action == "fix")
    lines: list[Line] = []
    if repair.binary and task.talk:
        lines.append(not_text(job.name))
    place, data, patched = job.name, b"", b""
    garbled = bool(repair.edits or repair.doubts)
    texts = (job.before, repair.text) if garbled else ("", "")
    if task.action == "fix":
        place, data = _placed(job, snapshot, task, lines)
    if (task.patch or (task.action == "diff" and not task.shown)) and repair.edits:
        patched = patch(job.name, job.data, repair.data, texts, repair.edits)
    if task.action == "diff" and task.shown and repair.edits:
        lines += (Line("out", line, style) for line, style in shown_diff(job.name, texts, repair.edits))
    if garbled and task.talk:
        lines += described(job.name, texts[0], repair, place, task)
    if task.action == "check" and task.talk and task.notices and not repair.binary:
        lines += notices(job.name, repair, task.engine)
    found = tuple(findings(texts[0], repair)) if garbled else ()
    if task.action == "diff" and not task.shown:
        data = patched
    report = FileReport(job.name, outcome, repair.encoding, found)
    return Done(report, tuple(lines), data, patched if task.patch else b"")


def _placed(job: Job, snapshot: files.Snapshot | None, task: Task, lines: list[Line]) -> tuple[str, bytes]:
    """Write a repair; give the name of the place, and what goes to standard output."""
    data = job.repair.data
    what = fixed_line(job.name, Repaired().add(job.repair.edits)) if job.repair.edits else ""
    if task.engine.to and data != job.data:
        what = f"converted {printable(job.name)} to {job.repair.encoding}"
        if task.talk:
            lines.append(Line("err", what))
    source = files.STANDARD if snapshot is None else snapshot.name
    if task.to_standard_output:
        return job.name, data
    if task.outputs is not None:
        place = task.outputs[source]
        _write(place, data, what or "copied", task)
        return str(place), b""
    if snapshot is None:
        return job.name, data
    if data is not job.data and data != job.data:
        recorder, target = task.recorder, snapshot.target
        if recorder:
            files.replace(
                snapshot, data, before=lambda: recorder.keep(target, (snapshot.data,), digest(data), what)
            )
        else:
            files.replace(snapshot, data)
        if snapshot.hard_linked and task.talk:
            lines.append(Line("note", f"{printable(job.name)}: its other hard links keep the old content"))
    return job.name, b""


def _write(place: Path, data: bytes, what: str, task: Task) -> None:
    """Write a result to where it goes; what stood there before is kept."""
    if len(place.parts) > 1:
        _make_directory(place.parent, task)
    recorder = task.recorder
    if recorder and os.path.lexists(place):
        old = files.read(str(place))
        target = old.target
        if old.data != data:
            files.write(place, (data,), before=lambda: recorder.keep(target, (old.data,), digest(data), what))
    else:
        files.write(place, (data,))


def _make_directory(folder: Path, task: Task) -> None:
    """Make the directory that mirrors one of the input; the one that the user named must be there."""
    if task.mirrored is not None and folder.is_relative_to(task.mirrored):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.fault(str(folder), error) from error


def _failed(name: str, error: str) -> Done:
    shown = printable(error)
    return Done(FileReport(name, Outcome.FAILED, error=shown), (Line("failure", shown),))
