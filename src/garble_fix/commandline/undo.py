"""`garble-fix undo` and `garble-fix runs`: putting back what a run changed, and which runs there are."""

from __future__ import annotations

import time
from calendar import timegm
from pathlib import Path

import click

from garble_fix import journal
from garble_fix.commandline.options import CONTEXT, PROGRAM
from garble_fix.errors import GarbleFixError
from garble_fix.journal import Entry, Run, State, Undone
from garble_fix.report import Screen, printable
from garble_fix.report.summary import FAILED, GARBLED, NOTHING_LEFT
from garble_fix.report.width import table

_LEFT = {
    State.CHANGED: "was changed since; left as it is (what it was is in {})",
    State.GONE: "is not there any more; left so (what it was is in {})",
}

_NAME_LEFT = {
    State.CHANGED: "there is one of that name by now; {} keeps its new name",
    State.GONE: "{}, as it was renamed, is not there any more; left so",
}

_quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="Say more: name every file.")


@click.command(context_settings=CONTEXT)
@click.argument("name", metavar="[RUN]", default="")
@_quiet
@_verbose
def undo(name: str, quiet: bool, verbose: bool) -> int:
    """Put back what a run of fix or names changed.

    RUN is the name of a run as garble-fix runs lists it, or its beginning; without it, the last one that changed
    something in the current directory or below and was not undone yet. A file that was changed since is left as it
    is, and so is one that is not there any more; the exit code is then 1.
    """
    screen = Screen(quiet=quiet, verbose=verbose)
    run = journal.find(journal.state_directory(), name) if name else _last()
    if run.at_work:
        raise GarbleFixError(f"{run.name}: is still at work; wait for it or end it first")
    back = was = left = failed = 0
    for done in journal.undo(run):
        back += done.state is State.BACK
        was += done.state is State.AS_IT_WAS
        left += done.state in _LEFT
        failed += done.state is State.FAILED
        _tell(done, run, screen)
    told = [f"{back} put back"]
    told += [
        f"{count} {what}"
        for count, what in ((was, "as they were"), (left, "left"), (failed, "failed"))
        if count
    ]
    screen.err(f"{PROGRAM}: run {run.name}: {', '.join(told)}")
    if failed:
        return FAILED
    return GARBLED if left else NOTHING_LEFT


@click.command(context_settings=CONTEXT)
@_verbose
def runs(verbose: bool) -> int:
    """List the runs of fix and names that changed something, the newest first; -v names the files."""
    screen = Screen()
    rows = [["run", "when", "files", "kB", "state", "where"]]
    found = journal.runs(journal.state_directory())
    for run in found:
        state = "undone" if run.undone else "at work" if run.at_work else "can be undone"
        size = str(-(-run.size // 1000))
        rows.append([run.name, _local(run.started), str(len(run.entries)), size, state, printable(run.where)])
    if not found:
        screen.err(f"{PROGRAM}: no run has changed anything yet, or all are forgotten")
        return NOTHING_LEFT
    lines = table(rows, right=(2, 3))
    screen.out(lines[0])
    for run, line in zip(found, lines[1:], strict=True):
        screen.out(line)
        for entry in run.entries if verbose else ():
            screen.out(f"    {printable(str(entry.path))}: {_what(entry)}")
    return NOTHING_LEFT


def _what(entry: Entry) -> str:
    if entry.renamed:
        return f"renamed to {printable(entry.renamed.name)}"
    return entry.what.partition(": ")[2] or entry.what


def _last() -> Run:
    here = Path.cwd().resolve()
    for run in journal.runs(journal.state_directory()):
        if not run.undone and run.touches(here):
            return run
    raise GarbleFixError(
        f"{here}: no run that could be undone changed anything here; name one of those that garble-fix runs lists"
    )


def _tell(done: Undone, run: Run, screen: Screen) -> None:
    path = printable(str(done.entry.path))
    if done.state is State.FAILED:
        screen.failure(printable(done.error))
    elif done.state in _LEFT and done.entry.renamed:
        new = printable(done.entry.renamed.name)
        screen.failure(f"{path}: {_NAME_LEFT[done.state].format(new)}")
    elif done.state in _LEFT:
        original = printable(str(run.original(done.entry)))
        screen.failure(f"{path}: {_LEFT[done.state].format(original)}")
    elif screen.verbose:
        screen.err(f"{path}: {'put back' if done.state is State.BACK else 'is as it was'}")


def _local(started: str) -> str:
    """A time of the journal as the clock on the wall has it."""
    try:
        seconds = timegm(time.strptime(started, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return "?"
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
