"""A run: files found, worked on in as many processes as it takes, shown as they come, reported in the end."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from garble_fix import __version__, files, journal
from garble_fix.batch.discovery import Found, discover, searches
from garble_fix.batch.patterns import Selection
from garble_fix.batch.processors import processors
from garble_fix.batch.task import Action, Done, Engine, Task
from garble_fix.batch.work import work
from garble_fix.commandline.options import Options
from garble_fix.commandline.progress import Progress
from garble_fix.errors import GarbleFixError, UnknownCodePageError
from garble_fix.report import Outcome, Screen, Summary, printable
from garble_fix.report.formats import Report, format_of, written

if TYPE_CHECKING:
    from garble_fix.batch.cache import Cache


def run(
    action: Action,
    paths: Sequence[str],
    options: Options,
    *,
    to: str | None = None,
    **changes: Any,
) -> int:
    """Do `action` with all files that `paths` stand for, as `options` have it, and return the exit code.

    `to` is the encoding that is written, if it is not that of each file;
    `changes` are further fields of the task. A bad file is reported and counted, and never stops the others; only where
    standard input or output fails, or the named encoding is unknown, does the run end there.
    """
    screen, values = options.screen, options.values
    reports = _reports(options)
    task = _task(action, options, reports, changes, searched=searches(paths))
    task = replace(task, engine=replace(task.engine, to=to))
    if None in reports and action == "fix" and (files.STANDARD in paths or task.to_standard_output):
        raise click.UsageError("standard output takes the repaired text; name a file with --report")
    summary = Summary()
    report = Report("check" if action == "check" else "fix", __version__, summary)
    keep_clean = any(name == "junit" for name in reports.values())
    found = discover(paths, _selection(options), sweep=action == "fix")
    if task.mirrored is not None and task.outputs is None:
        found, task = _mirrored(found, task)
    # Who is asked is asked about one file after another.
    several = (len(paths) > 1 or searches(paths)) and task.ask is None
    progress = Progress(screen, wanted=several)
    cache = _cache(task) if several and values["cache"] and not keep_clean else None
    try:
        for done in _worked(progress.counted(found), task, values["jobs"], cache, several=several):
            progress.pause_for(done)
            summary.count(done.report.outcome)
            if reports and (keep_clean or done.report.findings or done.report.error):
                report.files.append(done.report)
                report.patch += done.patch
            _show(done, screen, to_report=None in reports)
            progress.advance()
    except BrokenPipeError:
        # The reader has seen enough. That is no failure: the exit code is that of what was found so far.
        files.abandon_standard_output()
    except UnknownCodePageError as error:
        raise click.BadParameter(
            str(error), param_hint="--encoding" if task.engine.to is None else "--encoding, --to"
        ) from error
    finally:
        progress.stop()
        if cache:
            cache.save()
        if task.recorder and task.recorder.used:
            state = task.recorder.directory.parent.parent
            with contextlib.suppress(OSError):  # what can't be forgotten stays
                journal.prune(state, days=values["keep-days"], megabytes=values["keep-megabytes"])
    _write_reports(report, reports)
    _tell_sum(summary, task, screen, searched=searches(paths))
    return summary.exit_code


def _cache(task: Task) -> Cache | None:
    from garble_fix.batch.cache import Cache  # noqa: PLC0415 - what a single file need not load

    return Cache.of(task)


def _worked(
    found: Iterator[Found], task: Task, jobs: int | None, cache: Cache | None, *, several: bool
) -> Iterator[Done]:
    if not several:
        return (work(file, task) for file in found)
    from garble_fix.batch import pool  # noqa: PLC0415 - what a single file need not load

    def run(unknown: Iterator[Found]) -> Iterator[Done]:
        return pool.run(unknown, task, work, jobs=jobs or processors())

    return cache.around(found, run) if cache else run(found)


def _show(done: Done, screen: Screen, *, to_report: bool) -> None:
    for line in done.lines:
        if line.kind == "out":
            if not to_report:
                screen.out(line.text, line.style)
        elif line.kind == "err":
            screen.err(line.text, line.style)
        elif line.kind == "note":
            screen.note(line.text)
        else:
            screen.failure(line.text)
    if done.data and not to_report:
        files.write_standard_output(done.data)


def _tell_sum(summary: Summary, task: Task, screen: Screen, *, searched: bool) -> None:
    """Say what was counted: to the curious, and where a search may have found more than one thought."""
    counts = summary.counts
    if searched and not screen.verbose and counts[Outcome.CLEAN] + counts[Outcome.SKIPPED] < counts.total():
        screen.err(f"garble-fix: {summary}")
    screen.note(str(summary))
    if searched and task.recorder and task.recorder.used:
        screen.err(f"garble-fix: undo puts it back: garble-fix undo {task.recorder.directory.name}")


def _selection(options: Options) -> Selection:
    values = options.values
    return Selection(
        options.settings.root,
        (*values["exclude"], *values["extend-exclude"]),
        tuple(values["include"]),
        values["force-exclude"],
        values["gitignore"],
    )


def _task(
    action: Action,
    options: Options,
    reports: Mapping[str | None, str],
    changes: Mapping[str, Any],
    *,
    searched: bool,
) -> Task:
    values, screen = options.values, options.screen
    recorder = None
    if action == "fix" and values["journal"]:
        context = click.get_current_context(silent=True)
        command = context.command_path if context else "garble-fix fix"
        recorder = journal.Recorder.begin(journal.state_directory(), command=command, version=__version__)
    task = Task(
        action,
        Engine(
            options.holes,
            options.encoding,
            _depth(values),
            values["pragmas"],
            options.artefacts,
            values["escapes"],
        ),
        talk=not screen.quiet,
        notices=screen.verbose or not searched,
        explain=options.explain,
        shown=action == "diff" and (screen.out_is_terminal or screen.out_colored) and None not in reports,
        patch="diff" in reports.values(),
        recorder=recorder,
        root=options.settings.root,
        per_file=tuple((pattern, _engine_changes(found)) for pattern, found in options.settings.per_file),
    )
    return replace(task, **changes)


def _depth(values: Mapping[str, Any]) -> int:
    return int(values["history-depth"]) if values["history"] else 0


def _engine_changes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Put what the configuration says of some files in the terms of the engine."""
    changes = {name: values[name] for name in ("holes", "encoding", "pragmas", "escapes") if name in values}
    if "history-depth" in values:
        changes["history"] = values["history-depth"]
    if values.get("history") is False:
        changes["history"] = 0
    return changes


