"""Running over inputs one by one: a bad one is reported and counted, and never stops the others."""

from __future__ import annotations

import shlex
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from garble_fix import files
from garble_fix.commandline.options import PROGRAM, Options
from garble_fix.errors import FileError, GarbleFixError, UnknownCodePageError
from garble_fix.report import Outcome, Summary, explain_edit, printable, span_lines, text_before

if TYPE_CHECKING:
    from garble_fix.repair.result import BytesRepair


@dataclass(frozen=True, slots=True)
class Job:
    """One input, read, and repaired in memory.

    `source` is what the user called it, `name` what messages call it. `snapshot` is `None` for standard
    input.
    """

    source: str
    name: str
    data: bytes
    repair: BytesRepair
    snapshot: files.Snapshot | None

    @property
    def changed(self) -> bool:
        """Whether the repair changed anything."""
        return self.repair.data is not self.data and self.repair.data != self.data

    @property
    def before(self) -> str:
        """The text before the repair."""
        return text_before(self.repair.text, self.repair.edits)

    def outcome(self, *, written: bool) -> Outcome:
        """What became of the input, given whether its repair is `written` somewhere."""
        repair = self.repair
        if repair.binary:
            return Outcome.SKIPPED
        if not (repair.edits or repair.doubts) and repair.verdict == "clean":
            return Outcome.CLEAN
        if not written:
            return Outcome.FOUND
        wholly = not repair.doubts and repair.verdict in {"clean", "repaired"}
        return Outcome.FIXED if wholly else Outcome.LEFT


def run(
    command: str, paths: Sequence[str], options: Options, handle: Callable[[Job], None], *, writes: bool
) -> int:
    """Read and repair each of `paths`, `handle` each, and return the exit code.

    `command` names the command in advice; `writes` says whether `handle` writes the repair somewhere. What
    `handle` raises counts as a failure of that input alone; only where standard input or output fails, or the
    named encoding is unknown, does the run end there.
    """
    summary, screen = Summary(), options.screen
    for path in paths:
        outcome = Outcome.FAILED
        try:
            job = _load(path, options)
            if job.repair.binary:
                screen.note(f"{printable(job.name)}: is not text; left alone")
            outcome = job.outcome(written=writes)
            handle(job)
        except BrokenPipeError:
            # The reader has seen enough. That is no failure: the exit code is that of what was found so far.
            files.abandon_standard_output()
            summary.count(outcome)
            break
        except files.StreamError:
            raise
        except files.DirectoryGivenError:
            outcome = Outcome.FAILED
            screen.failure(_directory_advice(command, path))
        except FileError as error:
            outcome = Outcome.FAILED
            screen.failure(printable(str(error)))
        except UnknownCodePageError as error:
            if options.encoding is None and options.target is None:
                raise
            raise click.BadParameter(str(error), param_hint="--encoding") from error
        except Exception as error:
            # A defect of ours, or memory exhausted: the other files should not suffer for it.
            outcome = Outcome.FAILED
            report_defect(path, error, options)
        summary.count(outcome)
    screen.note(str(summary))
    return summary.exit_code


def described(job: Job, options: Options) -> Iterator[str]:
    """Give the lines on every span of `job` as it was before; with `--explain`, all that led to each."""
    for edit, line in span_lines(job.name, job.before, job.repair):
        if options.explain:
            from garble_fix import candidates  # noqa: PLC0415

            yield from explain_edit(line, edit, candidates(edit.before))
        else:
            yield line


def _load(path: str, options: Options) -> Job:
    from garble_fix import repair_bytes  # noqa: PLC0415 - the engine takes longer to import than --version may

    if path == files.STANDARD:
        snapshot, data, name = None, files.read_standard_input(), "<stdin>"
    else:
        snapshot = files.read(path)
        data, name = snapshot.data, path
    from garble_fix import history  # noqa: PLC0415

    if snapshot and options.history and history.may_have_versions(snapshot.target):
        versions = history.versions(snapshot.target, options.history)
        repair = history.repair_with_history(data, versions, holes=options.holes, encoding=options.encoding, to=options.target)
    else:
        repair = repair_bytes(data, holes=options.holes, encoding=options.encoding, to=options.target)
    return Job(path, name, data, repair, snapshot)


def _directory_advice(command: str, path: str) -> str:
    shown = printable(path)
    quoted = printable(shlex.quote(path))
    return (
        f"{shown}: is a directory; give the files in it "
        f"(for example: git ls-files -z {quoted} | xargs -0 {PROGRAM} {command})"
    )


def report_defect(path: str, error: Exception, options: Options) -> None:
    """Say in one line that working on `path` failed where it should not have; where, if verbose."""
    screen = options.screen
    if isinstance(error, MemoryError):
        screen.failure(f"{printable(path)}: is too large for the memory there is; split it")
    elif isinstance(error, GarbleFixError):
        screen.failure(printable(f"{path}: {error}"))
    else:
        what = printable(f"{path}: failed with {type(error).__name__}: {error}")
        screen.failure(f"{what}; please report this (--verbose shows where)")
        if screen.verbose:
            for line in "".join(traceback.format_exception(error)).splitlines():
                screen.err(printable(line))