def _mirrored(found: Iterator[Found], task: Task) -> tuple[Iterator[Found], Task]:
    """Decide for each file found where in the output directory its result goes, before anything is written."""
    listed = list(found)
    assert task.mirrored is not None
    outputs = files.output_paths(
        {file.name: file.own for file in listed if not file.error}, str(task.mirrored)
    )
    return iter(listed), replace(task, outputs=outputs)


def _reports(options: Options) -> dict[str | None, str]:
    """Which reports are wanted: the name of each file, or `None` for standard output, and its format."""
    named, chosen = options.values["report"], options.values["format"]
    if not named:
        return {None: chosen} if chosen not in {None, "text"} else {}
    reports: dict[str | None, str] = {}
    for given in named:
        name = _configured_place(given, options)
        found = chosen if chosen not in {None, "text"} else format_of(name)
        if found is None:
            raise click.UsageError(
                f"--report {name}: its extension does not say in which format; name it with --format"
            )
        reports[name] = found
    return reports


def _configured_place(name: str, options: Options) -> str:
    """Where a report goes. One that the configuration names stays within its directory: who checks a project that is
    not his own lets it say what is checked, not what is overwritten.
    """
    if options.sources["report"] is not ParameterSource.DEFAULT_MAP:
        return name
    root = options.settings.root.resolve()
    place = (root / name).resolve()
    if not place.is_relative_to(root):
        raise click.UsageError(
            f"{options.settings.path}: report {name!r} lies outside of {root}; use --report"
        )
    return str(place)


def _write_reports(report: Report, reports: Mapping[str | None, str]) -> None:
    for name, chosen in reports.items():
        data = written(report, chosen)
        if name is None:
            files.write_standard_output(data)
        else:
            files.write(Path(name), (data,))


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
